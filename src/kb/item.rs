//! An explanation as fields, for `--json` and for whoever wants the parts.
//!
//! Field names are a contract and never change with the language.

use serde::Serialize;

use super::{Basis, Card, Kb, Kind, Names, SectionKind, Situation, Suggestion};

/// One thing explained.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Item {
    /// `reply`, `enhanced`, `verb`, `keyword`, `parameter`, `mechanism`, `finding` …
    pub kind: &'static str,
    /// What it is called: `550`, `RCPT`.
    pub name: String,
    /// The reply code.
    pub code: Option<u16>,
    /// The enhanced status code.
    pub enhanced: Option<String>,
    /// The verb it answers, or belongs to.
    pub verb: Option<String>,
    /// The phase it came in.
    pub phase: Option<&'static str>,
    /// One line.
    pub title: String,
    /// `2yz` and so on, for replies.
    pub class: Option<&'static str>,
    /// What it means in its situation.
    pub here: Option<String>,
    /// What it means in general.
    pub meaning: String,
    /// When one sees it.
    pub when: String,
    /// Why it happens.
    pub why: String,
    /// What to do about it.
    pub fix: Vec<String>,
    /// What to send next.
    pub next: Vec<String>,
    /// Where it is defined.
    pub rfc: Vec<String>,
    /// Names of related cards.
    pub related: Vec<String>,
    /// The server software whose words these are, and what it means by them.
    pub dialect: Option<DialectItem>,
    /// The narrowest thing the words rest on.
    pub basis: Option<&'static str>,
}

/// What a server software means by its words.
#[derive(Clone, Debug, Serialize)]
pub struct DialectItem {
    /// The software.
    pub server: String,
    /// What it means.
    pub meaning: String,
}

impl Kb {
    /// A reply in its situation, as fields.
    pub fn reply_item(&self, situation: &Situation<'_>, names: &Names, phase: bool) -> Item {
        let explanation = self.reply(situation, names);
        let code = situation.reply.code();
        let broad = self.broad(situation.reply);
        let section = |kind| {
            let found = explanation
                .sections
                .iter()
                .find(|section| section.kind == kind);
            found
                .map(|section| section.texts.clone())
                .unwrap_or_default()
        };
        let narrow = explanation.basis == Some(Basis::Situation);
        let words = broad.map(|card| &card.words);
        let fix = [section(SectionKind::Fix), section(SectionKind::Tips)].concat();
        Item {
            kind: "reply",
            name: code.to_string(),
            code: Some(code.0),
            enhanced: situation.reply.enhanced().map(|code| code.to_string()),
            verb: situation.verb.map(|verb| verb.name.to_owned()),
            phase: phase.then(|| situation.phase.name()),
            title: broad.map_or_else(String::new, |card| card.name.clone()),
            class: Some(situation.reply.class().name()),
            here: narrow.then(|| section(SectionKind::Here).concat()),
            meaning: words.map_or_else(String::new, |words| words.meaning.clone()),
            when: words.map_or_else(String::new, |words| words.when.clone()),
            why: section(SectionKind::Why).concat(),
            fix: if fix.is_empty() {
                words.map(|words| words.fix.clone()).unwrap_or_default()
            } else {
                fix
            },
            next: explanation.next.iter().map(step).collect(),
            rfc: explanation.rfc.clone(),
            related: related(&explanation.related),
            dialect: self
                .dialect(situation.reply, situation.verb)
                .map(|dialect| DialectItem {
                    server: dialect.server.clone(),
                    meaning: dialect.words.meaning.clone(),
                }),
            basis: explanation.basis.map(Basis::name),
        }
    }

    /// A card that is no reply in a situation, as fields.
    pub fn card_item(&self, kind: Kind, name: &str, names: &Names) -> Option<Item> {
        let card = self.nearest(kind, name)?;
        let explanation = self.about(kind, name, names);
        let digits = name.split('.').next().and_then(|code| code.parse().ok());
        Some(Item {
            kind: if kind == Kind::Rule {
                "finding"
            } else {
                kind.folder()
            },
            name: name.to_owned(),
            code: digits.filter(|_| kind == Kind::Reply),
            enhanced: (kind == Kind::Enhanced).then(|| name.to_owned()),
            verb: verb(kind, name, card),
            title: card.words.title.clone(),
            class: (kind == Kind::Reply).then(|| class(name)),
            meaning: card.words.meaning.clone(),
            when: card.words.when.clone(),
            why: card.words.why.clone(),
            fix: card.words.fix.clone(),
            next: explanation.next.iter().map(step).collect(),
            rfc: card.rfc.clone(),
            related: related(&card.related),
            basis: match kind {
                Kind::Reply => Some(Basis::Code.name()),
                Kind::Enhanced => Some(Basis::Enhanced.name()),
                Kind::Class => Some(Basis::Class.name()),
                _ => None,
            },
            ..Item::default()
        })
    }
}

fn verb(kind: Kind, name: &str, card: &Card) -> Option<String> {
    match kind {
        Kind::Verb => Some(name.to_owned()),
        _ => Some(card.verb.clone()).filter(|verb| !verb.is_empty()),
    }
}

fn class(code: &str) -> &'static str {
    crate::wire::Code(code.parse().unwrap_or(0)).class().name()
}

/// `reply/550` is `550` to a reader of JSON; a situation keeps both of its names.
fn related(paths: &[String]) -> Vec<String> {
    let name = |path: &String| {
        path.split_once('/')
            .map_or(path.as_str(), |(_, name)| name)
            .to_owned()
    };
    paths.iter().map(name).collect()
}

fn step(suggestion: &Suggestion) -> String {
    if suggestion.send.is_empty() {
        suggestion.say.clone()
    } else {
        suggestion.send.clone()
    }
}
