//! The client's end: lines out, replies in. What the explorer and the scripts stand on.
//!
//! Absent on purpose: the record (`transcript`) and the link.

use super::{Answered, Content, Finding, Phase, Said, Session};
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

    /// What is to be known of content that goes out now; none has yet. `stuffed`: dots are doubled.
    pub fn begin_content(&self, stuffed: bool) -> Content {
        let counted = self.session.phase() == Phase::Chunk;
        let eight_bit = counted || self.session.offers("8BITMIME");
        Content::new(eight_bit, stuffed).going_on(counted || self.session.at_line_start())
    }

    /// Content of a message goes out, as DATA sends it: its octets as SIZE counts them, and whether
    /// what follows begins a line. Call it in [`Phase::Body`] only.
    pub fn content(&mut self, octets: u64, at_line_start: bool) {
        self.session.content_said(octets, at_line_start);
    }

    /// Octets of a BDAT go out. Call it in [`Phase::Chunk`] only.
    pub fn chunk(&mut self, octets: u64) {
        self.session.client_sent(octets);
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
