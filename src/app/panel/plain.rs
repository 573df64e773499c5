//! What a pane says as plain text: whole, and not wrapped.
//!
//! Absent on purpose: keys that would send a suggestion; a text takes none.

use super::{Keys, content, in_full, rows};
use crate::app::{App, Tab};
use crate::context::Context;
use crate::flow::Row;
use crate::kb::{Explanation, Kind};

/// Wider than any text, and not so wide that columns are laid out side by side.
pub const UNWRAPPED: usize = usize::MAX / 4;

/// All that the explanation pane says: its tab, or the explanation in full.
pub fn plain_text(ctx: &Context, app: &App) -> String {
    if app.compared.is_none() && app.tab == Tab::Explanation {
        return told(ctx, &in_full(ctx, app));
    }
    let rows = content(ctx, app, (UNWRAPPED, usize::MAX));
    text_of(&[rows.body, rows.next, rows.rest].concat())
}

/// What a card says, by its path.
pub fn card_text(ctx: &Context, app: &App, path: &str) -> String {
    let (folder, name) = path.split_once('/').unwrap_or((path, ""));
    let kind = Kind::ALL.iter().find(|kind| kind.folder() == folder);
    kind.map_or_else(String::new, |kind| {
        told(ctx, &ctx.kb.about(*kind, name, &app.names(ctx)))
    })
}

fn told(ctx: &Context, explanation: &Explanation) -> String {
    let rows = rows(ctx, explanation, UNWRAPPED, Keys::Hidden);
    text_of(&[rows.body, rows.next, rows.rest].concat())
}

/// Rows as lines.
pub fn text_of(rows: &[Row]) -> String {
    let line = |row: &Row| {
        let text: String = row.iter().map(|span| span.text.as_str()).collect();
        text.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
