//! Where words begin and end in a line, as readline counts them: for Alt-B and its like a word is
//! letters and digits, for Ctrl-W it is whatever stands between blanks.
//!
//! Columns are counted in characters.
//!
//! Absent on purpose: changing the line.

/// Where the word begins that stands before a column.
pub(super) fn left(line: &str, column: usize) -> usize {
    back(line, column, char::is_alphanumeric)
}

/// The same for a word between blanks.
pub(super) fn left_to_blank(line: &str, column: usize) -> usize {
    back(line, column, |letter| !letter.is_whitespace())
}

/// Where the word ends that stands at or behind a column.
pub(super) fn right(line: &str, column: usize) -> usize {
    let is_word = |letter: &char| letter.is_alphanumeric();
    let rest = || line.chars().skip(column);
    let gap = rest().take_while(|letter| !is_word(letter)).count();
    column + gap + rest().skip(gap).take_while(is_word).count()
}

fn back(line: &str, column: usize, is_word: impl Fn(char) -> bool) -> usize {
    let before: Vec<char> = line.chars().take(column).collect();
    let gap = |letter: &&char| !is_word(**letter);
    let gap = before.iter().rev().take_while(gap).count();
    let word = before.iter().rev().skip(gap);
    let word = word.take_while(|letter| is_word(**letter)).count();
    before.len() - gap - word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_readlines() {
        let line = "MAIL FROM:<me@example.org>  ";
        let end = line.chars().count();
        for (found, expected) in [
            (left(line, end), 22),
            (left(line, 22), 14),
            (left(line, 0), 0),
            (left_to_blank(line, end), 5),
            (left_to_blank(line, 5), 0),
            (right(line, 0), 4),
            (right(line, 4), 9),
            (right(line, 25), end),
            (right("메일 서버", 0), 2),
            (left("메일 서버", 5), 3),
        ] {
            assert_eq!(found, expected);
        }
    }
}
