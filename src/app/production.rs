//! A host that is marked as production: known by its name, and said once before a message goes there.
//!
//! Absent on purpose: refusing or asking. Whoever marked the host wants to be told, and no more.

use std::time::Duration;

use super::{App, LinkState};
use crate::context::Context;
use crate::link::{Stage, Step};
use crate::smtp::Phase;

impl App {
    /// Whether what is said here goes to a host that is marked.
    pub fn is_production(&self, ctx: &Context) -> bool {
        self.reaches_marked || ctx.production.covers(&self.target)
    }

    /// A domain is not marked by its name when one of the hosts that take its mail is.
    pub(super) fn heed_stage(&mut self, ctx: &Context, stage: &Stage) {
        if let Step::Candidate { host, .. } = &stage.step {
            self.reaches_marked |= ctx.production.names(host);
        }
    }

    /// Says it when an envelope is begun: before anything of the message goes out, and before the
    /// reply to MAIL, whose explanation has the pane then.
    pub(super) fn tell_of_production(&mut self, ctx: &Context, at: Duration) {
        let begun = matches!(
            self.conversation.session().expected_phase(),
            Phase::Sender | Phase::Recipients | Phase::Body | Phase::Chunk | Phase::Chunks
        );
        if begun && self.link == LinkState::Open && self.is_production(ctx) {
            let host = self.target.to_string();
            self.conversation
                .remark_once(at, "production", vec![("target", host)]);
        }
    }
}
