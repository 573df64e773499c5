//! A search in the lines typed before, in the command box: what is looked for, and what was found.
//!
//! Absent on purpose: its keys (`app/recall`).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{fitted, row};
use crate::app::App;
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::theme::Role;
use crate::wire::text::printable_str;

/// Draws it; where the cursor belongs.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Position {
    let looked_for = app.recall.as_ref().map_or("", |recall| recall.query.text());
    let mut spans = vec![
        Span::new(format!("{} ", ctx.ui("box-search")), Role::Prompt),
        Span::new(printable_str(looked_for).into_owned(), Role::Client),
    ];
    let typed = u16::try_from(row_width(&spans)).unwrap_or(u16::MAX);
    spans.push(Span::new("  ", Role::Text));
    spans.extend(found(ctx, app, looked_for));
    let spans = fitted(&ctx.theme, &spans, usize::from(area.width));
    row(&ctx.theme, &spans, (area.x, area.y), area.width, buffer);
    let x = area.x.saturating_add(typed);
    Position::new(x.min(area.right().saturating_sub(1)), area.y)
}

fn found(ctx: &Context, app: &App, looked_for: &str) -> Row {
    let Some((line, at)) = app.recalled() else {
        let key = if looked_for.is_empty() {
            return Row::new();
        } else {
            "box-search-none"
        };
        return vec![Span::new(ctx.ui(key), Role::Warning)];
    };
    let part = |text: Option<&str>, role| {
        Span::new(printable_str(text.unwrap_or_default()).into_owned(), role)
    };
    vec![
        part(line.get(..at.start), Role::Client),
        part(line.get(at.clone()), Role::SearchCurrent),
        part(line.get(at.end..), Role::Client),
    ]
}
