//! `ehlo list KIND`: everything of a kind, a line each.

use std::process::ExitCode;

use serde::Serialize;

use super::{paper, themes};
use crate::assets;
use crate::flow::{Row, Span};
use crate::kb::{Card, Kb, Kind};
use crate::locale::Locale;
use crate::theme::Role;

/// One line of a list.
#[derive(Serialize)]
pub(super) struct Line {
    pub kind: &'static str,
    pub name: String,
    pub title: String,
    /// Of a theme: the terminals it is for.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub background: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rfc: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standing: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub syntax: String,
}

/// Lists.
pub(super) fn run(kind: &str, json: bool, locale: Locale, color: Option<&str>) -> ExitCode {
    let ctx = paper::context(locale, color);
    let lines = match kind {
        "replies" => cards(&ctx.kb, Kind::Reply),
        "enhanced" => cards(&ctx.kb, Kind::Enhanced),
        "verbs" => cards(&ctx.kb, Kind::Verb),
        "extensions" => cards(&ctx.kb, Kind::Keyword),
        "mechanisms" => cards(&ctx.kb, Kind::Mechanism),
        "scenarios" => assets::folder("assets/scenarios")
            .map(|(name, _)| Line::plain("scenario", name))
            .collect(),
        _ => themes::lines(&ctx),
    };
    if json {
        paper::json(&lines);
        return ExitCode::SUCCESS;
    }
    if kind == "themes" {
        themes::print(&ctx, &lines);
        return ExitCode::SUCCESS;
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
    ExitCode::SUCCESS
}

fn cards(kb: &Kb, kind: Kind) -> Vec<Line> {
    let named = kb
        .names(kind)
        .filter_map(|name| Some((name, kb.card(kind, name)?)));
    named.map(|(name, card)| line(kind, name, card)).collect()
}

fn line(kind: Kind, name: &str, card: &Card) -> Line {
    Line {
        title: card.words.title.clone(),
        rfc: card.rfc.clone(),
        standing: card.standing.clone(),
        syntax: card.syntax.clone(),
        ..Line::plain(kind.folder(), name)
    }
}

impl Line {
    /// A line that has no more than a name.
    pub(super) fn plain(kind: &'static str, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            title: String::new(),
            background: "",
            rfc: Vec::new(),
            standing: String::new(),
            syntax: String::new(),
        }
    }
}
