//! The reference: what was typed, what was found, and the card that is open.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::{fitted, frame, row, selected_row};
use crate::app::{App, Reference, panel};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::kb::Kind;
use crate::theme::{Glyph, Role};

/// How wide a name may be in the list.
const NAME: usize = 20;

/// Draws it over the whole screen but for the header.
pub(super) fn draw(ctx: &Context, app: &App, reference: &Reference, buffer: &mut Buffer) {
    let screen = buffer.area;
    if screen.width < 8 || screen.height < 5 {
        return;
    }
    let area = Rect {
        y: screen.y + 1,
        height: screen.height - 1,
        ..screen
    };
    Clear.render(area, buffer);
    let title = ctx.ui(if reference.open.is_empty() {
        "reference"
    } else {
        "reference-card"
    });
    let inside = frame(ctx, area, title, true, buffer);
    let inside = Rect {
        x: inside.x + 1,
        width: inside.width.saturating_sub(2),
        ..inside
    };
    match reference.open.last() {
        Some(_) => card(ctx, app, reference, inside, buffer),
        None => list(ctx, reference, inside, buffer),
    }
}

fn list(ctx: &Context, reference: &Reference, inside: Rect, buffer: &mut Buffer) {
    let prompt = vec![
        Span::new(format!("{} ", ctx.theme.glyph(Glyph::Prompt)), Role::Prompt),
        Span::new(
            crate::wire::text::printable_str(reference.query.text()).into_owned(),
            Role::Client,
        ),
        Span::new("_", Role::Ghost),
    ];
    row(
        &ctx.theme,
        &prompt,
        (inside.x, inside.y),
        inside.width,
        buffer,
    );
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
    let top = (reference.selected + 1).saturating_sub(height);
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
}

fn card(ctx: &Context, app: &App, reference: &Reference, inside: Rect, buffer: &mut Buffer) {
    let Some((path, top)) = reference.open.last() else {
        return;
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
    let height = usize::from(inside.height);
    let top = (*top).min(all.len().saturating_sub(height));
    for (index, spans) in all.iter().skip(top).take(height).enumerate() {
        let y = inside.y + u16::try_from(index).unwrap_or(0);
        row(&ctx.theme, spans, (inside.x, y), inside.width, buffer);
    }
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
