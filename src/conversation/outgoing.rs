//! Content on its way: whole, or in pieces that are asked for one after another, so that a message
//! of any length is never held as a whole.
//!
//! Absent on purpose: where the pieces come from.

use std::time::Duration;

use super::Conversation;
use crate::link::Action;
use crate::smtp::{Content, Phase};
use crate::transcript::{Body, Transcript};
use crate::wire::Line;
use crate::wire::body::{self, Stuffing};

/// How many seconds a piece may take (RFC 5321 §4.5.3.2.5).
pub(super) const BLOCK: u64 = 180;

/// What is known of content that has gone out so far.
#[derive(Debug)]
pub(super) struct Outgoing {
    /// The first octets, for the record.
    kept: Vec<u8>,
    /// How much of it may be kept.
    room: usize,
    content: Content,
    /// Present where dots are doubled.
    stuffing: Option<Stuffing>,
    last: Duration,
}

impl Outgoing {
    fn new(content: Content, stuffing: Option<Stuffing>, room: usize) -> Self {
        Self {
            kept: Vec::new(),
            room,
            content,
            stuffing,
            last: Duration::ZERO,
        }
    }

    /// When the last piece was handed over.
    pub(super) const fn last(&self) -> Duration {
        self.last
    }

    /// Counts octets as they go over the wire; how many that are as SIZE counts.
    fn count(&mut self, octets: &[u8]) -> u64 {
        let before = self.content.size();
        self.content.push(octets);
        self.keep(octets);
        self.content.size() - before
    }

    fn keep(&mut self, octets: &[u8]) {
        let room = self.room.saturating_sub(self.kept.len());
        self.kept
            .extend_from_slice(octets.get(..room).unwrap_or(octets));
    }

    /// The entry for the record. `end`: the octets of the final dot's line, if it came.
    fn entry(mut self, end: &[u8]) -> Body {
        self.content.end();
        self.keep(end);
        Body::Message {
            kept: self.kept,
            octets: self.content.octets() + end.len() as u64,
            lines: self.content.lines(),
            dots: self.stuffing.as_ref().map(Stuffing::dots),
            findings: self.content.findings().to_vec(),
        }
    }
}

impl Conversation {
    /// Sends a message as it stands: stuffed lines, the final dot among them, or octets of a BDAT.
    /// What stands behind its end is commands that go out with it.
    pub fn send(&mut self, at: Duration, octets: Vec<u8>) -> Vec<Action> {
        let mut behind = &octets[..];
        match self.session().phase() {
            Phase::Body => {
                let at_start = self.session().at_line_start();
                let end = body::before_end(&octets, at_start);
                let content = end.and_then(|end| octets.get(..end)).unwrap_or(&octets);
                let mut outgoing = self.outgoing(None);
                self.count(&mut outgoing, content);
                let dot = end.map_or(&b""[..], |_| body::END);
                self.finish(at, outgoing, dot);
                behind = octets.get(content.len() + dot.len()..).unwrap_or_default();
            }
            Phase::Chunk => {
                let mut outgoing = self.outgoing(None);
                let content = self.within_chunk(&octets);
                self.count(&mut outgoing, content);
                let spilt = rest_of_line(&octets, content.len());
                self.spill(at, &mut outgoing, spilt);
                self.finish(at, outgoing, b"");
                behind = octets
                    .get(content.len() + spilt.len()..)
                    .unwrap_or_default();
            }
            _ => {}
        }
        for line in behind.split_inclusive(|octet| *octet == b'\n') {
            self.record(at, &Line::read(line));
        }
        self.write(octets)
    }

    /// Sends content: dots are stuffed and the end is added where `DATA` is under way.
    pub fn send_content(&mut self, at: Duration, content: Vec<u8>) -> Vec<Action> {
        if self.session().phase() == Phase::Body {
            self.send_piece(at, content, true)
        } else {
            self.send(at, content)
        }
    }

