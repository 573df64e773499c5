//! F3: everything ehlo knows, found by typing, read in place, followed from card to card.
//!
//! A name that begins with what was typed comes first, then a name that holds it, then a title, then
//! any of the words. Letters stand for themselves, whatever their case or marks: `xac thuc` finds
//! `xác thực`.
//!
//! Absent on purpose: drawing.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::context::Context;
use crate::intent::Intent;
use crate::kb::{Card, Kind};

/// What is searched for, and what is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What was typed.
    pub query: String,
    /// Which of the found is selected.
    pub selected: usize,
    /// The cards that were opened, the last on top: paths, and how far each is scrolled.
    pub open: Vec<(String, usize)>,
}

/// A card that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path: `reply/550`.
    pub path: String,
    /// Its name as people say it.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// How many are shown at most.
const MOST: usize = 200;

/// The kinds, in the order of the list while nothing is typed.
const KINDS: &[Kind] = &[
    Kind::Reply,
    Kind::Verb,
    Kind::Keyword,
    Kind::Enhanced,
    Kind::Parameter,
    Kind::Mechanism,
    Kind::Term,
    Kind::Phase,
    Kind::Rule,
    Kind::Limit,
];

impl Reference {
    /// What fits the query, the best first.
    pub fn found(&self, ctx: &Context) -> Vec<Found> {
        let query = folded(&self.query);
        let mut ranked: Vec<(usize, Found)> = Vec::new();
        for kind in KINDS {
            for name in ctx.kb.names(*kind) {
                let Some(card) = ctx.kb.card(*kind, name) else {
                    continue;
                };
                if let Some(rank) = rank(&query, name, card) {
                    let path = format!("{}/{name}", kind.folder());
                    ranked.push((
                        rank,
                        Found {
                            path,
                            name: name.to_owned(),
                            title: card.words.title.clone(),
                        },
                    ));
                }
            }
        }
        // Stable: within a rank the kinds keep their order.
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked
            .into_iter()
            .map(|(_, found)| found)
            .take(MOST)
            .collect()
    }

    /// Takes a key; `None` closes the reference.
    pub(super) fn key(self, ctx: &Context, key: KeyEvent, intent: Option<Intent>) -> Option<Self> {
        if matches!(intent, Some(Intent::Reference | Intent::Quit)) {
            return None;
        }
        if self.open.is_empty() {
            self.list_key(ctx, key)
        } else {
            Some(self.card_key(ctx, key))
        }
    }

    fn list_key(mut self, ctx: &Context, key: KeyEvent) -> Option<Self> {
        let last = self.found(ctx).len().saturating_sub(1);
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
            KeyCode::Backspace => {
                self.query.pop();
                self.selected = 0;
            }
            KeyCode::Char(letter)
                if !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                self.query.push(letter);
                self.selected = 0;
            }
            _ => {}
        }
        Some(self)
    }

    /// In a card: digits follow its links, Backspace goes back.
    fn card_key(mut self, ctx: &Context, key: KeyEvent) -> Self {
        match key.code {
            KeyCode::Backspace | KeyCode::Esc | KeyCode::Left => {
                self.open.pop();
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
        self
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

/// How well a card fits: the smaller the better.
fn rank(query: &str, name: &str, card: &Card) -> Option<usize> {
    if query.is_empty() {
        return Some(0);
    }
    let holds = |text: &str| folded(text).contains(query);
    let name = folded(name);
    match () {
        () if name == query => Some(0),
        () if name.starts_with(query) => Some(1),
        () if name.contains(query) || holds(&card.name) => Some(2),
        () if holds(&card.words.title) => Some(3),
        () if holds(&card.words.meaning) || holds(&card.words.when) || holds(&card.words.why) => {
            Some(4)
        }
        () => None,
    }
}

/// Lower case, without marks: what a keyboard without the language's layout can type.
fn folded(text: &str) -> String {
    let plain =
        text.nfd()
            .filter(|letter| !is_combining_mark(*letter))
            .map(|letter| match letter {
                'đ' | 'Đ' => 'd',
                letter => letter,
            });
    // Hangul is put together again, so that a syllable is found as it is typed.
    plain.nfc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_matter_and_hangul_stays_whole() {
        for (text, plain) in [
            ("Xác Thực", "xac thuc"),
            ("Đăng", "dang"),
            ("메일", "메일"),
            ("RCPT", "rcpt"),
        ] {
            assert_eq!(folded(text), plain);
        }
    }
}
