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
    /// How many octets have run by, the head's among them.
    octets: u64,
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
                if !self.faults.contains(&Fault::MissingCode) {
                    self.faults.push(Fault::MissingCode);
                }
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

    /// A TLS record, alert or handshake (RFC 8446 §5.1), where a reply should begin: its peer will
    /// never end a line. Its length is its own, however the bytes were cut; a long one is enough
    /// with its beginning.
    fn take_tls_record(&mut self) -> Option<Received> {
        let waiting = self.buffer.get(self.start..)?;
        let [0x15 | 0x16, 3, _, high, low, ..] = *waiting else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low])).min(256);
        let stray = stray(waiting.get(..5 + length)?);
        self.start_at(self.start + 5 + length);
        Some(stray)
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

    /// Turns what waits into a flood: its head is kept, and from the line it is in on it is only
    /// followed.
    fn flood(&mut self) -> Received {
        let waiting = self.buffer.get(self.start..).unwrap_or_default();
        let head = waiting.get(..Self::HEAD).unwrap_or(waiting).to_vec();
        *self = Self {
            flood: Some(Flood {
                head,
                octets: (self.line - self.start) as u64,
                line: Vec::new(),
                code: self.open,
            }),
            buffer: self.buffer.split_off(self.line),
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
            self.octets += line.len() as u64;
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
        let dropped = self.octets.saturating_sub(self.head.len() as u64);
        Received::Reply(Reply {
            octets: self.head.into(),
            code,
            faults,
            dropped,
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
            if self.line == self.start
                && let Some(stray) = self.take_tls_record()
            {
                return Some(stray);
            }
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(at) = memchr::memchr(b'\n', unsearched) else {
                self.searched = self.buffer.len();
                return (self.waiting() > Self::MOST).then(|| self.flood());
            };
            let end = self.searched + at + 1;
            self.searched = end;
            if end - self.start > Self::MOST {
                return Some(self.flood());
            }
            if let Some(received) = self.take_line(end) {
                return Some(received);
            }
        }
    }
}

#[cfg(test)]
mod tests;
