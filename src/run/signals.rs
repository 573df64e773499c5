//! The signals that end or stop a program that has changed its terminal.

use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use super::Error;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Leave, with this exit status.
    Leave(u8),
    /// Stop until continued.
    Suspend,
}

/// The signals ehlo listens to.
#[derive(Debug)]
pub(super) struct Signals {
    hang_up: Stream,
    interrupt: Stream,
    quit: Stream,
    terminate: Stream,
    stop: Stream,
}

impl Signals {
    /// Listens from now on.
    pub(super) fn listen() -> Result<Self, Error> {
        let listen = |kind| {
            signal(kind).map_err(|source| Error::System {
                what: "listen for signals",
                source,
            })
        };
        Ok(Self {
            hang_up: listen(SignalKind::hangup())?,
            interrupt: listen(SignalKind::interrupt())?,
            quit: listen(SignalKind::quit())?,
            terminate: listen(SignalKind::terminate())?,
            stop: listen(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?,
        })
    }

    /// The next one. Exit statuses are the shell's: 128 and the signal's number.
    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.hang_up.recv() => Signal::Leave(129),
            _ = self.interrupt.recv() => Signal::Leave(130),
            _ = self.quit.recv() => Signal::Leave(131),
            _ = self.terminate.recv() => Signal::Leave(143),
            _ = self.stop.recv() => Signal::Suspend,
        }
    }
}
