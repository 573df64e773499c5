//! From a far end of any kind to an open link.
//!
//! Absent on purpose: reading what a person wrote (`target`, `run`), and the practice server.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::UnixStream;
use tokio::time::{Instant, timeout};

use super::child;
use super::dial;
use super::failure::{dialing, plain};
use super::mx;
use super::pump::{Link, Tls};
use super::stages::Teller;
use super::tls::ClientTls;
use super::way::Way;
use crate::link::{Failure, FailureKind, Step};

/// A far end, and the way to it: everything checked, nothing sent.
#[derive(Clone, Debug)]
pub struct Route {
    /// The far end.
    pub to: To,
    /// The way.
    pub way: Way,
    /// How TLS is done.
    pub tls: ClientTls,
    /// Whether it comes first (RFC 8314 §3.3).
    pub implicit: bool,
}

/// The kinds of far ends.
#[derive(Clone, Debug)]
pub enum To {
    /// A host over TCP.
    Host {
        /// Its name in ASCII, or its address.
        host: String,
        /// The port.
        port: u16,
    },
    /// The hosts that take a domain's mail (RFC 5321 §5.1).
    Mx {
        /// The domain in ASCII.
        domain: String,
        /// The port at each of them.
        port: u16,
    },
    /// A Unix socket.
    Unix {
        /// Where it lies.
        path: String,
    },
    /// A child process, by its standard input and output.
    Exec {
        /// The program and its arguments.
        words: Vec<String>,
    },
}

impl Route {
    /// A link that opens when it is carried.
    pub fn link(self) -> Link {
        Link::opening(|tell| self.open(tell))
    }

    async fn open(self, tell: Teller) -> Result<Link, Failure> {
        let Self {
            to,
            way,
            tls,
            implicit,
        } = self;
        let link = match to {
            To::Host { host, port } => {
                let (socket, peer) = dial::host(&host, port, &way, &tell).await?;
                Link::new(socket, peer, Tls::Client(tls))
            }
            To::Mx { domain, port } => mx::open(&domain, port, &way, tls, &tell).await?,
            To::Unix { path } => {
                let stream = unix(&path, &way, &tell).await?;
                nameless(stream, path, &way, tls, &tell).await?
            }
            To::Exec { words } => {
                let child = child::start(&words, &tell).await?;
                let program = words.into_iter().next().unwrap_or_default();
                nameless(child, program, &way, tls, &tell).await?
            }
        };
        Ok(link.implicit(implicit))
    }
}

/// A stream whose far end has no name that a certificate could be for.
async fn nameless(
    mut stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: String,
    way: &Way,
    tls: ClientTls,
    tell: &Teller,
) -> Result<Link, Failure> {
    if let Some(header) = &way.header {
        let end = Instant::now() + way.bound;
        header.say(&mut stream, None, end, tell).await?;
    }
    if tls.is_unnamed() {
        tell.tell(Step::Unnamed).await;
    }
    Ok(Link::new(stream, peer, Tls::Client(tls)))
}

async fn unix(path: &str, way: &Way, tell: &Teller) -> Result<UnixStream, Failure> {
    let since = Instant::now();
    // A listener whose backlog is full keeps us waiting.
    let connected = timeout(way.bound, UnixStream::connect(path)).await;
    let silent = || io::Error::new(ErrorKind::TimedOut, "no answer in time");
    let stream = connected
        .unwrap_or_else(|_| Err(silent()))
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                plain(FailureKind::NoSocket, format!("{path}: {error}"))
            }
            _ => {
                let failure = dialing(&error);
                plain(failure.kind, format!("{path}: {}", failure.detail))
            }
        })?;
    let address = path.to_owned();
    tell.took(since, Step::Reached { address }).await;
    Ok(stream)
}
