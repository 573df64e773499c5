//! The command box: a rule with its title, what is typed, and the prediction.
//!
//! The real cursor stands where the next letter goes, so that input methods and screen readers find
//! it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::typed::{self, Look};
use super::{caret, editor, fitted, hint, recall, row, titled};
use crate::app::{App, LineEnd, Pane};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::smtp::Phase;
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// Draws it; where the cursor belongs.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    look: &Look,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if area.height >= 3 {
        title(ctx, app, Rect { height: 1, ..area }, buffer);
    }
    let typed = caret::typed(area);
    if typed.bottom() < area.bottom() {
        let hint = if let Some(notice) = &app.notice {
            vec![Span::new(printable_str(notice).into_owned(), Role::Warning)]
        } else {
            hint::hint(ctx, app, look)
        };
        let width = area.width.saturating_sub(2);
        let hint = fitted(&ctx.theme, &hint, usize::from(width));
        let at = (area.x + 1, area.bottom() - 1);
        row(&ctx.theme, &hint, at, width, buffer);
    }
    input(ctx, app, look, area, buffer)
}

fn title(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    let focused = app.focus == Pane::Command;
    let (line, heading) = if focused {
        (Role::PaneBorderFocus, Role::PaneTitleFocus)
    } else {
        (Role::PaneBorder, Role::PaneTitle)
    };
    let name = match app.conversation.session().phase() {
        _ if app.prompt.is_some() => ctx.ui("login"),
        Phase::Challenge => ctx.ui("answer"),
        Phase::Chunk if app.is_composing() => ctx.ui("chunk"),
        _ if app.is_composing() || app.message.sending.is_some() => ctx.ui("message"),
        _ => ctx.ui("command"),
    };
    let rule = ctx
        .theme
        .border(focused)
        .horizontal_top
        .repeat(usize::from(area.width));
    row(
        &ctx.theme,
        &[Span::new(rule, line)],
        (area.x, area.y),
        area.width,
        buffer,
    );
    let name = titled(ctx, &format!("{name} [3]"), focused);
    let mut title = vec![Span::new(name, heading)];
    if app.ending != LineEnd::Crlf {
        let fill = [("name", app.ending.name().to_owned())];
        title.push(Span::new(
            format!("{} ", ctx.ui_with("ending-mark", &fill)),
            Role::Warning,
        ));
    }
    row(
        &ctx.theme,
        &title,
        (area.x + 1, area.y),
        area.width.saturating_sub(1),
        buffer,
    );
}

/// What is typed, scrolled so that the cursor shows.
fn input(
    ctx: &Context,
    app: &App,
    look: &Look,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let inside = caret::inside(app, area);
    let area = caret::typed(area);
    if area.is_empty() {
        return None;
    }
    if let Some(file) = app.message.file.as_ref().filter(|_| app.is_composing()) {
        editor::opened(ctx, file, area, buffer);
        return None;
    }
    if app.recall.is_some() {
        return Some(recall::draw(ctx, app, area, buffer));
    }
    let (cursor_row, cursor_column) = app.command.cursor();
    let prompt = [Span::new(
        format!("{} ", ctx.theme.glyph(Glyph::Prompt)),
        Role::Prompt,
    )];
    let gutter = editor::gutter(app, area.width);
    let room = inside.width.saturating_sub(1);
    let top = caret::rows_above(app, inside);
    let mut cursor = None;
    let lines = app.command.lines().iter().enumerate().skip(top);
    for (y, (index, line)) in (area.y..area.bottom()).zip(lines) {
        if index == top {
            row(&ctx.theme, &prompt, (area.x, y), area.width, buffer);
        }
        editor::number(ctx, app, index, (area.x + 2, y, gutter), buffer);
        let column = (index == cursor_row).then_some(cursor_column);
        let typed = typed::spans(ctx, app, line, column.unwrap_or(0), look);
        let here = column.map_or(0, |_| typed.here);
        let skipped = here.saturating_sub(usize::from(room));
        let mut spans = typed::scrolled(&typed.row, skipped);
        let left_over = usize::from(room).saturating_sub(here);
        spans.extend(fitted(&ctx.theme, &ghost(app, look), left_over));
        typed::row(&ctx.theme, &spans, (inside.x, y), inside.width, buffer);
        if column.is_some() {
            let column = inside.x + u16::try_from(here - skipped).unwrap_or(0);
            cursor = Some(Position::new(column.min(area.right().saturating_sub(1)), y));
        }
    }
    cursor
}

/// What probably follows, faint.
fn ghost(app: &App, look: &Look) -> Row {
    let typed = app.command.line().len();
    let whole = look.ghost.as_deref();
    let Some(rest) = whole.and_then(|whole| whole.get(typed..)) else {
        return Row::new();
    };
    let rest = Span::new(printable_str(rest).into_owned(), Role::Ghost);
    if app.command.is_empty() {
        vec![rest, Span::new("  Alt-1", Role::TextMuted)]
    } else {
        vec![rest]
    }
}
