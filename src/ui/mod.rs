//! The picture: a pure function of the state. One file a pane, each with one `draw`.
//!
//! Laws: `&App`, never `&mut`; only the rows that show are formatted; nothing from the wire is drawn
//! but through `wire::text`.
//!
//! Absent on purpose: deciding anything. Where panes are, `app::layout` says.

use std::ops::Range;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Widget};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::{App, Drag, Modal, Pane, layout};
use crate::context::Context;
use crate::flow::{Row, Span, cut, row_width};
use crate::theme::{Glyph, Role, Theme};
use crate::wire::text::printable_str;

mod caret;
mod command;
mod copy_as;
mod editor;
mod explanation;
mod footer;
mod header;
mod hint;
mod map;
mod marked;
mod modal;
mod offered;
mod over;
mod palette;
mod recall;
mod reference;
mod standing;
mod title;
mod transcript;
mod typed;
mod under;

pub use title::title;
pub use under::under;

/// Draws the whole screen.
pub fn view(ctx: &Context, app: &App, frame: &mut Frame<'_>) {
    if let Some(cursor) = paint(ctx, app, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws it into a buffer; where the cursor belongs, while something is typed.
fn paint(ctx: &Context, app: &App, buffer: &mut Buffer) -> Option<Position> {
    let areas = layout::areas(app);
    let screen = buffer.area;
    let fits = |area: Rect| area.intersection(screen);
    header::draw(ctx, app, fits(areas.header), buffer);
    map::draw(ctx, app, fits(areas.map), buffer);
    let field = transcript::draw(ctx, app, fits(areas.transcript), buffer);
    explanation::draw(ctx, app, fits(areas.explanation), buffer);
    standing::draw(ctx, app, fits(areas.standing), buffer);
    footer::draw(ctx, app, fits(areas.footer), buffer);
    let look = typed::look(ctx, app);
    let command = fits(areas.command);
    let cursor = command::draw(ctx, app, &look, command, buffer);
    if let Some(cursor) = cursor.filter(|_| app.modal.is_none()) {
        offered::draw(ctx, app, &look.offered, (cursor, command), buffer);
    }
    let cursor = match &app.modal {
        Some(open) => over(ctx, app, open, buffer),
        None if app.focus == Pane::Command => cursor,
        None => field,
    };
    if let Some(Drag::Text(stretch)) = app.mouse.drag {
        marked::draw(stretch, buffer);
    }
    cursor
}

/// Draws what lies over the screen; where the cursor belongs, if something is typed there.
fn over(ctx: &Context, app: &App, modal: &Modal, buffer: &mut Buffer) -> Option<Position> {
    match modal {
        Modal::Help(help) => return over::help(ctx, app, help, buffer),
        Modal::Palette(palette) => return palette::draw(ctx, app, palette, buffer),
        Modal::Notices(selected) => over::notices(ctx, app, *selected, buffer),
        Modal::Exposed(exposed) => modal::exposed(ctx, exposed, buffer),
        Modal::Quit => modal::quit(ctx, app, buffer),
        Modal::Oversize => modal::oversize(ctx, app, buffer),
        Modal::Paste(lines) => modal::paste(ctx, app, lines, buffer),
        Modal::CopyAs(menu) => copy_as::draw(ctx, app, menu, buffer),
        Modal::Replace { path, .. } => copy_as::replace(ctx, path, buffer),
        Modal::Reference(open) => return reference::draw(ctx, app, open, buffer),
    }
    None
}

/// Draws a row of spans from a place on, not beyond `width`; where it ended.
fn row(theme: &Theme, spans: &[Span], (x, y): (u16, u16), width: u16, buffer: &mut Buffer) -> u16 {
    styled(spans, (x, y), width, buffer, |role| theme.style(role))
}

/// On the lower border of a pane: that there is more below, and how much.
fn more_below(theme: &Theme, area: Rect, what: &str, role: Role, buffer: &mut Buffer) {
    let glyph = theme.glyph(Glyph::MoreBelow);
    let mark = [Span::new(format!(" {glyph} {what} "), role)];
    let at = (area.x + 2, area.bottom() - 1);
    row(theme, &mark, at, area.width.saturating_sub(4), buffer);
}

/// A row for so many cells: where it is cut, a sign says so.
fn fitted(theme: &Theme, spans: &[Span], width: usize) -> Row {
    if row_width(spans) <= width {
        return spans.to_vec();
    }
    let role = spans.last().map_or(Role::Text, |span| span.role);
    let mut row = cut(spans, width.saturating_sub(1));
    row.push(Span::new(theme.glyph(Glyph::Ellipsis), role));
    row
}

/// The same on the selected line.
fn selected_row(
    theme: &Theme,
    spans: &[Span],
    (x, y): (u16, u16),
    width: u16,
    buffer: &mut Buffer,
) -> u16 {
    let whole = Rect {
        x,
        y,
        width,
        height: 1,
    }
    .intersection(buffer.area);
    buffer.set_style(whole, theme.selected(Role::Text));
    styled(spans, (x, y), width, buffer, |role| theme.selected(role))
}

fn styled(
    spans: &[Span],
    (x, y): (u16, u16),
    width: u16,
    buffer: &mut Buffer,
    style: impl Fn(Role) -> Style,
) -> u16 {
    let end = x.saturating_add(width).min(buffer.area.right());
    let mut at = x;
    if y >= buffer.area.bottom() {
        return at;
    }
    for span in spans {
        if at >= end {
            break;
        }
        let (most, style) = (usize::from(end - at), style(span.role));
        if !span.text.bytes().all(|octet| matches!(octet, b' '..=b'~')) {
            (at, _) = buffer.set_stringn(at, y, &span.text, most, style);
            continue;
        }
        // A letter a cell, as nearly all text is: no graphemes to be looked for.
        for (letter, x) in span.text.chars().take(most).zip(at..) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_char(letter).set_style(style);
            }
            at = x + 1;
        }
    }
    at
}

