//! From the selected line to its explanation: which card speaks about which kind of entry.

use crate::anatomy;
use crate::app::{App, Place};
use crate::context::Context;
use crate::kb::{Explanation, Kind, Names, Section, SectionKind, Situation, Suggestion};
use crate::link::TlsFacts;
use crate::smtp::Mailbox;
use crate::smtp::verb::UNASKED;
use crate::smtp::{Answered, Finding, Phase, Said, Utterance, Verb};
use crate::target::Target;
use crate::transcript::{Body, text};
use crate::wire::text::{printable, printable_str};
use crate::wire::{Class, Reply};

/// Explains what is selected; where the session stands, if nothing is there yet.
pub fn explanation(ctx: &Context, app: &App) -> Explanation {
    let selected = app.place().and_then(|place| explained(ctx, app, place));
    let greeting = || {
        let names = app.names(ctx);
        ctx.kb.about(Kind::Phase, Phase::Greeting.name(), &names)
    };
    selected.unwrap_or_else(greeting)
}

/// Explains a line of an entry; `None` if it is no longer there.
pub fn explained(ctx: &Context, app: &App, place: Place) -> Option<Explanation> {
    let names = app.names(ctx);
    let entry = app.conversation.transcript().get(place.entry)?;
    let mut explanation = match &entry.body {
        Body::Heard {
            reply, answered, ..
        } => heard(ctx, app, place, (reply, answered), &names),
        Body::Said { said, .. } => said_line(ctx, said, &names),
        body @ Body::Message { .. } => message(ctx, body, &names),
        Body::Stray { findings, .. } => stray(ctx, findings, &names),
        Body::Flooding => ctx
            .kb
            .about(Kind::Rule, Finding::ReplyTooLong(0).name(), &names),
        Body::Secured { facts, findings } => secured(ctx, facts, findings, &names),
        Body::Opened { .. } => ctx.kb.about(Kind::Phase, Phase::Greeting.name(), &names),
        other => remark(ctx, app, other),
    };
    let style = super::style::other(ctx, app, place.entry);
    explanation.next.splice(0..0, style);
    Some(explanation)
}

/// The situation of the selected reply; `None` for a keyword, which is explained by itself.
pub(super) fn situation_of(app: &App) -> Option<Situation<'_>> {
    let place = app.place()?;
    let entry = app.conversation.transcript().get(place.entry)?;
    match &entry.body {
        Body::Heard {
            reply, answered, ..
        } if !is_keyword(place, reply, answered) => Some(situation(app, reply, answered)),
        _ => None,
    }
}

fn situation<'a>(app: &App, reply: &'a Reply, answered: &Answered) -> Situation<'a> {
    Situation {
        reply,
        verb: answered.verb.or(Some(&UNASKED)),
        phase: answered.before,
        circumstances: answered.circumstances,
        practice: app.target.is_practice(),
    }
}

/// Whether the line is one of an EHLO reply that offers something.
fn is_keyword(place: Place, reply: &Reply, answered: &Answered) -> bool {
    let learns = answered
        .verb
        .is_some_and(|verb| matches!(verb.name, "EHLO" | "LHLO"));
    learns && place.line > 0 && reply.class() == Class::Success
}

fn heard(
    ctx: &Context,
    app: &App,
    place: Place,
    heard: (&Reply, &Answered),
    names: &Names,
) -> Explanation {
    let (reply, answered) = heard;
    if is_keyword(place, reply, answered) {
        return keyword(ctx, reply, place.line, names);
    }
    let mut explanation = ctx.kb.reply(&situation(app, reply, answered), names);
    let mut extra: Vec<_> = noticed(ctx, &answered.findings).into_iter().collect();
    if answered.verb.is_some_and(|verb| verb.name == "CONNECT") {
        extra.extend(addresses(ctx, app));
    }
    extra.push(super::taken_apart(ctx, reply));
    explanation.sections.extend(extra);
    explanation.sort();
    explanation.subtitle = answers(ctx, app, place, answered);
    explanation
}

/// Which command it answers, in words, and how long that took.
fn answers(ctx: &Context, app: &App, place: Place, answered: &Answered) -> String {
    let Some(verb) = answered.verb else {
        return ctx.locale.word("explain", "to-nothing").to_owned();
    };
    let transcript = app.conversation.transcript();
    let took = match transcript.get(place.entry).map(|entry| &entry.body) {
        Some(Body::Heard { took, .. }) => *took,
        _ => None,
    };
    let what = command_of(ctx, app, place, verb, answered);
    match took {
        Some(took) => {
            let fill = [("what", what), ("time", text::span(took))];
            ctx.locale.fill("explain.after", &fill)
        }
        None => what,
    }
}

