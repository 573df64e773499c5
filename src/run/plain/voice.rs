//! Standard output, written on a thread of its own: whoever does not read it holds up no signal.
//!
//! Absent on purpose: what is written.

use std::io::{self, Write as _};
use std::time::Duration;

use tokio::sync::mpsc::{OwnedPermit, Receiver, Sender, channel};
use tokio::sync::oneshot;

/// How long the last of it may take.
const LAST: Duration = Duration::from_secs(2);

/// The way to standard output.
#[derive(Debug)]
pub(super) struct Voice {
    texts: Sender<String>,
    done: oneshot::Receiver<()>,
}

impl Voice {
    pub(super) fn new() -> Self {
        let (texts, came) = channel(1);
        let (finished, done) = oneshot::channel();
        std::thread::spawn(move || {
            write(came);
            // Nobody may wait for it.
            let _ = finished.send(());
        });
        Self { texts, done }
    }

    /// Room for a text, once the one before is on its way; `None` if nobody reads any more.
    pub(super) async fn room(&self) -> Option<OwnedPermit<String>> {
        self.texts.clone().reserve_owned().await.ok()
    }

    /// The last text; waits until all is written, but not for long.
    pub(super) async fn end(self, text: String) {
        let all = async {
            let _ = self.texts.send(text).await;
            drop(self.texts);
            let _ = self.done.await;
        };
        let _ = tokio::time::timeout(LAST, all).await;
    }
}

fn write(mut texts: Receiver<String>) {
    let mut out = io::stdout();
    while let Some(text) = texts.blocking_recv() {
        if out
            .write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .is_err()
        {
            return;
        }
    }
}
