//! The client's end: lines out, replies in. What the explorer and the scripts stand on.
//!
//! Absent on purpose: the record (`transcript`) and the link.

use super::{Answered, Finding, Phase, Said, Session};
use crate::wire::{Line, Received, ReplyReader};

/// A session with the bytes of its server.
#[derive(Debug, Default)]
pub struct Client {
    session: Session,
    reader: ReplyReader,
}

/// Something the server said, with what the session makes of it.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A reply.
    Reply(crate::wire::Reply, Box<Answered>),
    /// A line that is no reply.
    Stray(Line, Vec<Finding>),
    /// A reply that grew past what is kept, and is still coming.
    Flooding,
}

impl Client {
    /// The conversation.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Says a line.
    pub fn say(&mut self, line: &Line) -> Said {
        self.session.client_said(line)
    }

    /// Takes bytes from the server.
    pub fn receive(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
    }

    /// The next thing the bytes so far amount to.
    pub fn hear(&mut self) -> Option<Heard> {
        let received = self.reader.next()?;
        Some(self.understand(received))
    }

    /// The handshake is done. How many octets had been read in the clear and not used: they came
    /// behind the 220, were injected, and are forgotten (RFC 3207 §4.2).
    pub fn secured(&mut self) -> usize {
        self.session.secured();
        self.reader.discard()
    }

    /// The link is gone. What it cut off, if anything. What stands behind the 220 to STARTTLS was
    /// injected and is not heard.
    pub fn closed(&mut self) -> Option<Heard> {
        if self.session.phase() == Phase::Handshake {
            self.reader.discard();
        }
        let left = self.reader.finish();
        let heard = left.map(|received| self.understand(received));
        self.session.closed();
        heard
    }

    fn understand(&mut self, received: Received) -> Heard {
        match received {
            Received::Reply(reply) => {
                let answered = self.session.server_said(&reply);
                Heard::Reply(reply, Box::new(answered))
            }
            Received::Stray(line) => {
                let findings = Finding::of_stray(&line);
                Heard::Stray(line, findings)
            }
            Received::Flooding => Heard::Flooding,
        }
    }
}
