//! `ehlo keys`: where each key holds, what it does, and which ones the config file changed.
//!
//! Absent on purpose: changing them; the config file does.

use std::process::ExitCode;

use serde::Serialize;

use super::config::Keys;
use super::{Error, paper};
use crate::context::Context;
use crate::flow::{Row, Span, width};
use crate::keymap::{self, Keymap};
use crate::locale::Locale;
use crate::theme::Role;
use crate::wire::text::printable_str;

mod test;

/// An action with its keys.
#[derive(Serialize)]
struct Line {
    context: &'static str,
    action: String,
    /// As the config file has them.
    keys: Vec<String>,
    /// As people write them.
    #[serde(skip)]
    shown: String,
    does: String,
    /// `FILE:LINE` of the change, if there is one.
    changed: Option<String>,
}

/// Lists them, or shows what arrives.
pub(super) fn run(
    keys: &Keys,
    keymap: Option<Keymap>,
    test: bool,
    json: bool,
    locale: Locale,
) -> Result<ExitCode, Error> {
    let mut ctx = paper::context(locale, None);
    ctx.keymap = keymap.map_or_else(Keymap::builtin, Ok)?;
    if test {
        return test::run(&ctx);
    }
    let lines = lines(&ctx, keys);
    if json {
        paper::json(&lines);
    } else {
        paper::print(&ctx.theme, &rows(&ctx, &lines));
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(ctx: &Context, keys: &Keys) -> Vec<Line> {
    let in_context = |context: &keymap::Context| {
        let context = *context;
        let line = move |(intent, bound): (crate::intent::Intent, &[keymap::Key])| {
            let mut changes = keys.changes.iter().rev();
            let change =
                changes.find(|change| (change.context, change.intent) == (context, intent));
            let action = intent.name();
            let shown: Vec<_> = bound.iter().map(ToString::to_string).collect();
            Line {
                context: context.name(),
                does: ctx.locale.word("intent", &action).to_owned(),
                action,
                keys: bound.iter().map(|key| key.name()).collect(),
                shown: shown.join(" "),
                changed: change.map(|change| format!("{}:{}", keys.file.display(), change.line)),
            }
        };
        ctx.keymap.bindings(context).map(line)
    };
    let contexts = keymap::Context::ALL.iter();
    contexts.flat_map(in_context).collect()
}

/// A heading for each context, a row for each action.
fn rows(ctx: &Context, lines: &[Line]) -> Vec<Row> {
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(width).max().unwrap_or(0);
    let keys = widest(&mut lines.iter().map(|line| &*line.shown)).min(24);
    let names = widest(&mut lines.iter().map(|line| &*line.action));
    let padded = |text: &str, to: usize| {
        let blanks = to.saturating_sub(width(text)) + 2;
        format!("{text}{}", " ".repeat(blanks))
    };
    let mut rows = Vec::new();
    let mut before = "";
    for line in lines {
        if line.context != before {
            let heading = format!("{}  ", ctx.ui(&format!("keys-{}", line.context)));
            let table = format!("[keys.{}]", line.context);
            rows.extend((!rows.is_empty()).then(Row::new));
            rows.push(vec![
                Span::new(heading, Role::Heading),
                Span::new(table, Role::TextMuted),
            ]);
            before = line.context;
        }
        let shown = if line.shown.is_empty() {
            ctx.ui("keys-none")
        } else {
            &*line.shown
        };
        let mut row = vec![
            Span::new(format!("  {}", padded(shown, keys)), Role::Key),
            Span::new(padded(&line.action, names), Role::Literal),
            Span::new(line.does.clone(), Role::Text),
        ];
        if let Some(place) = &line.changed {
            let place = format!("  ({})", printable_str(place));
            row.push(Span::new(place, Role::Warning));
        }
        rows.push(row);
    }
    rows
}
