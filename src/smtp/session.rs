//! One conversation, watched from outside: the same for the client's end and the server's.
//!
//! Rule 1: everything that affects where the conversation stands is in this file and the verbs'
//! `moves`. Rule 2: the file does not know which end it serves, so both are held to the same law.
//!
//! Which lines still await a reply is a queue; that is all that pipelining is (RFC 2920).
//!
//! Absent on purpose: bytes, time, and refusing anything.

use std::collections::VecDeque;

use super::judge::{self, Said, Utterance};
use super::verb::{self, CONNECT, DATA_END};
use super::{Circumstances, Finding, Move, Phase, Verb};
use crate::wire::command::Chunk;
use crate::wire::{Class, Code, Command, Line, Offers, PathArguments, Reply};

/// A conversation.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts of the protocol"
)]
pub struct Session {
    phase: Phase,
    pending: VecDeque<Asked>,
    /// How many lines that want a reply have been said.
    asked: u32,
    secure: bool,
    greeted: Option<&'static Verb>,
    offers: Offers,
    offers_in_clear: Option<Offers>,
    /// The mechanism of the AUTH that runs or ran last.
    mechanism: String,
    logged_in: bool,
    /// QUIT was answered.
    left: bool,
    sender: Option<String>,
    utf8: bool,
    recipients: Vec<Recipient>,
    /// Octets of the current BDAT still to come, and whether it is the last.
    chunk: Chunk,
    /// Whether the last line of content ended with CRLF (RFC 5321 §4.1.1.4).
    at_line_start: bool,
}

/// A recipient that was named, and the reply it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The address as it was written.
    pub address: String,
    /// The reply to its RCPT.
    pub code: Code,
}

/// A line that awaits its reply.
#[derive(Clone, Debug)]
struct Asked {
    number: u32,
    verb: &'static Verb,
    /// The address, host name or mechanism it is about.
    subject: String,
    utf8: bool,
    chunk: Chunk,
    /// Whether it is a lone dot: the end of the message, should a DATA before it get its 354.
    dot: bool,
}

/// What a reply turned out to be.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The verb it answers; `None` for a reply nobody asked for.
    pub verb: Option<&'static Verb>,
    /// The number of the line it answers, from 1; `None` for the greeting too.
    pub line: Option<u32>,
    /// The phase before it.
    pub before: Phase,
    /// The phase after it.
    pub after: Phase,
    /// What is odd about it.
    pub findings: Vec<Finding>,
    /// What the session knew when it came.
    pub circumstances: Circumstances,
}

const NO_CHUNK: Chunk = Chunk {
    octets: 0,
    last: false,
};

impl Default for Session {
    fn default() -> Self {
        let greeting = Asked {
            number: 0,
            verb: &CONNECT,
            subject: String::new(),
            utf8: false,
            chunk: NO_CHUNK,
            dot: false,
        };
        Self {
            phase: Phase::Greeting,
            pending: VecDeque::from([greeting]),
            asked: 0,
            secure: false,
            greeted: None,
            offers: Offers::default(),
            offers_in_clear: None,
            mechanism: String::new(),
            logged_in: false,
            left: false,
            sender: None,
            utf8: false,
            recipients: Vec::new(),
            chunk: NO_CHUNK,
            at_line_start: true,
        }
    }
}

/// What can be asked of a session.
impl Session {
    /// Where the conversation stands.
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Where it will stand if every pending line gets its hoped-for reply.
    pub fn expected_phase(&self) -> Phase {
        self.pending
            .iter()
            .fold(self.phase, |phase, asked| match asked.verb.hoped() {
                Move::Stay | Move::Refuse => phase,
                Move::To(next) => next,
                Move::Learn | Move::Login => Phase::Ready,
                Move::Open => Phase::Sender,
                Move::Accept => Phase::Recipients,
                Move::Count if asked.chunk.last => Phase::Ready,
                Move::Count => Phase::Chunks,
                Move::Back if self.greeted.is_some() || phase != Phase::Hello => Phase::Ready,
                Move::Back => Phase::Hello,
            })
    }