    /// Sends the next piece of content, cut anywhere; the first one begins it. Within `DATA` dots are
    /// stuffed, and behind the `last` piece comes the end. Of a BDAT it takes what its count leaves.
    pub fn send_piece(&mut self, at: Duration, piece: Vec<u8>, last: bool) -> Vec<Action> {
        if self.session().phase() == Phase::Chunk {
            return self.send_to_chunk(at, &piece);
        }
        let mut outgoing = self
            .outgoing
            .take()
            .unwrap_or_else(|| self.outgoing(Some(Stuffing::default())));
        let stuffing = outgoing.stuffing.get_or_insert_default();
        let mut octets = stuffing.push(piece);
        if last {
            octets.extend_from_slice(stuffing.end());
        }
        self.count(&mut outgoing, &octets);
        outgoing.last = at;
        if last {
            self.finish(at, outgoing, body::END);
            octets.extend_from_slice(body::END);
        } else {
            self.outgoing = Some(outgoing);
        }
        self.write(octets)
    }

    fn send_to_chunk(&mut self, at: Duration, piece: &[u8]) -> Vec<Action> {
        let mut outgoing = self.outgoing.take().unwrap_or_else(|| self.outgoing(None));
        let piece = self.within_chunk(piece);
        self.count(&mut outgoing, piece);
        outgoing.last = at;
        if self.session().phase() == Phase::Chunk {
            self.outgoing = Some(outgoing);
        } else {
            self.finish(at, outgoing, b"");
        }
        self.write(piece.to_vec())
    }

    /// No more of the content under way will come: what went out goes into the record.
    pub fn cut_off(&mut self, at: Duration) {
        if let Some(outgoing) = self.outgoing.take() {
            self.transcript.push(at, outgoing.entry(b""));
            self.remark(at, "message-cut", Vec::new());
        }
    }

    fn outgoing(&self, stuffing: Option<Stuffing>) -> Outgoing {
        let stuffed = self.session().phase() == Phase::Body;
        let sent = usize::try_from(self.session().content()).unwrap_or(usize::MAX);
        let room = Transcript::KEPT.saturating_sub(sent);
        Outgoing::new(self.client.begin_content(stuffed), stuffing, room)
    }

    /// What of it the count of the BDAT under way takes.
    fn within_chunk<'a>(&self, octets: &'a [u8]) -> &'a [u8] {
        let left = usize::try_from(self.session().chunk_left()).unwrap_or(usize::MAX);
        octets.get(..left).unwrap_or(octets)
    }

    fn count(&mut self, outgoing: &mut Outgoing, octets: &[u8]) {
        let size = outgoing.count(octets);
        if self.session().phase() == Phase::Chunk {
            self.client.chunk(size);
        } else {
            self.client.content(size, outgoing.content.at_line_start());
        }
    }

    /// The count ended inside a line: what is left of it is a line of its own to the server. In the
    /// record it stays one, so that it is the same when it is played again.
    fn spill(&mut self, at: Duration, outgoing: &mut Outgoing, spilt: &[u8]) {
        if spilt.is_empty() {
            return;
        }
        outgoing.count(spilt);
        let before = self.session().asked();
        self.client.say(&Line::read(spilt));
        if self.session().asked() > before {
            self.said_at.push_back((self.session().asked(), at));
        }
    }

    /// Content has ended, or is not known to go on: it goes into the record, and its dot is said.
    fn finish(&mut self, at: Duration, outgoing: Outgoing, dot: &[u8]) {
        if !dot.is_empty() {
            self.client.say(&Line::new("."));
            self.said_at.push_back((self.session().asked(), at));
        }
        self.transcript.push(at, outgoing.entry(dot));
    }
}

/// What is left of the line in whose middle `at` is; nothing if a line begins there.
fn rest_of_line(octets: &[u8], at: usize) -> &[u8] {
    let (before, rest) = octets.split_at_checked(at).unwrap_or((octets, b""));
    if before.is_empty() || before.ends_with(b"\n") {
        return b"";
    }
    rest.split_inclusive(|octet| *octet == b'\n')
        .next()
        .unwrap_or_default()
}
