//! The card for the first time: five lines in the place of the explanation, while nothing was sent
//! yet. It takes no key: whatever is typed goes where it goes, and the first line that is sent, or
//! Esc, puts the card away for good.
//!
//! Absent on purpose: the lines (`panel/welcome`), and remembering them (`run/state`).

use super::{App, LinkState, Tab};

impl App {
    /// Whether it shows: not over what went wrong, nor over a line somebody chose to look at.
    pub fn shows_welcome(&self) -> bool {
        let nothing_else = self.tab == Tab::Explanation && self.compared.is_none();
        !self.kept.welcomed
            && nothing_else
            && self.selected.is_none()
            && self.link != LinkState::Closed
    }

    /// A line was sent, or Esc pressed; whether the card was there to be put away.
    pub(super) fn put_welcome_away(&mut self) -> bool {
        let showed = self.shows_welcome();
        self.kept.welcomed = true;
        showed
    }
}
