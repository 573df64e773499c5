//! Bytes into replies, piece by piece, with a hard cap on what one reply may hold.
//!
//! Absent on purpose: time. Who waits for a reply that never ends sets the bound.

use super::{Code, Fault, Received, Reply, Shape, line_faults, shape, stray};

/// Cuts incoming bytes into replies and lines that are none.
#[derive(Debug, Default)]
pub struct ReplyReader {
    buffer: Vec<u8>,
    /// Where the reply being read begins.
    start: usize,
    /// Where its current line begins.
    line: usize,
    /// How far the current line has been searched for its end.
    searched: usize,
    /// The code of the lines so far, while a multi-line reply is being read.
    open: Option<Code>,
    faults: Vec<Fault>,
    flood: Option<Flood>,
}

/// A reply or line that outgrew the cap: its head is kept, the rest is only followed to its end.
#[derive(Debug)]
struct Flood {
    head: Vec<u8>,
    dropped: u64,
    /// The first octets of the line that is running by, at most four.
    line: Vec<u8>,
    code: Option<Code>,
}

impl ReplyReader {
    /// What one reply may hold: 64 KiB. A longer one keeps its first [`Self::HEAD`] octets.
    pub const MOST: usize = 64 * 1024;
    /// What is kept of a reply that outgrew [`Self::MOST`].
    pub const HEAD: usize = 4 * 1024;

    /// Takes bytes in, in any pieces.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.line -= self.start;
            self.searched -= self.start;
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether a reply has begun and not ended.
    pub fn is_open(&self) -> bool {
        self.flood.is_some() || self.waiting() > 0
    }

    /// How many octets wait for the rest of their reply.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Forgets what waits, and says how many octets it was (RFC 3207 §4.2: nothing that was read
    /// before the handshake may be taken for something that came after it).
    pub fn discard(&mut self) -> usize {
        let waiting = self.waiting();
        *self = Self::default();
        waiting
    }

    /// What is left when no more bytes will come: a reply that was cut off, or a stray line.
    pub fn finish(&mut self) -> Option<Received> {
        if let Some(flood) = self.flood.take() {
            return Some(flood.into_reply(true));
        }
        let left = self.buffer.split_off(self.start);
        let open = self.open;
        let mut faults = std::mem::take(&mut self.faults);
        *self = Self::default();
        let last = left
            .iter()
            .rposition(|octet| *octet == b'\n')
            .map_or(0, |at| at + 1);
        let code = match shape(left.get(last..).unwrap_or_default()) {
            Shape::Goes(code) | Shape::Ends(code) | Shape::Odd(code) => Some(code),
            Shape::None => open,
        };
        match code {
            _ if left.is_empty() => None,
            None => Some(stray(&left)),
            Some(code) => {
                line_faults(left.get(last..).unwrap_or_default(), &mut faults);
                faults.push(Fault::CutOff);
                Some(Received::Reply(Reply {
                    octets: left.into(),
                    code,
                    faults,
                    dropped: 0,
                }))
            }
        }
    }

    /// One line of what waits ends at `end`: says whether something is whole now.
    fn take_line(&mut self, end: usize) -> Option<Received> {
        let line = self.buffer.get(self.line..end).unwrap_or_default();
        let shape = shape(line);
        if shape == Shape::None && self.open.is_none() {
            let stray = stray(line);
            self.start_at(end);
            return Some(stray);
        }
        line_faults(line, &mut self.faults);
        let (code, ends) = match shape {
            Shape::Goes(code) => (code, false),
            Shape::Ends(code) => {
                if matches!(line.get(3..), Some([] | [b'\n'] | [b'\r', b'\n'])) {
                    self.faults.push(Fault::NoText);
                }
                (code, true)
            }
            Shape::Odd(code) => {
                self.faults.push(Fault::BadSeparator);
                (code, true)
            }
            Shape::None => {
                self.faults.push(Fault::MissingCode);
                (self.open.unwrap_or(Code(0)), false)
            }
        };
        if self.open.is_some_and(|open| open != code) && !self.faults.contains(&Fault::MixedCodes) {
            self.faults.push(Fault::MixedCodes);
        }
        if ends {
            return Some(self.take_reply(end, code));
        }
        self.open = Some(code);
        self.line = end;
        None
    }

