//! Server lines into replies (RFC 5321 §4.2): total, lossless up to a cap, and fast.
//!
//! A reply keeps its octets in one piece; its lines, texts and enhanced code are read from them
//! when asked for. What is wrong with it is a list of [`Fault`]s beside it, not an error.
//!
//! Absent on purpose: which command it answers, and what it means.

use std::fmt::Write as _;

use super::{Line, text};

mod parts;
mod reader;
pub use parts::{Part, PartKind};
pub use reader::ReplyReader;

/// A reply code: three digits (RFC 5321 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

/// What the first digit of a code says (RFC 5321 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// 2yz: done.
    Success,
    /// 3yz: go on.
    More,
    /// 4yz: not now.
    Transient,
    /// 5yz: no.
    Permanent,
    /// A first digit SMTP does not use.
    Other,
}

impl Code {
    /// The class the first digit stands for.
    pub const fn class(self) -> Class {
        match self.0 / 100 {
            2 => Class::Success,
            3 => Class::More,
            4 => Class::Transient,
            5 => Class::Permanent,
            _ => Class::Other,
        }
    }

    /// The three digits.
    pub const fn digits(self) -> [u8; 3] {
        [
            (self.0 / 100 % 10) as u8,
            (self.0 / 10 % 10) as u8,
            (self.0 % 10) as u8,
        ]
    }

    /// The code a line begins with.
    pub fn of_line(line: &[u8]) -> Option<Self> {
        let [a, b, c] = *line.first_chunk::<3>()?;
        let digit = |octet: u8| octet.is_ascii_digit().then(|| u16::from(octet - b'0'));
        Some(Self(digit(a)? * 100 + digit(b)? * 10 + digit(c)?))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

impl Class {
    /// The name its card is filed under.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "2yz",
            Self::More => "3yz",
            Self::Transient => "4yz",
            Self::Permanent => "5yz",
            Self::Other => "other",
        }
    }
}

/// An enhanced status code, `class.subject.detail` (RFC 3463 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Enhanced {
    /// 2, 4 or 5.
    pub class: u8,
    /// What it is about: 1 addresses, 2 mailboxes …
    pub subject: u16,
    /// The case.
    pub detail: u16,
}

impl Enhanced {
    /// Reads the code at the start of a text, if one stands there followed by a space or the end.
    pub fn at_start(text: &[u8]) -> Option<Self> {
        let word = text.split(|octet| *octet == b' ').next()?;
        let mut parts = word.split(|octet| *octet == b'.');
        let class = match parts.next()? {
            [class @ (b'2' | b'4' | b'5')] => class - b'0',
            _ => return None,
        };
        let subject = small(parts.next()?)?;
        let detail = small(parts.next()?)?;
        parts.next().is_none().then_some(Self {
            class,
            subject,
            detail,
        })
    }
}

/// A number of one to three digits (RFC 3463 §2).
fn small(digits: &[u8]) -> Option<u16> {
    let fits = (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| {
        digits
            .iter()
            .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'))
    })
}

impl std::fmt::Display for Enhanced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What may be wrong with the form of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A character that is neither a space nor a hyphen stands after the code.
    BadSeparator,
    /// A line ended with LF alone.
    BareLf,
    /// A control character other than a tab.
    ControlOctets,
    /// The link ended before the reply did.
    CutOff,
    /// A line over the 512 octets of RFC 5321 §4.5.3.1.5.
    LineTooLong,
    /// A further line of a multi-line reply has no code.
    MissingCode,
    /// The lines of one reply carry different codes.
    MixedCodes,
    /// The code stands alone; RFC 5321 §4.2.1 lets a client accept that.
    NoText,
    /// Octets that are no UTF-8.
    NotUtf8,
    /// More came than is kept; the rest was counted and dropped.
    TooLong,
}

/// One whole reply, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    octets: Box<[u8]>,
    code: Code,
    faults: Vec<Fault>,
    dropped: u64,
}

impl Reply {
    /// The longest line a reply may have, in octets (RFC 5321 §4.5.3.1.5).
    pub const LINE_LIMIT: usize = 512;

    /// A reply as a server says it, from a code and its lines of text. What may not stand in a
    /// reply (RFC 5321 §4.2) is made printable, and a text that is too long is cut.
    pub fn new(code: u16, texts: &[impl AsRef<str>]) -> Self {
        let mut octets = String::new();
        for (index, line) in texts.iter().enumerate() {
            let separator = if index + 1 == texts.len() { ' ' } else { '-' };
            let text = fit(line.as_ref());
            let _ = write!(octets, "{code:03}{separator}{text}\r\n");
        }
        if texts.is_empty() {
            octets = format!("{code:03}\r\n");
        }
        Self::read(octets.as_bytes())
    }

