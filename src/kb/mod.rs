//! The knowledge: cards as files, composed into an explanation of what is on the screen.
//!
//! Composition, not one best match: the situation, the enhanced code, the code and the class each
//! give what they have, the narrowest first. The last resort is the class, so that an explanation is
//! never empty. Cards are read when they are first asked for, and kept.
//!
//! Absent on purpose: drawing, and what the session is; the situation comes as a value.

use std::sync::OnceLock;

use crate::assets;
use crate::smtp::Verb;
use crate::wire::Reply;

mod card;
mod compose;
mod dialect;
mod explanation;
mod grounds;
mod item;
mod pair;
mod search;
mod shelf;
mod words;

pub use card::{Card, Kind};
pub use compose::Situation;
pub use dialect::{Dialect, DialectWords};
pub use explanation::{Basis, Explanation, Names, Section, SectionKind, Suggestion};
pub use grounds::Grounds;
pub use item::{DialectItem, Item};
pub use pair::Pair;
pub use search::{Found, folded};
pub use words::{Case, Local, LocalCase, LocalWords, Step, Words, fingerprint};

use shelf::Shelf;

/// Every card, by kind and name, in one language over English.
#[derive(Debug)]
pub struct Kb {
    cards: Shelf<Card>,
    pairs: Shelf<Pair>,
    dialects: Shelf<Dialect>,
    dialects_by_code: OnceLock<dialect::ByCode>,
    index: OnceLock<Vec<search::Indexed>>,
}

impl Kb {
    /// Knows where every card is; reads none yet. `tag` is the language: `en`, `ko`, `vi`.
    pub fn load(tag: &str) -> Self {
        let other = |path: &str| path.starts_with("dialect/") || path.starts_with("pair/");
        Self {
            cards: Shelf::new(tag, |path| !other(path)),
            pairs: Shelf::new(tag, |path| path.starts_with("pair/")),
            dialects: Shelf::new(tag, |path| path.starts_with("dialect/")),
            dialects_by_code: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// A card: `card(Kind::Reply, "550")`.
    pub fn card(&self, kind: Kind, name: &str) -> Option<&Card> {
        self.by_path(&format!("{}/{name}", kind.folder()))
    }

    /// A card by its path as `related` names it: `reply/550`.
    pub fn by_path(&self, path: &str) -> Option<&Card> {
        self.cards.get(path)
    }

    /// What there is to say of two codes people confuse, the smaller first.
    pub fn pair(&self, smaller: u16, larger: u16) -> Option<&Pair> {
        self.pairs.get(&format!("pair/{smaller}-{larger}"))
    }

    /// What the server's software means by these words, if they are known.
    pub fn dialect(&self, reply: &Reply, verb: Option<&Verb>) -> Option<&Dialect> {
        let text = dialect::text_of(reply);
        // A code alone has no wording.
        if text.is_empty() {
            return None;
        }
        let known = dialect::Known {
            shelf: &self.dialects,
            index: self
                .dialects_by_code
                .get_or_init(|| dialect::by_code(&self.dialects)),
        };
        known.find(reply.code(), &text, verb)
    }

    /// The names of all cards of a kind, sorted.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        let named = move |path: &'static str| path.strip_prefix(kind.folder())?.strip_prefix('/');
        self.cards.paths().filter_map(named)
    }

    /// The languages there are: English, and every folder beside it.
    pub fn languages() -> Vec<&'static str> {
        assets::folders("assets/locales").collect()
    }
}

#[cfg(test)]
mod tests;
