//! SASL mechanisms, both ends in one file each (RFC 4954, RFC 4422).
//!
//! To add one: a file beside this one with both ends, its two lines below,
//! `assets/cards/mechanism/<NAME>.toml` and a dialogue.
//!
//! Absent on purpose: asking a person for the password, deciding whether the link is safe, and
//! chance: what has to be unpredictable is given ([`Means::nonce`]).

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::Secret;
use crate::link::Binding;

mod anonymous;
mod choice;
mod cram;
mod doubt;
mod exchange;
mod external;
pub mod inside;
mod login;
mod plain;
mod saslname;
mod scram;
mod token;

pub use choice::{Unfit, Way, best};
pub use doubt::Doubt;
pub use exchange::{Exchange, Login};

/// Every mechanism ehlo carries through by itself, the best first.
pub static MECHANISMS: &[&Mechanism] = &[
    &scram::SCRAM_SHA_256_PLUS,
    &scram::SCRAM_SHA_1_PLUS,
    &scram::SCRAM_SHA_256,
    &scram::SCRAM_SHA_1,
    &plain::PLAIN,
    &login::LOGIN,
    &cram::CRAM_MD5,
    &token::OAUTHBEARER,
    &token::XOAUTH2,
    &external::EXTERNAL,
    &anonymous::ANONYMOUS,
];

/// Who logs in. The password cannot be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The user's name.
    pub user: String,
    /// The password, or the access token.
    pub password: Secret,
}

/// What an end needs besides names and passwords.
#[derive(Clone, Debug, Default)]
pub struct Means {
    /// A text nobody can predict, printable and without a comma (RFC 5802 §5.1).
    pub nonce: String,
    /// What only the two ends of this TLS link know, if TLS is on.
    pub binding: Option<Binding>,
    /// Whether the server offers a mechanism that is tied to the link.
    pub plus_offered: bool,
}

/// Names and passwords the practice server knows. A password is the user's access token too.
pub type Users<'a> = BTreeMap<&'a str, Secret>;

/// What a mechanism has to be told by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A user and the password.
    Password,
    /// A user and an access token.
    Token,
    /// Nothing; a name may be given.
    Nothing,
}

/// Who speaks first in a mechanism: whether AUTH may carry an answer (RFC 4954 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The client: the answer may come with AUTH, or after an empty 334.
    Client,
    /// The server: its question has to be known.
    Server,
    /// The server, but it asks what everybody knows: many take the answer with AUTH.
    Either,
}

/// One mechanism.
#[derive(Debug)]
pub struct Mechanism {
    /// Its registered name.
    pub name: &'static str,
    /// Who speaks first.
    pub first: First,
    /// Whether its first answer is all the server asks for.
    pub single: bool,
    /// What has to be known for it.
    pub needs: Needs,
    /// Whether whoever reads along has the password or the token.
    pub reveals: bool,
    /// Whether it is tied to the TLS link.
    pub bound: bool,
    client: fn(&Credentials, &Means) -> Box<dyn ClientEnd>,
    server: fn(&Means) -> Box<dyn ServerEnd>,
}

/// The client's end of one login.
trait ClientEnd: Debug + Send {
    /// The answer to a challenge; who speaks first gets an empty one first.
    fn answer(&mut self, challenge: &[u8]) -> Result<Secret, Doubt>;

    /// Whether the server proved that it knows the password too; `None` if the mechanism cannot tell.
    fn proved(&self) -> Option<bool> {
        None
    }
}

/// Answers that are known beforehand, whatever is asked.
#[derive(Debug)]
struct Answers(std::vec::IntoIter<Secret>);

impl Answers {
    fn of(answers: Vec<Secret>) -> Box<dyn ClientEnd> {
        Box::new(Self(answers.into_iter()))
    }
}

impl ClientEnd for Answers {
    fn answer(&mut self, _: &[u8]) -> Result<Secret, Doubt> {
        self.0.next().ok_or(Doubt::Unasked)
    }
}

/// The practice server's end of one login.
trait ServerEnd: Debug + Send {
    /// What is made of an answer. Where the server speaks first, an empty one comes first.
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check;
}

/// What the server makes of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Ask on.
    Challenge(Vec<u8>),
    /// The client cancelled with `*`.
    Cancelled,
    /// The answer has no form.
    Malformed(&'static str),
    /// Wrong name or password.
    Refused,
    /// Logged in, as this user.
    Welcome(String),
}

/// Finds a mechanism by its name in upper case.
pub fn find(name: &str) -> Option<&'static Mechanism> {
    MECHANISMS
        .iter()
        .find(|mechanism| mechanism.name == name)
        .copied()
}

fn fits(users: &Users<'_>, name: &[u8], password: &[u8]) -> Check {
    let name = String::from_utf8_lossy(name);
    match users.get(name.as_ref()) {
        Some(right) if right.expose() == password => Check::Welcome(name.into_owned()),
        _ => Check::Refused,
    }
}

#[cfg(test)]
mod tests;
