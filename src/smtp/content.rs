//! Content that goes by in pieces: how much it is, and what is odd about it. Nothing of it is kept.
//!
//! Absent on purpose: dot-stuffing (`wire::body`), header fields, and what is not on the wire.

use memchr::{memchr, memchr_iter};

use super::Finding;

/// The longest line of content, line end included (RFC 5321 §4.5.3.1.6).
pub(super) const TEXT_LIMIT: usize = 1000;

/// What is known of content so far.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts of the octets so far"
)]
pub struct Content {
    octets: u64,
    lines: u64,
    dots: u64,
    /// Octets of the line under way; a dot that transparency added does not count.
    line: usize,
    /// It has begun.
    begun: bool,
    /// The last octet was CR.
    after_cr: bool,
    at_start: bool,
    /// Octets over 127 are nothing odd.
    eight_bit: bool,
    /// A dot at the beginning of a line was added for transparency (RFC 5321 §4.5.2).
    stuffed: bool,
    findings: Vec<Finding>,
}

impl Content {
    /// Nothing yet. `eight_bit`: octets over 127 are agreed on. `stuffed`: it is as `DATA` sends it,
    /// so that a dot at the beginning of a line does not count.
    pub const fn new(eight_bit: bool, stuffed: bool) -> Self {
        Self {
            octets: 0,
            lines: 0,
            dots: 0,
            line: 0,
            begun: false,
            after_cr: false,
            at_start: true,
            eight_bit,
            stuffed,
            findings: Vec::new(),
        }
    }

    /// The same for content that goes on with a line, if `at_start` says that it does not begin one.
    #[must_use]
    pub(super) const fn going_on(mut self, at_start: bool) -> Self {
        self.at_start = at_start;
        self.begun = !at_start;
        self
    }

    /// Takes the next piece, cut anywhere.
    pub fn push(&mut self, piece: &[u8]) {
        let mut from = 0;
        for end in memchr_iter(b'\n', piece) {
            self.part(piece.get(from..end).unwrap_or_default());
            from = end + 1;
            let crlf = self.after_cr;
            self.note(!crlf, Finding::BareLf);
            self.line += 1;
            self.octets += 1;
            self.finish_line();
            self.at_start = crlf;
            self.after_cr = false;
        }
        self.part(piece.get(from..).unwrap_or_default());
    }

    /// Octets of one line, without its LF.
    fn part(&mut self, part: &[u8]) {
        let Some(last) = part.last() else {
            return;
        };
        let dotted = !self.begun && part.first() == Some(&b'.');
        self.dots += u64::from(dotted);
        self.line += part.len() - usize::from(dotted && self.stuffed);
        self.octets += part.len() as u64;
        let cr = memchr(b'\r', part).is_some_and(|at| at + 1 < part.len());
        self.note(self.after_cr || cr, Finding::BareCr);
        self.note(memchr(0, part).is_some(), Finding::NulOctet);
        self.note(!self.eight_bit && !part.is_ascii(), Finding::EightBit);
        self.after_cr = *last == b'\r';
        self.begun = true;
        self.at_start = false;
    }

    fn finish_line(&mut self) {
        self.lines += 1;
        self.begun = false;
        let octets = std::mem::take(&mut self.line);
        let limit = TEXT_LIMIT;
        self.note(octets > limit, Finding::LineTooLong { octets, limit });
    }

    /// No more will come: a last line without an end counts too.
    pub fn end(&mut self) {
        if self.begun {
            self.note(self.after_cr, Finding::BareCr);
            self.finish_line();
        }
    }

    fn note(&mut self, found: bool, finding: Finding) {
        if found
            && !self
                .findings
                .iter()
                .any(|known| known.name() == finding.name())
        {
            self.findings.push(finding);
        }
    }

    /// How many octets there were.
    pub const fn octets(&self) -> u64 {
        self.octets
    }

    /// The same as SIZE counts them: without the dots that were added (RFC 1870 §5).
    pub const fn size(&self) -> u64 {
        if self.stuffed {
            self.octets - self.dots
        } else {
            self.octets
        }
    }

    /// How many lines.
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    /// How many of them begin with a dot.
    pub const fn dots(&self) -> u64 {
        self.dots
    }

    /// Whether what comes next begins a line, as `DATA` has it: behind CRLF, or at the beginning.
    pub const fn at_line_start(&self) -> bool {
        self.at_start
    }

    /// What is odd about it, each finding once.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(content: &str, size: usize) -> (u64, u64, u64, bool, Vec<&'static str>) {
        let mut seen = Content::new(false, true);
        for piece in content.as_bytes().chunks(size) {
            seen.push(piece);
        }
        let at_start = seen.at_line_start();
        seen.end();
        let names = seen.findings().iter().map(Finding::name).collect();
        (seen.size(), seen.lines(), seen.dots(), at_start, names)
    }

    #[test]
    fn what_is_seen_does_not_depend_on_where_it_is_cut() {
        let long = format!("{}\r\n", "x".repeat(999));
        let dotted = format!(".{}\r\n", "x".repeat(998));
        for (content, wanted) in [
            ("", (0, 0, 0, true, vec![])),
            ("a\r\n..\r\n.b\r\n", (9, 3, 2, true, vec![])),
            ("a\nb", (3, 2, 0, false, vec!["bare-lf"])),
            ("a\rb\r\n", (5, 1, 0, true, vec!["bare-cr"])),
            ("a\r", (2, 1, 0, false, vec!["bare-cr"])),
            (
                "\0\r\né\r\n",
                (7, 2, 0, true, vec!["nul-octet", "eight-bit"]),
            ),
            (&long, (1001, 1, 0, true, vec!["line-too-long"])),
            (&dotted, (1000, 1, 1, true, vec![])),
        ] {
            for size in [1, 2, 3, 7, 4096] {
                assert_eq!(seen(content, size), wanted, "{content:?} by {size}");
            }
        }
    }
}
