//! What is being typed: one line for commands, many for a message.
//!
//! The only place that knows the text area's crate. Keys do what they do in readline.
//!
//! Absent on purpose: the lines typed before (`history`), and what a line may become
//! (`completion`).

use super::History;
use crate::intent::Edit;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea};

mod undo;
mod words;

use undo::Groups;

/// The command box.
#[derive(Debug)]
pub struct CommandBox {
    area: TextArea<'static>,
    undo: Groups,
    /// A message whose session was lost under it, until the next one is composed.
    draft: Vec<String>,
    /// Where in the history we are, and what was typed before going there.
    visiting: Option<(usize, String)>,
    /// Whether a secret that is being typed is shown.
    uncovered: bool,
    /// How what is typed is being completed.
    pub(super) completing: Completing,
}

/// How a line is being completed; forgotten with the next letter.
#[derive(Clone, Debug, Default)]
pub(super) struct Completing {
    /// Esc closed the list.
    pub(super) closed: bool,
    /// Tab asked for it.
    pub(super) asked: bool,
    /// What was typed before Tab put one of the list in its place, and which.
    pub(super) walk: Option<(String, usize)>,
}

impl Default for CommandBox {
    fn default() -> Self {
        Self {
            area: fresh(Vec::new()),
            undo: Groups::default(),
            draft: Vec::new(),
            visiting: None,
            uncovered: false,
            completing: Completing::default(),
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
        self.touch();
        self.undo.step(0);
        self.area.move_cursor(CursorMove::Jump(row, column));
    }

    /// Whether the cursor stands behind all that is typed.
    pub fn is_at_end(&self) -> bool {
        let (row, column) = self.cursor();
        let last = self.lines().len().saturating_sub(1);
        row == last && column == self.lines().last().map_or(0, |line| line.chars().count())
    }

    /// Whether the line is one that was typed before.
    pub const fn is_visiting(&self) -> bool {
        self.visiting.is_some()
    }

    /// Takes a key that asks for nothing else; with readline's habits.
    pub fn key(&mut self, key: KeyEvent, composing: bool) {
        self.touch();
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            // What the text area has on these keys is elsewhere in readline.
            KeyCode::Char('r' | 'u') if control => {}
            KeyCode::Enter | KeyCode::Char('m' | 'j')
                if !composing && (control || key.code == KeyCode::Enter) => {}
            KeyCode::Char(letter) if !control && !alt => {
                self.area.insert_char(letter);
                self.undo.letter(letter);
            }
            KeyCode::Char(_) => self.input(key),
            // A selection would not be seen, and what is typed next would replace it.
            code => self.input(KeyEvent::new(code, key.modifiers - KeyModifiers::SHIFT)),
        }
        if !composing {
            self.visiting = None;
        }
    }

    fn input(&mut self, key: KeyEvent) {
        let changed = self.area.input(key);
        self.undo.step(usize::from(changed));
    }

    /// What was said of the line before does not hold for the next.
    fn touch(&mut self) {
        self.completing = Completing::default();
    }

    /// Changes what is typed.
    pub fn edit(&mut self, edit: Edit) {
        self.touch();
        let changed = match edit {
            Edit::Kill => self.area.delete_line_by_end(),
            Edit::KillBack => self.area.delete_line_by_head(),
            Edit::KillNextWord => self.kill_to(words::right),
            Edit::KillWord => self.kill_to(words::left_to_blank) || self.area.delete_newline(),
            Edit::Redo => return (0..self.undo.redo()).for_each(|_| _ = self.area.redo()),
            Edit::Undo => return (0..self.undo.undo()).for_each(|_| _ = self.area.undo()),
            Edit::WordLeft => self.go_to(words::left, CursorMove::Back),
            Edit::WordRight => self.go_to(words::right, CursorMove::Forward),
            Edit::Yank => self.area.paste(),
        };
        self.undo.step(usize::from(changed));
    }

    /// Moves the cursor within its line, or from the edge of it to the next; nothing is changed.
    fn go_to(&mut self, place: fn(&str, usize) -> usize, way: CursorMove) -> bool {
        let (before, after) = self.way_to(place);
        for _ in 0..before.abs_diff(after).max(1) {
            self.area.move_cursor(way);
        }
        false
    }

    /// Deletes from the cursor to a place in its line; there is something to yank then.
    fn kill_to(&mut self, place: fn(&str, usize) -> usize) -> bool {
        let (before, after) = self.way_to(place);
        for _ in after..before {
            self.area.move_cursor(CursorMove::Back);
        }
        before != after && self.area.delete_str(before.abs_diff(after))
    }

