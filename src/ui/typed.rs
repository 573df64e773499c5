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
    let mut edges: Vec<usize> = roles
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .chain([secret.start, secret.end, window.start, window.end])
        .map(|edge| edge.clamp(window.start, window.end))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let pieces = edges.iter().zip(edges.iter().skip(1));
    let pieces = pieces.filter_map(|(from, to)| Some((*from, line.get(*from..*to)?)));
    pieces
        .map(|(from, text)| {
            if secret.contains(&from) {
                let mask = theme.glyph(Glyph::Mask);
                return Span::new(mask.repeat(text.graphemes(true).count()), plain);
            }
            let mut over = roles.iter().rev();
            let role = over.find(|(span, _)| span.contains(&from));
            let role = role.map_or(plain, |(_, role)| *role);
            Span::new(printable_str(text).into_owned(), role)
        })
        .collect()
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
