//! Moving through the record: what is selected is a line of an entry, so that wrapping and resizing
//! need no correction. Nothing selected means following the newest.

use super::{App, Effect};
use crate::context::Context;
use crate::smtp::{Phase, Utterance};
use crate::transcript::{Body, Entry};
use crate::wire::text::printable;

/// A line of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The entry's number.
    pub entry: usize,
    /// The line within it, from 0.
    pub line: usize,
}

/// How many lines of a message are shown.
pub const MESSAGE_SHOWN: usize = 8;

/// How many lines an entry has on the screen, before wrapping: its own, and a remark on what is
/// gravely wrong with it.
pub fn lines_of(entry: &Entry) -> usize {
    own_lines_of(entry) + usize::from(entry.body.grave().is_some())
}

/// The lines that were said.
pub fn own_lines_of(entry: &Entry) -> usize {
    match &entry.body {
        Body::Heard { reply, .. } => reply.line_count().max(1),
        Body::Message { kept, lines, .. } => {
            let shown = kept
                .split_inclusive(|octet| *octet == b'\n')
                .take(MESSAGE_SHOWN)
                .count();
            shown + usize::from(*lines >= MESSAGE_SHOWN as u64)
        }
        _ => 1,
    }
}

/// How far back the line of a reply is looked for.
const AHEAD: usize = 1000;
/// How far back the first of lines that are no SMTP is looked for.
const STRAYS: usize = 100;

fn is_stray(entry: &Entry) -> bool {
    matches!(entry.body, Body::Stray { .. })
}

impl App {
    /// The selected line, or the one to explain while following.
    pub fn place(&self) -> Option<Place> {
        let transcript = self.conversation.transcript();
        match self.selected {
            Some(place) => transcript.get(place.entry).map(|_| place),
            None => self.newest(),
        }
    }

    /// While following: the newest entry, but not the plain end after a goodbye, which says less
    /// than the goodbye itself.
    fn newest(&self) -> Option<Place> {
        let transcript = self.conversation.transcript();
        let mut newest = transcript.from(transcript.end().saturating_sub(2)).rev();
        let (entry, last) = newest.next()?;
        let before = newest.next();
        // By these two codes a server says that it closes, whatever it was asked (RFC 5321 §3.8).
        let goodbye = |entry: &Entry| match &entry.body {
            Body::Heard {
                answered, reply, ..
            } => answered.after == Phase::Over || [221, 421].contains(&reply.code().0),
            _ => false,
        };
        let plain_end = matches!(last.body, Body::Closed { failure: None, .. });
        match before {
            // What speaks another protocol tells which by its first line.
            Some((_, before)) if is_stray(last) && is_stray(before) => {
                let strays = transcript.from(entry.saturating_sub(STRAYS)).rev();
                let first = strays.take_while(|(_, entry)| is_stray(entry)).last();
                first.map(|(entry, _)| Place { entry, line: 0 })
            }
            Some((entry, before)) if plain_end && goodbye(before) => Some(Place { entry, line: 0 }),
            _ => Some(Place { entry, line: 0 }),
        }
    }

    /// The line a reply answers, if more were said before it came: then its verb alone does not
    /// tell which one it was.
    pub(super) fn said_ahead(&self, place: Place, number: Option<u32>) -> Option<String> {
        let number = number?;
        let transcript = self.conversation.transcript();
        let before = (transcript.first()..place.entry).rev().take(AHEAD);
        let mut several = false;
        for entry in before.filter_map(|entry| transcript.get(entry)) {
            match &entry.body {
                Body::Said {
                    number: Some(said),
                    line,
                    ..
                } if *said == number => {
                    let line = printable(&line.text).chars().take(60).collect();
                    return several.then_some(line);
                }
                Body::Said {
                    number: Some(said), ..
                } => several |= *said > number,
                Body::Opened { .. } => break,
                _ => {}
            }
        }
        None
    }

    /// One line down; beyond the last: follow again.
    pub(super) fn select_next(&mut self, lines: usize) {
        for _ in 0..lines {
            let Some(place) = self.selected else { return };
            self.selected = self.after(place);
        }
        self.scrolled = 0;
    }

    /// One line up; from following, the last line.
    pub(super) fn select_previous(&mut self, lines: usize) {
        for _ in 0..lines {
            let before = match self.selected {
                Some(place) => self.before(place),
                None => self.last_line(),
            };
            match before {
                Some(place) => self.selected = Some(place),
                None => break,
            }
        }
        self.scrolled = 0;
    }

    /// The first line.
    pub(super) fn select_first(&mut self) {
        let first = self.conversation.transcript().first();
        let shows = self.shows(first);
        let entry = if shows {
            Some(first)
        } else {
            self.entry_after(first)
        };
        self.selected = entry
            .filter(|entry| self.conversation.transcript().get(*entry).is_some())
            .map(|entry| self.first_line(entry));
        self.scrolled = 0;
    }

