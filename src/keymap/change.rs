//! A person's own keys over the shipped ones: whoever names an action in a context says all its keys
//! there. What clashes is told with both actions, and then none of the changes is made.
//!
//! Absent on purpose: the file they stand in (`run/config`).

use super::{Context, Key, Keymap, Row, known};
use crate::intent::Intent;
use crate::nearest::nearest;

/// The keys a person wants for an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub context: Context,
    /// What they do there.
    pub intent: Intent,
    /// All of them; none takes the action's keys away.
    pub keys: Vec<Key>,
    /// The line it stands in, from 1.
    pub line: usize,
}

impl Change {
    /// What stands in a file: `[keys.pane]`, `copy = ["y"]`.
    pub fn read(context: &str, action: &str, keys: &[&str], line: usize) -> Result<Self, String> {
        Ok(Self {
            context: Self::context(context)?,
            intent: Intent::named(action).ok_or_else(|| unknown(action))?,
            keys: keys
                .iter()
                .map(|name| Key::read(name))
                .collect::<Result<_, _>>()?,
            line,
        })
    }

    /// A context by its name.
    pub fn context(name: &str) -> Result<Context, String> {
        let mut all = Context::ALL.iter();
        let found = all.find(|context| context.name() == name).copied();
        found.ok_or_else(|| format!("[keys.{name}] is no context; there are {}", known()))
    }
}

fn unknown(action: &str) -> String {
    let names: Vec<_> = Intent::all().into_iter().map(Intent::name).collect();
    match nearest(action, names.iter().map(String::as_str)) {
        Some(near) => format!("`{action}` is nothing ehlo can do; did you mean `{near}`?"),
        None => format!("`{action}` is nothing ehlo can do; `ehlo keys` lists what it can"),
    }
}

/// Changes that cannot be made, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The line of the change.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub why: String,
}

impl Keymap {
    /// These keys with changes, or everything that speaks against them.
    pub fn changed(&self, changes: &[Change]) -> Result<Self, Vec<Clash>> {
        let mut order = self.order.clone();
        for change in changes {
            let row = (change.context, change.intent, change.keys.clone());
            let same = |old: &&mut Row| (old.0, old.1) == (row.0, row.1);
            match order.iter_mut().find(same) {
                Some(old) => *old = row,
                None => order.push(row),
            }
        }
        let mut keymap = Self {
            order,
            ..Self::default()
        };
        let mut clashes = keymap.rebind(changes);
        clashes.extend(self.hidden(&keymap, changes));
        clashes.extend(changes.iter().flat_map(typed));
        clashes.extend(keymap.without_a_way_out(changes));
        clashes.sort_by_key(|clash| clash.line);
        clashes.dedup();
        if clashes.is_empty() {
            Ok(keymap)
        } else {
            Err(clashes)
        }
    }

    /// Each key of another keymap that does here no more what it did there, as people write it, and
    /// the first one that does.
    pub fn renamed(&self, shipped: &Self) -> Vec<(String, String)> {
        let mut names = Vec::new();
        for (context, intent, keys) in &shipped.order {
            let bound = |key: &Key| self.bound(*context, *key);
            let gone = keys.iter().filter(|key| bound(key) != Some(*intent));
            let now = self
                .key(*context, *intent)
                .unwrap_or_else(|| NONE.to_owned());
            // A letter in a text is a letter, and a key that has another meaning elsewhere may be meant.
            let meant = gone.filter(|key| !key.is_typed()).filter(|key| {
                let elsewhere = |context: &Context| self.bound(*context, **key).is_some();
                *context == Context::Global || !Context::ALL.iter().any(elsewhere)
            });
            names.extend(meant.map(|key| (key.to_string(), now.clone())));
        }
        names
    }

    /// Every key to its action; where two want it, a clash.
    fn rebind(&mut self, changes: &[Change]) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for (context, intent, keys) in &self.order {
            for key in keys {
                match self.bindings.insert((*context, *key), *intent) {
                    Some(other) if other != *intent => clashes.push(Clash {
                        line: line_of(changes, *context, &[*intent, other]),
                        why: format!(
                            "in [keys.{}] `{}` is bound to both {} and {}; give one of them another key, or none: {} = []",
                            context.name(),
                            key.name(),
                            other.name(),
                            intent.name(),
                            other.name(),
                        ),
                    }),
                    _ => {}
                }
            }
        }
        clashes
    }

    /// Keys of a context that hide what they do everywhere, where the shipped keys do not.
    fn hidden(&self, keymap: &Self, changes: &[Change]) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for ((context, key), intent) in &keymap.bindings {
            let everywhere = keymap.bindings.get(&(Context::Global, *key));
            let Some(hidden) = everywhere.filter(|hidden| *hidden != intent) else {
                continue;
            };
            let shipped = |context| self.bindings.get(&(context, *key));
            let usual =
                shipped(*context) == Some(intent) && shipped(Context::Global) == Some(hidden);
            if *context == Context::Global || usual {
                continue;
            }
            let special = line_of(changes, *context, &[*intent]);
            let general = line_of(changes, Context::Global, &[*hidden]);
            clashes.push(Clash {
                line: special.max(general),
                why: format!(
                    "`{}` is {} in [keys.{}] and would hide {} of [keys.global] there; give one of them another key",
                    key.name(),
                    intent.name(),
                    context.name(),
                    hidden.name()
                ),
            });
        }
        clashes
    }

    /// Something must always lead out.
    fn without_a_way_out(&self, changes: &[Change]) -> Option<Clash> {
        let ways = [Intent::Quit, Intent::Cancel];
        let bound = |way: &Intent| self.key(Context::Global, *way).is_some();
        (!ways.iter().any(bound)).then(|| Clash {
            line: line_of(changes, Context::Global, &ways),
            why:
                "quit and cancel are both without a key in [keys.global], and nothing else leaves; \
                  keep one, as in quit = [\"ctrl-q\"]"
                    .to_owned(),
        })
    }
}

