//! The menu of forms: how much, in which form, where to; and the question before a file is replaced.
//!
//! Absent on purpose: its keys (`app/copy_as`).

use ratatui::buffer::Buffer;

use super::modal;
use crate::app::{App, CopyAs};
use crate::context::Context;
use crate::export::{FORMS, Scope};
use crate::flow::{Row, Span};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// Draws the menu.
pub(super) fn draw(ctx: &Context, app: &App, menu: &CopyAs, buffer: &mut Buffer) {
    let word = |key: String| ctx.locale.word("export", &key).to_owned();
    let pointer = format!("{} ", ctx.theme.glyph(Glyph::Prompt));
    let sign = |here: bool| if here { pointer.as_str() } else { "  " };
    let role = |here: bool| {
        if here {
            Role::TextStrong
        } else {
            Role::TextMuted
        }
    };
    let mut scopes = Row::new();
    for scope in Scope::ALL {
        let here = *scope == menu.scope;
        let key = match scope {
            Scope::Line if app.range.is_some() => "scope-range".to_owned(),
            scope => format!("scope-{}", scope.name()),
        };
        let text = format!("{}{}  ", sign(here), word(key));
        scopes.push(Span::new(text, role(here)));
    }
    let mut rows = vec![scopes];
    let shown = |index: &usize| menu.name.is_none() || *index == menu.form;
    for (index, form) in (0..).zip(FORMS).filter(|(index, _)| shown(index)) {
        let here = index == menu.form;
        let name = Span::new(format!("{}{:9} ", sign(here), form.name), Role::Literal);
        let label = Span::new(word(format!("form-{}", form.name)), role(here));
        rows.push(vec![name, label]);
    }
    rows.push(Row::new());
    rows.extend(keys(ctx, menu));
    // Where not all of it fits, the chosen form comes up.
    modal::show_from(ctx, ctx.ui("copy-as"), &rows, menu.form, buffer);
}

/// What can be done; while a name is asked for, the name.
fn keys(ctx: &Context, menu: &CopyAs) -> Vec<Row> {
    let Some(name) = &menu.name else {
        let lines = ctx.ui("copy-as-keys").lines();
        return lines
            .map(|line| vec![Span::new(line, Role::KeyLabel)])
            .collect();
    };
    let label = format!("{} ", ctx.ui("copy-file-name"));
    vec![
        vec![
            Span::new(label, Role::Heading),
            Span::new(printable_str(name.text()).into_owned(), Role::Client),
            Span::new("_", Role::Ghost),
        ],
        vec![Span::new(ctx.ui("copy-file-keys"), Role::KeyLabel)],
    ]
}

/// There is a file of that name.
pub(super) fn replace(ctx: &Context, path: &str, buffer: &mut Buffer) {
    let file = printable_str(path).into_owned();
    let text = ctx.ui_with("replace-lines", &[("file", file)]);
    let rows: Vec<Row> = text
        .lines()
        .map(|line| vec![Span::new(line, Role::Text)])
        .collect();
    modal::show_from(ctx, ctx.ui("replace-title"), &rows, 0, buffer);
}
