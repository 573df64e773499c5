//! The explanation without scrolling: as much of it as the pane holds, the most useful first.
//!
//! What it means here always stands there; then the sections come in the order of [`FIRST`] while
//! there is room, and are shown in the order they are read. The last row names what was left out and
//! the key that shows it.
//!
//! Absent on purpose: cutting a section. It stands there whole or not at all.

use super::{Looks, Rows, laid_out, section_rows};
use crate::context::Context;
use crate::flow::{Row, Span, cut, row_width};
use crate::intent::Intent;
use crate::kb::{Explanation, Section, SectionKind};
use crate::keymap;
use crate::theme::{Glyph, Role};

/// What is shown whether it fits or not: without it the line would not be explained.
const ALWAYS: &[SectionKind] = &[
    SectionKind::Here,
    SectionKind::Noticed,
    SectionKind::Addresses,
    SectionKind::Facts,
];

/// What has the first right to the room that is left.
const FIRST: &[SectionKind] = &[
    SectionKind::Dialect,
    SectionKind::Anatomy,
    SectionKind::Syntax,
    SectionKind::Why,
    SectionKind::Fix,
    SectionKind::Steps,
    SectionKind::Mistakes,
    SectionKind::Tips,
    SectionKind::When,
    SectionKind::Admin,
    SectionKind::Meaning,
    SectionKind::Limits,
    SectionKind::Example,
];

/// Lays as much out as fits into so many rows, or everything if that fits.
pub(super) fn rows(
    ctx: &Context,
    explanation: &Explanation,
    (width, height): (usize, usize),
    looks: Looks<'_>,
) -> Rows {
    let whole = laid_out(ctx, explanation, width, looks);
    if whole.body.len() + whole.next.len() + whole.rest.len() <= height {
        return whole;
    }
    let always = |section: &Section| ALWAYS.contains(&section.kind);
    let mut shown = Explanation {
        sections: explanation.sections.clone(),
        related: Vec::new(),
        rfc: Vec::new(),
        ..explanation.clone()
    };
    shown.sections.retain(always);
    let least = laid_out(ctx, &shown, width, looks);
    if least.body.len() > height {
        shown.subtitle.clear();
        return tight(laid_out(ctx, &shown, width, looks));
    }
    // A blank row, and the row that names the rest.
    let used = least.body.len() + 2;
    let next = if used + least.next.len() <= height {
        &least.next
    } else {
        &least.next_short
    };
    let mut left = height.saturating_sub(used + next.len());
    for kind in FIRST {
        let section = explanation
            .sections
            .iter()
            .find(|section| section.kind == *kind);
        let Some(section) = section else { continue };
        let rows = 1 + section_rows(ctx, section, width, looks).len();
        if rows <= left {
            left -= rows;
            shown.sections.push(section.clone());
        }
    }
    shown.sort();
    let kept = |section: &&Section| !shown.sections.iter().any(|one| one.kind == section.kind);
    let hidden: Vec<_> = explanation.sections.iter().filter(kept).collect();
    let rest = vec![Row::new(), more(ctx, explanation, &hidden, width)];
    Rows {
        body: laid_out(ctx, &shown, width, looks).body,
        next: next.clone(),
        next_short: least.next_short.clone(),
        rest,
    }
}

/// For the lowest panes: no blank rows, and the suggestions as lines alone.
fn tight(mut rows: Rows) -> Rows {
    rows.body.retain(|row| !row.is_empty());
    Rows {
        next: rows.next_short.clone(),
        ..rows
    }
}

/// Whether a row is the one that names what was left out.
pub fn is_more(ctx: &Context, row: &Row) -> bool {
    let key = ctx.keymap.key(keymap::Context::Global, Intent::Detail);
    let first = row.first().filter(|span| span.role == Role::Key);
    first.is_some_and(|span| Some(&span.text) == key.as_ref())
}

/// `F4 more: How to fix it, In general, Related`.
fn more(ctx: &Context, explanation: &Explanation, hidden: &[&Section], width: usize) -> Row {
    let word = |key: &str| {
        ctx.locale
            .word("explain", key)
            .trim_end_matches(':')
            .to_owned()
    };
    let mut names: Vec<_> = hidden
        .iter()
        .map(|section| word(section.kind.key()))
        .collect();
    if !explanation.related.is_empty() {
        names.push(word("related"));
    }
    if !explanation.rfc.is_empty() {
        names.push(word("rfc"));
    }
    let key = ctx.keymap.key(keymap::Context::Global, Intent::Detail);
    let mut row = vec![
        Span::new(key.unwrap_or_default(), Role::Key),
        Span::new(
            format!(" {}", ctx.locale.word("explain", "more")),
            Role::KeyLabel,
        ),
    ];
    for (index, name) in names.iter().enumerate() {
        let before = if index == 0 { " " } else { ", " };
        let span = Span::new(format!("{before}{name}"), Role::KeyLabel);
        // Room for the sign that there is more.
        if row_width(&row) + row_width(std::slice::from_ref(&span)) + 2 > width {
            row.push(Span::new(
                format!(" {}", ctx.theme.glyph(Glyph::Ellipsis)),
                Role::KeyLabel,
            ));
            break;
        }
        row.push(span);
    }
    cut(&row, width)
}
