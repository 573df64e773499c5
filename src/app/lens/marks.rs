//! Marks a person sets on lines, with a note or without. They are kept beside the record, and leave
//! with the entries they stand at.
//!
//! Absent on purpose: files.

use std::collections::BTreeMap;

use super::FieldKind;
use crate::app::{App, Effect, Place};
use crate::context::Context;

/// The marks, by line.
#[derive(Debug, Default)]
pub(super) struct Marks(BTreeMap<Place, String>);

impl Marks {
    pub(super) fn all(&self) -> impl Iterator<Item = (Place, &str)> {
        self.0.iter().map(|(place, note)| (*place, note.as_str()))
    }

    pub(super) fn get(&self, place: Place) -> Option<&str> {
        self.0.get(&place).map(String::as_str)
    }

    /// Those of an entry.
    pub(super) fn of(&self, entry: usize) -> impl Iterator<Item = (Place, &str)> {
        let first = |entry| Place { entry, line: 0 };
        let marks = self.0.range(first(entry)..first(entry + 1));
        marks.map(|(place, note)| (*place, note.as_str()))
    }

    pub(super) fn forget(&mut self, first: usize) {
        if self
            .0
            .first_key_value()
            .is_some_and(|(place, _)| place.entry < first)
        {
            let entry = first;
            self.0 = self.0.split_off(&Place { entry, line: 0 });
        }
    }
}

impl App {
    /// `M`: asks for a note on the selected line.
    pub(super) fn ask_note(&mut self, ctx: &Context) -> Vec<Effect> {
        let Some(place) = self.place() else {
            return self.tell(ctx.locale.word("lens", "nothing-to-mark").to_owned());
        };
        let before = self.selected.replace(place);
        self.ask(FieldKind::Note(place));
        if let Some(field) = &mut self.lens.field {
            field.origin = before;
        }
        Vec::new()
    }

    /// Sets a mark.
    pub(super) fn set_mark(&mut self, place: Place, note: &str) {
        self.lens.marks.0.insert(place, note.trim().to_owned());
        self.search_anew();
    }

    /// Takes it away.
    pub(super) fn remove_mark(&mut self, place: Place) {
        self.lens.marks.0.remove(&place);
        self.search_anew();
    }

    /// `'`: the next mark, and behind the last one the first.
    pub(super) fn select_mark(&mut self, ctx: &Context) -> Vec<Effect> {
        let shows = |place: &Place| {
            let filter = self.lens.filter.as_ref();
            filter.is_none_or(|filter| filter.shows(place.entry))
        };
        let mut all = self.marks().map(|(place, _)| place).filter(shows);
        let first = all.next();
        let mut all = first.into_iter().chain(all);
        let next = all.find(|place| self.selected.is_some_and(|here| *place > here));
        drop(all);
        let Some(place) = next.or(first) else {
            return self.tell(ctx.locale.word("lens", "no-mark").to_owned());
        };
        let turned = next.is_none() && self.selected.is_some();
        let _ = self.reveal(place);
        self.selected = Some(place);
        self.scrolled = 0;
        if turned {
            return self.tell(ctx.locale.word("lens", "first-mark").to_owned());
        }
        Vec::new()
    }
}
