//! `ehlo doctor`: what ehlo finds of the terminal and of its own places, as a page for a report.
//!
//! Absent on purpose: repairing anything, and the person's targets, names and files: a report is read
//! by others.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use super::look::{Look, reads_osc, variable};
use super::{Error, folder, paper, state};
use crate::cli::Options;
use crate::flow;
use crate::locale::Locale;
use crate::theme::{Background, Depth, When};
use crate::wire::text::printable_str;

mod probe;
use probe::{Asked, ask};

/// The variables by which a terminal is known.
const VARIABLES: &[&str] = &[
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "COLORFGBG",
    "NO_COLOR",
    "EHLO_THEME",
    "EHLO_SYNC",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
];

/// Lines for `~/.tmux.conf` without which tmux keeps things to itself.
const TMUX: &[&str] = &[
    "set -s set-clipboard on",
    "set -s focus-events on",
    "set -as terminal-features ',*:RGB'",
];

/// Looks around, and prints the page.
pub(super) fn run(options: &Options) -> Result<ExitCode, Error> {
    let locale = super::language(options.lang.as_deref())?;
    let page = Page {
        locale: &locale,
        text: format!("ehlo {}\n", env!("CARGO_PKG_VERSION")),
    };
    let mut look = Look::of(options)?;
    let page = page.terminal().colours(options, &mut look);
    let page = page.looks(&look)?.places(options).copying();
    paper::write(&page.text);
    Ok(ExitCode::SUCCESS)
}

/// The page, as far as it is written.
struct Page<'a> {
    locale: &'a Locale,
    text: String,
}

impl Page<'_> {
    fn word(&self, key: &str) -> &str {
        self.locale.word("doctor", key)
    }

    fn heading(mut self, key: &str) -> Self {
        let heading = self.word(key).to_owned();
        self.text.extend(["\n", &heading, "\n"]);
        self
    }

    /// A row; what it says is of the environment, and is made harmless.
    fn row(mut self, label: &str, value: &str) -> Self {
        let room = 22_usize.saturating_sub(flow::width(label));
        let value = printable_str(value);
        let room = " ".repeat(room);
        self.text.extend(["  ", label, &room, "  ", &value, "\n"]);
        self
    }

    /// The same with a label in words.
    fn told(self, key: &str, value: &str) -> Self {
        let label = self.word(key).to_owned();
        self.row(&label, value)
    }

    fn terminal(mut self) -> Self {
        self = self.heading("terminal");
        for name in VARIABLES {
            if let Some(value) = variable(name) {
                self = self.row(name, &value);
            }
        }
        let inside: Vec<_> = [
            ("TMUX", "tmux"),
            ("STY", "GNU screen"),
            ("SSH_CONNECTION", "ssh"),
        ]
        .into_iter()
        .filter(|(name, _)| variable(name).is_some())
        .map(|(_, what)| what)
        .collect();
        let inside = match &inside[..] {
            [] => self.word("nothing").to_owned(),
            all => all.join(", "),
        };
        let size = if io::stdout().is_terminal() {
            crossterm::terminal::size().ok()
        } else {
            None
        };
        let size = match size {
            Some((width, height)) => format!("{width} x {height}"),
            None => self.word("no-terminal").to_owned(),
        };
        self.told("inside", &inside).told("size", &size)
    }

    fn colours(self, options: &Options, look: &mut Look) -> Self {
        let when = options.color.as_deref().and_then(When::named);
        let (depth, reason) = Depth::judge(when.unwrap_or_default(), variable);
        let depth = self.word(&format!("depth-{}", depth.name()));
        let why = self.word(&format!("why-{}", reason.name()));
        let depth = format!("{depth} ({why})");
        let asked = if reads_osc(variable) {
            ask()
        } else {
            Asked::Unread
        };
        let background = match &asked {
            Asked::Answered(colour, took) => {
                let background = Background::of_answer(colour);
                if let Some(background) = background {
                    look.stands_on(background);
                }
                let name = background.unwrap_or_default().name();
                let fill = [
                    (
                        "ground",
                        self.locale.word("theme", &format!("on-{name}")).to_owned(),
                    ),
                    ("color", colour.clone()),
                    ("ms", took.as_millis().to_string()),
                ];
                self.locale.fill("doctor.answered", &fill)
            }
            other => self.word(other.key()).to_owned(),
        };
        self.heading("looks")
            .told("depth", &depth)
            .told("background", &background)
    }

    fn looks(self, look: &Look) -> Result<Self, Error> {
        let theme = look.theme()?;
        let whole = variable("EHLO_SYNC").is_none_or(|value| value != "0");
        let whole = self.word(if whole { "on" } else { "off" }).to_owned();
        Ok(self
            .told("theme", look.name())
            .told("glyphs", theme.glyph_set().name())
            .told("frames", &whole))
    }

    fn places(self, options: &Options) -> Self {
        let own = folder::folder();
        let usual = own.as_ref().map(|own| own.join("config.toml"));
        let config = options.config.clone().or(usual);
        let places = [
            ("config", config),
            ("own-files", own),
            ("state", state::place()),
        ];
        places
            .into_iter()
            .fold(self.heading("places"), |page, (key, place)| {
                let found = place.map(|place| page.found(&place));
                page.told(key, &found.unwrap_or_default())
            })
    }

    fn found(&self, place: &Path) -> String {
        let there = if place.exists() { "there" } else { "not-there" };
        format!("{} ({})", place.display(), self.word(there))
    }

    fn copying(mut self) -> Self {
        let key = match () {
            () if variable("TMUX").is_some() => "copy-tmux",
            () if variable("STY").is_some() => "copy-screen",
            () => "copy-plain",
        };
        self = self.heading("copying");
        let how = self.word(key).to_owned();
        self.text.extend(["  ", &how, "\n"]);
        if key == "copy-tmux" {
            for line in TMUX {
                self.text.extend(["    ", line, "\n"]);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Reason;

    #[test]
    fn whatever_is_found_has_its_words_in_every_language() {
        for tag in ["en", "ko", "vi"] {
            let locale = Locale::load(tag);
            let depths = Depth::ALL
                .iter()
                .map(|depth| format!("depth-{}", depth.name()));
            let reasons = Reason::ALL
                .iter()
                .map(|reason| format!("why-{}", reason.name()));
            let asked = Asked::KEYS.iter().map(|key| (*key).to_owned());
            for key in depths.chain(reasons).chain(asked) {
                assert!(!locale.word("doctor", &key).is_empty(), "{tag} {key}");
            }
        }
    }
}
