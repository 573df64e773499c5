//! One link, carried until it is closed: to channels ([`pump`]) or to an endpoint ([`drive`]).
//!
//! Both are thin: what they share is in `carrier`. Events are bounded, so that a flood waits in
//! the socket; actions are not, because if both were bounded the two sides could wait for each
//! other. Dropping either future ends the link at once.
//!
//! Absent on purpose: how a link is opened (`route`, `listen`), reading what it carries.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::select;
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver, channel};
use tokio_rustls::rustls::ServerConfig;

use super::carrier::Carrier;
use super::stages::Teller;
use super::tls::ClientTls;
use crate::link::{Action, Endpoint, Event, Failure, Stage};

/// Whatever carries bytes both ways: a socket, a pipe, TLS over either.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Which end of a TLS handshake a link would be.
#[derive(Clone, Debug)]
pub enum Tls {
    /// The end that begins, and checks the certificate.
    Client(ClientTls),
    /// The end that shows a certificate.
    Server(Arc<ServerConfig>),
    /// Neither: [`Action::Secure`] ends the link with a failure.
    Never,
}

/// How many stages may wait to be heard.
const STAGES: usize = 32;

/// A link on its way: it gives the open one, or why there is none.
pub(super) type Opening = Pin<Box<dyn Future<Output = Result<Link, Failure>> + Send>>;

/// What a link has at its beginning.
pub(super) enum Near {
    /// A stream that is open.
    Open(Box<dyn Stream>),
    /// The way to one.
    Opening(Opening, Receiver<Stage>),
}

/// A stream that is open or on its way, and what is to become of it.
pub struct Link {
    pub(super) near: Near,
    pub(super) peer: String,
    pub(super) tls: Tls,
    pub(super) implicit: bool,
}

impl Link {
    /// A link that begins in the clear. `peer` is the far end as [`Event::Opened`] names it.
    pub fn new(stream: impl Stream + 'static, peer: impl Into<String>, tls: Tls) -> Self {
        Self {
            near: Near::Open(Box::new(stream)),
            peer: peer.into(),
            tls,
            implicit: false,
        }
    }

    /// A link that is opened by whoever carries it. What is told on the way comes as
    /// [`Event::Stage`], a failure as [`Event::Closed`]; actions wait until it is open.
    /// Dropping the link gives the attempt up.
    pub fn opening<F>(open: impl FnOnce(Teller) -> F) -> Self
    where
        F: Future<Output = Result<Self, Failure>> + Send + 'static,
    {
        let (tell, stages) = channel(STAGES);
        Self {
            near: Near::Opening(Box::pin(open(Teller::new(tell))), stages),
            peer: String::new(),
            tls: Tls::Never,
            implicit: false,
        }
    }

    /// Whether the TLS handshake comes first, before anything is said (RFC 8314 §3.3).
    /// [`Event::Opened`] comes before it all the same, [`Event::Secured`] after it; actions
    /// given in between wait for it.
    #[must_use]
    pub fn implicit(mut self, implicit: bool) -> Self {
        self.implicit = implicit;
        self
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("peer", &self.peer)
            .field("tls", &self.tls)
            .field("implicit", &self.implicit)
            .finish_non_exhaustive()
    }
}

/// When bytes are handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As they come.
    AtOnce,
    /// When every action asked for is done.
    WhenIdle,
}

/// Carries a link between two channels until it is closed.
///
/// Bytes are handed over as they come, even while a write is under way: a person wants to see
/// the refusal that arrives in the middle of a long message. Dropping either end of the channels
/// closes the link in order.
pub async fn pump(link: Link, events: Sender<Event>, mut actions: UnboundedReceiver<Action>) {
    let mut carrier = Carrier::new(link, Manner::AtOnce);
    let mut room = None;
    let (mut heard, mut asked) = (true, true);
    loop {
        // With nobody listening what is left of the link is carried out unseen.
        let deliver = room.is_some() || !heard;
        select! {
            // Actions before events: a flood must not keep a Close waiting.
            biased;
            action = actions.recv(), if asked => {
                asked = action.is_some();
                carrier.ask(action.unwrap_or(Action::Close));
            }
            () = events.closed(), if heard => {
                heard = false;
                room = None;
                carrier.ask(Action::Close);
            }
            permit = events.reserve(), if heard && room.is_none() => room = permit.ok(),
            event = poll_fn(|cx| carrier.poll(cx, deliver)) => {
                let last = matches!(event, Event::Closed(_));
                if let Some(permit) = room.take() {
                    permit.send(event);
                }
                if last {
                    break;
                }
            }
        }
    }
}

/// Carries a link for an endpoint until it is closed, calling it directly.
///
/// The endpoint hears the next bytes only when all it asked for is done, so that a peer who
/// talks and never reads cannot make it pile up answers. While it writes, up to 256 KiB are read
/// ahead, so that two ends that write at once do not wait for each other.
pub async fn drive(link: Link, endpoint: &mut impl Endpoint) {
    let mut carrier = Carrier::new(link, Manner::WhenIdle);
    loop {
        let event = poll_fn(|cx| carrier.poll(cx, true)).await;
        let last = matches!(event, Event::Closed(_));
        for action in endpoint.handle(event) {
            carrier.ask(action);
        }
        if last {
            break;
        }
    }
}
