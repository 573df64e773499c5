//! What TLS settled, as values: version, suite, verdict, certificates.
//!
//! Absent on purpose: doing TLS, and reading certificates (`net`). Every text that a peer chose, a
//! name in a certificate for one, is printed through `wire::text` only.

use std::time::Duration;

/// What a TLS handshake settled, or would have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFacts {
    /// `TLSv1.3`, `TLSv1.2`; empty when the handshake did not come so far.
    pub version: String,
    /// The suite's standard name: `TLS_AES_256_GCM_SHA384`; empty when it did not come so far.
    pub cipher: String,
    /// The group the keys were agreed in (RFC 8446 §4.2.7): `X25519`, `secp256r1`; empty when it
    /// did not come so far.
    pub group: String,
    /// The server name asked for (SNI, RFC 6066 §3); `None` for a server, for an address, or when
    /// no name was to be sent.
    pub name: Option<String>,
    /// The name or address the certificate was checked against; empty for a server.
    pub checked: String,
    /// Why the certificate was accepted or not.
    pub why: Verdict,
    /// Whether a failed check would have ended the handshake (`false` with `--insecure`).
    pub enforced: bool,
    /// The fingerprint that decides instead of the chain, as lower-case hex, if one was given.
    pub pin: Option<String>,
    /// The certificates as sent, the server's own first.
    pub chain: Vec<Certificate>,
    /// Whether the server sent an OCSP response along (RFC 6066 §8).
    pub stapled: bool,
    /// Whether the server asked for a certificate of the client's, and whether it got one.
    pub client: ClientCertificate,
    /// How long the handshake took.
    pub took: Duration,
    /// Bytes that were read before the handshake and thrown away (RFC 3207 §4.2): a count, for
    /// the remark that something was injected.
    pub injected: usize,
    /// What a login can be tied to.
    pub binding: Option<Binding>,
}

/// Data that the two ends of one TLS link have and nobody between them: what a login is tied to
/// (RFC 5056). It is no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Its registered name: `tls-exporter`, `tls-server-end-point`.
    pub kind: &'static str,
    /// The octets.
    pub data: Vec<u8>,
}

impl TlsFacts {
    /// Whether the server is who it should be: by its chain and name, or by its pin.
    pub const fn verified(&self) -> bool {
        matches!(self.why, Verdict::Trusted | Verdict::Pinned)
    }

    /// The name of the server's certificate that fits the one it was checked against; `None` if
    /// none does, or no certificate came.
    pub fn matching(&self) -> Option<&str> {
        let names = &self.chain.first()?.names;
        let fitting = names.iter().find(|name| fits(name, &self.checked));
        fitting.map(String::as_str)
    }

    /// The chain as one PEM file, the server's own certificate first.
    pub fn pem(&self) -> String {
        self.chain.iter().map(|one| one.pem.as_str()).collect()
    }
}

/// Whether a certificate's name fits; a `*` stands for one whole label (RFC 9525 §6.3).
fn fits(pattern: &str, name: &str) -> bool {
    let beyond = |name: &str| name.split_once('.').map(|(_, rest)| rest.to_owned());
    match pattern.strip_prefix("*.") {
        Some(rest) => beyond(name).is_some_and(|name| name.eq_ignore_ascii_case(rest)),
        None => pattern.eq_ignore_ascii_case(name),
    }
}

/// Whether the server asked for a certificate of the client's (RFC 8446 §4.3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClientCertificate {
    /// It did not ask.
    #[default]
    NotAsked,
    /// It asked, and there was none to give.
    Missing,
    /// It asked, and got one.
    Given,
}

impl ClientCertificate {
    /// The name its words are filed under: `not-asked`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Missing => "missing",
            Self::Given => "given",
        }
    }

    /// Each of them, for the test that each has its words.
    pub const ALL: &'static [Self] = &[Self::NotAsked, Self::Missing, Self::Given];
}

/// Why a certificate was accepted or not: the reasons a person can act on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The chain leads to a trusted root and the name fits.
    Trusted,
    /// Its fingerprint, or its key's, is the one that was given.
    Pinned,
    /// Its fingerprint is not the one that was given, nor is its key's.
    WrongPin,
    /// The certificate's last day is past.
    Expired,
    /// The certificate's first day is still to come.
    NotYetValid,
    /// The certificate is for other names.
    WrongName,
    /// The certificate is for no name at all: only its subject has one, which does not count
    /// (RFC 9525 §6.3).
    NoName,
    /// It is signed by itself.
    SelfSigned,
    /// It is signed by an authority that is not trusted here, or an intermediate is missing.
    UnknownIssuer,
    /// It was revoked.
    Revoked,
    /// It may not be used for a server, or is malformed.
    Unfit,
    /// Nothing was checked: the practice link's own end, or no certificate came.
    #[default]
    NotChecked,
}

impl Verdict {
    /// Whether it speaks against the certificate.
    pub const fn is_against(self) -> bool {
        !matches!(self, Self::Trusted | Self::Pinned | Self::NotChecked)
    }

    /// The name its words are filed under: `wrong-name`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Pinned => "pinned",
            Self::WrongPin => "wrong-pin",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongName => "wrong-name",
            Self::NoName => "no-name",
            Self::SelfSigned => "self-signed",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Revoked => "revoked",
            Self::Unfit => "unfit",
            Self::NotChecked => "not-checked",
        }
    }

    /// Every verdict, for the test that each has its words.
    pub const ALL: &'static [Self] = &[
        Self::Trusted,
        Self::Pinned,
        Self::WrongPin,
        Self::Expired,
        Self::NotYetValid,
        Self::WrongName,
        Self::NoName,
        Self::SelfSigned,
        Self::UnknownIssuer,
        Self::Revoked,
        Self::Unfit,
        Self::NotChecked,
    ];
}

/// One certificate as a person wants to see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// `CN=mail.example, O=Example`.
    pub subject: String,
    /// The same for who signed it.
    pub issuer: String,
    /// DNS names and addresses it is valid for (subjectAltName).
    pub names: Vec<String>,
    /// First moment of validity, RFC 3339 in UTC.
    pub not_before: String,
    /// Last moment of validity, RFC 3339 in UTC.
    pub not_after: String,
    /// Whole days from the handshake to the first moment; over 0 when it is not valid yet.
    pub days_to_begin: i64,
    /// Whole days from the handshake to the last moment; below 0 when it has expired.
    pub days_left: i64,
    /// The kind of its key, and its size in bits: `EC P-256`, `RSA 2048`, `Ed25519`.
    pub key: String,
    /// How it was signed: `ecdsa-with-SHA256`.
    pub signature: String,
    /// Its serial number, hex in pairs with colons between.
    pub serial: String,
    /// SHA-256 of the whole certificate, lower-case hex without separators.
    pub sha256: String,
    /// SHA-256 of its public key (`SubjectPublicKeyInfo`), likewise; empty if it cannot be read.
    pub key_sha256: String,
    /// The certificate itself, as PEM (RFC 7468), with its line end.
    pub pem: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_one_label() {
        for (pattern, name, expected) in [
            ("mx.example", "MX.example", true),
            ("*.example", "mx.example", true),
            ("*.example", "a.mx.example", false),
            ("*.example", "example", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("mx.example", "mail.example", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
