//! The session so far. Only the rows that show are formatted, from the end, or around the selected
//! line; so a frame costs the same whether ten entries came or a million.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};

use super::{fitted, frame, row, selected_row};
use crate::app::{App, Pane, Place, Spot, Wire, layout};
use crate::context::Context;
use crate::flow::{Row, Span, part, row_width, wrap};
use crate::theme::{Glyph, Role};

mod border;
mod fold;
mod hits;
mod lines;
mod pointed;
mod rules;
mod status;
mod wire;
pub(super) use lines::time;

/// A row on the screen, and the line it belongs to.
pub(super) struct Shown {
    place: Place,
    row: Row,
    /// Which row of its line it is.
    part: usize,
    /// It says something of the line, and is none of its text.
    aside: bool,
    /// A blank stood between it and the part before.
    pub(super) after_blank: bool,
}

impl Shown {
    /// Whether it goes on with the line of the row above.
    pub(super) const fn goes_on(&self) -> bool {
        self.part > 0 && !self.aside
    }
}

/// Draws it; where the cursor belongs, if something is typed in it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.width < 4 || area.height == 0 {
        return None;
    }
    if layout::has_borders(app) {
        let focused = app.focus == Pane::Transcript;
        frame(ctx, area, &title(ctx, app), focused, buffer);
    }
    let inside = inside(app, area);
    let rows = shown(ctx, app, area);
    if rows.is_empty() && inside.height > 0 && app.lens.filter.is_some() {
        let words = Span::new(ctx.locale.word("lens", "filter-none"), Role::TextMuted);
        let at = (inside.x + 1, inside.y);
        row(&ctx.theme, &[words], at, inside.width - 1, buffer);
    }
    for (index, shown) in rows.iter().enumerate() {
        let y = inside.y + u16::try_from(index).unwrap_or(u16::MAX);
        let at = (inside.x, y);
        if is_selected(app, shown.place) {
            selected_row(&ctx.theme, &shown.row, at, inside.width, buffer);
        } else {
            row(&ctx.theme, &shown.row, at, inside.width, buffer);
        }
    }
    if layout::has_borders(app) {
        border::draw(ctx, app, &rows, (area, inside), buffer);
    }
    has_status(app, area).then(|| {
        let at = (inside.x, inside.bottom());
        status::draw(ctx, app, at, inside.width, buffer)
    })?
}

/// Whether a line is selected; a folded exchange is where any line of it is.
fn is_selected(app: &App, place: Place) -> bool {
    let Some((from, to)) = app.shown_selected() else {
        return false;
    };
    match app.fold_at(place.entry) {
        Some(fold) => from.entry < fold.entries.end && fold.entries.start <= to.entry,
        None => (from..=to).contains(&place),
    }
}

/// Where the rows go: within the border, if there is one, and above what is typed.
pub(super) fn inside(app: &App, area: Rect) -> Rect {
    let mut inside = bordered(app, area);
    inside.height -= u16::from(has_status(app, area));
    inside
}

fn bordered(app: &App, area: Rect) -> Rect {
    if layout::has_borders(app) {
        area.inner(Margin::new(1, 1))
    } else {
        area
    }
}

fn has_status(app: &App, area: Rect) -> bool {
    bordered(app, area).height >= 3 && status::is_needed(app)
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

/// Whose session it is, how it is shown, and what of it.
fn title(ctx: &Context, app: &App) -> String {
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
    let only = status::filter(ctx, app).map(|only| format!(", {only}"));
    let only = only.unwrap_or_default();
    format!("{}{which}{how}{only} [1]", ctx.ui("transcript"))
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
    let selected = app.seen(selected).unwrap_or(selected);
    // The selected line stays in the middle, except near the ends, and where it was clicked.
    let clicked = app.mouse.row.filter(|(place, _)| *place == selected);
    let above = clicked.map_or(height / 2, |(_, row)| {
        let own = place_rows(ctx, app, selected, width).len();
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
    let mut next = app.seen(place).or_else(|| app.after(place));
    while let Some(place) = next {
        rows.extend(place_rows(ctx, app, place, width));
        if rows.len() >= most {
            break;
        }
        next = app.after(place);
    }
    rows
}

/// Rows before a line, the nearest first, at most `most`.
fn before(ctx: &Context, app: &App, place: Place, width: usize, most: usize) -> Vec<Shown> {
    let mut rows = Vec::new();
    let mut next = app.before(place);
    while let Some(place) = next {
        rows.extend(place_rows(ctx, app, place, width).into_iter().rev());
        if rows.len() >= most {
            rows.truncate(most);
            break;
        }
        next = app.before(place);
    }
    rows
}

/// A line with what belongs to it: the rule of a phase that begins with it, a person's note.
fn place_rows(ctx: &Context, app: &App, place: Place, width: usize) -> Vec<Shown> {
    let Some(entry) = app.conversation.transcript().get(place.entry) else {
        return Vec::new();
    };
    if let Some(folded) = app.fold_at(place.entry) {
        return numbered(place, vec![fold::row(ctx, app, &folded, width)], &[]);
    }
    let lines::Line { head, text, phase } = lines::line(ctx, app, entry, place, width);
    let hang = row_width(&head);
    let text = pointed::marked(app, entry, place, text);
    let text = hits::marked(app, place, text);
    let mut rows = match app.sheet.cut {
        Some(shift) => vec![beside(ctx, head, &text, shift, width)],
        None if layout::cuts_lines(app) => {
            vec![fitted(&ctx.theme, &[head, text.clone()].concat(), width)]
        }
        None => hung(head, &text, width),
    };
    let blanks = blanks_before(&text, &rows);
    rules::phase(ctx, &mut rows, phase, hang, width);
    if let Some(note) = app.note_at(place).filter(|note| !note.is_empty()) {
        rows.extend(status::note(ctx, note, hang, width));
    }
    rules::tls(ctx, &mut rows, entry, place, width);
    numbered(place, rows, &blanks)
}

/// The rows of a line; those that have no word on the blank before them are none of its text.
fn numbered(place: Place, rows: Vec<Row>, blanks: &[bool]) -> Vec<Shown> {
    let rows = rows.into_iter().enumerate();
    rows.map(|(part, row)| Shown {
        place,
        row,
        part,
        aside: part >= blanks.len(),
        after_blank: blanks.get(part).copied().unwrap_or(false),
    })
    .collect()
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

/// Text beside its head in one row, cut at both ends; a sign says where.
fn beside(ctx: &Context, mut head: Row, text: &[Span], shift: usize, width: usize) -> Row {
    let room = width.saturating_sub(row_width(&head));
    let wide = row_width(text);
    let sign = || Span::new(ctx.theme.glyph(Glyph::Ellipsis), Role::TextMuted);
    let left = usize::from(shift > 0 && wide > 0);
    let right = usize::from(wide > shift + room);
    head.extend((left > 0).then(sign));
    let most = room.saturating_sub(left + right);
    head.extend(part(text, shift + left, most));
    head.extend((right > 0).then(sign));
    head
}

/// For each row of a text that was wrapped, whether it was parted from the one above at a blank.
fn blanks_before(text: &[Span], rows: &[Row]) -> Vec<bool> {
    if rows.len() == 1 {
        return vec![false];
    }
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
