//! A second session beside the first: the same target or another. One is at the front and takes what
//! is typed; the other goes on by itself.
//!
//! Everything that belongs to one session is swapped as a whole, so that nothing else in the app
//! has to know that there are two. What a session that is not at the front asks for outside is
//! marked with its link ([`Effect::Beside`]).
//!
//! Absent on purpose: a third.

use std::collections::VecDeque;
use std::mem::swap;
use std::sync::Arc;
use std::time::Duration;

use super::queue::Turn;
use super::{App, Effect, Lens, LinkState, Message, Place, Prompt};
use crate::context::Context;
use crate::conversation::Conversation;
use crate::smtp::Scenario;
use crate::target::Target;

/// A session that is not at the front.
#[derive(Debug)]
pub struct Second {
    /// Its session and record.
    pub conversation: Conversation,
    /// Where it goes.
    pub target: Target,
    /// How it stands with its link.
    pub link: LinkState,
    scenario: Option<Arc<Scenario>>,
    generation: u64,
    prompt: Option<Prompt>,
    may_expose: Option<u64>,
    reaches_marked: bool,
    message: Message,
    queue: VecDeque<Turn>,
    selected: Option<Place>,
    lens: Lens,
    scrolled: usize,
    /// Whether it is the first of the two by age.
    first: bool,
}

impl App {
    /// `:second [TARGET]`: opens one, or another in place of the one that is not at the front.
    pub(super) fn open_second(&mut self, at: Duration, argument: &str) -> Vec<Effect> {
        let target = if argument.is_empty() {
            self.target.clone()
        } else {
            match Target::parse(argument) {
                Ok(target) => target,
                Err(error) => return self.tell_error(error.to_string()),
            }
        };
        // The link of the one before it is not known any more, and is given up.
        let mut effects = vec![Effect::HangUp];
        self.second = Some(Box::new(Second {
            conversation: self.conversation.another(),
            scenario: super::scenario(&target),
            target,
            link: LinkState::Closed,
            generation: 0,
            prompt: None,
            may_expose: None,
            reaches_marked: false,
            message: Message::default(),
            queue: VecDeque::new(),
            selected: None,
            lens: Lens::default(),
            scrolled: 0,
            first: !self.is_first,
        }));
        self.swap();
        effects.extend(self.connect(at));
        effects
    }

    /// The other session comes to the front.
    pub(super) fn switch(&mut self, ctx: &Context) -> Vec<Effect> {
        if self.second.is_none() {
            return self.tell(ctx.ui("no-second").to_owned());
        }
        self.swap();
        Vec::new()
    }

    /// Something for the session behind: it is at the front while that happens, and no longer.
    pub(super) fn beside(
        &mut self,
        generation: u64,
        happens: impl FnOnce(&mut Self) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let behind = self.second.as_ref().map(|second| second.generation);
        if behind != Some(generation) {
            return Vec::new();
        }
        self.swap();
        let leaving = self.leaving.take();
        let effects = happens(self);
        self.leaving = leaving;
        let generation = self.generation;
        self.swap();
        let mark = |effect| Effect::Beside(generation, Box::new(effect));
        effects.into_iter().map(mark).collect()
    }

    /// Whether a link belongs to one of the sessions.
    pub fn knows(&self, generation: u64) -> bool {
        let behind = self.second.as_ref().map(|second| second.generation);
        generation == self.generation || behind == Some(generation)
    }

    /// A number that no link had before.
    pub(super) const fn new_generation(&mut self) {
        self.generations += 1;
        self.generation = self.generations;
    }

    fn swap(&mut self) {
        let Some(second) = self.second.as_mut() else {
            return;
        };
        swap(&mut self.conversation, &mut second.conversation);
        swap(&mut self.target, &mut second.target);
        swap(&mut self.scenario, &mut second.scenario);
        swap(&mut self.link, &mut second.link);
        swap(&mut self.generation, &mut second.generation);
        swap(&mut self.prompt, &mut second.prompt);
        swap(&mut self.may_expose, &mut second.may_expose);
        swap(&mut self.reaches_marked, &mut second.reaches_marked);
        swap(&mut self.message, &mut second.message);
        swap(&mut self.queue, &mut second.queue);
        swap(&mut self.selected, &mut second.selected);
        swap(&mut self.lens, &mut second.lens);
        swap(&mut self.scrolled, &mut second.scrolled);
        self.range = None;
        self.pointed = None;
        swap(&mut self.is_first, &mut second.first);
    }
}
