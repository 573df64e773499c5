//! The session map: the way from connecting to QUIT: where we are, what is done, what the next command
//! can reach, and what this server does not offer.
//!
//! Absent on purpose: deciding what may be said when; the verbs' own table knows that.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row;
use crate::app::stations::{STATIONS, Station, greeting, here, station as state};
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::theme::{Glyph, Role};

/// Draws it; where there is little room, where we are of how many, and what is next.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let mut whole = [3, 2].into_iter().map(|gap| whole(ctx, app, gap));
    let fitting = whole.find(|spans| row_width(spans) <= width);
    let spans = fitting.unwrap_or_else(|| compact(ctx, app, width));
    row(&ctx.theme, &spans, (area.x, area.y), area.width, buffer);
}

/// All stations with so many blanks between.
fn whole(ctx: &Context, app: &App, gap: usize) -> Row {
    let mut spans = Row::new();
    for index in 0..STATIONS.len() {
        let blanks = if index == 0 { 1 } else { gap };
        spans.push(Span::new(" ".repeat(blanks), Role::Text));
        spans.push(station(ctx, app, index));
    }
    spans
}

/// The station we are at and its number, then what is next and what is not offered, as far as whole
/// words have room.
fn compact(ctx: &Context, app: &App, width: usize) -> Row {
    let here = here(app);
    let number = format!(" {}/{} ", here + 1, STATIONS.len());
    let mut spans = vec![Span::new(number, Role::TextMuted), station(ctx, app, here)];
    for wanted in [Station::Next, Station::Absent] {
        for index in (0..STATIONS.len()).filter(|index| state(app, *index) == wanted) {
            let more = [Span::new("  ", Role::Text), station(ctx, app, index)];
            if row_width(&spans) + row_width(&more) <= width {
                spans.extend(more);
            }
        }
    }
    spans
}

fn station(ctx: &Context, app: &App, index: usize) -> Span {
    let (glyph, role) = match state(app, index) {
        Station::Done => (Glyph::MapDone, Role::MapDone),
        Station::Here => (Glyph::MapHere, Role::MapHere),
        Station::Next => (Glyph::MapNext, Role::MapNext),
        Station::Ahead => (Glyph::MapOpen, Role::MapOpen),
        Station::Absent => (Glyph::MapAbsent, Role::MapAbsent),
    };
    let sign = ctx.theme.glyph(glyph);
    Span::new(format!("{sign} {}", word(ctx, app, index)), role)
}

/// A station's name: of the verb that greets here, and with the number of a further message.
fn word(ctx: &Context, app: &App, index: usize) -> String {
    let session = app.conversation.session();
    let (name, _) = STATIONS.get(index).copied().unwrap_or_default();
    match name {
        "connect" if app.link == LinkState::Closed => ctx.ui("map-again").to_owned(),
        "ehlo" => greeting(app).to_owned(),
        "mail" if app.link == LinkState::Open && session.messages() > 0 => {
            format!("{} #{}", ctx.ui("map-mail"), session.messages() + 1)
        }
        name => ctx.ui(&format!("map-{name}")).to_owned(),
    }
}
