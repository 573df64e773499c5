//! Why the client's end does not answer a challenge.
//!
//! Absent on purpose: the words; the locale has them as remarks, under [`Doubt::key`].

/// A reason to cancel a login with `*`, or not to begin it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The challenge does not have the mechanism's form.
    Unreadable,
    /// The mechanism has no such step.
    Unasked,
    /// The server's random text does not go on from ours (RFC 5802 §5.1).
    OtherNonce,
    /// The server wants so many rounds of hashing that it would take too long.
    TooManyRounds(u32),
    /// The server's proof is wrong: it does not know the password (RFC 5802 §3).
    Impostor,
    /// The server itself says what went wrong (RFC 5802 §7, `e=`).
    Said(String),
    /// There is no TLS link to be tied to (RFC 5802 §6).
    NoBinding,
    /// Name or password has characters that may not be in it (RFC 4013 §2.3).
    Prohibited,
}

impl Doubt {
    /// The key of its remark.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unreadable => "login-unreadable",
            Self::Unasked => "login-unasked",
            Self::OtherNonce => "login-other-nonce",
            Self::TooManyRounds(_) => "login-too-many-rounds",
            Self::Impostor => "login-impostor",
            Self::Said(_) => "login-error-said",
            Self::NoBinding => "login-no-binding",
            Self::Prohibited => "login-prohibited",
        }
    }

    /// What fills its words.
    pub fn figures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyRounds(rounds) => vec![("rounds", rounds.to_string())],
            Self::Said(error) => {
                let error = crate::wire::text::printable_str(error);
                vec![("error", error.chars().take(80).collect())]
            }
            _ => Vec::new(),
        }
    }

    /// One of each, for the test that every doubt has its words.
    pub fn samples() -> Vec<Self> {
        vec![
            Self::Unreadable,
            Self::Unasked,
            Self::OtherNonce,
            Self::TooManyRounds(1),
            Self::Impostor,
            Self::Said("invalid-proof".to_owned()),
            Self::NoBinding,
            Self::Prohibited,
        ]
    }
}
