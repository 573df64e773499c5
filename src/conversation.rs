//! The client's end with its record: what the explorer and the scripts share.
//!
//! Lines and events go in with their time, actions for the link come out. Secrets are masked on the
//! way into the record, and where the server sends them back.
//!
//! Absent on purpose: a clock, the link itself, and deciding what to say next.

use std::collections::VecDeque;
use std::time::Duration;

use crate::link::{Action, Event, TlsFacts};
use crate::smtp::auth::Login;
use crate::smtp::{Client, Finding, Heard, Phase, Said, Secret, Session};
use crate::transcript::{Body, MASK, Side, Transcript};
use crate::wire::{Line, text};

mod outgoing;
use outgoing::Outgoing;

mod ends;
mod login;
mod reads;
mod time;
use reads::Reads;

/// A client, its record, and how long it waits.
#[derive(Debug, Default)]
pub struct Conversation {
    client: Client,
    transcript: Transcript,
    /// Instead of RFC 5321 §4.5.3.2, for every reply.
    timeout: Option<Duration>,
    /// When each line that awaits a reply was said; the greeting's when the link opened.
    said_at: VecDeque<(u32, Duration)>,
    reads: Reads,
    /// What must not come back into the record.
    secrets: Vec<Secret>,
    awaiting: Option<Duration>,
    /// The time of the reply that is due was up before it came.
    overdue: bool,
    /// Content that is on its way, piece by piece.
    outgoing: Option<Outgoing>,
    /// What this link's handshake settled, or would have: the record's own copy may leave with the
    /// oldest entries.
    tls: Option<Box<TlsFacts>>,
    open: bool,
    /// The client asked for the end.
    closing: bool,
    /// A login that goes on by itself.
    login: Option<Login>,
    /// What needs to be said only once over this link, and was.
    remarked: Vec<&'static str>,
}

/// What can be asked.
impl Conversation {
    /// A conversation that has not begun. `timeout` replaces the RFC's for every reply.
    pub fn new(timeout: Option<Duration>) -> Self {
        Self {
            timeout,
            ..Self::default()
        }
    }

    /// A conversation that has not begun, and goes on with a record.
    pub fn continuing(transcript: Transcript, timeout: Option<Duration>) -> Self {
        Self {
            transcript,
            ..Self::new(timeout)
        }
    }

    /// Another one that has not begun, as patient as this one.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::new(self.timeout)
    }

    /// The session.
    pub const fn session(&self) -> &Session {
        self.client.session()
    }

    /// The record.
    pub const fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// What this link's TLS handshake settled, or would have.
    pub fn tls(&self) -> Option<&TlsFacts> {
        self.tls.as_deref()
    }

    /// Whether the link is open.
    pub const fn is_open(&self) -> bool {
        self.open
    }
}

/// What can be done.
impl Conversation {
    /// Says one line.
    pub fn say(&mut self, at: Duration, line: &Line) -> Vec<Action> {
        self.say_all(at, std::slice::from_ref(line))
    }

    /// Says several lines in one write (RFC 2920 §3.1).
    pub fn say_all(&mut self, at: Duration, lines: &[Line]) -> Vec<Action> {
        let mut octets = Vec::new();
        for line in lines {
            octets.extend(line.octets());
            self.record(at, line);
        }
        self.write(octets)
    }

    /// Takes an event of the link.
    pub fn handle(&mut self, at: Duration, event: Event) -> Vec<Action> {
        match event {
            Event::Stage(stage) => {
                self.transcript.push(at, Body::Stage(stage));
                return Vec::new();
            }
            Event::Opened { peer } => self.opened(at, peer),
            Event::Bytes(bytes) => return self.receive(at, &bytes),
            Event::Secured(mut facts) => {
                facts.injected += self.client.secured();
                self.reads.forget();
                self.said_at.retain(|(number, _)| *number == 0);
                let injected =
                    (facts.injected > 0).then_some(Finding::InjectedBeforeTls(facts.injected));
                self.tls = Some(facts.clone());
                self.transcript.push(
                    at,
                    Body::Secured {
                        facts,
                        findings: injected.into_iter().collect(),
                    },
                );
            }
            Event::Written => return Vec::new(),
            Event::TimedOut => {
                let waited = at.saturating_sub(self.waiting_since().unwrap_or(at));
                self.awaiting = None;
                self.overdue = true;
                let silent = self.is_silent();
                self.transcript.push(at, Body::TimedOut { waited, silent });
                return Vec::new();
            }
            Event::Closed(failure) => {
                // After a goodbye it is the server that closes (RFC 5321 §4.1.1.10).
                let by = if self.closing && self.session().phase() != Phase::Over {
                    Side::Client
                } else {
                    Side::Server
                };
                self.closed(at, by, failure);
            }
        }
        self.await_reply()
    }

