//! The session map: the way from connecting to QUIT, what is done, and where we are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row;
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::smtp::Phase;
use crate::theme::{Glyph, Role};
use crate::wire::Class;

/// The stations, by the keys of their words.
const STATIONS: [&str; 8] = [
    "connect", "ehlo", "tls", "auth", "mail", "rcpt", "data", "quit",
];

/// What parts the stations, where there is room and where there is little.
const FAR: &str = "   ";
const NEAR: &str = " ";

/// Draws it; where there is little room, closer together, and at last from the station we are at.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let here = here(app);
    let closer = [(0, FAR), (0, NEAR)].into_iter();
    let mut ways = closer.chain((1..=here).map(|from| (from, NEAR)));
    let fits = |spans: &Row| row_width(spans) <= usize::from(area.width);
    let fitting = ways.find_map(|(from, gap)| Some(stations(ctx, app, from, gap)).filter(fits));
    let spans = fitting.unwrap_or_else(|| stations(ctx, app, here, NEAR));
    row(&ctx.theme, &spans, (area.x, area.y), area.width, buffer);
}

fn stations(ctx: &Context, app: &App, from: usize, gap: &str) -> Row {
    let here = here(app);
    let mut spans = vec![Span::new(" ", Role::Text)];
    for (index, station) in STATIONS.iter().enumerate().skip(from) {
        let (glyph, role) = match () {
            () if index == here => (Glyph::MapHere, Role::MapHere),
            () if is_done(app, station) => (Glyph::MapDone, Role::MapDone),
            () => (Glyph::MapOpen, Role::MapOpen),
        };
        let name = ctx.ui(&format!("map-{station}"));
        spans.push(Span::new(
            format!("{} {name}", ctx.theme.glyph(glyph)),
            role,
        ));
        if index + 1 < STATIONS.len() {
            spans.push(Span::new(gap, Role::Text));
        }
    }
    spans
}

fn here(app: &App) -> usize {
    if app.link != LinkState::Open {
        return 0;
    }
    match app.conversation.session().phase() {
        Phase::Greeting => 0,
        Phase::Hello => 1,
        Phase::Handshake => 2,
        Phase::Challenge => 3,
        Phase::Ready => 4,
        Phase::Sender => 5,
        Phase::Recipients | Phase::Body | Phase::Chunk | Phase::Chunks => 6,
        Phase::Refused | Phase::Over => 7,
    }
}

fn is_done(app: &App, station: &str) -> bool {
    let session = app.conversation.session();
    let open = app.link == LinkState::Open;
    let accepted = session
        .recipients()
        .iter()
        .any(|recipient| recipient.code.class() == Class::Success);
    match station {
        "connect" => open && session.phase() != Phase::Greeting,
        "ehlo" => open && session.is_greeted(),
        "tls" => open && session.secure(),
        "auth" => open && session.login().is_some(),
        "mail" => open && session.sender().is_some(),
        "rcpt" => open && accepted,
        "quit" => session.has_left(),
        _ => false,
    }
}
