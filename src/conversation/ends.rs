//! How a link begins and how it ends.
//!
//! Absent on purpose: what is said in between.

use std::time::Duration;

use super::Conversation;
use crate::link::{Action, Failure};
use crate::smtp::Phase;
use crate::transcript::{Body, Side};

impl Conversation {
    /// Whether the server has not greeted yet, in the clear.
    pub fn is_silent(&self) -> bool {
        self.session().phase() == Phase::Greeting && !self.session().secure()
    }

    /// Asks for the end of the link, without QUIT.
    pub const fn close(&mut self) -> Action {
        self.closing = true;
        Action::Close
    }

    /// A new link begins, to the same record: the session and its secrets are forgotten.
    pub fn restart(&mut self) {
        let transcript = std::mem::take(&mut self.transcript);
        *self = Self::continuing(transcript, self.timeout);
    }

    pub(super) fn opened(&mut self, at: Duration, peer: String) {
        self.open = true;
        self.tls = None;
        self.said_at.push_back((0, at));
        self.transcript.push(at, Body::Opened { peer });
    }

    /// The link is gone, or could not be opened.
    pub fn closed(&mut self, at: Duration, by: Side, failure: Option<Failure>) {
        let of_tls = failure
            .as_ref()
            .is_some_and(|failure| failure.kind.is_of_tls());
        let ungreeted = self.open && self.is_silent() && !of_tls;
        self.cut_off(at);
        if let Some(heard) = self.client.closed() {
            self.hear(at, heard);
        }
        if ungreeted && by == Side::Server && !self.has_strays() {
            self.remark(at, "ended-silent", Vec::new());
        }
        self.open = false;
        self.login = None;
        self.awaiting = None;
        self.said_at.clear();
        let refused = failure.as_ref().and_then(|failure| failure.tls.clone());
        self.tls = refused.or(self.tls.take());
        self.transcript.push(at, Body::Closed { by, failure });
    }

    /// Whether the last that came was no reply: it speaks for itself.
    fn has_strays(&self) -> bool {
        let last = self.transcript.last().map(|entry| &entry.body);
        matches!(last, Some(Body::Stray { .. }))
    }
}
