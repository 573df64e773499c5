//! The record of a session: append-only, each entry complete in itself. Every view, log and export
//! derives from it.
//!
//! Secrets never get in: an AUTH payload is masked before it is recorded. The record keeps at most
//! a set number of octets; the oldest entries leave first, and keep their numbers.
//!
//! Absent on purpose: a clock (times are given), and words (remarks are keys).

use std::collections::VecDeque;
use std::time::Duration;

use crate::link::{Failure, Stage, TlsFacts};
use crate::smtp::{Answered, Finding, Said};
use crate::wire::{Line, Reply};

mod index;
pub mod log;
pub mod text;

use index::Index;

/// What stands in the record where a secret was said. Its length tells nothing.
pub const MASK: &str = "********";

/// A session's record.
#[derive(Debug)]
pub struct Transcript {
    entries: VecDeque<Entry>,
    /// The number of the oldest entry that is still here.
    first: usize,
    octets: usize,
    most: usize,
    /// The newest opening of a link: its number, and when. Kept beside the entries, so that no
    /// frame has to look for it and it outlives its entry.
    opened: Option<(usize, Duration)>,
    index: Index,
}

/// Something that happened.
#[derive(Debug)]
pub struct Entry {
    /// When, since the session began.
    pub at: Duration,
    /// What.
    pub body: Body,
}

/// The kinds of things that happen.
#[derive(Debug)]
pub enum Body {
    /// A step on the way to the far end.
    Stage(Stage),
    /// The link is open.
    Opened {
        /// The far end as it was reached.
        peer: String,
    },
    /// The client said a line.
    Said {
        /// The line, secrets masked.
        line: Line,
        /// What the session made of it.
        said: Box<Said>,
        /// Its number among the lines that want a reply; `None` for those that do not.
        number: Option<u32>,
    },
    /// The client sent a message, up to and with the final dot, or octets of a BDAT.
    Message {
        /// The octets as they went over the wire, up to [`Transcript::KEPT`] of them.
        kept: Vec<u8>,
        /// How many octets there were, with secrets masked.
        octets: u64,
        /// How many lines there were, the final dot not counted.
        lines: u64,
        /// How many lines got a dot more on the way (RFC 5321 §4.5.2); `None` if dots were left as
        /// they stand.
        dots: Option<u64>,
        /// What is odd about it, each finding once.
        findings: Vec<Finding>,
    },
    /// The server said a reply.
    Heard {
        /// The reply, with secrets that came back masked.
        reply: Reply,
        /// What the session made of it.
        answered: Box<Answered>,
        /// How long it took since its line was said; `None` for a reply nobody asked for.
        took: Option<Duration>,
        /// Where the pieces it came in meet: offsets into its octets.
        seams: Vec<usize>,
    },
    /// The server said a line that is no reply.
    Stray {
        /// The line.
        line: Line,
        /// What it may be.
        findings: Vec<Finding>,
    },
    /// A reply grew past what is kept, and is still coming.
    Flooding,
    /// TLS is on.
    Secured {
        /// What was settled.
        facts: Box<TlsFacts>,
        /// Octets injected before it, if any.
        findings: Vec<Finding>,
    },
    /// No whole reply came in time.
    TimedOut {
        /// How long was waited.
        waited: Duration,
        /// Whether nothing at all has come, in the clear: perhaps TLS comes first there.
        silent: bool,
    },
    /// The link is gone.
    Closed {
        /// Who closed it.
        by: Side,
        /// Why, if it was not in order.
        failure: Option<Failure>,
    },
    /// Something ehlo has to say: a key of the locale's `remark` words, and what fills them.
    Remark {
        /// The key.
        key: &'static str,
        /// Names and values for the words.
        fill: Vec<(&'static str, String)>,
    },
}

/// One end of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The person or the script.
    Client,
    /// The far end.
    Server,
}

impl Default for Transcript {
    fn default() -> Self {
        Self::keeping(Self::MOST)
    }
}

impl Transcript {
    /// What a session's record may hold in memory: 24 MiB.
    pub const MOST: usize = 24 * 1024 * 1024;
    /// What is kept of one message: 256 KiB.
    pub const KEPT: usize = 256 * 1024;

