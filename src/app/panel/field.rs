//! Rows of a label and a value, as the tabs have them.
//!
//! Absent on purpose: what they say.

use crate::context::Context;
use crate::flow::{Row, Span, wrap};
use crate::theme::Role;
use crate::wire::text::printable_str;

/// A heading.
pub(super) fn heading(text: &str) -> Row {
    vec![Span::new(text, Role::Heading)]
}

/// `label: value`; nothing if there is no value. The label is a key of the locale.
pub(super) fn field(ctx: &Context, label: &str, value: &str, width: usize) -> Vec<Row> {
    if value.is_empty() {
        return Vec::new();
    }
    let row = [
        Span::new(format!("{}: ", ctx.locale.text(label)), Role::TextMuted),
        Span::new(printable_str(value).into_owned(), Role::Text),
    ];
    wrap(&row, width, 2)
}

/// Several of them.
pub(super) fn lines(ctx: &Context, fields: &[(&str, String)], width: usize) -> Vec<Row> {
    let rows = fields.iter();
    rows.flat_map(|(label, value)| field(ctx, label, value, width))
        .collect()
}
