//! A line that is typed, with its colours: what its parts are, what is wrong with them, and what
//! must not be seen.
//!
//! Only what may show of a very long line is looked at.
//!
//! Absent on purpose: the box around it (`command`).

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

use super::{styled, veiled};
use crate::app::{App, Offered, Part, Prediction, marks, parts, predict};
use crate::context::Context;
use crate::flow::{Row, Span, width};
use crate::theme::{Glyph, Role, Theme};
use crate::wire::text::printable_str;

/// What is known of the line, found out once for each picture.
pub(super) struct Look {
    /// What will come back.
    pub(super) prediction: Prediction,
    /// What it may become.
    pub(super) offered: Offered,
    /// What probably follows.
    pub(super) ghost: Option<String>,
    secret: Option<Range<usize>>,
    marks: Vec<Range<usize>>,
}

/// A line as it shows, and how many cells stand before the cursor.
pub(super) struct Typed {
    pub(super) row: Row,
    pub(super) here: usize,
}

/// More of a line than this many octets is not looked at for its parts.
const LONGEST: usize = 2048;

/// Looks at what is typed.
pub(super) fn look(ctx: &Context, app: &App) -> Look {
    let line = app.command.line();
    let prediction = predict(app);
    let offered = app.offered(ctx);
    let secret = app.secret_in(line);
    let marks = match &prediction {
        Prediction::Reply(_, findings) if line.len() <= LONGEST => {
            marks(line, findings, &offered, app.command.is_at_end())
        }
        _ => Vec::new(),
    };
    // A mark within a secret would tell where something stands in it.
    let apart = |mark: &Range<usize>| match &secret {
        Some(secret) => mark.end <= secret.start || mark.start >= secret.end,
        None => true,
    };
    Look {
        marks: marks.into_iter().filter(apart).collect(),
        ghost: app.ghost(ctx, &offered),
        secret: secret.filter(|_| !app.command.is_uncovered()),
        prediction,
        offered,
    }
}

/// A line with the cursor at a column.
pub(super) fn spans(ctx: &Context, app: &App, line: &str, column: usize, look: &Look) -> Typed {
    let at = line
        .char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at);
    let window = window(line, at);
    let before = line.get(window.start..at).unwrap_or_default();
    let hidden = look.secret.as_ref().map(|secret| {
        let within = |edge: usize| edge.saturating_sub(window.start).min(before.len());
        within(secret.start)..within(secret.end)
    });
    Typed {
        here: width(&veiled(&ctx.theme, before, hidden)),
        row: coloured(&ctx.theme, app, line, window, look),
    }
}

/// Text as it may be seen.
pub(super) fn shown(ctx: &Context, app: &App, text: &str) -> String {
    let secret = app.secret_in(text).filter(|_| !app.command.is_uncovered());
    veiled(&ctx.theme, text, secret)
}

/// What is looked at: all of a line, or what is near the cursor.
fn window(line: &str, at: usize) -> Range<usize> {
    if line.len() <= LONGEST {
        return 0..line.len();
    }
    let whole = |edge: usize| {
        let edges = edge..=line.len();
        edges.into_iter().find(|edge| line.is_char_boundary(*edge))
    };
    let from = whole(at.saturating_sub(LONGEST)).unwrap_or(0);
    from..whole((at + LONGEST).min(line.len())).unwrap_or(line.len())
}

fn coloured(theme: &Theme, app: &App, line: &str, window: Range<usize>, look: &Look) -> Row {
    let plain = if app.is_composing() {
        Role::ClientData
    } else {
        Role::Client
    };
    let mut roles: Vec<(Range<usize>, Role)> = Vec::new();
    if app.takes_commands() && line.len() <= LONGEST {
        let parts = parts(line).into_iter();
        roles.extend(parts.map(|(span, part)| (span, role(part))));
    }
    let marks = look.marks.iter().cloned();
    roles.extend(marks.map(|span| (span, Role::Mistake)));
    let secret = look.secret.clone().unwrap_or(0..0);
    let mut row: Row = Row::new();
    // A letter and its accents are one thing: a span that began between them would lose the accents.
    let shown = line.get(window.clone()).unwrap_or_default();
    for (at, grapheme) in shown.grapheme_indices(true) {
        let from = window.start + at;
        let to = from + grapheme.len();
        let over = |span: &Range<usize>| span.start < to && from < span.end;
        let (text, role) = if over(&secret) {
            (theme.glyph(Glyph::Mask).to_owned(), plain)
        } else {
            let found = roles.iter().rev().find(|(span, _)| over(span));
            let role = found.map_or(plain, |(_, role)| *role);
            (printable_str(grapheme).into_owned(), role)
        };
        match row.last_mut().filter(|last| last.role == role) {
            Some(last) => last.text.push_str(&text),
            None => row.push(Span::new(text, role)),
        }
    }
    row
}

const fn role(part: Part) -> Role {
    match part {
        Part::Verb => Role::TypedVerb,
        Part::Address => Role::TypedAddress,
        Part::Parameter => Role::TypedParameter,
        Part::Value => Role::TypedValue,
        Part::Own => Role::TypedOwn,
    }
}

/// Draws a row; what is wrong is underlined in every theme.
pub(super) fn row(
    theme: &Theme,
    spans: &[Span],
    at: (u16, u16),
    width: u16,
    buffer: &mut Buffer,
) -> u16 {
    styled(spans, at, width, buffer, |role| match role {
        Role::Mistake => theme.style(role).add_modifier(Modifier::UNDERLINED),
        role => theme.style(role),
    })
}

/// A row without its first cells.
pub(super) fn scrolled(spans: &[Span], mut skip: usize) -> Row {
    let mut kept = Row::new();
    for span in spans {
        let mut text = String::new();
        for grapheme in span.text.graphemes(true) {
            let wide = width(grapheme);
            if skip == 0 {
                text.push_str(grapheme);
            }
            skip = skip.saturating_sub(wide);
        }
        kept.push(Span::new(text, span.role));
    }
    kept
}
