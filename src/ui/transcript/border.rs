//! On the transcript's border: that there is more above, what came below while one was looking
//! elsewhere, and a bar that says where one is.
//!
//! Absent on purpose: walking the record. Places on the bar are numbers of entries.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Shown;
use crate::app::App;
use crate::context::Context;
use crate::flow::{Span, cut, row_width};
use crate::intent::Intent;
use crate::keymap;
use crate::theme::{Glyph, Role};
use crate::ui::{more_below, row};

/// Which entries show, and of how many: places in the row of all that could.
struct Seen {
    first: usize,
    last: usize,
    total: usize,
}

/// Draws it. `area` is the pane, `inside` where its rows are.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    rows: &[Shown],
    (area, inside): (Rect, Rect),
    buffer: &mut Buffer,
) {
    let seen = seen(app, rows);
    marks(ctx, app, &seen, area, buffer);
    let above = rows
        .first()
        .is_some_and(|shown| app.before(shown.place).is_some());
    let below = rows
        .last()
        .is_some_and(|shown| app.after(shown.place).is_some());
    if above || below {
        bar(ctx, app, &seen, inside, buffer);
    }
}

fn seen(app: &App, rows: &[Shown]) -> Seen {
    let transcript = app.conversation.transcript();
    let at = |entry: usize| match &app.lens.filter {
        Some(filter) => filter.before(entry),
        None => entry.saturating_sub(transcript.first()),
    };
    let total = match &app.lens.filter {
        Some(filter) => filter.count(),
        None => at(transcript.end()),
    };
    let first = |shown: &Shown| {
        let fold = app.fold_at(shown.place.entry);
        fold.map_or(shown.place.entry, |fold| fold.entries.start)
    };
    let last = |shown: &Shown| {
        let fold = app.fold_at(shown.place.entry);
        fold.map_or(shown.place.entry, |fold| fold.entries.end.saturating_sub(1))
    };
    Seen {
        first: rows.first().map_or(0, |shown| at(first(shown))),
        last: rows.last().map_or(total, |shown| at(last(shown))),
        total,
    }
}

fn marks(ctx: &Context, app: &App, seen: &Seen, area: Rect, buffer: &mut Buffer) {
    let below = seen.total.saturating_sub(seen.last + 1);
    if below > 0 {
        let key = ctx.keymap.key(keymap::Context::Pane, Intent::Bottom);
        let fill = [
            ("count", below.to_string()),
            ("key", key.unwrap_or_default()),
        ];
        let text = ctx.ui_with("more-below", &fill);
        more_below(&ctx.theme, area, &text, Role::Warning, buffer);
    }
    let text = match () {
        () if seen.first > 0 => ctx.ui_with("more-above", &[("count", seen.first.to_string())]),
        () if app.conversation.transcript().first() > 0 => ctx.ui("older-dropped").to_owned(),
        () => return,
    };
    let mark = [Span::new(
        format!(" {} {text} ", ctx.theme.glyph(Glyph::MoreAbove)),
        Role::TextMuted,
    )];
    let taken = row_width(&[Span::new(super::title(ctx, app), Role::Text)]) + 8;
    let mark = cut(&mark, usize::from(area.width).saturating_sub(taken));
    let width = u16::try_from(row_width(&mark)).unwrap_or(0);
    let x = area.right().saturating_sub(width + 2);
    row(&ctx.theme, &mark, (x, area.y), width, buffer);
}

/// What shows of everything, and where a search found something.
fn bar(ctx: &Context, app: &App, seen: &Seen, inside: Rect, buffer: &mut Buffer) {
    let height = usize::from(inside.height);
    let total = seen.total.max(1);
    let cell = |index: usize| index * height / total;
    // Wherever one is, a part of it shows; at the end it stands at the end.
    let long = cell(seen.last + 1 - seen.first.min(seen.last)).clamp(1, height.max(1));
    let top = if seen.last + 1 >= seen.total {
        height - long
    } else {
        cell(seen.first).min(height - long)
    };
    for index in 0..height {
        // Each entry has its place in one cell.
        let entries = (index * total).div_ceil(height)..((index + 1) * total).div_ceil(height);
        let glyph = if has_hit(app, entries) {
            (Glyph::Hit, Role::SearchMatch)
        } else if (top..top + long).contains(&index) {
            (Glyph::Thumb, Role::PaneBorderFocus)
        } else {
            continue;
        };
        let y = inside.y + u16::try_from(index).unwrap_or(u16::MAX);
        let sign = [Span::new(ctx.theme.glyph(glyph.0), glyph.1)];
        row(&ctx.theme, &sign, (inside.right(), y), 1, buffer);
    }
}

/// Whether something was found in these entries, by their places in the row.
fn has_hit(app: &App, entries: std::ops::Range<usize>) -> bool {
    let number = |index: usize| match &app.lens.filter {
        Some(filter) => filter.at(index),
        None => Some(app.conversation.transcript().first() + index),
    };
    let end = app.conversation.transcript().end();
    let range = number(entries.start).unwrap_or(end)..number(entries.end).unwrap_or(end);
    let search = app.lens.search.as_ref();
    search.is_some_and(|search| search.has_any(range))
}
