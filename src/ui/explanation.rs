//! What the selected line means, and what to send next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, frame, more_below, row};
use crate::app::{App, Pane, layout, panel};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::theme::{Glyph, Role};

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
    let focused = app.focus == Pane::Explanation;
    let within = if panel::names_tabs(app) {
        tabs(ctx, app, area, buffer);
        Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        }
    } else if layout::is_tiny(app) {
        area
    } else if app.compared.is_some() {
        let title = format!("{} [2]", ctx.ui("comparison"));
        frame(ctx, area, &title, focused, buffer)
    } else {
        let inside = frame(ctx, area, "", focused, buffer);
        tabs(ctx, app, area, buffer);
        inside
    };
    Rect {
        x: within.x + 1,
        width: within.width.saturating_sub(2),
        ..within
    }
}

/// The tabs' names in the first row; a sign stands before the one that shows.
fn tabs(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    let title = if app.focus == Pane::Explanation {
        Role::PaneTitleFocus
    } else {
        Role::PaneTitle
    };
    let mut names = Row::new();
    for tab in app.tabs() {
        let name = ctx.locale.text(tab.key());
        names.push(if tab == app.tab {
            let here = ctx.theme.glyph(Glyph::MapHere);
            Span::new(format!(" {here} {name}"), title)
        } else {
            Span::new(format!(" {name}"), Role::TextMuted)
        });
    }
    names.push(Span::new(" [2] ", title));
    let width = area.width.saturating_sub(2);
    let names = fitted(&ctx.theme, &names, usize::from(width));
    row(&ctx.theme, &names, (area.x + 1, area.y), width, buffer);
}

fn line(inside: Rect, index: usize) -> u16 {
    inside
        .y
        .saturating_add(u16::try_from(index).unwrap_or(u16::MAX))
}