    /// Whether TLS is on.
    pub const fn secure(&self) -> bool {
        self.secure
    }

    /// Whether EHLO, HELO or LHLO succeeded since the last handshake.
    pub const fn is_greeted(&self) -> bool {
        self.greeted.is_some()
    }

    /// Whether the session speaks LMTP (RFC 2033).
    pub fn is_lmtp(&self) -> bool {
        self.greeted.is_some_and(|verb| verb.name == "LHLO")
    }

    /// Whether the last EHLO reply offered a keyword.
    pub fn offers(&self, keyword: &str) -> bool {
        self.offers.offers(keyword)
    }

    /// The last EHLO reply's offers.
    pub const fn known_offers(&self) -> &Offers {
        &self.offers
    }

    /// The offers made before TLS, once TLS is on.
    pub const fn offers_in_clear(&self) -> Option<&Offers> {
        self.offers_in_clear.as_ref()
    }

    /// The mechanism of the login, once one succeeded.
    pub fn login(&self) -> Option<&str> {
        self.logged_in.then_some(self.mechanism.as_str())
    }

    /// Whether it ended in order: QUIT was answered.
    pub const fn has_left(&self) -> bool {
        self.left
    }

    /// Whether an AUTH was said and none has succeeded.
    pub(super) const fn tries_login(&self) -> bool {
        !self.mechanism.is_empty() && !self.logged_in
    }

    /// The sender of the open transaction.
    pub fn sender(&self) -> Option<&str> {
        self.sender.as_deref()
    }

    /// The recipients of the open transaction, refused ones too.
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Whether no line awaits a reply.
    pub fn is_answered(&self) -> bool {
        self.pending.is_empty()
    }

    /// The verb whose reply is due next.
    pub fn awaited(&self) -> Option<&'static Verb> {
        self.pending.front().map(|asked| asked.verb)
    }

    /// Octets of the current BDAT that are still to be sent.
    pub const fn chunk_left(&self) -> u64 {
        self.chunk.octets
    }

    /// The number of the last line that wants a reply.
    pub const fn asked(&self) -> u32 {
        self.asked
    }

    /// What a line would be, and what is odd about it, without saying it.
    pub fn judge(&self, line: &Line) -> Said {
        judge::judge(self, line)
    }

    pub(super) fn is_utf8(&self) -> bool {
        self.utf8 || self.pending.iter().any(|asked| asked.utf8)
    }

    pub(super) fn last_ends_group(&self) -> bool {
        self.pending
            .back()
            .is_some_and(|asked| asked.verb.ends_group)
    }

    pub(super) const fn at_line_start(&self) -> bool {
        self.at_line_start
    }

    /// What the session knows, as explanations need it.
    pub fn circumstances(&self) -> Circumstances {
        let accepted = self
            .recipients
            .iter()
            .filter(|recipient| recipient.code.class() == Class::Success)
            .count();
        Circumstances {
            tls: self.secure,
            tls_offered: self.offers("STARTTLS"),
            login: self.logged_in,
            auth_offered: self.offers("AUTH"),
            lmtp: self.is_lmtp(),
            greeted: self.is_greeted(),
            accepted: u32::try_from(accepted).unwrap_or(u32::MAX),
            refused: u32::try_from(self.recipients.len() - accepted).unwrap_or(u32::MAX),
        }
    }
}

/// What can happen to a session.
impl Session {
    /// The client said a line.
    pub fn client_said(&mut self, line: &Line) -> Said {
        let said = self.judge(line);
        match said.what {
            Utterance::Body => self.at_line_start = line.ending == crate::wire::Ending::Crlf,
            Utterance::Octets => self.client_sent(line.len() as u64),
            Utterance::Answer => self.ask(said.verb, String::new(), line),
            Utterance::EndOfBody => self.end_of_body(line),
            Utterance::Command => {
                let command = Command::read(line);
                let subject = subject(said.verb, &command);
                if said.verb.name == "AUTH" {
                    self.mechanism = subject.to_ascii_uppercase();
                }
                self.ask(said.verb, subject, line);
                self.begin_chunk(&command);
            }
        }
        said
    }

