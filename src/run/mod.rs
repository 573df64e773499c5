//! The ways of running, one file each, and the only place that knows everything.
//!
//! Absent on purpose: decisions about SMTP. Here endpoints meet links, clocks, files and the screen.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::cli::Options;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::locale::Locale;
use crate::net::chance;
use crate::smtp::auth::Credentials;
use crate::smtp::{Secret, Seed};
use crate::target::{Target, TargetError};

mod command;
mod compare;
mod config;
mod connect;
mod doctor;
mod editor;
mod explain;
mod files;
mod folder;
mod history;
mod keys;
mod list;
mod log;
mod look;
mod paper;
mod places;
mod plain;
mod screen;
mod script;
mod serve;
mod signals;
mod state;
mod themes;
mod tls;
mod tui;

/// What went wrong before anything could begin: one line for standard error, and the exit status.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A target nobody can read.
    #[error("{0}")]
    Target(#[from] TargetError),
    /// A script that cannot be read.
    #[error("{0}")]
    Script(#[from] crate::script::ScriptError),
    /// A scenario that cannot be used.
    #[error("{0}")]
    Scenario(#[from] crate::smtp::ScenarioError),
    /// A scenario nobody wrote.
    #[error("there is no scenario `{name}`; there are: {known}")]
    NoScenario {
        /// The name.
        name: String,
        /// Those there are.
        known: String,
    },
    /// Certificates that cannot be used.
    #[error("{0}")]
    Tls(#[from] crate::net::TlsError),
    /// A proxy that cannot be read.
    #[error("{0}")]
    Proxy(#[from] crate::net::ProxyError),
    /// A PROXY header that cannot be read.
    #[error("{0}")]
    Header(#[from] crate::net::HeaderError),
    /// An address that is none.
    #[error(
        "`{option} {text}` is no address; write ADDR or ADDR:PORT, an IPv6 address with a port in brackets: [::1]:53"
    )]
    Address {
        /// Which option.
        option: &'static str,
        /// What stands behind it.
        text: String,
    },
    /// An address to begin from, and the other family asked for.
    #[error("--bind {} is of one family and -4 or -6 asks for the other; leave one of them out", bind.ip())]
    Families {
        /// The address.
        bind: std::net::SocketAddr,
    },
    /// A theme that cannot be used.
    #[error("{0}")]
    Theme(#[from] crate::theme::ThemeError),
    /// A language nobody wrote.
    #[error("there is no language `{tag}`; there are: {known}")]
    NoLanguage {
        /// What was asked for.
        tag: String,
        /// Those there are.
        known: String,
    },
    /// A code nobody knows.
    #[error(
        "`{code}` is no code ehlo can compare; it takes two reply codes (250 252) or two enhanced codes (5.1.1 5.7.1).{near}"
    )]
    NoCode {
        /// The code.
        code: String,
        /// A guess, or nothing.
        near: String,
    },
    /// Nothing in a text was understood.
    #[error(
        "nothing here that ehlo can explain{near}; it takes a code (550), an enhanced code (5.1.1), a verb, an EHLO keyword, a mechanism, or a pasted reply, bounce or transcript"
    )]
    NotUnderstood {
        /// The nearest name, as `: did you mean …?`, or nothing.
        near: String,
    },
    /// A config file that cannot be used.
    #[error("{file}:{line}: {why}")]
    Config {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// A target by name, and no file that names any.
    #[error(
        "a target with @ stands in the config file, and there is none; write [target.NAME] with to = \"...\" into ehlo/config.toml in your config folder"
    )]
    NoConfig,
    /// A target nobody named.
    #[error("the config file names no target `@{name}`; there are: {known}")]
    NoTarget {
        /// The name.
        name: String,
        /// Those there are.
        known: String,
    },
    /// A command for the password that gave none.
    #[error("the password command {why}")]
    PasswordCommand {
        /// What went wrong.
        why: String,
    },
    /// Keys that cannot be used.
    #[error("{0}")]
    Keymap(#[from] crate::keymap::KeymapError),
    /// The explorer without a terminal.
    #[error(
        "the explorer needs a terminal; without one, `ehlo --plain` talks line by line, and `ehlo run SCRIPT [TARGET]` plays a dialogue"
    )]
    NoTerminal,
    /// A file that cannot be read or written.
    #[error("{what} {file}: {source}")]
    File {
        /// What was tried: `cannot read`, `cannot write`.
        what: &'static str,
        /// Which file.
        file: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A port that cannot be listened on.
    #[error(
        "cannot listen on {address}: {source}; another program may have the port, or it needs more rights: try --listen 127.0.0.1:0"
    )]
    Listen {
        /// The address.
        address: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The system refused something ehlo cannot do without.
    #[error("the system refused to {what}: {source}")]
    System {
        /// What was asked of it.
        what: &'static str,
        /// Why not.
        source: std::io::Error,
    },
}

