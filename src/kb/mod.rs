//! The knowledge: cards as files, composed into an explanation of what is on the screen.
//!
//! Composition, not one best match: the situation, the enhanced code, the code and the class each
//! give what they have, the narrowest first. The last resort is the class, so that an explanation is
//! never empty. Cards are read when they are first asked for, and kept.
//!
//! Absent on purpose: drawing, and what the session is; the situation comes as a value.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::assets;

mod card;
mod compose;
mod explanation;
mod item;

pub use card::{Card, Case, Kind, Step, Words};
pub use compose::Situation;
pub use explanation::{Basis, Explanation, Names, Section, SectionKind, Suggestion};
pub use item::{DialectItem, Item};

/// Every card, by kind and name.
#[derive(Debug)]
pub struct Kb {
    cards: BTreeMap<&'static str, (&'static str, OnceLock<Option<Card>>)>,
}

impl Default for Kb {
    fn default() -> Self {
        Self::load()
    }
}

impl Kb {
    /// Knows where every card is; reads none yet.
    pub fn load() -> Self {
        let cards = assets::folder("assets/cards")
            .map(|(name, text)| (name, (text, OnceLock::new())))
            .collect();
        Self { cards }
    }

    /// A card: `card(Kind::Reply, "550")`.
    pub fn card(&self, kind: Kind, name: &str) -> Option<&Card> {
        self.by_path(&format!("{}/{name}", kind.folder()))
    }

    /// A card by its path as `related` names it: `reply/550`.
    pub fn by_path(&self, path: &str) -> Option<&Card> {
        let (text, card) = self.cards.get(path)?;
        card.get_or_init(|| Card::parse(path, text).ok()).as_ref()
    }

    /// The names of all cards of a kind, sorted.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        self.cards
            .keys()
            .filter_map(move |path| path.strip_prefix(kind.folder())?.strip_prefix('/'))
    }

    /// Every path with its text, for tests and lists.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.cards.iter().map(|(path, (text, _))| (*path, *text))
    }
}

#[cfg(test)]
mod tests;
