//! A key by its name, and the name by its key.
//!
//! Absent on purpose: what a key asks for.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::layout;

/// A key with its modifiers; Shift is part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// A key by its name: `ctrl-q`, `shift-tab`, `alt-1`, `f1`, `G`; also as [`Key`] prints it.
    pub fn named(name: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        for (prefix, modifier) in MODIFIERS {
            let (head, behind) = rest.split_at_checked(prefix.len()).unwrap_or_default();
            if head.eq_ignore_ascii_case(prefix) && !behind.is_empty() {
                modifiers |= *modifier;
                rest = behind;
            }
        }
        let mut letters = rest.chars();
        let code = if let (Some(letter), None) = (letters.next(), letters.next()) {
            KeyCode::Char(cased(letter, modifiers))
        } else {
            code_named(&rest.to_ascii_lowercase())?
        };
        let code = if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
            KeyCode::BackTab
        } else {
            code
        };
        Some(Self::from(KeyEvent::new(code, modifiers)))
    }

    /// The same, with what would be right.
    pub(super) fn read(name: &str) -> Result<Self, String> {
        Self::named(name).ok_or_else(|| {
            format!("`{name}` is no key; write `ctrl-q`, `alt-1`, `f1`, `shift-tab`, `G`")
        })
    }

    /// As it comes when it is pressed.
    pub(super) fn press(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// Its name, as the key file has it: `ctrl-q`.
    pub fn name(self) -> String {
        let held = MODIFIERS
            .iter()
            .filter(|held| self.modifiers.contains(held.1));
        let prefixes: String = held.map(|(prefix, _)| *prefix).collect();
        let known = CODES.iter().find(|(_, code)| *code == self.code);
        let code = match (self.code, known) {
            (_, Some((name, _))) => (*name).to_owned(),
            (KeyCode::BackTab, _) => "shift-tab".to_owned(),
            (KeyCode::Char(letter), _) => letter.to_string(),
            (code, _) => code.to_string().to_lowercase(),
        };
        format!("{prefixes}{code}")
    }

    /// Whether it is a letter, and so goes into a text.
    pub(super) fn is_typed(self) -> bool {
        let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
        matches!(self.code, KeyCode::Char(_)) && !self.modifiers.intersects(held)
    }

    /// The Latin key at the place of this one, on a layout that is not Latin.
    pub(super) fn at_its_place(self) -> Option<Self> {
        let KeyCode::Char(letter) = self.code else {
            return None;
        };
        let code = KeyCode::Char(layout::latin(letter)?);
        Some(Self { code, ..self })
    }
}

/// A key that is no letter.
fn code_named(name: &str) -> Option<KeyCode> {
    let known = CODES.iter().find(|(known, _)| *known == name);
    let number = || name.strip_prefix('f')?.parse().ok();
    let function = || number().filter(|number| (1..=24).contains(number));
    known
        .map(|(_, code)| *code)
        .or_else(|| function().map(KeyCode::F))
}

/// A letter as it arrives: Shift is part of it, and with Ctrl there is only one of each.
const fn cased(letter: char, modifiers: KeyModifiers) -> char {
    match letter {
        letter if modifiers.contains(KeyModifiers::CONTROL) => letter.to_ascii_lowercase(),
        letter if modifiers.contains(KeyModifiers::SHIFT) => letter.to_ascii_uppercase(),
        letter => letter,
    }
}

const MODIFIERS: &[(&str, KeyModifiers)] = &[
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
];

const CODES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("insert", KeyCode::Insert),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
];

impl From<KeyEvent> for Key {
    fn from(key: KeyEvent) -> Self {
        let letter = matches!(key.code, KeyCode::Char(_) | KeyCode::BackTab);
        let modifiers = if letter {
            key.modifiers - KeyModifiers::SHIFT
        } else {
            key.modifiers
        };
        Self {
            code: key.code,
            modifiers,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("Shift-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", letter.to_ascii_uppercase())
            }
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Delete => f.write_str("Delete"),
            code => write!(f, "{code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_and_print() {
        for (name, printed) in [
            ("ctrl-q", "Ctrl-Q"),
            ("alt-1", "Alt-1"),
            ("f1", "F1"),
            ("shift-tab", "Shift-Tab"),
            ("G", "G"),
            ("[", "["),
            ("pageup", "PgUp"),
        ] {
            assert_eq!(
                Key::named(name).map(|key| key.to_string()).as_deref(),
                Some(printed)
            );
        }
        assert_eq!(Key::named("hyper-x"), None);
    }
}
