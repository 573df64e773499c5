//! The practice server's end: an [`Endpoint`] that answers as RFC 5321 asks and its scenario says.
//!
//! It judges lines by the same [`Session`] as the client does, so the two ends cannot disagree on
//! the rules. Here alone findings become refusals.
//!
//! Absent on purpose: sockets, waiting, delivering mail.

use std::sync::Arc;
use std::time::Duration;

use super::auth::Exchange;
use super::judge::{Said, Utterance};
use super::{Delivery, Finding, Phase, Scenario, Seed, Service, Session, Verb, verb};
use crate::link::{Action, Binding, Endpoint, Event};
use crate::wire::command::Chunk;
use crate::wire::{Command, Ending, Line, LineReader, Reply, Slip, body, text};

/// One connection to the practice server.
#[derive(Debug)]
pub struct Server {
    scenario: Arc<Scenario>,
    session: Session,
    reader: LineReader,
    delivery: Delivery,
    user: Option<String>,
    exchange: Option<Exchange>,
    seed: Seed,
    /// What a login can be tied to, once TLS is on.
    binding: Option<Binding>,
    /// The BDAT whose octets are coming in, and its refusal.
    chunk: Option<(Command, Option<Reply>)>,
    /// A line was answered before its end came; the rest of it is no line of its own.
    overlong: bool,
}

impl Server {
    /// A server that has not greeted yet.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        Self {
            scenario,
            session: Session::default(),
            reader: LineReader::default(),
            delivery: Delivery::default(),
            user: None,
            exchange: None,
            seed: Seed::default(),
            binding: None,
            chunk: None,
            overlong: false,
        }
    }

    /// The same, with chance of its own for the questions it asks.
    #[must_use]
    pub fn seeded(self, seed: Seed) -> Self {
        Self { seed, ..self }
    }

    /// The conversation as the server sees it.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    fn greet(&mut self) -> Vec<Action> {
        let greeting = self
            .scenario
            .greeting
            .reply(&[("hostname", &self.scenario.hostname)]);
        let mut actions = Vec::new();
        self.say(&greeting, &mut actions);
        actions
    }

    /// Says a reply, and does to the link what the conversation asks for then.
    fn say(&mut self, reply: &Reply, actions: &mut Vec<Action>) {
        self.session.server_said(reply);
        actions.push(Action::Write(reply.octets().to_vec()));
        match self.session.phase() {
            Phase::Over => actions.push(Action::Close),
            Phase::Handshake => actions.push(Action::Secure),
            _ => {}
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> Vec<Action> {
        self.reader.push(bytes);
        let mut actions = Vec::new();
        loop {
            match self.session.phase() {
                Phase::Over => break,
                // What stands behind STARTTLS in the clear is not a command (RFC 3207 §4.2).
                Phase::Handshake => {
                    self.reader.octets(usize::MAX);
                    break;
                }
                Phase::Chunk => {
                    if !self.take_octets(&mut actions) {
                        break;
                    }
                }
                _ => match self.reader.next() {
                    Some(line) => self.hear(&line, &mut actions),
                    None => break,
                },
            }
        }
        merge(actions)
    }

    /// Takes octets of a BDAT; whether there were any.
    fn take_octets(&mut self, actions: &mut Vec<Action>) -> bool {
        let most = usize::try_from(self.session.chunk_left()).unwrap_or(usize::MAX);
        let octets = self.reader.octets(most).len() as u64;
        self.session.client_sent(octets);
        // The octets of a refused BDAT still come, and belong to nobody (RFC 3030 §2).
        if let Some((_, None)) = self.chunk {
            self.delivery.octets += octets;
        }
        if self.session.chunk_left() == 0 {
            self.finish_chunk(actions);
        }
        octets > 0
    }

    fn finish_chunk(&mut self, actions: &mut Vec<Action>) {
        if let Some((command, refusal)) = self.chunk.take() {
            self.answer(verb::find("BDAT"), &command, refusal, actions);
        }
    }

    fn hear(&mut self, line: &Line, actions: &mut Vec<Action>) {
        let cut = line.ending == Ending::Cut;
        if self.overlong {
            self.overlong = cut;
            return;
        }
        let said = self.session.client_said(line);
        self.overlong = cut && said.what != Utterance::Body;
        match said.what {
            Utterance::Octets => {}
            Utterance::Body => {
                let text = body::unstuff(&line.text);
                self.delivery.octets += (text.len() + line.ending.octets().len()) as u64;
            }
            Utterance::EndOfBody => self.deliver(actions),
            Utterance::Answer => {
                let reply = self
                    .service()
                    .continue_auth(&String::from_utf8_lossy(&line.text));
                self.say(&reply, actions);
            }
            Utterance::Command => self.command(line, &said, actions),
        }
    }

    fn command(&mut self, line: &Line, said: &Said, actions: &mut Vec<Action>) {
        let command = Command::read(line);
        let refusal = said
            .findings
            .iter()
            .find_map(|finding| self.refusal(finding, said));
        if self.session.phase() == Phase::Chunk {
            self.chunk = Some((command, refusal));
        } else {
            self.answer(said.verb, &command, refusal, actions);
        }
    }

    /// Answers a command, once all of it has come.
    fn answer(
        &mut self,
        verb: &Verb,
        command: &Command,
        refusal: Option<Reply>,
        actions: &mut Vec<Action>,
    ) {
        let whole = Chunk::parse(&command.args).is_some_and(|chunk| chunk.last);
        if whole && verb.name == "BDAT" && refusal.is_none() {
            self.deliver(actions);
        } else {
            let reply = refusal.unwrap_or_else(|| (verb.serve)(&mut self.service(), command));
            self.say(&reply, actions);
        }
    }

    /// The whole message is here.
    fn deliver(&mut self, actions: &mut Vec<Action>) {
        let replies = if self.session.is_lmtp() {
            self.service().deliver_each()
        } else {
            vec![self.service().deliver()]
        };
        for reply in replies {
            self.say(&reply, actions);
        }
    }

    fn service(&mut self) -> Service<'_> {
        Service {
            scenario: &self.scenario,
            delivery: &mut self.delivery,
            user: &mut self.user,
            exchange: &mut self.exchange,
            secure: self.session.secure(),
            binding: self.binding.as_ref(),
            nonce: self.seed.nonce(Duration::ZERO, self.session.asked()),
        }
    }

    /// What a strict server answers to a finding (RFC 5321 §4.2.4, §4.3.2).
    fn refusal(&self, finding: &Finding, said: &Said) -> Option<Reply> {
        let verb = said.verb;
        let (code, words) = match finding {
            Finding::OutOfSequence => (503, format!("5.5.1 {}", self.what_is_due(said))),
            Finding::NotOffered("STARTTLS") if self.session.secure() => {
                (503, "5.5.1 TLS is on already".to_owned())
            }
            Finding::NotOffered("AUTH") if !self.session.secure() => (
                538,
                "5.7.11 TLS first: STARTTLS, EHLO, then AUTH".to_owned(),
            ),
            Finding::NotOffered(keyword) => (502, format!("5.5.1 {keyword} was not offered here")),
            Finding::LineTooLong { limit, .. } => {
                (500, format!("5.5.2 Line too long: {limit} octets at most"))
            }
            Finding::NulOctet => (
                501,
                "5.5.2 A NUL octet has no place in a command".to_owned(),
            ),
            Finding::MissingArgument => (501, format!("5.5.4 Syntax: {}", verb.syntax)),
            Finding::UnwantedArgument => (501, format!("5.5.4 {} takes no argument", verb.name)),
            Finding::BadPath(slip, _) => (501, bad_path(*slip, verb.name == "MAIL", verb.syntax)),
            Finding::UnknownParameter(name, _) => (
                555,
                format!("5.5.4 {} is no parameter this server offers", short(name)),
            ),
            Finding::SizeExceeded { limit, .. } => (
                552,
                format!("5.3.4 This server takes {limit} octets at most"),
            ),
            Finding::EightBit => match verb.name {
                "MAIL" | "RCPT" => (
                    553,
                    "5.6.7 Say SMTPUTF8 with MAIL for such an address".to_owned(),
                ),
                "VRFY" | "EXPN" => (553, "5.6.7 Say SMTPUTF8 behind such a name".to_owned()),
                "UNKNOWN" => return None,
                _ => (501, "5.5.2 Octets over 127 have no place here".to_owned()),
            },
            _ => return None,
        };
        Some(Reply::new(code, &[words]))
    }

    /// What has to come first, in words (RFC 5321 §4.1.4).
    fn what_is_due(&self, said: &Said) -> String {
        let first = match (said.phase, said.verb.name) {
            (Phase::Refused, _) => "only QUIT is left",
            (Phase::Hello, _) if self.session.secure() => "EHLO again, now that TLS is on",
            (Phase::Hello, _) => "EHLO first",
            (Phase::Ready, "RCPT" | "DATA" | "BDAT") => "MAIL first",
            (Phase::Sender, "DATA" | "BDAT") => "RCPT first: no recipient was accepted yet",
            (_, "MAIL") => "a transaction is open; RSET ends it",
            (_, "DATA") => "a message began with BDAT; end it with BDAT LAST, or RSET",
            _ => "not inside a transaction; RSET ends it",
        };
        format!("Bad sequence: {first}")
    }
}

