//! `/`: lines that hold a text, one after another. A find is a line; how often the text stands in
//! it is seen in it.
//!
//! While the text is typed, the selection goes to the first find at or below where one was; from
//! following, to the newest. A find in a folded exchange unfolds it.
//!
//! Absent on purpose: patterns; and what is hidden by a filter, which is not shown.

use std::collections::VecDeque;

use super::filter::Filter;
use super::marks::Marks;
use super::scan::{Budget, Scan, put};
use super::shown;
use crate::app::{App, Effect, Place};
use crate::context::Context;
use crate::transcript::Transcript;
use crate::wire::Needle;

/// More finds than so are not looked for: nobody goes through them.
const MOST: usize = 1_000_000;

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To the next find.
    Next,
    /// To the one before.
    Previous,
}

/// Past which end the last step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// From the last find to the first.
    ToTop,
    /// From the first to the last.
    ToBottom,
}

/// A search.
#[derive(Debug)]
pub struct Search {
    /// What is looked for.
    pub text: String,
    /// Past which end the last step went, if it did.
    pub turned: Option<Turned>,
    /// The same, ready to be found.
    pub needle: Needle,
    scan: Scan,
    hits: VecDeque<Place>,
    /// A step that waits for finds that are not there yet.
    due: Option<Step>,
    /// The exchange that was unfolded for the last find.
    revealed: Option<usize>,
    room: Vec<u8>,
}

/// A step to a find, from somewhere.
#[derive(Clone, Copy, Debug)]
struct Step {
    way: Way,
    from: Place,
    /// Whether it may be taken to where it begins.
    here: bool,
}

/// What comes of a step.
enum Found {
    At(Place, Option<Turned>),
    /// More has to be seen first.
    Wait,
    Nothing,
}

impl Search {
    fn new(text: &str, first: Step) -> Option<Self> {
        Some(Self {
            text: text.to_owned(),
            turned: None,
            needle: Needle::new(text)?,
            scan: Scan::at(first.from.entry),
            hits: VecDeque::new(),
            due: Some(first),
            revealed: None,
            room: Vec::new(),
        })
    }

    /// How many finds there are so far.
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// Which find a line is, from 1.
    pub fn number(&self, place: Place) -> Option<usize> {
        self.hits.binary_search(&place).ok().map(|at| at + 1)
    }

    /// Whether there is a find in these entries.
    pub fn has_any(&self, entries: std::ops::Range<usize>) -> bool {
        let before = |entry: usize| self.hits.partition_point(|hit| hit.entry < entry);
        before(entries.start) < before(entries.end)
    }

    /// Whether everything has been looked at, or there is too much to be found.
    pub fn is_done(&self, transcript: &Transcript) -> bool {
        self.is_full() || self.scan.is_done(transcript)
    }

    /// Whether there are more finds than are looked for.
    pub fn is_full(&self) -> bool {
        self.hits.len() >= MOST
    }

    /// Looks at a slice.
    pub(super) fn step(
        &mut self,
        ctx: &Context,
        transcript: &Transcript,
        (filter, marks): (Option<&Filter>, &Marks),
        budget: &mut Budget,
    ) {
        while let Some(hit) = self.hits.front()
            && hit.entry < transcript.first()
        {
            self.hits.pop_front();
        }
        while !self.is_full()
            && let Some(number) = self.scan.next(transcript, budget)
        {
            let Some(entry) = transcript.get(number) else {
                continue;
            };
            if filter.is_none_or(|filter| filter.shows(number)) {
                budget.spend(0, shown::size(entry));
                self.visit(ctx, transcript, number);
                for (place, note) in marks.of(number) {
                    if self.needle.is_in(note.as_bytes(), &mut self.room) {
                        put(&mut self.hits, place);
                    }
                }
            }
        }
    }

    /// Entries that began to show after they had been passed.
    pub(super) fn look_again(&mut self, ctx: &Context, transcript: &Transcript, late: &[usize]) {
        for number in late {
            if self.scan.has_seen(*number) {
                self.visit(ctx, transcript, *number);
            }
        }
    }

