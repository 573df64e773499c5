//! The first row: what this is, where it goes, whether it is practice or production, whether it is
//! safe. Where there is little room the least important goes first.
//!
//! Absent on purpose: where we are in the session, but for the phase's name (`map`).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, row};
use crate::app::App;
use crate::context::Context;
use crate::flow::{Row, Span, cut, row_width};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

mod lock;

pub(super) use lock::settled;
mod parts;

use parts::{Part, fit};

/// How much of a long target's name is worth showing.
const SHORT: usize = 24;

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let mut rows = fit(parts(ctx, app), width);
    let behind = rows.split_off(rows.len().min(BEFORE)).concat();
    let mut spans = rows.concat();
    let gap = width.saturating_sub(row_width(&spans) + row_width(&behind));
    spans.push(Span::new(" ".repeat(gap), Role::Text));
    spans.extend(behind);
    if app.is_production(ctx) {
        alarm(&mut spans);
    }
    let spans = fitted(&ctx.theme, &spans, width);
    row(&ctx.theme, &spans, (area.x, area.y), area.width, buffer);
}

/// A row that cannot be taken for another: all but the lock is in the colour of the badge.
fn alarm(spans: &mut [Span]) {
    let plain = [Role::Text, Role::TextStrong, Role::TextMuted];
    for span in spans.iter_mut().filter(|span| plain.contains(&span.role)) {
        span.role = Role::Production;
    }
}

/// How many parts stand on the left.
const BEFORE: usize = 5;

/// The parts from left to right, each form with how long it holds out. The badge never gives way.
fn parts(ctx: &Context, app: &App) -> Vec<Part> {
    let named = target(app);
    let phase = app.conversation.session().phase();
    let phase = muted(ctx.ui(&format!("phase-{}", phase.name())), Role::TextMuted);
    // A lock that says so itself needs the warning less than anybody needs the target.
    let carefree = if lock::is_unverified(app) { 6 } else { 9 };
    vec![
        Part::new(vec![(3, muted(" ehlo", Role::TextStrong)), (0, Row::new())]),
        Part::new(vec![(0, badge(ctx, app))]),
        Part::new(vec![
            (4, careless(ctx, "insecure")),
            (carefree, careless(ctx, "insecure-short")),
            (0, Row::new()),
        ]),
        locks(ctx, app),
        Part::new(vec![
            (7, named.clone()),
            (8, shortened(ctx, named)),
            (0, Row::new()),
        ]),
        Part::new(vec![(2, phase), (0, Row::new())]),
        Part::new(vec![(1, elapsed(app)), (0, muted("", Role::TextMuted))]),
    ]
}

/// The lock between blanks. Its long form gives way before the target does, the others only where
/// nothing else can.
fn locks(ctx: &Context, app: &App) -> Part {
    let blank = || Span::new(" ", Role::Text);
    let forms = lock::lock(ctx, app).into_iter().zip([5, 10, 10]);
    let padded = |(lock, holds)| (holds, [vec![blank()], lock, vec![blank()]].concat());
    Part::new(forms.map(padded).collect())
}

/// One word with a blank before it, so that parts never touch.
fn muted(word: &str, role: Role) -> Row {
    vec![Span::new(format!(" {word}"), role)]
}

fn badge(ctx: &Context, app: &App) -> Row {
    let (key, role) = match () {
        () if app.target.is_practice() => ("practice", Role::Practice),
        () if app.is_production(ctx) => ("production", Role::Production),
        () => ("live", Role::Live),
    };
    let sign = ctx.theme.glyph(Glyph::Warning);
    let word = ctx.ui(key);
    let text = if role == Role::Production {
        format!(" {sign} {word} {sign} ")
    } else {
        format!(" {word} ")
    };
    vec![Span::new(" ", Role::Text), Span::new(text, role)]
}

/// That any certificate will do, if it does.
fn careless(ctx: &Context, key: &str) -> Row {
    if !ctx.insecure {
        return Row::new();
    }
    let sign = ctx.theme.glyph(Glyph::Warning);
    let text = format!("{sign} {}", ctx.ui(key));
    vec![Span::new(" ", Role::Text), Span::new(text, Role::Danger)]
}

fn target(app: &App) -> Row {
    if app.target.is_practice() {
        return Row::new();
    }
    let name = app.target.to_string();
    vec![Span::new(format!(" {}", printable_str(&name)), Role::Text)]
}

/// The same, cut with a sign where it is long.
fn shortened(ctx: &Context, target: Row) -> Row {
    if row_width(&target) <= SHORT {
        return target;
    }
    let mut short = cut(&target, SHORT - 1);
    short.push(Span::new(ctx.theme.glyph(Glyph::Ellipsis), Role::Text));
    short
}

/// From the opening of the link to the last thing that happened: no clock ticks while nothing does.
fn elapsed(app: &App) -> Row {
    let transcript = app.conversation.transcript();
    let ends = transcript.opened_at().zip(transcript.last());
    let shown = ends.map_or(String::new(), |(first, last)| {
        let seconds = last.at.saturating_sub(first).as_secs();
        format!(" {:02}:{:02} ", seconds / 60, seconds % 60)
    });
    muted(&shown, Role::TextMuted)
}
