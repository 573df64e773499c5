//! Standard output as paper: rows of styled text without a screen. Colour only on a terminal, or
//! where it is asked for.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;

use ratatui::style::{Color, Modifier, Style};
use serde::Serialize;

use super::hostname;
use super::look::Look;
use crate::cli::Options;
use crate::context::Context;
use crate::flow::Row;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::locale::Locale;
use crate::target::Marked;
use crate::theme::{Depth, Theme, ansi_index};

/// Wide enough to read, narrow enough to follow.
const COMFORTABLE: u16 = 88;

/// Words, knowledge and looks for printing; `color` is the option. A theme that cannot be used is no
/// reason to say nothing.
pub(super) fn context(locale: Locale, color: Option<&str>) -> Context {
    let plain = !is_styled() && color != Some("always");
    let options = Options {
        color: color
            .filter(|_| !plain)
            .or(plain.then_some("never"))
            .map(str::to_owned),
        ..Options::default()
    };
    let theme = Look::of(&options).and_then(|look| look.first());
    Context {
        theme: theme.unwrap_or_default(),
        kb: Arc::new(Kb::load(locale.tag())),
        keymap: Keymap::default(),
        locale,
        me: hostname(),
        credentials: None,
        seed: crate::smtp::Seed::default(),
        insecure: false,
        production: Marked::default(),
        authorities: None,
    }
}

/// How wide to print. Only a terminal is asked: elsewhere the question would start a program.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return usize::from(COMFORTABLE);
    }
    let terminal = crossterm::terminal::size().map_or(COMFORTABLE, |(width, _)| width);
    usize::from(terminal.clamp(20, COMFORTABLE))
}

/// Whether what is printed may have sequences in it: on a terminal that understands them.
fn is_styled() -> bool {
    io::stdout().is_terminal() && !super::plain::is_dumb()
}

/// Prints rows.
pub(super) fn print(theme: &Theme, rows: &[Row]) {
    let mut out = String::new();
    for row in rows {
        for span in row {
            out.push_str(&styled(theme, theme.style(span.role), &span.text));
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    write(&out);
}

/// Prints a value as JSON.
pub(super) fn json(value: &impl Serialize) {
    // Every text in it is a card's or went through `wire::text` already.
    write(&(serde_json::to_string_pretty(value).unwrap_or_default() + "\n"));
}

/// A text in this style; as it is where there is neither a terminal nor colour.
pub(super) fn styled(theme: &Theme, style: Style, text: &str) -> String {
    let plain = theme.depth() == Depth::Mono && !is_styled();
    let sgr = sgr(style);
    if plain || sgr.is_empty() {
        return text.to_owned();
    }
    format!("\x1b[{sgr}m{text}\x1b[0m")
}

/// Who closed standard output does not want to know more.
pub(super) fn write(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
    let _ = io::stdout().flush();
}

/// A style as the numbers of an escape sequence.
fn sgr(style: Style) -> String {
    let mut codes: Vec<String> = Vec::new();
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        if style.add_modifier.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    codes.extend(style.fg.and_then(|colour| colour_code(colour, 30)));
    codes.extend(style.bg.and_then(|colour| colour_code(colour, 40)));
    codes.join(";")
}

fn colour_code(colour: Color, base: u8) -> Option<String> {
    match colour {
        Color::Reset => None,
        Color::Indexed(index) => Some(format!("{};5;{index}", base + 8)),
        Color::Rgb(red, green, blue) => Some(format!("{};2;{red};{green};{blue}", base + 8)),
        named => {
            let place = ansi_index(named)?;
            Some(if place < 8 {
                (base + place).to_string()
            } else {
                (base + 52 + place).to_string()
            })
        }
    }
}
