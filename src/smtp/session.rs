//! One conversation, watched from outside: the same for the client's end and the server's.
//!
//! Rule 1: everything that affects where the conversation stands is in `course` and the verbs'
//! `moves`. Rule 2: neither knows which end it serves, so both are held to the same law.
//!
//! Which lines still await a reply is a queue; that is all that pipelining is (RFC 2920).
//!
//! Absent on purpose: bytes, time, and refusing anything.

use std::collections::VecDeque;

use super::judge::{self, Said};
use super::slip::Place;
use super::verb::CONNECT;
use super::{Circumstances, Finding, Move, Phase, Secret, Verb};
use crate::wire::command::Chunk;
use crate::wire::{Class, Code, Line, Offers};

mod course;
pub(super) use course::names_utf8;

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
    /// The greeting refused the session.
    turned_away: bool,
    greeted: Option<&'static Verb>,
    offers: Offers,
    offers_in_clear: Option<Offers>,
    /// The AUTH that runs or ran last.
    login: Place,
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
    /// Octets of content so far, as they went over the wire.
    content: u64,
    /// How many messages were handed over and answered.
    messages: u32,
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts of one line"
)]
struct Asked {
    number: u32,
    verb: &'static Verb,
    /// The address, host name or mechanism it is about.
    subject: String,
    utf8: bool,
    /// It, or the message it ends, is over what SIZE allowed.
    too_large: bool,
    /// It has octets over 127 where they may not stand.
    eight_bit: bool,
    chunk: Chunk,
    /// Its octets: what it is may turn out only when a line before it is answered.
    octets: Secret,
    /// Whether it is one of several that stand for the same line.
    copied: bool,
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
            too_large: false,
            eight_bit: false,
            chunk: NO_CHUNK,
            octets: Secret::default(),
            copied: false,
        };
        Self {
            phase: Phase::Greeting,
            pending: VecDeque::from([greeting]),
            asked: 0,
            secure: false,
            turned_away: false,
            greeted: None,
            offers: Offers::default(),
            offers_in_clear: None,
            login: Place::default(),
            logged_in: false,
            left: false,
            sender: None,
            utf8: false,
            recipients: Vec::new(),
            chunk: NO_CHUNK,
            at_line_start: true,
            content: 0,
            messages: 0,
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
                Move::Stay | Move::Refuse | Move::GiveUp => phase,
                Move::To(next) => next,
                Move::Learn | Move::Login => Phase::Ready,
                Move::Open => Phase::Sender,
                Move::Accept => Phase::Recipients,
                Move::Count if asked.chunk.last => Phase::Ready,
                Move::Count => Phase::Chunks,
                Move::Back if self.greeted.is_some() || phase != Phase::Hello => Phase::Ready,
                Move::Back | Move::Restart => Phase::Hello,
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
        self.logged_in.then_some(self.login.mechanism.as_str())
    }

    /// The address that is logged in, if its login said one.
    pub fn user(&self) -> Option<&str> {
        self.login.user.as_deref().filter(|_| self.logged_in)
    }

    /// Whether it ended in order: QUIT was answered.
    pub const fn has_left(&self) -> bool {
        self.left
    }

    /// Whether an AUTH was said and none has succeeded.
    pub(super) const fn tries_login(&self) -> bool {
        !self.login.mechanism.is_empty() && !self.logged_in
    }

    /// Where the next answer of a login stands in it.
    pub(super) const fn login_place(&self) -> &Place {
        &self.login
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

    /// Whether what comes next begins a line of the message's content.
    pub const fn at_line_start(&self) -> bool {
        self.at_line_start
    }

    /// Octets of the open transaction's content so far, without the dots that were added.
    pub const fn content(&self) -> u64 {
        self.content
    }

    /// How many messages were handed over and answered, refused ones too.
    pub const fn messages(&self) -> u32 {
        self.messages
    }

    /// The verb that greeted: EHLO, HELO or LHLO.
    pub fn greeted_by(&self) -> Option<&'static str> {
        self.greeted.map(|verb| verb.name)
    }

    /// Whether a 334 may be on its way.
    pub(super) fn may_be_challenged(&self) -> bool {
        self.pending.iter().any(|asked| asked.verb.name == "AUTH")
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
            transaction: self.sender.is_some(),
            too_large: self.pending.front().is_some_and(|asked| asked.too_large),
            eight_bit: self.pending.front().is_some_and(|asked| asked.eight_bit),
            accepted: u32::try_from(accepted).unwrap_or(u32::MAX),
            refused: u32::try_from(self.recipients.len() - accepted).unwrap_or(u32::MAX),
        }
    }
}
