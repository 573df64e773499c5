//! The TLS tab: what was settled, what was made of the certificate and why, and the chain.
//!
//! Days are those that were left when hands were shaken: nothing here ticks.
//!
//! Absent on purpose: judging; `net` did.

use super::field::{field, heading, lines};
use crate::app::App;
use crate::context::Context;
use crate::flow::{Row, Span, prose, wrap};
use crate::link::{Certificate, Failure, TlsFacts};
use crate::theme::{Glyph, Role};
use crate::transcript::{Body, text};
use crate::wire::text::printable_str;

/// From so many days on an end is far away.
const SOON: i64 = 30;

/// The rows for a width.
pub(super) fn rows(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let failure = failure(app);
    let Some(facts) = app.conversation.tls() else {
        return match failure {
            Some(failure) => broken(ctx, failure, width),
            None => without(ctx, app, width),
        };
    };
    let mut rows = match failure {
        Some(failure) => broken(ctx, failure, width),
        None => settled(ctx, facts, width),
    };
    rows.push(Row::new());
    rows.extend(check(ctx, facts, width));
    for (index, certificate) in facts.chain.iter().enumerate() {
        rows.push(Row::new());
        rows.extend(one(ctx, certificate, index + 1, width));
    }
    rows.push(Row::new());
    rows.extend(handshake(ctx, facts, width));
    rows.push(Row::new());
    let last = if facts.chain.is_empty() {
        "tls.no-certificate"
    } else {
        "tls.keep"
    };
    rows.extend(wrap(
        &prose(ctx.locale.text(last), Role::TextMuted),
        width,
        0,
    ));
    rows
}

/// Why there is no TLS, if it was tried and that ended the link.
fn failure(app: &App) -> Option<&Failure> {
    match &app.conversation.transcript().last()?.body {
        Body::Closed { failure, .. } => failure.as_ref().filter(|it| it.kind.is_of_tls()),
        _ => None,
    }
}

/// No handshake, and how to come to one.
fn without(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let session = app.conversation.session();
    let key = match (session.is_greeted(), session.offers("STARTTLS")) {
        (_, true) => "offered",
        (true, false) => "not-offered",
        (false, false) => "not-known",
    };
    let title = format!(
        "{} {}",
        ctx.theme.glyph(Glyph::LockOpen),
        ctx.ui("not-encrypted")
    );
    let mut rows = vec![vec![Span::new(title, Role::Heading)], Row::new()];
    rows.extend(wrap(
        &prose(ctx.locale.word("tls", key), Role::Text),
        width,
        0,
    ));
    rows
}

/// What happened to the link, and what to try.
fn broken(ctx: &Context, failure: &Failure, width: usize) -> Vec<Row> {
    let words = ctx.locale.remarks();
    let title = format!(
        "{} {}",
        ctx.theme.glyph(Glyph::Warning),
        ctx.locale.word("tls", "failed")
    );
    let mut rows = vec![vec![Span::new(title, Role::Danger)]];
    let what = text::failure_words(failure, &words);
    rows.extend(wrap(&[Span::new(what, Role::Text)], width, 0));
    rows.push(Row::new());
    rows.push(heading(ctx.locale.word("explain", "fix")));
    let advice = text::failure_advice(failure, &words);
    rows.extend(wrap(&[Span::new(advice, Role::Text)], width, 0));
    rows
}

/// That TLS is on, and the verdict.
fn settled(ctx: &Context, facts: &TlsFacts, width: usize) -> Vec<Row> {
    let (key, glyph, role) = if facts.verified() {
        ("encrypted", Glyph::LockClosed, Role::Secure)
    } else {
        ("encrypted-unverified", Glyph::Warning, Role::Danger)
    };
    let title = ctx.ui_with(key, &[("version", facts.version.clone())]);
    let title = format!("{} {title}", ctx.theme.glyph(glyph));
    let mut rows = vec![vec![Span::new(title, role)]];
    let verdict = text::verdict(facts, &ctx.locale.remarks());
    rows.extend(field(ctx, "tls.verdict", &verdict, width));
    rows
}

