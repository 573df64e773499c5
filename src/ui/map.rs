//! The session map: the way from connecting to QUIT: where we are, what is done, what the next command
//! can reach, and what this server does not offer.
//!
//! Absent on purpose: deciding what may be said when; the verbs' own table knows that.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row;
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::smtp::{Phase, verb};
use crate::theme::{Glyph, Role};
use crate::wire::Class;

/// The stations: the key of each one's word, and the verb that leads there.
const STATIONS: [(&str, &str); 8] = [
    ("connect", ""),
    ("ehlo", "EHLO"),
    ("tls", "STARTTLS"),
    ("auth", "AUTH"),
    ("mail", "MAIL"),
    ("rcpt", "RCPT"),
    ("data", "DATA"),
    ("quit", "QUIT"),
];

/// How a station stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Here,
    /// The next command can reach it.
    Next,
    /// Something else comes first.
    Ahead,
    /// This server does not offer it.
    Absent,
}

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
    for wanted in [State::Next, State::Absent] {
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
        State::Done => (Glyph::MapDone, Role::MapDone),
        State::Here => (Glyph::MapHere, Role::MapHere),
        State::Next => (Glyph::MapNext, Role::MapNext),
        State::Ahead => (Glyph::MapOpen, Role::MapOpen),
        State::Absent => (Glyph::MapAbsent, Role::MapAbsent),
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

/// The verb that greets, or has greeted.
fn greeting(app: &App) -> &'static str {
    let usual = if app.target.is_lmtp() { "LHLO" } else { "EHLO" };
    let session = app.conversation.session();
    session.greeted_by().unwrap_or(usual)
}

fn state(app: &App, index: usize) -> State {
    let session = app.conversation.session();
    let (name, leads) = STATIONS.get(index).copied().unwrap_or_default();
    let leads = verb::find(if name == "ehlo" { greeting(app) } else { leads });
    let open = app.link == LinkState::Open;
    let offered = |keyword| session.offers(keyword);
    match () {
        () if index == here(app) => State::Here,
        () if is_done(app, name) => State::Done,
        () if !open => State::Ahead,
        // Many servers offer a login only under TLS.
        () if name == "auth" && !session.secure() && offered("STARTTLS") && !offered("AUTH") => {
            State::Ahead
        }
        () if session.is_greeted() && !leads.keyword.is_none_or(offered) => State::Absent,
        () if leads.phases.contains(&session.phase()) => State::Next,
        () => State::Ahead,
    }
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
