//! The message editor's own parts: what is composed in figures, line numbers with signs, the file
//! that is sent instead, and how far a message on its way has come.
//!
//! Absent on purpose: the text itself, which `command` draws.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, row};
use crate::app::{App, FileContent, MessageFile, Sending, amount};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::intent::Intent;
use crate::kb::Kind;
use crate::keymap;
use crate::smtp::Phase;
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// From this width on lines have numbers.
const ROOMY: u16 = 50;

/// How many cells the numbers and signs take; none where there is no room for them.
pub(super) fn gutter(app: &App, width: u16) -> u16 {
    if !app.is_composing() || width < ROOMY {
        return 0;
    }
    let digits = app.command.lines().len().max(10).ilog10() + 1;
    u16::try_from(digits + 2).unwrap_or(0)
}

/// The number of a line, and the sign of what is odd about it.
pub(super) fn number(
    ctx: &Context,
    app: &App,
    index: usize,
    (x, y, gutter): (u16, u16, u16),
    buffer: &mut Buffer,
) {
    let Some(line) = app.command.lines().get(index).filter(|_| gutter > 0) else {
        return;
    };
    let digits = usize::from(gutter - 2);
    let mut spans = vec![Span::new(
        format!("{:>digits$}", index + 1),
        Role::TextMuted,
    )];
    if let Some(mark) = app.mark(line) {
        spans.push(Span::new(mark.sign(), Role::Warning));
    }
    row(&ctx.theme, &spans, (x, y), gutter, buffer);
}

/// What is composed in figures, and what is odd about it, in words.
pub(super) fn hint(ctx: &Context, app: &App) -> Row {
    let mut spans = Row::new();
    if app.message.unstuffed {
        spans.push(Span::new(ctx.ui("unstuffed"), Role::Danger));
        spans.push(Span::new("  ", Role::Text));
    }
    spans.push(Span::new(composing(ctx, app), Role::TextMuted));
    let warning = ctx.theme.glyph(Glyph::Warning);
    for words in remarks(ctx, app) {
        spans.push(Span::new(format!("  {warning} {words}"), Role::Warning));
    }
    spans
}

fn remarks(ctx: &Context, app: &App) -> Vec<String> {
    let remarks = app.remarks();
    let mut words: Vec<_> = remarks
        .marks
        .iter()
        .map(|(mark, line, count)| {
            let fill = [("line", line.to_string()), ("count", count.to_string())];
            ctx.ui_with(&format!("mark-{}", mark.name()), &fill)
        })
        .collect();
    if !remarks.missing.is_empty() {
        let fill = [("fields", remarks.missing.join(", "))];
        words.push(ctx.ui_with("mark-missing", &fill));
    }
    words
}

fn composing(ctx: &Context, app: &App) -> String {
    let key = ctx
        .keymap
        .key(keymap::Context::Message, Intent::SendMessage)
        .unwrap_or_default();
    let octets = ("octets", app.composed_octets().to_string());
    if app.message.file.is_some() {
        return ctx.ui_with("file-hint", &[("key", key)]);
    }
    if let Some(chunk) = app.message.chunk {
        return ctx.ui_with(
            "chunks-count",
            &[octets, ("chunk", amount(chunk)), ("key", key)],
        );
    }
    if app.conversation.session().phase() == Phase::Chunk {
        let wanted = (
            "wanted",
            app.conversation.session().chunk_left().to_string(),
        );
        return ctx.ui_with("chunk-count", &[octets, wanted, ("key", key)]);
    }
    let lines = if app.command.is_empty() {
        0
    } else {
        app.command.lines().len()
    };
    ctx.ui_with(
        "message-count",
        &[("lines", lines.to_string()), octets, ("key", key)],
    )
}

/// How much of the content has gone out, and how fast.
pub(super) fn progress(ctx: &Context, sending: &Sending) -> Row {
    let fill = [
        ("written", amount(sending.written)),
        ("total", amount(sending.total)),
        ("rate", amount(sending.rate())),
    ];
    vec![Span::new(ctx.ui_with("sending", &fill), Role::TextMuted)]
}

/// The file that is sent instead of what is typed.
pub(super) fn opened(ctx: &Context, file: &MessageFile, area: Rect, buffer: &mut Buffer) {
    let told = [
        ("file", printable_str(&file.name).into_owned()),
        ("octets", file.octets.to_string()),
    ];
    let mut spans = vec![Span::new(ctx.ui_with("file-line", &told), Role::ClientData)];
    if let FileContent::Octets(findings) = &file.content {
        let titles = findings.iter().map(|finding| {
            let card = ctx.kb.card(Kind::Rule, finding.name());
            card.map_or(finding.name(), |card| card.words.title.as_str())
                .to_owned()
        });
        spans.extend(super::hint::warned(ctx, titles, true));
    }
    let width = area.width.saturating_sub(3);
    let spans = fitted(&ctx.theme, &spans, usize::from(width));
    row(&ctx.theme, &spans, (area.x + 2, area.y), width, buffer);
}
