//! SCRAM's practice server end: asks for the proof, and gives its own.

use data_encoding::BASE64;

use super::keys::Hash;
use super::message::Attributes;
use crate::smtp::Secret;
use crate::smtp::auth::{Check, Means, ServerEnd, Users, saslname};

/// As many as RFC 7677 §4 asks for at least.
const ROUNDS: u32 = 4096;

/// The practice server's end of one login.
#[derive(Debug)]
pub(super) struct Server {
    hash: &'static Hash,
    bound: bool,
    means: Means,
    state: State,
}

/// What comes next.
#[derive(Debug)]
enum State {
    /// The client's name.
    Begin,
    /// The client's proof.
    Named(Named),
    /// The client's word that it has seen the server's proof.
    Proved(String),
    /// Nothing.
    Over,
}

/// What the client began with, and what it was asked.
#[derive(Debug)]
struct Named {
    user: String,
    header: String,
    bare: String,
    nonce: String,
    asked: String,
}

impl Server {
    pub(super) fn new(hash: &'static Hash, bound: bool, means: &Means) -> Self {
        Self {
            hash,
            bound,
            means: means.clone(),
            state: State::Begin,
        }
    }

    fn ask(&mut self, message: &str) -> Check {
        let mut parts = message.splitn(3, ',');
        let (Some(flag), Some(_), Some(bare)) = (parts.next(), parts.next(), parts.next()) else {
            return Check::Malformed("SCRAM begins with a header, n, or y, or p=, and two commas");
        };
        let attributes = Attributes::read(bare);
        let named = attributes.and_then(|read| Some((read.get('n')?, read.get('r')?)));
        let Some((user, theirs)) = named else {
            return Check::Malformed("Behind the header stand n= and r=");
        };
        match (flag, &self.means.binding) {
            // The list of mechanisms was shortened on its way (RFC 5802 §6).
            ("y", _) if !self.bound && self.means.plus_offered => {
                return Check::Malformed("y, but -PLUS is offered here: was the list shortened?");
            }
            ("n" | "y", _) if !self.bound => {}
            (flag, Some(binding))
                if self.bound && flag.strip_prefix("p=") == Some(binding.kind) => {}
            _ => return Check::Malformed("The header asks for a binding this mechanism has not"),
        }
        let nonce = format!("{theirs}{}", self.means.nonce);
        let user = saslname::read(user);
        let salt = BASE64.encode(&self.hash.salt_of(&user));
        let asked = format!("r={nonce},s={salt},i={ROUNDS}");
        self.state = State::Named(Named {
            user,
            header: message.split_at(message.len() - bare.len()).0.to_owned(),
            bare: bare.to_owned(),
            nonce,
            asked: asked.clone(),
        });
        Check::Challenge(asked.into_bytes())
    }

    fn judge(&mut self, users: &Users<'_>, named: &Named, message: &str) -> Check {
        let Some((bare, _)) = message.rsplit_once(",p=") else {
            return Check::Malformed("The proof, p=, is missing");
        };
        let attributes = Attributes::read(message);
        let read = attributes
            .and_then(|read| Some((read.octets('c')?, read.get('r')?, read.octets('p')?)));
        let Some((bound, nonce, proof)) = read else {
            return Check::Malformed("SCRAM takes c=, r= and p=");
        };
        let mut header = named.header.clone().into_bytes();
        if let Some(binding) = self.means.binding.as_ref().filter(|_| self.bound) {
            header.extend(&binding.data);
        }
        let said = format!("{},{},{bare}", named.bare, named.asked);
        let salt = self.hash.salt_of(&named.user);
        // For a name that does not exist the same is computed, and does not fit.
        let known = users.get(named.user.as_str());
        let password = known.cloned().unwrap_or_else(|| Secret::new(*b"\0"));
        let proofs = self.hash.proofs(password.expose(), &salt, ROUNDS, &said);
        if known.is_none() || bound != header || nonce != named.nonce || proof != proofs.client {
            return Check::Refused;
        }
        self.state = State::Proved(named.user.clone());
        Check::Challenge(format!("v={}", BASE64.encode(&proofs.server)).into_bytes())
    }
}

impl ServerEnd for Server {
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check {
        let Ok(message) = std::str::from_utf8(answer) else {
            return Check::Malformed("SCRAM is UTF-8");
        };
        match std::mem::replace(&mut self.state, State::Over) {
            State::Begin => self.ask(message),
            State::Named(named) => self.judge(users, &named, message),
            State::Proved(user) if message.is_empty() => Check::Welcome(user),
            State::Proved(_) | State::Over => Check::Malformed("Only an empty answer is due"),
        }
    }
}
