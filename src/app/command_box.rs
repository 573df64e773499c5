//! What is being typed: one line for commands, many for a message; and the lines typed before.
//!
//! The only place that knows the text area's crate. Secrets never get into the history.

use crate::intent::Edit;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea};

/// The command box.
#[derive(Debug)]
pub struct CommandBox {
    area: TextArea<'static>,
    history: Vec<String>,
    /// A message whose session was lost under it, until the next one is composed.
    draft: Vec<String>,
    /// Where in the history we are, and what was typed before going there.
    visiting: Option<(usize, String)>,
    /// Whether a secret that is being typed is shown.
    uncovered: bool,
}

/// How many lines the history keeps.
const REMEMBERED: usize = 1000;

impl Default for CommandBox {
    fn default() -> Self {
        Self {
            area: fresh(Vec::new()),
            history: Vec::new(),
            draft: Vec::new(),
            visiting: None,
            uncovered: false,
        }
    }
}

fn fresh(lines: Vec<String>) -> TextArea<'static> {
    let mut area = TextArea::new(if lines.is_empty() {
        vec![String::new()]
    } else {
        lines
    });
    area.set_cursor_line_style(Style::default());
    area.set_max_histories(1000);
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

impl CommandBox {
    /// The lines as typed.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// The one line of a command.
    pub fn line(&self) -> &str {
        self.lines().first().map_or("", String::as_str)
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.lines().iter().all(String::is_empty)
    }

    /// Shows a secret that is being typed, or hides it again.
    pub const fn uncover(&mut self, uncovered: bool) {
        self.uncovered = uncovered;
    }

    /// Whether a secret that is being typed is shown.
    pub const fn is_uncovered(&self) -> bool {
        self.uncovered
    }

    /// The cursor: row, and column in characters.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Octets of the message as it will be sent, line ends and all, dots not counted.
    pub fn octets(&self) -> usize {
        if self.is_empty() {
            0
        } else {
            self.lines().iter().map(|line| line.len() + 2).sum()
        }
    }

    /// Puts the cursor to a line, and a column in characters.
    pub fn jump(&mut self, row: u16, column: u16) {
        self.area.move_cursor(CursorMove::Jump(row, column));
    }

    /// Takes a key that asks for nothing else; with readline's habits.
    pub fn key(&mut self, key: KeyEvent, composing: bool) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('u') if control => {
                self.area.delete_line_by_head();
            }
            KeyCode::Char('r') if control => {}
            KeyCode::Char('_' | '7') if control => {
                self.area.undo();
            }
            KeyCode::Enter | KeyCode::Char('m' | 'j')
                if !composing && (control || key.code == KeyCode::Enter) => {}
            _ => {
                self.area.input(key);
            }
        }
        if !composing {
            self.visiting = None;
        }
    }

    /// Changes what is typed.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Kill => drop(self.area.delete_line_by_end()),
            Edit::KillWord => drop(self.area.delete_word()),
            Edit::Redo => drop(self.area.redo()),
            Edit::Undo => drop(self.area.undo()),
            Edit::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Edit::Yank => drop(self.area.paste()),
        }
    }

    /// What is kept for the next message, with LF as line ends.
    pub fn draft(&self) -> String {
        self.draft.iter().flat_map(|line| [line, "\n"]).collect()
    }

    /// Its octets as they will be sent.
    pub fn draft_octets(&self) -> u64 {
        self.draft.iter().map(|line| line.len() as u64 + 2).sum()
    }

    /// Puts text in at the cursor, line ends made plain; a paste, or a completion.
    pub fn insert(&mut self, text: &str) {
        self.area
            .insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
    }

    /// Makes this the text.
    pub fn set(&mut self, text: &str) {
        self.area = fresh(vec![text.to_owned()]);
    }

    /// Makes this the text of the message; undo brings back what was there.
    pub fn replace(&mut self, text: &str) {
        self.area.select_all();
        self.area
            .insert_str(text.strip_suffix('\n').unwrap_or(text));
    }

    /// Keeps a message for the next time one is composed.
    pub fn put_aside(&mut self, lines: Vec<String>) {
        self.draft = lines;
    }

    /// Whether something is kept for the next message.
    pub fn has_draft(&self) -> bool {
        self.draft.iter().any(|line| !line.is_empty())
    }

    /// The message was taken.
    pub fn forget_draft(&mut self) {
        self.draft.clear();
    }

    /// Takes all that is typed away.
    pub fn take(&mut self) -> Vec<String> {
        self.visiting = None;
        let lines = self.area.lines().to_vec();
        self.area = fresh(Vec::new());
        lines
    }

    /// A message begins, or its session is gone: what was composed is put back, or put aside. What
    /// was typed ahead of the message belongs to it.
    pub fn swap_draft(&mut self, composing: bool) {
        let typed = if self.is_empty() {
            Vec::new()
        } else {
            self.take()
        };
        if composing {
            let mut lines = std::mem::take(&mut self.draft);
            lines.extend(typed);
            self.area = fresh(lines);
        } else if !typed.is_empty() {
            self.draft = typed;
        }
    }

    /// Remembers a line, once if it is sent again and again.
    pub fn remember(&mut self, line: &str) {
        if !line.is_empty() && self.history.last().is_none_or(|last| last != line) {
            self.history.push(line.to_owned());
        }
        let over = self.history.len().saturating_sub(REMEMBERED);
        self.history.drain(..over);
    }

    /// The lines remembered, the oldest first.
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// The line before in the history.
    pub fn older(&mut self) {
        let (at, typed) = match self.visiting.take() {
            Some((at, typed)) => (at, typed),
            None => (self.history.len(), self.line().to_owned()),
        };
        let at = at.saturating_sub(1);
        if let Some(line) = self.history.get(at).cloned() {
            self.set(&line);
            self.visiting = Some((at, typed));
        }
    }

    /// The line after; at last what was typed before going there.
    pub fn newer(&mut self) {
        let Some((at, typed)) = self.visiting.take() else {
            return;
        };
        match self.history.get(at + 1).cloned() {
            Some(line) => {
                self.set(&line);
                self.visiting = Some((at + 1, typed));
            }
            None => self.set(&typed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_goes_back_and_forth_and_keeps_what_was_typed() {
        let mut command = CommandBox::default();
        for line in ["EHLO a", "EHLO a", "MAIL"] {
            command.remember(line);
        }
        command.set("RC");
        let mut seen = Vec::new();
        for step in [
            CommandBox::older,
            CommandBox::older,
            CommandBox::older,
            CommandBox::newer,
            CommandBox::newer,
        ] {
            step(&mut command);
            seen.push(command.line().to_owned());
        }
        assert_eq!(seen, ["MAIL", "EHLO a", "EHLO a", "MAIL", "RC"]);
    }

    #[test]
    fn readline_keys() {
        let mut command = CommandBox::default();
        command.set("one two");
        let press = |command: &mut CommandBox, letter| {
            command.key(
                KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL),
                false,
            );
        };
        press(&mut command, 'w');
        assert_eq!(command.line(), "one ");
        press(&mut command, 'u');
        assert_eq!(command.line(), "");
    }
}
