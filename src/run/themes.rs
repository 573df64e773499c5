//! `ehlo list themes`: each theme with a line in its own colours.
//!
//! On a terminal the sample has the ground the theme is made for, so that light themes can be judged
//! on a dark terminal; elsewhere there are words only.
//!
//! Absent on purpose: the fields for programs, which `list` makes for every kind alike.

use std::fmt::Write as _;

use ratatui::style::{Color, Style};

use super::list::Line;
use super::paper;
use crate::context::Context;
use crate::flow;
use crate::theme::{Background, Depth, Glyph, Rgb, Role, Theme};

/// Every theme as a line of the list.
pub(super) fn lines(ctx: &Context) -> Vec<Line> {
    let line = |name: &'static str| {
        let theme = Theme::builtin(name).ok()?;
        let words = ctx.locale.word("theme", name);
        let title = if words.is_empty() {
            theme.name()
        } else {
            words
        };
        Some(Line {
            title: title.to_owned(),
            background: theme.background().name(),
            ..Line::plain("theme", name)
        })
    };
    Theme::names().filter_map(line).collect()
}

/// The list for people.
pub(super) fn print(ctx: &Context, lines: &[Line]) {
    let mut out = String::new();
    let names = lines.iter().map(|line| flow::width(&line.name)).max();
    let grounds = lines
        .iter()
        .map(|line| flow::width(ground(ctx, line)))
        .max();
    for line in lines {
        let name = padded(&line.name, names);
        let name = paper::styled(&ctx.theme, ctx.theme.style(Role::Literal), &name);
        let ground = padded(ground(ctx, line), grounds);
        let _ = writeln!(out, "{name}  {ground}  {}", line.title);
        if ctx.theme.depth() != Depth::Mono {
            let theme = Theme::builtin(&line.name).unwrap_or_default();
            let theme = theme.at_depth(ctx.theme.depth());
            let theme = theme.with_glyphs(ctx.theme.glyph_set());
            let _ = writeln!(out, "{}\n", sample(ctx, &theme));
        }
    }
    paper::write(&out);
}

fn padded(text: &str, width: Option<usize>) -> String {
    let missing = width.unwrap_or(0).saturating_sub(flow::width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Which terminals it is for, in a word.
fn ground<'a>(ctx: &'a Context, line: &Line) -> &'a str {
    let key = match line.background {
        "dark" => "on-dark",
        "light" => "on-light",
        _ => "on-any",
    };
    ctx.locale.word("theme", key)
}

/// Who speaks, the five classes, a remark and the selected line.
fn sample(ctx: &Context, theme: &Theme) -> String {
    let word = |key| ctx.locale.word("theme", key);
    let sign = |glyph, text: &str| format!("{} {text}", theme.glyph(glyph));
    let style = |role| theme.style(role);
    let parts = [
        (format!(" {} ", ctx.ui("practice")), style(Role::Practice)),
        (sign(Glyph::Client, "EHLO me"), style(Role::Client)),
        (sign(Glyph::Server, "hi"), style(Role::Server)),
        (sign(Glyph::Reply2, "250"), style(Role::Reply2)),
        (sign(Glyph::Reply3, "354"), style(Role::Reply3)),
        (sign(Glyph::Reply4, "450"), style(Role::Reply4)),
        (sign(Glyph::Reply5, "550"), style(Role::Reply5)),
        (sign(Glyph::ReplyOther, "999"), style(Role::ReplyOther)),
        (
            sign(Glyph::Remark, word("sample-remark")),
            style(Role::Remark),
        ),
        (
            sign(Glyph::Selected, word("sample-selected")),
            theme.selected(Role::Text),
        ),
    ];
    let canvas = canvas(theme);
    let on = |style: Style| Style {
        fg: style.fg.or(canvas.fg),
        bg: style.bg.or(canvas.bg),
        ..style
    };
    let mut row = String::from("  ");
    for (text, style) in parts {
        row += &paper::styled(theme, canvas, " ");
        row += &paper::styled(theme, on(style), &text);
    }
    row + &paper::styled(theme, canvas, " ")
}

/// The ground a theme is made for, with its ink, where there are colours enough to draw it.
fn canvas(theme: &Theme) -> Style {
    let exact = matches!(theme.depth(), Depth::Rgb);
    if !exact || theme.background() == Background::Any {
        return Style::new();
    }
    let colour = |Rgb(red, green, blue)| Color::Rgb(red, green, blue);
    Style::new()
        .fg(colour(theme.ink()))
        .bg(colour(theme.canvas()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::assets;
    use crate::locale::Locale;

    #[test]
    fn every_theme_has_its_words_in_every_language() {
        let words = [
            "on-dark",
            "on-light",
            "on-any",
            "sample-remark",
            "sample-selected",
        ];
        let themes = assets::folder("themes").map(|(name, _)| name);
        let wanted: BTreeSet<_> = themes.chain(words).collect();
        for tag in assets::folders("assets/locales") {
            let locale = Locale::load(tag);
            let file = format!("assets/locales/{tag}/theme.toml");
            let text = assets::text(&file).unwrap_or_default();
            let own: toml::Table = toml::from_str(text).unwrap_or_default();
            for name in &wanted {
                assert!(own.contains_key(*name), "{file}: {name} is missing");
                assert!(!locale.word("theme", name).is_empty(), "{file}: {name}");
            }
            for name in own.keys() {
                assert!(wanted.contains(name.as_str()), "{file}: {name} is no theme");
            }
        }
    }
}
