//! Which changes are taken back together: a word that was typed goes at once, not letter by letter.
//!
//! The text area undoes its changes one by one; here they are counted into groups.
//!
//! Absent on purpose: the changes themselves.

/// The groups, each by how many changes it has.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    done: Vec<usize>,
    undone: Vec<usize>,
    /// Whether a letter may still join the last group: the letter before it.
    open: Option<char>,
}

impl Groups {
    /// A letter was typed: it joins those before it, but for the first letter of a word.
    pub(super) fn letter(&mut self, letter: char) {
        let begins = |last: char| last.is_whitespace() && !letter.is_whitespace();
        let joins = self.open.is_some_and(|last| !begins(last));
        match self.done.last_mut().filter(|_| joins) {
            Some(group) => *group += 1,
            None => self.done.push(1),
        }
        self.open = Some(letter);
        self.undone.clear();
    }

    /// Something else was done, in so many changes.
    pub(super) fn step(&mut self, changes: usize) {
        self.open = None;
        if changes > 0 {
            self.done.push(changes);
            self.undone.clear();
        }
    }

    /// How many changes are to be taken back.
    pub(super) fn undo(&mut self) -> usize {
        self.open = None;
        let group = self.done.pop().unwrap_or(0);
        self.undone.extend(Some(group).filter(|group| *group > 0));
        group
    }

    /// How many changes are to be done again.
    pub(super) fn redo(&mut self) -> usize {
        self.open = None;
        let group = self.undone.pop().unwrap_or(0);
        self.done.extend(Some(group).filter(|group| *group > 0));
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_group_with_the_blanks_behind_it() {
        let mut groups = Groups::default();
        "MAIL  FROM"
            .chars()
            .for_each(|letter| groups.letter(letter));
        assert_eq!([groups.undo(), groups.undo(), groups.undo()], [4, 6, 0]);
        assert_eq!([groups.redo(), groups.redo(), groups.redo()], [6, 4, 0]);
        groups.step(0);
        groups.letter('x');
        assert_eq!([groups.undo(), groups.undo()], [1, 4]);
    }
}
