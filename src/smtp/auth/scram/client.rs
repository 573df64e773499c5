//! SCRAM's client end: says who it is, proves the password, and checks the server's proof.

use data_encoding::BASE64;
use stringprep::saslprep;

use super::keys::Hash;
use super::message::Attributes;
use crate::smtp::Secret;
use crate::smtp::auth::{ClientEnd, Credentials, Doubt, Means, saslname};

/// More rounds than any server uses; they take about a second.
const MOST_ROUNDS: u32 = 1_000_000;

/// The client's end of one login.
#[derive(Debug)]
pub(super) struct Client {
    hash: &'static Hash,
    bound: bool,
    credentials: Credentials,
    means: Means,
    state: State,
}

/// What comes next.
#[derive(Debug)]
enum State {
    /// The name.
    Begin,
    /// The proof; what was said so far without the header.
    Named(String),
    /// The server's proof, which has to be this.
    Proving(Vec<u8>),
    /// Nothing: both have proved it.
    Proved,
    /// Nothing: something was wrong.
    Over,
}

impl Client {
    pub(super) fn new(
        hash: &'static Hash,
        bound: bool,
        credentials: &Credentials,
        means: &Means,
    ) -> Self {
        Self {
            hash,
            bound,
            credentials: credentials.clone(),
            means: means.clone(),
            state: State::Begin,
        }
    }

    /// The header (RFC 5802 §6): tied to the link; or could be, but the server does not offer it;
    /// or not.
    fn header(&self) -> Result<String, Doubt> {
        match &self.means.binding {
            Some(binding) if self.bound => Ok(format!("p={},,", binding.kind)),
            None if self.bound => Err(Doubt::NoBinding),
            Some(_) if !self.means.plus_offered => Ok("y,,".to_owned()),
            _ => Ok("n,,".to_owned()),
        }
    }

    /// `client-first-message`.
    fn name(&mut self) -> Result<Secret, Doubt> {
        let header = self.header()?;
        let user = saslprep(&self.credentials.user).map_err(|_| Doubt::Prohibited)?;
        let bare = format!("n={},r={}", saslname::write(&user), self.means.nonce);
        let message = Secret::new(format!("{header}{bare}"));
        self.state = State::Named(bare);
        Ok(message)
    }

    /// `client-final-message`, in answer to `server-first-message`.
    fn prove(&mut self, named: &str, challenge: &[u8]) -> Result<Secret, Doubt> {
        let first = std::str::from_utf8(challenge).map_err(|_| Doubt::Unreadable)?;
        let attributes = Attributes::read(first).ok_or(Doubt::Unreadable)?;
        if let Some(error) = attributes.get('e') {
            return Err(Doubt::Said(error.to_owned()));
        }
        let (Some(nonce), Some(salt), Some(rounds), false) = (
            attributes.get('r'),
            attributes.octets('s'),
            attributes.get('i').and_then(|rounds| rounds.parse().ok()),
            // An extension that has to be understood (RFC 5802 §5.1).
            attributes.get('m').is_some(),
        ) else {
            return Err(Doubt::Unreadable);
        };
        if rounds == 0 {
            return Err(Doubt::Unreadable);
        }
        if rounds > MOST_ROUNDS {
            return Err(Doubt::TooManyRounds(rounds));
        }
        if !nonce.starts_with(&self.means.nonce) || nonce == self.means.nonce {
            return Err(Doubt::OtherNonce);
        }
        let mut header = self.header()?.into_bytes();
        if let Some(binding) = self.means.binding.as_ref().filter(|_| self.bound) {
            header.extend(&binding.data);
        }
        let bare = format!("c={},r={nonce}", BASE64.encode(&header));
        let said = format!("{named},{first},{bare}");
        let proofs = self
            .hash
            .proofs(self.password()?.expose(), &salt, rounds, &said);
        self.state = State::Proving(proofs.server);
        let proof = BASE64.encode(&proofs.client);
        Ok(Secret::new(format!("{bare},p={proof}")))
    }

    /// The password as it is hashed; octets that are no text are taken as they are.
    fn password(&self) -> Result<Secret, Doubt> {
        let octets = self.credentials.password.expose();
        match std::str::from_utf8(octets) {
            Ok(text) => saslprep(text)
                .map(|text| Secret::new(text.as_bytes()))
                .map_err(|_| Doubt::Prohibited),
            Err(_) => Ok(self.credentials.password.clone()),
        }
    }

    /// Checks `server-final-message`; what is left to say is nothing.
    fn check(&mut self, signature: &[u8], challenge: &[u8]) -> Result<Secret, Doubt> {
        let text = std::str::from_utf8(challenge).map_err(|_| Doubt::Unreadable)?;
        let attributes = Attributes::read(text).ok_or(Doubt::Unreadable)?;
        if let Some(error) = attributes.get('e') {
            return Err(Doubt::Said(error.to_owned()));
        }
        let given = attributes.octets('v').ok_or(Doubt::Unreadable)?;
        if given != signature || signature.is_empty() {
            return Err(Doubt::Impostor);
        }
        self.state = State::Proved;
        Ok(Secret::default())
    }
}

impl ClientEnd for Client {
    fn answer(&mut self, challenge: &[u8]) -> Result<Secret, Doubt> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Begin => self.name(),
            State::Named(bare) => self.prove(&bare, challenge),
            State::Proving(signature) => self.check(&signature, challenge),
            State::Proved => {
                self.state = State::Proved;
                Err(Doubt::Unasked)
            }
            State::Over => Err(Doubt::Unasked),
        }
    }

    fn proved(&self) -> Option<bool> {
        Some(matches!(self.state, State::Proved))
    }
}

#[cfg(test)]
mod tests;
