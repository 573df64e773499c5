//! What can be wrong with a theme file: where it is, and what would be right.
//!
//! Absent on purpose: reading files. Only what is in them is judged here.

use crate::nearest::nearest;
use std::fmt;

/// A place in a theme file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The file as it was named to [`super::Theme::parse`].
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why a theme cannot be used. Names from the file are printed quoted and escaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// The file is no TOML.
    #[error("{at}: {message}")]
    Syntax {
        /// Where.
        at: At,
        /// The TOML reader's own words.
        message: String,
    },
    /// A name that means nothing here.
    #[error("{at}: {name:?} is no {kind}; {hint}")]
    Unknown {
        /// Where.
        at: At,
        /// What it should have been: `style`, `glyph`, `colour` …
        kind: &'static str,
        /// The name as it stands in the file.
        name: String,
        /// What would be right.
        hint: String,
    },
    /// A value of the wrong kind.
    #[error("{at}: {key:?} should be {wanted}")]
    Value {
        /// Where.
        at: At,
        /// The key whose value it is.
        key: String,
        /// What would be right.
        wanted: &'static str,
    },
    /// A theme that inherits itself, perhaps by way of others.
    #[error("{at}: {name:?} inherits itself; leave `inherits` out of one of the files")]
    Circle {
        /// Where.
        at: At,
        /// The theme that comes round again.
        name: String,
    },
    /// No theme of that name is shipped.
    #[error("there is no theme {name:?}; {hint}")]
    Missing {
        /// The name asked for.
        name: String,
        /// What would be right.
        hint: String,
    },
}

/// Which of `known` the writer of `name` may have meant, or all of them where none is near.
pub(super) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(word) => format!("did you mean {word:?}?"),
        None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_named_and_far_ones_listed() {
        let known = ["text", "reply.5", "pane.border"];
        let check = |name, expected: &str| assert_eq!(hint(name, known.into_iter()), expected);
        check("reply5", "did you mean \"reply.5\"?");
        check("tetx", "did you mean \"text\"?");
        check("pane.boarder", "did you mean \"pane.border\"?");
        check("zebra-crossing", "there are text, reply.5, pane.border");
    }
}
