//! The command line, as clap reads it. Nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::secret::Secret;

/// Talk SMTP by hand and understand every answer.
#[derive(Debug, Parser)]
#[command(
    name = "ehlo",
    version,
    about,
    args_conflicts_with_subcommands = true,
    args_override_self = true,
    disable_help_subcommand = true
)]
#[command(
    after_help = "With no TARGET, ehlo talks to the practice server inside it.\n\
    TARGET: HOST[:PORT], smtp://HOST, submission://HOST, smtps://HOST, lmtp://HOST, mx:DOMAIN[:PORT],\n\
    unix:PATH, exec:COMMAND, lmtp+unix:PATH, lmtp+exec:COMMAND, practice[:SCENARIO],\n\
    @NAME for a target of the config file"
)]
pub struct Cli {
    /// What to do; the explorer if nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Where the explorer connects to.
    #[arg(value_name = "TARGET")]
    pub target: Option<String>,
    /// How.
    #[command(flatten)]
    pub options: Options,
}

/// What ehlo can do besides the explorer.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a dialogue; the exit status is the verdict.
    #[command(
        args_override_self = true,
        after_help = "Exit status: 0 everything expected came, 1 an expectation failed, 2 usage or script error,\n\
        3 could not connect, 4 TLS failure, 5 timed out, 6 connection lost or no SMTP there."
    )]
    Run {
        /// The dialogue, in C: and S: lines; - reads standard input.
        #[arg(value_name = "SCRIPT")]
        script: String,
        /// Where to; the practice server if nothing is said.
        #[arg(value_name = "TARGET")]
        target: Option<String>,
        /// Print the session as JSON Lines.
        #[arg(long)]
        json: bool,
        /// Let a login go over an unencrypted link.
        #[arg(long)]
        cleartext_auth: bool,
        /// How.
        #[command(flatten)]
        options: Box<Options>,
    },
    /// Explain a code, X.Y.Z, verb, keyword, mechanism or parameter, or a pasted reply, bounce or transcript.
    Explain {
        /// What to explain; standard input if nothing is said.
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
        /// The language.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Whether there are colours: auto, always or never.
        #[arg(long, value_name = "WHEN", value_parser = COLOR)]
        color: Option<String>,
        /// Every part as fields.
        #[arg(long)]
        json: bool,
    },
    /// Compare two reply codes, or two enhanced codes.
    Compare {
        /// The first code.
        a: String,
        /// The second.
        b: String,
        /// Every part as fields.
        #[arg(long)]
        json: bool,
        /// The language.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Whether there are colours: auto, always or never.
        #[arg(long, value_name = "WHEN", value_parser = COLOR)]
        color: Option<String>,
    },
    /// Show the settings that hold, and where each of them comes from.
    #[command(args_override_self = true)]
    Config(Box<Config>),
    /// List the keys: where they hold, what they do, and which the config file changed.
    Keys {
        /// Show what arrives for each key that is pressed, and what it does.
        #[arg(long)]
        test: bool,
        /// As fields.
        #[arg(long, conflicts_with = "test")]
        json: bool,
        /// The config file, instead of the one in your config folder.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// The language.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
    },
    /// List what ehlo knows.
    List {
        /// What kind.
        #[arg(value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(KINDS))]
        kind: String,
        /// The language.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Whether there are colours: auto, always or never.
        #[arg(long, value_name = "WHEN", value_parser = COLOR)]
        color: Option<String>,
        /// As fields.
        #[arg(long)]
        json: bool,
    },
    /// Say what ehlo finds of this terminal and its own places: a page for a report.
    Doctor {
        /// How.
        #[command(flatten)]
        options: Box<Options>,
    },
    /// Be a practice server for any client.
    Serve {
        /// The address to listen on; port 0 takes a free one.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2525")]
        listen: String,
        /// How to behave.
        #[arg(long, value_name = "NAME", default_value = "friendly")]
        scenario: String,
        /// Write the certificate of the authority made at start to FILE, for clients that verify.
        #[arg(long, value_name = "FILE")]
        ca_out: Option<PathBuf>,
    },
}

