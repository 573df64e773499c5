//! What the loop waits for: a link's next word, a time, its turn.
//!
//! Absent on purpose: what is done then (`tui`).

use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{Receiver, UnboundedSender};
use tokio::task::JoinHandle;

use crate::app::Msg;
use crate::link::Action;

/// The task that carries the link, and the ways to it and from it.
pub(super) struct OpenLink {
    pub(super) generation: u64,
    pub(super) task: JoinHandle<()>,
    pub(super) actions: UnboundedSender<Action>,
    pub(super) messages: Receiver<Msg>,
}

impl Drop for OpenLink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The next second of a countdown; never, while none runs.
pub(in crate::run) async fn tick(started: Instant, due: Option<Duration>) {
    until(due.map(|due| started + due)).await;
}

/// That time; never, if there is none.
pub(super) async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

/// After everybody else has had a turn; never, if nothing is to be gone on with.
pub(super) async fn turn(wanted: bool) {
    if wanted {
        tokio::task::yield_now().await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// What a link has to say next; never, if there is none.
pub(super) async fn message(links: &mut Vec<OpenLink>) -> Msg {
    poll_fn(|context| {
        let mut said = None;
        links.retain_mut(|link| {
            if said.is_some() {
                return true;
            }
            match link.messages.poll_recv(context) {
                Poll::Ready(None) => false,
                Poll::Ready(Some(msg)) => {
                    said = Some(msg);
                    true
                }
                Poll::Pending => true,
            }
        });
        said.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}
