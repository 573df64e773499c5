//! What the explanation pane says about the selected line, as rows of styled text.
//!
//! Built anew whenever it is asked for: nothing is stored twice, so nothing can disagree. A lookup
//! is cheap, since cards are parsed once.
//!
//! Absent on purpose: drawing, and words; they are in the cards and the locale.

use super::{App, Point, Tab, layout};
use crate::anatomy;
use crate::compare::{self, Comparison};
use crate::context::Context;
use crate::flow::{Row, Span, prose, wrap};
use crate::kb::{Explanation, Section, SectionKind};
use crate::theme::{Glyph, Role};
use crate::wire::{Class, Reply};

mod comparison;
mod difference;
mod field;
mod grounds;
mod help;
mod links;
mod next;
mod plain;
mod points;
mod session;
mod short;
mod style;
mod subject;
mod tls;
mod welcome;

pub use comparison::rows as comparison_rows;
pub use help::help_rows;
pub use links::{link_at, linked, suggestion_of};
pub use plain::{UNWRAPPED, card_text, plain_text, text_of};
pub use points::points;
pub use short::is_more;
pub use subject::{explained, explanation};

use next::{next_rows, next_short};
use points::{has_heading, marked};

/// The rows of the pane for a width, in its parts.
#[derive(Debug, Default)]
pub struct Rows {
    /// Everything before the suggestions.
    pub body: Vec<Row>,
    /// What to send next.
    pub next: Vec<Row>,
    /// The same in few rows, for where there is no room: the lines alone.
    pub next_short: Vec<Row>,
    /// What stands behind: related cards, sources.
    pub rest: Vec<Row>,
}

/// How an explanation looks: what is folded in it, what is pointed at.
#[derive(Clone, Copy, Debug)]
struct Looks<'a> {
    keys: Keys,
    folded: &'a [SectionKind],
    point: Option<&'a Point>,
}

impl<'a> Looks<'a> {
    fn of(app: &'a App) -> Self {
        Self {
            keys: Keys::Shown,
            folded: &app.folded,
            point: app.point(),
        }
    }

    fn points_at(&self, point: &Point) -> bool {
        self.point == Some(point)
    }
}

/// Whether suggestions carry the keys that send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// On a screen that takes keys.
    Shown,
    /// On paper.
    Hidden,
}

/// A reply's parts, as a section of its explanation.
pub fn taken_apart(ctx: &Context, reply: &Reply) -> Section {
    let parts = anatomy::anatomy(&ctx.kb, &ctx.locale, reply);
    Section {
        kind: SectionKind::Anatomy,
        texts: anatomy::lines(&parts),
    }
}

/// Two codes compared; `None` if one of them is unknown.
pub fn compared(ctx: &Context, a: &str, b: &str) -> Option<Comparison> {
    match (a.parse(), b.parse()) {
        (Ok(a), Ok(b)) => compare::replies(&ctx.kb, &ctx.locale, a, b),
        _ => compare::enhanced(&ctx.kb, &ctx.locale, a, b),
    }
}

/// What the pane shows in so many columns and rows: two codes compared, another tab, or what the
/// selected line means, in short or in full.
pub fn content(ctx: &Context, app: &App, size: (usize, usize)) -> Rows {
    looking(ctx, app, size, Looks::of(app))
}

/// The same with nothing marked: what a click is looked up in.
pub fn unmarked(ctx: &Context, app: &App, size: (usize, usize)) -> Rows {
    let looks = Looks {
        point: None,
        ..Looks::of(app)
    };
    looking(ctx, app, size, looks)
}

fn looking(ctx: &Context, app: &App, size: (usize, usize), looks: Looks<'_>) -> Rows {
    let (width, _) = size;
    let compared = app.compared.as_ref().and_then(|(a, b)| compared(ctx, a, b));
    match compared {
        Some(comparison) => only(comparison_rows(ctx, &comparison, width)),
        None if app.tab == Tab::Session => only(session::rows(ctx, app, width)),
        None if app.tab == Tab::Tls => only(tls::rows(ctx, app, width)),
        None if app.tab == Tab::Both => only(difference::rows(ctx, app, width)),
        None if app.shows_welcome() => only(welcome::rows(ctx, width, size.1)),
        None if app.full => laid_out(ctx, &in_full(ctx, app), width, looks),
        None => short::rows(ctx, &explanation(ctx, app), size, looks),
    }
}

