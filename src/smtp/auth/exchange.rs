//! One login under way: the client's lines, and the practice server's view of them (RFC 4954 §4).
//!
//! Base64, `=` for an empty initial response and `*` to cancel stand here once for all mechanisms.
//!
//! Absent on purpose: what any mechanism says.

use data_encoding::BASE64;

use super::{Check, ClientEnd, Credentials, Doubt, Means, Mechanism, ServerEnd, Users, Way};
use crate::smtp::Secret;

/// The longest AUTH line, line end included: an initial response that does not fit waits for the
/// 334 (RFC 4954 §4).
const COMMAND_LIMIT: usize = 512;

/// The client's end of a login.
#[derive(Debug)]
pub struct Login {
    way: Way,
    end: Box<dyn ClientEnd>,
    /// The first answer, while it waits for the 334 that asks for it.
    held: Option<Secret>,
}

impl Login {
    /// A login that has not begun.
    pub fn new(way: Way, credentials: &Credentials, means: &Means) -> Self {
        Self {
            way,
            end: (way.mechanism.client)(credentials, means),
            held: None,
        }
    }

    /// Its mechanism.
    pub const fn mechanism(&self) -> &'static Mechanism {
        self.way.mechanism
    }

    /// The line that begins it.
    pub fn begin(&mut self) -> Result<Secret, Doubt> {
        let name = self.way.mechanism.name;
        let alone = Secret::new(format!("AUTH {name}"));
        let speaks = self.way.initial || self.way.mechanism.first == super::First::Client;
        if !speaks {
            return Ok(alone);
        }
        let answer = self.end.answer(b"")?;
        let mut line = alone.expose().to_vec();
        line.push(b' ');
        match answer.expose() {
            [] => line.push(b'='),
            octets => line.extend(BASE64.encode(octets).bytes()),
        }
        let line = Secret::new(line);
        if self.way.initial && line.expose().len() + 2 <= COMMAND_LIMIT {
            return Ok(line);
        }
        self.held = Some(answer);
        Ok(alone)
    }

    /// The line that answers a 334 with this base64; or why there is none, and `*` is to be sent.
    pub fn answer(&mut self, challenge: &[u8]) -> Result<Secret, Doubt> {
        let answer = if let Some(held) = self.held.take() {
            held
        } else {
            // Some servers ask in plain words; the mechanisms that do not care are not harmed.
            let challenge = BASE64.decode(challenge.trim_ascii());
            self.end.answer(&challenge.unwrap_or_default())?
        };
        Ok(Secret::new(BASE64.encode(answer.expose())))
    }

    /// Whether the server proved that it knows the password too; `None` if the mechanism cannot tell.
    pub fn proved(&self) -> Option<bool> {
        self.end.proved()
    }
}

/// A login under way at the practice server.
#[derive(Debug)]
pub struct Exchange {
    end: Box<dyn ServerEnd>,
}

impl Exchange {
    /// Begins.
    pub(in crate::smtp) fn new(mechanism: &Mechanism, means: &Means) -> Self {
        Self {
            end: (mechanism.server)(means),
        }
    }

    /// Takes the client's line; `=` stands for an empty answer (RFC 4954 §4).
    pub(in crate::smtp) fn answer(&mut self, line: &str, users: &Users<'_>) -> Check {
        if line == "*" {
            return Check::Cancelled;
        }
        let Ok(answer) = BASE64.decode(if line == "=" { b"" } else { line.as_bytes() }) else {
            return Check::Malformed("That is not base64");
        };
        self.end.check(users, &answer)
    }
}
