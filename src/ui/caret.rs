//! The place of the text in the command box: what shows of it, and which letter is where.
//!
//! Absent on purpose: drawing it (`command`).

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::editor;
use super::typed::shown;
use crate::app::{App, Spot};
use crate::context::Context;
use crate::flow::width;

/// The rows of what is typed: between the title and the hint, where there is room for them.
pub(super) fn typed(area: Rect) -> Rect {
    let title = u16::from(area.height >= 3);
    let hint = u16::from(area.height - title >= 2);
    Rect {
        y: area.y + title,
        height: area.height - title - hint,
        ..area
    }
}

/// The place of the text itself, behind the prompt and the numbers of the lines.
pub(super) fn inside(app: &App, area: Rect) -> Rect {
    let typed = typed(area);
    let before = (2 + editor::gutter(app, area.width)).min(area.width);
    Rect {
        x: typed.x + before,
        width: typed.width - before,
        ..typed
    }
}

/// What a click in the box means: the place in the text for the cursor.
pub(super) fn under(ctx: &Context, app: &App, area: Rect, at: Position) -> Spot {
    let inside = inside(app, area);
    let taken = app.is_composing() && app.message.file.is_some();
    if taken || at.y < inside.y || at.y >= inside.bottom() {
        return Spot::Nothing;
    }
    let (top, skipped) = scrolled_away(ctx, app, inside);
    let index = top + usize::from(at.y - inside.y);
    let last = app.command.lines().len().saturating_sub(1);
    let index = index.min(last);
    let line = app.command.lines().get(index).map_or("", String::as_str);
    let skipped = if index == app.command.cursor().0 {
        skipped
    } else {
        0
    };
    let wanted = skipped + usize::from(at.x.saturating_sub(inside.x));
    let mut column = 0;
    for grapheme in line.graphemes(true) {
        let end = column + grapheme.chars().count();
        let before: String = line.chars().take(end).collect();
        if width(&shown(ctx, app, &before)) > wanted {
            break;
        }
        column = end;
    }
    let number = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    Spot::Caret(number(index), number(column))
}

/// How many lines are scrolled away above the cursor's.
pub(super) fn rows_above(app: &App, inside: Rect) -> usize {
    let (row, _) = app.command.cursor();
    (row + 1).saturating_sub(usize::from(inside.height))
}

/// The same, and how many cells before it.
pub(super) fn scrolled_away(ctx: &Context, app: &App, inside: Rect) -> (usize, usize) {
    let (row, column) = app.command.cursor();
    let line = app.command.lines().get(row).map_or("", String::as_str);
    let before: String = line.chars().take(column).collect();
    let room = usize::from(inside.width.saturating_sub(1));
    (
        rows_above(app, inside),
        width(&shown(ctx, app, &before)).saturating_sub(room),
    )
}
