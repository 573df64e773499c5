//! What a link can be doing: one thing at a time.
//!
//! Absent on purpose: doing it (`carrier`).

use std::future::Future;
use std::pin::Pin;

use tokio::time::Sleep;

use crate::net::pump::Opening;
use crate::net::tls::Handshake;

/// What the link is doing.
pub(super) enum Doing {
    Opening(Opening),
    Nothing,
    Writing {
        bytes: Vec<u8>,
        sent: usize,
    },
    Pausing(Timer),
    /// About to shake hands: giving the runtime one chance to notice what has come.
    Clearing(Pin<Box<dyn Future<Output = ()> + Send>>),
    Shaking(Handshake),
    /// About to say that nothing more will be said.
    HalfClosing,
    Closing(Timer),
    Over,
}

/// The end of a wait.
pub(super) type Timer = Pin<Box<Sleep>>;
