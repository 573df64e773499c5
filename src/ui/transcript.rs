//! The session so far. Only the rows that show are formatted, from the end, or around the selected
//! line; so a frame costs the same whether ten entries came or a million.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};

use super::{fitted, frame, more_below, row, selected_row};
use crate::app::{App, Pane, Place, Spot, Wire, layout, lines_of};
use crate::context::Context;
use crate::flow::{Row, Span, cut, row_width, wrap};
use crate::theme::{Glyph, Role};

mod lines;
mod pointed;
pub(super) use lines::time;
mod wire;

/// A row on the screen, and the line it belongs to.
pub(super) struct Shown {
    place: Place,
    row: Row,
    /// Which row of its line it is.
    part: usize,
    /// A blank stood between it and the part before.
    pub(super) after_blank: bool,
}

impl Shown {
    /// Whether it goes on with the line of the row above.
    pub(super) const fn goes_on(&self) -> bool {
        self.part > 0
    }
}

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.width < 4 || area.height == 0 {
        return;
    }
    if layout::has_borders(app) {
        let how = match app.wire {
            Wire::Off => String::new(),
            Wire::Visible => format!(", {}", ctx.ui("transcript-wire")),
            Wire::Hex => format!(", {}, hex", ctx.ui("transcript-wire")),
        };
        let which = match (&app.second, app.is_first) {
            (None, _) => "",
            (Some(_), true) => " 1/2",
            (Some(_), false) => " 2/2",
        };
        let title = format!("{}{which}{how} [1]", ctx.ui("transcript"));
        frame(ctx, area, &title, app.focus == Pane::Transcript, buffer);
    }
    let inside = inside(app, area);
    let rows = shown(ctx, app, area);
    let selected = app.shown_selected();
    let is_selected = |place| selected.is_some_and(|(from, to)| (from..=to).contains(&place));
    for (index, shown) in rows.iter().enumerate() {
        let y = inside.y + u16::try_from(index).unwrap_or(u16::MAX);
        let at = (inside.x, y);
        if is_selected(shown.place) {
            selected_row(&ctx.theme, &shown.row, at, inside.width, buffer);
        } else {
            row(&ctx.theme, &shown.row, at, inside.width, buffer);
        }
    }
    if layout::has_borders(app) {
        marks(ctx, app, &rows, area, buffer);
    }
}

/// Where the rows go: within the border, if there is one.
pub(super) fn inside(app: &App, area: Rect) -> Rect {
    if layout::has_borders(app) {
        area.inner(Margin::new(1, 1))
    } else {
        area
    }
}

/// The rows that show in the pane.
pub(super) fn shown(ctx: &Context, app: &App, area: Rect) -> Vec<Shown> {
    let inside = inside(app, area);
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    rows(ctx, app, width, height)
}

/// What a click in the pane means: the line there, and in which row it begins.
pub(super) fn under(ctx: &Context, app: &App, area: Rect, at: Position) -> Spot {
    let inside = inside(app, area);
    if !inside.contains(at) {
        return Spot::Nothing;
    }
    let line = usize::from(at.y - inside.y);
    let rows = shown(ctx, app, area);
    rows.get(line).map_or(Spot::Nothing, |row| {
        Spot::Line(row.place, line.saturating_sub(row.part))
    })
}

/// On the border: that there is more above, and what came below while one was looking elsewhere.
fn marks(ctx: &Context, app: &App, rows: &[Shown], area: Rect, buffer: &mut Buffer) {
    let transcript = app.conversation.transcript();
    let last = rows
        .last()
        .map_or(transcript.end(), |shown| shown.place.entry + 1);
    let below = transcript.end().saturating_sub(last);
    if below > 0 {
        let text = ctx.ui_with("more-below", &[("count", below.to_string())]);
        more_below(&ctx.theme, area, &text, Role::Warning, buffer);
    }
    let first = rows
        .first()
        .map_or(transcript.first(), |shown| shown.place.entry);
    let above = first.saturating_sub(transcript.first());
    let text = match () {
        () if above > 0 => ctx.ui_with("more-above", &[("count", above.to_string())]),
        () if transcript.first() > 0 => ctx.ui("older-dropped").to_owned(),
        () => return,
    };
    let mark = [Span::new(
        format!(" {} {text} ", ctx.theme.glyph(Glyph::MoreAbove)),
        Role::TextMuted,
    )];
    let mark = cut(&mark, usize::from(area.width.saturating_sub(18)));
    let width = u16::try_from(row_width(&mark)).unwrap_or(0);
    row(
        &ctx.theme,
        &mark,
        (area.right().saturating_sub(width + 2), area.y),
        width,
        buffer,
    );
}

