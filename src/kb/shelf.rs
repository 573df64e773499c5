//! Cards of one type by path: known at once, read when first asked for, kept.
//!
//! Absent on purpose: what a card holds.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::assets;

/// Something that stands in a file under `assets/cards/`.
pub(super) trait Readable: Sized {
    /// Reads the English file, and lays the words of another language over it.
    fn read(path: &str, text: &str, local: Option<&str>) -> Option<Self>;
}

/// Cards of one type.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    tag: String,
    slots: BTreeMap<&'static str, Slot<T>>,
}

#[derive(Debug)]
struct Slot<T> {
    text: &'static str,
    /// Apart, so that a shelf of cards nobody asked for is small.
    card: OnceLock<Option<Box<T>>>,
}

impl<T: Readable> Shelf<T> {
    /// The cards whose path is wanted, in a language.
    pub(super) fn new(tag: &str, wanted: impl Fn(&str) -> bool) -> Self {
        let slots = assets::folder("assets/cards")
            .filter(|(path, _)| wanted(path))
            .map(|(path, text)| {
                (
                    path,
                    Slot {
                        text,
                        card: OnceLock::new(),
                    },
                )
            })
            .collect();
        Self {
            tag: tag.to_owned(),
            slots,
        }
    }

    /// A card by its path.
    pub(super) fn get(&self, path: &str) -> Option<&T> {
        let Slot { text, card } = self.slots.get(path)?;
        let local = || assets::text(&format!("assets/locales/{}/cards/{path}.toml", self.tag));
        card.get_or_init(|| T::read(path, text, local()).map(Box::new))
            .as_deref()
    }

    /// A card's file in English, as it stands there.
    pub(super) fn text(&self, path: &str) -> Option<&'static str> {
        self.slots.get(path).map(|slot| slot.text)
    }

    /// Every path, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.slots.keys().copied()
    }
}
