//! Ctrl-R: a line typed before is looked for by what is in it, as readline does.
//!
//! Letters narrow the search down, Ctrl-R goes on to an older line, Enter puts the line into the box
//! and sends nothing, Esc gives up. Any other key takes the line too and does what it does.
//!
//! Absent on purpose: drawing it.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Query};
use crate::intent::Intent;

/// A search that goes on.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    /// What is looked for.
    pub query: Query,
    /// The line that was found, by its place in the history, the nearest being 0.
    found: Option<usize>,
}

impl App {
    pub(super) fn search_history(&mut self) {
        if self.takes_commands() {
            self.recall = Some(Recall::default());
        }
    }

    /// The line that was found, and where in it.
    pub fn recalled(&self) -> Option<(&str, Range<usize>)> {
        let recall = self.recall.as_ref()?;
        let line = self
            .history
            .nearest(&self.target.to_string())
            .nth(recall.found?)?;
        let at = find(line, recall.query.text())?;
        Some((line, at..at + recall.query.text().len()))
    }

    /// A key while the search goes on; `false` if it has ended and the key is still to be obeyed.
    pub(super) fn recall_key(&mut self, key: KeyEvent, intent: Option<Intent>) -> bool {
        let Some(mut recall) = self.recall.take() else {
            return false;
        };
        let gives_up = key.code == KeyCode::Char('g') && key.modifiers == KeyModifiers::CONTROL;
        if gives_up || matches!(intent, Some(Intent::Back | Intent::Cancel)) {
            return true;
        }
        if intent == Some(Intent::HistorySearch) {
            let next = recall.found.map_or(0, |found| found + 1);
            // Where there is no older one, this one stays.
            recall.found = self.search(&recall.query, next).or(recall.found);
        } else if recall.query.key(key) {
            recall.found = self.search(&recall.query, 0);
        } else {
            let enters = intent == Some(Intent::Send);
            self.recall = Some(recall);
            let found = self.recalled().map(|(line, _)| line.to_owned());
            self.recall = None;
            if let Some(line) = found {
                self.command.set(&line);
            }
            return enters;
        }
        self.recall = Some(recall);
        true
    }

    /// The nearest line from a place on that has it, once of several that are the same.
    fn search(&self, query: &Query, from: usize) -> Option<usize> {
        if query.is_empty() {
            return None;
        }
        let target = self.target.to_string();
        let shown = from
            .checked_sub(1)
            .and_then(|at| self.history.nearest(&target).nth(at));
        let lines = self.history.nearest(&target).enumerate().skip(from);
        lines
            .filter(|(_, line)| Some(*line) != shown)
            .find(|(_, line)| find(line, query.text()).is_some())
            .map(|(at, _)| at)
    }
}

/// Where a text stands in a line; capitals count only where they are looked for.
fn find(line: &str, text: &str) -> Option<usize> {
    if text.chars().any(|letter| letter.is_ascii_uppercase()) {
        return line.find(text);
    }
    // Octets keep their places so.
    line.to_ascii_lowercase().find(text)
}
