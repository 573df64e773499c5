//! Any octets in any pieces: `:raw`, `:ending`, `:split`, `:drip`, `:half-close`.
//!
//! Absent on purpose: whether it is wise. What is odd about it is found like that of any line.

use std::time::Duration;

use super::queue::in_pieces;
use super::{App, Effect, LinkState};
use crate::context::Context;
use crate::link::Action;
use crate::wire::Line;

/// What a line that is typed is ended by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// CR LF, as SMTP wants it.
    #[default]
    Crlf,
    /// LF alone.
    Lf,
    /// CR alone.
    Cr,
    /// Nothing: the next line goes on where this one stopped.
    None,
}

impl LineEnd {
    /// Each with the name it is asked for by.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("crlf", Self::Crlf),
        ("lf", Self::Lf),
        ("cr", Self::Cr),
        ("none", Self::None),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        let row = Self::ALL.iter().find(|(_, end)| *end == self);
        row.map_or("", |(name, _)| name)
    }

    /// A line that ends so.
    pub(super) fn line(self, text: &str) -> Line {
        let end = match self {
            Self::Crlf => "\r\n",
            Self::Lf => "\n",
            Self::Cr => "\r",
            Self::None => "",
        };
        Line::read(format!("{text}{end}").as_bytes())
    }
}

/// Between the pieces of a line that is split: long enough for each to travel by itself.
const APART: Duration = Duration::from_millis(50);
/// The longest pause between two octets.
const LONGEST: u64 = 60_000;

impl App {
    /// `:raw OCTETS`: escapes are octets, and nothing is added.
    pub(super) fn raw(&mut self, ctx: &Context, at: Duration, argument: &str) -> Vec<Effect> {
        match unescape(argument) {
            Some(octets) if self.link == LinkState::Open => {
                let lines: Vec<_> = octets
                    .split_inclusive(|octet| *octet == b'\n')
                    .map(Line::read)
                    .collect();
                let actions = self.conversation.say_all(at, &lines);
                self.sent(actions)
            }
            Some(_) => self.tell_no_link(ctx),
            None => self.tell_error(ctx.ui("bad-escape").to_owned()),
        }
    }

    /// `:ending crlf|lf|cr|none`: for the lines that are typed from here on.
    pub(super) fn end_lines(&mut self, ctx: &Context, name: &str) -> Vec<Effect> {
        let Some((_, end)) = LineEnd::ALL.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = LineEnd::ALL.iter().map(|(name, _)| *name).collect();
            let fill = [("name", name.to_owned()), ("known", known.join(" "))];
            return self.tell_error(ctx.ui_with("unknown-ending", &fill));
        };
        self.ending = *end;
        Vec::new()
    }

    /// `:split N LINE`: in pieces of N octets, each in a segment of its own.
    pub(super) fn split(&mut self, ctx: &Context, at: Duration, argument: &str) -> Vec<Effect> {
        match number_and_line(argument) {
            Some((size @ 1.., line)) => {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                self.say_in_pieces(ctx, at, line, (size, APART))
            }
            _ => self.tell(ctx.ui_with("needs-argument", &[("usage", ":split N LINE".to_owned())])),
        }
    }

    /// `:drip MS LINE`: octet by octet, with so many milliseconds between them.
    pub(super) fn drip(&mut self, ctx: &Context, at: Duration, argument: &str) -> Vec<Effect> {
        match number_and_line(argument) {
            Some((pause @ 0..=LONGEST, line)) => {
                self.say_in_pieces(ctx, at, line, (1, Duration::from_millis(pause)))
            }
            _ => self.tell(ctx.ui_with("needs-argument", &[("usage", ":drip MS LINE".to_owned())])),
        }
    }

    /// `:half-close`: nothing more will be said, but what the server says is heard.
    pub(super) fn half_close(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        self.conversation.remark(at, "half-closed", Vec::new());
        vec![Effect::Link(Action::HalfClose)]
    }

    fn say_in_pieces(
        &mut self,
        ctx: &Context,
        at: Duration,
        line: &str,
        (size, pause): (usize, Duration),
    ) -> Vec<Effect> {
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let line = self.ending.line(line);
        let actions = self.conversation.say(at, &line);
        self.sent(in_pieces(actions, size, pause))
    }
}

/// `4 EHLO me` as a number and the rest.
fn number_and_line(argument: &str) -> Option<(u64, &str)> {
    let (number, line) = argument.split_once(' ')?;
    Some((number.parse().ok()?, line)).filter(|(_, line)| !line.is_empty())
}

/// `\r \n \t \0 \\ \xHH` into octets; `None` for any other escape.
pub(super) fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if letter != '\\' {
            octets.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            continue;
        }
        octets.push(match rest.next()? {
            'r' => b'\r',
            'n' => b'\n',
            't' => b'\t',
            '0' => 0,
            '\\' => b'\\',
            'x' => {
                let digits: String = rest.by_ref().take(2).collect();
                u8::from_str_radix(&digits, 16)
                    .ok()
                    .filter(|_| digits.len() == 2)?
            }
            _ => return None,
        });
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(
            unescape(r"NOOP\r\n\x00\0\\é").as_deref(),
            Some("NOOP\r\n\0\0\\é".as_bytes())
        );
        for bad in [r"\q", r"\x1", r"\"] {
            assert_eq!(unescape(bad), None, "{bad}");
        }
    }

    #[test]
    fn lines_end_as_asked() {
        for (name, octets) in [
            ("crlf", "x\r\n"),
            ("lf", "x\n"),
            ("cr", "x\r"),
            ("none", "x"),
        ] {
            let end = LineEnd::ALL.iter().find(|(known, _)| *known == name);
            let line = end.map(|(_, end)| end.line("x").octets());
            assert_eq!(line.as_deref(), Some(octets.as_bytes()), "{name}");
        }
    }
}
