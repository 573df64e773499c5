//! Styled text that flows into a width: what panes are made of before they are drawn.
//!
//! A span has a role and no colour, so that the same text serves every theme and a picture without
//! colours. Widths are those ratatui draws.
//!
//! Absent on purpose: the screen, themes' colours.

use std::ops::Range;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::theme::Role;

/// A piece of text with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text; printable already.
    pub text: String,
    /// What it is.
    pub role: Role,
}

impl Span {
    /// A piece of text.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }
}

/// A row of spans.
pub type Row = Vec<Span>;

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    graphemes(text)
        .map(|grapheme| usize::from(grapheme.cell_width()))
        .sum()
}

/// The graphemes of a text. A printable ASCII letter before another is one by itself, which saves
/// looking up what nearly every letter of SMTP is.
fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = match rest.as_bytes() {
            [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let (grapheme, others) = rest.split_at_checked(length)?;
        rest = others;
        Some(grapheme)
    })
}

/// How many cells a row takes.
pub fn row_width(row: &[Span]) -> usize {
    row.iter().map(|span| width(&span.text)).sum()
}

/// Prose with `literals` in backticks, as cards have it.
pub fn prose(text: &str, role: Role) -> Row {
    let literal = |index: usize| if index % 2 == 1 { Role::Literal } else { role };
    let pieces = text
        .split('`')
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty());
    pieces
        .map(|(index, piece)| Span::new(piece, literal(index)))
        .collect()
}

/// Wraps a row at spaces into rows of at most `most` cells; all but the first begin with `hang` blanks.
pub fn wrap(row: &[Span], most: usize, hang: usize) -> Vec<Row> {
    let most = most.max(1);
    let hang = if hang + 8 > most { 0 } else { hang };
    let text: String = row.iter().map(|span| span.text.as_str()).collect();
    let mut rows = Vec::new();
    let mut lines = Lines { text: &text, at: 0 };
    while let Some(line) = lines.next(if rows.is_empty() { most } else { most - hang }) {
        let mut wrapped = pieces(row, line);
        if !rows.is_empty() && hang > 0 {
            wrapped.insert(0, Span::new(" ".repeat(hang), Role::Text));
        }
        rows.push(wrapped);
    }
    if rows.is_empty() {
        rows.push(Row::new());
    }
    rows
}

/// Cuts a row to at most `most` cells.
pub fn cut(row: &[Span], most: usize) -> Row {
    let mut left = most;
    let mut kept = Vec::new();
    for span in row {
        let text: String = graphemes(&span.text)
            .take_while(|grapheme| {
                let width = usize::from(grapheme.cell_width());
                let fits = width <= left;
                left = if fits { left - width } else { 0 };
                fits
            })
            .collect();
        kept.push(Span::new(text, span.role));
    }
    kept
}

/// What of a row stands from a cell on, at most so many cells of it. Half of a wide letter is a
/// blank, so that what follows stays in its column.
pub fn part(row: &[Span], skip: usize, most: usize) -> Row {
    let end = skip + most;
    let mut at = 0;
    let mut kept = Row::new();
    for span in row {
        let mut text = String::new();
        for grapheme in graphemes(&span.text) {
            let (start, width) = (at, usize::from(grapheme.cell_width()));
            at += width;
            if start >= end {
                break;
            }
            if start >= skip && at <= end {
                text.push_str(grapheme);
            } else if at > skip {
                text.push_str(&" ".repeat(at.min(end) - start.max(skip)));
            }
        }
        kept.push(Span::new(text, span.role));
        if at >= end {
            break;
        }
    }
    kept
}

