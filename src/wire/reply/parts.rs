//! A reply taken apart: which octets of it are what (RFC 5321 §4.2, RFC 2034 §4).
//!
//! Absent on purpose: what the parts mean.

use std::ops::Range;

use super::{Class, Code, Enhanced, Reply};

/// What a part of a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The first digit: how it went.
    Outcome,
    /// The second digit: what it is about.
    Topic,
    /// The third digit: which case.
    Case,
    /// What stands between the code and the text.
    Separator,
    /// The enhanced status code.
    Enhanced,
    /// The server's name, which 220, 221 and 421 begin with.
    Host,
    /// The forward-path that 251 and 551 name.
    Path,
    /// The base64 of a 334.
    Challenge,
    /// The name the server's log knows the message by.
    QueueId,
    /// An address on the web.
    Url,
    /// What is left of the line: words for people.
    Text,
}

/// A part: octets of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// The line, counted from 0.
    pub line: usize,
    /// The octets of that line, from its first.
    pub range: Range<usize>,
}

impl PartKind {
    /// Its name in JSON, and the key of its words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Topic => "topic",
            Self::Case => "case",
            Self::Separator => "separator",
            Self::Enhanced => "enhanced",
            Self::Host => "host",
            Self::Path => "path",
            Self::Challenge => "challenge",
            Self::QueueId => "queue-id",
            Self::Url => "url",
            Self::Text => "text",
        }
    }
}

/// What stands around a queue id: before it, behind it. The first that fits counts.
const QUEUE_IDS: &[(&str, &str)] = &[
    ("queued as ", ""),
    ("OK id=", ""),
    ("InternalId=", ","),
    ("", " Message accepted for delivery"),
    ("", " Saved"),
    ("", " - gsmtp"),
];

impl Reply {
    /// Its parts, in the order they are read. Only what is there, and each kind once.
    pub fn parts(&self) -> Vec<Part> {
        let Some(first) = self.line(0) else {
            return Vec::new();
        };
        if Code::of_line(&first.text).is_none() {
            return Vec::new();
        }
        let texts: Vec<&[u8]> = self.texts().collect();
        let text = texts.first().copied().unwrap_or_default();
        let begins =
            Enhanced::at_start(text).map_or(0, |code| text.len().min(code.to_string().len() + 1));
        let rest = text.get(begins..).unwrap_or_default();

        let digits = [PartKind::Outcome, PartKind::Topic, PartKind::Case];
        let mut parts: Vec<_> = (0..)
            .zip(digits)
            .map(|(at, kind)| part(kind, 0, at..at + 1))
            .collect();
        if first.text.len() > 3 {
            parts.push(part(PartKind::Separator, 0, 3..4));
        }
        parts.extend(first_of(PartKind::Enhanced, &texts, enhanced));
        if let Some((kind, range)) = datum(self.code(), rest) {
            parts.push(part(kind, 0, shifted(range, CODE + begins)));
        }
        if self.class() == Class::Success {
            parts.extend(first_of(PartKind::QueueId, &texts, queue_id));
        }
        parts.extend(first_of(PartKind::Url, &texts, url));
        if !rest.trim_ascii().is_empty() {
            parts.push(part(PartKind::Text, 0, shifted(begins..text.len(), CODE)));
        }
        parts
    }
}

/// The code and its separator, in octets.
const CODE: usize = 4;

const fn part(kind: PartKind, line: usize, range: Range<usize>) -> Part {
    Part { kind, line, range }
}

/// The first of some texts that has what is looked for.
fn first_of(
    kind: PartKind,
    texts: &[&[u8]],
    find: fn(&[u8]) -> Option<Range<usize>>,
) -> Option<Part> {
    let found = |(line, text): (usize, &&[u8])| Some((line, find(text)?));
    let (line, range) = texts.iter().enumerate().find_map(found)?;
    Some(part(kind, line, shifted(range, CODE)))
}

fn enhanced(text: &[u8]) -> Option<Range<usize>> {
    Enhanced::at_start(text).map(|code| 0..code.to_string().len())
}

/// What programs read from the text of some codes (RFC 5321 §4.2, RFC 4954 §4).
fn datum(code: Code, text: &[u8]) -> Option<(PartKind, Range<usize>)> {
    let word = 0..text
        .iter()
        .position(|octet| *octet == b' ')
        .unwrap_or(text.len());
    match code.0 {
        220 | 221 | 421 if is_host(text.get(word.clone())?) => Some((PartKind::Host, word)),
        251 | 551 => {
            let from = text.iter().position(|octet| *octet == b'<')?;
            let length = text.get(from..)?.iter().position(|octet| *octet == b'>')?;
            Some((PartKind::Path, from..from + length + 1))
        }
        334 if !word.is_empty() => Some((PartKind::Challenge, word)),
        _ => None,
    }
}