/// The story of the program, from its arguments on.
pub fn run() -> ExitCode {
    let mut faults = folder::lay_over();
    let given = match config::given(std::env::args_os().collect()) {
        Ok(given) => given,
        Err(error) => {
            complain(&error.to_string());
            return ExitCode::from(2);
        }
    };
    let config::Given { cli, keymap, .. } = given;
    faults.extend(given.faults);
    if cli.command.is_some() {
        for fault in &faults {
            complain(fault);
        }
    }
    let ended = match cli.command {
        None => {
            let told = faults.clone();
            explore(cli.target.as_deref(), &cli.options, keymap, faults)
                .inspect_err(|_| told.iter().for_each(|fault| complain(fault)))
        }
        Some(command) => command::carry_out(command, &given.keys, keymap),
    };
    ended.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(2)
    })
}

/// The explorer, on a screen or as a dialogue of lines.
fn explore(
    target: Option<&str>,
    options: &Options,
    keymap: Option<Keymap>,
    faults: Vec<String>,
) -> Result<ExitCode, Error> {
    let asked = options.plain.then_some(plain::Why::Asked);
    match asked.or_else(plain::Why::of_terminal) {
        Some(why) => plain::run(target, options, faults, why),
        None => tui::run(target, options, keymap, faults),
    }
}

/// One clear line on standard error, safe for any terminal.
fn complain(message: &str) {
    let mut line = String::from("ehlo:");
    for part in message.lines() {
        line.push(' ');
        line.push_str(&crate::wire::text::printable_str(part.trim_end()));
        line.push('\n');
    }
    // Nobody is left to tell if standard error is gone.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The words of the language that was asked for, else of the environment's, else English.
fn language(asked: Option<&str>) -> Result<Locale, Error> {
    let known = Kb::languages();
    if let Some(tag) = asked {
        return match known.iter().find(|known| **known == tag) {
            Some(tag) => Ok(Locale::load(tag)),
            None => Err(Error::NoLanguage {
                tag: tag.to_owned(),
                known: known.join(", "),
            }),
        };
    }
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let tag = named.unwrap_or_default();
    let tag = tag.split(['_', '.', '-', '@']).next().unwrap_or_default();
    Ok(Locale::load(
        known
            .iter()
            .find(|known| **known == tag)
            .unwrap_or(&Locale::ENGLISH),
    ))
}

/// The target a person named, or the practice server.
fn target(text: Option<&str>) -> Result<Target, Error> {
    Ok(text.map_or_else(|| Ok(Target::practice()), Target::parse)?)
}

/// A runtime for one thread: everything ehlo does at once fits one.
fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    let built = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    built.map_err(|source| Error::System {
        what: "start its event loop",
        source,
    })
}

/// The machine's full name if it has one: what EHLO wants (RFC 5321 §4.1.1.1).
fn hostname() -> String {
    let name = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    let full = name.contains('.')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter));
    if full {
        name
    } else {
        "client.example".to_owned()
    }
}

fn timeout(options: &Options) -> Option<Duration> {
    options.timeout.map(Duration::from_secs_f64)
}

/// Chance for the logins of this run.
fn seed() -> Result<Seed, Error> {
    let octets = chance().map_err(|source| Error::System {
        what: "give random octets",
        source,
    })?;
    Ok(Seed::new(octets))
}

/// User and password, from the options and the environment.
fn credentials(options: &Options) -> Result<Option<Credentials>, Error> {
    let Some(user) = options.user.clone() else {
        return Ok(None);
    };
    let password = match &options.password_file {
        Some(file) => Some(password_in(file)?),
        None => match std::env::var_os("EHLO_PASSWORD") {
            Some(value) => Some(Secret::new(value.into_encoded_bytes())),
            None => options
                .password_command
                .as_deref()
                .map(password_of)
                .transpose()?,
        },
    };
    Ok(password.map(|password| Credentials { user, password }))
}

/// The file's first line.
fn password_in(file: &Path) -> Result<Secret, Error> {
    let text = std::fs::read(file).map_err(|source| unreadable(file, source))?;
    Ok(first_line(&Secret::new(text)))
}

/// The first line a command prints. It may ask the person for something, so it has the terminal.
fn password_of(command: &str) -> Result<Secret, Error> {
    let ran = std::process::Command::new("/bin/sh")
        .args(["-c", command])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output);
    let failed = |why: String| Error::PasswordCommand { why };
    let output = ran.map_err(|error| failed(format!("could not be run: {error}")))?;
    let line = first_line(&Secret::new(output.stdout));
    match () {
        () if !output.status.success() => Err(failed(format!("failed: {}", output.status))),
        () if line.expose().is_empty() => Err(failed("printed nothing".to_owned())),
        () => Ok(line),
    }
}

fn first_line(text: &Secret) -> Secret {
    let mut lines = text.expose().split(|octet| matches!(octet, b'\r' | b'\n'));
    Secret::new(lines.next().unwrap_or_default())
}

fn unreadable(file: &Path, source: std::io::Error) -> Error {
    Error::File {
        what: "cannot read",
        file: file.display().to_string(),
        source,
    }
}
