//! What a program can leave on in a terminal, told from the kernel and from what it wrote.
//!
//! Absent on purpose: which modes ehlo uses. Whatever is set and not reset again is named.

#![expect(
    clippy::unwrap_used,
    reason = "a terminal that cannot be had is a failed test"
)]

use std::collections::BTreeMap;

use portable_pty::MasterPty;
use rustix::termios::LocalModes;

/// What the kernel does to bytes between the terminal and the program (termios).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Modes {
    /// Input, output, control and local flags.
    flags: [u64; 4],
    characters: Vec<u8>,
}

impl Modes {
    pub(crate) fn of(master: &dyn MasterPty) -> Self {
        let termios = master.get_termios().unwrap();
        let flags = [
            termios.input_flags.bits(),
            termios.output_flags.bits(),
            termios.control_flags.bits(),
            termios.local_flags.bits(),
        ];
        Self {
            flags: flags.map(u64::from),
            characters: termios.control_chars.to_vec(),
        }
    }

    /// Whether lines are edited and echoed by the kernel: not so in raw mode.
    pub(crate) fn cooked(&self) -> bool {
        let local = u64::from((LocalModes::ICANON | LocalModes::ECHO).bits());
        self.flags[3] & local == local
    }
}

/// The private modes that end otherwise than terminals begin: with 7 (wrap) and 25 (cursor) set.
pub(crate) fn private_modes(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut ends = BTreeMap::new();
    for sequence in text.split("\x1b[?").skip(1) {
        let length = sequence
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(sequence.len());
        let (numbers, rest) = sequence.split_at(length);
        let set = rest.starts_with('h');
        if set || rest.starts_with('l') {
            ends.extend(numbers.split(';').map(|number| (number.to_owned(), set)));
        }
    }
    ends.retain(|number, set| *set != matches!(number.as_str(), "7" | "25"));
    ends.into_keys()
        .map(|number| format!("?{number}"))
        .collect()
}

/// Whether keyboard flags (the kitty protocol) were pushed that were not popped.
pub(crate) fn keyboard_flags(raw: &[u8]) -> bool {
    count(raw, b"\x1b[>", b'u') > count(raw, b"\x1b[<", b'u')
}

/// Whether the window's title was kept (XTWINOPS) and not given back.
pub(crate) fn title(raw: &[u8]) -> bool {
    let text = String::from_utf8_lossy(raw);
    let count = |sequence: &str| text.matches(sequence).count();
    count("\x1b[22;2t") > count("\x1b[23;2t")
}

/// How many sequences begin and end so, with numbers between.
fn count(raw: &[u8], begin: &[u8], end: u8) -> usize {
    let ends = |rest: &[u8]| rest.iter().find(|byte| !byte.is_ascii_digit()) == Some(&end);
    raw.windows(begin.len())
        .enumerate()
        .filter(|(at, window)| *window == begin && ends(&raw[at + begin.len()..]))
        .count()
}
