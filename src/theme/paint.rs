//! A colour and a style for every depth: what is left of them when the terminal has fewer
//! colours than the theme.
//!
//! Absent on purpose: names. By now every palette name has become a colour.

use ratatui::style::{Color, Modifier, Style};

use super::colour::{to_16, to_256};
use super::depth::Depth;

/// One colour at every depth; what a theme does not say is approximated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    /// As written. [`Color::Reset`] is `"none"`: the terminal's own.
    pub(super) full: Color,
    /// What stands for it among 256.
    pub(super) c256: Option<Color>,
    /// What stands for it among sixteen.
    pub(super) c16: Option<Color>,
}

impl Paint {
    pub(super) const fn plain(full: Color) -> Self {
        Self {
            full,
            c256: None,
            c16: None,
        }
    }

    /// The colour to draw with; `None` for the terminal's own.
    fn at(self, depth: Depth) -> Option<Color> {
        let color = match depth {
            Depth::Mono => Color::Reset,
            Depth::Ansi16 => self.c16.unwrap_or_else(|| to_16(self.full)),
            Depth::Ansi256 => self.c256.unwrap_or_else(|| to_256(self.full)),
            Depth::Rgb => self.full,
        };
        (color != Color::Reset).then_some(color)
    }
}

/// How a role looks, before the depth is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: Option<Paint>,
    pub(super) bg: Option<Paint>,
    /// Bold and the like.
    pub(super) attributes: Modifier,
    /// The same where there is no colour.
    pub(super) mono: Modifier,
}

impl Look {
    /// The style at `depth`. A background that has no colour there becomes reverse video, for it
    /// may be the only sign of what is selected.
    pub(super) fn style(&self, depth: Depth) -> Style {
        let shown = |paint: Option<Paint>| paint.and_then(|paint| paint.at(depth));
        let (fg, bg) = (shown(self.fg), shown(self.bg));
        let mut attributes = if depth == Depth::Mono {
            self.mono
        } else {
            self.attributes
        };
        if bg.is_none() && self.bg.is_some_and(|paint| paint.full != Color::Reset) {
            attributes |= Modifier::REVERSED;
        }
        Style {
            fg,
            bg,
            add_modifier: attributes,
            ..Style::new()
        }
    }
}
