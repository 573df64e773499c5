//! What may be worth saying about a line or a reply. Nothing here stops anything.
//!
//! To add one: a variant, its name, the check in `judge` (client lines) or here (replies), and its
//! card `assets/cards/rule/<name>.toml`. A test names the card that is missing.

use std::ops::Range;

use crate::wire::{Fault, Line, Slip};

/// Something ehlo noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Sent after the session was over.
    AfterEnd,
    /// In a login name and password stand in each other's place.
    Swapped,
    /// Sent without waiting for a reply that should have been waited for.
    AheadOfReply,
    /// A CR that is not part of a line end.
    BareCr,
    /// A client line ended by LF alone.
    BareLf,
    /// A server line ended by LF alone.
    BareLfReply,
    /// An AUTH answer that is not base64.
    BadBase64,
    /// A path that departs from the grammar, and where.
    BadPath(Slip, Range<usize>),
    /// Neither a space nor a hyphen after the code.
    BadSeparator,
    /// A client line before the server's greeting.
    BeforeGreeting,
    /// A 421 that answers no command.
    ClosingUnasked,
    /// Control characters in a reply; they were made harmless.
    ControlOctets,
    /// TLS is on and EHLO has not been sent again.
    EhloAgain,
    /// 8-bit octets where 7 bits are the rule.
    EightBit,
    /// The `*` that cancels a login, in base64.
    EncodedCancel,
    /// The enhanced code's class is not the reply code's.
    EnhancedMismatch,
    /// This many octets came in the clear behind the 220 to STARTTLS.
    InjectedBeforeTls(usize),
    /// A reply that came after its time was up.
    LateReply,
    /// The base64 of a login's answer ends with a line end.
    LineEndInside,
    /// A line longer than its limit, in octets.
    LineTooLong {
        /// How long it is.
        octets: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A stray line that looks like another protocol's.
    LooksLike(Protocol),
    /// The link ended inside a reply.
    LostMidReply,
    /// The verb needs an argument.
    MissingArgument,
    /// A line within a multi-line reply that has no code.
    MissingCode,
    /// PLAIN without its two NUL octets.
    MissingNul,
    /// Different codes within one reply.
    MixedCodes,
    /// A reply of a code alone.
    NoText,
    /// A line that is no reply at all.
    NotAReply,
    /// A login's answer that is plain text, and happens to look like base64.
    NotEncoded,
    /// The verb needs a keyword that EHLO did not offer.
    NotOffered(&'static str),
    /// Octets in a reply that are no UTF-8.
    NotUtf8,
    /// A NUL octet.
    NulOctet,
    /// The verb is not due in this phase.
    OutOfSequence,
    /// A reply line over 512 octets.
    ReplyLineTooLong,
    /// A reply of which only the head was kept; this many octets were not.
    ReplyTooLong(u64),
    /// A secret over a link without TLS.
    SecretInClear,
    /// `SIZE=` is over what the server takes.
    SizeExceeded {
        /// What was announced.
        octets: u64,
        /// What the server takes.
        limit: u64,
    },
    /// A greeting that took this many seconds.
    SlowGreeting(u64),
    /// A reply that took this many seconds.
    SlowReply(u64),
    /// A space behind the colon of `MAIL FROM:`.
    SpaceAfterColon(Range<usize>),
    /// RFC 5321 §4.3.2 does not list this code for this verb.
    UnexpectedCode,
    /// A parameter whose keyword was not offered, and where it stands.
    UnknownParameter(String, Range<usize>),
    /// No such verb.
    UnknownVerb,
    /// A reply that answers no command.
    Unsolicited,
    /// The verb takes no argument.
    UnwantedArgument,
}

/// Another protocol that answers where SMTP was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the protocols'")]
pub enum Protocol {
    Ftp,
    Http,
    Imap,
    Pop3,
    Ssh,
    Tls,
}

impl Protocol {
    /// Guesses from the first octets of a line that is no reply.
    pub fn guess(line: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| {
            line.len() >= with.len()
                && line
                    .iter()
                    .zip(with)
                    .all(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        // A TLS record: alert (21) or handshake (22), then version 3.x (RFC 8446 §5.1).
        if matches!(line, [0x15 | 0x16, 0x03, ..]) {
            return Some(Self::Tls);
        }
        [
            (&b"HTTP/"[..], Self::Http),
            (b"<!DOCTYPE", Self::Http),
            (b"<html", Self::Http),
            (b"SSH-", Self::Ssh),
            (b"+OK", Self::Pop3),
            (b"-ERR", Self::Pop3),
            (b"* OK", Self::Imap),
            (b"* BYE", Self::Imap),
            (b"* PREAUTH", Self::Imap),
        ]
        .into_iter()
        .find(|(with, _)| begins(with))
        .map(|(_, protocol)| protocol)
    }
}

impl Finding {
    /// The name its card is filed under.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AfterEnd => "after-end",
            Self::Swapped => "answers-swapped",
            Self::AheadOfReply => "ahead-of-reply",
            Self::BareCr => "bare-cr",
            Self::BareLf => "bare-lf",
            Self::BareLfReply => "bare-lf-reply",
            Self::BadBase64 => "bad-base64",
            Self::BadPath(..) => "bad-path",
            Self::BadSeparator => "bad-separator",
            Self::BeforeGreeting => "before-greeting",
            Self::ClosingUnasked => "closing-unasked",
            Self::ControlOctets => "control-octets",
            Self::EhloAgain => "ehlo-again",
            Self::EightBit => "eight-bit",
            Self::EncodedCancel => "encoded-cancel",
            Self::EnhancedMismatch => "enhanced-mismatch",
            Self::InjectedBeforeTls(_) => "injected-before-tls",
            Self::LateReply => "late-reply",
            Self::LineEndInside => "line-end-inside",
            Self::LineTooLong { .. } => "line-too-long",
            Self::LooksLike(Protocol::Ftp) => "looks-like-ftp",
            Self::LooksLike(Protocol::Http) => "looks-like-http",
            Self::LooksLike(Protocol::Imap) => "looks-like-imap",
            Self::LooksLike(Protocol::Pop3) => "looks-like-pop3",
            Self::LooksLike(Protocol::Ssh) => "looks-like-ssh",
            Self::LooksLike(Protocol::Tls) => "looks-like-tls",
            Self::LostMidReply => "lost-mid-reply",
            Self::MissingArgument => "missing-argument",
            Self::MissingCode => "missing-code",
            Self::MissingNul => "missing-nul",
            Self::MixedCodes => "mixed-codes",
            Self::NoText => "no-text",
            Self::NotAReply => "not-a-reply",
            Self::NotEncoded => "not-encoded",
            Self::NotOffered(_) => "not-offered",
            Self::NotUtf8 => "not-utf8",
            Self::NulOctet => "nul-octet",
            Self::OutOfSequence => "out-of-sequence",
            Self::ReplyLineTooLong => "reply-line-too-long",
            Self::ReplyTooLong(_) => "reply-too-long",
            Self::SecretInClear => "secret-in-clear",
            Self::SizeExceeded { .. } => "size-exceeded",
            Self::SlowGreeting(_) => "slow-greeting",
            Self::SlowReply(_) => "slow-reply",
            Self::SpaceAfterColon(_) => "space-after-colon",
            Self::UnexpectedCode => "unexpected-code",
            Self::UnknownParameter(..) => "unknown-parameter",
            Self::UnknownVerb => "unknown-verb",
            Self::Unsolicited => "unsolicited",
            Self::UnwantedArgument => "unwanted-argument",
        }
    }

    /// The octets of the line it is about, where it is not about the whole line.
    pub fn span(&self) -> Option<Range<usize>> {
        match self {
            Self::BadPath(_, span)
            | Self::SpaceAfterColon(span)
            | Self::UnknownParameter(_, span) => Some(span.clone()),
            _ => None,
        }
    }

    /// The reply a server most likely gives to a line with this finding; `None` where servers
    /// mostly do not mind (RFC 5321 §4.2.4, §4.3.2).
    pub const fn likely_reply(&self) -> Option<u16> {
        match self {
            Self::OutOfSequence => Some(503),
            Self::UnknownVerb | Self::LineTooLong { .. } => Some(500),
            Self::MissingArgument
            | Self::UnwantedArgument
            | Self::BadPath(..)
            | Self::BadBase64 => Some(501),
            Self::NotOffered(_) => Some(502),
            Self::UnknownParameter(..) => Some(555),
            Self::SizeExceeded { .. } => Some(552),
            _ => None,
        }
    }

    /// What a fault in a reply's form is called as a finding.
    pub const fn of_fault(fault: Fault, dropped: u64) -> Self {
        match fault {
            Fault::BadSeparator => Self::BadSeparator,
            Fault::BareLf => Self::BareLfReply,
            Fault::ControlOctets => Self::ControlOctets,
            Fault::CutOff => Self::LostMidReply,
            Fault::LineTooLong => Self::ReplyLineTooLong,
            Fault::MissingCode => Self::MissingCode,
            Fault::MixedCodes => Self::MixedCodes,
            Fault::NoText => Self::NoText,
            Fault::NotUtf8 => Self::NotUtf8,
            Fault::TooLong => Self::ReplyTooLong(dropped),
        }
    }

    /// What to say of a line that is no reply.
    pub fn of_stray(line: &Line) -> Vec<Self> {
        let guess = Protocol::guess(&line.text).map(Self::LooksLike);
        std::iter::once(Self::NotAReply).chain(guess).collect()
    }

    /// Whether after this the peer cannot be taken for an SMTP server any more.
    pub const fn ends_trust(&self) -> bool {
        matches!(
            self,
            Self::LooksLike(_)
                | Self::MixedCodes
                | Self::ReplyTooLong(_)
                | Self::NotAReply
                | Self::LostMidReply
        )
    }

    /// Whether it deserves a remark of its own in the transcript, and not only a mark: what came is
    /// no sound SMTP, something was done that should not have been possible, or time tells something
    /// that the words do not.
    pub const fn is_grave(&self) -> bool {
        self.ends_trust()
            || matches!(
                self,
                Self::BadSeparator
                    | Self::ClosingUnasked
                    | Self::ControlOctets
                    | Self::InjectedBeforeTls(_)
                    | Self::LateReply
                    | Self::MissingCode
                    | Self::SlowGreeting(_)
                    | Self::SlowReply(_)
                    | Self::Unsolicited
            )
    }

    /// Figures for its words, by the names the cards use.
    pub fn figures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::InjectedBeforeTls(octets) => vec![("octets", octets.to_string())],
            Self::LineTooLong { octets, limit } => {
                vec![("octets", octets.to_string()), ("limit", limit.to_string())]
            }
            Self::NotOffered(keyword) => vec![("keyword", (*keyword).to_owned())],
            Self::ReplyTooLong(octets) => vec![("octets", octets.to_string())],
            Self::SizeExceeded { octets, limit } => {
                vec![("octets", octets.to_string()), ("limit", limit.to_string())]
            }
            Self::SlowGreeting(seconds) | Self::SlowReply(seconds) => {
                vec![("seconds", seconds.to_string())]
            }
            Self::UnknownParameter(name, _) => vec![("parameter", name.clone())],
            _ => Vec::new(),
        }
    }

    /// One of each, for the test that every finding has its card.
    pub fn samples() -> Vec<Self> {
        use Protocol::{Ftp, Http, Imap, Pop3, Ssh, Tls};
        let mut all = vec![
            Self::AfterEnd,
            Self::Swapped,
            Self::AheadOfReply,
            Self::BareCr,
            Self::BareLf,
            Self::BareLfReply,
            Self::BadBase64,
            Self::BadPath(Slip::NoBracket, 0..0),
            Self::BadSeparator,
            Self::BeforeGreeting,
            Self::ClosingUnasked,
            Self::ControlOctets,
            Self::EhloAgain,
            Self::EightBit,
            Self::EncodedCancel,
            Self::EnhancedMismatch,
            Self::InjectedBeforeTls(1),
            Self::LineEndInside,
            Self::LineTooLong {
                octets: 600,
                limit: 512,
            },
            Self::LateReply,
            Self::LostMidReply,
            Self::MissingArgument,
            Self::MissingCode,
            Self::MissingNul,
            Self::MixedCodes,
            Self::NoText,
            Self::NotAReply,
            Self::NotEncoded,
            Self::NotOffered("DSN"),
            Self::NotUtf8,
            Self::NulOctet,
            Self::OutOfSequence,
            Self::ReplyLineTooLong,
            Self::ReplyTooLong(1),
            Self::SecretInClear,
            Self::SizeExceeded {
                octets: 2,
                limit: 1,
            },
            Self::SlowGreeting(6),
            Self::SlowReply(6),
            Self::SpaceAfterColon(0..0),
            Self::UnexpectedCode,
            Self::UnknownParameter("X".into(), 0..0),
            Self::UnknownVerb,
            Self::Unsolicited,
            Self::UnwantedArgument,
        ];
        all.extend([Ftp, Http, Imap, Pop3, Ssh, Tls].map(Self::LooksLike));
        all
    }
}
