//! Texts with gaps: `{name}` is filled in, and what depends on it takes the right form.
//!
//! - `{count|line|lines}` is the first word where `count` is 1, else the second.
//! - `{은/는}` is the Korean particle that goes with the letter before it, as it is read aloud:
//!   the first where that ends in a consonant. `250은`, `354는`. `{으로/로}` counts ㄹ as a vowel.
//!
//! Absent on purpose: other rules of plural. English has these two forms, Korean and Vietnamese
//! have one.

/// A text with its gaps filled in. What is filled in is not looked at again.
pub fn filled(text: &str, fill: &[(&'static str, String)]) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        done.push_str(before);
        let gap = behind.split_once('}');
        if let Some((words, after)) =
            gap.and_then(|(gap, after)| Some((form(gap, &done, fill)?, after)))
        {
            done.push_str(&words);
            rest = after;
        } else {
            done.push('{');
            rest = behind;
        }
    }
    done + rest
}

/// What stands in a gap; `None` if it is no gap of ours.
fn form(gap: &str, before: &str, fill: &[(&'static str, String)]) -> Option<String> {
    let value = |name: &str| {
        let found = fill.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    };
    if let Some((name, (one, other))) = gap
        .split_once('|')
        .and_then(|(name, forms)| Some((name, forms.split_once('|')?)))
    {
        let chosen = if value(name)? == "1" { one } else { other };
        return Some(chosen.to_owned());
    }
    if let Some((closed, open)) = gap.split_once('/') {
        let closes = match last_sound(before) {
            Sound::Vowel => false,
            Sound::Rieul => closed != "으로",
            Sound::Consonant => true,
        };
        return Some(if closes { closed } else { open }.to_owned());
    }
    value(gap).map(str::to_owned)
}

/// How a word ends when it is read aloud in Korean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    /// ㄹ, which `로` treats as a vowel.
    Rieul,
    Consonant,
}

/// The sound before a particle: of the last letter or digit, quotes and brackets left out. Digits
/// are read in Sino-Korean (영 일 이 삼 사 오 육 칠 팔 구). A Latin letter is taken as the end of a word that
/// is read as English: `MAIL` 메일, `DATA` 데이터.
fn last_sound(text: &str) -> Sound {
    let last = text.chars().rev().find(|letter| letter.is_alphanumeric());
    match last {
        Some(syllable @ '가'..='힣') => match (u32::from(syllable) - 0xAC00) % 28 {
            0 => Sound::Vowel,
            8 => Sound::Rieul,
            _ => Sound::Consonant,
        },
        Some('1' | '7' | '8' | 'l' | 'L' | 'r' | 'R') => Sound::Rieul,
        Some('0' | '3' | '6' | 'm' | 'M' | 'n' | 'N' | 'b' | 'B' | 'p' | 'P') => Sound::Consonant,
        _ => Sound::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, value: &str) -> String {
        filled(text, &[("x", value.to_owned())])
    }

    #[test]
    fn gaps_are_filled_once() {
        assert_eq!(with("a {x} b {y} {", "{x}"), "a {x} b {y} {");
        assert_eq!(with("{x}{x}", "1"), "11");
    }

    #[test]
    fn one_line_and_two_lines() {
        assert_eq!(with("{x} {x|line|lines}", "1"), "1 line");
        assert_eq!(with("{x} {x|line|lines}", "0"), "0 lines");
        assert_eq!(with("{y|line|lines}", "1"), "{y|line|lines}");
    }

    #[test]
    fn particles_follow_what_is_read_aloud() {
        for (value, said) in [
            ("250", "`250`은"),
            ("354", "`354`는"),
            ("221", "`221`은"),
            ("메일", "`메일`은"),
            ("MAIL", "`MAIL`은"),
            ("DATA", "`DATA`는"),
            ("QUIT", "`QUIT`는"),
            ("서버", "`서버`는"),
        ] {
            assert_eq!(with("`{x}`{은/는}", value), said);
        }
        assert_eq!(with("{x}{으로/로}", "221"), "221로");
        assert_eq!(with("{x}{으로/로}", "250"), "250으로");
        assert_eq!(with("{x}{을/를}", "8"), "8을");
    }
}