/// Where the session stands, and what TLS settled if it is on and its tab does not say so beside it.
pub fn standing(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let mut rows = session::rows(ctx, app, width);
    if app.conversation.session().secure() && app.tab != Tab::Tls {
        rows.push(Row::new());
        rows.push(vec![Span::new(ctx.locale.text("tls.tab"), Role::Heading)]);
        rows.extend(tls::rows(ctx, app, width));
    }
    rows
}

/// The explanation with what it rests on.
fn in_full(ctx: &Context, app: &App) -> Explanation {
    let mut explanation = explanation(ctx, app);
    explanation.sections.extend(grounds::section(ctx, app));
    explanation
}

/// Rows without suggestions.
fn only(body: Vec<Row>) -> Rows {
    Rows {
        body,
        ..Rows::default()
    }
}

/// Lays the explanation out for a width.
pub fn rows(ctx: &Context, explanation: &Explanation, width: usize, keys: Keys) -> Rows {
    let looks = Looks {
        keys,
        folded: &[],
        point: None,
    };
    laid_out(ctx, explanation, width, looks)
}

fn laid_out(ctx: &Context, explanation: &Explanation, width: usize, looks: Looks<'_>) -> Rows {
    let mut body = top_rows(ctx, explanation, width);
    for section in &explanation.sections {
        body.push(Row::new());
        body.extend(section_rows(ctx, section, width, looks));
    }
    Rows {
        body,
        next: next_rows(ctx, &explanation.next, width, looks),
        next_short: next_short(ctx, &explanation.next, width),
        rest: rest_rows(ctx, explanation, width, looks),
    }
}

/// What it is about.
fn top_rows(ctx: &Context, explanation: &Explanation, width: usize) -> Vec<Row> {
    let mut rows = wrap(&heading(ctx, explanation), width, 2);
    if !explanation.subtitle.is_empty() {
        let subtitle = prose(&explanation.subtitle, Role::TextMuted);
        rows.extend(wrap(&subtitle, width, 2));
    }
    rows
}

/// What stands behind.
fn rest_rows(ctx: &Context, explanation: &Explanation, width: usize, looks: Looks<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if !explanation.related.is_empty() {
        rows.push(Row::new());
        rows.extend(links::rows(ctx, explanation, width, looks));
    }
    if !explanation.rfc.is_empty() {
        rows.push(Row::new());
        rows.extend(labelled(ctx, "rfc", &explanation.rfc.join(", "), width));
    }
    rows
}

/// How many rows can be scrolled away.
pub fn most_scrolled(ctx: &Context, app: &App) -> usize {
    let area = layout::areas(app).explanation;
    let (width, height) = inner(app, area.width, area.height);
    let rows = content(ctx, app, (width, height));
    let pinned = pinned(&rows, height);
    (scrolling(&rows, pinned).len() + pinned.len()).saturating_sub(height)
}

/// The inside of a pane: within its border and a column of air at each side, where it has one; and
/// no wider than one reads well.
pub fn inner(app: &App, width: u16, height: u16) -> (usize, usize) {
    let (columns, rows) = if layout::has_borders(app) {
        (4, 2)
    } else {
        (2, u16::from(names_tabs(app)))
    };
    let width = width.saturating_sub(columns).clamp(1, layout::READABLE);
    (usize::from(width), usize::from(height.saturating_sub(rows)))
}

/// Whether a tiny screen spends a row on the tabs' names, so that one knows which this is.
pub fn names_tabs(app: &App) -> bool {
    !layout::has_borders(app) && app.tab != Tab::Explanation && app.compared.is_none()
}

