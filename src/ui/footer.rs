//! The last row: the keys that matter now.
//!
//! Absent on purpose: which ones, and where each stands (`app::footer`).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::row;
use crate::app::{App, Spot, footer};
use crate::context::Context;
use crate::flow::Span;
use crate::theme::Role;

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    for hint in footer::hints(ctx, app, area.width) {
        let spans = [
            Span::new(hint.key, Role::Key),
            Span::new(format!(" {}", hint.label), Role::KeyLabel),
        ];
        let cells = hint.cells.end - hint.cells.start;
        let at = (area.x + hint.cells.start, area.y);
        row(&ctx.theme, &spans, at, cells, buffer);
    }
}

/// What a click in it means: the key that is hinted at there.
pub(super) fn under(ctx: &Context, app: &App, area: Rect, at: Position) -> Spot {
    let cell = at.x.saturating_sub(area.x);
    let hints = footer::hints(ctx, app, area.width);
    let hint = hints.into_iter().find(|hint| hint.cells.contains(&cell));
    hint.map_or(Spot::Nothing, |hint| Spot::Key(hint.press))
}
