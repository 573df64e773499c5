//! The known wording of server software: what this server means by these words.
//!
//! A card applies if the reply's code and verb are among its own and one of its patterns is found in
//! the text. Where several apply, the one with the longest literal text is meant.
//!
//! Absent on purpose: guessing the software from its greeting.

use std::collections::HashMap;

use serde::Deserialize;

use super::card::{CardError, parse};
use super::shelf::{Readable, Shelf};
use super::words::{Local, LocalWords, replace, replace_all};
use crate::smtp::Verb;
use crate::wire::text::printable;
use crate::wire::{Code, Enhanced, Reply};

/// A dialect card.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// The software or provider; several, parted by commas, where the words are shared.
    pub server: String,
    /// The verbs it is said to; `ANY` for all.
    pub verbs: Vec<String>,
    /// The reply codes it comes with.
    pub codes: Vec<u16>,
    /// The wordings; `{name}` stands for any text.
    pub patterns: Vec<String>,
    /// Where it is defined, if anywhere.
    #[serde(default)]
    pub rfc: Vec<String>,
    /// Whose words these are.
    pub source: String,
    /// Other cards, by path.
    pub related: Vec<String>,
    /// What it says.
    pub words: DialectWords,
    /// The literal pieces of each pattern, in lower case.
    #[serde(skip)]
    pieces: Vec<Vec<String>>,
}

/// What a dialect card says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DialectWords {
    /// One line.
    pub title: String,
    /// What this server means by it.
    pub meaning: String,
    /// Where its log says more.
    pub log: String,
    /// What to do, as the one who sends.
    pub fix: Vec<String>,
    /// What to check, as the admin of that server.
    pub admin: Vec<String>,
}

impl Dialect {
    /// Reads a dialect card's file.
    pub fn parse(file: &str, text: &str) -> Result<Self, CardError> {
        let mut dialect: Self = parse(file, text)?;
        let patterns = dialect.patterns.iter();
        dialect.pieces = patterns.map(|pattern| pieces(pattern)).collect();
        Ok(dialect)
    }

    fn is_said_to(&self, verb: Option<&Verb>) -> bool {
        let name = verb.map(|verb| verb.name);
        self.verbs
            .iter()
            .any(|known| known == "ANY" || name.is_none_or(|name| name == known))
    }

    /// The length of the longest pattern's literal text that fits.
    fn fit(&self, text: &str) -> Option<usize> {
        let patterns = self.pieces.iter();
        patterns.filter_map(|pieces| fit(pieces, text)).max()
    }
}

impl Readable for Dialect {
    fn read(path: &str, text: &str, local: Option<&str>) -> Option<Self> {
        let mut dialect = Self::parse(path, text).ok()?;
        if let Some(local) = local.and_then(|text| Local::parse(path, text).ok()) {
            dialect.words.say_in(local.words);
        }
        Some(dialect)
    }
}

impl DialectWords {
    fn say_in(&mut self, local: LocalWords) {
        replace(&mut self.title, local.title);
        replace(&mut self.meaning, local.meaning);
        replace(&mut self.log, local.log);
        replace_all(&mut self.fix, local.fix);
        replace_all(&mut self.admin, local.admin);
    }
}

/// Which cards there are for a code; made when first asked for.
pub(super) type ByCode = HashMap<u16, Vec<&'static str>>;

/// Sorts the cards by code.
pub(super) fn by_code(shelf: &Shelf<Dialect>) -> ByCode {
    let mut index = ByCode::new();
    for path in shelf.paths() {
        let seen = shelf.text(path).and_then(codes_in);
        let read = || Some(shelf.get(path)?.codes.clone());
        for code in seen.or_else(read).unwrap_or_default() {
            index.entry(code).or_default().push(path);
        }
    }
    index
}

/// The codes of a card's file, seen without reading the rest, where they stand in a line of their
/// own: one reply then needs a few cards, and not all 600.
fn codes_in(text: &str) -> Option<Vec<u16>> {
    let (_, behind) = text.split_once("\ncodes = [")?;
    let (codes, _) = behind.lines().next()?.split_once(']')?;
    codes
        .split(',')
        .map(|code| code.trim().parse().ok())
        .collect()
}

/// The cards with their index.
pub(super) struct Known<'a> {
    pub(super) shelf: &'a Shelf<Dialect>,
    pub(super) index: &'a ByCode,
}

impl<'a> Known<'a> {
    /// The card that fits a text best.
    pub(super) fn find(&self, code: Code, text: &str, verb: Option<&Verb>) -> Option<&'a Dialect> {
        let cards = self
            .index
            .get(&code.0)?
            .iter()
            .filter_map(|path| self.shelf.get(path));
        let fitting = cards.filter(|dialect| dialect.is_said_to(verb));
        let ranked = fitting.filter_map(|dialect| Some((dialect.fit(text)?, dialect)));
        ranked
            .max_by_key(|(fit, _)| *fit)
            .map(|(_, dialect)| dialect)
    }
}

/// All lines of a reply in one, codes and enhanced codes left out, in lower case.
pub(super) fn text_of(reply: &Reply) -> String {
    let mut all = String::new();
    for text in reply.texts() {
        let behind = Enhanced::at_start(text).map_or(0, |code| code.to_string().len());
        let line = printable(text.get(behind..).unwrap_or_default())
            .trim()
            .to_lowercase();
        if !line.is_empty() && !all.is_empty() {
            all.push(' ');
        }
        all.push_str(&line);
    }
    all
}

/// The literal length of a pattern if its pieces stand in the text in order.
fn fit(pieces: &[String], text: &str) -> Option<usize> {
    let mut rest = text;
    for piece in pieces {
        let at = rest.find(piece.as_str())?;
        rest = rest.get(at + piece.len()..)?;
    }
    Some(pieces.iter().map(String::len).sum())
}

/// What stands between the `{names}` of a pattern, in lower case, as [`text_of`] has the text.
fn pieces(pattern: &str) -> Vec<String> {
    let parts = pattern.split('{').enumerate();
    let literal = parts.map(|(index, part)| {
        if index == 0 {
            part
        } else {
            part.split_once('}').map_or("", |(_, rest)| rest)
        }
    });
    let literal = literal.filter(|piece| !piece.is_empty());
    literal.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_seen_as_they_are_read() {
        let shelf = Shelf::<Dialect>::new("en", |path| path.starts_with("dialect/"));
        for path in shelf.paths() {
            let seen = shelf.text(path).and_then(codes_in);
            assert_eq!(
                seen.as_ref(),
                shelf.get(path).map(|card| &card.codes),
                "{path}"
            );
        }
        for odd in [
            "codes = [250]",
            "\ncodes = [\n  250,\n]",
            "\ncodes = [25x]\n",
        ] {
            assert_eq!(codes_in(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn pieces_stand_in_order() {
        for (pattern, text, fits) in [
            (
                "User unknown in {table} table",
                "<a@b>: user unknown in local recipient table",
                true,
            ),
            ("Relay access denied", "<a@b>: relay access denied", true),
            ("{a} before {b} after", "after before", false),
            ("{any}queue full", "queue full", true),
        ] {
            assert_eq!(fit(&pieces(pattern), text).is_some(), fits, "{pattern}");
        }
    }
}
