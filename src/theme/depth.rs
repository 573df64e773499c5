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

/// When there are colours (`--color`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// As the environment says.
    #[default]
    Auto,
    /// Always: `NO_COLOR` and a `TERM` without colours do not count.
    Always,
    /// Never.
    Never,
}

impl When {
    /// The one of that name in settings: `auto`, `always`, `never`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "always" => Some(Self::Always),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

/// What a depth was told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The option `--color`.
    Option,
    /// The variable `NO_COLOR`.
    NoColor,
    /// GNU screen, which has no more than its `TERM` says.
    Screen,
    /// A variable in which terminals say that they have 24 bits: `COLORTERM` and the like.
    Colorterm,
    /// The name in `TERM`.
    Term,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::Option,
        Self::NoColor,
        Self::Screen,
        Self::Colorterm,
        Self::Term,
    ];

    /// The key of its words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::NoColor => "no-color",
            Self::Screen => "screen",
            Self::Colorterm => "colorterm",
            Self::Term => "term",
        }
    }
}

impl Depth {
    /// The depth the environment speaks for; `variable` looks one up.
    ///
    /// `NO_COLOR` (not empty) goes before everything but the option. It asks for no colour only:
    /// bold, reverse and the like stay.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self::judge(When::Auto, variable).0
    }

    /// The depth by the option and the environment, and by what of them.
    pub fn judge(when: When, variable: impl Fn(&str) -> Option<String>) -> (Self, Reason) {
        let value = |name| variable(name).unwrap_or_default();
        let term = value("TERM");
        let forced = when == When::Always;
        if when == When::Never {
            (Self::Mono, Reason::Option)
        } else if !forced && !value("NO_COLOR").is_empty() {
            (Self::Mono, Reason::NoColor)
        } else if is_mono(&term) {
            let depth = if forced { Self::Ansi16 } else { Self::Mono };
            (depth, Reason::Term)
        } else if is_screen(&term, &value("TMUX")) {
            (Self::of_term(&term), Reason::Screen)
        } else if says_rgb(
            &value("COLORTERM"),
            &value("TERM_PROGRAM"),
            &value("WT_SESSION"),
        ) {
            (Self::Rgb, Reason::Colorterm)
        } else {
            (Self::of_term(&term), Reason::Term)
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

    fn variable(environment: &str, wanted: &str) -> Option<String> {
        let mut pairs = environment
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.to_owned())
    }

    fn depth(environment: &str) -> Depth {
        Depth::from_env(|wanted| variable(environment, wanted))
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

    #[test]
    fn the_option_goes_before_the_environment() {
        for (when, environment, expected) in [
            (
                When::Never,
                "COLORTERM=truecolor",
                (Depth::Mono, Reason::Option),
            ),
            (
                When::Always,
                "TERM=xterm NO_COLOR=1",
                (Depth::Ansi16, Reason::Term),
            ),
            (When::Always, "TERM=dumb", (Depth::Ansi16, Reason::Term)),
            (
                When::Auto,
                "TERM=xterm NO_COLOR=1",
                (Depth::Mono, Reason::NoColor),
            ),
            (When::Auto, "TERM=screen", (Depth::Ansi16, Reason::Screen)),
            (
                When::Auto,
                "COLORTERM=24bit",
                (Depth::Rgb, Reason::Colorterm),
            ),
        ] {
            let judged = Depth::judge(when, |name| variable(environment, name));
            assert_eq!(judged, expected, "{environment}");
        }
    }
}
