//! A range of lines: begun with `v`, it goes from there to the selected line.
//!
//! Absent on purpose: moving, which is moving the selected line; and what the range is for.

use super::{App, Effect, Pane, Place};
use crate::context::Context;

impl App {
    /// `v`: a range begins at the selected line; again: it is none any more.
    pub(super) fn begin_range(&mut self, ctx: &Context) -> Vec<Effect> {
        self.focus = Pane::Transcript;
        if self.range.take().is_some() {
            return Vec::new();
        }
        if self.selected.is_none() {
            self.select_previous(1);
        }
        self.range = self.selected;
        match self.range {
            Some(_) => self.tell(ctx.ui("range-begun").to_owned()),
            None => Vec::new(),
        }
    }

    /// The first and the last of the lines that are chosen: the range, or the selected line, or all
    /// of the newest entry.
    pub fn chosen(&self) -> Option<(Place, Place)> {
        let end = match self.selected {
            Some(place) => place,
            None => self.last_line()?,
        };
        match (self.range, self.selected) {
            (Some(begin), _) => Some((begin.min(end), begin.max(end))),
            (None, Some(place)) => Some((place, place)),
            (None, None) => {
                let begin = self.place()?;
                let entry = self.conversation.transcript().get(begin.entry)?;
                let line = super::lines_of(entry).saturating_sub(1);
                Some((begin, Place { line, ..begin }))
            }
        }
    }

    /// The lines that are shown as selected; none while the newest is followed.
    pub fn shown_selected(&self) -> Option<(Place, Place)> {
        self.selected.or(self.range)?;
        self.chosen()
    }
}
