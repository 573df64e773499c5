//! Why the explorer talks line by line: asked to, or because its terminal can do no more.
//!
//! Absent on purpose: asking the terminal itself. One that understands no question would show it.

use std::io::{self, IsTerminal as _};

/// Why it is plain although nobody asked for it; the names of the words that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Why {
    /// It was asked for.
    Asked,
    /// `TERM` names no terminal that could draw.
    Dumb,
    /// The terminal could not be taken.
    NotTaken,
}

impl Why {
    /// Why the explorer's screen cannot be drawn on this terminal, if it cannot. Nothing is written
    /// to find out.
    pub(in crate::run) fn of_terminal() -> Option<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return None;
        }
        if is_dumb() {
            return Some(Self::Dumb);
        }
        (!super::echo::can_be_set()).then_some(Self::NotTaken)
    }

    /// The key of the sentence that says so.
    pub(super) const fn key(self) -> Option<&'static str> {
        match self {
            Self::Asked => None,
            Self::Dumb => Some("why-dumb"),
            Self::NotTaken => Some("why-not-taken"),
        }
    }
}

/// Whether `TERM` names no terminal that understands sequences.
pub(in crate::run) fn is_dumb() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    matches!(term.as_str(), "" | "dumb" | "unknown")
}
