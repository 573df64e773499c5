//! How long replies take: since when one is awaited, how long it may take, and what it tells when one
//! is slow or late.
//!
//! Absent on purpose: a clock. Times are arguments.

use std::time::Duration;

use super::Conversation;
use crate::smtp::{Answered, Finding};

/// From this on a reply is slow: people notice, and programs begin to give up.
const SLOW: Duration = Duration::from_secs(5);

impl Conversation {
    /// Since when a reply is being waited for, and how long it may take.
    pub fn waiting(&self) -> Option<(Duration, Duration)> {
        Some((self.waiting_since()?, self.awaiting?))
    }

    /// Whether a reply is being waited for, or the next piece of content can go out, and since when.
    pub fn waiting_since(&self) -> Option<Duration> {
        if let Some(outgoing) = self.outgoing.as_ref().filter(|_| self.open) {
            return Some(outgoing.last());
        }
        let waits = self.open && self.session().awaited().is_some();
        waits
            .then(|| self.said_at.front().map(|(_, at)| *at))
            .flatten()
    }

    /// What the time says that a reply took.
    pub(super) fn tardiness(
        &mut self,
        answered: &Answered,
        took: Option<Duration>,
    ) -> Option<Finding> {
        if std::mem::take(&mut self.overdue) && answered.verb.is_some() {
            return Some(Finding::LateReply);
        }
        let seconds = took.filter(|took| *took >= SLOW)?.as_secs();
        Some(match answered.line {
            None => Finding::SlowGreeting(seconds),
            Some(_) => Finding::SlowReply(seconds),
        })
    }

    /// How long the line with this number waited. LMTP's several replies to one dot share it.
    pub(super) fn took(&mut self, at: Duration, number: u32) -> Option<Duration> {
        while self
            .said_at
            .front()
            .is_some_and(|(waiting, _)| *waiting < number)
        {
            self.said_at.pop_front();
        }
        let since = self
            .said_at
            .front()
            .filter(|(waiting, _)| *waiting == number)?
            .1;
        if self.session().is_answered() {
            self.said_at.clear();
        } else if !self.session().is_lmtp() {
            self.said_at.pop_front();
        }
        Some(at.saturating_sub(since))
    }
}
