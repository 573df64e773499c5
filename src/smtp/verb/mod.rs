//! The verb table: all that the program knows of one verb, other than its words.
//!
//! To add a verb: a file beside this one with its row and what the practice server answers, its
//! two lines below, `assets/cards/verb/<NAME>.toml`, and a dialogue under `tests/dialogues/`.
//!
//! A row is data and not a trait: it reads as a table. Where a verb is due, what it needs and what
//! its replies do is the same for client and server; only `serve` is the practice server's.

use super::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

mod auth;
mod bdat;
mod burl;
mod connect;
mod data;
mod data_end;
mod ehlo;
mod etrn;
mod expn;
mod helo;
mod help;
mod lhlo;
mod mail;
mod noop;
mod quit;
mod rcpt;
mod rset;
mod send;
mod starttls;
mod turn;
mod unknown;
mod vrfy;
mod xclient;

pub use connect::CONNECT;
pub use data_end::DATA_END;
pub use unknown::{UNASKED, UNKNOWN};

/// Every verb a client can send, in the order a session uses them.
pub static VERBS: &[&Verb] = &[
    &ehlo::EHLO,
    &helo::HELO,
    &lhlo::LHLO,
    &starttls::STARTTLS,
    &auth::AUTH,
    &mail::MAIL,
    &rcpt::RCPT,
    &data::DATA,
    &bdat::BDAT,
    &burl::BURL,
    &rset::RSET,
    &vrfy::VRFY,
    &expn::EXPN,
    &help::HELP,
    &noop::NOOP,
    &etrn::ETRN,
    &turn::ATRN,
    &turn::TURN,
    &send::SEND,
    &send::SOML,
    &send::SAML,
    &xclient::XCLIENT,
    &xclient::XFORWARD,
    &quit::QUIT,
];

/// What a verb wants behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// Anything or nothing.
    Optional,
    /// Something.
    Required,
    /// `FROM:` or `TO:`, then a path and parameters.
    Path(&'static str),
}

/// One verb.
#[derive(Debug)]
pub struct Verb {
    /// Its name in upper case; for the pseudo verbs the name of their situations.
    pub name: &'static str,
    /// How it is written (RFC 5321 §4.1.1).
    pub syntax: &'static str,
    /// What stands behind it.
    pub argument: Argument,
    /// Where a client may send it (RFC 5321 §4.1.4).
    pub phases: &'static [Phase],
    /// The EHLO keyword that must have been offered.
    pub keyword: Option<&'static str>,
    /// The codes it may be answered with, the hoped-for first (RFC 5321 §4.3.2 and the RFC of the verb).
    pub replies: &'static [u16],
    /// What each class of reply does, the hoped-for first.
    pub moves: &'static [(Class, Move)],
    /// Whether the client must wait for its reply before it sends more (RFC 2920 §3.1).
    pub ends_group: bool,
    /// How long a client waits for the reply, in seconds (RFC 5321 §4.5.3.2).
    pub patience: u64,
    /// What the practice server answers when nothing is wrong with the line.
    pub serve: fn(&mut Service<'_>, &Command) -> Reply,
}

/// A row with the usual values, for `..USUAL` in the rows.
const USUAL: Verb = Verb {
    name: "",
    syntax: "",
    argument: Argument::None,
    phases: ANY,
    keyword: None,
    replies: &[250],
    moves: &[],
    ends_group: true,
    patience: 300,
    serve: unknown::serve,
};

/// Where a command may be sent that belongs nowhere in particular (RFC 5321 §4.1.4: NOOP, HELP,
/// EXPN, VRFY and RSET at any time).
const ANY: &[Phase] = &[
    Phase::Hello,
    Phase::Ready,
    Phase::Sender,
    Phase::Recipients,
    Phase::Chunks,
];

/// Codes that may answer any command (RFC 5321 §4.3.2).
const ALWAYS: &[u16] = &[500, 501, 421];

/// The verbs that need neither TLS (RFC 3207 §4) nor a login (RFC 4954 §6); 530 may answer all others.
const FREE: &[&str] = &["EHLO", "LHLO", "NOOP", "QUIT", "XCLIENT"];

impl Verb {
    /// What a class of reply does to the conversation.
    pub fn after(&self, class: Class) -> Move {
        self.moves
            .iter()
            .find(|(on, _)| *on == class)
            .map_or(Move::Stay, |(_, does)| *does)
    }

    /// What the hoped-for reply does.
    pub fn hoped(&self) -> Move {
        self.moves.first().map_or(Move::Stay, |(_, does)| *does)
    }

    /// Whether a code is among those the standards list for this verb.
    pub fn expects(&self, code: u16) -> bool {
        self.replies.contains(&code)
            || ALWAYS.contains(&code)
            || code == 530 && !FREE.contains(&self.name)
    }
}

/// Finds a verb by its name in upper case; a name nobody knows finds [`UNKNOWN`].
pub fn find(name: &str) -> &'static Verb {
    VERBS
        .iter()
        .find(|verb| verb.name == name)
        .copied()
        .unwrap_or(&UNKNOWN)
}
