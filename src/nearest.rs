//! The nearest of some names to a misspelt one, for errors that help.

/// The name that takes the fewest changes to become `wanted`, if it takes few enough to be meant.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let ranked = names
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name));
    ranked
        .min()
        .filter(|(steps, name)| *steps <= 1 + name.chars().count() / 3)
        .map(|(_, name)| name)
}

/// How many letters have to be put in, taken out or changed (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
        let mut left = index + 1;
        for (column, other) in to.iter().enumerate() {
            let Some(cell) = row.get_mut(column + 1) else {
                break;
            };
            let changed = diagonal + usize::from(letter != *other);
            diagonal = *cell;
            *cell = changed.min(left + 1).min(*cell + 1);
            left = *cell;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_nonsense_is_not() {
        let names = ["EHLO", "HELO", "STARTTLS", "550"];
        for (typed, found) in [
            ("STRTTLS", Some("STARTTLS")),
            ("ehl", Some("EHLO")),
            ("551", Some("550")),
            ("xyzzy!", None),
        ] {
            assert_eq!(nearest(typed, names), found, "{typed}");
        }
    }

    #[test]
    fn distance_counts_letters() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("ab", "", 2),
            ("kitten", "sitting", 3),
            ("abc", "abc", 0),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
