//! A card as it stands in its file: facts, and words. `docs/CARDS.md` is the same for writers.
//!
//! Absent on purpose: choosing between cards.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Words;
use super::shelf::Readable;
use super::words::Local;
use crate::assets;

/// What a card is about; each kind is a folder under `assets/cards/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The first digit of a code.
    Class,
    /// An enhanced status code.
    Enhanced,
    /// An EHLO keyword.
    Keyword,
    /// A SASL mechanism.
    Mechanism,
    /// A limit of time or size.
    Limit,
    /// A parameter of MAIL or RCPT.
    Parameter,
    /// A phase of the session.
    Phase,
    /// A reply code.
    Reply,
    /// A finding.
    Rule,
    /// A reply to a command.
    Situation,
    /// A word of mail or TLS.
    Term,
    /// A command.
    Verb,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Class,
        Self::Enhanced,
        Self::Keyword,
        Self::Limit,
        Self::Mechanism,
        Self::Parameter,
        Self::Phase,
        Self::Reply,
        Self::Rule,
        Self::Situation,
        Self::Term,
        Self::Verb,
    ];

    /// The folder its cards are in.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Enhanced => "enhanced",
            Self::Keyword => "keyword",
            Self::Limit => "limit",
            Self::Mechanism => "mechanism",
            Self::Parameter => "parameter",
            Self::Phase => "phase",
            Self::Reply => "reply",
            Self::Rule => "rule",
            Self::Situation => "situation",
            Self::Term => "term",
            Self::Verb => "verb",
        }
    }
}

/// One card.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The short name used in titles.
    #[serde(default)]
    pub name: String,
    /// `standard`, `extension`, `de-facto`, `experimental`, `registry`, `historic`, `private`, `pseudo` …
    #[serde(default)]
    pub standing: String,
    /// Where it is defined: `RFC 5321 §4.2.3`.
    #[serde(default)]
    pub rfc: Vec<String>,
    /// Where it is described, if no RFC defines it.
    #[serde(default)]
    pub source: String,
    /// Other cards, by path.
    #[serde(default)]
    pub related: Vec<String>,
    /// How it is written.
    #[serde(default)]
    pub syntax: String,
    /// Its limits, each a few words.
    #[serde(default)]
    pub limits: Vec<String>,
    /// The verbs and parameters a keyword brings.
    #[serde(default)]
    pub adds: Vec<String>,
    /// The EHLO keyword that allows a parameter.
    #[serde(default)]
    pub keyword: String,
    /// The verb a parameter belongs to.
    #[serde(default)]
    pub verb: String,
    /// The reply codes the registry lists for an enhanced code.
    #[serde(default)]
    pub basic: Vec<String>,
    /// Whether the server closes the connection behind this reply.
    #[serde(default)]
    pub closes: bool,
    /// What the text must hold for programs: `host`, `path`, `base64`; empty for nothing.
    #[serde(default)]
    pub carries: String,
    /// A short real exchange that shows a reply code, in `C:` and `S:` lines.
    #[serde(default)]
    pub example: String,
    /// What it says, in the language of its file.
    pub words: Words,
}

/// A card that cannot be read: where, and what would be right.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct CardError {
    file: String,
    line: usize,
    problem: String,
}

/// Reads a file of the knowledge, of whatever form.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, CardError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        CardError {
            file: file.to_owned(),
            line: assets::line_at(text, start),
            problem: error.message().to_owned(),
        }
    })
}

impl Card {
    /// Reads a card's file.
    pub fn parse(file: &str, text: &str) -> Result<Self, CardError> {
        parse(file, text)
    }
}

impl Readable for Card {
    fn read(path: &str, text: &str, local: Option<&str>) -> Option<Self> {
        let mut card = Self::parse(path, text).ok()?;
        if let Some(local) = local.and_then(|text| Local::parse(path, text).ok()) {
            card.words.say_in(local.words);
        }
        Some(card)
    }
}