/// The suggestions that stay at the bottom when not everything fits: all of it where there is room,
/// else the lines alone, else none.
pub fn pinned(rows: &Rows, height: usize) -> &[Row] {
    let all = rows.body.len() + rows.next.len() + rows.rest.len();
    match () {
        () if all <= height => &[],
        () if rows.next.len() * 5 <= height * 2 => &rows.next,
        () if rows.next_short.len() * 2 <= height => &rows.next_short,
        () => &[],
    }
}

/// The rows that scroll, in order.
pub fn scrolling<'a>(rows: &'a Rows, pinned: &[Row]) -> Vec<&'a Row> {
    let next = if pinned == rows.next {
        &[][..]
    } else {
        &rows.next[..]
    };
    rows.body.iter().chain(next).chain(&rows.rest).collect()
}

fn heading(ctx: &Context, explanation: &Explanation) -> Row {
    let Some(class) = explanation.class else {
        return vec![Span::new(explanation.heading.clone(), Role::Heading)];
    };
    let (role, glyph) = class_look(class);
    vec![
        Span::new(format!("{} ", ctx.theme.glyph(glyph)), role),
        Span::new(explanation.heading.clone(), role),
        Span::new(
            format!("  {}", ctx.locale.word("explain", class.name())),
            Role::TextMuted,
        ),
    ]
}

/// How a class looks, with and without colour.
pub const fn class_look(class: Class) -> (Role, Glyph) {
    match class {
        Class::Success => (Role::Reply2, Glyph::Reply2),
        Class::More => (Role::Reply3, Glyph::Reply3),
        Class::Transient => (Role::Reply4, Glyph::Reply4),
        Class::Permanent => (Role::Reply5, Glyph::Reply5),
        Class::Other => (Role::ReplyOther, Glyph::ReplyOther),
    }
}

fn section_rows(ctx: &Context, section: &Section, width: usize, looks: Looks<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if has_heading(section) {
        rows.push(section_heading(ctx, section.kind, looks));
        if looks.folded.contains(&section.kind) {
            return rows;
        }
    }
    let listed = matches!(
        section.kind,
        SectionKind::Anatomy
            | SectionKind::Dialect
            | SectionKind::Addresses
            | SectionKind::Facts
            | SectionKind::Example
    );
    let plain = section.texts.len() == 1 && section.kind != SectionKind::Fix;
    for (index, text) in section.texts.iter().enumerate() {
        let role = if matches!(section.kind, SectionKind::Syntax | SectionKind::Example) {
            Role::Literal
        } else {
            Role::Text
        };
        if plain || listed {
            let hang = if listed { 2 } else { 0 };
            let is_part = matches!(looks.point, Some(Point::Part { row, .. }) if *row == index);
            let pointed = is_part && section.kind == SectionKind::Anatomy;
            rows.extend(marked(wrap(&prose(text, role), width, hang), pointed));
        } else {
            let mut row = vec![Span::new(
                format!("{} ", ctx.theme.glyph(Glyph::Bullet)),
                Role::TextMuted,
            )];
            row.extend(prose(text, role));
            rows.extend(wrap(&row, width, 2));
        }
    }
    rows
}

/// A section's name; a sign before it says that it is folded.
fn section_heading(ctx: &Context, kind: SectionKind, looks: Looks<'_>) -> Row {
    let heading = ctx.locale.word("explain", kind.key());
    let role = if kind == SectionKind::Noticed {
        Role::Warning
    } else {
        Role::Heading
    };
    let text = if looks.folded.contains(&kind) {
        format!("{} {heading}", ctx.theme.glyph(Glyph::FoldClosed))
    } else {
        heading.to_owned()
    };
    vec![points::span(
        text,
        role,
        looks.points_at(&Point::Section(kind)),
    )]
}

fn labelled(ctx: &Context, key: &str, text: &str, width: usize) -> Vec<Row> {
    let mut row = vec![Span::new(
        format!("{} ", ctx.locale.word("explain", key)),
        Role::Heading,
    )];
    row.extend(prose(text, Role::TextMuted));
    wrap(&row, width, 2)
}
