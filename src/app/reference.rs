//! F3: everything ehlo knows, found by typing, read in place, followed from card to card.
//!
//! Absent on purpose: drawing, and searching, which is the knowledge's.

use super::Query;
use crate::context::Context;
use crate::intent::Intent;
use crate::kb::Found;
use crossterm::event::{KeyCode, KeyEvent};

/// What is searched for, and what is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What was typed.
    pub query: Query,
    /// Which of the found is selected.
    pub selected: usize,
    /// The cards that were opened, the last on top: paths, and how far each is scrolled.
    pub open: Vec<(String, usize)>,
    /// Whether the list was seen, so that it is what the first card goes back to.
    pub from_list: bool,
}

/// How many are shown at most.
const MOST: usize = 200;

impl Reference {
    /// Looks for a name, and opens its card where one has just this name.
    pub(super) fn about(ctx: &Context, name: &str) -> Self {
        let mut reference = Self {
            query: name.into(),
            ..Self::default()
        };
        let found = reference.found(ctx).into_iter().next();
        let exact = found.filter(|found| found.is_called(name));
        reference.open.extend(exact.map(|found| (found.path, 0)));
        reference
    }

    /// One card, by its path.
    pub(super) fn card(path: String) -> Self {
        let name = path.split_once('/').map_or(&*path, |(_, name)| name);
        Self {
            query: name.into(),
            open: vec![(path, 0)],
            ..Self::default()
        }
    }

    /// What fits the query, the best first.
    pub fn found(&self, ctx: &Context) -> Vec<Found> {
        ctx.kb.search(self.query.text(), MOST)
    }

    /// Takes a key; `None` closes the reference.
    pub(super) fn key(self, ctx: &Context, key: KeyEvent, intent: Option<Intent>) -> Option<Self> {
        if matches!(intent, Some(Intent::Reference | Intent::Quit)) {
            return None;
        }
        if self.open.is_empty() {
            self.list_key(ctx, key)
        } else {
            self.card_key(ctx, key)
        }
    }

    fn list_key(mut self, ctx: &Context, key: KeyEvent) -> Option<Self> {
        let last = self.found(ctx).len().saturating_sub(1);
        self.from_list = true;
        match key.code {
            KeyCode::Esc => return None,
            KeyCode::Enter => {
                let found = self.found(ctx).into_iter().nth(self.selected);
                self.open.extend(found.map(|found| (found.path, 0)));
            }
            KeyCode::Up => self.selected = self.selected.saturating_sub(1),
            KeyCode::Down => self.selected = (self.selected + 1).min(last),
            KeyCode::PageUp => self.selected = self.selected.saturating_sub(10),
            KeyCode::PageDown => self.selected = (self.selected + 10).min(last),
            _ if self.query.key(key) => self.selected = 0,
            _ => {}
        }
        Some(self)
    }

    /// In a card: digits follow its links, Backspace goes back.
    fn card_key(mut self, ctx: &Context, key: KeyEvent) -> Option<Self> {
        match key.code {
            KeyCode::Backspace | KeyCode::Esc | KeyCode::Left => {
                self.open.pop();
                if self.open.is_empty() && !self.from_list {
                    return None;
                }
            }
            KeyCode::Char(digit @ '1'..='9') => {
                let link = digit
                    .to_digit(10)
                    .and_then(|digit| self.links(ctx).into_iter().nth(digit as usize - 1));
                self.open.extend(link.map(|path| (path, 0)));
            }
            KeyCode::Up => self.scroll(-1),
            KeyCode::Down => self.scroll(1),
            KeyCode::PageUp => self.scroll(-10),
            KeyCode::PageDown | KeyCode::Char(' ') => self.scroll(10),
            _ => {}
        }
        Some(self)
    }

    fn scroll(&mut self, rows: isize) {
        if let Some((_, top)) = self.open.last_mut() {
            *top = top.saturating_add_signed(rows);
        }
    }

    /// The cards the open one names, at most nine, in order.
    pub fn links(&self, ctx: &Context) -> Vec<String> {
        let card = self.open.last().and_then(|(path, _)| ctx.kb.by_path(path));
        let known = |path: &&String| ctx.kb.by_path(path).is_some();
        card.map(|card| card.related.iter().filter(known).take(9).cloned().collect())
            .unwrap_or_default()
    }
}
