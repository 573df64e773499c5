//! `:auth MECHANISM [USER]`: asks for what is missing, then carries the whole login through.
//!
//! Typing AUTH by hand stays possible; this is for those who would rather not do base64 in the head.
//!
//! Absent on purpose: the mechanisms themselves (`smtp::auth`).

use std::time::Duration;

use super::{App, Effect, LinkState};
use crate::context::Context;
use crate::smtp::auth::{self, Credentials, MECHANISMS, Mechanism};
use crate::smtp::{Phase, Secret};
use crate::transcript::Body;
use crate::wire::Line;

/// A question in the command box: the user's name, then the password.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// The mechanism the answer is for.
    pub mechanism: &'static Mechanism,
    /// The user, once it is known.
    pub user: Option<String>,
}

/// A login that is under way.
#[derive(Clone, Debug)]
pub(super) struct Login {
    mechanism: &'static Mechanism,
    credentials: Credentials,
    step: usize,
}

impl App {
    /// Begins a login, or asks who it is for.
    pub(super) fn auth(&mut self, ctx: &Context, at: Duration, argument: &str) -> Vec<Effect> {
        let mut words = argument.split_ascii_whitespace();
        let name = words.next().unwrap_or_default().to_ascii_uppercase();
        let user = words.next().map(ToOwned::to_owned);
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let Some(mechanism) = auth::find(&name) else {
            let known: Vec<_> = MECHANISMS.iter().map(|mechanism| mechanism.name).collect();
            return self.tell(ctx.ui_with(
                "unknown-mechanism",
                &[("name", name), ("known", known.join(", "))],
            ));
        };
        match (&ctx.credentials, &user) {
            (Some(known), None) => self.log_in(at, mechanism, known.clone()),
            (Some(known), Some(user)) if *user == known.user => {
                self.log_in(at, mechanism, known.clone())
            }
            _ => {
                self.prompt = Some(Prompt { mechanism, user });
                Vec::new()
            }
        }
    }

    /// The answer to the question in the box.
    pub(super) fn answer_prompt(&mut self, at: Duration, prompt: Prompt) -> Vec<Effect> {
        let typed = self.command.take().into_iter().next().unwrap_or_default();
        match prompt.user {
            None if typed.is_empty() => Vec::new(),
            None => {
                self.prompt = Some(Prompt {
                    user: Some(typed),
                    ..prompt
                });
                Vec::new()
            }
            Some(user) => {
                let credentials = Credentials {
                    user,
                    password: Secret::new(typed),
                };
                self.log_in(at, prompt.mechanism, credentials)
            }
        }
    }

    fn log_in(
        &mut self,
        at: Duration,
        mechanism: &'static Mechanism,
        credentials: Credentials,
    ) -> Vec<Effect> {
        let begin = mechanism.begin(&credentials);
        self.login = Some(Login {
            mechanism,
            credentials,
            step: 0,
        });
        self.say(at, &Line::new(begin.expose()))
    }

    /// Answers the challenge that came, if a login is under way.
    pub(super) fn go_on_with_login(&mut self, at: Duration) -> Vec<Effect> {
        let session = self.conversation.session();
        if !session.is_answered() {
            return Vec::new();
        }
        if session.phase() != Phase::Challenge {
            self.login = None;
            return Vec::new();
        }
        let Some(Body::Heard { reply, .. }) = self
            .conversation
            .transcript()
            .last()
            .map(|entry| &entry.body)
        else {
            return Vec::new();
        };
        let Some(login) = self.login.as_mut() else {
            return Vec::new();
        };
        let challenge = reply.texts().next().unwrap_or_default();
        let answer = login
            .mechanism
            .respond(&login.credentials, login.step, challenge);
        login.step += 1;
        self.say(at, &Line::new(answer.expose()))
    }
}