    fn visit(&mut self, ctx: &Context, transcript: &Transcript, number: usize) {
        if let Some(entry) = transcript.get(number) {
            let hits = &mut self.hits;
            shown::lines_with(ctx, entry, &self.needle, &mut self.room, |line| {
                let entry = number;
                put(hits, Place { entry, line });
            });
        }
    }

    fn find(&self, transcript: &Transcript, step: Step) -> Found {
        let full = self.is_full();
        if !full && !self.scan.reaches(step.from.entry, transcript) {
            return Found::Wait;
        }
        let above = full || self.scan.is_done_above(transcript);
        let below = full || self.scan.is_done_below(transcript);
        let (beyond, round, turned, near, far) = match step.way {
            Way::Next => {
                let from = self
                    .hits
                    .partition_point(|hit| *hit < step.from || !step.here && *hit == step.from);
                let turned = Turned::ToTop;
                (self.hits.get(from), self.hits.front(), turned, below, above)
            }
            Way::Previous => {
                let from = self
                    .hits
                    .partition_point(|hit| *hit < step.from || step.here && *hit == step.from);
                let before = from.checked_sub(1).and_then(|at| self.hits.get(at));
                (before, self.hits.back(), Turned::ToBottom, above, below)
            }
        };
        match (beyond, round) {
            (Some(place), _) => Found::At(*place, None),
            _ if !near || !far => Found::Wait,
            (None, Some(place)) => Found::At(*place, Some(turned)),
            (None, None) => Found::Nothing,
        }
    }
}

impl App {
    /// What is looked for is this now, from where one was when one began to type.
    pub(super) fn search_for(&mut self, text: &str, origin: Option<Place>) {
        self.end_search();
        self.selected = origin;
        let end = self.conversation.transcript().end();
        let first = match origin {
            Some(from) => Step {
                way: Way::Next,
                from,
                here: true,
            },
            None => Step {
                way: Way::Previous,
                from: Place {
                    entry: end,
                    line: 0,
                },
                here: false,
            },
        };
        self.lens.search = Search::new(text, first).map(Box::new);
    }

    /// Nothing is looked for any more, and what was unfolded for it folds again.
    pub(super) fn end_search(&mut self) {
        let search = self.lens.search.take();
        if let Some(start) = search.and_then(|search| search.revealed) {
            self.lens.folds.turn(start);
        }
    }

    /// What shows has changed: the finds are not the same.
    pub(super) fn search_anew(&mut self) {
        if let Some(search) = &mut self.lens.search {
            let from = self.selected.map_or(0, |place| place.entry);
            search.hits.clear();
            search.scan = Scan::at(from);
            search.due = None;
        }
    }

    /// Enter: what was unfolded for it stays so.
    pub(super) fn keep_search(&mut self) {
        if let Some(search) = &mut self.lens.search {
            search.revealed = None;
        }
    }

    /// `n` and `N`.
    pub(super) fn search_on(&mut self, ctx: &Context, way: Way) -> Vec<Effect> {
        let end = Place {
            entry: self.conversation.transcript().end(),
            line: 0,
        };
        let from = self.selected.unwrap_or(end);
        let Some(search) = &mut self.lens.search else {
            return self.tell(ctx.locale.word("lens", "no-search").to_owned());
        };
        search.turned = None;
        search.revealed = None;
        search.due = Some(Step {
            way,
            from,
            here: false,
        });
        Vec::new()
    }

    /// Takes the step that is due, if enough has been seen for it.
    pub(super) fn arrive(&mut self) {
        let transcript = self.conversation.transcript();
        let Some(search) = &mut self.lens.search else {
            return;
        };
        let Some(step) = search.due else { return };
        match search.find(transcript, step) {
            Found::At(place, turned) => {
                search.due = None;
                search.turned = turned;
                self.selected = Some(place);
                self.scrolled = 0;
                let revealed = self.reveal(place);
                if let Some(search) = &mut self.lens.search {
                    search.revealed = revealed;
                }
            }
            Found::Wait => {}
            Found::Nothing => search.due = None,
        }
    }
}
