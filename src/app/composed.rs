//! What is odd about the message that is being typed: lines, and header fields that are missing.
//!
//! Absent on purpose: mending it, and words.

use super::App;
use crate::smtp::Phase;

/// Octets of a line without its end (RFC 5321 §4.5.3.1.6).
const LONGEST: usize = 998;
/// Fields that a message should have (RFC 5322 §3.6).
const FIELDS: [&str; 3] = ["From", "Date", "Message-ID"];

/// What is odd about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A dot stands alone: it would end the message if dots were not doubled.
    Dot,
    /// Octets over 127, and no 8BITMIME was offered.
    EightBit,
    /// Over 998 octets.
    Long,
}

impl Mark {
    /// Every mark, the gravest first.
    pub const ALL: [Self; 3] = [Self::Long, Self::EightBit, Self::Dot];

    /// The name its words are filed under.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::EightBit => "eight-bit",
            Self::Long => "long",
        }
    }

    /// Its sign beside the line.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Dot => ".",
            Self::EightBit => "8",
            Self::Long => ">",
        }
    }
}

/// What is to be said about the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Each mark with the first line it is on, from 1, and on how many it is.
    pub marks: Vec<(Mark, usize, usize)>,
    /// Header fields that are not there.
    pub missing: Vec<&'static str>,
}

impl App {
    /// The mark of a line that is composed.
    pub fn mark(&self, line: &str) -> Option<Mark> {
        let session = self.conversation.session();
        let counted = session.phase() == Phase::Chunk || self.message.chunk.is_some();
        if line.len() > LONGEST {
            Some(Mark::Long)
        } else if !line.is_ascii() && !session.offers("8BITMIME") {
            Some(Mark::EightBit)
        } else if line == "." && !counted {
            Some(Mark::Dot)
        } else {
            None
        }
    }

    /// What is to be said about the message so far; nothing about an empty one.
    pub fn remarks(&self) -> Remarks {
        if self.command.is_empty() || self.message.file.is_some() {
            return Remarks::default();
        }
        let lines = self.command.lines();
        let mut remarks = Remarks::default();
        for (index, line) in lines.iter().enumerate() {
            let Some(mark) = self.mark(line) else {
                continue;
            };
            let known = remarks.marks.iter_mut().find(|known| known.0 == mark);
            match known {
                Some(known) => known.2 += 1,
                None => remarks.marks.push((mark, index + 1, 1)),
            }
        }
        remarks.missing = missing(lines);
        remarks
    }
}

/// The fields no line of the header section begins with.
fn missing(lines: &[String]) -> Vec<&'static str> {
    let head = lines.iter().take_while(|line| !line.is_empty());
    let names: Vec<_> = head
        .filter_map(|line| Some(line.split_once(':')?.0.trim_end()))
        .collect();
    let absent = |field: &&str| !names.iter().any(|name| name.eq_ignore_ascii_case(field));
    FIELDS.into_iter().filter(absent).collect()
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn missing_fields() {
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
        let whole = "from: a\nDate : b\nMESSAGE-ID: c\n\ntext";
        assert_eq!(missing(&lines(whole)), Vec::<&str>::new());
        let body = "Subject: a\n\nFrom: b";
        assert_eq!(missing(&lines(body)), ["From", "Date", "Message-ID"]);
    }
}