    fn way_to(&self, place: fn(&str, usize) -> usize) -> (usize, usize) {
        let (row, column) = self.cursor();
        let line = self.lines().get(row).map_or("", String::as_str);
        (column, place(line, column))
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
        self.touch();
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let changed = self.area.insert_str(text);
        self.undo.step(usize::from(changed));
    }

    /// Makes this the text; undo brings back what was there.
    pub fn set(&mut self, text: &str) {
        self.touch();
        let yank = self.area.yank_text();
        self.area.select_all();
        let deleted = self.area.delete_char();
        self.area.set_yank_text(yank);
        let inserted = self.area.insert_str(text);
        self.undo.step(usize::from(deleted) + usize::from(inserted));
    }

    /// Makes this the text of the message; undo brings back what was there.
    pub fn replace(&mut self, text: &str) {
        self.set(text.strip_suffix('\n').unwrap_or(text));
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

    /// Takes all that is typed away; nothing of it can be undone back.
    pub fn take(&mut self) -> Vec<String> {
        self.visiting = None;
        let lines = self.area.lines().to_vec();
        self.renew(Vec::new());
        lines
    }

    fn renew(&mut self, lines: Vec<String>) {
        self.touch();
        self.undo = Groups::default();
        self.area = fresh(lines);
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
            self.renew(lines);
        } else if !typed.is_empty() {
            self.draft = typed;
        }
    }

    /// The line before in the history.
    pub fn older(&mut self, history: &History, target: &str) {
        let (next, typed) = match self.visiting.take() {
            Some((at, typed)) => (at + 1, typed),
            None => (0, self.line().to_owned()),
        };
        let lines = history.nearest(target).enumerate().skip(next);
        let older = lines.into_iter().find(|(_, line)| *line != self.line());
        match older.map(|(at, line)| (at, line.to_owned())) {
            Some((at, line)) => {
                self.set(&line);
                self.visiting = Some((at, typed));
            }
            None => self.visiting = next.checked_sub(1).map(|at| (at, typed)),
        }
    }

    /// The line after; at last what was typed before going there.
    pub fn newer(&mut self, history: &History, target: &str) {
        let Some((at, typed)) = self.visiting.take() else {
            return;
        };
        let lines: Vec<_> = history.nearest(target).take(at).enumerate().collect();
        let newer = lines.iter().rev().find(|(_, line)| *line != self.line());
        match newer.map(|(at, line)| (*at, (*line).to_owned())) {
            Some((at, line)) => {
                self.set(&line);
                self.visiting = Some((at, typed));
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
        let mut history = History::default();
        for line in ["EHLO a", "EHLO a", "MAIL"] {
            history.remember("here", line);
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
            step(&mut command, &history, "here");
            seen.push(command.line().to_owned());
        }
        assert_eq!(seen, ["MAIL", "EHLO a", "EHLO a", "MAIL", "RC"]);
    }

    fn typed(text: &str) -> CommandBox {
        let mut command = CommandBox::default();
        for letter in text.chars() {
            command.key(KeyCode::Char(letter).into(), false);
        }
        command
    }

    #[test]
    fn readline_keys() {
        let mut command = typed("one two:three");
        for (edit, line, column) in [
            (Edit::WordLeft, "one two:three", 8),
            (Edit::WordLeft, "one two:three", 4),
            (Edit::WordLeft, "one two:three", 0),
            (Edit::WordLeft, "one two:three", 0),
            (Edit::WordRight, "one two:three", 3),
            (Edit::WordRight, "one two:three", 7),
            (Edit::WordLeft, "one two:three", 4),
            (Edit::KillNextWord, "one :three", 4),
            (Edit::Yank, "one two:three", 7),
            (Edit::WordRight, "one two:three", 13),
            (Edit::KillWord, "one ", 4),
            (Edit::Yank, "one two:three", 13),
            (Edit::KillBack, "", 0),
            (Edit::KillBack, "", 0),
            (Edit::Yank, "one two:three", 13),
        ] {
            command.edit(edit);
            assert_eq!((command.line(), command.cursor().1), (line, column));
        }
    }

    #[test]
    fn undo_takes_a_word_back() {
        let mut command = typed("RCPT TO:<a@b>");
        command.set("RSET");
        for (edit, line) in [
            (Edit::Undo, "RCPT TO:<a@b>"),
            (Edit::Undo, "RCPT "),
            (Edit::Undo, ""),
            (Edit::Undo, ""),
            (Edit::Redo, "RCPT "),
            (Edit::Redo, "RCPT TO:<a@b>"),
            (Edit::Redo, "RSET"),
        ] {
            command.edit(edit);
            assert_eq!(command.line(), line);
        }
        // What was sent, or was a secret, does not come back.
        command.take();
        command.edit(Edit::Undo);
        assert_eq!(command.line(), "");
    }
}
