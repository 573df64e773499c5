//! Moving through the record: what is selected is a line of an entry, so that wrapping and resizing
//! need no correction. Nothing selected means following the newest.

use super::App;
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
        let goodbye = |entry: &Entry| matches!(&entry.body, Body::Heard { answered, .. } if answered.after == Phase::Over);
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
        self.selected = self.conversation.transcript().get(first).map(|_| Place {
            entry: first,
            line: 0,
        });
        self.scrolled = 0;
    }

    /// The next reply, or the one before.
    pub(super) fn select_reply(&mut self, forward: bool) {
        let transcript = self.conversation.transcript();
        let is_reply = |entry: &Entry| matches!(entry.body, Body::Heard { .. });
        let here = self.selected.map_or(transcript.end(), |place| place.entry);
        let found = if forward {
            transcript
                .from(here + 1)
                .find(|(_, entry)| is_reply(entry))
                .map(|(number, _)| number)
        } else {
            (transcript.first()..here)
                .rev()
                .find(|number| transcript.get(*number).is_some_and(is_reply))
        };
        match found {
            Some(entry) => self.selected = Some(Place { entry, line: 0 }),
            None if forward => self.selected = None,
            None => {}
        }
        self.scrolled = 0;
    }

    fn after(&self, place: Place) -> Option<Place> {
        let transcript = self.conversation.transcript();
        let lines = transcript.get(place.entry).map_or(0, lines_of);
        if place.line + 1 < lines {
            return Some(Place {
                line: place.line + 1,
                ..place
            });
        }
        transcript.get(place.entry + 1).map(|_| Place {
            entry: place.entry + 1,
            line: 0,
        })
    }

    fn before(&self, place: Place) -> Option<Place> {
        if place.line > 0 {
            return Some(Place {
                line: place.line - 1,
                ..place
            });
        }
        let entry = place.entry.checked_sub(1)?;
        let lines = self.conversation.transcript().get(entry).map(lines_of)?;
        Some(Place {
            entry,
            line: lines.saturating_sub(1),
        })
    }

    pub(super) fn last_line(&self) -> Option<Place> {
        let transcript = self.conversation.transcript();
        let entry = transcript.end().checked_sub(1)?;
        let lines = transcript.get(entry).map(lines_of)?;
        Some(Place {
            entry,
            line: lines.saturating_sub(1),
        })
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
