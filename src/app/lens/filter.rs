//! `&`: only what went wrong, only one verb's exchanges, or only what holds a text. What is shown of
//! it are whole entries.
//!
//! Absent on purpose: filters in a row; one is enough to find a thing, and two are not understood.

use std::collections::VecDeque;

use super::scan::{Budget, Scan, put};
use super::shown;
use crate::app::{App, Place};
use crate::context::Context;
use crate::smtp::{Verb, verb};
use crate::transcript::{Body, Entry, Transcript};
use crate::wire::Needle;

/// How far back the line of a reply is looked for.
const AHEAD: usize = 1000;

/// What alone is shown.
#[derive(Clone, Debug)]
pub enum Only {
    /// What went wrong, and the lines it answers.
    Errors,
    /// The exchanges of this verb.
    Verb(&'static Verb),
    /// What holds this text.
    Text(Box<Needle>),
}

impl Only {
    /// Reads what was typed: the word for errors, a verb, or a text; in quotation marks always a
    /// text.
    fn read(ctx: &Context, typed: &str) -> Option<Self> {
        let quoted = typed.strip_prefix('"').map(|rest| {
            let rest = rest.strip_suffix('"').unwrap_or(rest);
            Needle::new(rest).map(|needle| Self::Text(Box::new(needle)))
        });
        if let Some(text) = quoted {
            return text;
        }
        let typed = typed.trim();
        let words = ctx.locale.word("lens", "filter-errors").split(' ');
        if words
            .chain(["errors"])
            .any(|word| word == typed.to_lowercase())
        {
            return Some(Self::Errors);
        }
        let upper = typed.to_ascii_uppercase();
        let known = verb::VERBS.iter().find(|verb| verb.name == upper);
        match known {
            Some(verb) => Some(Self::Verb(verb)),
            None => Needle::new(typed).map(|needle| Self::Text(Box::new(needle))),
        }
    }
}

/// A filter.
#[derive(Debug)]
pub struct Filter {
    /// What was typed.
    pub text: String,
    /// What it means.
    pub only: Only,
    scan: Scan,
    found: VecDeque<usize>,
    room: Vec<u8>,
}

impl Filter {
    /// How many entries it shows so far.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether it shows an entry.
    pub fn shows(&self, entry: usize) -> bool {
        self.found.binary_search(&entry).is_ok()
    }

    /// Whether everything has been looked at.
    pub fn is_done(&self, transcript: &Transcript) -> bool {
        self.scan.is_done(transcript)
    }

    /// How many of the entries it shows come before this one.
    pub fn before(&self, entry: usize) -> usize {
        self.found.partition_point(|number| *number < entry)
    }

    /// The entry it shows in this place of the row.
    pub fn at(&self, index: usize) -> Option<usize> {
        self.found.get(index).copied()
    }

    /// Looks at a slice. Entries that show only because of one behind them are given back, because
    /// others may have passed them.
    pub(super) fn step(
        &mut self,
        ctx: &Context,
        transcript: &Transcript,
        budget: &mut Budget,
    ) -> Vec<usize> {
        while self
            .found
            .front()
            .is_some_and(|number| *number < transcript.first())
        {
            self.found.pop_front();
        }
        let mut late = Vec::new();
        while let Some(number) = self.scan.next(transcript, budget) {
            let Some(entry) = transcript.get(number) else {
                continue;
            };
            if !self.takes(ctx, entry, budget) {
                continue;
            }
            put(&mut self.found, number);
            if let (Only::Errors, Some(line)) = (&self.only, asked(transcript, number, budget))
                && put(&mut self.found, line)
            {
                late.push(line);
            }
        }
        late
    }

    fn takes(&mut self, ctx: &Context, entry: &Entry, budget: &mut Budget) -> bool {
        match &self.only {
            Only::Errors => entry.body.is_error(),
            Only::Verb(verb) => concerns(&entry.body, verb),
            Only::Text(needle) => {
                budget.spend(0, shown::size(entry));
                let mut found = false;
                shown::lines_with(ctx, entry, needle, &mut self.room, |_| found = true);
                found
            }
        }
    }
}

/// Whether it is said with a verb, or answers it. What DATA and BDAT carry belongs to them.
fn concerns(body: &Body, verb: &'static Verb) -> bool {
    let is = |other: &'static Verb| {
        other.name == verb.name || verb.name == "DATA" && other.name == "DATA-END"
    };
    match body {
        Body::Said { said, .. } => is(said.verb),
        Body::Heard { answered, .. } => answered.verb.is_some_and(is),
        Body::Message { .. } => matches!(verb.name, "DATA" | "BDAT"),
        Body::Secured { .. } => verb.name == "STARTTLS",
        _ => false,
    }
}

/// The line that a reply answers.
fn asked(transcript: &Transcript, reply: usize, budget: &mut Budget) -> Option<usize> {
    let answers = match &transcript.get(reply)?.body {
        Body::Heard { answered, .. } => answered.line?,
        _ => return None,
    };
    let before = (transcript.first()..reply).rev().take(AHEAD);
    for entry in before {
        budget.spend(1, 0);
        match &transcript.get(entry)?.body {
            Body::Said { number, .. } if *number == Some(answers) => return Some(entry),
            Body::Opened { .. } => return None,
            _ => {}
        }
    }
    None
}

impl App {
    /// Only this is shown now; everything, if nothing was typed.
    pub(super) fn filter_by(&mut self, ctx: &Context, typed: &str) {
        let end = self.conversation.transcript().end();
        let from = self.selected.map_or(end, |place| place.entry);
        self.lens.filter = Only::read(ctx, typed).map(|only| {
            Box::new(Filter {
                text: typed.trim().to_owned(),
                only,
                scan: Scan::at(from),
                found: VecDeque::new(),
                room: Vec::new(),
            })
        });
        self.search_anew();
        self.scrolled = 0;
    }

    /// What is selected has to show: the nearest that does, below if there is one.
    pub(super) fn keep_in_sight(&mut self) {
        let Some(filter) = &self.lens.filter else {
            return;
        };
        let Some(place) = self.selected.filter(|place| !filter.shows(place.entry)) else {
            return;
        };
        let below = filter.before(place.entry);
        let nearest = filter
            .at(below)
            .or_else(|| filter.at(below.checked_sub(1)?));
        self.selected = nearest.map(|entry| Place { entry, line: 0 });
    }
}