    /// The client sent octets of a BDAT, line ends and all. Call it in [`Phase::Chunk`] only.
    pub fn client_sent(&mut self, octets: u64) {
        self.chunk.octets = self.chunk.octets.saturating_sub(octets);
        if self.chunk.octets == 0 {
            self.phase = Phase::Chunks;
        }
    }

    /// The server said a reply.
    pub fn server_said(&mut self, reply: &Reply) -> Answered {
        let circumstances = self.circumstances();
        let before = self.phase;
        let asked = self.pending.pop_front();
        let mut findings: Vec<_> = reply
            .faults()
            .iter()
            .map(|fault| Finding::of_fault(*fault, reply.dropped()))
            .collect();
        findings.extend(reply_findings(asked.as_ref(), reply));
        if let Some(asked) = &asked {
            self.carry_out(asked, reply);
        }
        if reply.code() == Code(421) {
            self.phase = Phase::Over;
        }
        Answered {
            verb: asked.as_ref().map(|asked| asked.verb),
            line: asked
                .as_ref()
                .map(|asked| asked.number)
                .filter(|number| *number > 0),
            before,
            after: self.phase,
            findings,
            circumstances,
        }
    }

    /// The TLS handshake is done: both sides forget what they knew (RFC 3207 §4.2). With implicit
    /// TLS nothing was known yet, and the greeting is still to come.
    pub fn secured(&mut self) {
        self.secure = true;
        if self.phase == Phase::Greeting {
            return;
        }
        self.offers_in_clear = Some(std::mem::take(&mut self.offers));
        self.greeted = None;
        self.logged_in = false;
        self.clear();
        self.pending.clear();
        self.phase = Phase::Hello;
    }

    /// The link is gone.
    pub fn closed(&mut self) {
        self.phase = Phase::Over;
        self.pending.clear();
    }

    fn ask(&mut self, verb: &'static Verb, subject: String, line: &Line) {
        self.asked += 1;
        let utf8 = verb.name == "MAIL" && line.text.to_ascii_uppercase().ends_with(b"SMTPUTF8");
        let dot = line.text == b".";
        self.pending.push_back(Asked {
            number: self.asked,
            verb,
            subject,
            utf8,
            chunk: NO_CHUNK,
            dot,
        });
    }

    /// LMTP answers the final dot once for each accepted recipient (RFC 2033 §4.2).
    fn end_of_body(&mut self, line: &Line) {
        let accepted = self.circumstances().accepted.max(1);
        let replies = if self.is_lmtp() { accepted } else { 1 };
        for _ in 0..replies {
            self.ask(&DATA_END, String::new(), line);
        }
        self.asked -= replies - 1;
        let number = self.asked;
        self.pending
            .iter_mut()
            .rev()
            .take(replies as usize)
            .for_each(|asked| asked.number = number);
        self.at_line_start = true;
        self.phase = if self.phase == Phase::Body {
            Phase::Recipients
        } else {
            self.phase
        };
    }

    fn begin_chunk(&mut self, command: &Command) {
        let Some(chunk) = Chunk::parse(&command.args).filter(|_| command.verb == "BDAT") else {
            return;
        };
        if let Some(asked) = self.pending.back_mut() {
            asked.chunk = chunk;
        }
        if chunk.octets > 0 {
            self.chunk = chunk;
            self.phase = Phase::Chunk;
        }
    }

