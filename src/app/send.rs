//! Sending: lines, messages, suggestions. Whatever is typed goes out as it is.

use std::time::Duration;

use super::own::is_known;
use super::{App, Effect, LinkState, Pane, Prediction, predict};
use crate::context::Context;
use crate::link::Action;
use crate::wire::Line;

impl App {
    /// Enter: sends the line that is typed, or carries out ehlo's own command.
    pub(super) fn send(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if let Some(prompt) = self.prompt.take() {
            return self.answer_prompt(ctx, at, prompt);
        }
        let blank = self.command.line().trim().is_empty();
        if blank && self.link == LinkState::Closed {
            return self.connect(at);
        }
        // An empty line is an answer within AUTH, and nothing elsewhere.
        if blank && !self.is_secret() {
            return Vec::new();
        }
        // No answer of a login has a colon in it, as base64 has none (RFC 4648 §4). What is no
        // command's name may be a password that was to be encoded, and stays a secret.
        let own = self.command.line().strip_prefix(':');
        let own = own.is_some_and(|own| !self.is_secret() || is_known(own));
        let secret = self.is_secret() && !own;
        if self.is_busy() && !self.command.line().starts_with(':') {
            return self.tell_busy(ctx);
        }
        if predict(self) == Prediction::NotOpen {
            return self.tell_no_link(ctx);
        }
        let line = self.command.take().into_iter().next().unwrap_or_default();
        let aside = self.message.aside;
        let effects = self.send_text(ctx, at, &line, secret);
        // What was wrong with it can be put right there.
        if own && !aside && self.notice_stays && self.command.is_empty() {
            self.command.set(&line);
        }
        effects
    }

    fn send_text(&mut self, ctx: &Context, at: Duration, text: &str, secret: bool) -> Vec<Effect> {
        if let Some(own) = text.strip_prefix(':').filter(|_| !secret) {
            self.put_welcome_away();
            if !self.tells_secret(own) {
                self.remember(text);
            }
            let effects = self.own(ctx, at, own);
            self.message.aside = false;
            return effects;
        }
        let line = if secret {
            Line::new(text)
        } else {
            self.ending.line(text)
        };
        if !secret && self.conversation.session().judge(&line).secret.is_none() {
            self.remember(text);
        }
        self.say(at, &line)
    }

    fn remember(&mut self, line: &str) {
        self.history.remember(&self.target.to_string(), line);
    }

    /// Says a line.
    pub(super) fn say(&mut self, at: Duration, line: &Line) -> Vec<Effect> {
        let actions = self.conversation.say(at, line);
        self.sent(actions)
    }

    /// What was said goes out, and the session is followed again.
    pub(super) fn sent(&mut self, actions: Vec<Action>) -> Vec<Effect> {
        self.put_welcome_away();
        self.selected = None;
        self.scrolled = 0;
        actions.into_iter().map(Effect::Link).collect()
    }

    /// The line of a numbered suggestion, from 1.
    pub(super) fn suggestion(&self, ctx: &Context, number: u8) -> Option<String> {
        let next = super::panel::explanation(ctx, self).next;
        let lines = next.into_iter().map(|suggestion| suggestion.send);
        lines
            .filter(|line| !line.is_empty())
            .nth(usize::from(number.checked_sub(1)?))
    }

    /// Sends the numbered suggestion. A single dot ends the message; a header goes into it.
    pub(super) fn send_suggestion(
        &mut self,
        ctx: &Context,
        at: Duration,
        number: u8,
    ) -> Vec<Effect> {
        let Some(line) = self.suggestion(ctx, number) else {
            return self.tell(ctx.ui_with("no-suggestion", &[("number", number.to_string())]));
        };
        if self.is_composing() && !line.starts_with(':') {
            if line == "." && self.composed_octets() == 0 {
                return self.tell(ctx.ui("message-empty").to_owned());
            }
            if line == "." {
                return self.send_message(ctx, at);
            }
            self.command.insert(&format!("{line}\n"));
            return Vec::new();
        }
        if !line.starts_with(':') && self.is_busy() {
            return self.tell_busy(ctx);
        }
        if !line.starts_with(':') && self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        if self.is_guess(ctx, &line) {
            self.focus = Pane::Command;
            self.command.replace(&line);
            return self.tell(ctx.ui("guessed-recipient").to_owned());
        }
        self.send_text(ctx, at, &line, false)
    }

    /// Whether a line would name somebody at a real server whom nobody has named yet: mail for a
    /// guess is not sent by one key.
    fn is_guess(&self, ctx: &Context, line: &str) -> bool {
        let recipient = self.known_recipient().is_none() && !self.target.is_practice();
        recipient && line.starts_with("RCPT ") && line.contains(&self.names(ctx).known)
    }

    /// A paste that was looked at: all of its lines in one write.
    pub(super) fn send_batch(
        &mut self,
        ctx: &Context,
        at: Duration,
        lines: &[String],
    ) -> Vec<Effect> {
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        if self.is_busy() {
            return self.tell_busy(ctx);
        }
        let lines: Vec<_> = lines
            .iter()
            .map(|line| Line::new(line.as_bytes()))
            .collect();
        let actions = self.conversation.say_all(at, &lines);
        self.sent(actions)
    }
}
