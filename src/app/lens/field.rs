//! What is typed at the bottom of the transcript: a text to look for, a filter, a note.
//!
//! Absent on purpose: moving within it; it is changed at its end, as [`Query`] has it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::search::Way;
use crate::app::{App, Effect, Pane, Place, Query};
use crate::context::Context;
use crate::intent::Intent;
use crate::wire::text::printable_str;

/// A line that is being typed.
#[derive(Debug)]
pub struct Field {
    /// What for.
    pub kind: FieldKind,
    /// What is typed.
    pub query: Query,
    /// What was selected when it began; Esc goes back there.
    pub(super) origin: Option<Place>,
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// To find it.
    Search,
    /// To see nothing else.
    Filter,
    /// To remember something of a line.
    Note(Place),
}

impl App {
    /// Whether keys go into it.
    pub fn is_asking(&self) -> bool {
        self.focus == Pane::Transcript && self.lens.field.is_some()
    }

    /// A key for it; none if it is none of its keys.
    pub(in crate::app) fn field_key(
        &mut self,
        ctx: &Context,
        key: KeyEvent,
        intent: Option<Intent>,
    ) -> Option<Vec<Effect>> {
        if !self.is_asking() {
            return None;
        }
        let field = self.lens.field.as_mut()?;
        let kind = field.kind;
        match (intent, key.code) {
            (Some(Intent::Back | Intent::Cancel), _) => {
                self.armed = intent == Some(Intent::Cancel);
                self.leave_field();
            }
            (_, KeyCode::Enter) => self.close_field(ctx),
            (_, KeyCode::Delete) => {
                if let FieldKind::Note(place) = kind {
                    self.remove_mark(place);
                    self.leave_field();
                }
            }
            (_, KeyCode::Down) if kind == FieldKind::Search => {
                return Some(self.search_on(ctx, Way::Next));
            }
            (_, KeyCode::Up) if kind == FieldKind::Search => {
                return Some(self.search_on(ctx, Way::Previous));
            }
            (_, KeyCode::Char(_) | KeyCode::Backspace) => {
                if !field.query.key(key) {
                    // A chord that is none of the field's is somebody else's.
                    let chord = KeyModifiers::CONTROL | KeyModifiers::ALT;
                    return (!key.modifiers.intersects(chord)).then(Vec::new);
                }
                self.field_changed();
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// A paste into it: its first line.
    pub(in crate::app) fn field_pasted(&mut self, text: &str) -> bool {
        if !self.is_asking() {
            return false;
        }
        if let Some(field) = &mut self.lens.field {
            let line = text.lines().next().unwrap_or_default();
            field.query.push(&printable_str(line));
        }
        self.field_changed();
        true
    }

    /// What is looked for is found while it is typed.
    fn field_changed(&mut self) {
        let Some(field) = &self.lens.field else {
            return;
        };
        if field.kind == FieldKind::Search {
            let (text, origin) = (field.query.text().to_owned(), field.origin);
            self.search_for(&text, origin);
        }
    }

    /// Enter.
    fn close_field(&mut self, ctx: &Context) {
        let Some(field) = self.lens.field.take() else {
            return;
        };
        let text = field.query.text();
        match field.kind {
            FieldKind::Search => self.keep_search(),
            FieldKind::Filter => self.filter_by(ctx, text),
            FieldKind::Note(place) => {
                self.set_mark(place, text);
                self.selected = field.origin;
            }
        }
    }

    /// Esc: as if nothing had been typed.
    fn leave_field(&mut self) {
        let Some(field) = self.lens.field.take() else {
            return;
        };
        if field.kind == FieldKind::Search {
            self.end_search();
        }
        self.selected = field.origin;
        self.scrolled = 0;
    }
}
