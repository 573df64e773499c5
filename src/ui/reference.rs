//! The reference: what was typed, what was found, and the card that is open.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::typed::scrolled;
use super::{fitted, frame, row, selected_row};
use crate::app::layout::READABLE;
use crate::app::{App, Reference, Spot, panel};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::kb::Kind;
use crate::theme::{Glyph, Role};

/// How wide a name may be in the list.
const NAME: usize = 20;

/// Its place: between header and footer, and no wider than one reads well.
fn area(screen: Rect) -> Rect {
    let footer = u16::from(screen.height >= 6);
    let width = screen.width.min(READABLE);
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + 1,
        width,
        height: screen.height.saturating_sub(1 + footer),
    }
}

/// Within the border and a column of air at each side.
pub(super) fn inside(screen: Rect) -> Rect {
    area(screen).inner(Margin::new(2, 1))
}

/// Draws it; where the cursor belongs while one types.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    reference: &Reference,
    buffer: &mut Buffer,
) -> Option<Position> {
    let screen = buffer.area;
    if screen.width < 8 || screen.height < 5 {
        return None;
    }
    let area = area(screen);
    Clear.render(area, buffer);
    let title = ctx.ui(if reference.open.is_empty() {
        "reference"
    } else {
        "reference-card"
    });
    frame(ctx, area, title, true, buffer);
    let inside = inside(screen);
    if reference.open.is_empty() {
        return Some(list(ctx, reference, inside, buffer));
    }
    card(ctx, app, reference, inside, buffer);
    None
}

/// What a click in it means: one of what was found, or a card that is named.
pub(super) fn under(
    ctx: &Context,
    app: &App,
    reference: &Reference,
    at: Position,
    screen: Rect,
) -> Spot {
    let inside = inside(screen);
    if !inside.contains(at) {
        return Spot::Nothing;
    }
    let line = usize::from(at.y - inside.y);
    let Some((_, top)) = reference.open.last() else {
        let item = line
            .checked_sub(2)
            .map(|line| line + list_top(reference, inside));
        let item = item.filter(|item| *item < reference.found(ctx).len());
        return item.map_or(Spot::Nothing, Spot::Item);
    };
    let links = reference.links(ctx);
    let all = open_rows(ctx, app, reference, inside);
    let top = (*top).min(all.len().saturating_sub(usize::from(inside.height)));
    // The links are the last rows.
    let first = all.len() - links.len();
    let number = (top + line).checked_sub(first);
    let card = number.and_then(|number| links.into_iter().nth(number));
    card.map_or(Spot::Nothing, Spot::Card)
}

/// How many of what was found are scrolled away.
fn list_top(reference: &Reference, inside: Rect) -> usize {
    let height = usize::from(inside.height.saturating_sub(2));
    (reference.selected + 1).saturating_sub(height)
}

fn list(ctx: &Context, reference: &Reference, inside: Rect, buffer: &mut Buffer) -> Position {
    let prompt = vec![
        Span::new(format!("{} ", ctx.theme.glyph(Glyph::Prompt)), Role::Prompt),
        Span::new(
            crate::wire::text::printable_str(reference.query.text()).into_owned(),
            Role::Client,
        ),
    ];
    // A long query shows its end, where it is typed.
    let room = usize::from(inside.width.saturating_sub(1));
    let prompt = scrolled(&prompt, row_width(&prompt).saturating_sub(room));
    let at = (inside.x, inside.y);
    let end = row(&ctx.theme, &prompt, at, inside.width, buffer);
    let cursor = Position::new(end.min(inside.right().saturating_sub(1)), inside.y);
    let found = reference.found(ctx);
    if found.is_empty() {
        let none = [Span::new(ctx.ui("reference-none"), Role::Warning)];
        row(
            &ctx.theme,
            &none,
            (inside.x, inside.y + 2),
            inside.width,
            buffer,
        );
    }
    let height = usize::from(inside.height.saturating_sub(2));
    let top = list_top(reference, inside);
    for (index, found) in found.iter().enumerate().skip(top).take(height) {
        let kind = found.path.split('/').next().unwrap_or_default();
        let spans = vec![
            Span::new(format!("{:NAME$} ", found.name), Role::Literal),
            Span::new(found.title.clone(), Role::Text),
            Span::new(
                format!("  {}", ctx.ui(&format!("kind-{kind}"))),
                Role::TextMuted,
            ),
        ];
        let spans = fitted(&ctx.theme, &spans, usize::from(inside.width));
        let at = (
            inside.x,
            inside.y + 2 + u16::try_from(index - top).unwrap_or(0),
        );
        if index == reference.selected {
            selected_row(&ctx.theme, &spans, at, inside.width, buffer);
        } else {
            row(&ctx.theme, &spans, at, inside.width, buffer);
        }
    }
    cursor
}

fn card(ctx: &Context, app: &App, reference: &Reference, inside: Rect, buffer: &mut Buffer) {
    let all = open_rows(ctx, app, reference, inside);
    let top = reference.open.last().map_or(0, |(_, top)| *top);
    let height = usize::from(inside.height);
    let top = top.min(all.len().saturating_sub(height));
    for (y, spans) in (inside.y..inside.bottom()).zip(all.iter().skip(top)) {
        row(&ctx.theme, spans, (inside.x, y), inside.width, buffer);
    }
}

/// The rows of the open card, a row for each of its links at the end.
fn open_rows(ctx: &Context, app: &App, reference: &Reference, inside: Rect) -> Vec<Row> {
    let Some((path, _)) = reference.open.last() else {
        return Vec::new();
    };
    let mut all = card_rows(ctx, app, path, usize::from(inside.width).min(96));
    let links = reference.links(ctx);
    if !links.is_empty() {
        all.push(Row::new());
        all.push(vec![Span::new(
            ctx.locale.word("explain", "related"),
            Role::Heading,
        )]);
    }
    for (index, path) in links.iter().enumerate() {
        let title = ctx
            .kb
            .by_path(path)
            .map_or("", |card| card.words.title.as_str());
        let key = Span::new(format!("{} ", index + 1), Role::Key);
        let name = Span::new(
            format!(
                "{} ",
                path.split_once('/').map_or(path.as_str(), |(_, name)| name)
            ),
            Role::Link,
        );
        all.push(vec![key, name, Span::new(title, Role::TextMuted)]);
    }
    all
}

/// The card without its links; they are listed with their keys.
fn card_rows(ctx: &Context, app: &App, path: &str, width: usize) -> Vec<Row> {
    let (folder, name) = path.split_once('/').unwrap_or((path, ""));
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.folder() == folder) else {
        return Vec::new();
    };
    let mut explanation = ctx.kb.about(*kind, name, &app.names(ctx));
    explanation.related.clear();
    let rows = panel::rows(ctx, &explanation, width, panel::Keys::Hidden);
    [rows.body, rows.next, rows.rest].concat()
}