    /// The next reply, or the one before.
    pub(super) fn select_reply(&mut self, forward: bool) {
        let transcript = self.conversation.transcript();
        let is_reply = |entry: &usize| {
            let body = transcript.get(*entry).map(|entry| &entry.body);
            matches!(body, Some(Body::Heard { .. }))
                || self
                    .fold_at(*entry)
                    .is_some_and(|fold| fold.reply.is_some())
        };
        let here = self.selected.map_or(transcript.end(), |place| place.entry);
        let found = if forward {
            std::iter::successors(self.entry_after(here), |entry| self.entry_after(*entry))
                .find(is_reply)
        } else {
            std::iter::successors(self.entry_before(here), |entry| self.entry_before(*entry))
                .find(is_reply)
        };
        match found {
            Some(entry) => self.selected = Some(self.first_line(entry)),
            None if forward => self.selected = None,
            None => {}
        }
        self.scrolled = 0;
    }

    /// The next entry that tells of something that went wrong, or the one before.
    pub(super) fn select_error(&mut self, ctx: &Context, forward: bool) -> Vec<Effect> {
        let transcript = self.conversation.transcript();
        let step = |entry: usize| {
            if forward {
                transcript.error_after(entry)
            } else {
                transcript.error_before(entry)
            }
        };
        let here = self.selected.map_or(transcript.end(), |place| place.entry);
        let found = std::iter::successors(step(here), |entry| step(*entry))
            .find(|entry| self.shows(*entry));
        let Some(entry) = found else {
            let key = if forward {
                "no-error-below"
            } else {
                "no-error-above"
            };
            return self.tell(ctx.locale.word("lens", key).to_owned());
        };
        let place = Place { entry, line: 0 };
        let _ = self.reveal(place);
        self.selected = Some(place);
        self.scrolled = 0;
        Vec::new()
    }

    /// Whether an entry is shown, be it in a folded exchange.
    pub fn shows(&self, entry: usize) -> bool {
        let filter = self.lens.filter.as_ref();
        filter.is_none_or(|filter| filter.shows(entry))
    }

    /// The line as it is shown: a folded exchange is one, and what is filtered out is none.
    pub fn seen(&self, place: Place) -> Option<Place> {
        match self.fold_at(place.entry) {
            Some(fold) => Some(fold.place()),
            None => self.shows(place.entry).then_some(place),
        }
    }

    /// The next entry that shows by itself: beyond the folded exchange this one is in.
    pub fn entry_after(&self, entry: usize) -> Option<usize> {
        let next = match (&self.lens.filter, self.fold_at(entry)) {
            (Some(filter), _) => filter.at(filter.before(entry + 1))?,
            (None, Some(fold)) => fold.entries.end,
            (None, None) => entry + 1,
        };
        self.conversation.transcript().get(next).map(|_| next)
    }

    /// The entry before that shows by itself, or the last one of a folded exchange.
    pub fn entry_before(&self, entry: usize) -> Option<usize> {
        let before = match (&self.lens.filter, self.fold_at(entry)) {
            (Some(filter), _) => filter.at(filter.before(entry).checked_sub(1)?)?,
            (None, Some(fold)) => fold.entries.start.checked_sub(1)?,
            (None, None) => entry.checked_sub(1)?,
        };
        self.conversation.transcript().get(before).map(|_| before)
    }

    /// The next line that shows.
    pub fn after(&self, place: Place) -> Option<Place> {
        let entry = self.conversation.transcript().get(place.entry);
        let whole = self.shows(place.entry) && self.fold_at(place.entry).is_none();
        if whole && place.line + 1 < entry.map_or(0, lines_of) {
            return Some(Place {
                line: place.line + 1,
                ..place
            });
        }
        self.entry_after(place.entry)
            .map(|entry| self.first_line(entry))
    }

    /// The line before that shows.
    pub fn before(&self, place: Place) -> Option<Place> {
        let whole = self.shows(place.entry) && self.fold_at(place.entry).is_none();
        if whole && place.line > 0 {
            return Some(Place {
                line: place.line - 1,
                ..place
            });
        }
        self.entry_before(place.entry)
            .map(|entry| self.final_line(entry))
    }

    fn first_line(&self, entry: usize) -> Place {
        let fold = self.fold_at(entry).map(|fold| fold.place());
        fold.unwrap_or(Place { entry, line: 0 })
    }

    fn final_line(&self, entry: usize) -> Place {
        let lines = self
            .conversation
            .transcript()
            .get(entry)
            .map_or(0, lines_of);
        let fold = self.fold_at(entry).map(|fold| fold.place());
        fold.unwrap_or(Place {
            entry,
            line: lines.saturating_sub(1),
        })
    }

    pub(super) fn last_line(&self) -> Option<Place> {
        let end = self.conversation.transcript().end();
        self.entry_before(end).map(|entry| self.final_line(entry))
    }

    /// The entries of the exchange an entry belongs to: a command up to before the next one.
    pub fn exchange(&self, entry: usize) -> std::ops::Range<usize> {
        let transcript = self.conversation.transcript();
        let begins = |number: usize| matches!(transcript.get(number).map(|entry| &entry.body), Some(Body::Said { said, .. }) if said.what == Utterance::Command);
        let start = (transcript.first()..=entry)
            .rev()
            .find(|number| begins(*number))
            .unwrap_or(entry);
        let end = (entry + 1..transcript.end())
            .find(|number| begins(*number))
            .unwrap_or(transcript.end());
        start..end
    }
}
