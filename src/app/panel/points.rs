//! What can be pointed at in the explanation, in the order it is read.
//!
//! Absent on purpose: where it stands; whatever is pointed at has a role of its own in the rows.

use super::in_full;
use super::subject::situation_of;
use crate::anatomy;
use crate::app::{App, Point};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::kb::{Section, SectionKind};
use crate::theme::Role;

/// All of it.
pub fn points(ctx: &Context, app: &App) -> Vec<Point> {
    let explanation = in_full(ctx, app);
    let mut points = Vec::new();
    for section in &explanation.sections {
        if has_heading(section) {
            points.push(Point::Section(section.kind));
        }
        if section.kind == SectionKind::Anatomy && !app.folded.contains(&section.kind) {
            points.extend(parts(ctx, app));
        }
    }
    let lines = explanation.next.iter();
    let lines = lines.filter(|suggestion| !suggestion.send.is_empty());
    points.extend(
        (1..=9)
            .zip(lines)
            .map(|(number, _)| Point::Suggestion(number)),
    );
    let known = |path: &&String| ctx.kb.by_path(path).is_some();
    let cards = explanation.related.iter().filter(known).cloned();
    points.extend(cards.map(Point::Card));
    points
}

/// What it means here needs no heading: it is the answer.
pub(super) fn has_heading(section: &Section) -> bool {
    section.kind != SectionKind::Here
}

/// The rows of the selected reply's anatomy.
fn parts(ctx: &Context, app: &App) -> Vec<Point> {
    let Some(situation) = situation_of(app) else {
        return Vec::new();
    };
    let parts = anatomy::anatomy(&ctx.kb, &ctx.locale, situation.reply);
    let told = anatomy::rows(&parts);
    let part = |(row, told): (usize, anatomy::Told)| Point::Part {
        row,
        line: told.line,
        octets: told.octets,
    };
    told.into_iter().enumerate().map(part).collect()
}

/// Rows with another role, if they are what is pointed at.
pub(super) fn marked(mut rows: Vec<Row>, pointed: bool) -> Vec<Row> {
    let spans = rows.iter_mut().flatten().filter(|_| pointed);
    for span in spans {
        span.role = Role::Selection;
    }
    rows
}

/// The role of a piece of text, if it is what is pointed at or not.
pub(super) fn span(text: String, role: Role, pointed: bool) -> Span {
    Span::new(text, if pointed { Role::Selection } else { role })
}
