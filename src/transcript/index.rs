//! What people go to in a record: where exchanges begin, and what went wrong. The numbers are kept
//! beside the entries, so that going there walks nothing, however long the record is.
//!
//! Absent on purpose: what a single person looks for; that is walked, in `app/lens`.

use std::collections::VecDeque;
use std::ops::Range;

use super::{Body, Transcript};
use crate::smtp::Utterance;
use crate::wire::Class;

/// The numbers of entries, in order.
#[derive(Debug)]
pub(super) struct Index {
    /// Those an exchange begins with.
    begins: VecDeque<usize>,
    /// Those that tell of something that went wrong.
    errors: VecDeque<usize>,
}

impl Index {
    pub(super) const fn new() -> Self {
        Self {
            begins: VecDeque::new(),
            errors: VecDeque::new(),
        }
    }

    /// An entry with this number comes behind `before`.
    pub(super) fn note(&mut self, number: usize, body: &Body, before: Option<&Body>) {
        if begins(body, before) {
            self.begins.push_back(number);
        }
        if body.is_error() {
            self.errors.push_back(number);
        }
    }

    /// The entries before this number are gone.
    pub(super) fn forget(&mut self, first: usize) {
        for numbers in [&mut self.begins, &mut self.errors] {
            while numbers.front().is_some_and(|number| *number < first) {
                numbers.pop_front();
            }
        }
    }
}

/// Whether an exchange begins: with a command, but not one that was said before the one ahead of it
/// was answered, because their replies come in a row too; and with the way to a server.
fn begins(body: &Body, before: Option<&Body>) -> bool {
    match body {
        Body::Said { said, .. } => {
            said.what == Utterance::Command && !matches!(before, Some(Body::Said { .. }))
        }
        Body::Remark { key, .. } => *key == "connecting",
        _ => false,
    }
}

impl Transcript {
    /// The entries of the exchange one of them belongs to: the command, or those said in a row,
    /// with all that came before the next one.
    pub fn exchange(&self, entry: usize) -> Range<usize> {
        let begins = &self.index.begins;
        let next = begins.partition_point(|number| *number <= entry);
        let start = next.checked_sub(1).and_then(|at| begins.get(at));
        let start = start.copied().unwrap_or(self.first());
        let end = begins.get(next).copied().unwrap_or(self.end());
        start..end
    }

    /// The next entry that tells of something that went wrong, behind this one.
    pub fn error_after(&self, entry: usize) -> Option<usize> {
        let errors = &self.index.errors;
        errors
            .get(errors.partition_point(|number| *number <= entry))
            .copied()
    }

    /// The one before.
    pub fn error_before(&self, entry: usize) -> Option<usize> {
        let errors = &self.index.errors;
        let before = errors.partition_point(|number| *number < entry);
        errors.get(before.checked_sub(1)?).copied()
    }
}

impl Body {
    /// Whether it went over the wire as it stands.
    pub const fn is_of_the_wire(&self) -> bool {
        matches!(
            self,
            Self::Said { .. } | Self::Heard { .. } | Self::Stray { .. } | Self::Message { .. }
        )
    }

    /// Whether it tells of something that went wrong: a reply of class 4 or 5, no reply in time, a
    /// link that failed.
    pub fn is_error(&self) -> bool {
        match self {
            Self::Heard { reply, .. } => {
                matches!(reply.class(), Class::Transient | Class::Permanent)
            }
            Self::TimedOut { .. } | Self::Flooding => true,
            Self::Closed { failure, .. } => failure.is_some(),
            Self::Secured { facts, .. } => !facts.verified(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::conversation::Conversation;
    use crate::link::Event;
    use crate::wire::Line;

    fn talk() -> Conversation {
        let mut talk = Conversation::new(None);
        let at = Duration::ZERO;
        talk.remark(at, "connecting", Vec::new());
        let peer = "mx.example".to_owned();
        talk.handle(at, Event::Opened { peer });
        talk.handle(at, Event::Bytes(b"220 mx.example\r\n".to_vec()));
        talk.say(at, &Line::new("EHLO me"));
        talk.handle(at, Event::Bytes(b"250 mx.example\r\n".to_vec()));
        let lines = ["MAIL FROM:<a@b>", "RCPT TO:<x@y>", "DATA"].map(Line::new);
        talk.say_all(at, &lines);
        let answers = b"250 ok\r\n550 no\r\n503 no\r\n".to_vec();
        talk.handle(at, Event::Bytes(answers));
        talk
    }

    #[test]
    fn an_exchange_is_what_was_said_in_a_row_with_all_its_replies() {
        let talk = talk();
        let transcript = talk.transcript();
        assert_eq!(transcript.exchange(0), 0..3);
        assert_eq!(transcript.exchange(2), 0..3);
        assert_eq!(transcript.exchange(3), 3..5);
        for entry in 5..11 {
            assert_eq!(transcript.exchange(entry), 5..11);
        }
    }

    #[test]
    fn errors_are_found_from_both_sides() {
        let talk = talk();
        let transcript = talk.transcript();
        assert_eq!(transcript.error_after(0), Some(9));
        assert_eq!(transcript.error_after(9), Some(10));
        assert_eq!(transcript.error_after(10), None);
        assert_eq!(transcript.error_before(transcript.end()), Some(10));
        assert_eq!(transcript.error_before(9), None);
    }

    #[test]
    fn what_has_left_the_record_is_forgotten() {
        let mut transcript = Transcript::keeping(600);
        for _ in 0..50 {
            transcript.push(Duration::ZERO, Body::Flooding);
        }
        let first = transcript.first();
        assert!(first > 0);
        assert_eq!(transcript.error_after(0), Some(first));
        assert_eq!(transcript.exchange(first).start, first);
    }
}
