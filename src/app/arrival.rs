//! What comes in by itself: a paste, an event of the link.
//!
//! Absent on purpose: keys (`update`).

use std::time::Duration;

use super::update::limit;
use super::{App, Effect, LinkState, Modal, Pane, Tab};
use crate::context::Context;
use crate::link::Event;

impl App {
    pub(super) fn pasted(&mut self, text: &str) -> Vec<Effect> {
        self.armed = false;
        self.command.uncover(false);
        self.recall = None;
        // Terminals paste line ends as CR.
        let text = &text.replace("\r\n", "\n").replace('\r', "\n");
        if self.field_pasted(text) {
            return Vec::new();
        }
        let lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
        if self.is_composing() || lines.len() <= 1 {
            self.focus = Pane::Command;
            self.command.insert(if self.is_composing() {
                text
            } else {
                lines.first().map_or("", String::as_str)
            });
        } else {
            self.modal = Some(Modal::Paste(lines));
        }
        Vec::new()
    }

    /// The link had something to say.
    pub(super) fn heard(&mut self, ctx: &Context, at: Duration, event: Event) -> Vec<Effect> {
        let mut effects = self.link_event(ctx, at, event);
        effects.extend(self.take_turns(ctx, at));
        self.tell_of_production(ctx, at);
        effects
    }

    fn link_event(&mut self, ctx: &Context, at: Duration, event: Event) -> Vec<Effect> {
        match &event {
            Event::Opened { .. } => self.link = LinkState::Open,
            Event::Stage(stage) => self.heed_stage(ctx, stage),
            Event::Closed(_) => {
                self.link = LinkState::Closed;
                self.prompt = None;
            }
            _ => {}
        }
        let timed_out = matches!(event, Event::TimedOut);
        let before = self.conversation.transcript().end();
        let written = self.heed_link(ctx, at, &event);
        let mut effects: Vec<_> = self
            .conversation
            .handle(at, event)
            .into_iter()
            .map(Effect::Link)
            .collect();
        self.heed_verdict(ctx, at, before);
        effects.extend(written);
        effects.extend(self.go_on_sending(at));
        if self.selected.is_none() && self.tab == Tab::Explanation {
            self.scrolled = 0;
        }
        if let Some(until) = self.leaving {
            limit(&mut effects, until.saturating_sub(at));
            let answered = self.conversation.session().is_answered();
            if answered || timed_out || self.link == LinkState::Closed {
                effects.push(Effect::Quit);
            }
        }
        effects
    }
}