impl Endpoint for Server {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        if let Event::Secured(facts) = &event {
            self.binding.clone_from(&facts.binding);
        }
        match event {
            Event::Opened { .. } => self.greet(),
            Event::Bytes(bytes) => self.receive(&bytes),
            Event::Secured(_) if self.session.phase() == Phase::Handshake => {
                self.session.secured();
                self.user = None;
                self.delivery.clear();
                Vec::new()
            }
            // Implicit TLS: the greeting was said before the handshake and waits behind it.
            Event::Secured(_) => {
                self.session.secured();
                Vec::new()
            }
            Event::TimedOut | Event::Written | Event::Stage(_) => Vec::new(),
            Event::Closed(_) => {
                self.session.closed();
                Vec::new()
            }
        }
    }
}

fn bad_path(slip: Slip, sender: bool, syntax: &str) -> String {
    let subject = if sender { "5.1.7" } else { "5.1.3" };
    match slip {
        Slip::NoDomain => format!("{subject} The address has no domain"),
        Slip::Unclosed => format!("{subject} The address does not end with >"),
        Slip::NoBracket => format!("{subject} The address belongs in < >"),
        _ => format!("5.5.4 Syntax: {syntax}"),
    }
}

/// A word of the client's, fit for a reply.
pub(super) fn short(word: &str) -> String {
    text::printable_str(word).chars().take(40).collect()
}

/// Replies to one batch of commands go out in one write (RFC 2920 §3.2).
fn merge(actions: Vec<Action>) -> Vec<Action> {
    let mut merged: Vec<Action> = Vec::with_capacity(actions.len());
    for action in actions {
        match (merged.last_mut(), action) {
            (Some(Action::Write(bytes)), Action::Write(more)) => bytes.extend(more),
            (_, action) => merged.push(action),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_are_merged_and_order_is_kept() {
        let write = |text: &str| Action::Write(text.as_bytes().to_vec());
        let merged = merge(vec![write("a"), write("b"), Action::Secure, write("c")]);
        assert_eq!(merged, [write("ab"), Action::Secure, write("c")]);
    }
}
