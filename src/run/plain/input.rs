//! Lines from standard input, read on a thread of their own, no faster than they are taken.
//!
//! Absent on purpose: editing. A terminal does that itself until Enter.

use std::io::{self, BufRead as _, Read as _};

use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The longest line that is read.
const LONGEST: u64 = 1024 * 1024;
/// What stands behind the beginning of a longer one is not read.
const TOO_LONG: &str = "too-long";

/// What came.
#[derive(Debug)]
pub(super) enum Typed {
    /// A line, without its end.
    Line(String),
    /// Something that is no line ehlo could take; the key of the words that say why.
    Unreadable(&'static str),
    /// The end of the input; on a terminal, Ctrl-D.
    End,
    /// There is no input any more.
    Gone,
}

/// The lines.
#[derive(Debug)]
pub(super) struct Input {
    lines: Receiver<Typed>,
}

impl Input {
    /// Begins to read. On a terminal more may come behind the end.
    pub(super) fn new(live: bool) -> Self {
        let (send, lines) = channel(1);
        std::thread::spawn(move || read(live, &send));
        Self { lines }
    }

    /// What comes next; never again once it is all read.
    pub(super) async fn next(&mut self) -> Typed {
        match self.lines.recv().await {
            Some(typed) => typed,
            None => std::future::pending().await,
        }
    }
}

fn read(live: bool, lines: &Sender<Typed>) {
    loop {
        let typed = next();
        let last = match typed {
            Typed::End => !live,
            Typed::Gone | Typed::Unreadable(TOO_LONG) => true,
            Typed::Line(_) | Typed::Unreadable(_) => false,
        };
        if lines.blocking_send(typed).is_err() || last {
            return;
        }
    }
}

fn next() -> Typed {
    let mut octets = Vec::new();
    let read = io::stdin()
        .lock()
        .take(LONGEST)
        .read_until(b'\n', &mut octets);
    match read {
        Err(_) => return Typed::Gone,
        Ok(0) => return Typed::End,
        Ok(length) if length as u64 == LONGEST => return Typed::Unreadable(TOO_LONG),
        Ok(_) => {}
    }
    for end in [b'\n', b'\r'] {
        if octets.last() == Some(&end) {
            octets.pop();
        }
    }
    match String::from_utf8(octets) {
        Ok(line) => Typed::Line(line),
        Err(_) => Typed::Unreadable("not-utf8"),
    }
}