    /// Puts a remark of ehlo's own into the record.
    pub fn remark(&mut self, at: Duration, key: &'static str, fill: Vec<(&'static str, String)>) {
        self.transcript.push(at, Body::Remark { key, fill });
    }

    /// The same, but once over each link.
    pub fn remark_once(
        &mut self,
        at: Duration,
        key: &'static str,
        fill: Vec<(&'static str, String)>,
    ) {
        if !self.remarked.contains(&key) {
            self.remarked.push(key);
            self.remark(at, key, fill);
        }
    }

    fn record(&mut self, at: Duration, line: &Line) {
        let before = self.session().asked();
        let said = self.client.say(line);
        let number = Some(self.session().asked()).filter(|asked| *asked > before);
        if let Some(number) = number {
            self.said_at.push_back((number, at));
        }
        let line = self.mask(line, &said);
        self.transcript.push(
            at,
            Body::Said {
                line,
                said: Box::new(said),
                number,
            },
        );
    }

    fn mask(&mut self, line: &Line, said: &Said) -> Line {
        let mut line = line.clone();
        let length = line.text.len();
        if let Some(span) = said
            .secret
            .clone()
            .map(|span| span.start.min(length)..span.end.min(length))
            && let Some(secret) = line.text.get(span.clone())
        {
            self.secrets.push(Secret::new(secret));
            line.text.splice(span, MASK.bytes());
        }
        line
    }

    fn receive(&mut self, at: Duration, bytes: &[u8]) -> Vec<Action> {
        self.client.receive(bytes);
        self.reads.came(bytes.len());
        let before = self.transcript.end();
        let mut secure = false;
        let mut answers = Vec::new();
        // Whatever stands behind the 220 to STARTTLS is not heard: it was injected.
        while self.session().phase() != Phase::Handshake {
            let Some(heard) = self.client.hear() else {
                break;
            };
            self.hear(at, heard);
            answers.extend(self.go_on(at));
            secure = self.session().phase() == Phase::Handshake;
        }
        // The patience is for the whole reply: bytes that complete nothing do not renew it.
        let mut actions = Vec::new();
        if self.transcript.end() > before {
            actions = self.await_reply();
        }
        actions.extend(answers);
        // Last: the deadline of the reply is not the handshake's, which has its own.
        actions.extend(secure.then_some(Action::Secure));
        actions
    }

    fn hear(&mut self, at: Duration, heard: Heard) {
        let body = match heard {
            Heard::Reply(reply, mut answered) => {
                let reply = self
                    .secrets
                    .iter()
                    .fold(reply, |reply, secret| reply.masked(secret.expose()));
                let took = answered
                    .verb
                    .and_then(|_| self.took(at, answered.line.unwrap_or(0)));
                answered.findings.extend(self.tardiness(&answered, took));
                let seams = self
                    .reads
                    .take(reply.octets().len() as u64 + reply.dropped());
                Body::Heard {
                    reply,
                    answered,
                    took,
                    seams,
                }
            }
            Heard::Stray(mut line, mut findings) => {
                self.reads.take(line.len() as u64);
                // Said once of lines in a row; the mark is enough for the others.
                let again = self
                    .transcript
                    .last()
                    .is_some_and(|last| matches!(last.body, Body::Stray { .. }));
                findings.retain(|finding| !again || *finding != Finding::NotAReply);
                for secret in &self.secrets {
                    text::mask(&mut line.text, secret.expose());
                }
                Body::Stray { line, findings }
            }
            Heard::Flooding => Body::Flooding,
        };
        self.transcript.push(at, body);
    }

    fn write(&mut self, octets: Vec<u8>) -> Vec<Action> {
        // The deadline first: a write that makes no progress must not outlive it.
        let mut actions = self.await_reply();
        actions.push(Action::Write(octets));
        actions
    }

    /// Sets the link's deadline to the patience of the reply that is due, or takes it away.
    fn await_reply(&mut self) -> Vec<Action> {
        let due = self.session().awaited().map(|verb| verb.patience);
        let block = self.outgoing.as_ref().map(|_| outgoing::BLOCK);
        let due = block.or(due).filter(|_| self.open);
        let patience = due.map(|due| self.timeout.unwrap_or(Duration::from_secs(due)));
        let changed = patience.is_some() || self.awaiting.is_some();
        self.awaiting = patience;
        if changed {
            vec![Action::Await(patience)]
        } else {
            Vec::new()
        }
    }
}
