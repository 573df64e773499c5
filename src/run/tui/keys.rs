//! The keys, pastes and sizes of the terminal, as they come.
//!
//! crossterm reads and understands them; tokio says when there is something to read. crossterm's own
//! stream has a thread for that, which costs each key two turns of the scheduler.
//!
//! Absent on purpose: what a key means (`keymap`).

use std::io::{self, Stdin};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crossterm::event::{self, Event};
use futures_util::Stream;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The terminal's input. It ends when the terminal is gone.
pub(super) struct Keys {
    terminal: AsyncFd<Stdin>,
    /// crossterm tells the new size, this only that there is one.
    resized: Signal,
}

impl Keys {
    /// Listens to the terminal; within a runtime.
    #[expect(
        deprecated,
        reason = "its successor is unsafe, for things that change their descriptor; standard input keeps it"
    )]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            terminal: AsyncFd::with_interest(io::stdin(), Interest::READABLE)?,
            resized: signal(SignalKind::window_change())?,
        })
    }
}

impl Stream for Keys {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.resized.poll_recv(task).is_ready() {}
        loop {
            match event::poll(Duration::ZERO) {
                Ok(true) => return Poll::Ready(Some(event::read())),
                Ok(false) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            let Poll::Ready(ready) = self.terminal.poll_read_ready(task) else {
                return Poll::Pending;
            };
            match ready {
                // Nothing was there to read, and nothing will be.
                Ok(ready) if ready.ready().is_read_closed() => return Poll::Ready(None),
                Ok(mut ready) => ready.clear_ready(),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}
