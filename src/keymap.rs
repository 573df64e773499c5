//! Keys to intents, by context, from a file; and back, for help and the footer.
//!
//! Absent on purpose: what an intent does.

use std::collections::HashMap;

use crossterm::event::KeyEvent;
use toml::{Table, Value};

use crate::assets;
use crate::intent::Intent;

mod change;
mod key;
mod layout;

pub use change::{Change, Clash};
pub use key::Key;

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
    order: Vec<Row>,
}

/// An action in a context, and all its keys there.
type Row = (Context, Intent, Vec<Key>);

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
            let key = Key::read(name)?;
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

    /// What a key asks for in a context; what holds everywhere comes second. Where no text is typed,
    /// a letter of another alphabet stands for the Latin one at its place.
    pub fn intent(&self, context: Context, key: KeyEvent) -> Option<Intent> {
        let key = Key::from(key);
        let meant = self.bound(context, key);
        let typed = context != Context::Pane && key.is_typed();
        meant.or_else(|| self.bound(context, key.at_its_place().filter(|_| !typed)?))
    }

    fn bound(&self, context: Context, key: Key) -> Option<Intent> {
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
        self.first(context, intent).map(|key| key.press())
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
