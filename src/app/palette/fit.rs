//! How well words that were typed fit a text: the smaller the better.
//!
//! A word may be the text, its beginning, the beginning of one of its words, a part of it, or its
//! letters in their order with few gaps: `cpex` for `copy exchange`. That last is asked for only where
//! nothing holds what was typed. All words that were typed must fit, each in any of a thing's texts. Both sides are folded already (`kb::folded`).
//!
//! Absent on purpose: misspellings (`nearest`).

/// How well all words fit a thing with these texts; `None` if one of them does not.
pub(super) fn rank(texts: &[String], words: &[&str], way: Way) -> Option<usize> {
    let fit = |text: &String, word: &str| match way {
        Way::Whole => whole(text, word),
        Way::Scattered => whole(text, word).or_else(|| scattered(text, word)),
    };
    let best = |word: &&str| texts.iter().filter_map(|text| fit(text, word)).min();
    words.iter().map(best).sum()
}

/// How a word may be found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As it is.
    Whole,
    /// Its letters in their order, too.
    Scattered,
}

fn whole(text: &str, word: &str) -> Option<usize> {
    match () {
        () if text == word => Some(0),
        () if text.starts_with(word) => Some(1),
        () if begins_a_word(text, word) => Some(2),
        () if text.contains(word) => Some(3),
        () => None,
    }
}

fn begins_a_word(text: &str, word: &str) -> bool {
    let mut found = text.match_indices(word);
    found.any(|(at, _)| is_word_start(text, at))
}

fn is_word_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|letter| !letter.is_alphanumeric())
}

/// The letters in their order, the first at the beginning of a word: what the gaps cost, one to the
/// beginning of a word and two into one. More than there are letters is no likeness.
fn scattered(text: &str, word: &str) -> Option<usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    let starts = starts.filter(|at| is_word_start(text, *at));
    let gaps = starts.filter_map(|at| gaps(text, at, word)).min();
    gaps.map(|gaps| 3 + gaps)
}

fn gaps(text: &str, start: usize, word: &str) -> Option<usize> {
    let most = word.chars().count();
    let mut letters = word.chars();
    let mut at = start
        + text
            .get(start..)?
            .strip_prefix(letters.next()?)
            .map(|rest| text.len() - start - rest.len())?;
    let mut cost = 0;
    for letter in letters {
        let rest = text.get(at..)?;
        let places = || rest.match_indices(letter).map(|(place, _)| at + place);
        let next = match places().next()? {
            place if place == at => place,
            first => {
                let word = places().find(|place| is_word_start(text, *place));
                cost += if word.is_some() { 1 } else { 2 };
                word.unwrap_or(first)
            }
        };
        at = next + letter.len_utf8();
        if cost > most {
            return None;
        }
    }
    Some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank_of(text: &str, query: &str) -> Option<usize> {
        let words: Vec<_> = query.split(' ').collect();
        rank(&[text.to_owned()], &words, Way::Scattered)
    }

    #[test]
    fn the_closer_the_better() {
        let queries = ["theme", "the", "dark", "ark", "thda", "them dar"];
        let ranks = queries.map(|query| rank_of("theme dark", query));
        assert_eq!(
            ranks,
            [Some(1), Some(1), Some(2), Some(3), Some(4), Some(3)]
        );
        assert_eq!(rank_of("550", "550"), Some(0));
        assert_eq!(rank_of("any", ""), Some(1));
    }

    #[test]
    fn letters_in_their_order_are_enough_if_they_are_near() {
        for (text, query) in [
            ("copy exchange", "cpex"),
            ("copy the command with its reply", "ctc"),
            ("메일 보내기", "메보"),
            ("xac thuc", "xth"),
        ] {
            assert!(rank_of(text, query).is_some(), "{query} in {text}");
        }
        for (text, query) in [
            ("back, at last to the command box", "bdx"),
            ("copy exchange", "ehx"),
            ("copy exchange", "copy no"),
        ] {
            assert_eq!(rank_of(text, query), None, "{query} in {text}");
        }
    }
}
