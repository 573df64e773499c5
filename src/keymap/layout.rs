//! Letters of layouts that are not Latin, and the Latin letter at the same place of the keyboard:
//! a key is meant by its place there, for nobody has a name for it in two alphabets.
//!
//! Absent on purpose: layouts that move the Latin letters about (AZERTY, Dvorak); their letters are
//! meant as they are printed.

/// Russian and Ukrainian, then Korean with two sets: what is typed, and what stands there in US.
const PLACES: &[(&str, &str)] = &[
    (
        "йцукенгшщзхъфывапролджэячсмитьбюёіїєґ",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`s]'\\",
    ),
    (
        "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁІЇЄҐ",
        "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~S}\"|",
    ),
    (
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
    ),
];

/// The Latin letter at the same place.
pub(super) fn latin(letter: char) -> Option<char> {
    PLACES.iter().find_map(|(typed, there)| {
        let place = typed.chars().position(|known| known == letter)?;
        there.chars().nth(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_place_they_have_on_the_keyboard() {
        for (typed, there) in PLACES {
            assert_eq!(typed.chars().count(), there.chars().count(), "{typed}");
        }
        for (typed, there) in [
            ('й', Some('q')),
            ('П', Some('G')),
            ('х', Some('[')),
            ('і', Some('s')),
            ('ㅓ', Some('j')),
            ('ㅃ', Some('Q')),
            ('q', None),
            ('é', None),
        ] {
            assert_eq!(latin(typed), there, "{typed}");
        }
    }
}
