//! Where the session stands: the way from connecting to QUIT, what is offered, the envelope.
//!
//! Absent on purpose: what could be sent next, which is told behind it.

use super::meaning::bare;
use super::{line, next};
use crate::app::stations::{STATIONS, Station, station};
use crate::app::{App, LinkState};
use crate::context::Context;
use crate::kb::Kind;
use crate::smtp::Session;
use crate::wire::text::printable_str;

/// Practice or not, and where to.
pub(super) fn place(ctx: &Context, app: &App) -> String {
    if app.target.is_practice() {
        return ctx.locale.word("plain", "practice-here").to_owned();
    }
    let badge = if app.is_production(ctx) {
        "production"
    } else {
        "live"
    };
    format!("{}, {}", ctx.ui(badge), app.target)
}

/// `:map`: where it goes, whether it is safe, the phase, what is done and what is to come.
pub fn map(ctx: &Context, app: &App) -> Vec<String> {
    let mut lines = heads(ctx, app);
    let (done, ahead): (Vec<_>, Vec<_>) = STATIONS
        .into_iter()
        .enumerate()
        .partition(|(index, _)| station(app, *index) == Station::Done);
    for (label, stations) in [("done", done), ("ahead", ahead)] {
        let names = stations
            .iter()
            .map(|(_, (name, _))| ctx.ui(&format!("map-{name}")));
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            lines.push(line(ctx, label, &names.join(", ")));
        }
    }
    lines.extend(next(ctx, app));
    lines
}

/// Where it goes, whether it is safe, the phase.
fn heads(ctx: &Context, app: &App) -> Vec<String> {
    let session = app.conversation.session();
    let mut lines = vec![line(ctx, "here", &place(ctx, app))];
    let safe = match app.conversation.tls().filter(|_| session.secure()) {
        _ if app.link == LinkState::Closed => ctx.ui("header-closed").to_owned(),
        _ if app.link == LinkState::Opening => ctx.ui("header-opening").to_owned(),
        Some(facts) if facts.verified() => {
            ctx.ui_with("encrypted", &[("version", facts.version.clone())])
        }
        Some(facts) => ctx.ui_with(
            "encrypted-unverified",
            &[("version", facts.version.clone())],
        ),
        None => ctx.ui("not-encrypted").to_owned(),
    };
    lines.push(line(ctx, "here", &safe));
    let name = session.phase().name();
    let card = ctx.kb.card(Kind::Phase, name);
    let phase = card.map_or(name, |card| card.words.title.as_str());
    lines.push(line(ctx, "here", &bare(phase)));
    lines
}

/// `:session`: the same, the login, the envelope, and what is offered.
pub(super) fn session(ctx: &Context, app: &App) -> Vec<String> {
    let session = app.conversation.session();
    let word = |key: &str| ctx.locale.word("session", key);
    let mut lines = heads(ctx, app);
    let login = session.login().unwrap_or_else(|| word("none"));
    lines.push(line(ctx, "here", &format!("{} {login}", word("login"))));
    lines.extend(envelope(ctx, session));
    if !session.is_greeted() {
        lines.push(line(ctx, "offer", &bare(word("no-ehlo"))));
    }
    let offers = session.known_offers();
    lines.extend(offers.lines().map(|offer| line(ctx, "offer", offer)));
    lines.extend(changed(ctx, session));
    lines
}

fn envelope(ctx: &Context, session: &Session) -> Vec<String> {
    let word = |key: &str| ctx.locale.word("session", key);
    let Some(sender) = session.sender() else {
        return vec![line(ctx, "envelope", word("no-envelope"))];
    };
    let from = format!("{} <{sender}>", word("from"));
    let mut lines = vec![line(ctx, "envelope", &from)];
    lines.extend(session.recipients().iter().map(|recipient| {
        let class = ctx.locale.word("explain", recipient.code.class().name());
        let address = printable_str(&recipient.address);
        let to = format!("{} <{address}>, {}, {class}", word("to"), recipient.code);
        line(ctx, "envelope", &to)
    }));
    lines
}

/// What came and went with TLS, by keyword.
fn changed(ctx: &Context, session: &Session) -> Vec<String> {
    let Some(before) = session.offers_in_clear().filter(|_| session.is_greeted()) else {
        return Vec::new();
    };
    let after = session.known_offers();
    let only = |some: &crate::wire::Offers, other: &crate::wire::Offers| {
        let names = some.iter().map(|(name, _)| name);
        let names: Vec<_> = names.filter(|name| !other.offers(name)).collect();
        names.join(", ")
    };
    let told = |key: &str, names: String| {
        let what = format!("{}: {names}", ctx.locale.word("plain", key));
        (!names.is_empty()).then(|| line(ctx, "note", &what))
    };
    let new = told("tls-new", only(after, before));
    new.into_iter()
        .chain(told("tls-gone", only(before, after)))
        .collect()
}
