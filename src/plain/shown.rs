//! What an own command asked to be shown, and a screen would put into a pane: help, a card, two codes
//! compared, the session, TLS.
//!
//! Absent on purpose: putting it away; the app does, once it is told.

use super::meaning::{bare, full, steps, texts};
use super::{line, standing};
use crate::app::{App, Modal, OWN, PLAIN_ONLY, Reference, SCREEN_ONLY, Tab, panel};
use crate::compare::{Comparison, One, went_well};
use crate::context::Context;
use crate::kb::Kind;
use crate::wire::text::printable_str;

/// How many names are told where none fits exactly.
const FOUND: usize = 8;

/// What is to be told; nothing if nothing was asked for.
pub fn shown(ctx: &Context, app: &App) -> Vec<String> {
    match &app.modal {
        Some(Modal::Help(_)) => return help(ctx),
        Some(Modal::Reference(reference)) => return about(ctx, app, reference),
        _ => {}
    }
    let compared = app.compared.as_ref();
    if let Some(both) = compared.and_then(|(a, b)| panel::compared(ctx, a, b)) {
        return comparison(ctx, &both);
    }
    match app.tab {
        Tab::Session => standing::session(ctx, app),
        Tab::Tls => tls(ctx, app),
        _ => Vec::new(),
    }
}

/// How this works, then every command of ehlo's own with what it does.
fn help(ctx: &Context) -> Vec<String> {
    let how = ctx.locale.word("plain", "help").lines();
    let mut lines: Vec<_> = how.map(|text| line(ctx, "help", text)).collect();
    let here = OWN.iter().filter(|own| !SCREEN_ONLY.contains(&own.name));
    let mut commands: Vec<_> = here.chain(PLAIN_ONLY).collect();
    commands.sort_by_key(|own| own.name);
    lines.extend(commands.iter().map(|own| {
        let usage = format!(":{} {}", own.name, own.argument);
        let words = match ctx.locale.word("plain", &format!("own-{}", own.name)) {
            "" => ctx.locale.word("own", own.name),
            words => words,
        };
        line(ctx, "help", &format!("{}: {words}", usage.trim_end()))
    }));
    lines
}

/// The card that was asked for, or the names it may be.
fn about(ctx: &Context, app: &App, reference: &Reference) -> Vec<String> {
    let open = reference
        .open
        .last()
        .and_then(|(path, _)| path.split_once('/'));
    let card = open.and_then(|(folder, name)| {
        let kind = Kind::ALL.iter().find(|kind| kind.folder() == folder)?;
        Some(ctx.kb.about(*kind, name, &app.names(ctx)))
    });
    if let Some(card) = card {
        let mut lines = full(ctx, &card);
        lines.extend(steps(ctx, &card.next));
        return lines;
    }
    let found = reference.found(ctx);
    if found.is_empty() {
        return vec![line(ctx, "note", ctx.ui("reference-none"))];
    }
    let mut lines = vec![line(ctx, "note", ctx.locale.word("plain", "found"))];
    let names = found.iter().take(FOUND);
    lines.extend(names.map(|found| {
        let name = format!("{}, {}", found.name, bare(&found.title));
        printable_str(&name).into_owned()
    }));
    lines
}

/// Two codes: the opening, each by itself, then what differs.
fn comparison(ctx: &Context, both: &Comparison) -> Vec<String> {
    let word = |key: &str| ctx.locale.word("compare", key).to_owned();
    let mut lines = vec![line(ctx, "code", &bare(&both.title))];
    lines.push(line(ctx, "meaning", &bare(&both.opening)));
    for one in &both.codes {
        lines.extend(alone(ctx, one));
    }
    let mut differences = both.differences.clone();
    differences.extend(Some(both.common.clone()).filter(|common| !common.is_empty()));
    for (key, texts) in [
        ("differences", &differences),
        ("when-to-use", &both.when_to_use),
        ("learn-more", &both.learn_more),
    ] {
        lines.push(word(key));
        lines.extend(texts.iter().flat_map(|text| text.lines()).map(bare));
    }
    safe(&lines)
}

fn alone(ctx: &Context, one: &One) -> Vec<String> {
    let what = if went_well(one.class) { "next" } else { "fix" };
    let class = ctx.locale.word("explain", one.class);
    let heading = format!("{} {}, {class}", one.code, one.name);
    let mut lines = vec![line(ctx, "code", &heading)];
    for (key, texts) in [
        ("description", vec![&one.description]),
        ("when", vec![&one.when]),
        (what, one.fix.iter().collect()),
    ] {
        lines.push(ctx.locale.word("compare", key).to_owned());
        lines.extend(texts.iter().map(|text| bare(text)));
    }
    lines
}

/// What TLS settled, a field a line; but not the keys that copy it.
fn tls(ctx: &Context, app: &App) -> Vec<String> {
    let rows = panel::content(ctx, app, (panel::UNWRAPPED, panel::UNWRAPPED));
    let keys = bare(ctx.locale.word("tls", "keep"));
    texts(rows.body.iter())
        .filter(|text| *text != keys)
        .collect()
}

/// Cards of one's own may hold anything.
fn safe(lines: &[String]) -> Vec<String> {
    let lines = lines.iter().map(|text| printable_str(text).into_owned());
    lines.filter(|text| !text.is_empty()).collect()
}
