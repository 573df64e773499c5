//! The one boundary with the outside: what comes in from a link, and what is asked of it.
//!
//! A link carries bytes, TLS and the passing of time between an endpoint and whatever is at the
//! far end: a server over TCP, the practice server over a pipe, or a test. Events and actions
//! are ordered; a failure is an event like any other, because it belongs to the conversation.
//!
//! Absent on purpose: sockets, clocks, SMTP.

use std::time::Duration;

mod stage;
mod tls;

pub use stage::{Stage, Step};
pub use tls::{Binding, Certificate, ClientCertificate, TlsFacts, Verdict};

/// What a link tells its endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A step on the way to the far end is done, or a child process said something beside the link.
    Stage(Stage),
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
    /// Everything asked for before an [`Action::Report`] is done.
    Written,
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
    /// Say [`Event::Written`] when everything asked for before this is done: how content that is
    /// longer than one write is handed over piece by piece, and never held as a whole.
    Report,
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
    /// There is no such domain (NXDOMAIN).
    NoDomain,
    /// The domain takes no mail and says so (RFC 7505).
    NullMx,
    /// The name servers gave no answer, or refused one.
    Dns,
    /// The name has addresses, but none of the family that was asked for.
    Family,
    /// The near end's address cannot be taken (`--bind`).
    Bind,
    /// There is no such Unix socket.
    NoSocket,
    /// The command of `exec:` could not be started.
    Command,
    /// The proxy cannot be reached.
    ProxyGone,
    /// The proxy wants another login, or one at all.
    ProxyLogin,
    /// The proxy did not connect, or is none.
    Proxy,
    /// The address answered that nobody listens there.
    Refused,
    /// No way to the address, or no right to use it.
    Unreachable,
    /// The address did not answer in time: usually a firewall that drops packets.
    ConnectTimeout,
    /// The TLS handshake failed, for a reason other than those below.
    Tls,
    /// What answers speaks no TLS: most often SMTP in the clear.
    NotTls,
    /// No version of TLS in common.
    TlsVersion,
    /// The server wants a client's certificate, and got none.
    ClientCertificateWanted,
    /// The server did not accept the client's certificate.
    ClientCertificateRefused,
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
            Self::NoDomain => "no-domain",
            Self::NullMx => "null-mx",
            Self::Dns => "dns",
            Self::Family => "family",
            Self::Bind => "bind",
            Self::NoSocket => "no-socket",
            Self::Command => "command",
            Self::ProxyGone => "proxy-gone",
            Self::ProxyLogin => "proxy-login",
            Self::Proxy => "proxy",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::ConnectTimeout => "connect-timeout",
            Self::Tls => "tls",
            Self::NotTls => "not-tls",
            Self::TlsVersion => "tls-version",
            Self::ClientCertificateWanted => "client-certificate-wanted",
            Self::ClientCertificateRefused => "client-certificate-refused",
            Self::Certificate => "certificate",
            Self::Reset => "reset",
            Self::Other => "other",
        }
    }

    /// Whether TLS did not come about, or was ended at once.
    pub const fn is_of_tls(self) -> bool {
        matches!(
            self,
            Self::Tls
                | Self::NotTls
                | Self::TlsVersion
                | Self::ClientCertificateWanted
                | Self::ClientCertificateRefused
                | Self::Certificate
        )
    }

    /// Every kind, for the test that each has its words.
    pub const ALL: &'static [Self] = &[
        Self::Resolve,
        Self::NoDomain,
        Self::NullMx,
        Self::Dns,
        Self::Family,
        Self::Bind,
        Self::NoSocket,
        Self::Command,
        Self::ProxyGone,
        Self::ProxyLogin,
        Self::Proxy,
        Self::Refused,
        Self::Unreachable,
        Self::ConnectTimeout,
        Self::Tls,
        Self::NotTls,
        Self::TlsVersion,
        Self::ClientCertificateWanted,
        Self::ClientCertificateRefused,
        Self::Certificate,
        Self::Reset,
        Self::Other,
    ];
}
