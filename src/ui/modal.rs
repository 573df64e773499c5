//! Questions that lie over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{frame, more_below, row, veiled};
use crate::app::layout::READABLE;
use crate::app::{App, Exposed};
use crate::context::Context;
use crate::flow::{Row, Span, row_width, width, wrap};
use crate::smtp::auth::Needs;
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// A session is open.
pub(super) fn quit(ctx: &Context, app: &App, buffer: &mut Buffer) {
    let lines = if app.can_say_quit() {
        "quit-lines"
    } else {
        "quit-lines-inside"
    };
    let rows: Vec<Row> = ctx
        .ui(lines)
        .lines()
        .map(|line| vec![Span::new(line, Role::Text)])
        .collect();
    show(ctx, ctx.ui("quit-title"), &rows, buffer);
}

/// A password would go in the clear.
pub(super) fn exposed(ctx: &Context, exposed: &Exposed, buffer: &mut Buffer) {
    let mechanism = exposed.way.mechanism;
    let fill = [
        ("mechanism", mechanism.name.to_owned()),
        (
            "user",
            printable_str(&exposed.credentials.user).into_owned(),
        ),
    ];
    let key = match mechanism.needs {
        Needs::Token => "exposed-token",
        Needs::Password | Needs::Nothing => "exposed-password",
    };
    let what = vec![Span::new(ctx.ui_with(key, &fill), Role::Danger)];
    let keys = ctx.ui("exposed-lines").lines();
    let keys = keys.map(|line| vec![Span::new(line, Role::Text)]);
    let rows: Vec<Row> = std::iter::once(what).chain(keys).collect();
    show(ctx, ctx.ui("exposed-title"), &rows, buffer);
}

/// The message is over what the server takes.
pub(super) fn oversize(ctx: &Context, app: &App, buffer: &mut Buffer) {
    let fill = [
        ("octets", app.composed_octets().to_string()),
        ("limit", app.oversize().unwrap_or_default().to_string()),
    ];
    let text = ctx.ui_with("oversize-lines", &fill);
    let rows: Vec<Row> = text
        .lines()
        .map(|line| vec![Span::new(line, Role::Text)])
        .collect();
    show(ctx, ctx.ui("oversize-title"), &rows, buffer);
}

/// Several lines were pasted.
pub(super) fn paste(ctx: &Context, app: &App, lines: &[String], buffer: &mut Buffer) {
    let glyph = ctx.theme.glyph(Glyph::Client);
    let most = usize::from(buffer.area.height.saturating_sub(5)).max(1);
    let first = lines.get(..most).unwrap_or(lines);
    let secrets = app.secrets_in(first);
    let shown = first.iter().zip(secrets);
    let mut rows: Vec<Row> = shown
        .map(|(line, secret)| {
            vec![Span::new(
                format!("{glyph} {}", veiled(&ctx.theme, line, secret)),
                Role::Client,
            )]
        })
        .collect();
    if lines.len() > most {
        rows.push(vec![Span::new(
            ctx.theme.glyph(Glyph::Ellipsis),
            Role::TextMuted,
        )]);
    }
    rows.push(vec![Span::new(
        ctx.ui_with("paste-hint", &[("count", lines.len().to_string())]),
        Role::Text,
    )]);
    show(ctx, ctx.ui("paste-title"), &rows, buffer);
}

/// A box in the middle, as large as what it holds and no larger than the screen.
fn show(ctx: &Context, title: &str, rows: &[Row], buffer: &mut Buffer) {
    show_from(ctx, title, rows, 0, buffer);
}

/// The same; where not all of it fits, so many rows are above.
pub(super) fn show_from(ctx: &Context, title: &str, rows: &[Row], top: usize, buffer: &mut Buffer) {
    let (area, rows) = boxed(title, rows, buffer.area);
    if area.is_empty() {
        return;
    }
    Clear.render(area, buffer);
    let inside = frame(ctx, area, title, true, buffer);
    let height = usize::from(inside.height);
    let top = top.min(rows.len().saturating_sub(height));
    for (y, spans) in (inside.y..inside.bottom()).zip(rows.iter().skip(top)) {
        let width = inside.width.saturating_sub(1);
        row(&ctx.theme, spans, (inside.x + 1, y), width, buffer);
    }
    if top + height < rows.len() {
        let left = (rows.len() - top - height).to_string();
        more_below(&ctx.theme, area, &left, Role::TextMuted, buffer);
    }
}

/// The place of the box with its border, none on a screen too small for it; and its rows, wrapped.
fn boxed(title: &str, rows: &[Row], screen: Rect) -> (Rect, Vec<Row>) {
    if screen.width < 6 || screen.height < 3 {
        return (Rect::ZERO, Vec::new());
    }
    let most = usize::from(screen.width.min(READABLE) - 4);
    let rows: Vec<Row> = rows.iter().flat_map(|row| wrap(row, most, 2)).collect();
    let widest = rows.iter().map(|row| row_width(row)).max().unwrap_or(0);
    // The title has the sign of the focus, and a blank at each side.
    let widest = widest.max(width(title) + 4);
    let cells = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let wide = cells(widest + 4).min(screen.width);
    let height = cells(rows.len() + 2).min(screen.height);
    let area = screen.centered(Constraint::Length(wide), Constraint::Length(height));
    (area, rows)
}