    /// A record that keeps at most so many octets.
    pub const fn keeping(most: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            first: 0,
            octets: 0,
            most,
            opened: None,
            index: Index::new(),
        }
    }

    /// Adds an entry; its number.
    pub fn push(&mut self, at: Duration, body: Body) -> usize {
        if matches!(body, Body::Opened { .. }) {
            self.opened = Some((self.end(), at));
        }
        let before = self.entries.back().map(|entry| &entry.body);
        self.index
            .note(self.first + self.entries.len(), &body, before);
        self.octets += body.octets();
        self.entries.push_back(Entry { at, body });
        while self.octets > self.most && self.entries.len() > 1 {
            if let Some(oldest) = self.entries.pop_front() {
                self.octets -= oldest.body.octets();
                self.first += 1;
            }
        }
        self.index.forget(self.first);
        self.end() - 1
    }

    /// The number of the oldest entry that is still here.
    pub const fn first(&self) -> usize {
        self.first
    }

    /// The number the next entry will get.
    pub fn end(&self) -> usize {
        self.first + self.entries.len()
    }

    /// An entry by its number.
    pub fn get(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number.checked_sub(self.first)?)
    }

    /// The newest entry.
    pub fn last(&self) -> Option<&Entry> {
        self.entries.back()
    }

    /// Entries with their numbers, from one on.
    pub fn from(&self, number: usize) -> impl DoubleEndedIterator<Item = (usize, &Entry)> {
        let skip = number.saturating_sub(self.first).min(self.entries.len());
        self.entries
            .range(skip..)
            .enumerate()
            .map(move |(index, entry)| (self.first + skip + index, entry))
    }

    /// All entries that are still here.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The entries since the last link was opened.
    pub fn last_session(&self) -> impl Iterator<Item = &Entry> {
        let opened = self.opened.map_or(self.first, |(number, _)| number);
        self.from(opened).map(|(_, entry)| entry)
    }

    /// When the last link was opened.
    pub fn opened_at(&self) -> Option<Duration> {
        self.opened.map(|(_, at)| at)
    }

    /// Whether nothing has happened.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Body {
    /// What is odd about it.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Said { said, .. } => &said.findings,
            Self::Heard { answered, .. } => &answered.findings,
            Self::Message { findings, .. }
            | Self::Stray { findings, .. }
            | Self::Secured { findings, .. } => findings,
            _ => &[],
        }
    }

    /// The narrowest finding that deserves a remark of its own.
    pub fn grave(&self) -> Option<&Finding> {
        let server = matches!(
            self,
            Self::Heard { .. } | Self::Stray { .. } | Self::Secured { .. }
        );
        self.findings()
            .iter()
            .rfind(|finding| server && finding.is_grave())
    }

    /// About how much memory it holds.
    fn octets(&self) -> usize {
        let own = match self {
            Self::Said { line, said, .. } => line.text.capacity() + size_of_val(&**said),
            Self::Message { kept, .. } => kept.capacity(),
            Self::Heard {
                reply, answered, ..
            } => reply.octets().len() + size_of_val(&**answered),
            Self::Stray { line, .. } => line.text.capacity(),
            Self::Stage(Stage { step, .. }) => {
                let texts = step.fill().into_iter();
                texts.map(|(_, text)| text.capacity()).sum()
            }
            _ => 64,
        };
        size_of::<Entry>() + own + size_of_val(self.findings())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_leave_and_numbers_stay() {
        let mut transcript = Transcript::keeping(2000);
        let opened = Duration::from_secs(7);
        let peer = "mx.example".to_owned();
        transcript.push(opened, Body::Opened { peer });
        for _ in 1..100 {
            transcript.push(
                opened,
                Body::Stray {
                    line: Line::new("x".repeat(100)),
                    findings: Vec::new(),
                },
            );
        }
        assert_eq!(transcript.end(), 100);
        assert!(transcript.first() > 80 && transcript.get(transcript.first()).is_some());
        assert!(transcript.get(transcript.first() - 1).is_none());
        let numbers: Vec<_> = transcript.from(98).map(|(number, _)| number).collect();
        assert_eq!(numbers, [98, 99]);
        assert_eq!(transcript.opened_at(), Some(opened));
        assert_eq!(
            transcript.last_session().count(),
            transcript.end() - transcript.first()
        );
    }
}
