//! What stands between the commas of a SCRAM message (RFC 5802 §7): `r=…,s=…,i=…`.

use data_encoding::BASE64;

/// The attributes of a message, in order.
#[derive(Clone, Debug)]
pub(in crate::smtp::auth) struct Attributes<'a>(Vec<(char, &'a str)>);

impl<'a> Attributes<'a> {
    /// Reads `letter=value` between commas; `None` if something else stands there.
    pub(in crate::smtp::auth) fn read(text: &'a str) -> Option<Self> {
        let attribute = |part: &'a str| {
            let (name, value) = part.split_once('=')?;
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_ascii_alphabetic() => Some((letter, value)),
                _ => None,
            }
        };
        text.split(',')
            .map(attribute)
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The value of a letter.
    pub(in crate::smtp::auth) fn get(&self, letter: char) -> Option<&'a str> {
        let mut found = self.0.iter();
        found
            .find(|(name, _)| *name == letter)
            .map(|(_, value)| *value)
    }

    /// The octets a letter's value stands for.
    pub(in crate::smtp::auth) fn octets(&self, letter: char) -> Option<Vec<u8>> {
        BASE64.decode(self.get(letter)?.as_bytes()).ok()
    }

    /// The letters in order.
    pub(in crate::smtp::auth) fn letters(&self) -> String {
        self.0.iter().map(|(letter, _)| *letter).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_values() {
        let read = Attributes::read("r=a=b,s=QQ==,i=4096");
        let read = read.as_ref();
        assert_eq!(read.and_then(|read| read.get('r')), Some("a=b"));
        assert_eq!(read.and_then(|read| read.octets('s')), Some(b"A".to_vec()));
        assert_eq!(read.map(Attributes::letters).as_deref(), Some("rsi"));
        for odd in ["", "r", "rs=1", "=1", "r=1,,", "{\"status\":\"401\"}"] {
            assert!(Attributes::read(odd).is_none(), "{odd}");
        }
    }
}
