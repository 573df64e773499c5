//! Folding: an exchange as one row, its command with its answer.
//!
//! While a filter is on, nothing is folded: what it shows are parts of exchanges.
//!
//! Absent on purpose: how the row looks.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::app::{App, Effect, Place, lines_of};
use crate::context::Context;
use crate::transcript::Body;

/// How far back from its end the answer of an exchange is looked for, and how many entries are
/// counted: more are told as more.
const FAR: usize = 1000;

/// Which exchanges are folded, by the number they begin with.
#[derive(Debug, Default)]
pub(super) struct Folds {
    /// Those before this number are folded, and new ones are not.
    before: usize,
    /// Where it is the other way round.
    except: BTreeSet<usize>,
}

impl Folds {
    fn has(&self, start: usize) -> bool {
        (start < self.before) != self.except.contains(&start)
    }

    fn is_empty(&self) -> bool {
        self.before == 0 && self.except.is_empty()
    }

    pub(super) fn turn(&mut self, start: usize) {
        if !self.except.remove(&start) {
            self.except.insert(start);
        }
    }

    pub(super) fn forget(&mut self, first: usize) {
        if self.except.first().is_some_and(|start| *start < first) {
            self.except = self.except.split_off(&first);
        }
    }
}

/// A folded exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Its entries.
    pub entries: Range<usize>,
    /// The reply that stands for it: the first that says no, or the last.
    pub reply: Option<usize>,
}

impl Fold {
    /// The line that its row stands for when it is selected: what is explained is the answer.
    pub fn place(&self) -> Place {
        let entry = self.reply.unwrap_or(self.entries.start);
        Place { entry, line: 0 }
    }
}

impl App {
    /// The folded exchange an entry is in.
    pub fn fold_at(&self, entry: usize) -> Option<Fold> {
        if self.lens.folds.is_empty() || self.lens.filter.is_some() {
            return None;
        }
        let transcript = self.conversation.transcript();
        transcript.get(entry)?;
        let entries = transcript.exchange(entry);
        let folded = self.lens.folds.has(entries.start) && self.is_foldable(&entries);
        folded.then(|| {
            let reply = self.answer(&entries);
            Fold { entries, reply }
        })
    }

    /// How many lines a folded exchange hides; beyond a thousand entries, at least so many.
    pub fn folded_lines(&self, fold: &Fold) -> (usize, bool) {
        let transcript = self.conversation.transcript();
        let entries = fold.entries.clone().take(FAR);
        let lines: usize = entries
            .filter_map(|number| transcript.get(number))
            .map(lines_of)
            .sum();
        (lines.saturating_sub(1), fold.entries.len() <= FAR)
    }

    fn is_foldable(&self, entries: &Range<usize>) -> bool {
        let first = self.conversation.transcript().get(entries.start);
        entries.len() > 1 || first.is_some_and(|entry| lines_of(entry) > 1)
    }

    fn answer(&self, entries: &Range<usize>) -> Option<usize> {
        let transcript = self.conversation.transcript();
        let is_reply = |number: &usize| {
            let body = transcript.get(*number).map(|entry| &entry.body);
            matches!(body, Some(Body::Heard { .. }))
        };
        let bad = transcript.error_after(entries.start);
        bad.filter(|number| entries.contains(number) && is_reply(number))
            .or_else(|| entries.clone().rev().take(FAR).find(is_reply))
    }

    /// Folds the exchange of the selected line, or unfolds it.
    pub(in crate::app) fn fold(&mut self, ctx: &Context) -> Vec<Effect> {
        let Some(place) = self.place() else {
            return Vec::new();
        };
        if self.lens.filter.is_some() {
            return self.tell(ctx.locale.word("lens", "no-fold-in-filter").to_owned());
        }
        let entries = self.conversation.transcript().exchange(place.entry);
        if !self.is_foldable(&entries) {
            return self.tell(ctx.locale.word("lens", "nothing-to-fold").to_owned());
        }
        self.lens.folds.turn(entries.start);
        self.settle();
        Vec::new()
    }

    /// Unfolds everything; if nothing is folded, folds all there is.
    pub(super) fn fold_all(&mut self) {
        self.lens.folds = if self.lens.folds.is_empty() {
            Folds {
                before: self.conversation.transcript().end(),
                except: BTreeSet::new(),
            }
        } else {
            Folds::default()
        };
        self.settle();
    }

    /// Unfolds the exchange of a line; the number it begins with, if it was folded.
    pub(in crate::app) fn reveal(&mut self, place: Place) -> Option<usize> {
        let start = self.fold_at(place.entry)?.entries.start;
        self.lens.folds.turn(start);
        Some(start)
    }

    /// What is selected is a line that shows.
    fn settle(&mut self) {
        let fold = self.selected.and_then(|place| self.fold_at(place.entry));
        if let Some(fold) = fold {
            self.selected = Some(fold.place());
        }
        self.scrolled = 0;
    }
}