    /// Whether what waits begins like a TLS record, alert or handshake (RFC 8446 §5.1): its peer
    /// will never end a line.
    fn is_tls(&self) -> bool {
        matches!(self.buffer.get(self.start..), Some([0x15 | 0x16, 3, ..]))
    }

    fn take_reply(&mut self, end: usize, code: Code) -> Received {
        let octets = self.buffer.get(self.start..end).unwrap_or_default().into();
        let faults = std::mem::take(&mut self.faults);
        self.start_at(end);
        Received::Reply(Reply {
            octets,
            code,
            faults,
            dropped: 0,
        })
    }

    fn start_at(&mut self, at: usize) {
        self.start = at;
        self.line = at;
        self.searched = at;
        self.open = None;
    }

    /// Turns what waits into a flood: its head is kept, the line it is in is followed.
    fn flood(&mut self) -> Received {
        let waiting = self.buffer.split_off(self.start);
        let line = waiting.get(self.line - self.start..).unwrap_or_default();
        let line = line.get(..4).unwrap_or(line).to_vec();
        let head = waiting.get(..Self::HEAD).unwrap_or(&waiting).to_vec();
        let dropped = (waiting.len() - head.len()) as u64;
        let code = self.open;
        *self = Self {
            flood: Some(Flood {
                head,
                dropped,
                line,
                code,
            }),
            ..Self::default()
        };
        Received::Flooding
    }

    /// Lets a flood run by; the reply once it ended.
    fn follow(&mut self) -> Option<Received> {
        let flood = self.flood.as_mut()?;
        let bytes = std::mem::take(&mut self.buffer);
        let (used, ended) = flood.swallow(&bytes);
        self.buffer = bytes.get(used..).unwrap_or_default().to_vec();
        self.start_at(0);
        if !ended {
            return None;
        }
        self.flood.take().map(|flood| flood.into_reply(false))
    }
}

impl Flood {
    /// Counts bytes until the line that ends the reply; how many were used, and whether it ended.
    fn swallow(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut used = 0;
        while let Some(rest) = bytes.get(used..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest).map(|at| at + 1);
            let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
            let wanted = 4_usize.saturating_sub(self.line.len());
            self.line.extend(line.iter().take(wanted));
            used += line.len();
            self.dropped += line.len() as u64;
            if end.is_some() && self.line_ended() {
                return (used, true);
            }
        }
        (used, false)
    }

    fn line_ended(&mut self) -> bool {
        let shape = shape(&std::mem::take(&mut self.line));
        match shape {
            Shape::Goes(code) => {
                self.code = Some(code);
                false
            }
            Shape::Ends(code) | Shape::Odd(code) => {
                self.code = Some(code);
                true
            }
            Shape::None => self.code.is_none(),
        }
    }

    fn into_reply(self, cut: bool) -> Received {
        let code = self.code.or_else(|| Code::of_line(&self.head));
        let Some(code) = code else {
            return stray(&self.head);
        };
        let mut faults = vec![Fault::TooLong];
        if cut {
            faults.push(Fault::CutOff);
        }
        Received::Reply(Reply {
            octets: self.head.into(),
            code,
            faults,
            dropped: self.dropped,
        })
    }
}

impl Iterator for ReplyReader {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        if self.flood.is_some() {
            return self.follow();
        }
        loop {
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(at) = memchr::memchr(b'\n', unsearched) else {
                self.searched = self.buffer.len();
                if self.is_tls() {
                    let stray = stray(self.buffer.get(self.start..).unwrap_or_default());
                    self.start_at(self.searched);
                    return Some(stray);
                }
                return (self.waiting() > Self::MOST).then(|| self.flood());
            };
            let end = self.searched + at + 1;
            self.searched = end;
            if end - self.start > Self::MOST {
                self.searched = self.buffer.len();
                let _ = self.flood();
                return Some(Received::Flooding);
            }
            if let Some(received) = self.take_line(end) {
                return Some(received);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&[u8]]) -> Vec<Received> {
        let mut reader = ReplyReader::default();
        let mut all = Vec::new();
        for piece in pieces {
            reader.push(piece);
            all.extend(reader.by_ref());
        }
        all.extend(reader.finish());
        all
    }

