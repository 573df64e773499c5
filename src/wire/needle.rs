//! A text that is looked for in what is printed of octets: whatever the case, unless it has a capital
//! letter itself.
//!
//! Absent on purpose: patterns, and where the octets are.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::text::printable;

/// More places in one line are not told.
const MOST: usize = 1000;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Needle {
    finder: Finder<'static>,
    /// Whether the case counts.
    exact: bool,
    ascii: bool,
    /// Whether it has a sign in it that stands for a control character.
    pictures: bool,
}

impl Needle {
    /// What to look for; nothing cannot be found.
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let exact = text.chars().any(char::is_uppercase);
        Some(Self {
            finder: Finder::new(text).into_owned(),
            exact,
            ascii: text.is_ascii(),
            pictures: text.contains(|letter| matches!(letter, '\u{2400}'..='\u{2421}')),
        })
    }

    /// Whether the print of these octets holds it. `room` is reused from call to call.
    pub fn is_in(&self, octets: &[u8], room: &mut Vec<u8>) -> bool {
        if self.ascii && octets.is_ascii() {
            // What stands for a control character is not ASCII, so that it makes no difference here.
            if self.exact {
                return self.finder.find(octets).is_some();
            }
            room.clear();
            room.extend_from_slice(octets);
            room.make_ascii_lowercase();
            return self.finder.find(room).is_some();
        }
        if octets.is_ascii() && !self.pictures {
            return false;
        }
        let shown = printable(octets);
        self.finder.find(self.folded(&shown).as_bytes()).is_some()
    }

    /// Where it stands in what is shown, the first thousand places.
    pub fn spans(&self, shown: &str) -> Vec<Range<usize>> {
        let length = self.finder.needle().len();
        let folded = self.folded(shown);
        let found = self.finder.find_iter(folded.as_bytes()).take(MOST);
        let found = found.map(|start| start..start + length);
        if self.exact || shown.is_ascii() {
            return found.collect();
        }
        // A small letter may be longer than its capital: back to where each came from.
        let origin: Vec<_> = shown
            .char_indices()
            .flat_map(|(at, letter)| {
                let whole = at..at + letter.len_utf8();
                let octets = letter.to_lowercase().map(char::len_utf8).sum();
                std::iter::repeat_n(whole, octets)
            })
            .collect();
        found
            .filter_map(|span| Some(origin.get(span.start)?.start..origin.get(span.end - 1)?.end))
            .collect()
    }

    fn folded<'a>(&self, shown: &'a str) -> Cow<'a, str> {
        if self.exact {
            return Cow::Borrowed(shown);
        }
        if shown.is_ascii() {
            return Cow::Owned(shown.to_ascii_lowercase());
        }
        Cow::Owned(shown.chars().flat_map(char::to_lowercase).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(needle: &str, shown: &str) -> Vec<String> {
        let needle = Needle::new(needle);
        let spans = needle.map(|needle| needle.spans(shown)).unwrap_or_default();
        spans
            .into_iter()
            .map(|span| shown.get(span).unwrap_or("?").to_owned())
            .collect()
    }

    #[test]
    fn a_capital_letter_makes_the_case_count() {
        assert_eq!(spans("rcpt", "RCPT Rcpt"), ["RCPT", "Rcpt"]);
        assert_eq!(spans("Rcpt", "RCPT Rcpt"), ["Rcpt"]);
        assert_eq!(spans("đ", "Đ đ"), ["Đ", "đ"]);
        assert_eq!(spans("메일", "메일 서버"), ["메일"]);
        assert_eq!(spans("", "x"), [""; 0]);
    }

    #[test]
    fn letters_that_change_their_length_are_found_whole() {
        assert_eq!(spans("i", "xİy"), ["İ"]);
        assert_eq!(spans("y", "İİy"), ["y"]);
    }

    #[test]
    fn what_is_printed_is_found_and_not_what_was_sent() {
        let mut room = Vec::new();
        let mut is_in = |needle: &str, octets: &[u8]| {
            Needle::new(needle).is_some_and(|needle| needle.is_in(octets, &mut room))
        };
        assert!(is_in("ok", b"250 OK\r\n"));
        assert!(!is_in("Ok", b"250 OK"));
        assert!(is_in("␛", b"a\x1b[2J"));
        assert!(is_in(r"\x9b", b"a\x9b2J"));
        assert!(!is_in("\u{9b}", b"a\xc2\x9b2J"));
        assert!(!is_in("메", b"plain"));
        assert!(is_in("thư", "Thư".as_bytes()));
    }
}