    /// What a reply does: the one place where the conversation moves.
    fn carry_out(&mut self, asked: &Asked, reply: &Reply) {
        match asked.verb.after(reply.class()) {
            Move::Stay => {}
            Move::To(Phase::Body) => self.open_body(),
            Move::To(phase) => {
                self.left = phase == Phase::Over;
                self.phase = phase;
            }
            Move::Learn => self.learn(asked.verb, reply),
            Move::Login => {
                self.logged_in = true;
                self.phase = Phase::Ready;
            }
            Move::Open => {
                self.clear();
                self.sender = Some(asked.subject.clone());
                self.utf8 = asked.utf8;
                self.phase = Phase::Sender;
            }
            Move::Accept => {
                self.name_recipient(asked, reply);
                self.phase = Phase::Recipients;
            }
            Move::Refuse => self.name_recipient(asked, reply),
            Move::Back if self.pending.iter().any(|next| next.number == asked.number) => {}
            Move::Back => self.back(),
            Move::Count if asked.chunk.last => self.back(),
            Move::Count => self.phase = Phase::Chunks,
        }
        // A refusal of BDAT: what is left of its octets is not wanted, and the transaction stands as before.
        if asked.chunk != NO_CHUNK && matches!(reply.class(), Class::Transient | Class::Permanent) {
            self.chunk = NO_CHUNK;
            self.phase = self.standing();
        }
    }

    /// Where the transaction stands by what was accepted.
    fn standing(&self) -> Phase {
        match &self.sender {
            Some(_) if self.circumstances().accepted > 0 => Phase::Recipients,
            Some(_) => Phase::Sender,
            None if self.is_greeted() => Phase::Ready,
            None => Phase::Hello,
        }
    }

    fn learn(&mut self, verb: &'static Verb, reply: &Reply) {
        self.clear();
        self.greeted = Some(verb);
        self.offers = if verb.name == "HELO" {
            Offers::default()
        } else {
            Offers::read(reply)
        };
        self.phase = Phase::Ready;
    }

    /// 354: what was sent ahead of it, up to a lone dot, turns out to be content.
    fn open_body(&mut self) {
        self.phase = Phase::Body;
        self.at_line_start = true;
        let Some(end) = self.pending.iter().position(|asked| asked.dot) else {
            self.pending.clear();
            return;
        };
        self.pending.drain(..end);
        if let Some(dot) = self.pending.front_mut() {
            dot.verb = &DATA_END;
            self.phase = Phase::Recipients;
        }
    }

    fn name_recipient(&mut self, asked: &Asked, reply: &Reply) {
        self.recipients.push(Recipient {
            address: asked.subject.clone(),
            code: reply.code(),
        });
    }

    fn back(&mut self) {
        self.clear();
        self.phase = if self.is_greeted() {
            Phase::Ready
        } else {
            Phase::Hello
        };
    }

    fn clear(&mut self) {
        self.sender = None;
        self.utf8 = false;
        self.recipients.clear();
        self.chunk = NO_CHUNK;
    }
}

/// What a command is about, as far as the session remembers it.
fn subject(verb: &Verb, command: &Command) -> String {
    match verb.argument {
        verb::Argument::Path(prefix) => PathArguments::read(&command.args, prefix)
            .path
            .map(|path| path.address)
            .unwrap_or_default(),
        _ => command.words().next().unwrap_or_default().to_owned(),
    }
}

/// What is odd about a reply, given the line it answers.
fn reply_findings(asked: Option<&Asked>, reply: &Reply) -> Vec<Finding> {
    let mut findings = Vec::new();
    match asked {
        None if reply.code() == Code(421) => findings.push(Finding::ClosingUnasked),
        None => findings.push(Finding::Unsolicited),
        Some(asked) if !asked.verb.expects(reply.code().0) => {
            findings.push(Finding::UnexpectedCode);
        }
        Some(_) => {}
    }
    let class = reply.enhanced().map(|enhanced| u16::from(enhanced.class));
    if class.is_some_and(|class| class != reply.code().0 / 100) {
        findings.push(Finding::EnhancedMismatch);
    }
    findings
}