    /// Takes octets for one reply, whatever they are: what a test or a saved transcript holds.
    pub fn read(octets: &[u8]) -> Self {
        let mut reader = ReplyReader::default();
        reader.push(octets);
        match reader.next().or_else(|| reader.finish()) {
            Some(Received::Reply(reply)) => reply,
            _ => Self {
                octets: octets.into(),
                code: Code(0),
                faults: Vec::new(),
                dropped: 0,
            },
        }
    }

    /// The code; of the last line, if the lines disagree.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The class of the code.
    pub const fn class(&self) -> Class {
        self.code.class()
    }

    /// The octets as they came, line ends included.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The lines as they came.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.raw_lines().map(Line::read)
    }

    /// One line, counted from 0.
    pub fn line(&self, index: usize) -> Option<Line> {
        self.raw_lines().nth(index).map(Line::read)
    }

    /// How many lines it has.
    pub fn line_count(&self) -> usize {
        let ends = memchr::memchr_iter(b'\n', &self.octets).count();
        let unended = self.octets.last().is_some_and(|octet| *octet != b'\n');
        ends + usize::from(unended)
    }

    /// The text behind the code of each line, without line ends.
    pub fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.raw_lines().map(|line| {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if Code::of_line(line).is_some() {
                line.get(4..).unwrap_or_default()
            } else {
                line
            }
        })
    }

    /// The enhanced status code of the first line that has one. Whether its class fits the code
    /// is for others to say: `550 4.7.0` is read as it stands.
    pub fn enhanced(&self) -> Option<Enhanced> {
        self.texts().find_map(Enhanced::at_start)
    }

    /// What is wrong with its form.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// How many octets came beyond those that were kept.
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The same reply with every occurrence of `secret` made unreadable, length kept.
    #[must_use]
    pub fn masked(mut self, secret: &[u8]) -> Self {
        text::mask(&mut self.octets, secret);
        self
    }

    fn raw_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.octets.split_inclusive(|octet| *octet == b'\n')
    }
}

/// What came from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A whole reply.
    Reply(Reply),
    /// A line that is no reply and does not stand within one.
    Stray(Line),
    /// A reply or line grew past what is kept; it is still coming. Said once for each.
    Flooding,
}

/// What a line says about the reply it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A code and a hyphen: more lines follow.
    Goes(Code),
    /// A code, then a space or the end of the line.
    Ends(Code),
    /// A code and something else: taken for the end.
    Odd(Code),
    /// No code.
    None,
}

/// Reads the first four octets of a line. A fourth digit makes it no reply.
fn shape(line: &[u8]) -> Shape {
    let Some(code) = Code::of_line(line) else {
        return Shape::None;
    };
    match line.get(3) {
        Some(b'-') => Shape::Goes(code),
        None | Some(b' ' | b'\r' | b'\n') => Shape::Ends(code),
        Some(octet) if octet.is_ascii_digit() => Shape::None,
        Some(_) => Shape::Odd(code),
    }
}

/// A text as it may stand behind a code: printable, and no longer than the line's limit.
fn fit(text: &str) -> String {
    let mut text = text::printable_str(text).into_owned();
    let room = Reply::LINE_LIMIT - "250 \r\n".len();
    text.truncate(text.floor_char_boundary(room));
    text
}

/// The faults that one line shows by itself.
fn line_faults(line: &[u8], faults: &mut Vec<Fault>) {
    let mut add = |fault| {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    let length = line.len();
    let body = match line {
        [body @ .., b'\r', b'\n'] => body,
        [body @ .., b'\n'] => {
            add(Fault::BareLf);
            body
        }
        body => body,
    };
    if length > Reply::LINE_LIMIT {
        add(Fault::LineTooLong);
    }
    if text::is_plain_ascii(body) {
        return;
    }
    if std::str::from_utf8(body).is_err() {
        add(Fault::NotUtf8);
    }
    let acts = |character: char| character != '\t' && text::is_hidden(character);
    if String::from_utf8_lossy(body).chars().any(acts) {
        add(Fault::ControlOctets);
    }
}

/// A stray line, ended as it came.
fn stray(octets: &[u8]) -> Received {
    Received::Stray(Line::read(octets))
}

#[cfg(test)]
mod tests;
