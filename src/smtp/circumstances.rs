//! What a session knew when a reply came: the facts an explanation may rest on.
//!
//! Absent on purpose: the words. A card names the facts it needs by [`Circumstances::holds`].

/// A small copy of what matters, taken before the reply changed anything; but what an EHLO reply
/// offers counts for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts, each named in cards"
)]
pub struct Circumstances {
    /// TLS is on.
    pub tls: bool,
    /// The last EHLO reply offered STARTTLS.
    pub tls_offered: bool,
    /// An AUTH succeeded.
    pub login: bool,
    /// The last EHLO reply offered AUTH.
    pub auth_offered: bool,
    /// LHLO was used: RFC 2033 rules.
    pub lmtp: bool,
    /// EHLO, HELO or LHLO succeeded, and no TLS handshake wiped it since.
    pub greeted: bool,
    /// The line, or the message, has more octets than SIZE allowed (RFC 1870 §4).
    pub too_large: bool,
    /// The line has octets over 127 without SMTPUTF8 (RFC 6531 §3.4).
    pub eight_bit: bool,
    /// A sender was accepted, and its transaction is not over.
    pub transaction: bool,
    /// Recipients accepted in this transaction.
    pub accepted: u32,
    /// Recipients refused in this transaction.
    pub refused: u32,
}

impl Circumstances {
    /// Every fact a card may name in `if`, but for `practice`, which the situation knows.
    pub const FACTS: &'static [&'static str] = &[
        "tls",
        "no-tls",
        "tls-offered",
        "login",
        "no-login",
        "auth-offered",
        "all-refused",
        "some-accepted",
        "in-transaction",
        "lmtp",
        "hello-missing",
        "ehlo-repeat",
        "size-exceeded",
        "eight-bit",
    ];

    /// Whether a fact named in a card holds; `None` for a name that is no fact.
    pub fn holds(&self, fact: &str) -> Option<bool> {
        Some(match fact {
            "tls" => self.tls,
            "no-tls" => !self.tls,
            "tls-offered" => self.tls_offered,
            "login" => self.login,
            "no-login" => !self.login,
            "auth-offered" => self.auth_offered,
            "all-refused" => self.refused > 0 && self.accepted == 0,
            "some-accepted" => self.accepted > 0,
            "in-transaction" => self.transaction,
            "lmtp" => self.lmtp,
            "hello-missing" => !self.greeted,
            "ehlo-repeat" => self.tls && !self.greeted,
            "size-exceeded" => self.too_large,
            "eight-bit" => self.eight_bit,
            _ => return None,
        })
    }
}
