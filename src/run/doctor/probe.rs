//! Asks the terminal for its background, and waits a fifth of a second at most.
//!
//! DA1 is asked along: every terminal answers it, so one that answers it alone has no answer to the
//! other question, and nobody waits. (The explorer cannot do so, `run/tui/answer` says why.)
//!
//! Absent on purpose: what the answer means.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// How long is waited.
const PATIENCE: Duration = Duration::from_millis(200);

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// This colour, after so long.
    Answered(String, Duration),
    /// The terminal has no answer.
    Silent,
    /// There is no terminal at both ends.
    NoTerminal,
    /// It reads no such questions.
    Unread,
}

impl Asked {
    /// The keys of the words for those that are no answer.
    #[cfg(test)]
    pub(super) const KEYS: &'static [&'static str] =
        &["silent", "no-terminal", "unread", "answered"];

    pub(super) const fn key(&self) -> &'static str {
        match self {
            Self::Answered(..) => "answered",
            Self::Silent => "silent",
            Self::NoTerminal => "no-terminal",
            Self::Unread => "unread",
        }
    }
}

/// Asks.
pub(super) fn ask() -> Asked {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Asked::NoTerminal;
    }
    if enable_raw_mode().is_err() {
        return Asked::NoTerminal;
    }
    let answer = answer();
    let _ = disable_raw_mode();
    answer.unwrap_or(Asked::Silent)
}

fn answer() -> io::Result<Asked> {
    let mut out = io::stdout();
    out.write_all(b"\x1b]11;?\x07\x1b[c")?;
    out.flush()?;
    let asked = Instant::now();
    let octets = listen();
    let mut heard = Vec::new();
    let mut asked_for = None;
    while let Some(left) = PATIENCE.checked_sub(asked.elapsed()) {
        let Ok(octet) = octets.recv_timeout(left) else {
            break;
        };
        heard.push(octet);
        if asked_for.is_none() {
            asked_for = colour(&heard).map(|colour| Asked::Answered(colour, asked.elapsed()));
        }
        if is_answered(&heard) {
            break;
        }
    }
    Ok(asked_for.unwrap_or(Asked::Silent))
}

/// What comes from the terminal, octet by octet. Who reads is left behind when nothing comes any more:
/// the program ends soon.
fn listen() -> Receiver<u8> {
    let (send, octets) = channel();
    std::thread::spawn(move || {
        for octet in io::stdin().lock().bytes().map_while(Result::ok) {
            if send.send(octet).is_err() {
                break;
            }
        }
    });
    octets
}

/// The colour in an answer to OSC 11 that has come as a whole.
fn colour(heard: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(heard);
    let (_, answer) = text.split_once("\x1b]11;")?;
    let end = answer.find(['\x07', '\x1b'])?;
    answer.get(..end).map(str::to_owned)
}

/// Whether DA1 is answered: `CSI ? … c`.
fn is_answered(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard);
    let answer = text.split_once("\x1b[?").map(|(_, answer)| answer);
    answer.is_some_and(|answer| answer.contains('c'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_among_each_other() {
        let heard = b"x\x1b]11;rgb:00/2b/36\x1b\\\x1b[?62;22c";
        assert_eq!(colour(heard).as_deref(), Some("rgb:00/2b/36"));
        assert!(is_answered(heard));
        for unfinished in [&b"\x1b]11;rgb:00/2b"[..], b"\x1b[?62", b"", b"c"] {
            assert_eq!(colour(unfinished), None);
            assert!(!is_answered(unfinished));
        }
    }
}
