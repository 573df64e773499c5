//! Lines that go out one after another, each when all before it are answered: a paste line by line,
//! a session played again up to a line. And one line that is sent again.
//!
//! A secret was masked when it was recorded, so it cannot be sent again: the queue stops before it
//! and says so. It also stops when the link is lost, and when the content of a message is due and
//! none comes next, or the other way round.
//!
//! Absent on purpose: waiting. The queue goes on when something comes from the link.

use std::collections::VecDeque;
use std::time::Duration;

use super::{App, Effect, LinkState};
use crate::context::Context;
use crate::link::Action;
use crate::smtp::Phase;
use crate::transcript::Body;
use crate::wire::Line;

/// Something to say when its turn comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// A line.
    Line(Line),
    /// A message's octets as they went over the wire, the final dot with them, or octets of a BDAT.
    Content(Vec<u8>),
    /// A login, of which only the mask is left.
    Secret,
}

impl App {
    /// Says lines one after another.
    pub(super) fn say_in_turn(
        &mut self,
        ctx: &Context,
        at: Duration,
        lines: Vec<Line>,
    ) -> Vec<Effect> {
        self.queue = lines.into_iter().map(Turn::Line).collect();
        self.take_turns(ctx, at)
    }

    /// What is due next goes out, once everything before it is answered.
    pub(super) fn take_turns(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if self.link == LinkState::Closed {
            self.queue.clear();
        }
        let session = self.conversation.session();
        let waits = self.link != LinkState::Open
            || !session.is_answered()
            || matches!(session.phase(), Phase::Greeting | Phase::Handshake);
        if waits {
            return Vec::new();
        }
        let content_is_due = matches!(session.phase(), Phase::Body | Phase::Chunk);
        match self.queue.pop_front() {
            None => Vec::new(),
            Some(Turn::Line(line)) if !content_is_due => self.say(at, &line),
            Some(Turn::Content(octets)) if content_is_due => {
                let actions = self.conversation.send(at, octets);
                self.sent(actions)
            }
            Some(Turn::Secret) => self.stop_queue(ctx, "queue-secret"),
            Some(_) => self.stop_queue(ctx, "queue-stopped"),
        }
    }

    /// What is left will not be said.
    pub(super) fn stop_queue(&mut self, ctx: &Context, why: &str) -> Vec<Effect> {
        self.queue.clear();
        self.tell(ctx.ui(why).to_owned())
    }

    /// `r`: says the selected line again, or the line that the selected reply answers.
    pub(super) fn resend(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let mut exchange = self
            .place()
            .map_or(0..0, |place| self.exchange(place.entry));
        let said = exchange.find_map(|entry| self.turn(entry));
        match said {
            Some(Turn::Line(line)) => self.say(at, &line),
            Some(Turn::Secret) => self.tell(ctx.ui("queue-secret").to_owned()),
            Some(Turn::Content(_)) | None => self.tell(ctx.ui("no-line").to_owned()),
        }
    }

    /// `R`: a new connection to the same target, on which everything up to the selected line is
    /// said again.
    pub(super) fn replay(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        let Some(place) = self.place() else {
            return self.tell(ctx.ui("no-line").to_owned());
        };
        let transcript = self.conversation.transcript();
        let until = self.exchange(place.entry).end;
        let from = (transcript.first()..place.entry).rev().find(|entry| {
            let body = transcript.get(*entry).map(|entry| &entry.body);
            matches!(body, Some(Body::Opened { .. }))
        });
        let turns: VecDeque<_> = (from.unwrap_or(0)..until)
            .filter_map(|entry| self.turn(entry))
            .collect();
        if turns.is_empty() {
            return self.tell(ctx.ui("no-line").to_owned());
        }
        let mut effects = self.hang_up(at);
        effects.extend(self.connect(at));
        self.queue = turns;
        effects
    }

    /// What an entry would be if it were said again.
    fn turn(&self, entry: usize) -> Option<Turn> {
        match &self.conversation.transcript().get(entry)?.body {
            Body::Said { said, .. } if said.secret.is_some() => Some(Turn::Secret),
            Body::Said { line, .. } => Some(Turn::Line(line.clone())),
            Body::Message { kept, octets, .. } if kept.len() as u64 == *octets => {
                Some(Turn::Content(kept.clone()))
            }
            _ => None,
        }
    }

    /// How many lines are still to be said in turn.
    pub fn queued(&self) -> usize {
        self.queue.len()
    }
}

/// Cuts what is written into pieces of so many octets with a pause between them.
pub(super) fn in_pieces(actions: Vec<Action>, size: usize, pause: Duration) -> Vec<Action> {
    let mut cut = Vec::new();
    for action in actions {
        let Action::Write(octets) = action else {
            cut.push(action);
            continue;
        };
        for (index, piece) in octets.chunks(size.max(1)).enumerate() {
            if index > 0 {
                cut.push(Action::Pause(pause));
            }
            cut.push(Action::Write(piece.to_vec()));
        }
    }
    cut
}
