//! Where in a line a finding points, and what must come first where a verb is not due.
//!
//! Absent on purpose: finding (`judge`).

use std::ops::Range;

use super::{Finding, Phase, Session, Verb};
use crate::wire::{Command, PathArguments};

impl Finding {
    /// The octets of a command line it is about; `None` where nothing in the line is wrong by
    /// itself. An empty range is where something is missing.
    pub fn place(&self, line: &str) -> Option<Range<usize>> {
        let command = Command::parse(line);
        let arguments = command.args_at..command.args_at + command.args.len();
        match self {
            Self::OutOfSequence | Self::NotOffered(_) | Self::UnknownVerb => {
                Some(0..command.verb.len())
            }
            Self::UnwantedArgument => Some(arguments),
            Self::SizeExceeded { .. } => {
                let read = PathArguments::read(&command.args, "FROM:");
                let mut parameters = read.parameters.iter();
                let size = parameters.find(|parameter| parameter.keyword == "SIZE")?;
                let at = command.args_at;
                Some(at + size.span.start..at + size.span.end)
            }
            Self::LineTooLong { limit, .. } => {
                // The limit counts the line end.
                let mut from = limit.saturating_sub(2).min(line.len());
                while !line.is_char_boundary(from) {
                    from -= 1;
                }
                Some(from..line.len())
            }
            Self::EightBit => odd(line, |letter| !letter.is_ascii()),
            Self::BareCr => odd(line, |letter| letter == '\r'),
            Self::NulOctet => odd(line, |letter| letter == '\0'),
            other => other.span(),
        }
    }
}

/// The first run of letters of a kind.
fn odd(line: &str, is_odd: impl Fn(char) -> bool) -> Option<Range<usize>> {
    let from = line.find(&is_odd)?;
    let rest = line.get(from..)?;
    let length = rest.find(|letter| !is_odd(letter)).unwrap_or(rest.len());
    Some(from..from + length)
}

impl Session {
    /// The verb that has to succeed before this one is due; `None` if none is missing.
    pub fn misses(&self, verb: &Verb) -> Option<&'static str> {
        // The order of a transaction (RFC 5321 §3.3), and what leads from each phase to the next.
        const ORDER: [(Phase, &str); 4] = [
            (Phase::Hello, "EHLO"),
            (Phase::Ready, "MAIL"),
            (Phase::Sender, "RCPT"),
            (Phase::Recipients, ""),
        ];
        let rank = |phase: Phase| ORDER.iter().position(|(known, _)| *known == phase);
        let here = rank(self.expected_phase())?;
        let first = verb.phases.iter().filter_map(|phase| rank(*phase)).min()?;
        let (_, opener) = ORDER.get(here).filter(|_| here < first)?;
        Some(opener)
    }
}

#[cfg(test)]
mod tests {
    use super::super::verb;
    use super::*;
    use crate::wire::{Line, Reply};

    /// The parts of a line the findings point at.
    fn marked(session: &Session, line: &str) -> Vec<String> {
        let said = session.judge(&Line::new(line));
        let places = said.findings.iter().filter_map(|one| one.place(line));
        places.map(|place| line[place].to_owned()).collect()
    }

    fn greeted() -> Session {
        let mut session = Session::default();
        session.server_said(&Reply::read(b"220 hi\r\n"));
        session
    }

    #[test]
    fn mistakes_are_pointed_at() {
        let mut session = greeted();
        for (line, expected) in [
            ("RCPT TO:<a@b>", vec!["RCPT"]),
            ("FROBNICATE now", vec!["FROBNICATE"]),
            ("QUIT now", vec!["now"]),
        ] {
            assert_eq!(marked(&session, line), expected, "{line}");
        }
        session.client_said(&Line::new("EHLO me"));
        session.server_said(&Reply::read(b"250-hi\r\n250 SIZE 10\r\n"));
        for (line, expected) in [
            ("MAIL FROM: <a@b>", vec![" "]),
            ("MAIL FROM:a@b", vec!["a@b"]),
            ("MAIL FROM:<alice>", vec!["alice"]),
            ("MAIL FROM:<a@b> SIZE=11", vec!["SIZE=11"]),
            ("MAIL FROM:<a@b> RET=FULL", vec!["RET=FULL"]),
            ("MAIL FROM:<ü@b>", vec!["ü"]),
            ("STARTTLS", vec!["STARTTLS"]),
        ] {
            assert_eq!(marked(&session, line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_missing_is_the_next_step() {
        let session = greeted();
        for (verb, missing) in [
            ("RCPT", Some("EHLO")),
            ("MAIL", Some("EHLO")),
            ("NOOP", None),
        ] {
            assert_eq!(session.misses(verb::find(verb)), missing, "{verb}");
        }
    }
}