/// A pane's border with its title and number; the inside.
fn frame(ctx: &Context, area: Rect, title: &str, focused: bool, buffer: &mut Buffer) -> Rect {
    let (border, heading) = if focused {
        (Role::PaneBorderFocus, Role::PaneTitleFocus)
    } else {
        (Role::PaneBorder, Role::PaneTitle)
    };
    let block = Block::bordered()
        .border_set(ctx.theme.border(focused))
        .border_style(ctx.theme.style(border));
    let inside = block.inner(area);
    block.render(area, buffer);
    if !title.is_empty() {
        let width = area.width.saturating_sub(2);
        let title = [Span::new(titled(ctx, title, focused), heading)];
        let title = fitted(&ctx.theme, &title, usize::from(width));
        row(&ctx.theme, &title, (area.x + 1, area.y), width, buffer);
    }
    inside
}

/// A pane's title; a sign before it tells that the keys go there.
fn titled(ctx: &Context, title: &str, focused: bool) -> String {
    if focused {
        format!(" {} {title} ", ctx.theme.glyph(Glyph::Focus))
    } else {
        format!(" {title} ")
    }
}

/// A line as it may be seen: a secret in it is masked, a sign for each letter.
fn veiled(theme: &Theme, line: &str, secret: Option<Range<usize>>) -> String {
    let parts = secret.and_then(|span| {
        Some((
            line.get(..span.start)?,
            line.get(span.clone())?,
            line.get(span.end..)?,
        ))
    });
    let Some((before, secret, after)) = parts else {
        return printable_str(line).into_owned();
    };
    let mask = theme
        .glyph(Glyph::Mask)
        .repeat(secret.graphemes(true).count());
    format!("{}{mask}{}", printable_str(before), printable_str(after))
}

#[cfg(test)]
mod tests {
    use crate::locale::Locale;

    /// Every key of the locale's `ui` section that the code names is there.
    #[test]
    fn the_screen_has_its_words() {
        let locale = Locale::load("en");
        for key in [
            "practice",
            "live",
            "help-title",
            "quit-lines",
            "footer-send",
            "map-quit",
            "empty-hint",
        ] {
            assert!(!locale.word("ui", key).is_empty(), "{key}");
        }
    }
}
