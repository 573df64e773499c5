//! What to send next: the suggestions as rows, in full and in short.
//!
//! Absent on purpose: which lines they are (`kb`).

use super::points::marked;
use super::{Keys, Looks};
use crate::app::Point;
use crate::context::Context;
use crate::flow::{Row, Span, prose, wrap};
use crate::intent::Intent;
use crate::kb::Suggestion;
use crate::keymap;
use crate::theme::{Glyph, Role};

/// The lines to send next and what each is for.
pub(super) fn next_rows(
    ctx: &Context,
    next: &[Suggestion],
    width: usize,
    looks: Looks<'_>,
) -> Vec<Row> {
    let keys = looks.keys;
    if next.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![
        Row::new(),
        vec![Span::new(ctx.locale.word("explain", "next"), Role::Heading)],
    ];
    let mut number = 0_u8;
    for suggestion in next {
        let mut row = Row::new();
        if suggestion.send.is_empty() || keys == Keys::Hidden {
            row.push(Span::new(
                format!("{} ", ctx.theme.glyph(Glyph::Bullet)),
                Role::TextMuted,
            ));
        } else {
            number += 1;
            row.push(Span::new(key(ctx, number), Role::Key));
        }
        if !suggestion.send.is_empty() {
            row.push(Span::new(suggestion.send.clone(), Role::Suggestion));
            row.push(Span::new("  ", Role::Text));
        }
        row.extend(prose(&suggestion.say, Role::TextMuted));
        let hang = if suggestion.send.is_empty() || keys == Keys::Hidden {
            2
        } else {
            6
        };
        let sent = !suggestion.send.is_empty();
        let pointed = sent && looks.points_at(&Point::Suggestion(number));
        rows.extend(marked(wrap(&row, width, hang), pointed));
    }
    rows
}

/// Each line that can be sent, whole.
pub(super) fn next_short(ctx: &Context, next: &[Suggestion], width: usize) -> Vec<Row> {
    let lines = next
        .iter()
        .filter(|suggestion| !suggestion.send.is_empty())
        .enumerate();
    let rows = lines.flat_map(|(index, suggestion)| {
        let number = u8::try_from(index + 1).unwrap_or(u8::MAX);
        let key = Span::new(key(ctx, number), Role::Key);
        let line = Span::new(suggestion.send.clone(), Role::Suggestion);
        wrap(&[key, line], width, 6)
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        rows
    } else {
        std::iter::once(Row::new()).chain(rows).collect()
    }
}

/// The key that sends the line of this number.
fn key(ctx: &Context, number: u8) -> String {
    let key = ctx
        .keymap
        .key(keymap::Context::Global, Intent::Suggestion(number));
    key.map_or(format!("{number} "), |key| format!("{key} "))
}
