//! The palette: what was typed, and what fits it, by kind, with the keys beside the actions.
//!
//! Absent on purpose: what fits (`app::Palette`).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::over::{below, line, place};
use super::{fitted, row, selected_row};
use crate::app::{App, Choice, Item, Palette, Section, Spot};
use crate::context::Context;
use crate::flow::{Row, Span, row_width, width};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// A row of the list.
enum Line<'a> {
    /// A kind of choices.
    Heading(Section),
    /// A choice, and its number.
    Item(usize, &'a Item),
}

/// Draws it; where the cursor belongs.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    palette: &Palette,
    buffer: &mut Buffer,
) -> Option<Position> {
    let (area, inside) = place(ctx, app, ctx.ui("palette"), buffer)?;
    let cursor = query(ctx, palette, inside, buffer);
    let lines = lines(palette);
    let top = top(palette, &lines, inside);
    let height = usize::from(inside.height.saturating_sub(1));
    for (index, shown) in lines.iter().skip(top).take(height).enumerate() {
        let at = (inside.x, line(inside, index + 1));
        match shown {
            Line::Heading(section) => {
                let heading = [Span::new(ctx.ui(section.key()), Role::Heading)];
                row(&ctx.theme, &heading, at, inside.width, buffer);
            }
            Line::Item(number, item) => {
                let spans = item_row(ctx, app, item, usize::from(inside.width));
                if *number == palette.selected {
                    selected_row(&ctx.theme, &spans, at, inside.width, buffer);
                } else {
                    row(&ctx.theme, &spans, at, inside.width, buffer);
                }
            }
        }
    }
    if lines.is_empty() {
        let none = [Span::new(ctx.ui("palette-none"), Role::Warning)];
        row(
            &ctx.theme,
            &none,
            (inside.x, line(inside, 1)),
            inside.width,
            buffer,
        );
    }
    if let Some(notice) = &app.notice {
        let text = format!(" {} ", printable_str(notice));
        below(ctx, area, &text, Role::Warning, buffer);
    }
    Some(cursor)
}

/// What a click in it means: one of what fits.
pub(super) fn under(palette: &Palette, at: Position, inside: Rect) -> Spot {
    let lines = lines(palette);
    let row = usize::from(at.y.saturating_sub(inside.y)).checked_sub(1);
    let shown = row.and_then(|row| lines.get(top(palette, &lines, inside) + row));
    match shown {
        Some(Line::Item(number, _)) => Spot::Item(*number),
        _ => Spot::Nothing,
    }
}

/// How many lines are scrolled away. One below the selected one is seen, so that it is known to be
/// there.
fn top(palette: &Palette, lines: &[Line<'_>], inside: Rect) -> usize {
    let height = usize::from(inside.height.saturating_sub(1));
    let is_chosen =
        |line: &Line<'_>| matches!(line, Line::Item(number, _) if *number == palette.selected);
    let chosen = lines.iter().position(is_chosen).unwrap_or(0);
    (chosen + 2).min(lines.len()).saturating_sub(height)
}

/// What was typed, and how many fit; where the next letter goes.
fn query(ctx: &Context, palette: &Palette, inside: Rect, buffer: &mut Buffer) -> Position {
    let typed = printable_str(palette.query.text());
    let prompt = [
        Span::new(format!("{} ", ctx.theme.glyph(Glyph::Prompt)), Role::Prompt),
        Span::new(typed, Role::Client),
    ];
    let at = (inside.x, inside.y);
    let end = row(&ctx.theme, &prompt, at, inside.width, buffer);
    let count = palette.found().count().to_string();
    let cells = u16::try_from(count.len()).unwrap_or(0);
    if row_width(&prompt) + count.len() + 2 <= usize::from(inside.width) {
        let at = (inside.right() - cells, inside.y);
        row(
            &ctx.theme,
            &[Span::new(count, Role::TextMuted)],
            at,
            cells,
            buffer,
        );
    }
    Position {
        x: end.min(inside.right().saturating_sub(1)),
        y: inside.y,
    }
}

/// What fits, a heading before each kind.
fn lines(palette: &Palette) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut last = None;
    for (number, (section, item)) in palette.found().enumerate() {
        if last != Some(section) {
            lines.push(Line::Heading(section));
            last = Some(section);
        }
        lines.push(Line::Item(number, item));
    }
    lines
}

/// Name and words on the left; on the right the key, or that it means nothing here.
fn item_row(ctx: &Context, app: &App, item: &Item, cells: usize) -> Row {
    let applies = app.applies(ctx, &item.choice);
    let mut right = Row::new();
    if !applies {
        right.push(Span::new(ctx.ui("palette-not-now"), Role::TextMuted));
    }
    if let Choice::Intent(intent) = item.choice
        && let Some(key) = ctx.keymap.key_anywhere(app.key_context(), intent)
    {
        let role = if applies { Role::Key } else { Role::TextMuted };
        let gap = if right.is_empty() { "" } else { "  " };
        right.push(Span::new(format!("{gap}{key}"), role));
    }
    let is_shown = match &item.choice {
        Choice::Language(tag) => ctx.locale.tag() == *tag,
        _ => false,
    };
    if is_shown {
        right.push(Span::new(ctx.theme.glyph(Glyph::MapHere), Role::MapHere));
    }
    let room = cells.saturating_sub(row_width(&right) + 2);
    let mut row = fitted(&ctx.theme, &named(item, applies, cells), room);
    let blanks = cells.saturating_sub(row_width(&row) + row_width(&right));
    row.push(Span::new(" ".repeat(blanks), Role::Text));
    row.extend(right);
    row
}

/// Indented under its heading: the name in a column of its own, then the words.
fn named(item: &Item, applies: bool, cells: usize) -> Row {
    let role = |role| if applies { role } else { Role::TextMuted };
    let mut row = vec![Span::new("  ", Role::Text)];
    if !item.name.is_empty() {
        let name = printable_str(&item.name).into_owned();
        let column = (cells / 3).min(26);
        let blanks = column.saturating_sub(width(&name)).max(2);
        row.push(Span::new(name, role(Role::Literal)));
        row.push(Span::new(" ".repeat(blanks), Role::Text));
    }
    row.push(Span::new(item.label.clone(), role(Role::Text)));
    row
}