/// A text as lines of some cells.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Lines<'_> {
    /// The octets of the next line of at most `most` cells, without the blanks it is parted by.
    fn next(&mut self, most: usize) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        // A line goes on with a word: blanks at the break stand at neither side of it.
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        if self.at > 0 {
            self.at += blanks;
        }
        let start = self.at;
        let (mut end, mut used, mut space) = (start, 0, None);
        for grapheme in graphemes(self.text.get(start..)?) {
            let blank = grapheme == " ";
            used += usize::from(grapheme.cell_width());
            if used > most && end > start {
                if !blank {
                    end = space.unwrap_or(end);
                }
                self.at = end;
                return Some(self.trimmed(start..end));
            }
            end += grapheme.len();
            if blank {
                space = Some(end);
            }
        }
        self.at = end;
        (end > start).then(|| self.trimmed(start..end))
    }

    fn trimmed(&self, line: Range<usize>) -> Range<usize> {
        let text = self.text.get(line.clone()).unwrap_or_default();
        line.start..line.start + text.trim_end_matches(' ').len()
    }
}

/// These octets of a row's text, each piece in the role it has there.
fn pieces(row: &[Span], octets: Range<usize>) -> Row {
    let mut pieces: Row = Vec::new();
    let mut at = 0;
    for span in row {
        let from = octets.start.max(at) - at;
        let to = octets.end.min(at + span.text.len()).saturating_sub(at);
        at += span.text.len();
        let text = span.text.get(from..to).unwrap_or_default();
        match pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == span.role => last.text.push_str(text),
            _ => pieces.push(Span::new(text, span.role)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, most: usize, hang: usize) -> Vec<String> {
        let row = prose(text, Role::Text);
        wrap(&row, most, hang)
            .iter()
            .map(|row| row.iter().map(|span| span.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij", 4, 0), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4, 0), [""]);
        assert_eq!(wrapped("one two  three", 7, 0), ["one two", "three"]);
        assert_eq!(
            wrapped("aa bb cc dd ee ff", 11, 2),
            ["aa bb cc dd", "  ee ff"]
        );
    }

    #[test]
    fn wide_letters_are_counted_as_drawn() {
        assert_eq!(wrapped("메일 서버", 5, 0), ["메일", "서버"]);
        assert_eq!(width("메일"), 4);
        assert_eq!(width("thư điện tử"), 11);
    }

    #[test]
    fn graphemes_are_those_of_unicode() {
        for text in [
            "250 2.1.0 Ok",
            "a\u{301}b e\u{301}",
            "\u{600}12 \u{201c}메일\u{201d}",
            "a\u{200d}\u{1f469}\u{200d}\u{1f4bb}x",
            "\u{1f1f0}\u{1f1f7}\u{1f1fb}\u{1f1f3}\u{1f1f0} a\u{1f3fd}",
        ] {
            assert!(graphemes(text).eq(text.graphemes(true)), "{text}");
        }
    }

    #[test]
    fn a_part_keeps_its_columns() {
        let part = |text: &str, skip, most| -> String {
            let row = [Span::new(text, Role::Text)];
            let part = part(&row, skip, most);
            part.iter().map(|span| span.text.as_str()).collect()
        };
        assert_eq!(part("abcdef", 2, 3), "cde");
        assert_eq!(part("메일 서버", 0, 4), "메일");
        assert_eq!(part("메일 서버", 1, 4), " 일 ");
        assert_eq!(part("메일", 0, 3), "메 ");
        assert_eq!(part("e\u{301}x", 0, 1), "e\u{301}");
        assert_eq!(part("thư", 9, 4), "");
    }

    #[test]
    fn literals_have_their_own_role() {
        let roles: Vec<_> = prose("say `RCPT` now", Role::Text)
            .into_iter()
            .map(|span| span.role)
            .collect();
        assert_eq!(roles, [Role::Text, Role::Literal, Role::Text]);
    }

    #[test]
    fn no_row_is_wider_than_asked() {
        for most in 1..20 {
            for row in wrapped(
                "The quick 메일 `brown` fox jumpsoverthelazydogagain",
                most.max(2),
                2,
            ) {
                assert!(width(&row) <= most.max(2), "{most}: {row:?}");
            }
        }
    }
}
