//! The octets of a reply that the explanation points at, marked where they stand.
//!
//! Absent on purpose: the wire view, where every octet is a sign of its own.

use std::ops::Range;

use crate::app::{App, Place, Wire};
use crate::flow::{Row, Span};
use crate::theme::Role;
use crate::transcript::{Body, Entry};
use crate::wire::text::printable;

/// The row of a line with what is pointed at marked; the same row where it is not in this line.
pub(super) fn marked(app: &App, entry: &Entry, place: Place, row: Row) -> Row {
    let octets = app.pointed_octets(place.entry, place.line);
    let (Some(octets), Body::Heard { reply, .. }, Wire::Off) = (octets, &entry.body, app.wire)
    else {
        return row;
    };
    let Some(raw) = reply.line(place.line) else {
        return row;
    };
    let shown = |range: Range<usize>| raw.text.get(range).map_or(0, |text| printable(text).len());
    let from = shown(0..octets.start);
    let until = from + shown(octets);
    let mut at = 0;
    row.iter()
        .flat_map(|span| {
            let begins = at;
            at += span.text.len();
            split(
                span,
                from.saturating_sub(begins),
                until.saturating_sub(begins),
            )
        })
        .collect()
}

/// A span in up to three: before, marked, behind.
fn split(span: &Span, from: usize, until: usize) -> Row {
    let length = span.text.len();
    let (from, until) = (from.min(length), until.min(length));
    let pieces = [
        (0..from, span.role),
        (from..until, Role::SearchMatch),
        (until..length, span.role),
    ];
    let piece = |(range, role)| Some(Span::new(span.text.get(range)?, role));
    let spans: Row = pieces.into_iter().filter_map(piece).collect();
    let whole = spans.iter().map(|span| span.text.len()).sum::<usize>() == length;
    // Never half a letter.
    if whole { spans } else { vec![span.clone()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_span_is_marked() {
        let span = Span::new("550 5.1.1", Role::Server);
        let texts = |from, until| {
            let spans = split(&span, from, until).into_iter();
            let shown = spans.filter(|span| !span.text.is_empty());
            shown
                .map(|span| (span.text, span.role == Role::SearchMatch))
                .collect::<Vec<_>>()
        };
        let piece = |text: &str, marked| (text.to_owned(), marked);
        assert_eq!(texts(4, 9), [piece("550 ", false), piece("5.1.1", true)]);
        assert_eq!(texts(0, 3), [piece("550", true), piece(" 5.1.1", false)]);
        assert_eq!(texts(20, 30), [piece("550 5.1.1", false)]);
        let wide = Span::new("메일", Role::Server);
        assert_eq!(split(&wide, 1, 2), vec![wide]);
    }
}
