//! `ehlo compare A B`: two codes side by side on standard output.

use std::process::ExitCode;

use super::{Error, paper};
use crate::compare::Comparison;
use crate::flow::Row;
use crate::locale::Locale;
use crate::nearest::nearest;

/// Compares.
pub(super) fn run(
    a: &str,
    b: &str,
    json: bool,
    locale: Locale,
    color: Option<&str>,
) -> Result<ExitCode, Error> {
    let ctx = paper::context(locale, color);
    let Some(comparison) = crate::app::panel::compared(&ctx, a, b) else {
        let unknown = if known(&ctx, a) { b } else { a };
        let near = nearest(unknown, ctx.kb.names(crate::kb::Kind::Reply));
        return Err(Error::NoCode {
            code: unknown.to_owned(),
            near: near
                .map(|name| format!(" Did you mean {name}?"))
                .unwrap_or_default(),
        });
    };
    if json {
        paper::json(&comparison);
    } else {
        paper::print(&ctx.theme, &rows(&ctx, &comparison));
    }
    Ok(ExitCode::SUCCESS)
}

fn known(ctx: &crate::context::Context, name: &str) -> bool {
    let enhanced =
        crate::wire::Enhanced::at_start(name.as_bytes()).and_then(|code| ctx.kb.enhanced(code));
    enhanced.is_some() || ctx.kb.card(crate::kb::Kind::Reply, name).is_some()
}

fn rows(ctx: &crate::context::Context, comparison: &Comparison) -> Vec<Row> {
    crate::app::panel::comparison_rows(ctx, comparison, paper::width())
}