/// `the answer to RCPT TO:<bob@example.org>`: the whole line where several were said in a row.
fn command_of(ctx: &Context, app: &App, place: Place, verb: &Verb, answered: &Answered) -> String {
    if let Some(line) = app.said_ahead(place, answered.line) {
        return ctx.locale.fill("explain.to", &[("verb", line)]);
    }
    let special = format!("to-{}", verb.name.to_ascii_lowercase());
    match ctx.locale.word("explain", &special) {
        "" => ctx
            .locale
            .fill("explain.to", &[("verb", verb.name.to_owned())]),
        words => words.to_owned(),
    }
}

/// One line of an EHLO reply: the keyword it offers.
fn keyword(ctx: &Context, reply: &Reply, line: usize, names: &Names) -> Explanation {
    let text = reply
        .texts()
        .nth(line)
        .map(|text| printable(text).into_owned())
        .unwrap_or_default();
    let keyword = text
        .split([' ', '='])
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let mut explanation = ctx.kb.about(Kind::Keyword, &keyword, names);
    if ctx.kb.card(Kind::Keyword, &keyword).is_none() {
        let words = ctx
            .locale
            .fill("explain.unknown-keyword", &[("keyword", keyword)]);
        explanation.sections.push(Section {
            kind: SectionKind::Here,
            texts: vec![words],
        });
    }
    explanation
}

fn said_line(ctx: &Context, said: &Said, names: &Names) -> Explanation {
    let mut explanation = match said.what {
        Utterance::Answer => ctx.kb.about(Kind::Phase, Phase::Challenge.name(), names),
        Utterance::Octets => ctx.kb.about(Kind::Phase, Phase::Chunk.name(), names),
        _ => ctx.kb.about(Kind::Verb, said.verb.name, names),
    };
    let at = usize::from(!explanation.sections.is_empty());
    explanation
        .sections
        .splice(at..at, noticed(ctx, &said.findings));
    if !said.inside.is_empty() {
        explanation.sections.push(Section {
            kind: SectionKind::Anatomy,
            texts: anatomy::pieces(&ctx.locale, &said.inside),
        });
        explanation.sort();
    }
    // It has been said; what may be said next depends on the answer.
    explanation.next.clear();
    explanation
}

fn message(ctx: &Context, body: &Body, names: &Names) -> Explanation {
    let mut explanation = ctx.kb.about(Kind::Verb, "DATA-END", names);
    if let Body::Message { octets, dots, .. } = body {
        let fill = [("octets", octets.to_string())];
        explanation.subtitle = ctx.locale.fill("explain.octets", &fill);
        if let Some(dots) = dots.filter(|dots| *dots > 0) {
            let fill = [("dots", dots.to_string())];
            explanation.sections.push(Section {
                kind: SectionKind::Here,
                texts: vec![ctx.locale.fill("explain.stuffed", &fill)],
            });
        }
    }
    let at = usize::from(!explanation.sections.is_empty());
    explanation
        .sections
        .splice(at..at, noticed(ctx, body.findings()));
    explanation.next.clear();
    explanation
}

fn stray(ctx: &Context, findings: &[Finding], names: &Names) -> Explanation {
    let narrow = findings.last().map_or("not-a-reply", Finding::name);
    let mut explanation = ctx.kb.about(Kind::Rule, narrow, names);
    explanation.next.push(Suggestion {
        send: ":connect".to_owned(),
        say: ctx.locale.word("explain", "connect-again").to_owned(),
    });
    explanation
}

fn secured(ctx: &Context, facts: &TlsFacts, findings: &[Finding], names: &Names) -> Explanation {
    let word = |key: &str| ctx.locale.word("explain", key).to_owned();
    // That something was injected comes before any comfort.
    let mut sections: Vec<_> = noticed(ctx, findings).into_iter().collect();
    sections.push(Section {
        kind: SectionKind::Here,
        texts: vec![word("secured-here")],
    });
    sections.push(Section {
        kind: SectionKind::Facts,
        texts: tls_facts(ctx, facts),
    });
    Explanation {
        heading: word("secured"),
        subtitle: text::verdict(facts, &ctx.locale.remarks()),
        sections,
        next: vec![
            Suggestion {
                send: format!("EHLO {}", names.me),
                say: word("secured-next"),
            },
            look_at_tls(ctx),
        ],
        related: vec!["verb/STARTTLS".to_owned(), "keyword/STARTTLS".to_owned()],
        rfc: vec!["RFC 3207 §4.2".to_owned()],
        ..Explanation::default()
    }
}

