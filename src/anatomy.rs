//! A reply taken apart, with what each part means in the chosen language.
//!
//! Absent on purpose: finding the parts ([`crate::wire::reply`]), and what the whole reply means
//! where it came ([`crate::kb`]).

use std::ops::Range;

use serde::Serialize;

use crate::kb::Kb;
use crate::locale::Locale;
use crate::smtp::auth::inside::{self, Piece};
use crate::wire::reply::{Part, PartKind};
use crate::wire::text::{printable, printable_str};
use crate::wire::{Code, Enhanced, Reply};

/// One part, as fields. Names never change with the language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// What it is: `outcome`, `enhanced`, `queue-id` … ([`PartKind::name`]).
    pub part: &'static str,
    /// As it stands, made printable.
    pub text: String,
    /// What it means; empty for the words of the server.
    pub means: String,
    /// What is inside it, where it is a question of a login whose form is known: a line for each piece.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<String>,
    #[serde(skip)]
    kind: PartKind,
    /// Its line in the reply, from 0.
    #[serde(skip)]
    line: usize,
    /// Its octets in that line.
    #[serde(skip)]
    octets: Range<usize>,
}

/// A row to read, and the octets it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The row.
    pub text: String,
    /// The line of the reply, from 0.
    pub line: usize,
    /// The octets in that line.
    pub octets: Range<usize>,
}

/// Takes a reply apart.
pub fn anatomy(kb: &Kb, locale: &Locale, reply: &Reply) -> Vec<Explained> {
    let explained = |part: Part| {
        let line = reply.line(part.line)?;
        let octets = part.range;
        let text = line.text.get(octets.clone())?;
        let inside = match part.kind {
            PartKind::Challenge => pieces(locale, &inside::challenge(&decoded(text))),
            _ => Vec::new(),
        };
        let means = if inside.is_empty() {
            means(kb, locale, reply.code(), part.kind, text)
        } else {
            locale.word("anatomy", "challenge-inside").to_owned()
        };
        Some(Explained {
            part: part.kind.name(),
            text: printable(text).into_owned(),
            means,
            inside,
            kind: part.kind,
            line: part.line,
            octets,
        })
    };
    reply.parts().into_iter().filter_map(explained).collect()
}

/// The parts as lines to read: the digits on one, the separator only where more follows.
pub fn lines(parts: &[Explained]) -> Vec<String> {
    rows(parts).into_iter().map(|row| row.text).collect()
}

/// The same with the octets each line is about.
pub fn rows(parts: &[Explained]) -> Vec<Told> {
    // A backtick of the server's must not begin a literal of ours.
    let plain = |text: &str| text.trim().replace('`', "'");
    let told = |part: &Explained| format!("`{}` {}", plain(&part.text), part.means);
    let row = |part: &Explained, text: String| Told {
        text,
        line: part.line,
        octets: part.octets.clone(),
    };
    let is_digit = |kind| matches!(kind, PartKind::Outcome | PartKind::Topic | PartKind::Case);
    let digits: Vec<_> = parts.iter().filter(|part| is_digit(part.kind)).collect();
    let mut rows = Vec::new();
    if let (Some(first), Some(last)) = (digits.first(), digits.last()) {
        let texts: Vec<_> = digits.iter().map(|part| told(part)).collect();
        rows.push(Told {
            text: texts.join(", "),
            line: first.line,
            octets: first.octets.start..last.octets.end,
        });
    }
    let challenge = parts.iter().find(|part| part.kind == PartKind::Challenge);
    for part in parts {
        match part.kind {
            kind if is_digit(kind) => {}
            // It stands there already.
            PartKind::Text if challenge.is_some_and(|one| one.text == part.text) => {}
            PartKind::Separator if part.text == " " => {}
            PartKind::Text => {
                let text = format!("\u{201c}{}\u{201d}", plain(&part.text));
                rows.push(row(part, text));
            }
            _ => {
                rows.push(row(part, told(part)));
                rows.extend(part.inside.iter().map(|piece| row(part, piece.clone())));
            }
        }
    }
    rows
}

fn means(kb: &Kb, locale: &Locale, code: Code, kind: PartKind, octets: &[u8]) -> String {
    let word = |key: &str| locale.word("anatomy", key).to_owned();
    let [_, topic, _] = code.digits();
    match kind {
        PartKind::Outcome => outcome(locale, code),
        PartKind::Topic => locale
            .word("compare", &format!("subject-{topic}"))
            .to_owned(),
        PartKind::Separator => word(match octets {
            b" " => "separator-last",
            b"-" => "separator-more",
            _ => "separator-odd",
        }),
        PartKind::Enhanced => Enhanced::at_start(octets)
            .map_or_else(String::new, |enhanced| detail(kb, locale, code, enhanced)),
        PartKind::Challenge => challenge(locale, octets),
        PartKind::Text => String::new(),
        PartKind::Case | PartKind::Host | PartKind::Path | PartKind::QueueId | PartKind::Url => {
            word(kind.name())
        }
    }
}

fn outcome(locale: &Locale, code: Code) -> String {
    locale.word("explain", code.class().name()).to_owned()
}

