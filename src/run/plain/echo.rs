//! Whether the terminal shows what is typed. It does again on every way out.
//!
//! Absent on purpose: raw mode. The terminal's own line editing is what screen readers know.

use std::io;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Whether the terminal lets its modes be set. They stay as they are.
pub(super) fn can_be_set() -> bool {
    tcgetattr(io::stdin())
        .and_then(|modes| tcsetattr(io::stdin(), OptionalActions::Now, &modes))
        .is_ok()
}

/// The terminal as it was, while what is typed is hidden.
#[derive(Default)]
pub(super) struct Echo {
    before: Option<Termios>,
}

impl Echo {
    /// Shows or hides what is typed.
    pub(super) fn set(&mut self, shown: bool) {
        if shown { self.show() } else { self.hide() }
    }

    /// Shows it again.
    pub(super) fn show(&mut self) {
        if let Some(before) = self.before.take() {
            // A terminal that is gone shows nothing to anybody.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
        }
    }

    /// Hides it, but for the end of the line. From a pipe nothing was shown.
    fn hide(&mut self) {
        if self.before.is_some() {
            return;
        }
        let Ok(before) = tcgetattr(io::stdin()) else {
            return;
        };
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL);
        if tcsetattr(io::stdin(), OptionalActions::Now, &hidden).is_ok() {
            self.before = Some(before);
        }
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.show();
    }
}
