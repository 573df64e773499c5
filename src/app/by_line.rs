//! Lines instead of keys: what a person without a screen types (`--plain`), or a pipe holds.
//!
//! A line is the answer where something is asked, a line of the message where one is due, and else
//! what Enter would send.
//!
//! Absent on purpose: reading lines, and saying what came of them (`plain`).

use std::time::Duration;

use super::own::OwnCommand;
use super::{App, Effect, LinkState, Modal, OWN, Pane};
use crate::context::Context;
use crate::smtp::Phase;

/// The commands of ehlo's own that only a screen can carry out.
pub const SCREEN_ONLY: &[&str] = &[
    "copy", "mouse", "notices", "palette", "second", "theme", "wire",
];

/// Those there are only without one.
pub static PLAIN_ONLY: &[OwnCommand] = &[
    OwnCommand {
        name: "map",
        argument: "",
    },
    OwnCommand {
        name: "more",
        argument: "",
    },
    OwnCommand {
        name: "next",
        argument: "NUMBER",
    },
];

impl App {
    /// A line was typed.
    pub(super) fn typed(&mut self, ctx: &Context, at: Duration, line: &str) -> Vec<Effect> {
        self.focus = Pane::Command;
        self.notice = None;
        self.selected = None;
        if let Some(modal) = self.modal.take() {
            return self.answered(ctx, at, modal, line);
        }
        let asks_secret = self.prompt.as_ref().is_some_and(|it| it.user.is_some());
        if asks_secret && line.is_empty() {
            self.prompt = None;
            return self.tell(ctx.locale.text("plain.gave-up").to_owned());
        }
        if self.is_composing() && self.prompt.is_none() {
            return self.compose_line(ctx, at, line);
        }
        match self.own_line(line) {
            Some(("next", number)) => {
                return self.send_suggestion(ctx, at, number.parse().unwrap_or(0));
            }
            Some((name, _)) if SCREEN_ONLY.contains(&name) => {
                let fill = [("command", format!(":{name}"))];
                return self.tell(ctx.locale.fill("plain.screen-only", &fill));
            }
            _ => {}
        }
        self.command.set(line);
        self.send(ctx, at)
    }

    /// Nothing more will be typed: QUIT, if it can be said, and the end.
    pub(super) fn typed_all(&mut self, at: Duration) -> Vec<Effect> {
        self.modal = None;
        self.prompt = None;
        self.say_goodbye(at)
    }

    /// The answer to a question that lies over the screen, where there is one.
    fn answered(
        &mut self,
        ctx: &Context,
        at: Duration,
        question: Modal,
        line: &str,
    ) -> Vec<Effect> {
        let is = |key: &str| {
            let words = ctx.locale.word("plain", key).split(' ');
            let answer = line.trim().to_lowercase();
            words.into_iter().any(|word| word == answer)
        };
        match question {
            Modal::Exposed(exposed) if is("yes") => self.expose(ctx, at, &exposed),
            Modal::Quit if is("yes") => self.say_goodbye(at),
            Modal::Quit if is("now") => vec![Effect::Quit],
            Modal::Oversize if is("yes") => self.send_composed(ctx, at),
            Modal::Replace { path, text } if is("yes") => vec![Effect::Replace { path, text }],
            _ => self.tell(ctx.locale.text("plain.not-done").to_owned()),
        }
    }

    /// A line of the message; a dot alone sends it.
    fn compose_line(&mut self, ctx: &Context, at: Duration, line: &str) -> Vec<Effect> {
        if line == "." {
            return self.end_message(ctx, at);
        }
        if self.message.file.is_some() {
            return self.tell(ctx.ui("file-instead").to_owned());
        }
        self.message.typed.push(line.to_owned());
        self.message.typed_octets += line.len();
        Vec::new()
    }

    fn end_message(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        self.gather_typed();
        self.send_message(ctx, at)
    }

    /// Puts the lines that were typed one by one behind what the box holds of the message. All at
    /// once: the box looks through all its lines for each that is put in.
    pub(super) fn gather_typed(&mut self) {
        let typed = std::mem::take(&mut self.message.typed);
        self.message.typed_octets = 0;
        if typed.is_empty() {
            return;
        }
        let before = if self.command.is_empty() { "" } else { "\n" };
        self.command
            .insert(&format!("{before}{}", typed.join("\n")));
    }

    /// The command of ehlo's own in a line, by its whole name, and its argument; `:1` is `:next 1`.
    /// Nothing where the line would be something else.
    pub fn own_line<'a>(&self, line: &'a str) -> Option<(&'static str, &'a str)> {
        let free = self.modal.is_none() && self.prompt.is_none();
        let own = line
            .strip_prefix(':')
            .filter(|_| free && !self.is_secret() && !self.is_composing())?;
        let (name, argument) = own.split_once(' ').unwrap_or((own, ""));
        if !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_digit()) {
            return Some(("next", name));
        }
        Some((named(name)?.name, argument.trim()))
    }

    /// Whether the next line may go out: nothing is awaited any more, or something is asked.
    pub fn takes_line(&self) -> bool {
        if self.modal.is_some() || self.prompt.is_some() {
            return true;
        }
        let session = self.conversation.session();
        match self.link {
            LinkState::Closed => true,
            LinkState::Opening => false,
            LinkState::Open => {
                self.leaving.is_none()
                    && self.message.sending.is_none()
                    && self.queued() == 0
                    && self.conversation.waiting().is_none()
                    && session.phase() != Phase::Handshake
            }
        }
    }

    /// What was asked to be shown has been told: no screen keeps it.
    pub fn put_away(&mut self) {
        self.compared = None;
        self.tab = super::Tab::default();
        if matches!(self.modal, Some(Modal::Help(_) | Modal::Reference(_))) {
            self.modal = None;
        }
    }
}

/// A command by its name, or by a beginning only it has.
fn named(name: &str) -> Option<&'static OwnCommand> {
    let all = || PLAIN_ONLY.iter().chain(OWN);
    let mut fitting = all().filter(|own| own.name.starts_with(name) && !name.is_empty());
    let first = fitting.next();
    all()
        .find(|own| own.name == name)
        .or_else(|| first.filter(|_| fitting.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_of_a_command_and_stands_for_one() {
        for name in SCREEN_ONLY {
            assert!(OWN.iter().any(|own| own.name == *name), "{name}");
        }
        for own in PLAIN_ONLY {
            assert!(
                OWN.iter().all(|other| other.name != own.name),
                "{}",
                own.name
            );
        }
        assert_eq!(named("mor").map(|own| own.name), Some("more"));
        assert_eq!(named("").map(|own| own.name), None);
    }

    #[test]
    fn those_without_a_screen_have_their_words() {
        let locale = crate::locale::Locale::load("en");
        for own in PLAIN_ONLY {
            assert!(
                locale.has(&format!("plain.own-{}", own.name)),
                "{}",
                own.name
            );
        }
    }
}
