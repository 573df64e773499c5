//! Keys while something lies over the screen: help, a question, the reference.
//!
//! Absent on purpose: drawing it.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, CopyAs, Effect, Exposed, Help, Palette, Reference, panel};
use crate::context::Context;
use crate::intent::Intent;

/// What lies over the screen and takes the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modal {
    /// Help for the pane that had the focus.
    Help(Help),
    /// The notices so far; this one is selected.
    Notices(usize),
    /// Everything there is to do.
    Palette(Palette),
    /// A password would go in the clear: send it?
    Exposed(Exposed),
    /// A session is open: QUIT first?
    Quit,
    /// The message is over what the server takes: send it all the same?
    Oversize,
    /// Several lines were pasted: send them?
    Paste(Vec<String>),
    /// What is to be copied or saved, and in which form?
    CopyAs(CopyAs),
    /// A file has this name already: replace it?
    Replace {
        /// The name.
        path: String,
        /// What would be in it.
        text: String,
    },
    /// Everything ehlo knows.
    Reference(Reference),
}

impl Modal {
    /// Whether a key is a letter of what is typed here.
    pub(super) fn types(&self, key: KeyEvent) -> bool {
        let asks = match self {
            Self::CopyAs(menu) => menu.name.is_some(),
            Self::Help(help) => help.typing,
            Self::Palette(_) => true,
            Self::Reference(reference) => reference.open.is_empty(),
            _ => false,
        };
        let other = KeyModifiers::CONTROL | KeyModifiers::ALT;
        asks && matches!(key.code, KeyCode::Char(_)) && !key.modifiers.intersects(other)
    }
}

impl App {
    /// Opens what an intent asks for.
    pub(super) fn open(&mut self, ctx: &Context, intent: Intent) {
        match intent {
            Intent::Notices => self.open_notices(),
            Intent::Palette => self.open_palette(ctx),
            _ => self.modal = Some(Modal::Help(Help::default())),
        }
    }

    /// `:help`, `:notices`, `:palette`.
    pub(super) fn open_by_name(&mut self, ctx: &Context, name: &str) -> Vec<Effect> {
        self.open(ctx, Intent::named(name).unwrap_or(Intent::Help));
        Vec::new()
    }

    /// Takes away what lies over the screen, and what it changed to be looked at.
    pub(super) fn close_modal(&mut self) -> Vec<Effect> {
        match self.modal.take() {
            Some(Modal::Palette(palette)) => palette.looks_as_before(),
            _ => Vec::new(),
        }
    }

    pub(super) fn modal_key(
        &mut self,
        ctx: &Context,
        at: Duration,
        key: KeyEvent,
        intent: Option<Intent>,
    ) -> Vec<Effect> {
        let enter = key.code == KeyCode::Enter;
        if let Some(text) = self.text_over(ctx, key) {
            return self.put_into_clipboard(ctx, text);
        }
        match self.modal.take() {
            Some(Modal::Help(help)) => return self.help_key(ctx, key, help, intent),
            Some(Modal::Notices(selected)) => {
                return self.notices_key(ctx, key, selected, intent);
            }
            Some(Modal::Palette(palette)) if enter => return self.do_chosen(ctx, at, palette),
            Some(Modal::Palette(palette)) => {
                return self.palette_key(key, palette, intent);
            }
            Some(Modal::CopyAs(menu)) => return self.copy_as_key(ctx, key, intent, menu),
            Some(Modal::Replace { path, text }) if enter => {
                return vec![Effect::Replace { path, text }];
            }
            Some(Modal::Replace { path, text }) if intent != Some(Intent::Back) => {
                self.modal = Some(Modal::Replace { path, text });
            }
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

    /// `y`: what lies over the screen as text, where it is something to read and not a question.
    fn text_over(&self, ctx: &Context, key: KeyEvent) -> Option<String> {
        let asked = key.code == KeyCode::Char('y') && key.modifiers.is_empty();
        match self.modal.as_ref().filter(|_| asked)? {
            Modal::Help(help) if !help.typing => {
                let rows = panel::help_rows(ctx, self, panel::UNWRAPPED);
                Some(panel::text_of(&rows))
            }
            Modal::Reference(reference) => {
                let (path, _) = reference.open.last()?;
                Some(panel::card_text(ctx, self, path))
            }
            _ => None,
        }
    }
}
