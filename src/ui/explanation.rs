//! What the selected line means, and what to send next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, frame, more_below, row};
use crate::app::{App, Pane, layout, panel};
use crate::context::Context;
use crate::theme::Role;

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.width < 6 || area.height == 0 {
        return;
    }
    let tiny = layout::is_tiny(app);
    let inside = inside(ctx, app, area, buffer);
    let (width, height) = panel::inner(app, area.width, area.height);
    let rows = panel::content(ctx, app, (width, height));
    let pinned = panel::pinned(&rows, height);
    let all = panel::scrolling(&rows, pinned);
    let shown = height - pinned.len();
    let most = all.len().saturating_sub(shown);
    let top = app.scrolled.min(most);
    for (index, spans) in all.iter().skip(top).take(shown).enumerate() {
        row(
            &ctx.theme,
            &fitted(&ctx.theme, spans, width),
            (inside.x, line(inside, index)),
            inside.width,
            buffer,
        );
    }
    for (index, spans) in pinned.iter().enumerate() {
        row(
            &ctx.theme,
            &fitted(&ctx.theme, spans, width),
            (inside.x, line(inside, shown + index)),
            inside.width,
            buffer,
        );
    }
    if top < most && !tiny {
        let rows = (most - top).to_string();
        more_below(&ctx.theme, area, &rows, Role::TextMuted, buffer);
    }
}

/// Where the rows go: within the border, or on a tiny screen within a column of air.
fn inside(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Rect {
    let within = if layout::is_tiny(app) {
        area
    } else {
        let key = if app.compared.is_some() {
            "comparison"
        } else {
            "explanation"
        };
        let title = format!("{} [2]", ctx.ui(key));
        frame(ctx, area, &title, app.focus == Pane::Explanation, buffer)
    };
    Rect {
        x: within.x + 1,
        width: within.width.saturating_sub(2),
        ..within
    }
}

fn line(inside: Rect, index: usize) -> u16 {
    inside
        .y
        .saturating_add(u16::try_from(index).unwrap_or(u16::MAX))
}
