//! Message content on the wire: dot-stuffing both ways (RFC 5321 §4.5.2).
//!
//! Absent on purpose: header fields, MIME, lengths. Content is octets.

use memchr::memmem;

/// The line that ends a message.
pub const END: &[u8] = b".\r\n";

/// Dot-stuffing of content that comes in pieces, cut anywhere.
#[derive(Debug)]
pub struct Stuffing {
    /// The next octet begins a line.
    at_start: bool,
    /// How many lines got a dot.
    dots: u64,
}

impl Default for Stuffing {
    fn default() -> Self {
        Self {
            at_start: true,
            dots: 0,
        }
    }
}

impl Stuffing {
    /// A piece as `DATA` sends it: every line that begins with a dot gets one more.
    pub fn push(&mut self, piece: Vec<u8>) -> Vec<u8> {
        let first = self.at_start && piece.first() == Some(&b'.');
        let places: Vec<_> = first
            .then_some(0)
            .into_iter()
            .chain(memmem::find_iter(&piece, b"\n.").map(|at| at + 1))
            .collect();
        if let Some(last) = piece.last() {
            self.at_start = *last == b'\n';
        }
        self.dots += places.len() as u64;
        if places.is_empty() {
            return piece;
        }
        let mut wire = Vec::with_capacity(piece.len() + places.len());
        let mut from = 0;
        for place in places {
            wire.extend_from_slice(piece.get(from..place).unwrap_or_default());
            wire.push(b'.');
            from = place;
        }
        wire.extend_from_slice(piece.get(from..).unwrap_or_default());
        wire
    }

    /// What closes the last line, where it is open (RFC 5321 §4.1.1.4). The final dot is not in it.
    pub const fn end(&self) -> &'static [u8] {
        if self.at_start { b"" } else { b"\r\n" }
    }

    /// How many lines got a dot so far.
    pub const fn dots(&self) -> u64 {
        self.dots
    }
}

/// Whole content as `DATA` sends it, the final dot included.
pub fn stuff(content: Vec<u8>) -> Vec<u8> {
    let mut stuffing = Stuffing::default();
    let mut wire = stuffing.push(content);
    wire.extend_from_slice(stuffing.end());
    wire.extend_from_slice(END);
    wire
}

/// Where content that is sent as it stands comes to its final dot: the octets before that line.
/// `None` if it is not in there. `at_start`: the first octet begins a line.
pub fn before_end(octets: &[u8], at_start: bool) -> Option<usize> {
    if at_start && octets.starts_with(END) {
        return Some(0);
    }
    memmem::find(octets, b"\r\n.\r\n").map(|at| at + 2)
}

/// One received line's text with its stuffed dot taken away. The final dot is the caller's to see.
pub fn unstuff(text: &[u8]) -> &[u8] {
    match text {
        [b'.', rest @ ..] => rest,
        text => text,
    }
}

/// Lines as a person typed them, with CRLF at the end of each: what an editor sends.
pub fn from_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut content = Vec::new();
    for line in lines {
        content.extend_from_slice(line.as_bytes());
        content.extend_from_slice(b"\r\n");
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: &[(&str, &str)] = &[
        ("", ".\r\n"),
        ("hi\r\n", "hi\r\n.\r\n"),
        ("hi", "hi\r\n.\r\n"),
        ("hi\r", "hi\r\r\n.\r\n"),
        (".\r\n..b\r\n", "..\r\n...b\r\n.\r\n"),
        ("a.b\r\n", "a.b\r\n.\r\n"),
        ("\n.\n\n.", "\n..\n\n..\r\n.\r\n"),
    ];

    #[test]
    fn dots_are_doubled_wherever_the_content_is_cut() {
        for (content, wire) in EXAMPLES {
            for size in 1..=content.len().max(1) {
                let mut stuffing = Stuffing::default();
                let mut sent = Vec::new();
                for piece in content.as_bytes().chunks(size) {
                    sent.extend(stuffing.push(piece.to_vec()));
                }
                sent.extend_from_slice(stuffing.end());
                sent.extend_from_slice(END);
                assert_eq!(String::from_utf8_lossy(&sent), *wire, "{size}");
                let dots = sent.len() - content.len() - stuffing.end().len() - END.len();
                assert_eq!(stuffing.dots(), dots as u64);
            }
        }
    }

    #[test]
    fn the_final_dot_is_a_line_of_its_own() {
        for (octets, at_start, end) in [
            (".\r\n", true, Some(0)),
            (".\r\n", false, None),
            ("a\r\n.\r\nQUIT\r\n", true, Some(3)),
            ("a\n.\r\n", true, None),
            ("a\r\n.\n", true, None),
            ("a\r\n..\r\n", true, None),
        ] {
            assert_eq!(before_end(octets.as_bytes(), at_start), end, "{octets:?}");
        }
    }

    #[test]
    fn unstuffing_takes_one_dot() {
        assert_eq!(unstuff(b"..a"), b".a");
        assert_eq!(unstuff(b"a"), b"a");
    }
}
