//! The likeliest next line, faint behind the cursor: the first suggestion while nothing is typed,
//! and then the newest line that began so and is due, or the best that completion has.
//!
//! Absent on purpose: secrets, questions and messages; nothing is guessed there.

use super::completion::begins;
use super::{App, LinkState, Offered, Pane};
use crate::context::Context;
use crate::smtp::Finding;
use crate::wire::Line;

/// How many lines of the history that began so are judged.
const TRIED: usize = 5;

impl App {
    /// The line that what is typed would become. `offered` is all that it may become.
    pub fn ghost(&self, ctx: &Context, offered: &Offered) -> Option<String> {
        let line = self.command.line();
        let within = offered.at.is_some() || self.command.is_visiting();
        if !self.takes_commands() || within || !self.command.is_at_end() {
            return None;
        }
        // Alt-1 sends it from every pane.
        if line.is_empty() {
            return self.suggested(ctx);
        }
        if self.focus != Pane::Command {
            return None;
        }
        // Behind an address all may be said; and a colon alone says nothing yet.
        let begun = !line.ends_with("> ") && line != ":";
        let due = offered.candidates.first().filter(|one| one.why.is_none());
        let due = due.filter(|_| begun).map(|one| one.line.as_str());
        let whole = self.said_before(line).filter(|_| begun).or(due)?;
        let whole = whole.trim_end();
        (whole.len() > line.len()).then(|| whole.to_owned())
    }

    /// What Alt-1 would send.
    fn suggested(&self, ctx: &Context) -> Option<String> {
        let idle = self.conversation.session().is_answered() && !self.is_busy();
        if self.link != LinkState::Open || !idle {
            return None;
        }
        self.suggestion(ctx, 1)
    }

    /// The nearest line of the history that began so, if it is due now.
    fn said_before(&self, line: &str) -> Option<&str> {
        let target = self.target.to_string();
        let due = |whole: &str| {
            let said = self.conversation.session().judge(&Line::new(whole));
            let against =
                |one: &Finding| matches!(one, Finding::OutOfSequence | Finding::NotOffered(_));
            whole.starts_with(':') || !said.findings.iter().any(against)
        };
        self.history
            .nearest(&target)
            .filter(|whole| whole.len() > line.len() && begins(whole, line))
            .take(TRIED)
            .find(|whole| due(whole))
    }

    /// Right at the end of the line: takes it; `false` if there is none.
    pub(super) fn take_ghost(&mut self, ctx: &Context) -> bool {
        let ghost = self.ghost(ctx, &self.offered(ctx));
        if let Some(whole) = &ghost {
            self.command.set(whole);
        }
        ghost.is_some()
    }
}
