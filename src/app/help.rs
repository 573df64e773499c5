//! F1, and `?` outside the box: the help for the pane that has the focus, read, scrolled and searched.
//!
//! Absent on purpose: what it says (`panel/help`), and drawing.

use crossterm::event::{KeyCode, KeyEvent};

use super::{App, Effect, Modal, Query, layout, panel};
use crate::context::Context;
use crate::flow::Row;
use crate::intent::Intent;
use crate::kb::folded;

/// How far the help is scrolled, and what is looked for in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// How many rows are scrolled away.
    pub top: usize,
    /// What is looked for.
    pub query: Query,
    /// Whether it is being typed.
    pub typing: bool,
    /// Which of the rows that hold it is the current one, from 0.
    pub current: usize,
}

/// A file ehlo uses, for the help to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInUse {
    /// What it is for: a key of the screen's words.
    pub what: &'static str,
    /// Where it is.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
}

impl Help {
    /// The numbers of the rows that hold what is looked for.
    pub fn matches(&self, rows: &[Row]) -> Vec<usize> {
        if self.query.is_empty() {
            return Vec::new();
        }
        let query = folded(self.query.text());
        let holds = |row: &Row| {
            let text: String = row.iter().map(|span| span.text.as_str()).collect();
            folded(&text).contains(&query)
        };
        let numbered = rows.iter().enumerate();
        numbered
            .filter(|(_, row)| holds(row))
            .map(|(number, _)| number)
            .collect()
    }

    /// To another of the rows that hold it; around the end and the beginning.
    fn turn(&mut self, rows: &[Row], page: usize, by: isize) {
        let matches = self.matches(rows);
        let count = isize::try_from(matches.len()).unwrap_or(isize::MAX);
        if count == 0 {
            return;
        }
        let current = isize::try_from(self.current).unwrap_or(0);
        self.current = usize::try_from((current + by).rem_euclid(count)).unwrap_or(0);
        self.show(&matches, page);
    }

    /// Scrolls so far that the current one is seen.
    fn show(&mut self, matches: &[usize], page: usize) {
        let Some(row) = matches.get(self.current) else {
            return;
        };
        if !(self.top..self.top + page).contains(row) {
            self.top = row.saturating_sub(page / 3);
        }
    }

    /// A key while it is typed: the first row from here on that holds it is shown at once.
    fn type_key(&mut self, key: KeyEvent, rows: &[Row], page: usize) {
        match key.code {
            KeyCode::Enter => self.typing = false,
            KeyCode::Esc => {
                self.typing = false;
                self.query = Query::default();
            }
            _ if self.query.key(key) => {
                let matches = self.matches(rows);
                let from_here = matches.iter().position(|row| *row >= self.top);
                self.current = from_here.unwrap_or(0);
                self.show(&matches, page);
            }
            _ => {}
        }
    }
}

impl App {
    /// A key in the help.
    pub(super) fn help_key(
        &mut self,
        ctx: &Context,
        key: KeyEvent,
        mut help: Help,
        intent: Option<Intent>,
    ) -> Vec<Effect> {
        let (width, page) = layout::over_inside(self);
        let rows = panel::help_rows(ctx, self, width);
        let most = rows.len().saturating_sub(page);
        if help.typing {
            help.type_key(key, &rows, page);
        } else {
            match key.code {
                _ if intent == Some(Intent::Palette) => {
                    self.open_palette(ctx);
                    return Vec::new();
                }
                _ if matches!(intent, Some(Intent::Help | Intent::Quit)) => return Vec::new(),
                KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | '?') => return Vec::new(),
                KeyCode::Char('/') => {
                    help.typing = true;
                    help.query = Query::default();
                }
                KeyCode::Char('n') => help.turn(&rows, page, 1),
                KeyCode::Char('N') => help.turn(&rows, page, -1),
                KeyCode::Down | KeyCode::Char('j') => help.top += 1,
                KeyCode::Up | KeyCode::Char('k') => help.top = help.top.saturating_sub(1),
                KeyCode::PageDown | KeyCode::Char(' ') => help.top += page,
                KeyCode::PageUp => help.top = help.top.saturating_sub(page),
                KeyCode::Home | KeyCode::Char('g') => help.top = 0,
                KeyCode::End | KeyCode::Char('G') => help.top = most,
                _ => {}
            }
        }
        help.top = help.top.min(most);
        self.modal = Some(Modal::Help(help));
        Vec::new()
    }
}
