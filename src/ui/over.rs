//! What lies over the screen between header and footer: the help, the notices so far, and what they
//! have in common.
//!
//! Absent on purpose: questions (`modal`), the palette and the reference, which have files of their own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::transcript::time;
use super::{frame, more_below, row, selected_row};
use crate::app::{App, Help, Notice, layout, panel};
use crate::context::Context;
use crate::flow::{Row, Span, width, wrap};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// The help: scrolled, and with what is looked for marked; where the cursor belongs while it is typed.
pub(super) fn help(ctx: &Context, app: &App, help: &Help, buffer: &mut Buffer) -> Option<Position> {
    let (area, inside) = place(ctx, app, ctx.ui("help-title"), buffer)?;
    let (cells, height) = layout::over_inside(app);
    let rows = panel::help_rows(ctx, app, cells);
    let matches = help.matches(&rows);
    let current = matches.get(help.current);
    let top = help.top.min(rows.len().saturating_sub(height));
    for (index, spans) in rows.iter().enumerate().skip(top).take(height) {
        let at = (inside.x, line(inside, index - top));
        if Some(&index) == current {
            selected_row(&ctx.theme, spans, at, inside.width, buffer);
        } else if matches.binary_search(&index).is_ok() {
            let found = marked(spans);
            row(&ctx.theme, &found, at, inside.width, buffer);
        } else {
            row(&ctx.theme, spans, at, inside.width, buffer);
        }
    }
    if help.typing || !help.query.is_empty() {
        return search(ctx, area, help, matches.len(), buffer);
    } else if top + height < rows.len() {
        let left = (rows.len() - top - height).to_string();
        more_below(&ctx.theme, area, &left, Role::TextMuted, buffer);
    }
    None
}

/// What is looked for, and how often it is there.
fn search(
    ctx: &Context,
    area: Rect,
    help: &Help,
    matches: usize,
    buffer: &mut Buffer,
) -> Option<Position> {
    let count = match matches {
        _ if help.query.is_empty() => String::new(),
        0 => format!("  {}", ctx.ui("help-none")),
        count => format!("  {}/{count}", help.current + 1),
    };
    let query = format!(" /{}", printable_str(help.query.text()));
    below(
        ctx,
        area,
        &format!("{query} {count} "),
        Role::TextStrong,
        buffer,
    );
    let typed = u16::try_from(width(&query)).unwrap_or(u16::MAX);
    let x = area.x.saturating_add(2).saturating_add(typed);
    help.typing.then_some(Position {
        x: x.min(area.right().saturating_sub(1)),
        y: area.bottom() - 1,
    })
}

/// A row that holds what is looked for.
fn marked(spans: &[Span]) -> Row {
    let mark = |span: &Span| Span::new(span.text.clone(), Role::SearchMatch);
    spans.iter().map(mark).collect()
}

/// The notices so far, the newest at the bottom.
pub(super) fn notices(ctx: &Context, app: &App, selected: usize, buffer: &mut Buffer) {
    let Some((area, inside)) = place(ctx, app, ctx.ui("notices-title"), buffer) else {
        return;
    };
    if app.notices.is_empty() {
        let none = [Span::new(ctx.ui("notices-none"), Role::TextMuted)];
        row(
            &ctx.theme,
            &none,
            (inside.x, inside.y),
            inside.width,
            buffer,
        );
    }
    let (cells, height) = layout::over_inside(app);
    let mut rows = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (number, notice) in app.notices.iter().enumerate() {
        let wrapped = wrap(&notice_row(ctx, notice), cells, 2);
        if number == selected {
            (start, end) = (rows.len(), rows.len() + wrapped.len());
        }
        rows.extend(wrapped.into_iter().map(|row| (number, row)));
    }
    // One that is longer than the page is read from its beginning.
    let top = end.saturating_sub(height).min(start);
    for (index, (number, spans)) in rows.iter().skip(top).take(height).enumerate() {
        let at = (inside.x, line(inside, index));
        if *number == selected {
            selected_row(&ctx.theme, spans, at, inside.width, buffer);
        } else {
            row(&ctx.theme, spans, at, inside.width, buffer);
        }
    }
    if let Some(notice) = &app.notice {
        let text = format!(" {} ", printable_str(notice));
        below(ctx, area, &text, Role::Warning, buffer);
    }
}

fn notice_row(ctx: &Context, notice: &Notice) -> Row {
    let (sign, role) = if notice.is_error {
        (Glyph::Warning, Role::Error)
    } else {
        (Glyph::Remark, Role::Text)
    };
    vec![
        Span::new(format!("{} ", time(notice.at)), Role::TextMuted),
        Span::new(format!("{} ", ctx.theme.glyph(sign)), role),
        Span::new(printable_str(&notice.text).into_owned(), role),
    ]
}

/// Clears the place and frames it; the whole, and the inside with a column of air at each side.
pub(super) fn place(
    ctx: &Context,
    app: &App,
    title: &str,
    buffer: &mut Buffer,
) -> Option<(Rect, Rect)> {
    let area = layout::over(app).intersection(buffer.area);
    if area.width < 8 || area.height < 3 {
        return None;
    }
    Clear.render(area, buffer);
    // A title says its keys behind a colon, where there is room for all of it and the focus's sign.
    let has_room = width(title) + 6 <= usize::from(area.width);
    let short = title.split_once(": ").filter(|_| !has_room);
    let title = short.map_or(title, |(name, _)| name);
    let inside = frame(ctx, area, title, true, buffer);
    let inside = Rect {
        x: inside.x + 1,
        width: inside.width.saturating_sub(2),
        ..inside
    };
    Some((area, inside))
}

/// A text on the lower border.
pub(super) fn below(ctx: &Context, area: Rect, text: &str, role: Role, buffer: &mut Buffer) {
    let at = (area.x + 2, area.bottom() - 1);
    let cells = area.width.saturating_sub(4);
    let spans = super::fitted(&ctx.theme, &[Span::new(text, role)], usize::from(cells));
    row(&ctx.theme, &spans, at, cells, buffer);
}

/// The row of the screen for a row of the inside.
pub(super) fn line(inside: Rect, index: usize) -> u16 {
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    inside.y.saturating_add(index)
}
