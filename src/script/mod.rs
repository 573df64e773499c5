//! A dialogue that is played: its `C:` lines are said, its `S:` lines compared with what comes.
//!
//! The player goes on after a failed expectation, so that one run tells all; but content whose 354
//! did not come is never sent (RFC 5321 §4.1.1.4: it would be taken for commands), nor an answer whose
//! 334 did not come, nor anything more in the clear after a STARTTLS whose 220 did not.
//!
//! Absent on purpose: a clock, the link, printing. Times and events go in, actions come out.

use std::collections::VecDeque;
use std::time::Duration;

use crate::conversation::Conversation;
use crate::link::{Action, Event};
use crate::smtp::auth::{Credentials, Needs, Way};
use crate::smtp::{Phase, Seed};
use crate::transcript::Transcript;
use crate::transcript::log::Expectation;
use crate::wire::{Code, Enhanced, Line, Reply};

mod outcome;
mod parse;
mod play;

pub use outcome::Outcome;
pub use parse::{ScriptError, parse};

/// One step of a script, with its line number from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it stands in the file.
    pub line: usize,
    /// What is to happen.
    pub what: What,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Say these lines: one, or a pipeline that goes out in one write.
    Say(Vec<String>),
    /// Carry a whole login through: `AUTH MECH $AUTH`.
    Login(Way),
    /// A reply must come, with this code and, if given, this enhanced code.
    Expect(Wanted),
    /// The reply before must also contain this text, whatever the case.
    Contain(String),
}

/// What an `S:` line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The reply code.
    pub code: Code,
    /// The enhanced status code, if one is written.
    pub enhanced: Option<Enhanced>,
}

/// How a script is to be played.
#[derive(Debug, Default)]
pub struct Options {
    /// Who logs in where the script says `$AUTH`.
    pub credentials: Option<Credentials>,
    /// Whether a login may go over an unencrypted link.
    pub cleartext_auth: bool,
    /// Whether MAIL and AUTH must wait for TLS (`submission://`).
    pub tls_required: bool,
    /// How long each reply may take, instead of the RFC's limits.
    pub timeout: Option<Duration>,
    /// Chance, for the logins that need some.
    pub seed: Seed,
}

/// A reply, and the verb it answers; none, if nobody asked.
#[derive(Debug)]
struct Heard {
    reply: Reply,
    verb: &'static str,
}

/// What the server did not ask for, so that it is not said: it would be taken for commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Omit {
    /// The content up to its dot: the 354 did not come.
    Content,
    /// The next line: it would answer a 334 that did not come.
    Answer,
    /// Nothing any more; but replies to what was left out will not come either.
    Reply,
}

/// A script being played.
#[derive(Debug)]
pub struct Script {
    steps: Vec<Step>,
    next: usize,
    options: Options,
    conversation: Conversation,
    /// Replies that came and no step has looked at yet.
    unread: VecDeque<Heard>,
    /// The last reply a step looked at, or that was passed over.
    last: Option<Heard>,
    /// The script's line with the login that is under way, and its mechanism.
    login: Option<(usize, &'static str)>,
    /// What is left out because the server did not ask for it.
    omit: Option<Omit>,
    expectations: Vec<Expectation>,
    outcome: Option<Outcome>,
    /// How far the record has been looked through.
    seen: usize,
}

impl Script {
    /// A script that has not begun.
    pub fn new(steps: Vec<Step>, options: Options) -> Self {
        Self {
            steps,
            next: 0,
            conversation: Conversation::new(options.timeout),
            options,
            unread: VecDeque::new(),
            last: None,
            login: None,
            omit: None,
            expectations: Vec::new(),
            outcome: None,
            seen: 0,
        }
    }

    /// What is wrong before anything is sent: a login without anyone to log in.
    pub fn refusal(&self) -> Option<Outcome> {
        let login = self.steps.iter().find(
            |step| matches!(step.what, What::Login(way) if way.mechanism.needs != Needs::Nothing),
        )?;
        self.options
            .credentials
            .is_none()
            .then_some(Outcome::NoCredentials { line: login.line })
    }

    /// The record so far.
    pub const fn transcript(&self) -> &Transcript {
        self.conversation.transcript()
    }

    /// The conversation, for tests that look at both ends.
    pub const fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The expectations so far.
    pub fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// How it ended; `None` while it plays.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Takes an event of the link at its time; what the link is to do.
    pub fn handle(&mut self, at: Duration, event: Event) -> Vec<Action> {
        if let Event::Stage(_) = event {
            return self.conversation.handle(at, event);
        }
        let ended = self.outcome.is_some();
        let timed_out = matches!(event, Event::TimedOut);
        let closed = match &event {
            Event::Closed(failure) => Some(failure.clone()),
            _ => None,
        };
        let owing = self.is_owing();
        let mut actions = self.conversation.handle(at, event);
        if ended {
            return Vec::new();
        }
        self.look(&mut actions);
        if timed_out {
            let outcome = if self.conversation.is_silent() {
                Outcome::Silent
            } else {
                Outcome::TimedOut
            };
            self.end(outcome, &mut actions);
        }
        if self.outcome.is_none() && !(owing && closed.is_some()) {
            self.advance(at, &mut actions);
        }
        let unfinished = match &self.outcome {
            None => true,
            // A reply or a handshake was still due, so the script cannot have passed.
            Some(Outcome::Passed | Outcome::Failed(_)) => owing,
            Some(_) => false,
        };
        if let Some(failure) = closed.filter(|_| unfinished) {
            self.outcome = None;
            self.end(
                failure.map_or(Outcome::Lost, |failure| Outcome::of_failure(&failure)),
                &mut actions,
            );
        }
        actions
    }

    /// Whether the peer still owes something that it has not said it will not give.
    fn is_owing(&self) -> bool {
        let session = self.conversation.session();
        session.phase() == Phase::Handshake
            || !session.is_answered() && session.phase() != Phase::Over
    }

    /// Puts a remark of ehlo's own into the record.
    pub fn remark(&mut self, at: Duration, key: &'static str, fill: Vec<(&'static str, String)>) {
        self.conversation.remark(at, key, fill);
    }

    fn say(&mut self, at: Duration, lines: &[String]) -> Vec<Action> {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| Line::new(line.as_bytes()))
            .collect();
        self.conversation.say_all(at, &lines)
    }
}
