//! Which side said a line of a transcript, by the marks of the tool that wrote it, or by its form.

use crate::smtp::verb::{self, Argument, UNKNOWN};
use crate::wire::{Code, Command};

/// Who said a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Marked<'a> {
    /// The server, this text.
    Server(&'a str),
    /// The client, this text.
    Client(&'a str),
    /// The connection ended, or another one begins.
    Ended,
    /// TLS began.
    Secured,
    /// The tool itself, or nothing of interest.
    Noise,
    /// No telling.
    None,
}

/// swaks: `<-` and `<~` heard, `<**` and `<~*` heard and not liked, `->` and `~>` said. curl: `<` and
/// `>`. sendmail's bounces: `<<<` and `>>>`. The RFCs and ehlo: `S:` and `C:`.
const SERVER: &[&str] = &[
    "S: ", "S| ", "<~* ", "<** ", "<-  ", "<~  ", "<- ", "<~ ", "<<< ", "< ", "Server: ", "SMTP<< ",
];
const CLIENT: &[&str] = &[
    "C: ", "C| ", "*~> ", "**> ", " -> ", " ~> ", "-> ", "~> ", ">>> ", "> ", "Client: ", "SMTP>> ",
];
const ENDED: &[&str] = &[
    "## ",
    "# connection closed",
    "# the server closed",
    "# you closed",
    "Connection closed",
    "=== Connection closed",
    "* Connection #",
];
const TLS: &[&str] = &["=== TLS started", "* SSL connection using", "# TLS is on"];
const NOISE: &[&str] = &[
    "=== ",
    "*** ",
    "* ",
    "} [",
    "{ [",
    "# ",
    "Trying ",
    "Connected to ",
    "Escape character",
    "Connection to ",
    "depth=",
    "verify ",
    "CONNECTED(",
    "DONE",
    "read R BLOCK",
    "closed",
    "---",
];

/// Reads the mark of a line.
pub(super) fn marked(line: &str) -> Marked<'_> {
    if ENDED.iter().any(|mark| line.starts_with(mark)) {
        return Marked::Ended;
    }
    if TLS.iter().any(|mark| line.starts_with(mark)) {
        return Marked::Secured;
    }
    if let Some(text) = SERVER.iter().find_map(|mark| line.strip_prefix(mark)) {
        return if is_reply(text) {
            Marked::Server(text)
        } else {
            Marked::Noise
        };
    }
    if let Some(text) = CLIENT.iter().find_map(|mark| line.strip_prefix(mark)) {
        return Marked::Client(text.trim_start());
    }
    if is_reply(line) {
        return Marked::Server(line);
    }
    if is_command(line) {
        return Marked::Client(line);
    }
    if NOISE.iter().any(|mark| line.starts_with(mark)) {
        Marked::Noise
    } else {
        Marked::None
    }
}

/// Three digits a server uses, and a space, a hyphen or nothing behind them.
fn is_reply(text: &str) -> bool {
    let code = Code::of_line(text.as_bytes()).is_some_and(|code| (200..600).contains(&code.0));
    code && matches!(text.as_bytes().get(3), None | Some(b' ' | b'-'))
}

/// A line a client could have typed, and no prose: `Data was lost` is not DATA.
fn is_command(line: &str) -> bool {
    if line == "." {
        return true;
    }
    let command = Command::parse(line);
    let verb = verb::find(&command.verb);
    if std::ptr::eq(verb, &raw const UNKNOWN) || line.starts_with(' ') {
        return false;
    }
    match verb.argument {
        Argument::None => command.args.is_empty(),
        Argument::Path(prefix) => command.args.to_ascii_uppercase().starts_with(prefix),
        Argument::Required => command.words().count() <= 3 && !command.args.is_empty(),
        Argument::Optional => command.words().count() <= 1,
    }
}