/// The rows that show.
fn rows(ctx: &Context, app: &App, width: usize, height: usize) -> Vec<Shown> {
    let Some(selected) = app.selected else {
        let end = Place {
            entry: app.conversation.transcript().end(),
            line: 0,
        };
        let mut rows = before(ctx, app, end, width, height);
        rows.reverse();
        return rows;
    };
    // The selected line stays in the middle, except near the ends, and where it was clicked.
    let clicked = app.mouse.row.filter(|(place, _)| *place == selected);
    let above = clicked.map_or(height / 2, |(_, row)| {
        let own = line_rows(ctx, app, selected, width).len();
        row.min(height.saturating_sub(own))
    });
    let mut rows = before(ctx, app, selected, width, above);
    let ahead = from(ctx, app, selected, width, height - rows.len());
    if rows.len() + ahead.len() < height {
        rows = before(ctx, app, selected, width, height - ahead.len());
    }
    rows.reverse();
    rows.extend(ahead);
    rows.truncate(height);
    rows
}

/// Rows from a line on, at most `most`.
fn from(ctx: &Context, app: &App, place: Place, width: usize, most: usize) -> Vec<Shown> {
    let mut rows = Vec::new();
    for (number, entry) in app.conversation.transcript().from(place.entry) {
        let skip = if number == place.entry { place.line } else { 0 };
        for line in skip..lines_of(entry) {
            rows.extend(line_rows(
                ctx,
                app,
                Place {
                    entry: number,
                    line,
                },
                width,
            ));
            if rows.len() >= most {
                return rows;
            }
        }
    }
    rows
}

/// Rows before a line, the nearest first, at most `most`.
fn before(ctx: &Context, app: &App, place: Place, width: usize, most: usize) -> Vec<Shown> {
    let mut rows = Vec::new();
    let transcript = app.conversation.transcript();
    for number in (transcript.first()..=place.entry).rev() {
        let Some(entry) = transcript.get(number) else {
            continue;
        };
        let until = if number == place.entry {
            place.line
        } else {
            lines_of(entry)
        };
        for line in (0..until).rev() {
            rows.extend(
                line_rows(
                    ctx,
                    app,
                    Place {
                        entry: number,
                        line,
                    },
                    width,
                )
                .into_iter()
                .rev(),
            );
            if rows.len() >= most {
                rows.truncate(most);
                return rows;
            }
        }
    }
    rows
}

/// Text behind its head. The head is never parted from the first letters, however long their word.
fn hung(mut head: Row, text: &[Span], width: usize) -> Vec<Row> {
    let hang = row_width(&head);
    if hang + 8 > width {
        head.extend_from_slice(text);
        return wrap(&head, width, 0);
    }
    let mut rows = wrap(text, width - hang, 0);
    for (index, row) in rows.iter_mut().enumerate() {
        if index == 0 {
            row.splice(..0, head.drain(..));
        } else {
            row.insert(0, Span::new(" ".repeat(hang), Role::Text));
        }
    }
    rows
}

fn line_rows(ctx: &Context, app: &App, place: Place, width: usize) -> Vec<Shown> {
    let Some(entry) = app.conversation.transcript().get(place.entry) else {
        return Vec::new();
    };
    let lines::Line { head, text, tail } = lines::line(ctx, app, entry, place.line, width);
    let text = pointed::marked(app, entry, place, text);
    let mut rows = if layout::cuts_lines(app) {
        vec![fitted(&ctx.theme, &[head, text.clone()].concat(), width)]
    } else {
        hung(head, &text, width)
    };
    if let (Some(last), Some(tail)) = (rows.last_mut(), tail) {
        let room = width.saturating_sub(row_width(last) + row_width(std::slice::from_ref(&tail)));
        if room >= 2 {
            last.push(Span::new(" ".repeat(room), Role::Text));
            last.push(tail);
        }
    }
    let blanks = blanks_before(&text, &rows);
    let rows = rows.into_iter().zip(blanks).enumerate();
    rows.map(|(part, (row, after_blank))| Shown {
        place,
        row,
        part,
        after_blank,
    })
    .collect()
}

/// For each row of a text that was wrapped, whether it was parted from the one above at a blank.
fn blanks_before(text: &[Span], rows: &[Row]) -> Vec<bool> {
    let joined = |row: &[Span]| {
        row.iter()
            .map(|span| span.text.as_str())
            .collect::<String>()
    };
    let whole = joined(text);
    let mut rest = whole.as_str();
    let found = rows.iter().map(|row| {
        let row = joined(row);
        // The first row has its head before it, and no row above.
        let words = row.trim();
        let at = rest.find(words);
        let blank = at.is_some_and(|at| at > 0);
        let behind = at.and_then(|at| rest.get(at + words.len()..));
        rest = behind.unwrap_or(rest);
        blank
    });
    found.collect()
}