/// What was checked, and the suite.
fn check(ctx: &Context, facts: &TlsFacts, width: usize) -> Vec<Row> {
    let enforced = if facts.enforced { "yes" } else { "no" };
    let checked = match facts.matching() {
        Some(name) if name.eq_ignore_ascii_case(&facts.checked) => fitting(ctx, "found", facts),
        Some(_) => fitting(ctx, "found-as", facts),
        None if facts.checked.is_empty() => ctx.locale.word("tls", "unnamed").to_owned(),
        None if facts.chain.is_empty() => facts.checked.clone(),
        None => fitting(ctx, "not-found", facts),
    };
    let fields = [
        ("tls.checked", checked),
        ("tls.enforced", ctx.locale.word("tls", enforced).to_owned()),
        ("tls.pin", facts.pin.clone().unwrap_or_default()),
        ("tls.suite", facts.cipher.clone()),
    ];
    lines(ctx, &fields, width)
}

/// What else the handshake settled.
fn handshake(ctx: &Context, facts: &TlsFacts, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("tls", key).to_owned();
    let stapled = if facts.stapled {
        "stapled"
    } else {
        "not-stapled"
    };
    let asked = facts.name.clone().unwrap_or_else(|| word("asked-none"));
    let client = format!("client-{}", facts.client.name());
    let fields = [
        ("tls.group", facts.group.clone()),
        ("tls.asked", asked),
        ("tls.client", word(&client)),
        ("tls.ocsp", word(stapled)),
    ];
    let mut rows = vec![heading(&word("handshake"))];
    rows.extend(lines(ctx, &fields, width));
    rows
}

/// The name that was checked, and whether the certificate has it.
fn fitting(ctx: &Context, key: &str, facts: &TlsFacts) -> String {
    let name = facts.matching().unwrap_or_default().to_owned();
    let fill = [("checked", facts.checked.clone()), ("name", name)];
    ctx.locale.fill(&format!("tls.{key}"), &fill)
}

/// One certificate: what it is of, how long it holds, how it can be recognised.
fn one(ctx: &Context, certificate: &Certificate, number: usize, width: usize) -> Vec<Row> {
    let key = if number == 1 {
        "tls.own"
    } else {
        "tls.further"
    };
    let title = ctx.locale.fill(key, &[("number", number.to_string())]);
    let mut rows = vec![heading(&title)];
    let above = [
        ("tls.subject", certificate.subject.clone()),
        ("tls.names", certificate.names.join(", ")),
        ("tls.issuer", certificate.issuer.clone()),
    ];
    rows.extend(lines(ctx, &above, width));
    rows.extend(validity(ctx, certificate, width));
    let below = [
        ("tls.key", certificate.key.clone()),
        ("tls.signature", certificate.signature.clone()),
        ("tls.serial", certificate.serial.clone()),
        ("tls.sha256", certificate.sha256.clone()),
        ("tls.key-sha256", certificate.key_sha256.clone()),
    ];
    rows.extend(lines(ctx, &below, width));
    rows
}

/// From when until when, and how urgent that is: by sign, by word and by colour.
fn validity(ctx: &Context, certificate: &Certificate, width: usize) -> Vec<Row> {
    if certificate.not_after.is_empty() {
        return Vec::new();
    }
    let (key, days, glyph, role) = match (certificate.days_to_begin, certificate.days_left) {
        (_, left) if left < 0 => ("expired", -left, Glyph::Reply5, Role::Danger),
        (begins, _) if begins > 0 => ("not-yet", begins, Glyph::Reply5, Role::Danger),
        (_, left) if left < SOON => ("ends-soon", left, Glyph::Warning, Role::Warning),
        (_, left) => ("days-left", left, Glyph::Reply2, Role::Secure),
    };
    let days = ctx
        .locale
        .fill(&format!("tls.{key}"), &[("days", days.to_string())]);
    let label = |key: &str| {
        let text = format!("{}: ", ctx.locale.word("tls", key));
        Span::new(text, Role::TextMuted)
    };
    let plain = |text: &str| Span::new(printable_str(text).into_owned(), Role::Text);
    let from = [label("from"), plain(&certificate.not_before)];
    let until = [
        label("until"),
        plain(&certificate.not_after),
        Span::new(format!("  {} {days}", ctx.theme.glyph(glyph)), role),
    ];
    let mut rows = wrap(&from, width, 2);
    rows.extend(wrap(&until, width, 2));
    rows
}
