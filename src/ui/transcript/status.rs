//! The last row of the transcript: what is typed there, what a search has found; and what a filter
//! and a note say.
//!
//! Absent on purpose: keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{App, FieldKind, Search, Turned, layout};
use crate::context::Context;
use crate::flow::{Row, Span, part, row_width, wrap};
use crate::theme::{Glyph, Role};
use crate::ui::row;
use crate::wire::text::printable_str;

/// Whether there is something to say.
pub(super) fn is_needed(app: &App) -> bool {
    let hidden = !layout::has_borders(app) && app.lens.filter.is_some();
    app.lens.field.is_some() || app.lens.search.is_some() || hidden
}

/// Draws it; where the cursor belongs, if something is typed.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    (x, y): (u16, u16),
    width: u16,
    buffer: &mut Buffer,
) -> Option<Position> {
    let (sign, typed, told) = match (&app.lens.field, &app.lens.search) {
        (Some(field), search) => {
            let told = match (field.kind, search) {
                (FieldKind::Search, Some(search)) => found(ctx, app, search),
                (kind, _) => vec![Span::new(
                    ctx.locale.word("lens", hint(kind)),
                    Role::TextMuted,
                )],
            };
            (sign(ctx, field.kind), field.query.text(), told)
        }
        (None, Some(search)) => {
            let mut told = found(ctx, app, search);
            let keys = ctx.locale.word("lens", "search-keys");
            told.push(Span::new(format!("  {keys}"), Role::TextMuted));
            ("/".to_owned(), search.text.as_str(), told)
        }
        (None, None) => {
            let only = filter(ctx, app).unwrap_or_default();
            ("&".to_owned(), "", vec![Span::new(only, Role::Text)])
        }
    };
    let sign = vec![Span::new(format!("{sign} "), Role::Prompt)];
    let typed = [Span::new(
        printable_str(typed).into_owned(),
        Role::TextStrong,
    )];
    let room = usize::from(width).saturating_sub(row_width(&sign) + 1);
    // Of what is typed the end shows, because that is where letters go.
    let wide = row_width(&typed);
    let typed = part(&typed, wide.saturating_sub(room), room);
    let mut spans = sign;
    spans.extend(typed);
    let end = row_width(&spans);
    let room = usize::from(width).saturating_sub(end + 2);
    spans.push(Span::new("  ", Role::Text));
    spans.extend(super::super::fitted(&ctx.theme, &told, room));
    row(&ctx.theme, &spans, (x, y), width, buffer);
    let end = u16::try_from(end)
        .unwrap_or(width)
        .min(width.saturating_sub(1));
    app.is_asking().then(|| Position::new(x + end, y))
}

fn sign(ctx: &Context, kind: FieldKind) -> String {
    match kind {
        FieldKind::Search => "/".to_owned(),
        FieldKind::Filter => "&".to_owned(),
        FieldKind::Note(_) => ctx.theme.glyph(Glyph::Mark).to_owned(),
    }
}

const fn hint(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Search => "search-hint",
        FieldKind::Filter => "filter-hint",
        FieldKind::Note(_) => "note-hint",
    }
}

/// Which find of how many this is, and past which end the last step went.
fn found(ctx: &Context, app: &App, search: &Search) -> Row {
    let done = search.is_done(app.conversation.transcript());
    let count = search.count();
    if count == 0 {
        let (key, role) = if done {
            ("not-found", Role::Warning)
        } else {
            ("searching", Role::TextMuted)
        };
        return vec![Span::new(ctx.locale.word("lens", key), role)];
    }
    let more = if done && !search.is_full() { "" } else { "+" };
    let fill = [("count", format!("{count}{more}"))];
    let text = match app.selected.and_then(|place| search.number(place)) {
        Some(number) => format!("{number}/{count}{more}"),
        None => ctx.locale.fill("lens.found", &fill),
    };
    let mut row = vec![Span::new(text, Role::Text)];
    let turned = search.turned.map(|turned| match turned {
        Turned::ToTop => "turned-to-top",
        Turned::ToBottom => "turned-to-bottom",
    });
    if let Some(key) = turned {
        let words = ctx.locale.word("lens", key);
        row.push(Span::new(format!("  {words}"), Role::Warning));
    }
    row
}

/// What alone is shown, and how much that is.
pub(super) fn filter(ctx: &Context, app: &App) -> Option<String> {
    let filter = app.lens.filter.as_ref()?;
    let transcript = app.conversation.transcript();
    let more = if filter.is_done(transcript) { "" } else { "+" };
    let all = transcript.end() - transcript.first();
    let fill = [
        ("what", printable_str(&filter.text).into_owned()),
        ("count", format!("{}{more}", filter.count())),
        ("all", all.to_string()),
    ];
    Some(ctx.locale.fill("lens.only", &fill))
}

/// A person's note, under the line it is about.
pub(super) fn note(ctx: &Context, note: &str, hang: usize, width: usize) -> Vec<Row> {
    let hang = if hang + 8 > width { 0 } else { hang };
    let sign = format!("{}{} ", " ".repeat(hang), ctx.theme.glyph(Glyph::Mark));
    let text = [
        Span::new(sign, Role::Heading),
        Span::new(printable_str(note).into_owned(), Role::Remark),
    ];
    wrap(&text, width, hang + 2)
}
