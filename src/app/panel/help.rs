//! The help: the pane that has the focus in a few sentences, its keys, all other keys, ehlo's own
//! commands, the signs, the version and the files in use.
//!
//! Absent on purpose: the keys; they are in the key file. And scrolling (`app/help`).

use crate::app::{App, OWN, Pane};
use crate::context::Context;
use crate::flow::{Row, Span, prose, row_width, wrap};
use crate::keymap;
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// The help, wrapped into rows of so many cells.
pub fn help_rows(ctx: &Context, app: &App, width: usize) -> Vec<Row> {
    let mut page = Page {
        width,
        rows: Vec::new(),
    };
    let here = app.key_context();
    let focus = pane(app);
    page.heading(ctx.ui(&format!("help-{focus}-title")));
    page.text(ctx.ui(&format!("help-{focus}")));
    page.keys(ctx, here);
    for context in keymap::Context::ALL.iter().filter(|other| **other != here) {
        page.keys(ctx, *context);
    }
    let own = OWN.iter().map(|own| {
        let usage = format!(":{} {}", own.name, own.argument);
        (usage, ctx.locale.word("own", own.name).to_owned())
    });
    page.table(ctx.ui("help-own"), own.collect());
    let signs = Glyph::ALL.iter().map(|glyph| {
        let word = ctx.ui(&sign_key(*glyph)).to_owned();
        (ctx.theme.glyph(*glyph).to_owned(), word)
    });
    page.table(ctx.ui("help-signs"), signs.collect());
    let files = app.files.iter().map(|file| {
        let path = printable_str(&file.path).into_owned();
        let path = if file.exists {
            path
        } else {
            ctx.ui_with("help-not-there", &[("path", path)])
        };
        (ctx.ui(file.what).to_owned(), path)
    });
    let version = (
        ctx.ui("help-version").to_owned(),
        env!("CARGO_PKG_VERSION").to_owned(),
    );
    page.table("ehlo", std::iter::once(version).chain(files).collect());
    page.rows
}

/// The key of a sign's meaning among the words of the screen: `sign-reply-5`.
fn sign_key(glyph: Glyph) -> String {
    format!("sign-{}", glyph.name().replace('.', "-"))
}

/// What has the focus, by the name its words have.
fn pane(app: &App) -> &'static str {
    match app.focus {
        Pane::Transcript => "transcript",
        Pane::Explanation => "explanation",
        Pane::Command if app.is_composing() => "message",
        Pane::Command if app.is_secret() || app.prompt.is_some() => "secret",
        Pane::Command => "command",
    }
}

/// Rows in the making.
struct Page {
    width: usize,
    rows: Vec<Row>,
}

impl Page {
    fn heading(&mut self, title: &str) {
        if !self.rows.is_empty() {
            self.rows.push(Row::new());
        }
        let title = [Span::new(title, Role::Heading)];
        self.rows.extend(wrap(&title, self.width, 0));
    }

    fn text(&mut self, text: &str) {
        self.rows
            .extend(wrap(&prose(text, Role::Text), self.width, 0));
    }

    fn keys(&mut self, ctx: &Context, context: keymap::Context) {
        let rows = ctx.keymap.bindings(context).map(|(intent, keys)| {
            let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
            let label = ctx.locale.word("intent", &intent.name());
            (keys.join(", "), label.to_owned())
        });
        let title = ctx.ui(&format!("keys-{}", context.name()));
        self.table(title, rows.collect());
    }

    /// Two columns under a heading: the first as wide as it has to be, but no more than half.
    fn table(&mut self, title: &str, lines: Vec<(String, String)>) {
        self.heading(title);
        let cells = |text: &str| row_width(&[Span::new(text, Role::Key)]);
        let widest = lines.iter().map(|(key, _)| cells(key)).max().unwrap_or(0);
        let column = (widest + 2).min(self.width / 2);
        for (key, label) in lines {
            // What is too long for its column has a row of its own.
            let fits = cells(&key) + 2 <= column;
            let blanks = if fits { column - cells(&key) } else { column };
            let row = vec![
                Span::new(" ".repeat(blanks), Role::Text),
                Span::new(label, Role::KeyLabel),
            ];
            let key = Span::new(key, Role::Key);
            if fits {
                let row = std::iter::once(key).chain(row).collect::<Row>();
                self.rows.extend(wrap(&row, self.width, column));
            } else {
                self.rows.extend(wrap(&[key], self.width, 2));
                self.rows.extend(wrap(&row, self.width, column));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::Kb;
    use crate::locale::Locale;

    #[test]
    fn every_sign_and_every_pane_has_its_words_in_every_language() {
        let panes = ["transcript", "explanation", "message", "secret", "command"];
        let panes = panes.map(|pane| [format!("help-{pane}"), format!("help-{pane}-title")]);
        let signs = Glyph::ALL.iter().map(|glyph| sign_key(*glyph));
        let keys: Vec<_> = panes.into_iter().flatten().chain(signs).collect();
        for tag in Kb::languages() {
            let text = crate::assets::text(&format!("assets/locales/{tag}/ui.toml"));
            let table: toml::Table = toml::from_str(text.unwrap_or_default()).unwrap_or_default();
            for key in &keys {
                assert!(
                    table.contains_key(key),
                    "assets/locales/{tag}/ui.toml: {key}"
                );
            }
        }
        assert!(Locale::load("en").has("ui.help-not-there"));
    }
}
