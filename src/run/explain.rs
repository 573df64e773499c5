//! `ehlo explain TEXT...`: a name, or whatever was pasted, explained on standard output.

use std::io::{self, Read as _};
use std::process::ExitCode;

use serde::Serialize;

use super::{Error, paper};
use crate::anatomy::{self, Explained};
use crate::app::panel::{self, Keys};
use crate::flow::{Row, Span};
use crate::kb::{Explanation, Item, Kb, Kind, Names, Situation};
use crate::locale::Locale;
use crate::nearest::nearest;
use crate::reading::{self, Found};
use crate::smtp::Phase;
use crate::theme::Role;
use crate::wire::text::printable_str;
use crate::wire::{Code, Enhanced, Reply};

/// The kinds a single name is looked for in.
const NAMED: &[Kind] = &[
    Kind::Enhanced,
    Kind::Verb,
    Kind::Keyword,
    Kind::Parameter,
    Kind::Mechanism,
    Kind::Rule,
    Kind::Phase,
    Kind::Term,
    Kind::Limit,
];

/// The most that is read from standard input: what is behind it is not explained.
const MOST: u64 = 16 * 1024 * 1024;

/// What `--json` prints.
#[derive(Serialize)]
struct Answer {
    items: Vec<Told>,
    unread: Vec<String>,
}

/// One thing explained, and taken apart if it is a reply.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    item: Item,
    anatomy: Vec<Explained>,
}

/// Explains.
pub(super) fn run(
    words: &[String],
    json: bool,
    locale: Locale,
    color: Option<&str>,
) -> Result<ExitCode, Error> {
    let text = given(words)?;
    let ctx = paper::context(locale, color);
    let stand_ins = stand_ins();
    let named = named(&ctx.kb, text.trim());
    let reading = if named.is_empty() {
        reading::read(&text)
    } else {
        reading::Reading::default()
    };
    if named.is_empty() && reading.replies.is_empty() {
        return Err(Error::NotUnderstood {
            near: near(&ctx.kb, text.trim()),
        });
    }
    if json {
        let cards = named
            .iter()
            .filter_map(|(kind, name)| ctx.kb.card_item(*kind, name, &stand_ins));
        let cards = cards.map(|item| Told {
            item,
            anatomy: Vec::new(),
        });
        let replies = reading.replies.iter().map(|found| Told {
            item: ctx
                .kb
                .reply_item(&situation(found), &stand_ins, found.phase.is_some()),
            anatomy: anatomy::anatomy(&ctx.kb, &ctx.locale, &found.reply),
        });
        let items = cards.chain(replies).collect();
        paper::json(&Answer {
            items,
            unread: reading.unread,
        });
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows: Vec<Row> = Vec::new();
    for (kind, name) in &named {
        add(
            &mut rows,
            laid_out(&ctx, &ctx.kb.about(*kind, name, &stand_ins)),
        );
    }
    for found in &reading.replies {
        let mut explanation = ctx.kb.reply(&situation(found), &stand_ins);
        explanation.subtitle = first_line(&found.reply);
        explanation
            .sections
            .push(panel::taken_apart(&ctx, &found.reply));
        explanation.sort();
        add(&mut rows, laid_out(&ctx, &explanation));
    }
    for line in &reading.unread {
        let note = ctx.ui_with("unread", &[("line", line.clone())]);
        add(&mut rows, vec![vec![Span::new(note, Role::Remark)]]);
    }
    paper::print(&ctx.theme, &rows);
    Ok(ExitCode::SUCCESS)
}

/// The words of the command line, or standard input.
fn given(words: &[String]) -> Result<String, Error> {
    let joined = words.join(" ");
    if !joined.is_empty() && joined != "-" {
        return Ok(joined);
    }
    let mut octets = Vec::new();
    let read = io::stdin().take(MOST).read_to_end(&mut octets);
    read.map_err(|source| Error::System {
        what: "read standard input",
        source,
    })?;
    Ok(String::from_utf8_lossy(&octets).into_owned())
}

/// What a single name is the name of.
fn named(kb: &Kb, name: &str) -> Vec<(Kind, String)> {
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Vec::new();
    }
    if name.len() == 3 && Code::of_line(name.as_bytes()).is_some() {
        return vec![(Kind::Reply, name.to_owned())];
    }
    if Enhanced::at_start(name.as_bytes()).is_some() {
        return vec![(Kind::Enhanced, name.to_owned())];
    }
    let name = name.trim_end_matches('=');
    let wanted = |known: &&str| known.eq_ignore_ascii_case(name);
    let found = NAMED
        .iter()
        .filter_map(|kind| Some((*kind, kb.names(*kind).find(wanted)?.to_owned())));
    found.collect()
}

fn situation(found: &Found) -> Situation<'_> {
    Situation {
        verb: found.verb,
        phase: found.phase.unwrap_or(Phase::Ready),
        circumstances: found.circumstances,
        ..Situation::alone(&found.reply)
    }
}

fn laid_out(ctx: &crate::context::Context, explanation: &Explanation) -> Vec<Row> {
    let rows = panel::rows(ctx, explanation, paper::width(), Keys::Hidden);
    [rows.body, rows.next, rows.rest].concat()
}

fn add(rows: &mut Vec<Row>, more: Vec<Row>) {
    if !rows.is_empty() {
        rows.push(Row::new());
    }
    rows.extend(more);
}

fn first_line(reply: &Reply) -> String {
    reply
        .lines()
        .next()
        .map(|line| crate::wire::text::printable(&line.text).into_owned())
        .unwrap_or_default()
}

/// `: did you mean STARTTLS?`
fn near(kb: &Kb, text: &str) -> String {
    let names = NAMED.iter().flat_map(|kind| kb.names(*kind));
    match nearest(&printable_str(text), names) {
        Some(name) if text.len() < 40 => format!(": did you mean {name}?"),
        _ => String::new(),
    }
}

/// What suggested lines name where there is no session.
fn stand_ins() -> Names {
    Names {
        domain: "example.com".to_owned(),
        me: "client.example".to_owned(),
        known: "alice@example.com".to_owned(),
        sender: "me@example.org".to_owned(),
    }
}
