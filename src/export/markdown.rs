//! Markdown for a ticket: where and when, the dialogue, and what each refusal means.
//!
//! What the far end said cannot leave its place: the fence is longer than any row of backticks in
//! it, and every line is printable.
//!
//! Absent on purpose: HTML.

use super::story::Story;
use super::{Extract, moment};
use crate::kb::{SectionKind, Situation};
use crate::smtp::Utterance;
use crate::smtp::verb::UNASKED;
use crate::transcript::{Body, Entry, text};
use crate::wire::Class;
use crate::wire::text::{printable, printable_str};

pub(super) fn write(extract: &Extract<'_>) -> String {
    let target = extract.target.to_string();
    let title = extract.word("title", &[("target", printable_str(&target).into_owned())]);
    let mut blocks = vec![format!("## {}", escaped(&title)), facts(extract)];
    blocks.push(fenced(&extract.dialogue()));
    blocks.extend(
        extract
            .entries
            .iter()
            .flat_map(|entry| refusal(extract, entry)),
    );
    blocks.join("\n\n") + "\n"
}

/// Target, peer, TLS, name, time: one item each.
fn facts(extract: &Extract<'_>) -> String {
    let story = Story::read(extract);
    let words = extract.locale.remarks();
    let first = extract.story.first().map_or(0, |entry| entry.at.as_secs());
    let tls = match story.tls {
        Some(facts) => format!(
            "{}, {}: {}",
            code(&facts.version),
            code(&facts.cipher),
            escaped(&text::verdict(facts, &words))
        ),
        None => extract.word("no-tls", &[]),
    };
    let mut items = vec![("target", code(&extract.target.to_string()))];
    items.extend(story.peer.map(|peer| ("peer", code(peer))));
    items.push(("tls", tls));
    if let Some((verb, name)) = &story.hello {
        items.push(("name", code(&format!("{verb} {name}"))));
    }
    items.push(("when", moment::utc(extract.began + first)));
    items.push(("program", format!("ehlo {}", env!("CARGO_PKG_VERSION"))));
    let items = items
        .iter()
        .map(|(key, value)| format!("- **{}**: {value}", extract.word(key, &[])));
    items.collect::<Vec<_>>().join("\n")
}

/// What a refusal means and what to do about it; nothing for what went well.
fn refusal(extract: &Extract<'_>, entry: &Entry) -> Vec<String> {
    let Body::Heard {
        reply, answered, ..
    } = &entry.body
    else {
        return Vec::new();
    };
    if !matches!(reply.class(), Class::Transient | Class::Permanent) {
        return Vec::new();
    }
    let situation = Situation {
        reply,
        verb: answered.verb.or(Some(&UNASKED)),
        phase: answered.before,
        circumstances: answered.circumstances,
        practice: extract.target.is_practice(),
    };
    let explanation = extract.kb.reply(&situation, &extract.names);
    let mut blocks = vec![format!("### {}", escaped(&explanation.heading))];
    let asked = answered.line.and_then(|number| said(extract, number));
    blocks.extend(asked.map(|line| format!("{} {}", extract.word("answers", &[]), code(&line))));
    for section in &explanation.sections {
        match section.kind {
            SectionKind::Here => blocks.push(section.texts.join("\n\n")),
            SectionKind::Fix => {
                let fixes = section.texts.iter().map(|text| format!("- {text}"));
                let heading = extract.locale.word("explain", section.kind.key());
                blocks.push(format!("**{heading}**"));
                blocks.push(fixes.collect::<Vec<_>>().join("\n"));
            }
            _ => {}
        }
    }
    blocks
}

/// The command with a number; not what was said inside a login.
fn said(extract: &Extract<'_>, wanted: u32) -> Option<String> {
    extract
        .story
        .iter()
        .rev()
        .find_map(|entry| match &entry.body {
            Body::Said {
                line,
                said,
                number: Some(number),
            } if *number == wanted && said.what == Utterance::Command => {
                Some(printable(&line.text).into_owned())
            }
            _ => None,
        })
}

/// Lines in a fence they cannot leave (`CommonMark` §4.5).
fn fenced(lines: &[String]) -> String {
    let longest = lines.iter().map(|line| backticks(line)).max();
    let fence = "`".repeat((longest.unwrap_or(0) + 1).max(3));
    // A tab of the client's stays; nothing else in a line moves anything.
    format!("{fence}text\n{}\n{fence}", lines.join("\n"))
}

/// A text as code within a sentence (`CommonMark` §6.1).
fn code(text: &str) -> String {
    let text = printable_str(text);
    let marks = "`".repeat(backticks(&text) + 1);
    let edge = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let air = if edge { " " } else { "" };
    format!("{marks}{air}{text}{air}{marks}")
}

/// The longest row of backticks.
fn backticks(text: &str) -> usize {
    let others = text.split(|letter| letter != '`');
    others.map(str::len).max().unwrap_or(0)
}

/// A text in which no letter means anything to Markdown (`CommonMark` §2.4).
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for letter in printable_str(text).chars() {
        if "\\`*_[]<>#&|~!".contains(letter) {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}
