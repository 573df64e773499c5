//! The one boundary with the outside: what comes in from a link, and what is asked of it.
//!
//! A link carries bytes, TLS and the passing of time between an endpoint and whatever is at the
//! far end: a server over TCP, the practice server over a pipe, or a test. Events and actions
//! are ordered; a failure is an event like any other, because it belongs to the conversation.
//!
//! Absent on purpose: sockets, clocks, SMTP.

use std::time::Duration;

/// What a link tells its endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The link is open; nothing has been read yet.
    Opened {
        /// The far end as it was reached: `127.0.0.1:25`, `practice`.
        peer: String,
    },
    /// Bytes arrived, in any pieces.
    Bytes(Vec<u8>),
    /// The TLS handshake asked for by [`Action::Secure`], or the one implicit TLS begins with, is done.
    Secured(Box<TlsFacts>),
    /// The time given by [`Action::Await`] passed and no whole reply came. The link stays open.
    TimedOut,
    /// The link is gone. `None`: the peer closed it in order.
    Closed(Option<Failure>),
}

/// What an endpoint asks of its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send these bytes in one write.
    Write(Vec<u8>),
    /// Begin the TLS handshake now. Bytes read but not yet delivered are reported, never used.
    Secure,
    /// From now on, wait this long for the next whole reply, then report [`Event::TimedOut`];
    /// `None` ends the waiting. A second `Await` replaces the first.
    Await(Option<Duration>),
    /// Pause before the next action: how the practice server is slow on purpose.
    Pause(Duration),
    /// Say nothing more, but hear what comes: a FIN, or TLS's `close_notify`.
    HalfClose,
    /// Close the link in order; nothing after it is carried out.
    Close,
}

/// One end of a link: the practice server, a script, or the person at the keyboard.
pub trait Endpoint {
    /// Takes one event and answers with what the link is to do, in order.
    fn handle(&mut self, event: Event) -> Vec<Action>;
}

/// Why a link could not be opened or was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure: decides the exit status and the words.
    pub kind: FailureKind,
    /// The system's or the library's own words, for people who search for them. May hold bytes
    /// of the peer's choosing (a certificate's name): print it through `wire::text` only.
    pub detail: String,
    /// What was settled before a TLS handshake failed: the chain, and what was wrong with it.
    pub tls: Option<Box<TlsFacts>>,
}

/// The kinds of failure a person can do something about, in the order a connection meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The name has no address.
    Resolve,
    /// The address answered that nobody listens there.
    Refused,
    /// No way to the address, or no right to use it.
    Unreachable,
    /// The address did not answer in time: usually a firewall that drops packets.
    ConnectTimeout,
    /// The TLS handshake failed, for a reason other than the certificate.
    Tls,
    /// The certificate was not accepted, and the handshake was broken off because of it.
    Certificate,
    /// The peer broke the connection off (RST), or a write to it failed.
    Reset,
    /// Anything else the system reported.
    Other,
}

impl FailureKind {
    /// The name its words are filed under: `refused`, `connect-timeout`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::ConnectTimeout => "connect-timeout",
            Self::Tls => "tls",
            Self::Certificate => "certificate",
            Self::Reset => "reset",
            Self::Other => "other",
        }
    }

    /// Every kind, for the test that each has its words.
    pub const ALL: &'static [Self] = &[
        Self::Resolve,
        Self::Refused,
        Self::Unreachable,
        Self::ConnectTimeout,
        Self::Tls,
        Self::Certificate,
        Self::Reset,
        Self::Other,
    ];
}

/// What a TLS handshake settled, or would have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFacts {
    /// `TLSv1.3`, `TLSv1.2`; empty when the handshake did not come so far.
    pub version: String,
    /// The suite's standard name: `TLS_AES_256_GCM_SHA384`; empty when it did not come so far.
    pub cipher: String,
    /// The server name asked for (SNI) and checked against; `None` for a server, or when no name was sent.
    pub name: Option<String>,
    /// Whether the chain leads to a trusted root and the name fits.
    pub verified: bool,
    /// Why it did or did not verify.
    pub why: Verdict,
    /// Whether a failed verification would have ended the handshake (`false` with `--insecure`).
    pub enforced: bool,
    /// The certificates as sent, the server's own first.
    pub chain: Vec<Certificate>,
    /// Bytes that were read before the handshake and thrown away (RFC 3207 §4.2): a count, for
    /// the remark that something was injected.
    pub injected: usize,
}

/// Why a certificate chain was trusted or not: the reasons a person can act on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The chain leads to a trusted root and the name fits.
    Trusted,
    /// The certificate's last day is past.
    Expired,
    /// The certificate's first day is still to come.
    NotYetValid,
    /// The certificate is for other names.
    WrongName,
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
    /// The name its words are filed under: `wrong-name`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongName => "wrong-name",
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
        Self::Expired,
        Self::NotYetValid,
        Self::WrongName,
        Self::SelfSigned,
        Self::UnknownIssuer,
        Self::Revoked,
        Self::Unfit,
        Self::NotChecked,
    ];
}

/// One certificate as a person wants to see it. The texts come from the peer: print them
/// through `wire::text` only.
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
    /// SHA-256 of the whole certificate, lower-case hex without separators.
    pub sha256: String,
}
