//! How many colours a terminal has, told from what it says of itself in the environment.
//!
//! Absent on purpose: the environment. The caller looks the variables up, so that this is a
//! function and every terminal is a line in its test.

/// How many colours there are to draw with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, italic, dim, underline and reverse only.
    Mono,
    /// The sixteen every terminal sets for itself.
    #[default]
    Ansi16,
    /// The sixteen, a cube of 216 and 24 greys.
    Ansi256,
    /// 24 bits.
    Rgb,
}

/// Terminals with 24-bit colour that do not always say so in `COLORTERM`.
const RGB_TERMS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "kitty",
    "ghostty",
    "wezterm",
    "rio",
    "direct",
];

/// The same, by `TERM_PROGRAM`.
const RGB_PROGRAMS: &[&str] = &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];

/// Terminals without colour, by how `TERM` begins.
const MONO_TERMS: &[&str] = &["dumb", "vt1", "vt2", "vt3", "vt5", "ansi-m", "cons25-m"];

impl Depth {
    /// The depth the environment speaks for; `variable` looks one up.
    ///
    /// `NO_COLOR` (not empty) goes before everything. It asks for no colour only: bold, reverse
    /// and the like stay.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let term = value("TERM");
        if !value("NO_COLOR").is_empty() || is_mono(&term) {
            Self::Mono
        } else if is_screen(&term, &value("TMUX")) {
            Self::of_term(&term)
        } else if says_rgb(
            &value("COLORTERM"),
            &value("TERM_PROGRAM"),
            &value("WT_SESSION"),
        ) {
            Self::Rgb
        } else {
            Self::of_term(&term)
        }
    }

    /// What the name of the terminal alone says.
    fn of_term(term: &str) -> Self {
        if RGB_TERMS.iter().any(|name| term.contains(name)) {
            Self::Rgb
        } else if term.contains("256") {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }

    /// Its name in settings: `mono`, `16`, `256`, `rgb`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mono => "mono",
            Self::Ansi16 => "16",
            Self::Ansi256 => "256",
            Self::Rgb => "rgb",
        }
    }

    /// Every depth, the poorest first.
    pub const ALL: &'static [Self] = &[Self::Mono, Self::Ansi16, Self::Ansi256, Self::Rgb];
}

fn is_mono(term: &str) -> bool {
    term.ends_with("-mono") || MONO_TERMS.iter().any(|name| term.starts_with(name))
}

/// GNU screen hands on the `COLORTERM` of the terminal it was started in, and shows other
/// colours than it is told. tmux also calls itself screen, and converts them as it should.
fn is_screen(term: &str, tmux: &str) -> bool {
    term.starts_with("screen") && tmux.is_empty()
}

fn says_rgb(colorterm: &str, program: &str, windows_terminal: &str) -> bool {
    matches!(colorterm, "truecolor" | "24bit")
        || RGB_PROGRAMS.contains(&program)
        || !windows_terminal.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(environment: &str) -> Depth {
        Depth::from_env(|wanted| {
            let mut pairs = environment
                .split_whitespace()
                .filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn terminals_get_the_colours_they_have() {
        for (environment, expected) in [
            ("", Depth::Ansi16),
            ("TERM=xterm", Depth::Ansi16),
            ("TERM=linux", Depth::Ansi16),
            ("TERM=xterm-256color", Depth::Ansi256),
            ("TERM=xterm-256color COLORTERM=truecolor", Depth::Rgb),
            ("TERM=xterm-256color COLORTERM=24bit", Depth::Rgb),
            ("TERM=xterm-256color COLORTERM=yes", Depth::Ansi256),
            (
                "TERM=xterm-256color TERM_PROGRAM=Apple_Terminal",
                Depth::Ansi256,
            ),
            ("TERM=xterm-256color TERM_PROGRAM=iTerm.app", Depth::Rgb),
            ("TERM=xterm-kitty", Depth::Rgb),
            ("TERM=xterm-direct", Depth::Rgb),
            ("WT_SESSION=1", Depth::Rgb),
            ("TERM=screen-256color COLORTERM=truecolor", Depth::Ansi256),
            (
                "TERM=screen-256color COLORTERM=truecolor TMUX=/tmp/t",
                Depth::Rgb,
            ),
            ("TERM=dumb COLORTERM=truecolor", Depth::Mono),
            ("TERM=vt100", Depth::Mono),
            ("TERM=xterm-mono", Depth::Mono),
            (
                "TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1",
                Depth::Mono,
            ),
            ("TERM=xterm-256color NO_COLOR=", Depth::Ansi256),
        ] {
            assert_eq!(depth(environment), expected, "{environment}");
        }
    }
}
