//! What the selected line means, and what to send next.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{fitted, frame, more_below, row};
use crate::app::panel::{self, Rows};
use crate::app::{App, Pane, Spot, Tab, layout};
use crate::context::Context;
use crate::flow::{Row, Span, row_width, width};
use crate::intent::Intent;
use crate::keymap;
use crate::theme::{Glyph, Role};

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.width < 6 || area.height == 0 {
        return;
    }
    let place = border(ctx, app, area, buffer);
    let (width, height) = panel::inner(app, area.width, area.height);
    let rows = panel::content(ctx, app, (width, height));
    let shown = shown(app, &rows, height);
    for (y, (_, spans)) in (place.y..).zip(&shown) {
        let spans = fitted(&ctx.theme, spans, width);
        row(&ctx.theme, &spans, (place.x, y), place.width, buffer);
    }
    let pinned = panel::pinned(&rows, height);
    if layout::has_borders(app) && app.explains() {
        detail(ctx, app, area, buffer);
    }
    let most = (panel::scrolling(&rows, pinned).len() + pinned.len()).saturating_sub(height);
    if app.scrolled < most && !layout::is_tiny(app) {
        let rows = (most - app.scrolled).to_string();
        more_below(&ctx.theme, area, &rows, Role::TextMuted, buffer);
    }
}

/// The rows that show, each with its number among those that scroll; the pinned ones have none.
fn shown<'a>(app: &App, rows: &'a Rows, height: usize) -> Vec<(Option<usize>, &'a Row)> {
    let pinned = panel::pinned(rows, height);
    let all = panel::scrolling(rows, pinned);
    let shown = height - pinned.len();
    let top = app.scrolled.min(all.len().saturating_sub(shown));
    let scrolling = all.into_iter().enumerate().skip(top).take(shown);
    let scrolling = scrolling.map(|(number, row)| (Some(number), row));
    scrolling
        .chain(pinned.iter().map(|row| (None, row)))
        .collect()
}

/// What a click in the pane means: a tab, a suggestion, a card that is named.
pub(super) fn under(ctx: &Context, app: &App, area: Rect, at: Position) -> Spot {
    if at.y == area.y && (panel::names_tabs(app) || app.compared.is_none()) {
        return tab_at(ctx, app, at.x - area.x).map_or(Spot::Nothing, Spot::Tab);
    }
    let place = inside(app, area);
    if !place.contains(at) {
        return Spot::Nothing;
    }
    let (width, height) = panel::inner(app, area.width, area.height);
    let rows = panel::unmarked(ctx, app, (width, height));
    let shown = shown(app, &rows, height);
    let line = usize::from(at.y - place.y);
    let Some((number, here)) = shown.get(line) else {
        return Spot::Nothing;
    };
    if panel::is_more(ctx, here) {
        let key = ctx.keymap.press(keymap::Context::Global, Intent::Detail);
        return key.map_or(Spot::Nothing, Spot::Key);
    }
    let suggested = shown.get(..=line).unwrap_or_default();
    let suggestion = panel::suggestion_of(suggested.iter().map(|(_, row)| *row));
    if let Some(suggestion) = suggestion.filter(|_| !here.is_empty()) {
        return Spot::Suggestion(suggestion);
    }
    let pinned = panel::pinned(&rows, height);
    let scrolling = panel::scrolling(&rows, pinned);
    let before = number.and_then(|number| scrolling.get(..number));
    let column = usize::from(at.x - place.x);
    let named = before.and_then(|before| panel::link_at(before, here, column));
    let card = named.and_then(|number| panel::linked(ctx, app, number));
    card.map_or(Spot::Nothing, Spot::Card)
}

/// Draws the border with its title, if there is one; where the rows go.
fn border(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Rect {
    let focused = app.focus == Pane::Explanation;
    if panel::names_tabs(app) {
        tabs(ctx, app, area, buffer);
    } else if !layout::has_borders(app) {
        // Every row counts.
    } else if app.compared.is_some() {
        let title = format!("{} [2]", ctx.ui("comparison"));
        frame(ctx, area, &title, focused, buffer);
    } else {
        frame(ctx, area, "", focused, buffer);
        tabs(ctx, app, area, buffer);
    }
    inside(app, area)
}

/// Where the rows go: within the border, or on a tiny screen below the tabs, with a column of air at
/// each side. Where the pane is wider than anybody reads, they stand in its middle.
pub(super) fn inside(app: &App, area: Rect) -> Rect {
    let (width, height) = panel::inner(app, area.width, area.height);
    let (width, height) = (cells(width), cells(height));
    let bordered = u16::from(layout::has_borders(app));
    let top = bordered.max(u16::from(panel::names_tabs(app)));
    Rect {
        x: area.x + area.width.saturating_sub(width) / 2,
        y: area.y + top,
        width,
        height,
    }
    .intersection(area)
}

fn cells(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// On the lower border: whether the explanation is short or full, and the key that changes it.
fn detail(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    let key = ctx.keymap.key(keymap::Context::Global, Intent::Detail);
    let mut row = vec![Span::new(
        format!(" {}", key.unwrap_or_default()),
        Role::Key,
    )];
    for (full, word) in [(false, "detail-short"), (true, "detail-full")] {
        let word = ctx.ui(word);
        row.push(if app.full == full {
            let here = ctx.theme.glyph(Glyph::MapHere);
            Span::new(format!(" {here} {word}"), Role::PaneTitleFocus)
        } else {
            Span::new(format!(" {word}"), Role::TextMuted)
        });
    }
    row.push(Span::new(" ", Role::TextMuted));
    let wide = u16::try_from(row_width(&row)).unwrap_or(u16::MAX);
    // What there is to scroll has its room at the left.
    if wide + 12 > area.width {
        return;
    }
    let at = (area.right() - wide - 2, area.bottom() - 1);
    super::row(&ctx.theme, &row, at, wide, buffer);
}

/// The tabs' names in the first row; a sign stands before the one that shows.
fn tabs(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    let width = area.width.saturating_sub(2);
    let (mut names, title) = tab_names(ctx, app);
    names.push(Span::new(" [2] ", title));
    let names = fitted(&ctx.theme, &names, usize::from(width));
    row(&ctx.theme, &names, (area.x + 1, area.y), width, buffer);
}

/// The focus' sign, if it is here, and a span for each tab.
fn tab_names(ctx: &Context, app: &App) -> (Row, Role) {
    let (title, focus) = if app.focus == Pane::Explanation {
        let focus = format!(" {}", ctx.theme.glyph(Glyph::Focus));
        (Role::PaneTitleFocus, focus)
    } else {
        (Role::PaneTitle, String::new())
    };
    let names = app.tabs().map(|tab| {
        let name = ctx.locale.text(tab.key());
        if tab == app.tab {
            let here = ctx.theme.glyph(Glyph::MapHere);
            Span::new(format!(" {here} {name}"), title)
        } else {
            Span::new(format!(" {name}"), Role::TextMuted)
        }
    });
    let focus = std::iter::once(Span::new(focus, title));
    (focus.chain(names).collect(), title)
}

/// The tab whose name stands so many cells from the left.
fn tab_at(ctx: &Context, app: &App, column: u16) -> Option<Tab> {
    let (names, _) = tab_names(ctx, app);
    let mut end = 1;
    let ends = names.iter().map(|name| {
        end += width(&name.text);
        end
    });
    let before = ends.take_while(|end| *end <= usize::from(column)).count();
    app.tabs().nth(before.checked_sub(1)?)
}
