//! ehlo's own words, by section and key, in the chosen language over English.
//!
//! A section is a file: `assets/locales/<tag>/<section>.toml`. `{name}` in a text is filled in, so
//! that each language keeps its own word order, and forms that depend on it agree ([`filled`]).
//! Adding a locale is adding a folder.
//!
//! Absent on purpose: the words of the cards; `kb` has them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::assets;

mod fill;
mod keys;
pub use fill::filled;
use keys::{Renamed, renamed};

/// The words of one language. A section is read when it is first asked for.
#[derive(Debug)]
pub struct Locale {
    tag: String,
    sections: BTreeMap<&'static str, Section>,
    /// The keys that are not the shipped ones.
    keys: Vec<Renamed>,
}

/// A section's files, English first, and what they say.
#[derive(Debug, Default)]
struct Section {
    files: Vec<&'static str>,
    words: OnceLock<BTreeMap<String, String>>,
}

impl Section {
    fn words(&self, keys: &[Renamed]) -> &BTreeMap<String, String> {
        self.words.get_or_init(|| {
            let read = |text: &&str| toml::from_str::<BTreeMap<String, String>>(text).ok();
            let words = self.files.iter().filter_map(read).flatten();
            words
                .map(|(key, text)| (key, renamed(text, keys)))
                .collect()
        })
    }
}

impl Locale {
    /// The language everything is first written in.
    pub const ENGLISH: &'static str = "en";

    /// The words of a language, `en`, `ko` or `vi`; English where it has none.
    pub fn load(tag: &str) -> Self {
        let mut sections: BTreeMap<&'static str, Section> = BTreeMap::new();
        let translated = Some(tag).filter(|tag| *tag != Self::ENGLISH);
        for tag in std::iter::once(Self::ENGLISH).chain(translated) {
            for (name, text) in assets::files(&format!("assets/locales/{tag}")) {
                sections.entry(name).or_default().files.push(text);
            }
        }
        Self {
            tag: tag.to_owned(),
            sections,
            keys: Vec::new(),
        }
    }

    /// The same words for a person with other keys: what is said instead of a shipped one.
    #[must_use]
    pub fn with_keys(self, keys: Vec<(String, String)>) -> Self {
        Self {
            keys,
            ..Self::load(&self.tag)
        }
    }

    /// The same where there is no screen: the words of `plain` stand over those of `ui`, which may
    /// name keys.
    #[must_use]
    pub fn without_screen(mut self) -> Self {
        let plain = self.sections.get("plain").map(|plain| plain.files.clone());
        let ui = self.sections.entry("ui").or_default();
        ui.files.extend(plain.into_iter().flatten());
        self
    }

    /// The language's tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// A text by its key, `section.key`; the key itself if there is none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// A text by section and key; empty if there is none.
    pub fn word(&self, section: &str, key: &str) -> &str {
        let words = self
            .sections
            .get(section)
            .and_then(|section| section.words(&self.keys).get(key));
        words.map_or("", String::as_str)
    }

    /// Whether there is a text for a key.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// A text with its `{name}`s filled in.
    pub fn fill(&self, key: &str, fill: &[(&'static str, String)]) -> String {
        filled(self.text(key), fill)
    }

    /// The words of the transcript's remarks, as `transcript::text` asks for them.
    pub fn remarks(&self) -> impl Fn(&str, &[(&'static str, String)]) -> String + '_ {
        |key, fill| self.fill(&format!("remark.{key}"), fill)
    }

    fn find(&self, key: &str) -> Option<&str> {
        let (section, key) = key.split_once('.')?;
        self.sections
            .get(section)?
            .words(&self.keys)
            .get(key)
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{FailureKind, Step, Verdict};
    use crate::script::Outcome;

    #[test]
    fn every_section_parses() {
        for (name, text) in assets::folder("assets/locales") {
            if name.contains("/cards/") {
                continue;
            }
            assert!(
                toml::from_str::<BTreeMap<String, String>>(text).is_ok(),
                "assets/locales/{name}.toml"
            );
        }
    }

    #[test]
    fn every_failure_verdict_and_outcome_has_its_words() {
        let locale = Locale::load("en");
        for step in Step::samples() {
            let key = format!("remark.stage-{}", step.name());
            assert!(locale.has(&key), "{key}");
        }
        for kind in FailureKind::ALL {
            assert!(
                locale.has(&format!("remark.try-{}", kind.name()))
                    && locale.has(&format!("remark.failed-{}", kind.name())),
                "{}",
                kind.name()
            );
            let key = format!("remark.try-{}", kind.name());
            assert!(locale.has(&key), "{key}");
        }
        for verdict in Verdict::ALL {
            assert!(
                locale.has(&format!("remark.verdict-{}", verdict.name())),
                "{}",
                verdict.name()
            );
        }
        for verdict in Verdict::ALL.iter().filter(|verdict| verdict.is_against()) {
            let key = format!("remark.try-certificate-{}", verdict.name());
            assert!(locale.has(&key), "{key}");
        }
        for outcome in Outcome::samples() {
            assert!(
                locale.has(&format!("outcome.{}", outcome.key())),
                "{}",
                outcome.key()
            );
        }
    }

    #[test]
    fn every_doubt_and_every_piece_of_a_login_has_its_words() {
        use crate::smtp::auth::{Doubt, inside::Piece};
        for tag in ["en", "ko", "vi"] {
            let locale = Locale::load(tag);
            let doubts = Doubt::samples();
            let doubts = doubts.iter().map(|doubt| format!("remark.{}", doubt.key()));
            let pieces = Piece::NAMES.iter().map(|name| format!("auth.{name}"));
            for key in doubts.chain(pieces) {
                assert!(locale.has(&key), "{tag} {key}");
            }
        }
    }

    #[test]
    fn names_are_filled_in() {
        let locale = Locale::load("en");
        assert_eq!(
            locale.fill("remark.opened", &[("peer", "x".into())]),
            "connected to x"
        );
    }
}
