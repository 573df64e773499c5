//! `ehlo config --paths`: where ehlo looks for a person's files, and whether they are there.
//!
//! Absent on purpose: what stands in them.

use std::path::PathBuf;

use serde::Serialize;

use super::{CONFIG, Why, in_use, usual};
use crate::cli::Options;
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::run::{folder, paper, state};
use crate::theme::Role;
use crate::wire::text::printable_str;

/// A place.
#[derive(Serialize)]
struct Place {
    /// The key of its words.
    what: &'static str,
    path: String,
    exists: bool,
    /// The option or the variable that named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    named_by: Option<&'static str>,
}

/// Prints them.
pub(super) fn print(ctx: &Context, options: &Options, json: bool) {
    let places = places(options);
    if json {
        return paper::json(&places);
    }
    let rows: Vec<Row> = places.iter().map(|place| row(ctx, place)).collect();
    paper::print(&ctx.theme, &rows);
}

fn row(ctx: &Context, place: &Place) -> Row {
    let word = ctx.ui(&format!("config-{}", place.what));
    let there = if place.exists { "there" } else { "not-there" };
    let mut row = vec![
        Span::new(format!("{word}: "), Role::TextMuted),
        Span::new(printable_str(&place.path), Role::Literal),
        Span::new(
            format!("  {}", ctx.ui(&format!("config-{there}"))),
            Role::TextMuted,
        ),
    ];
    row.extend(
        place
            .named_by
            .map(|name| Span::new(format!(" ({name})"), Role::TextMuted)),
    );
    row
}

fn places(options: &Options) -> Vec<Place> {
    let place = |what, path: PathBuf, named_by| Place {
        what,
        exists: path.exists(),
        path: path.display().to_string(),
        named_by,
    };
    let used = in_use(options.config.as_deref());
    let named_by = used.as_ref().and_then(|used| match used.why {
        Why::Option => Some("--config"),
        Why::Environment => Some(CONFIG),
        Why::Usual => None,
    });
    let file = used.map(|used| used.path).or_else(usual);
    let mut places: Vec<_> = file
        .map(|file| place("file", file, named_by))
        .into_iter()
        .collect();
    if let Some(folder) = folder::folder() {
        for (what, name) in OWN {
            places.push(place(what, folder.join(name), None));
        }
    }
    places.extend(state::place().map(|state| place("state", state, None)));
    places
}

/// The folders of a person's own files, and the keys of their words.
const OWN: [(&str, &str); 4] = [
    ("cards", "cards"),
    ("words", "locales"),
    ("scenarios", "scenarios"),
    ("themes", "themes"),
];
