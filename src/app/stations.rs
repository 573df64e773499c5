//! The way from connecting to QUIT: where the session is, what is done, what the next command can
//! reach, and what this server does not offer.
//!
//! Absent on purpose: deciding what may be said when, which the verbs' own table knows, and drawing.

use super::{App, LinkState};
use crate::smtp::{Phase, verb};
use crate::wire::Class;

/// The stations: the key of each one's word, and the verb that leads there.
pub const STATIONS: [(&str, &str); 8] = [
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    /// It is behind.
    Done,
    /// It is now.
    Here,
    /// The next command can reach it.
    Next,
    /// Something else comes first.
    Ahead,
    /// This server does not offer it.
    Absent,
}

/// The verb that greets, or has greeted.
pub fn greeting(app: &App) -> &'static str {
    let usual = if app.target.is_lmtp() { "LHLO" } else { "EHLO" };
    let session = app.conversation.session();
    session.greeted_by().unwrap_or(usual)
}

/// How a station stands, by its place among [`STATIONS`].
pub fn station(app: &App, index: usize) -> Station {
    let session = app.conversation.session();
    let (name, leads) = STATIONS.get(index).copied().unwrap_or_default();
    let leads = verb::find(if name == "ehlo" { greeting(app) } else { leads });
    let open = app.link == LinkState::Open;
    let offered = |keyword| session.offers(keyword);
    match () {
        () if index == here(app) => Station::Here,
        () if is_done(app, name) => Station::Done,
        () if !open => Station::Ahead,
        // Many servers offer a login only under TLS.
        () if name == "auth" && !session.secure() && offered("STARTTLS") && !offered("AUTH") => {
            Station::Ahead
        }
        () if session.is_greeted() && !leads.keyword.is_none_or(offered) => Station::Absent,
        () if leads.phases.contains(&session.phase()) => Station::Next,
        () => Station::Ahead,
    }
}

/// The station where the session is.
pub fn here(app: &App) -> usize {
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
