//! The help: what ehlo is, what each key does, and ehlo's own commands.
//!
//! Absent on purpose: the keys; they are in the key file.

use crate::app::layout::READABLE;
use crate::app::{App, OWN};
use crate::context::Context;
use crate::flow::{Row, Span, wrap};
use crate::keymap;
use crate::theme::Role;

/// The help: what ehlo is, the keys of the pane that had the focus, all keys, ehlo's own commands;
/// wrapped for the box it is shown in.
pub fn help_rows(ctx: &Context, app: &App) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section = |title: &str, lines: Vec<(String, String)>| {
        if !rows.is_empty() {
            rows.push(Row::new());
        }
        rows.push(vec![Span::new(title, Role::Heading)]);
        for (key, label) in lines {
            let key = if key.is_empty() {
                key
            } else {
                format!("{key:<22}")
            };
            rows.push(vec![
                Span::new(key, Role::Key),
                Span::new(label, Role::KeyLabel),
            ]);
        }
    };
    section(
        ctx.ui("help-about"),
        ctx.ui("help-lines")
            .lines()
            .map(|line| (String::new(), line.to_owned()))
            .collect(),
    );
    let mut contexts = vec![app.key_context(), keymap::Context::Global];
    contexts.extend(
        keymap::Context::ALL
            .iter()
            .copied()
            .filter(|context| !contexts.contains(context))
            .collect::<Vec<_>>(),
    );
    for context in contexts {
        section(
            ctx.ui(&format!("keys-{}", context.name())),
            keys(ctx, context),
        );
    }
    let own = OWN.iter().map(|own| {
        let usage = format!(":{} {}", own.name, own.argument);
        (usage, ctx.locale.word("own", own.name).to_owned())
    });
    section(ctx.ui("help-own"), own.collect());
    let width = usize::from(app.size.width.min(READABLE).saturating_sub(4));
    rows.iter().flat_map(|row| wrap(row, width, 2)).collect()
}

fn keys(ctx: &Context, context: keymap::Context) -> Vec<(String, String)> {
    let bindings = ctx.keymap.bindings(context);
    let rows = bindings.map(|(intent, keys)| {
        let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
        (
            keys.join(", "),
            ctx.locale.word("intent", &intent.name()).to_owned(),
        )
    });
    rows.collect()
}
