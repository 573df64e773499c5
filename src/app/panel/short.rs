//! The explanation without scrolling: as much of it as the pane holds, the most useful first.
//!
//! What it means here always stands there; then the sections come in the order of [`FIRST`] while
//! there is room, and are shown in the order they are read. The last row names what was left out and
//! the key that shows it.
//!
//! Absent on purpose: cutting a section. It stands there whole or not at all.

use super::next::{next_rows, next_short};
use super::{Looks, Rows, heading, rest_rows, section_rows, top_rows};
use crate::context::Context;
use crate::flow::{Row, Span, cut, row_width, wrap};
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

/// A section of some kind, as rows.
type Laid = (SectionKind, Vec<Row>);

/// Lays as much out as fits into so many rows, or everything if that fits.
pub(super) fn rows(
    ctx: &Context,
    explanation: &Explanation,
    (width, height): (usize, usize),
    looks: Looks<'_>,
) -> Rows {
    let top = top_rows(ctx, explanation, width);
    let lay = |section: &Section| (section.kind, section_rows(ctx, section, width, looks));
    let sections: Vec<Laid> = explanation.sections.iter().map(lay).collect();
    let next = next_rows(ctx, &explanation.next, width, looks);
    let next_short = next_short(ctx, &explanation.next, width);
    let most = top.len() + taken(&sections) + next.len();
    if most <= height {
        let rest = rest_rows(ctx, explanation, width, looks);
        if most + rest.len() <= height {
            return Rows {
                body: body(top, sections),
                next,
                next_short,
                rest,
            };
        }
    }
    let always = |(kind, _): &Laid| ALWAYS.contains(kind);
    let (mut shown, mut others): (Vec<_>, Vec<_>) = sections.into_iter().partition(always);
    let least = top.len() + taken(&shown);
    if least > height {
        let mut body = body(wrap(&heading(ctx, explanation), width, 2), shown);
        // For the lowest panes: no blank rows, and the suggestions as lines alone.
        body.retain(|row| !row.is_empty());
        return Rows {
            body,
            next: next_short.clone(),
            next_short,
            rest: Vec::new(),
        };
    }
    // A blank row, and the row that names the rest.
    let used = least + 2;
    let next = if used + next.len() <= height {
        next
    } else {
        next_short.clone()
    };
    let mut left = height.saturating_sub(used + next.len());
    for kind in FIRST {
        let mut at = others.iter().zip(0..);
        let Some(((_, rows), at)) = at.find(|((one, _), _)| one == kind) else {
            continue;
        };
        let rows = 1 + rows.len();
        if rows <= left {
            left -= rows;
            shown.push(others.remove(at));
        }
    }
    shown.sort_by_key(|(kind, _)| kind.place());
    let kept = |kind: &SectionKind| !shown.iter().any(|(one, _)| one == kind);
    let hidden: Vec<_> = others.iter().map(|(kind, _)| *kind).filter(kept).collect();
    let rest = vec![Row::new(), more(ctx, explanation, &hidden, width)];
    Rows {
        body: body(top, shown),
        next,
        next_short,
        rest,
    }
}

/// How many rows sections take, each with a blank one before it.
fn taken(sections: &[Laid]) -> usize {
    sections.iter().map(|(_, rows)| 1 + rows.len()).sum()
}

/// Sections below what they are about.
fn body(mut top: Vec<Row>, sections: Vec<Laid>) -> Vec<Row> {
    for (_, rows) in sections {
        top.push(Row::new());
        top.extend(rows);
    }
    top
}

/// Whether a row is the one that names what was left out.
pub fn is_more(ctx: &Context, row: &Row) -> bool {
    let key = ctx.keymap.key(keymap::Context::Global, Intent::Detail);
    let first = row.first().filter(|span| span.role == Role::Key);
    first.is_some_and(|span| Some(&span.text) == key.as_ref())
}

/// `F4 more: How to fix it, In general, Related`.
fn more(ctx: &Context, explanation: &Explanation, hidden: &[SectionKind], width: usize) -> Row {
    let word = |key: &str| {
        ctx.locale
            .word("explain", key)
            .trim_end_matches(':')
            .to_owned()
    };
    let mut names: Vec<_> = hidden.iter().map(|kind| word(kind.key())).collect();
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
