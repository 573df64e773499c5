//! What is told in a few words: the newest in the hint's place, and the last hundred to look up (`E`,
//! `:notices`).
//!
//! No timer takes one away. What was done is told until the next key. What went wrong stays until
//! Enter, Esc or Ctrl-C, so that it does not vanish under a letter that was on its way; or until
//! something newer is told.
//!
//! Absent on purpose: what happens in a session. The record has that.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};

use super::{App, Effect, Modal, layout};
use crate::context::Context;
use crate::intent::Intent;
use crate::wire::text::printable_str;

/// Something that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Duration,
    /// What; as it came, so it is for `wire::text` before it is shown.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// More are not kept.
const KEPT: usize = 100;

impl App {
    /// Tells what was done, until the next key.
    pub(super) fn tell(&mut self, notice: String) -> Vec<Effect> {
        self.note(notice, false)
    }

    /// Tells what went wrong, until it is read.
    pub(super) fn tell_error(&mut self, notice: String) -> Vec<Effect> {
        self.note(notice, true)
    }

    fn note(&mut self, text: String, is_error: bool) -> Vec<Effect> {
        self.notice = Some(text.clone());
        self.notice_stays = is_error;
        if self.notices.len() >= KEPT {
            self.notices.pop_front();
        }
        self.notices.push_back(Notice {
            at: self.now,
            text,
            is_error,
        });
        Vec::new()
    }

    /// A key was pressed: what was told is read. What went wrong stays until Enter, Esc or Ctrl-C,
    /// and while something lies over it.
    pub(super) fn read_notice(&mut self, key: KeyEvent, intent: Option<Intent>) {
        let is_answered =
            matches!(key.code, KeyCode::Enter | KeyCode::Esc) || intent == Some(Intent::Cancel);
        if is_answered && self.modal.is_none() {
            self.notice_stays = false;
        }
        self.overlook_notice();
    }

    /// Something was done: what was told goes, unless it has to stay.
    pub(super) fn overlook_notice(&mut self) {
        if !self.notice_stays {
            self.notice = None;
        }
    }

    /// Opens the notices so far, at the newest.
    pub(super) fn open_notices(&mut self) {
        self.modal = Some(Modal::Notices(self.notices.len().saturating_sub(1)));
    }

    /// A key in the notices; `selected` is one of them.
    pub(super) fn notices_key(
        &mut self,
        ctx: &Context,
        key: KeyEvent,
        selected: usize,
        intent: Option<Intent>,
    ) -> Vec<Effect> {
        let last = self.notices.len().saturating_sub(1);
        let page = layout::over_inside(self).1.max(1);
        let to = match key.code {
            KeyCode::Char('y') => {
                self.modal = Some(Modal::Notices(selected));
                return self.copy_notice(ctx, selected);
            }
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'E') => return Vec::new(),
            _ if intent == Some(Intent::Quit) => return Vec::new(),
            KeyCode::Up | KeyCode::Char('k') => selected.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => selected + 1,
            KeyCode::PageUp => selected.saturating_sub(page),
            KeyCode::PageDown | KeyCode::Char(' ') => selected + page,
            KeyCode::Home | KeyCode::Char('g') => 0,
            KeyCode::End | KeyCode::Char('G') => last,
            _ => selected,
        };
        self.modal = Some(Modal::Notices(to.min(last)));
        Vec::new()
    }

    fn copy_notice(&mut self, ctx: &Context, selected: usize) -> Vec<Effect> {
        let Some(notice) = self.notices.get(selected) else {
            return Vec::new();
        };
        let text = printable_str(&notice.text).into_owned();
        self.put_into_clipboard(ctx, text)
    }
}
