//! How a record is looked at: what is folded, what is looked for, what alone is shown, what a person
//! marked. The record itself never changes by it.
//!
//! What has to be found in a long record is found in slices: [`App::look_on`] looks at a few
//! thousand entries after every message, and asks for another turn ([`Effect::Continue`]) until all
//! are seen. So a key never waits for a search.
//!
//! Absent on purpose: moving from line to line (`browse`), drawing.

use std::time::Duration;

use super::{App, Effect, Pane, Place};
use crate::context::Context;
use crate::intent::Look;
use crate::transcript::Transcript;

mod field;
mod filter;
mod folds;
mod marks;
mod scan;
mod search;
mod sheet;
mod shown;

pub use field::{Field, FieldKind};
pub use filter::{Filter, Only};
pub use folds::Fold;
use folds::Folds;
use marks::Marks;
use scan::Budget;
pub use search::{Search, Turned};
pub use sheet::{Sheet, Stamp};

/// How one session's record is looked at.
#[derive(Debug, Default)]
pub struct Lens {
    folds: Folds,
    marks: Marks,
    /// What is looked for.
    pub search: Option<Box<Search>>,
    /// What alone is shown.
    pub filter: Option<Box<Filter>>,
    /// What is being typed at the bottom of the pane.
    pub field: Option<Field>,
}

impl Lens {
    /// What left the record leaves here too.
    fn forget(&mut self, transcript: &Transcript) {
        self.folds.forget(transcript.first());
        self.marks.forget(transcript.first());
    }
}

impl App {
    /// What was asked for by a key.
    pub(super) fn look(&mut self, ctx: &Context, look: Look) -> Vec<Effect> {
        match look {
            Look::FoldAll => self.fold_all(),
            Look::Filter => self.ask(FieldKind::Filter),
            Look::Search => self.ask(FieldKind::Search),
            Look::SearchNext => return self.search_on(ctx, search::Way::Next),
            Look::SearchPrevious => return self.search_on(ctx, search::Way::Previous),
            Look::NextError => return self.select_error(ctx, true),
            Look::PreviousError => return self.select_error(ctx, false),
            Look::Time => return self.next_stamp(ctx),
            Look::Wrap => return self.wrap_or_cut(ctx),
            Look::Left => return self.shift(ctx, false),
            Look::Right => return self.shift(ctx, true),
            Look::Mark => return self.ask_note(ctx),
            Look::NextMark => return self.select_mark(ctx),
        }
        Vec::new()
    }

    /// Looks at the next slice of the record, if something is looked for. What there is to do then:
    /// another turn, if that was not all.
    pub(super) fn look_on(&mut self, ctx: &Context) -> Option<Effect> {
        let transcript = self.conversation.transcript();
        let lens = &mut self.lens;
        lens.forget(transcript);
        let mut budget = Budget::default();
        if let Some(filter) = &mut lens.filter {
            let late = filter.step(ctx, transcript, &mut budget);
            if let Some(search) = &mut lens.search {
                search.look_again(ctx, transcript, &late);
            }
        }
        let filtered = lens.filter.as_ref().is_none_or(|it| it.is_done(transcript));
        if filtered && let Some(search) = &mut lens.search {
            search.step(
                ctx,
                transcript,
                (lens.filter.as_deref(), &lens.marks),
                &mut budget,
            );
        }
        let searched = lens.search.as_ref().is_none_or(|it| it.is_done(transcript));
        if filtered {
            self.keep_in_sight();
        }
        self.arrive();
        (!(filtered && searched)).then_some(Effect::Continue)
    }

    /// Esc: ends the search, then the filter; whether there was one.
    pub(super) fn look_back(&mut self) -> bool {
        if self.lens.search.take().is_some() {
            return true;
        }
        let filtered = self.lens.filter.take().is_some();
        if filtered {
            self.search_anew();
        }
        filtered
    }

    /// The marks with their notes, in order. They are the person's: the record knows nothing of them.
    pub fn marks(&self) -> impl Iterator<Item = (Place, &str)> {
        self.lens.marks.all()
    }

    /// The note of a marked line.
    pub fn note_at(&self, place: Place) -> Option<&str> {
        self.lens.marks.get(place)
    }

    /// Whether anything of the record has a sign before it that needs a place.
    pub fn has_marks(&self) -> bool {
        self.marks().next().is_some()
    }

    /// How long it took from the line that shows before an entry.
    pub fn since_before(&self, entry: usize) -> Duration {
        let transcript = self.conversation.transcript();
        let at = |number| transcript.get(number).map(|entry| entry.at);
        let before = self.entry_before(entry).and_then(at);
        match (before, at(entry)) {
            (Some(before), Some(at)) => at.saturating_sub(before),
            _ => Duration::ZERO,
        }
    }

    /// The transcript gets the keys, for what is typed there.
    fn ask(&mut self, kind: FieldKind) {
        let text = match (&kind, &self.lens.filter) {
            (FieldKind::Filter, Some(filter)) => filter.text.clone(),
            (FieldKind::Note(place), _) => self.note_at(*place).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        if kind == FieldKind::Search {
            self.lens.search = None;
        }
        self.focus = Pane::Transcript;
        self.lens.field = Some(Field {
            kind,
            query: text.as_str().into(),
            origin: self.selected,
        });
    }
}