    fn faults(octets: &[u8]) -> Vec<Fault> {
        match read(&[octets]).remove(0) {
            Received::Reply(reply) => reply.faults().to_vec(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn replies_of_one_and_of_many_lines() {
        let all = read(&[b"220 hi\r\n250-a\r\n250", b"-b\r\n250 c\r\n334 \r\n"]);
        let codes: Vec<_> = all
            .iter()
            .map(|received| match received {
                Received::Reply(reply) => (reply.code().0, reply.line_count()),
                _ => (0, 0),
            })
            .collect();
        assert_eq!(codes, [(220, 1), (250, 3), (334, 1)]);
    }

    #[test]
    fn faults_are_named() {
        for (octets, fault) in [
            (&b"250-a\r\n550 b\r\n"[..], Fault::MixedCodes),
            (b"250_a\r\n", Fault::BadSeparator),
            (b"250 a\n", Fault::BareLf),
            (b"250\r\n", Fault::NoText),
            (b"250 \x1b[2J\r\n", Fault::ControlOctets),
            (b"250 \xff\r\n", Fault::NotUtf8),
            (b"250-a\r\nb\r\n250 c\r\n", Fault::MissingCode),
            (b"250-a\r\n250 b", Fault::CutOff),
        ] {
            assert_eq!(
                faults(octets),
                [fault],
                "{}",
                String::from_utf8_lossy(octets)
            );
        }
        assert_eq!(
            faults(format!("250 {}\r\n", "x".repeat(600)).as_bytes()),
            [Fault::LineTooLong]
        );
    }

    #[test]
    fn lines_that_are_no_reply_are_strays() {
        for octets in [
            &b"HTTP/1.1 400 Bad Request\r\n"[..],
            b"+OK ready\r\n",
            b"2200 x\r\n",
            b"\r\n",
            b"25\r\n",
        ] {
            assert!(
                matches!(read(&[octets])[..], [Received::Stray(_)]),
                "{octets:?}"
            );
        }
    }

    #[test]
    fn a_tls_record_is_a_stray_without_a_line_end() {
        let mut reader = ReplyReader::default();
        reader.push(b"\x15");
        assert_eq!(reader.next(), None);
        reader.push(b"\x03\x03\0\x02\x02\x28");
        assert!(matches!(reader.next(), Some(Received::Stray(_))));
        assert_eq!(reader.waiting(), 0);
    }

    #[test]
    fn an_endless_reply_keeps_its_head_and_is_followed_to_its_end() {
        let line = b"250-more and more and more and more\r\n";
        let mut reader = ReplyReader::default();
        let mut floods = 0;
        for _ in 0..20_000 {
            reader.push(line);
            floods += reader
                .by_ref()
                .filter(|received| *received == Received::Flooding)
                .count();
            assert!(reader.waiting() <= ReplyReader::MOST + line.len());
        }
        reader.push(b"250 done\r\n220 next\r\n");
        let rest: Vec<_> = reader.by_ref().collect();
        let reply = rest
            .iter()
            .find_map(|received| match received {
                Received::Reply(reply) => Some(reply.clone()),
                _ => None,
            })
            .unwrap_or_else(|| Reply::read(b""));
        assert_eq!(
            (floods, reply.code(), reply.faults()),
            (1, Code(250), &[Fault::TooLong][..])
        );
        assert_eq!(
            reply.octets().len() as u64 + reply.dropped(),
            20_000 * line.len() as u64 + 10
        );
        assert_eq!(rest.len(), 2);
    }

    #[test]
    fn a_line_without_end_is_followed_too() {
        let mut reader = ReplyReader::default();
        reader.push(&vec![b'A'; ReplyReader::MOST * 3]);
        assert_eq!(reader.next(), Some(Received::Flooding));
        assert_eq!(reader.next(), None);
        reader.push(b"\r\n250 ok\r\n");
        assert!(matches!(reader.next(), Some(Received::Stray(_))));
        assert!(matches!(reader.next(), Some(Received::Reply(_))));
    }
}
