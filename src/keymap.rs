//! Keys to intents, by context, from a file; and back, for help and the footer.
//!
//! Absent on purpose: what an intent does.

use std::collections::HashMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use toml::{Table, Value};

use crate::assets;
use crate::intent::Intent;

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere.
    Global,
    /// In the command box.
    Command,
    /// In the message editor.
    Message,
    /// In a pane that is no input.
    Pane,
}

impl Context {
    /// Every context.
    pub const ALL: &'static [Self] = &[Self::Global, Self::Command, Self::Message, Self::Pane];

    /// Its name, as the key file has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Command => "command",
            Self::Message => "message",
            Self::Pane => "pane",
        }
    }
}

/// A key with its modifiers; Shift is part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A key file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct KeymapError {
    file: String,
    problem: String,
}

/// The keys.
#[derive(Debug, Default)]
pub struct Keymap {
    bindings: HashMap<(Context, Key), Intent>,
    /// In the order of the file, for help.
    order: Vec<(Context, Intent, Vec<Key>)>,
}

impl Keymap {
    /// The shipped keys.
    pub fn builtin() -> Result<Self, KeymapError> {
        Self::parse(
            "assets/keymap.toml",
            assets::text("assets/keymap.toml").unwrap_or_default(),
        )
    }

    /// Reads a key file. The order of the file is the order of the help.
    pub fn parse(file: &str, text: &str) -> Result<Self, KeymapError> {
        let wrong = |problem: String| KeymapError {
            file: file.to_owned(),
            problem,
        };
        let contexts: Table = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut keymap = Self::default();
        for (name, intents) in &contexts {
            let context = Context::ALL.iter().find(|context| context.name() == name);
            let (Some(context), Some(intents)) = (context, intents.as_table()) else {
                return Err(wrong(format!(
                    "[{name}] is no context; there are {}",
                    known()
                )));
            };
            for (name, keys) in intents {
                let intent = Intent::named(name)
                    .ok_or_else(|| wrong(format!("`{name}` is nothing ehlo can do")))?;
                let keys = key_names(keys).ok_or_else(|| {
                    wrong(format!(
                        "`{name}` takes a list of keys, as in quit = [\"ctrl-q\"]"
                    ))
                })?;
                keymap.bind(*context, intent, &keys).map_err(wrong)?;
            }
        }
        Ok(keymap)
    }

    fn bind(&mut self, context: Context, intent: Intent, names: &[String]) -> Result<(), String> {
        let mut keys = Vec::new();
        for name in names {
            let key = Key::named(name).ok_or_else(|| {
                format!("`{name}` is no key; write `ctrl-q`, `alt-1`, `f1`, `shift-tab`, `G`")
            })?;
            if let Some(other) = self.bindings.insert((context, key), intent) {
                let (other, intent) = (other.name(), intent.name());
                return Err(format!(
                    "in [{}] `{name}` is bound to both {other} and {intent}",
                    context.name()
                ));
            }
            keys.push(key);
        }
        self.order.push((context, intent, keys));
        Ok(())
    }

    /// What a key asks for in a context; what holds everywhere comes second.
    pub fn intent(&self, context: Context, key: KeyEvent) -> Option<Intent> {
        let key = Key::from(key);
        self.bindings
            .get(&(context, key))
            .or_else(|| self.bindings.get(&(Context::Global, key)))
            .copied()
    }

    /// The first key of an intent, in a context or everywhere, as people write it.
    pub fn key(&self, context: Context, intent: Intent) -> Option<String> {
        self.first(context, intent).map(ToString::to_string)
    }

    /// That key as it comes when it is pressed.
    pub fn press(&self, context: Context, intent: Intent) -> Option<KeyEvent> {
        let key = self.first(context, intent)?;
        Some(KeyEvent::new(key.code, key.modifiers))
    }

    fn first(&self, context: Context, intent: Intent) -> Option<&Key> {
        let find = |wanted: Context| {
            let row = self
                .order
                .iter()
                .find(|(context, bound, _)| *context == wanted && *bound == intent)?;
            row.2.first()
        };
        find(context).or_else(|| find(Context::Global))
    }

    /// The first key of an intent in a context, everywhere, or else wherever it has one.
    pub fn key_anywhere(&self, context: Context, intent: Intent) -> Option<String> {
        let others = Context::ALL.iter().copied();
        let mut keys = std::iter::once(context).chain(others);
        keys.find_map(|context| self.key(context, intent))
    }

    /// All bindings of a context, with every key of each.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = (Intent, &[Key])> {
        self.order
            .iter()
            .filter(move |row| row.0 == context)
            .map(|(_, intent, keys)| (*intent, keys.as_slice()))
    }
}

impl Key {
    /// A key by its name: `ctrl-q`, `shift-tab`, `alt-1`, `f1`, `G`.
    pub fn named(name: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        for (prefix, modifier) in MODIFIERS {
            if let Some(behind) = rest
                .strip_prefix(prefix)
                .filter(|behind| !behind.is_empty())
            {
                modifiers |= *modifier;
                rest = behind;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) => KeyCode::Char(letter),
            _ => CODES
                .iter()
                .find(|(known, _)| *known == rest)
                .map(|(_, code)| *code)
                .or_else(|| {
                    rest.strip_prefix('f')
                        .and_then(|number| number.parse().ok())
                        .map(KeyCode::F)
                })?,
        };
        let code = if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
            KeyCode::BackTab
        } else {
            code
        };
        Some(Self::from(KeyEvent::new(code, modifiers)))
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
            code => write!(f, "{code}"),
        }
    }
}

fn key_names(keys: &Value) -> Option<Vec<String>> {
    let keys = keys.as_array()?.iter();
    keys.map(|key| key.as_str().map(ToOwned::to_owned))
        .collect()
}

fn known() -> String {
    let names: Vec<_> = Context::ALL
        .iter()
        .map(|context| format!("[{}]", context.name()))
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_keys_are_sound_and_complete() {
        let keymap = Keymap::builtin();
        assert!(keymap.is_ok(), "{:?}", keymap.err());
        let keymap = keymap.unwrap_or_default();
        let bound: Vec<_> = keymap.order.iter().map(|(_, intent, _)| *intent).collect();
        for intent in Intent::all() {
            assert!(
                bound.contains(&intent),
                "assets/keymap.toml has no key for {}",
                intent.name()
            );
        }
    }

    #[test]
    fn every_intent_has_its_words() {
        let locale = crate::locale::Locale::load("en");
        for intent in Intent::all() {
            assert!(
                locale.has(&format!("intent.{}", intent.name())),
                "{}",
                intent.name()
            );
        }
    }

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

    #[test]
    fn mistakes_name_both_sides() {
        for (text, part) in [
            (
                "[global]\nquit = [\"f1\"]\nhelp = [\"f1\"]\n",
                "both quit and help",
            ),
            ("[pain]\nquit = [\"f1\"]\n", "[pane]"),
            ("[global]\nfly = [\"f1\"]\n", "`fly` is nothing"),
            ("[global]\nquit = [\"foo\"]\n", "ctrl-q"),
        ] {
            let error = Keymap::parse("k.toml", text)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(
                error.starts_with("k.toml: ") && error.contains(part),
                "{error}"
            );
        }
    }
}
