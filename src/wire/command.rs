//! A line read as a verb and its arguments (RFC 5321 §2.4, §4.1.1): total, any octets give one.
//!
//! Absent on purpose: which verbs exist, and what their arguments mean.

use super::Line;

/// A verb and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The verb in upper case: SMTP does not mind the case.
    pub verb: String,
    /// All after the verb and the spaces behind it, trailing spaces gone.
    pub args: String,
    /// Where `args` begins in the line, in octets: for pointing at mistakes.
    pub args_at: usize,
}

impl Command {
    /// Reads a line. Octets that are no UTF-8 become U+FFFD here; the line keeps them.
    pub fn read(line: &Line) -> Self {
        Self::parse(&String::from_utf8_lossy(&line.text))
    }

    /// Reads a line's text.
    pub fn parse(text: &str) -> Self {
        let space = |octet: char| matches!(octet, ' ' | '\t');
        let verb = text.split(space).next().unwrap_or_default();
        let rest = text.get(verb.len()..).unwrap_or_default();
        let args = rest.trim_start_matches(space);
        Self {
            verb: verb.to_ascii_uppercase(),
            args: args.trim_end_matches(space).to_owned(),
            args_at: text.len() - args.len(),
        }
    }

    /// The arguments between spaces.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.args.split_ascii_whitespace()
    }
}

/// What a `BDAT` announces (RFC 3030 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// How many octets follow the command's line end.
    pub octets: u64,
    /// Whether it is the message's last chunk.
    pub last: bool,
}

impl Chunk {
    /// Reads the arguments of `BDAT`; `None` if they are no count with an optional `LAST`.
    pub fn parse(args: &str) -> Option<Self> {
        let mut words = args.split([' ', '\t']).filter(|word| !word.is_empty());
        let count = words.next()?;
        if !count.bytes().all(|octet| octet.is_ascii_digit()) {
            return None;
        }
        let last = match words.next() {
            None => false,
            Some(word) if word.eq_ignore_ascii_case("LAST") => true,
            Some(_) => return None,
        };
        let octets = count.parse().ok()?;
        words.next().is_none().then_some(Self { octets, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_arguments() {
        for (line, verb, args, at) in [
            ("EHLO me.example", "EHLO", "me.example", 5),
            ("quit", "QUIT", "", 4),
            ("mail  FROM:<a@b> ", "MAIL", "FROM:<a@b>", 6),
            ("", "", "", 0),
            (" NOOP", "", "NOOP", 1),
        ] {
            let command = Command::parse(line);
            assert_eq!(
                (
                    command.verb.as_str(),
                    command.args.as_str(),
                    command.args_at
                ),
                (verb, args, at),
                "{line:?}"
            );
        }
    }

    #[test]
    fn chunks() {
        assert_eq!(
            Chunk::parse("86 LAST"),
            Some(Chunk {
                octets: 86,
                last: true
            })
        );
        assert_eq!(
            Chunk::parse("0"),
            Some(Chunk {
                octets: 0,
                last: false
            })
        );
        for bad in [
            "",
            "x",
            "86 FIRST",
            "+8",
            "8 LAST LAST",
            "99999999999999999999999",
            "\u{c}8",
        ] {
            assert_eq!(Chunk::parse(bad), None, "{bad}");
        }
    }
}
