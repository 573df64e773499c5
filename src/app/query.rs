//! A short text that is typed to look for something: in lists and in searches.
//!
//! Absent on purpose: moving within it. It is changed at its end, as in every such field.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(String);

/// More is not looked for.
const LONGEST: usize = 200;

impl Query {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a key; whether it changed the text. Ctrl-W takes a word away, Ctrl-U all.
    pub(super) fn key(&mut self, key: KeyEvent) -> bool {
        let before = self.0.len();
        match key.code {
            KeyCode::Backspace => drop(self.0.pop()),
            KeyCode::Char('u') if key.modifiers == KeyModifiers::CONTROL => self.0.clear(),
            KeyCode::Char('w') if key.modifiers == KeyModifiers::CONTROL => {
                let rest = self.0.trim_end();
                let word = rest.rfind(' ').map_or(0, |space| space + 1);
                self.0.truncate(word);
            }
            KeyCode::Char(letter)
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                    && before < LONGEST =>
            {
                self.0.push(letter);
            }
            _ => {}
        }
        self.0.len() != before
    }
}

impl Query {
    /// Takes a text, as far as there is room for it.
    pub(super) fn push(&mut self, text: &str) {
        for letter in text.chars() {
            if self.0.len() < LONGEST {
                self.0.push(letter);
            }
        }
    }
}

impl From<&str> for Query {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_changed_at_its_end() {
        let mut query = Query::from("auth pla");
        let control = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        assert!(query.key(control('w')));
        assert_eq!(query.text(), "auth ");
        assert!(query.key(KeyCode::Char('x').into()));
        assert!(!query.key(control('a')));
        assert_eq!(query.text(), "auth x");
        assert!(query.key(control('u')) && query.is_empty());
    }
}
