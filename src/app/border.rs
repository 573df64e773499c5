//! The border between the panes: moved by keys or by the mouse, and remembered for the next run.
//!
//! Absent on purpose: where it is when nobody moved it (`layout`).

use ratatui::layout::Position;

use super::layout::{self, BELOW, BESIDE, STACKED, WIDE};
use super::{App, Effect, Pane};
use crate::context::Context;
use crate::intent::Intent;

/// How far a key moves it, in percent.
const STEP: u16 = 5;
/// No pane gets less than this, in percent; and none more than what that leaves.
const LEAST: u16 = 20;
const MOST: u16 = 100 - LEAST;

impl App {
    /// Larger or smaller for the pane with the focus, the usual size, the other direction.
    pub(super) fn arrange(&mut self, ctx: &Context, intent: Intent) -> Vec<Effect> {
        if intent == Intent::TurnPanes {
            return self.turn_panes(ctx);
        }
        if !layout::is_divided(self) {
            let key = if self.zoomed {
                "layout-zoomed"
            } else {
                "layout-one"
            };
            return self.tell(ctx.ui(key).to_owned());
        }
        if intent == Intent::UsualSize {
            *self.share_mut() = None;
            return Vec::new();
        }
        let usual = if layout::is_beside(self) {
            BESIDE
        } else {
            BELOW
        };
        let explanation = self.share_mut().unwrap_or(usual);
        let grows = (intent == Intent::Larger) == (self.focus == Pane::Explanation);
        let moved = if grows {
            explanation + STEP
        } else {
            explanation.saturating_sub(STEP)
        };
        *self.share_mut() = Some(moved.clamp(LEAST, MOST));
        Vec::new()
    }

    /// `|`: side by side or stacked, where the screen has room for both.
    fn turn_panes(&mut self, ctx: &Context) -> Vec<Effect> {
        let key = match () {
            () if self.size.width < WIDE => ("layout-narrow", WIDE),
            () if self.size.height < STACKED.1 => ("layout-low", STACKED.1),
            () => {
                self.kept.stacked = !self.kept.stacked;
                return Vec::new();
            }
        };
        self.tell(ctx.ui_with(key.0, &[("count", key.1.to_string())]))
    }

    /// Whether a place is on the border that can be moved.
    pub fn is_border(&self, at: Position) -> bool {
        if !layout::is_divided(self) {
            return false;
        }
        let areas = layout::areas(self);
        let (transcript, explanation) = (areas.transcript, areas.explanation);
        let within = transcript.contains(at) || explanation.contains(at);
        within
            && if layout::is_beside(self) {
                at.x + 1 == transcript.right() || at.x == explanation.x
            } else {
                at.y + 1 == transcript.bottom() || at.y == explanation.y
            }
    }

    /// The mouse draws the border to a place.
    pub(super) fn draw_border(&mut self, to: Position) {
        let areas = layout::areas(self);
        let both = areas.transcript.union(areas.explanation);
        let (whole, before) = if layout::is_beside(self) {
            (both.width, to.x.saturating_sub(both.x))
        } else {
            (both.height, to.y.saturating_sub(both.y))
        };
        let rest = u32::from(whole.saturating_sub(before)) * 100;
        let percent = rest.div_ceil(u32::from(whole.max(1)));
        let percent = u16::try_from(percent).unwrap_or(MOST);
        *self.share_mut() = Some(percent.clamp(LEAST, MOST));
    }

    /// The share of the explanation in the direction the panes have now.
    fn share_mut(&mut self) -> &mut Option<u16> {
        if layout::is_beside(self) {
            &mut self.kept.beside
        } else {
            &mut self.kept.below
        }
    }
}
