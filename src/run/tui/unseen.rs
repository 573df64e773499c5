//! The explorer without its screen, for `--plain`: the same state and the same way outside, but
//! nothing is drawn and no sequence is sent.
//!
//! Absent on purpose: reading and writing lines (`run/plain`).

use std::time::Instant;

use super::{Explorer, message};
use crate::app::{App, Effect, LinkState, Msg, update};
use crate::context::Context;
use crate::run::plain;
use crate::smtp::Phase;

impl Explorer {
    /// Begins: opens the link.
    pub(in crate::run) fn begin(&mut self) {
        let effects = self.app.begin(self.now());
        self.perform(effects);
    }

    /// What the link or a file has to say next.
    pub(in crate::run) async fn next(&mut self) -> Msg {
        tokio::select! {
            msg = message(&mut self.links) => msg,
            msg = self.files.next() => msg,
        }
    }

    /// Takes a message, and does what of it needs no screen.
    pub(in crate::run) fn hear(&mut self, msg: Msg) {
        let at = self.now();
        for effect in update(&self.ctx, &mut self.app, at, msg) {
            match effect {
                Effect::Language(tag) => {
                    self.perform(vec![Effect::Language(tag.clone())]);
                    self.ctx.locale = plain::spoken(&tag);
                }
                effect if needs_no_screen(&effect) => self.perform(vec![effect]),
                _ => {
                    let words = self.ctx.locale.word("plain", "needs-screen");
                    self.app.notice = Some(words.to_owned());
                }
            }
        }
    }

    /// What is only read.
    pub(in crate::run) const fn ctx(&self) -> &Context {
        &self.ctx
    }

    /// The state.
    pub(in crate::run) const fn app(&self) -> &App {
        &self.app
    }

    /// What was to be shown has been told.
    pub(in crate::run) fn put_away(&mut self) {
        self.app.notice = None;
        self.app.put_away();
    }

    /// Whether it is time to leave.
    pub(in crate::run) const fn leaves(&self) -> bool {
        self.leave.is_some()
    }

    /// Whether there is no session any more.
    pub(in crate::run) fn is_over(&self) -> bool {
        let phase = self.app.conversation.session().phase();
        self.app.link == LinkState::Closed || phase == Phase::Over
    }

    /// When time began.
    pub(in crate::run) const fn started(&self) -> Instant {
        self.started
    }

    /// Stops until the shell says so.
    pub(in crate::run) fn stop() {
        let own = rustix::process::getpid();
        let _ = rustix::process::kill_process(own, rustix::process::Signal::STOP);
    }
}

/// Whether an effect is none of the terminal's.
const fn needs_no_screen(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Attach { .. }
            | Effect::Beside(..)
            | Effect::Dial
            | Effect::HangUp
            | Effect::Link(_)
            | Effect::Open(_)
            | Effect::Quit
            | Effect::Read { .. }
            | Effect::Rewind(_)
            | Effect::Save { .. }
            | Effect::Template { .. }
    )
}