/// Class, subject and detail; and where the class is not the code's, which one clients act on
/// (RFC 2034 §4 wants both to agree, RFC 5321 §4.2 lets the code decide).
fn detail(kb: &Kb, locale: &Locale, code: Code, enhanced: Enhanced) -> String {
    let class = Code(u16::from(enhanced.class) * 100);
    let about = locale.word("compare", &format!("about-{}", enhanced.subject));
    let subject = if about.is_empty() {
        locale.word("anatomy", "subject-other")
    } else {
        about
    };
    let title = kb.enhanced(enhanced).map_or("", |card| &card.words.title);
    let fill = [
        ("outcome", outcome(locale, class)),
        ("subject", subject.to_owned()),
        ("title", title.to_owned()),
        ("code", code.to_string()),
        ("decided", outcome(locale, code)),
    ];
    let said = locale.fill("anatomy.enhanced", &fill);
    if class.class() == code.class() {
        return said;
    }
    format!("{said} {}", locale.fill("anatomy.disagree", &fill))
}

fn decoded(challenge: &[u8]) -> Vec<u8> {
    data_encoding::BASE64.decode(challenge).unwrap_or_default()
}

/// What a 334 asks for in no known form, if it can be read.
fn challenge(locale: &Locale, octets: &[u8]) -> String {
    let text = String::from_utf8(decoded(octets)).ok();
    match text.filter(|text| !text.is_empty() && !text.chars().any(char::is_control)) {
        Some(text) => {
            let text = text.replace('`', "'");
            locale.fill("anatomy.challenge", &[("decoded", text)])
        }
        None => locale.word("anatomy", "challenge-octets").to_owned(),
    }
}

/// The pieces inside a login's base64, a line each: `user: alice@b.example`.
pub fn pieces(locale: &Locale, pieces: &[Piece]) -> Vec<String> {
    let told = |piece: &Piece| {
        let label = locale.word("auth", piece.name);
        let octets = ("octets", piece.octets.to_string());
        match &piece.text {
            Some(text) if !text.is_empty() => {
                let text = printable_str(text).replace('`', "'");
                format!("{label}: `{text}`")
            }
            _ if piece.octets == 0 => format!("{label}: {}", locale.word("auth", "empty")),
            _ if Piece::TELLING.contains(&piece.name) => label.to_owned(),
            _ => format!("{label}: {}", locale.fill("auth.hidden", &[octets])),
        }
    };
    pieces.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_apart(tag: &str, reply: &str) -> Vec<String> {
        let reply = Reply::read(format!("{reply}\r\n").as_bytes());
        lines(&anatomy(&Kb::load(tag), &Locale::load(tag), &reply))
    }

    #[test]
    fn the_parts_are_told_in_the_order_they_stand() {
        assert_eq!(
            taken_apart("en", "250 2.0.0 Ok: queued as 4F1AB12"),
            [
                "`2` done, `5` is about mail itself, `0` the exact case",
                "`2.0.0` done, is about nothing in particular: Nothing more than the class.",
                "`4F1AB12` the queue id: the message's name in the server's log",
                "\u{201c}Ok: queued as 4F1AB12\u{201d}",
            ]
        );
    }

    /// Once `4.7.0 TLS` was taken for a version of TLS.
    #[test]
    fn an_enhanced_code_is_no_version_of_tls() {
        let lines = taken_apart("en", "454 4.7.0 TLS not available due to local problem");
        assert!(
            lines[1].starts_with("`4.7.0` not now, is about security or policy: "),
            "{lines:?}"
        );
        assert_eq!(
            lines[2],
            "\u{201c}TLS not available due to local problem\u{201d}"
        );
    }

    #[test]
    fn where_the_codes_disagree_it_says_which_one_counts() {
        let lines = taken_apart("en", "550 4.4.7 Message expired");
        assert!(
            lines[1].ends_with("But `550` says refused, and clients act on `550`."),
            "{lines:?}"
        );
        let agreeing = taken_apart("en", "450 4.4.7 Message expired");
        assert!(!agreeing[1].contains("But"), "{agreeing:?}");
    }

    #[test]
    fn a_question_in_base64_is_read() {
        assert_eq!(
            taken_apart("en", "334 VXNlcm5hbWU6")[1..],
            [
                "`VXNlcm5hbWU6` base64; inside it:",
                "a question: `Username:`",
            ]
        );
        let lines = taken_apart("en", "334 aGVsbG8=");
        assert!(lines[1].contains("`hello`"), "{lines:?}");
    }

    #[test]
    fn every_part_means_something_in_every_language() {
        let replies = [
            "250-5.9.1 a b-c.example queued as 12345",
            "250 2.1.5 Ok https://example.com/",
            "334 AAEC",
            "334 VXNlcm5hbWU6",
            "221 mx.example Bye",
            "551 <a@b.example>",
            "999_x",
            "430 4.6.7 x",
            "411 4.2.0 x",
            "500 5.3.0 x",
            "521 5.5.5 x",
            "450 5.0.0 x",
            "250 2.7.0 x",
        ];
        for tag in ["en", "ko", "vi"] {
            let (kb, locale) = (Kb::load(tag), Locale::load(tag));
            for reply in replies {
                let reply = Reply::read(format!("{reply}\r\n").as_bytes());
                for part in anatomy(&kb, &locale, &reply) {
                    let said = part.kind == PartKind::Text || !part.means.is_empty();
                    assert!(said && !part.means.contains('{'), "{tag} {part:?}");
                }
            }
        }
    }
}
