//! The rules between parts of a session: where a phase begins, and where the clear ends.
//!
//! A phase's rule stands behind the reply it begins with, where there is room, so that it costs no
//! row. That of TLS has a row of its own: what was said above could be read by everybody on the way.
//!
//! Absent on purpose: which phase begins.

use crate::app::{Place, lines_of};
use crate::context::Context;
use crate::flow::{Row, Span, row_width, width};
use crate::theme::{Glyph, Role};
use crate::transcript::{Body, Entry};
use crate::ui::fitted;

/// The shortest rule that is seen as one.
const SHORTEST: usize = 3;

/// Puts the name of the phase that begins behind a line.
pub(super) fn phase(
    ctx: &Context,
    rows: &mut Vec<Row>,
    phase: Option<String>,
    hang: usize,
    most: usize,
) {
    let Some(name) = phase else { return };
    let name = format!("{} {name}", ctx.theme.glyph(Glyph::Bullet));
    let wanted = width(&name) + SHORTEST + 3;
    let free = rows
        .last()
        .map_or(0, |row| most.saturating_sub(row_width(row)));
    if free < wanted {
        let indent = if hang + wanted > most { 0 } else { hang };
        rows.push(vec![Span::new(" ".repeat(indent), Role::Text)]);
    }
    let Some(last) = rows.last_mut() else { return };
    let room = most.saturating_sub(row_width(last) + width(&name) + 2);
    let line = ctx
        .theme
        .border(false)
        .horizontal_top
        .repeat(room.saturating_sub(1));
    let rule = format!(" {line} {name}");
    last.push(Span::new(rule, Role::PhaseRule));
}

/// Draws the line behind which everything is encrypted.
pub(super) fn tls(ctx: &Context, rows: &mut Vec<Row>, entry: &Entry, place: Place, most: usize) {
    let Body::Secured { facts, .. } = &entry.body else {
        return;
    };
    if place.line + 1 < lines_of(entry) {
        return;
    }
    let (key, glyph, role) = if facts.verified() {
        ("encrypted-below", Glyph::LockClosed, Role::Secure)
    } else {
        ("unverified-below", Glyph::Warning, Role::Danger)
    };
    let words = ctx.locale.word("lens", key);
    let line = ctx.theme.border(true).horizontal_top;
    let title = format!("{line}{line} {} {words} ", ctx.theme.glyph(glyph));
    let rest = line.repeat(most.saturating_sub(width(&title)));
    let whole = [Span::new(format!("{title}{rest}"), role)];
    rows.push(fitted(&ctx.theme, &whole, most));
}
