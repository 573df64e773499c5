//! `ehlo list KIND`: everything of a kind, a line each.

use std::process::ExitCode;

use serde::Serialize;

use super::{Error, paper};
use crate::assets;
use crate::flow::{Row, Span};
use crate::kb::{Card, Kb, Kind};
use crate::locale::Locale;
use crate::theme::{Role, Theme};

/// One line of a list.
#[derive(Serialize)]
struct Line {
    kind: &'static str,
    name: String,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rfc: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    standing: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    syntax: String,
}

/// Lists.
pub(super) fn run(kind: &str, json: bool, locale: Locale) -> Result<ExitCode, Error> {
    let ctx = paper::context(locale)?;
    let lines = match kind {
        "replies" => cards(&ctx.kb, Kind::Reply),
        "enhanced" => cards(&ctx.kb, Kind::Enhanced),
        "verbs" => cards(&ctx.kb, Kind::Verb),
        "extensions" => cards(&ctx.kb, Kind::Keyword),
        "mechanisms" => cards(&ctx.kb, Kind::Mechanism),
        "scenarios" => assets::folder("assets/scenarios")
            .map(|(name, _)| plain("scenario", name))
            .collect(),
        _ => Theme::names().map(|name| plain("theme", name)).collect(),
    };
    if json {
        paper::json(&lines);
        return Ok(ExitCode::SUCCESS);
    }
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            let name = Span::new(format!("{:width$}  ", line.name), Role::Literal);
            vec![name, Span::new(line.title.clone(), Role::Text)]
        })
        .collect();
    paper::print(&ctx.theme, &rows);
    Ok(ExitCode::SUCCESS)
}

fn cards(kb: &Kb, kind: Kind) -> Vec<Line> {
    let named = kb
        .names(kind)
        .filter_map(|name| Some((name, kb.card(kind, name)?)));
    named.map(|(name, card)| line(kind, name, card)).collect()
}

fn line(kind: Kind, name: &str, card: &Card) -> Line {
    Line {
        kind: kind.folder(),
        name: name.to_owned(),
        title: card.words.title.clone(),
        rfc: card.rfc.clone(),
        standing: card.standing.clone(),
        syntax: card.syntax.clone(),
    }
}

fn plain(kind: &'static str, name: &str) -> Line {
    Line {
        kind,
        name: name.to_owned(),
        title: String::new(),
        rfc: Vec::new(),
        standing: String::new(),
        syntax: String::new(),
    }
}