/// What is asked of `ehlo config`.
#[derive(Debug, Args)]
pub struct Config {
    /// Also those of this target of the config file.
    #[arg(value_name = "@NAME")]
    pub target: Option<String>,
    /// As fields.
    #[arg(long)]
    pub json: bool,
    /// Look for everything that is wrong with the config file, or with FILE.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["paths", "template", "json"])]
    pub check: Option<String>,
    /// Show the places where ehlo looks for your files, and whether they are there.
    #[arg(long, conflicts_with = "template")]
    pub paths: bool,
    /// Print a config file that explains every setting.
    #[arg(long, conflicts_with = "json")]
    pub template: bool,
    /// Settings that are tried.
    #[command(flatten)]
    pub options: Options,
}

/// What `ehlo list` lists.
const KINDS: [&str; 7] = [
    "replies",
    "enhanced",
    "verbs",
    "extensions",
    "mechanisms",
    "scenarios",
    "themes",
];

/// When there are colours.
const COLOR: [&str; 3] = ["auto", "always", "never"];

/// How to connect, and what to keep.
#[derive(Clone, Debug, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct Options {
    /// Trust only the authorities in this PEM file.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Accept any certificate. ehlo says so in red all the time.
    #[arg(long)]
    pub insecure: bool,
    /// The name to ask for and to check in TLS, instead of the host's; `none` asks for none.
    #[arg(long, value_name = "NAME")]
    pub sni: Option<String>,
    /// A client's certificate to show, PEM.
    #[arg(long, value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// Its key, PEM, if it is not in the same file.
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub key: Option<PathBuf>,
    /// Offer only this version of TLS: 1.2 or 1.3.
    #[arg(long, value_name = "VERSION")]
    pub tls: Option<String>,
    /// Offer only these cipher suites.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub cipher: Vec<String>,
    /// Accept only the certificate, or the key, with this fingerprint, whoever signed it.
    #[arg(long, value_name = "SHA256", conflicts_with = "insecure")]
    pub pin: Option<String>,
    /// Connect over IPv4 only.
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,
    /// Connect over IPv6 only.
    #[arg(short = '6', long)]
    pub ipv6: bool,
    /// The address of this machine to connect from.
    #[arg(long, value_name = "ADDR[:PORT]")]
    pub bind: Option<String>,
    /// The name server to ask, instead of the system's.
    #[arg(long, value_name = "ADDR[:PORT]")]
    pub dns: Option<String>,
    /// Connect through `socks5://[USER:PASSWORD@]HOST:PORT` or `http://[USER:PASSWORD@]HOST:PORT`.
    #[arg(long, value_name = "URL")]
    pub proxy: Option<Secret>,
    /// Begin with a PROXY header: v1 or v2, and behind it =SRC:PORT,DST:PORT or =local.
    #[arg(long, value_name = "HEADER")]
    pub proxy_protocol: Option<String>,
    /// How long each reply may take, instead of the limits of RFC 5321 §4.5.3.2.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<f64>,
    /// The name to greet with.
    #[arg(long, value_name = "HELO-NAME")]
    pub name: Option<String>,
    /// The user for `:auth`, and for `$AUTH` in scripts.
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// The file that holds the password; the variable `EHLO_PASSWORD` does too.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Keep the session as JSON Lines, each line written when it happens.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// A command whose first line of output is the password.
    #[arg(long, value_name = "COMMAND")]
    pub password_command: Option<String>,
    /// The config file, instead of the one in your config folder.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Take the mouse; without it, the terminal keeps it for its own selection.
    #[arg(long)]
    pub mouse: bool,
    /// As lines of text instead of a screen: for screen readers, plain terminals and pipes.
    #[arg(long)]
    pub plain: bool,
    /// Mark hosts as production, *.example.com too; without a name, the TARGET. The header warns then.
    #[arg(long, value_name = "HOST,...", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub production: Vec<String>,
    /// How it looks: a theme, a file, DARK,LIGHT for the two kinds of terminal, or auto.
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// The signs and lines: unicode, or ascii for fonts that lack them.
    #[arg(long, value_name = "SET", value_parser = ["unicode", "ascii"])]
    pub glyphs: Option<String>,
    /// Whether there are colours: auto, always or never.
    #[arg(long, value_name = "WHEN", value_parser = COLOR)]
    pub color: Option<String>,
    /// The language: en, ko or vi; without it, the environment's.
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if seconds > 0.0 && seconds <= 86_400.0 => Ok(seconds),
        _ => Err("a number of seconds over 0, as in --timeout 5 or --timeout 0.5".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
