//! The first row: what this is, where it goes, whether it is practice, whether it is safe.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fitted, row};
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::link::TlsFacts;
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// Draws it.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let room = usize::from(area.width);
    let mut left = left(ctx, app);
    // The name is the first that can be missed.
    if row_width(&left) > room {
        left.remove(0);
    }
    let left = fitted(&ctx.theme, &left, room);
    row(&ctx.theme, &left, (area.x, area.y), area.width, buffer);
    let left_over = room.saturating_sub(row_width(&left) + 2);
    let mut rights = right(ctx, app).into_iter();
    if let Some(right) = rights.find(|right| row_width(right) <= left_over) {
        let wanted = u16::try_from(row_width(&right)).unwrap_or(area.width);
        let at = (area.right() - wanted, area.y);
        row(&ctx.theme, &right, at, wanted, buffer);
    }
}

fn left(ctx: &Context, app: &App) -> Row {
    let badge = if app.target.is_practice() {
        Span::new(format!(" {} ", ctx.ui("practice")), Role::Practice)
    } else {
        Span::new(format!(" {} ", ctx.ui("live")), Role::Live)
    };
    let mut spans = vec![
        Span::new(" ehlo ", Role::TextStrong),
        badge,
        Span::new(" ", Role::Text),
    ];
    if ctx.insecure {
        spans.push(Span::new(
            format!(
                "{} {} ",
                ctx.theme.glyph(Glyph::Warning),
                ctx.ui("insecure")
            ),
            Role::Danger,
        ));
    }
    spans.push(tls(ctx, app));
    if !app.target.is_practice() {
        spans.push(Span::new(
            format!("  {}", printable_str(&app.target.to_string())),
            Role::Text,
        ));
    }
    spans
}

fn tls(ctx: &Context, app: &App) -> Span {
    let glyph = |glyph| ctx.theme.glyph(glyph);
    match settled(app) {
        Some(facts) if facts.verified() => {
            let text = ctx.ui_with("encrypted", &[("version", facts.version.clone())]);
            Span::new(format!("{} {text}", glyph(Glyph::LockClosed)), Role::Secure)
        }
        Some(facts) => {
            let text = ctx.ui_with(
                "encrypted-unverified",
                &[("version", facts.version.clone())],
            );
            Span::new(format!("{} {text}", glyph(Glyph::Warning)), Role::Danger)
        }
        None if app.link != LinkState::Open => {
            let key = if app.link == LinkState::Closed {
                "header-closed"
            } else {
                "header-opening"
            };
            Span::new(ctx.ui(key), Role::TextMuted)
        }
        None => Span::new(
            format!("{} {}", glyph(Glyph::LockOpen), ctx.ui("not-encrypted")),
            if app.target.is_practice() {
                Role::TextMuted
            } else {
                Role::Insecure
            },
        ),
    }
}

/// What the handshake of this link settled, if there was one.
fn settled(app: &App) -> Option<&TlsFacts> {
    if app.link != LinkState::Open || !app.conversation.session().secure() {
        return None;
    }
    app.conversation.tls()
}

/// The phase with the time, and without it where there is no room for both.
fn right(ctx: &Context, app: &App) -> [Row; 2] {
    let phase = app.conversation.session().phase();
    let phase = ctx.ui(&format!("phase-{}", phase.name()));
    let time = elapsed(app).map_or(String::new(), |time| format!("  {time}"));
    [time, String::new()].map(|time| vec![Span::new(format!("{phase}{time} "), Role::TextMuted)])
}

/// From the opening of the link to the last thing that happened: no clock ticks while nothing does.
fn elapsed(app: &App) -> Option<String> {
    let transcript = app.conversation.transcript();
    let first = transcript.opened_at()?;
    let last = transcript.last()?;
    let seconds = last.at.saturating_sub(first).as_secs();
    Some(format!("{:02}:{:02}", seconds / 60, seconds % 60))
}
