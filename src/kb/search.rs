//! Cards found by typing: by name, title and words, in the language of the cards.
//!
//! A name that begins with what was typed comes first, then a name that holds it, then a title, then
//! any of the words. Letters stand for themselves, whatever their case or marks: `xac thuc` finds
//! `xác thực`. The folded words are made once, when the first search is asked for.
//!
//! Absent on purpose: misspellings; [`crate::nearest`] is for those.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{Card, Kb, Kind};

/// A card that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path: `reply/550`.
    pub path: String,
    /// Its name as people say it.
    pub name: &'static str,
    /// Its title.
    pub title: String,
}

/// A card as it is searched.
#[derive(Debug)]
pub(super) struct Indexed {
    found: Found,
    name: String,
    titles: [String; 2],
    words: String,
}

/// The kinds, in the order of the list while nothing is typed.
const KINDS: &[Kind] = &[
    Kind::Reply,
    Kind::Verb,
    Kind::Keyword,
    Kind::Enhanced,
    Kind::Parameter,
    Kind::Mechanism,
    Kind::Term,
    Kind::Phase,
    Kind::Rule,
    Kind::Limit,
];

impl Kb {
    /// What fits a query, the best first, at most so many.
    pub fn search(&self, query: &str, most: usize) -> Vec<Found> {
        let query = folded(query);
        let index = self.index.get_or_init(|| self.indexed());
        let mut ranked: Vec<_> = index
            .iter()
            .filter_map(|card| Some((card.rank(&query)?, &card.found)))
            .collect();
        // Stable: within a rank the kinds keep their order.
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.truncate(most);
        ranked.into_iter().map(|(_, found)| found.clone()).collect()
    }

    /// Every card that can be found, in the order of the list.
    pub fn all(&self) -> impl Iterator<Item = &Found> {
        let index = self.index.get_or_init(|| self.indexed());
        index.iter().map(|card| &card.found)
    }

    fn indexed(&self) -> Vec<Indexed> {
        let named = KINDS
            .iter()
            .flat_map(|kind| self.names(*kind).map(move |name| (*kind, name)));
        named
            .filter_map(|(kind, name)| Some(Indexed::new(kind, name, self.card(kind, name)?)))
            .collect()
    }
}

impl Indexed {
    fn new(kind: Kind, name: &'static str, card: &Card) -> Self {
        let words = &card.words;
        Self {
            found: Found {
                path: format!("{}/{name}", kind.folder()),
                name,
                title: words.title.clone(),
            },
            name: folded(name),
            titles: [folded(&card.name), folded(&words.title)],
            words: folded(&[words.meaning.as_str(), &words.when, &words.why].join("\n")),
        }
    }

    /// How well it fits: the smaller the better.
    fn rank(&self, query: &str) -> Option<usize> {
        let [name, title] = &self.titles;
        match () {
            () if query.is_empty() || is_name(&self.name, query) => Some(0),
            () if self.name.starts_with(query) => Some(1),
            () if self.name.contains(query) || name.contains(query) => Some(2),
            () if title.contains(query) => Some(3),
            () if self.words.contains(query) => Some(4),
            () => None,
        }
    }
}

impl Found {
    /// Whether a query is just its name.
    pub fn is_called(&self, query: &str) -> bool {
        is_name(&folded(self.name), &folded(query))
    }
}

/// Whether a query is a name: itself, or `5.1.1` for the `X.1.1` of all classes.
fn is_name(name: &str, query: &str) -> bool {
    let of_any_class = name.strip_prefix('x').filter(|rest| rest.starts_with('.'));
    name == query || of_any_class.is_some_and(|rest| query.get(1..) == Some(rest))
}

/// Lower case, without marks: what a keyboard without the language's layout can type.
pub fn folded(text: &str) -> String {
    let plain =
        text.nfd()
            .filter(|letter| !is_combining_mark(*letter))
            .map(|letter| match letter {
                'đ' | 'Đ' => 'd',
                letter => letter,
            });
    // Hangul is put together again, so that a syllable is found as it is typed.
    plain.nfc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_matter_and_hangul_stays_whole() {
        for (text, plain) in [
            ("Xác Thực", "xac thuc"),
            ("Đăng", "dang"),
            ("메일", "메일"),
            ("RCPT", "rcpt"),
        ] {
            assert_eq!(folded(text), plain);
        }
    }

    #[test]
    fn the_best_comes_first() {
        let kb = Kb::load("en");
        for (query, first) in [
            ("550", "reply/550"),
            ("5.1.1", "enhanced/X.1.1"),
            ("startt", "verb/STARTTLS"),
            ("greyl", "term/greylisting"),
        ] {
            let found = kb.search(query, 5);
            assert_eq!(found.first().map(|found| found.path.as_str()), Some(first));
            assert!(found.len() <= 5);
        }
        assert!(kb.search("no card says this", 5).is_empty());
    }
}
