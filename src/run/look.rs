//! How ehlo looks: the theme that was asked for, in the colours and signs this terminal has.
//!
//! Themes with a file in the person's own folder are read from there each time, so that a change of
//! the file is seen.
//!
//! Absent on purpose: asking the terminal (`run/tui/face`).

use std::path::{Path, PathBuf};

use super::{Error, folder, unreadable};
use crate::cli::Options;
use crate::theme::{Background, Choice, Depth, GlyphSet, Theme, When};

/// How ehlo looks.
#[derive(Debug)]
pub(super) struct Look {
    choice: Choice,
    glyphs: Option<GlyphSet>,
    depth: Depth,
    background: Option<Background>,
}

impl Look {
    /// As the options and the environment say.
    pub(super) fn of(options: &Options) -> Result<Self, Error> {
        Ok(Self {
            choice: Choice::parse(options.theme.as_deref().unwrap_or(Choice::AUTO))?,
            glyphs: glyphs(options.glyphs.as_deref()),
            depth: depth(options.color.as_deref()),
            background: variable("COLORFGBG").and_then(|value| Background::of_variable(&value)),
        })
    }

    /// Takes another theme, by what a person calls it.
    pub(super) fn choose(&mut self, choice: &str) -> Result<(), Error> {
        self.choice = Choice::parse(choice)?;
        Ok(())
    }

    /// Takes note of what the terminal is; whether that changes anything.
    pub(super) fn stands_on(&mut self, background: Background) -> bool {
        let before = self.choice.on(self.background).to_owned();
        self.background = Some(background);
        self.choice.on(self.background) != before
    }

    /// Whether it is worth knowing what the terminal is.
    pub(super) fn depends(&self) -> bool {
        self.choice.depends() && self.depth != Depth::Mono
    }

    /// The theme.
    pub(super) fn theme(&self) -> Result<Theme, Error> {
        let theme = match self.file() {
            Some(file) => read(&file)?,
            None => Theme::builtin(self.name())?,
        };
        Ok(self.dressed(&theme))
    }

    /// Another theme as it would look here.
    pub(super) fn other(&self, name: &str) -> Result<Theme, Error> {
        Ok(self.dressed(&Theme::builtin(name)?))
    }

    /// The theme to begin with. What is wrong with a file in the person's own folder has been told
    /// already, and ehlo's own of that name is used.
    pub(super) fn first(&self) -> Result<Theme, Error> {
        match self.theme() {
            Err(error) if Choice::is_file(self.name()) => Err(error),
            Err(_) => Ok(self.dressed(&Theme::builtin(self.name())?)),
            theme => theme,
        }
    }

    /// The file of the theme, where the person has one.
    pub(super) fn file(&self) -> Option<PathBuf> {
        if Choice::is_file(self.name()) {
            return Some(PathBuf::from(self.name()));
        }
        let file = folder::folder()?.join(format!("themes/{}.toml", self.name()));
        file.is_file().then_some(file)
    }

    /// The theme's name, or its file.
    pub(super) fn name(&self) -> &str {
        self.choice.on(self.background)
    }

    fn dressed(&self, theme: &Theme) -> Theme {
        let theme = theme.at_depth(self.depth);
        match self.glyphs {
            Some(set) => theme.with_glyphs(set),
            None => theme,
        }
    }
}

fn read(file: &Path) -> Result<Theme, Error> {
    let text = std::fs::read_to_string(file).map_err(|source| unreadable(file, source))?;
    Ok(Theme::parse(&file.display().to_string(), &text)?)
}

/// The depth by `--color` and the environment.
pub(super) fn depth(color: Option<&str>) -> Depth {
    let when = color.and_then(When::named).unwrap_or_default();
    Depth::judge(when, variable).0
}

/// The set of signs by `--glyphs`, else ASCII on the Linux console, whose font lacks most others;
/// else as the theme says.
pub(super) fn glyphs(asked: Option<&str>) -> Option<GlyphSet> {
    let console = variable("TERM").is_some_and(|term| term == "linux");
    asked
        .and_then(GlyphSet::named)
        .or_else(|| console.then_some(GlyphSet::Ascii))
}

/// A variable that is set, and not to nothing.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether the terminal can be told a title and asked for its colours: whether it reads operating
/// system commands (OSC). The Linux console prints some of them; GNU screen keeps them to itself.
pub(super) fn reads_osc(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let in_screen = variable("STY").is_some() || term.starts_with("screen");
    let old = ["dumb", "linux", "vt", "cons25", "sun", "ansi"];
    let is_old = term.is_empty() || old.iter().any(|name| term.starts_with(name));
    !is_old && (!in_screen || variable("TMUX").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_read_such_commands_are_asked() {
        for (environment, expected) in [
            ("TERM=xterm-256color", true),
            ("TERM=tmux-256color TMUX=/tmp/t", true),
            ("TERM=screen-256color TMUX=/tmp/t", true),
            ("TERM=screen-256color STY=1.pts", false),
            ("TERM=xterm STY=1.pts", false),
            ("TERM=linux", false),
            ("TERM=dumb", false),
            ("TERM=vt220", false),
            ("", false),
        ] {
            let variable = |wanted: &str| {
                let mut pairs = environment
                    .split(' ')
                    .filter_map(|pair| pair.split_once('='));
                let found = pairs.find(|(name, _)| *name == wanted);
                found.map(|(_, value)| value.to_owned())
            };
            assert_eq!(reads_osc(variable), expected, "{environment}");
        }
    }
}
