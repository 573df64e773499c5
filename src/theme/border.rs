//! The lines panes are drawn with.
//!
//! Absent on purpose: which pane has which; every pane of a theme has the same.

use ratatui::symbols::border::{DOUBLE, PLAIN, ROUNDED, Set, THICK};

/// Lines for terminals and fonts that have no others.
pub(super) const ASCII: Set<'static> = Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// The same for the pane that has the keys.
pub(super) const ASCII_FOCUSED: Set<'static> = Set {
    top_left: "#",
    top_right: "#",
    bottom_left: "#",
    bottom_right: "#",
    vertical_left: "#",
    vertical_right: "#",
    horizontal_top: "=",
    horizontal_bottom: "=",
};

/// The kinds of lines a theme may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lines {
    /// Thin, with round corners.
    #[default]
    Round,
    /// Thin, with corners.
    Plain,
    /// Thick, to be seen from far away.
    Thick,
    /// Two beside each other.
    Double,
}

impl Lines {
    /// The lines of that name in theme files.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "round" => Some(Self::Round),
            "plain" => Some(Self::Plain),
            "thick" => Some(Self::Thick),
            "double" => Some(Self::Double),
            _ => None,
        }
    }

    /// Those of the pane that has the keys: the thickest there are that the others are not.
    pub(super) const fn focused(self) -> Set<'static> {
        match self {
            Self::Thick => DOUBLE,
            Self::Round | Self::Plain | Self::Double => THICK,
        }
    }

    pub(super) const fn set(self) -> Set<'static> {
        match self {
            Self::Round => ROUNDED,
            Self::Plain => PLAIN,
            Self::Thick => THICK,
            Self::Double => DOUBLE,
        }
    }
}
