//! Telling the stages of a link to whoever carries it.
//!
//! Absent on purpose: words, and waiting for somebody to listen who is gone.

use tokio::sync::mpsc::Sender;
use tokio::time::Instant;

use crate::link::{Stage, Step};

/// Tells stages. Cheap to clone: a child process goes on telling while the link is open.
#[derive(Clone, Debug)]
pub struct Teller(Sender<Stage>);

impl Teller {
    pub(super) const fn new(stages: Sender<Stage>) -> Self {
        Self(stages)
    }

    /// Tells a step that took no time worth telling.
    pub(super) async fn tell(&self, step: Step) {
        // With nobody listening the link is being given up.
        let _ = self.0.send(Stage { step, took: None }).await;
    }

    /// Tells a step that began then.
    pub(super) async fn took(&self, since: Instant, step: Step) {
        let took = Some(since.elapsed());
        let _ = self.0.send(Stage { step, took }).await;
    }
}
