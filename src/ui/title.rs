//! The title of the terminal's window: where the session goes, and whether it is safe.
//!
//! Absent on purpose: writing it (`run/screen`), and the phase: a title that changes with every line
//! is no help among many windows.

use crate::app::App;
use crate::context::Context;
use crate::wire::text::printable_str;

/// The longest target that is put into a title.
const LONGEST: usize = 80;

/// `ehlo mx.example:25 (TLS)`. Nothing in it can mean something to a terminal.
pub fn title(ctx: &Context, app: &App) -> String {
    let target: String = app.target.to_string().chars().take(LONGEST).collect();
    let target = printable_str(&target);
    match super::header::settled(app) {
        Some(facts) if facts.verified() => format!("ehlo {target} (TLS)"),
        Some(_) => format!("ehlo {target} ({})", ctx.ui("title-unverified")),
        None => format!("ehlo {target}"),
    }
}
