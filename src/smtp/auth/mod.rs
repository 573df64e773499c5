//! SASL mechanisms, both ends in one file each (RFC 4954, RFC 4422).
//!
//! To add one: a file beside this one, its two lines below, `assets/cards/mechanism/<NAME>.toml`
//! and a dialogue.
//!
//! Absent on purpose: asking a person for the password, and deciding whether the link is safe.

use std::collections::BTreeMap;

use data_encoding::BASE64;

use super::Secret;

mod login;
mod plain;

/// Every mechanism ehlo carries through by itself.
pub static MECHANISMS: &[&Mechanism] = &[&plain::PLAIN, &login::LOGIN];

/// Who logs in. The password cannot be printed.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// Names and passwords the practice server knows.
pub type Users<'a> = BTreeMap<&'a str, Secret>;

/// The answers a mechanism remembers from earlier steps.
pub type Heard = Vec<Vec<u8>>;

/// One mechanism.
#[derive(Debug)]
pub struct Mechanism {
    /// Its registered name.
    pub name: &'static str,
    /// Whether the client speaks first: then AUTH may carry an initial response (RFC 4954 §4).
    pub client_first: bool,
    /// The client's answer at a step, from 0; `None` when the mechanism has no such step.
    pub answer: fn(&Credentials, step: usize, challenge: &[u8]) -> Option<Secret>,
    /// The server's view of an answer at a step, from 0. Server-first mechanisms get an empty one at 0.
    pub check: fn(&Users<'_>, &mut Heard, step: usize, answer: &[u8]) -> Check,
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

/// A login under way at the server.
#[derive(Debug)]
pub struct Exchange {
    mechanism: &'static Mechanism,
    step: usize,
    /// What the mechanism needs to remember between steps.
    heard: Heard,
}

impl Exchange {
    /// Begins.
    pub(super) const fn new(mechanism: &'static Mechanism) -> Self {
        Self {
            mechanism,
            step: 0,
            heard: Vec::new(),
        }
    }

    /// Takes the client's line; `=` stands for an empty answer (RFC 4954 §4).
    pub(super) fn answer(&mut self, line: &str, users: &Users<'_>) -> Check {
        if line == "*" {
            return Check::Cancelled;
        }
        let Ok(answer) = BASE64.decode(if line == "=" { b"" } else { line.as_bytes() }) else {
            return Check::Malformed("That is not base64");
        };
        let step = self.step;
        self.step += 1;
        (self.mechanism.check)(users, &mut self.heard, step, &answer)
    }
}

/// Finds a mechanism by its name in upper case.
pub fn find(name: &str) -> Option<&'static Mechanism> {
    MECHANISMS
        .iter()
        .find(|mechanism| mechanism.name == name)
        .copied()
}

impl Mechanism {
    /// The line that begins the login, with the initial response where the mechanism has one.
    pub fn begin(&self, credentials: &Credentials) -> Secret {
        let mut line = format!("AUTH {}", self.name).into_bytes();
        if let Some(initial) = self
            .client_first
            .then(|| (self.answer)(credentials, 0, b""))
            .flatten()
        {
            line.push(b' ');
            line.extend_from_slice(BASE64.encode(initial.expose()).as_bytes());
        }
        Secret::new(line)
    }

    /// The line that answers the `step`th 334, from 0; `*` to cancel where the mechanism has no answer.
    pub fn respond(&self, credentials: &Credentials, step: usize, challenge: &[u8]) -> Secret {
        let challenge = BASE64.decode(challenge).unwrap_or_default();
        let step = step + usize::from(self.client_first);
        match (self.answer)(credentials, step, &challenge) {
            Some(answer) => Secret::new(BASE64.encode(answer.expose())),
            None => Secret::new(*b"*"),
        }
    }
}

fn fits(users: &Users<'_>, name: &[u8], password: &[u8]) -> Check {
    let name = String::from_utf8_lossy(name);
    match users.get(name.as_ref()) {
        Some(right) if right.expose() == password => Check::Welcome(name.into_owned()),
        _ => Check::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ends of every mechanism, against each other.
    #[test]
    fn each_mechanism_logs_in_and_refuses() {
        for mechanism in MECHANISMS {
            for (password, welcome) in [("tr0ub4dor&3", true), ("wrong", false)] {
                let credentials = Credentials {
                    user: "bob".into(),
                    password: Secret::new(password),
                };
                let users = Users::from([("bob", Secret::new("tr0ub4dor&3"))]);
                let mut server = Exchange::new(mechanism);
                let begin =
                    String::from_utf8_lossy(mechanism.begin(&credentials).expose()).into_owned();
                let mut answer = begin.split(' ').nth(2).unwrap_or("=").to_owned();
                let mut step = 0;
                let end = loop {
                    match server.answer(&answer, &users) {
                        Check::Challenge(octets) => {
                            let line = mechanism.respond(
                                &credentials,
                                step,
                                BASE64.encode(&octets).as_bytes(),
                            );
                            answer = String::from_utf8_lossy(line.expose()).into_owned();
                            step += 1;
                        }
                        end => break end,
                    }
                };
                assert_eq!(
                    end == Check::Welcome("bob".into()),
                    welcome,
                    "{} {end:?}",
                    mechanism.name
                );
            }
        }
    }

    #[test]
    fn cancelling_and_nonsense() {
        let users = Users::new();
        assert_eq!(
            Exchange::new(&plain::PLAIN).answer("*", &users),
            Check::Cancelled
        );
        assert!(matches!(
            Exchange::new(&plain::PLAIN).answer("!", &users),
            Check::Malformed(_)
        ));
    }
}
