//! The lines typed before, each with the target it was typed for. What is nearest comes first: the
//! newest line for this target, and behind all of those the newest for another.
//!
//! Nothing secret gets here: `send` knows what a line holds and leaves such lines out.
//!
//! Absent on purpose: the file they are kept in between runs (`run/history`), and walking through
//! them (`command_box`, `recall`).

/// The lines typed before.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The oldest first.
    lines: Vec<Remembered>,
    /// How many of them are from runs before this one.
    kept: usize,
}

/// A line that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// For which target.
    pub target: String,
    /// As it was typed.
    pub line: String,
}

impl History {
    /// How many lines are kept.
    pub const MOST: usize = 1000;

    /// The lines of earlier runs, the oldest first.
    pub fn kept(lines: Vec<Remembered>) -> Self {
        let mut history = Self {
            kept: lines.len(),
            lines,
        };
        history.bound();
        history
    }

    /// Remembers a line, once if it is sent again and again.
    pub fn remember(&mut self, target: &str, line: &str) {
        let new = Remembered {
            target: target.to_owned(),
            line: line.to_owned(),
        };
        if !line.is_empty() && self.lines.last() != Some(&new) {
            self.lines.push(new);
        }
        self.bound();
    }

    fn bound(&mut self) {
        let over = self.lines.len().saturating_sub(Self::MOST);
        self.lines.drain(..over);
        self.kept = self.kept.saturating_sub(over);
    }

    /// All lines as typed, the oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|entry| entry.line.as_str())
    }

    /// What this run added, the oldest first.
    pub fn added(&self) -> &[Remembered] {
        self.lines.get(self.kept..).unwrap_or_default()
    }

    /// The lines, the nearest first.
    pub fn nearest<'a, 'b>(
        &'a self,
        target: &'b str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        let newest = || self.lines.iter().rev();
        let here = newest().filter(move |entry| entry.target == target);
        let elsewhere = newest().filter(move |entry| entry.target != target);
        here.chain(elsewhere).map(|entry| entry.line.as_str())
    }

    /// The targets there were, the newest first.
    pub fn targets(&self) -> Vec<&str> {
        let mut targets = Vec::new();
        for entry in self.lines.iter().rev() {
            if !targets.contains(&entry.target.as_str()) {
                targets.push(entry.target.as_str());
            }
        }
        targets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_target_comes_first() {
        let mut history = History::kept(vec![Remembered {
            target: "a".to_owned(),
            line: "EHLO one".to_owned(),
        }]);
        for (target, line) in [("b", "NOOP"), ("a", "RSET"), ("a", "RSET"), ("b", "QUIT")] {
            history.remember(target, line);
        }
        let nearest = |target| history.nearest(target).collect::<Vec<_>>().join(", ");
        assert_eq!(nearest("a"), "RSET, EHLO one, QUIT, NOOP");
        assert_eq!(nearest("c"), "QUIT, RSET, NOOP, EHLO one");
        assert_eq!(history.targets(), ["b", "a"]);
        assert_eq!(history.added().len(), 3);
    }

    #[test]
    fn it_is_bounded() {
        let mut history = History::default();
        for number in 0..History::MOST + 5 {
            history.remember("a", &number.to_string());
        }
        assert_eq!(history.lines().next(), Some("5"));
        assert_eq!(history.lines().count(), History::MOST);
    }
}
