//! Bytes into lines, without loss: which line end it was is kept, and a bare CR stays in the text.
//!
//! Absent on purpose: judging lengths (512, 998, 1000 octets are findings of `smtp`). The one
//! limit here is [`LineReader::MOST`], against a peer that never ends a line.

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// CR LF, the only line end SMTP knows (RFC 5321 §2.3.8).
    Crlf,
    /// A bare LF.
    Lf,
    /// The bytes ended, or the cap was reached, before any line end came.
    Cut,
}

impl Ending {
    /// The octets of this ending.
    pub const fn octets(self) -> &'static [u8] {
        match self {
            Self::Crlf => b"\r\n",
            Self::Lf => b"\n",
            Self::Cut => b"",
        }
    }
}

/// One line as it went over the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// The octets before the line end.
    pub text: Vec<u8>,
    /// The line end.
    pub ending: Ending,
}

impl Line {
    /// A line as a well-behaved peer sends it: ended by CRLF.
    pub fn new(text: impl Into<Vec<u8>>) -> Self {
        Self {
            text: text.into(),
            ending: Ending::Crlf,
        }
    }

    /// Splits a line at its end: `b"NOOP\r\n"`. Octets without a line end are [`Ending::Cut`].
    pub fn read(octets: &[u8]) -> Self {
        let (text, ending) = match octets {
            [text @ .., b'\r', b'\n'] => (text, Ending::Crlf),
            [text @ .., b'\n'] => (text, Ending::Lf),
            text => (text, Ending::Cut),
        };
        Self {
            text: text.to_vec(),
            ending,
        }
    }

    /// The line as it goes over the wire, line end included.
    pub fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(self.text.len() + 2);
        octets.extend_from_slice(&self.text);
        octets.extend_from_slice(self.ending.octets());
        octets
    }

    /// Length on the wire, line end included: what RFC 5321 §4.5.3.1 counts.
    pub fn len(&self) -> usize {
        self.text.len() + self.ending.octets().len()
    }

    /// Whether nothing at all was sent.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Cuts incoming bytes into lines, and hands out counted octets where SMTP counts (BDAT).
#[derive(Debug, Default)]
pub struct LineReader {
    buffer: Vec<u8>,
    start: usize,
    searched: usize,
}

impl LineReader {
    /// The longest run of octets without a line end that is kept together: 64 KiB, far over every
    /// limit of RFC 5321 §4.5.3.1. A longer one is handed out in pieces that are [`Ending::Cut`].
    pub const MOST: usize = 64 * 1024;

    /// Takes bytes in, in any pieces.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.searched -= self.start;
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Hands out up to `most` octets that are waiting, line ends and all.
    pub fn octets(&mut self, most: usize) -> Vec<u8> {
        let waiting = self.buffer.get(self.start..).unwrap_or_default();
        let octets = waiting.get(..most).unwrap_or(waiting).to_vec();
        self.advance(self.start + octets.len());
        octets
    }

    /// What is left without a line end, once no more bytes will come.
    pub fn finish(&mut self) -> Option<Line> {
        let left = self.octets(usize::MAX);
        (!left.is_empty()).then_some(Line {
            text: left,
            ending: Ending::Cut,
        })
    }

    /// How many octets wait to be handed out.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.start
    }

    fn advance(&mut self, to: usize) {
        self.start = to;
        self.searched = self.searched.max(to);
    }
}

impl Iterator for LineReader {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        // However much came at once, a line is cut where it would be if it had come octet by octet.
        let most = self.start + Self::MOST;
        let found = memchr::memchr(b'\n', unsearched).map(|at| self.searched + at + 1);
        let end = match found {
            Some(end) if end <= most => end,
            _ if self.waiting() >= Self::MOST => most,
            Some(end) => end,
            None => {
                self.searched = self.buffer.len();
                return None;
            }
        };
        let line = Line::read(self.buffer.get(self.start..end)?);
        self.start = end;
        self.searched = end;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<Line> {
        let mut reader = LineReader::default();
        let mut lines = Vec::new();
        for piece in pieces {
            reader.push(piece);
            lines.extend(reader.by_ref());
        }
        lines.extend(reader.finish());
        lines
    }

    #[test]
    fn each_line_end_is_kept() {
        let lines = lines(&[b"a\r", b"\nb\n\r\nc\rd\n", b"e"]);
        let endings: Vec<_> = lines.iter().map(|line| line.ending).collect();
        assert_eq!(
            endings,
            [
                Ending::Crlf,
                Ending::Lf,
                Ending::Crlf,
                Ending::Lf,
                Ending::Cut
            ]
        );
        let all: Vec<u8> = lines.iter().flat_map(Line::octets).collect();
        assert_eq!(all, b"a\r\nb\n\r\nc\rd\ne");
    }

    #[test]
    fn a_line_that_never_ends_comes_in_pieces() {
        let endless = vec![b'x'; LineReader::MOST * 2 + 5];
        let lines = lines(&[&endless]);
        let lengths: Vec<_> = lines.iter().map(Line::len).collect();
        assert_eq!(lengths, [LineReader::MOST, LineReader::MOST, 5]);
    }

    #[test]
    fn counted_octets_leave_the_rest_to_lines() {
        let mut reader = LineReader::default();
        reader.push(b"BDAT 4\r\na\n.\rQUIT\r\n");
        assert_eq!(reader.next(), Some(Line::new("BDAT 4")));
        assert_eq!(reader.octets(4), b"a\n.\r");
        assert_eq!(reader.next(), Some(Line::new("QUIT")));
        assert_eq!(reader.waiting(), 0);
    }
}
