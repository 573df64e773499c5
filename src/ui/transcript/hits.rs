//! What a search found, marked in a line.
//!
//! Absent on purpose: finding it; only lines that show are looked at here.

use unicode_segmentation::GraphemeCursor;

use crate::app::{App, Place};
use crate::flow::{Row, Span};
use crate::theme::Role;

/// The line with what is looked for in its own role.
pub(super) fn marked(app: &App, place: Place, row: Row) -> Row {
    let Some(search) = &app.lens.search else {
        return row;
    };
    let text: String = row.iter().map(|span| span.text.as_str()).collect();
    let spans = search.needle.spans(&text);
    if spans.is_empty() {
        return row;
    }
    let role = if app.selected == Some(place) {
        Role::SearchCurrent
    } else {
        Role::SearchMatch
    };
    let whole = spans.into_iter().map(|span| {
        let mut start = span.start;
        while start > 0 && !is_border(&text, start) {
            start -= 1;
        }
        let mut end = span.end;
        while end < text.len() && !is_border(&text, end) {
            end += 1;
        }
        start..end
    });
    let mut marked = Row::new();
    let mut at = 0;
    let mut found = whole.peekable();
    for span in row {
        let end = at + span.text.len();
        while at < end {
            while found.next_if(|one| one.end <= at).is_some() {}
            let (until, here) = match found.peek() {
                Some(one) if one.start <= at => (one.end.min(end), role),
                Some(one) => (one.start.min(end), span.role),
                None => (end, span.role),
            };
            let piece = text.get(at..until).unwrap_or_default();
            marked.push(Span::new(piece, here));
            at = until;
        }
    }
    marked
}

/// Whether letters that are drawn as one part here.
fn is_border(text: &str, at: usize) -> bool {
    text.is_char_boundary(at)
        && GraphemeCursor::new(at, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true)
}
