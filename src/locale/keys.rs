//! Keys in texts. The files name the shipped ones; where a person has changed one, theirs is said.
//!
//! Absent on purpose: which were changed; `keymap` knows.

/// A shipped key as texts name it, and what is said instead.
pub(super) type Renamed = (String, String);

/// A text with keys renamed. `F1` in `F10` is no `F1`.
pub(super) fn renamed(text: String, keys: &[Renamed]) -> String {
    if !keys.iter().any(|(key, _)| text.contains(key)) {
        return text;
    }
    let mut said = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(letter) = rest.chars().next() {
        let begins =
            !said.ends_with(|before: char| before.is_ascii_alphanumeric() || before == '-');
        let found = keys.iter().find(|(key, _)| {
            let behind = rest.strip_prefix(key.as_str());
            begins
                && behind.is_some_and(|behind| {
                    !behind.starts_with(|next: char| next.is_ascii_alphanumeric())
                })
        });
        let (put, step) = match found {
            Some((key, other)) => (other.clone(), key.len()),
            None => (letter.to_string(), letter.len_utf8()),
        };
        said.push_str(&put);
        rest = rest.get(step..).unwrap_or_default();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_renamed_once() {
        let keys = [("F1", "F10"), ("Ctrl-Q", "F1")]
            .map(|(key, other)| (key.to_owned(), other.to_owned()));
        for (text, said) in [
            ("F1 helps, Ctrl-Q leaves", "F10 helps, F1 leaves"),
            ("도움말은 F1을", "도움말은 F10을"),
            ("F12, Alt-F1, XF1", "F12, Alt-F1, XF1"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(renamed(text.to_owned(), &keys), said);
        }
    }
}
