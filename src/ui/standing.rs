//! Where the session stands, beside the panes, on a screen wide enough for a third column: what the
//! server offers, the envelope so far, and what TLS settled.
//!
//! Absent on purpose: scrolling. What does not fit here, the tab of the same words shows in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, frame, more_below, row};
use crate::app::{App, panel};
use crate::context::Context;
use crate::theme::Role;

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.width < 6 || area.height < 3 {
        return;
    }
    let inside = frame(ctx, area, ctx.ui("standing"), false, buffer);
    let width = inside.width - 2;
    let rows = panel::standing(ctx, app, usize::from(width));
    for (y, spans) in (inside.y..inside.bottom()).zip(&rows) {
        let spans = fitted(&ctx.theme, spans, usize::from(width));
        row(&ctx.theme, &spans, (inside.x + 1, y), width, buffer);
    }
    let hidden = rows.len().saturating_sub(usize::from(inside.height));
    if hidden > 0 {
        more_below(
            &ctx.theme,
            area,
            &hidden.to_string(),
            Role::TextMuted,
            buffer,
        );
    }
}
