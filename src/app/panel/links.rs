//! What in the explanation leads elsewhere: related cards and numbered suggestions, and which of them
//! stands where.
//!
//! Absent on purpose: following them (`app/mouse`, `app/reference`).

use super::{Looks, explanation, points};
use crate::app::{App, Point, Tab};
use crate::context::Context;
use crate::flow::{Row, Span, width, wrap};
use crate::kb::Explanation;
use crate::theme::Role;

/// The related cards by their names.
pub(super) fn rows(
    ctx: &Context,
    explanation: &Explanation,
    width: usize,
    looks: Looks<'_>,
) -> Vec<Row> {
    let label = ctx.locale.word("explain", "related");
    let mut row = vec![Span::new(format!("{label} "), Role::Heading)];
    for (index, (path, name)) in named(ctx, explanation).enumerate() {
        if index > 0 {
            row.push(Span::new(", ", Role::TextMuted));
        }
        let pointed = looks.points_at(&Point::Card(path.clone()));
        row.push(points::span(name, Role::Link, pointed));
    }
    wrap(&row, width, 2)
}

/// The paths of the related cards that are there, with their names.
fn named<'a>(
    ctx: &'a Context,
    explanation: &'a Explanation,
) -> impl Iterator<Item = (&'a String, String)> {
    let related = explanation.related.iter();
    related.filter_map(|path| Some((path, related_name(ctx, path)?)))
}

/// Which link stands in a row so many cells from the left; `before` are the rows above it. A link
/// that is wrapped goes on in the next row, and a comma parts it from the next one.
pub fn link_at(before: &[&Row], here: &Row, column: usize) -> Option<usize> {
    let mut link = 0;
    let mut within = false;
    let mut count = |span: &Span| {
        if span.role == Role::Link {
            link += usize::from(!within);
            within = true;
        } else if !span.text.trim().is_empty() {
            within = false;
        }
        link
    };
    for span in before.iter().flat_map(|row| row.iter()) {
        count(span);
    }
    let mut end = 0;
    for span in here {
        let number = count(span);
        end += width(&span.text);
        if column < end {
            return (span.role == Role::Link).then(|| number - 1);
        }
    }
    None
}

/// The card behind a link of the explanation.
pub fn linked(ctx: &Context, app: &App, link: usize) -> Option<String> {
    if app.tab != Tab::Explanation || app.compared.is_some() {
        return None;
    }
    let explanation = explanation(ctx, app);
    named(ctx, &explanation)
        .nth(link)
        .map(|(path, _)| path.clone())
}

/// The numbered suggestion the last of these rows belongs to: its own, or one it goes on with.
pub fn suggestion_of<'a>(rows: impl DoubleEndedIterator<Item = &'a Row>) -> Option<u8> {
    for row in rows.rev() {
        let first = row.first()?;
        if first.role == Role::Key {
            let number = first.text.trim().strip_prefix("Alt-")?;
            return number.parse().ok();
        }
        if !first.text.trim().is_empty() {
            return None;
        }
    }
    None
}
/// `reply/550` as people name it: `550 Mailbox Not Found`.
fn related_name(ctx: &Context, path: &str) -> Option<String> {
    let (kind, name) = path.split_once('/')?;
    let card = ctx.kb.by_path(path)?;
    Some(match kind {
        "reply" => format!("{name} {}", card.name),
        "situation" => name
            .split_once('/')
            .map(|(verb, code)| said_to(ctx, verb, code))?,
        "rule" | "phase" => card.words.title.clone(),
        _ => name.to_owned(),
    })
}

/// `550 to RCPT`, in the language's own order.
fn said_to(ctx: &Context, verb: &str, code: &str) -> String {
    let fill = [("code", code.to_owned()), ("verb", verb.to_owned())];
    ctx.locale.fill("explain.related-situation", &fill)
}
