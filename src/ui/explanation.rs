//! What the selected line means, and what to send next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{frame, row};
use crate::app::{App, Pane, panel};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::theme::{Glyph, Role};

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.width < 6 || area.height < 3 {
        return;
    }
    let title = format!("{} [2]", ctx.ui("explanation"));
    frame(ctx, area, &title, app.focus == Pane::Explanation, buffer);
    let (width, height) = panel::inner(area.width, area.height);
    let rows = panel::rows(ctx, &panel::explanation(ctx, app), width);
    let inside = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width - 4,
        height: area.height - 2,
    };
    let pinned = panel::is_pinned(&rows, height);
    let all: Vec<&Row> = if pinned {
        rows.body.iter().chain(&rows.rest).collect()
    } else {
        rows.body
            .iter()
            .chain(&rows.next)
            .chain(&rows.rest)
            .collect()
    };
    let shown = if pinned {
        panel::visible(&rows, height)
    } else {
        height
    };
    let most = all.len().saturating_sub(shown);
    let top = app.scrolled.min(most);
    for (index, spans) in all.iter().skip(top).take(shown).enumerate() {
        row(
            &ctx.theme,
            spans,
            (inside.x, line(inside, index)),
            inside.width,
            buffer,
        );
    }
    if pinned {
        for (index, spans) in rows.next.iter().enumerate() {
            row(
                &ctx.theme,
                spans,
                (inside.x, line(inside, shown + index)),
                inside.width,
                buffer,
            );
        }
    }
    if top < most {
        let glyph = ctx.theme.glyph(Glyph::MoreBelow);
        let mark = [Span::new(
            format!(" {glyph} {} ", most - top),
            Role::TextMuted,
        )];
        row(
            &ctx.theme,
            &mark,
            (area.x + 2, area.bottom() - 1),
            area.width.saturating_sub(4),
            buffer,
        );
    }
}

fn line(inside: Rect, index: usize) -> u16 {
    inside
        .y
        .saturating_add(u16::try_from(index).unwrap_or(u16::MAX))
}
