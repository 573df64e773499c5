//! Telling the stages of a link to whoever carries it, and hearing them.
//!
//! Absent on purpose: words, and waiting for somebody to listen who is gone.

use std::task::{Context, Poll};

use tokio::sync::mpsc::{Receiver, Sender};
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

/// What is told of a link; a child process tells until it ends.
#[derive(Debug, Default)]
pub(super) struct Stages(Option<Receiver<Stage>>);

impl Stages {
    pub(super) const fn new(told: Receiver<Stage>) -> Self {
        Self(Some(told))
    }

    /// The next one, or to be woken by it.
    pub(super) fn next(&mut self, cx: &mut Context<'_>) -> Option<Stage> {
        let Poll::Ready(stage) = self.0.as_mut()?.poll_recv(cx) else {
            return None;
        };
        if stage.is_none() {
            self.0 = None;
        }
        stage
    }

    /// Those that were told before this moment: they belong before what happens now.
    pub(super) fn so_far(&mut self) -> impl Iterator<Item = Stage> {
        std::iter::from_fn(|| self.0.as_mut()?.try_recv().ok())
    }
}
