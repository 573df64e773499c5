//! Keys while something lies over the screen: help, a question, the reference.
//!
//! Absent on purpose: drawing it.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};

use super::{App, Effect, Exposed, Reference, panel};
use crate::context::Context;
use crate::intent::Intent;

/// What lies over the screen and takes the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modal {
    /// Help for the pane that had the focus, scrolled by so many rows.
    Help(usize),
    /// A password would go in the clear: send it?
    Exposed(Exposed),
    /// A session is open: QUIT first?
    Quit,
    /// The message is over what the server takes: send it all the same?
    Oversize,
    /// Several lines were pasted: send them?
    Paste(Vec<String>),
    /// Everything ehlo knows.
    Reference(Reference),
}

impl App {
    pub(super) fn modal_key(
        &mut self,
        ctx: &Context,
        at: Duration,
        key: KeyEvent,
        intent: Option<Intent>,
    ) -> Vec<Effect> {
        let enter = key.code == KeyCode::Enter;
        match self.modal.take() {
            Some(Modal::Help(top)) => self.help_key(ctx, key, top, intent),
            Some(Modal::Exposed(exposed)) if enter => return self.expose(ctx, at, &exposed),
            Some(Modal::Exposed(exposed)) if intent != Some(Intent::Back) => {
                self.modal = Some(Modal::Exposed(exposed));
            }
            Some(Modal::Quit) if enter => return self.say_goodbye(at),
            Some(Modal::Quit) if intent == Some(Intent::Quit) => return vec![Effect::Quit],
            Some(Modal::Quit) if intent != Some(Intent::Back) => self.modal = Some(Modal::Quit),
            Some(Modal::Oversize) if enter => return self.send_composed(ctx, at),
            Some(Modal::Oversize) if intent != Some(Intent::Back) => {
                self.modal = Some(Modal::Oversize);
            }
            Some(Modal::Paste(lines)) if enter => return self.send_batch(ctx, at, &lines),
            Some(Modal::Paste(lines)) if key.code == KeyCode::Char('l') => {
                let lines = lines.iter().map(|line| self.ending.line(line)).collect();
                return self.say_in_turn(ctx, at, lines);
            }
            Some(Modal::Reference(reference)) => {
                self.modal = reference.key(ctx, key, intent).map(Modal::Reference);
            }
            Some(Modal::Paste(lines)) if intent != Some(Intent::Back) => {
                self.modal = Some(Modal::Paste(lines));
            }
            _ => {}
        }
        Vec::new()
    }

    fn help_key(&mut self, ctx: &Context, key: KeyEvent, top: usize, intent: Option<Intent>) {
        let page = usize::from(self.size.height.saturating_sub(2)).max(1);
        let most = panel::help_rows(ctx, self).len().saturating_sub(page);
        let top = match key.code {
            KeyCode::Down | KeyCode::Char('j') => top + 1,
            KeyCode::Up | KeyCode::Char('k') => top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => top + page,
            KeyCode::PageUp => top.saturating_sub(page),
            KeyCode::Home => 0,
            KeyCode::End => most,
            KeyCode::Char('q' | '?') | KeyCode::Enter => return,
            _ if matches!(intent, Some(Intent::Back | Intent::Help | Intent::Quit)) => return,
            _ => top,
        };
        self.modal = Some(Modal::Help(top.min(most)));
    }
}