fn look_at_tls(ctx: &Context) -> Suggestion {
    Suggestion {
        send: ":tls".to_owned(),
        say: ctx.locale.word("explain", "tls-look").to_owned(),
    }
}

/// Version, suite, the name checked, and the server's own certificate, a line each; the TLS tab has
/// the rest.
fn tls_facts(ctx: &Context, facts: &TlsFacts) -> Vec<String> {
    let line = |key: &str, value: &str| {
        format!(
            "{}: {}",
            ctx.locale.word("explain", key),
            printable_str(value)
        )
    };
    // A handshake that failed may have settled none of them.
    let settled = [
        ("tls-version", &facts.version),
        ("tls-cipher", &facts.cipher),
        ("tls-name", &facts.checked),
    ];
    let settled = settled.iter().filter(|(_, value)| !value.is_empty());
    let mut lines: Vec<_> = settled.map(|(key, value)| line(key, value)).collect();
    if let Some(certificate) = facts.chain.first() {
        lines.push(line("tls-subject", &certificate.subject));
        lines.push(line("tls-issuer", &certificate.issuer));
        if !certificate.names.is_empty() {
            lines.push(line("tls-names", &certificate.names.join(", ")));
        }
        lines.push(line("tls-until", &certificate.not_after));
        lines.push(line("tls-sha256", &certificate.sha256));
    }
    lines
}

/// ehlo's own remarks, and the end of a link: what happened, and what can be done.
fn remark(ctx: &Context, app: &App, body: &Body) -> Explanation {
    let words = ctx.locale.remarks();
    let word = |key: &str| ctx.locale.word("explain", key).to_owned();
    let closed = matches!(body, Body::Closed { .. });
    let heading = if closed {
        word("closed")
    } else {
        word("remark")
    };
    let again = Suggestion {
        send: ":connect".to_owned(),
        say: word("connect-again"),
    };
    let failure = match body {
        Body::Closed { failure, .. } => failure.as_ref(),
        _ => None,
    };
    let facts = failure.and_then(|failure| failure.tls.as_ref());
    let advice = failure.map(|failure| text::failure_advice(failure, &words));
    let mut sections = vec![Section {
        kind: SectionKind::Here,
        texts: vec![sentence(&text::remark(body, &words))],
    }];
    sections.extend(advice.map(|advice| Section {
        kind: SectionKind::Fix,
        texts: vec![advice],
    }));
    sections.extend(facts.map(|facts| Section {
        kind: SectionKind::Facts,
        texts: tls_facts(ctx, facts),
    }));
    let mut next: Vec<_> = closed.then_some(again).into_iter().collect();
    next.extend(facts.map(|_| look_at_tls(ctx)));
    Explanation {
        heading,
        subtitle: if closed {
            printable_str(&app.target.to_string()).into_owned()
        } else {
            String::new()
        },
        sections,
        next,
        ..Explanation::default()
    }
}

fn noticed(ctx: &Context, findings: &[Finding]) -> Option<Section> {
    let texts: Vec<_> = findings
        .iter()
        .map(|finding| ctx.kb.finding(finding))
        .collect();
    (!texts.is_empty()).then_some(Section {
        kind: SectionKind::Noticed,
        texts,
    })
}

/// The practice server's addresses, so that nobody has to look for them; in the language's words,
/// where it has some for this scenario.
fn addresses(ctx: &Context, app: &App) -> Option<Section> {
    let (scenario, Target::Practice { scenario: name }) = (app.scenario.as_ref()?, &app.target)
    else {
        return None;
    };
    let width = scenario
        .mailboxes
        .iter()
        .map(|mailbox| mailbox.address.len())
        .max()
        .unwrap_or(0);
    let section = format!("scenario-{name}");
    let meaning = |mailbox: &Mailbox| match ctx.locale.word(&section, &mailbox.address) {
        "" => mailbox.meaning.clone(),
        words => words.to_owned(),
    };
    let line = |mailbox: &Mailbox| format!("`{:width$}`  {}", mailbox.address, meaning(mailbox));
    let lines = scenario.mailboxes.iter().map(line);
    let users = scenario
        .users
        .iter()
        .map(|user| format!("`{} / {}`", user.name, user.password));
    Some(Section {
        kind: SectionKind::Addresses,
        texts: lines.chain(users).collect(),
    })
}

/// A remark as a sentence of its own.
fn sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", letters.as_str())
}