/// Whether a word looks like a domain or an address literal.
fn is_host(word: &[u8]) -> bool {
    let may = |octet: &u8| octet.is_ascii_alphanumeric() || b".-_:[]".contains(octet);
    let name = word.contains(&b'.') && !word.ends_with(b".") || word.first() == Some(&b'[');
    name && word.iter().all(may)
}

fn queue_id(text: &[u8]) -> Option<Range<usize>> {
    QUEUE_IDS.iter().find_map(|(before, behind)| {
        let range = if before.is_empty() {
            let end = find(text, behind)?;
            let from = text.get(..end)?.iter().rposition(|octet| *octet == b' ');
            from.map_or(0, |at| at + 1)..end
        } else {
            let from = find(text, before)? + before.len();
            let ends = |octet: &u8| b" ,;)]".contains(octet);
            let length = text.get(from..)?.iter().position(ends);
            from..length.map_or(text.len(), |length| from + length)
        };
        let id = text.get(range.clone())?;
        let digits = id.iter().any(u8::is_ascii_digit);
        let named = digits && id.len() >= 4 && Enhanced::at_start(id).is_none();
        named.then_some(range)
    })
}

fn url(text: &[u8]) -> Option<Range<usize>> {
    let from = ["https://", "http://"]
        .iter()
        .find_map(|scheme| find(text, scheme))?;
    let ends = |octet: &u8| octet.is_ascii_whitespace() || b"<>\"'`".contains(octet);
    let rest = text.get(from..)?;
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let url = rest.get(..length)?;
    let kept = url
        .iter()
        .rposition(|octet| !b".,;:)]".contains(octet))
        .map_or(0, |at| at + 1);
    Some(from..from + kept)
}

fn find(text: &[u8], wanted: &str) -> Option<usize> {
    memchr::memmem::find(text, wanted.as_bytes())
}

/// The same octets, counted from the start of the line.
const fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts behind the digits and the separator, as they stand.
    fn named(reply: &str) -> Vec<String> {
        let reply = Reply::read(format!("{}\r\n", reply.replace('\n', "\r\n")).as_bytes());
        let lines: Vec<_> = reply.lines().map(|line| line.text).collect();
        let part = |part: &Part| {
            let octets = &lines[part.line][part.range.clone()];
            format!("{} {}", part.kind.name(), String::from_utf8_lossy(octets))
        };
        reply.parts().iter().skip(4).map(part).collect()
    }

    #[test]
    fn a_reply_is_taken_apart() {
        for (reply, parts) in [
            (
                "250 2.0.0 Ok: queued as 4F1AB12",
                &[
                    "enhanced 2.0.0",
                    "queue-id 4F1AB12",
                    "text Ok: queued as 4F1AB12",
                ][..],
            ),
            (
                "250 OK id=1vMfQx-000000001Zr-2abc",
                &[
                    "queue-id 1vMfQx-000000001Zr-2abc",
                    "text OK id=1vMfQx-000000001Zr-2abc",
                ],
            ),
            (
                "250 2.0.0 4A8Bcd01 Message accepted for delivery",
                &[
                    "enhanced 2.0.0",
                    "queue-id 4A8Bcd01",
                    "text 4A8Bcd01 Message accepted for delivery",
                ],
            ),
            ("250 2.0.0 Saved", &["enhanced 2.0.0", "text Saved"]),
            (
                "220 mx.example.com ESMTP",
                &["host mx.example.com", "text mx.example.com ESMTP"],
            ),
            ("221 2.0.0 Bye", &["enhanced 2.0.0", "text Bye"]),
            (
                "454 4.7.0 TLS not available",
                &["enhanced 4.7.0", "text TLS not available"],
            ),
            (
                "551 user not local; please try <b@example.org>",
                &[
                    "path <b@example.org>",
                    "text user not local; please try <b@example.org>",
                ],
            ),
            (
                "334 VXNlcm5hbWU6",
                &["challenge VXNlcm5hbWU6", "text VXNlcm5hbWU6"],
            ),
            ("334 ", &[]),
            (
                "550-5.1.1 No such user, see\n550 5.1.1  https://example.com/?p=NoSuchUser.",
                &[
                    "enhanced 5.1.1",
                    "url https://example.com/?p=NoSuchUser",
                    "text No such user, see",
                ],
            ),
            ("550 queued as 12345", &["text queued as 12345"]),
            ("250", &[]),
        ] {
            assert_eq!(named(reply), parts, "{reply}");
        }
    }
}