/// What is said for the key of an action that has none.
const NONE: &str = "(-)";

/// A letter cannot be a key where letters are typed.
fn typed(change: &Change) -> Vec<Clash> {
    let letters = change.keys.iter().filter(|key| key.is_typed());
    let clash = |key: &Key| Clash {
        line: change.line,
        why: format!(
            "`{}` is typed into the command box, so [keys.{}] cannot take it for {}; write ctrl-{0}, alt-{0}, or use [keys.pane]",
            key.name(),
            change.context.name(),
            change.intent.name()
        ),
    };
    match change.context {
        Context::Pane => Vec::new(),
        _ => letters.map(clash).collect(),
    }
}

/// The last line that changes one of these actions; 0 if none does.
fn line_of(changes: &[Change], context: Context, intents: &[Intent]) -> usize {
    let these = |change: &&Change| change.context == context && intents.contains(&change.intent);
    let lines = changes.iter().filter(these).map(|change| change.line);
    lines.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    fn change(context: &str, action: &str, keys: &[&str], line: usize) -> Change {
        let read = Change::read(context, action, keys, line);
        assert!(read.is_ok(), "{read:?}");
        read.unwrap_or_else(|_| Change {
            context: Context::Global,
            intent: Intent::Quit,
            keys: Vec::new(),
            line,
        })
    }

    fn changed(changes: &[Change]) -> Result<Keymap, String> {
        let shipped = Keymap::builtin().map_err(|error| error.to_string())?;
        let words = |clash: Clash| format!("{}: {}", clash.line, clash.why);
        let all = |clashes: Vec<Clash>| clashes.into_iter().map(words).collect::<Vec<_>>();
        shipped
            .changed(changes)
            .map_err(|clashes| all(clashes).join("\n"))
    }

    fn press(
        keymap: &Keymap,
        context: Context,
        code: KeyCode,
        modifiers: KeyModifiers,
    ) -> Option<Intent> {
        keymap.intent(context, KeyEvent::new(code, modifiers))
    }

    #[test]
    fn naming_an_action_replaces_its_keys() -> Result<(), String> {
        let keymap = changed(&[
            change("global", "quit", &["f10"], 1),
            change("pane", "zoom", &[], 2),
        ])?;
        let f10 = press(&keymap, Context::Pane, KeyCode::F(10), KeyModifiers::NONE);
        assert_eq!(f10, Some(Intent::Quit));
        let old = press(
            &keymap,
            Context::Pane,
            KeyCode::Char('q'),
            KeyModifiers::CONTROL,
        );
        assert_eq!(old, None);
        let none = press(
            &keymap,
            Context::Pane,
            KeyCode::Char('z'),
            KeyModifiers::NONE,
        );
        assert_ne!(none, Some(Intent::Zoom));
        assert_eq!(
            keymap.key(Context::Global, Intent::Quit).as_deref(),
            Some("F10")
        );
        Ok(())
    }

    #[test]
    fn two_actions_may_swap_their_keys() -> Result<(), String> {
        let keymap = changed(&[
            change("pane", "up", &["down"], 1),
            change("pane", "down", &["up"], 2),
        ])?;
        let up = press(&keymap, Context::Pane, KeyCode::Up, KeyModifiers::NONE);
        assert_eq!(up, Some(Intent::Down));
        Ok(())
    }

    #[test]
    fn what_clashes_names_both_actions_and_the_line() {
        for (changes, said) in [
            (
                vec![("global", "quit", "f1")],
                "1: in [keys.global] `f1` is bound to both help and quit",
            ),
            (
                vec![("pane", "zoom", "f1")],
                "1: `f1` is zoom in [keys.pane] and would hide help",
            ),
            (
                vec![("global", "quit", "ctrl-d")],
                "send-message in [keys.message] and would hide quit",
            ),
            (
                vec![("global", "quit", "x")],
                "1: `x` is typed into the command box",
            ),
            (
                vec![("global", "quit", ""), ("global", "cancel", "")],
                "2: quit and cancel",
            ),
        ] {
            let rows = changes.iter().zip(1..);
            let changes: Vec<_> = rows
                .map(|((context, action, key), line)| {
                    let keys: Vec<_> = key.split(' ').filter(|key| !key.is_empty()).collect();
                    change(context, action, &keys, line)
                })
                .collect();
            let error = changed(&changes).err().unwrap_or_default();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn names_that_are_wrong_say_what_would_be_right() {
        for (context, action, key, said) in [
            ("pain", "quit", "f1", "there are [global]"),
            ("pane", "quti", "f1", "did you mean `quit`?"),
            ("pane", "quit", "hyper-q", "`hyper-q` is no key"),
            ("pane", "quit", "f77", "`f77` is no key"),
        ] {
            let error = Change::read(context, action, &[key], 1)
                .err()
                .unwrap_or_default();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn every_key_is_read_as_it_is_printed() -> Result<(), String> {
        let keymap = Keymap::builtin().map_err(|error| error.to_string())?;
        for (_, _, keys) in &keymap.order {
            for key in keys {
                assert_eq!(Key::named(&key.to_string()), Some(*key), "{key}");
                assert_eq!(Key::named(&key.name()), Some(*key), "{key}");
            }
        }
        for (written, read) in [("Ctrl-Q", "ctrl-q"), ("shift-g", "G"), ("PgUp", "pageup")] {
            assert_eq!(Key::named(written), Key::named(read), "{written}");
        }
        Ok(())
    }
}
