//! A comparison as rows: two columns where there is room, else one after the other.

use super::plain::UNWRAPPED;
use crate::compare::{Comparison, One, went_well};
use crate::context::Context;
use crate::flow::{Row, Span, prose, row_width, wrap};
use crate::theme::{Glyph, Role};

/// From this width on the two stand side by side.
const WIDE: usize = 84;

/// Lays a comparison out for a width.
pub fn rows(ctx: &Context, comparison: &Comparison, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("compare", key).to_owned();
    let mut rows = wrap(
        &[Span::new(comparison.title.clone(), Role::Heading)],
        width,
        2,
    );
    rows.push(Row::new());
    rows.extend(wrap(&prose(&comparison.opening, Role::Text), width, 0));
    rows.push(Row::new());
    let [a, b] = &comparison.codes;
    if (WIDE..UNWRAPPED).contains(&width) {
        let column = (width - 3) / 2;
        rows.extend(side_by_side(
            &alone(ctx, a, column),
            &alone(ctx, b, column),
            column,
        ));
    } else {
        rows.extend(alone(ctx, a, width));
        rows.push(Row::new());
        rows.extend(alone(ctx, b, width));
    }
    let mut differences = comparison.differences.clone();
    if !comparison.common.is_empty() {
        differences.push(comparison.common.clone());
    }
    for (key, texts) in [
        ("differences", &differences),
        ("when-to-use", &comparison.when_to_use),
        ("learn-more", &comparison.learn_more),
    ] {
        rows.push(Row::new());
        rows.push(vec![Span::new(word(key), Role::Heading)]);
        rows.extend(
            texts
                .iter()
                .enumerate()
                .flat_map(|(index, text)| item(ctx, key, index, text, width)),
        );
    }
    rows
}

/// Differences are numbered, as in the seeds; the rest has bullets.
fn item(ctx: &Context, key: &str, index: usize, text: &str, width: usize) -> Vec<Row> {
    let mark = if key == "differences" {
        format!("{}.", index + 1)
    } else {
        ctx.theme.glyph(Glyph::Bullet).to_owned()
    };
    let mark = Span::new(format!("{mark} "), Role::TextMuted);
    let hang = row_width(std::slice::from_ref(&mark));
    if text.lines().all(is_wire) {
        let line = |(index, line): (usize, &str)| {
            let before = if index == 0 {
                mark.clone()
            } else {
                Span::new(" ".repeat(hang), Role::Text)
            };
            wrap(&[before, Span::new(line, Role::Literal)], width, hang + 3)
        };
        return text.lines().enumerate().flat_map(line).collect();
    }
    let mut row = vec![mark];
    row.extend(prose(text, Role::Text));
    wrap(&row, width, hang)
}

/// Whether a line is one of a dialogue.
fn is_wire(line: &str) -> bool {
    line.starts_with("C: ") || line.starts_with("S: ")
}

fn alone(ctx: &Context, one: &One, width: usize) -> Vec<Row> {
    let word = |key: &str| Span::new(ctx.locale.word("compare", key), Role::TextStrong);
    let code = crate::wire::Code(
        one.code
            .get(..1)
            .and_then(|digit| digit.parse::<u16>().ok())
            .unwrap_or(0)
            * 100,
    );
    let (role, glyph) = super::class_look(code.class());
    let name = format!("{} {} {}", ctx.theme.glyph(glyph), one.code, one.name);
    let mut rows = wrap(&[Span::new(name, role)], width, 2);
    for (key, texts) in [
        ("description", vec![&one.description]),
        ("when", vec![&one.when]),
        (
            if went_well(one.class) { "next" } else { "fix" },
            one.fix.iter().collect(),
        ),
    ] {
        rows.push(vec![word(key)]);
        for text in texts {
            rows.extend(wrap(&prose(text, Role::Text), width, 0));
        }
    }
    rows
}

fn side_by_side(left: &[Row], right: &[Row], column: usize) -> Vec<Row> {
    let rows = left.len().max(right.len());
    let line = |index: usize| {
        let mut row = left.get(index).cloned().unwrap_or_default();
        let gap = column.saturating_sub(row_width(&row)) + 3;
        row.push(Span::new(" ".repeat(gap), Role::Text));
        row.extend(right.get(index).cloned().unwrap_or_default());
        row
    };
    (0..rows).map(line).collect()
}
