//! What differs between two sessions: what EHLO offered, and what the same lines were answered.
//!
//! Lines are paired by their text, in order; a line that only one session said is left out, since
//! there is nothing to compare it with.
//!
//! Absent on purpose: drawing.

use super::field::heading;
use crate::app::App;
use crate::context::Context;
use crate::conversation::Conversation;
use crate::flow::{Row, Span, wrap};
use crate::target::Target;
use crate::theme::Role;
use crate::transcript::{Body, Transcript, text};
use crate::wire::text::{printable, printable_str};

/// How many of the other session's last lines are shown.
const LAST: usize = 12;

/// Lays out what differs, and the end of the session that is not at the front.
pub(super) fn rows(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let word = |key: &str| ctx.locale.word("session", key).to_owned();
    let Some(second) = &app.second else {
        return Vec::new();
    };
    let named = |letter: &str, target: &Target, key: &str| {
        let target = target.to_string();
        let text = format!("{letter}  {}  {}", printable_str(&target), word(key));
        wrap(&[Span::new(text, Role::TextMuted)], width, 3)
    };
    let mut rows = named("A", &app.target, "in-front");
    rows.extend(named("B", &second.target, "behind"));
    let (a, b) = (&app.conversation, &second.conversation);
    for (key, found) in [
        ("differ-ehlo", offers(a, b)),
        ("differ-replies", replies(a, b)),
    ] {
        rows.push(Row::new());
        rows.push(heading(&word(key)));
        if found.is_empty() {
            rows.extend(wrap(
                &[Span::new(word("differ-none"), Role::Text)],
                width,
                0,
            ));
        }
        rows.extend(found.iter().flat_map(|differs| differs.rows(ctx, width)));
    }
    rows.push(Row::new());
    rows.push(heading(&word("other-end")));
    let remarks = ctx.locale.remarks();
    let lines: Vec<_> = second
        .conversation
        .transcript()
        .last_session()
        .flat_map(|entry| text::lines(entry, &remarks))
        .collect();
    let last = lines.len().saturating_sub(LAST);
    let last = lines.into_iter().skip(last);
    rows.extend(last.flat_map(|line| wrap(&[Span::new(line, Role::Text)], width, 3)));
    rows
}

/// Something that is not the same in both.
#[derive(Debug, PartialEq, Eq)]
struct Differs {
    about: String,
    a: Option<String>,
    b: Option<String>,
}

impl Differs {
    fn rows(&self, ctx: &Context, width: usize) -> Vec<Row> {
        let mut rows = wrap(&[Span::new(self.about.clone(), Role::Literal)], width, 2);
        for (letter, said) in [("A", &self.a), ("B", &self.b)] {
            let nothing = ctx.locale.word("session", "not-there");
            let row = [
                Span::new(format!("  {letter}  "), Role::TextMuted),
                match said {
                    Some(said) => Span::new(said.clone(), Role::Server),
                    None => Span::new(nothing, Role::TextMuted),
                },
            ];
            rows.extend(wrap(&row, width, 5));
        }
        rows
    }
}

/// Keywords that only one offers, or with other parameters.
fn offers(a: &Conversation, b: &Conversation) -> Vec<Differs> {
    let offered = |conversation: &Conversation| -> Vec<(String, String)> {
        let offers = conversation.session().known_offers();
        let shown = |(keyword, parameters): (String, &str)| {
            let line = format!("{keyword} {parameters}");
            (keyword, printable_str(line.trim_end()).into_owned())
        };
        offers.iter().map(shown).collect()
    };
    let (a, b) = (offered(a), offered(b));
    let of = |all: &[(String, String)], keyword: &str| {
        let found = all.iter().find(|(known, _)| known == keyword);
        found.map(|(_, line)| line.clone())
    };
    let only_b = b.iter().filter(|(keyword, _)| of(&a, keyword).is_none());
    let keywords = a.iter().chain(only_b).map(|(keyword, _)| keyword);
    keywords
        .map(|keyword| Differs {
            about: printable_str(keyword).into_owned(),
            a: of(&a, keyword),
            b: of(&b, keyword),
        })
        .filter(|differs| differs.a != differs.b)
        .collect()
}

/// Lines both said whose replies differ in code or text.
fn replies(a: &Conversation, b: &Conversation) -> Vec<Differs> {
    let (a, b) = (exchanges(a.transcript()), exchanges(b.transcript()));
    let mut differing = Vec::new();
    let mut from = 0;
    for (line, reply) in a {
        let rest = b.get(from..).unwrap_or_default();
        let Some(at) = rest.iter().position(|(other, _)| *other == line) else {
            continue;
        };
        let other = rest.get(at).map(|(_, reply)| reply.clone());
        from += at + 1;
        if other.as_ref() != Some(&reply) {
            differing.push(Differs {
                about: line,
                a: Some(reply),
                b: other,
            });
        }
    }
    differing
}

/// The lines of the last session with their replies' last lines, the greeting first. EHLO's list is
/// compared by itself, so its first line stands for it.
fn exchanges(transcript: &Transcript) -> Vec<(String, String)> {
    let mut exchanges = Vec::new();
    let mut said: Vec<(u32, String)> = Vec::new();
    for entry in transcript.last_session() {
        match &entry.body {
            Body::Said {
                line,
                number: Some(number),
                ..
            } => said.push((*number, printable(&line.text).into_owned())),
            Body::Heard {
                reply, answered, ..
            } => {
                let line = match answered.line {
                    None => answered.verb.map(|verb| verb.name.to_owned()),
                    Some(number) => said
                        .iter()
                        .find(|(said, _)| *said == number)
                        .map(|(_, line)| line.clone())
                        .or_else(|| answered.verb.map(|verb| verb.name.to_owned())),
                };
                let shown = reply
                    .lines()
                    .next()
                    .map(|line| line.text)
                    .unwrap_or_default();
                if let Some(line) = line {
                    exchanges.push((line, printable(&shown).into_owned()));
                }
            }
            _ => {}
        }
    }
    exchanges
}
