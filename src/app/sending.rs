//! Content on its way in pieces: by DATA, or by BDAT in chunks with the reply of each awaited.
//!
//! A piece is asked for when the one before the last is written, so two are in flight and no more of
//! the message is in memory.
//!
//! Absent on purpose: where the pieces are read (`run`), and dots (`conversation`).

use std::collections::VecDeque;
use std::time::Duration;

use super::{App, Effect};
use crate::context::Context;
use crate::link::Action;
use crate::smtp::Phase;
use crate::wire::Line;

/// Octets of a piece: few enough to be written at once, enough to keep the link busy.
const PIECE: u64 = 256 * 1024;
/// How many pieces may be asked for and not yet written.
const AHEAD: usize = 2;

/// Content on its way.
#[derive(Debug)]
pub struct Sending {
    /// Octets altogether.
    pub total: u64,
    /// Octets the link has written.
    pub written: u64,
    /// When it began.
    pub since: Duration,
    /// When the last piece was written.
    at: Duration,
    /// Octets handed to the link.
    handed: u64,
    /// The sizes of pieces that are not written yet.
    flight: VecDeque<u64>,
    /// A piece is being read.
    reading: bool,
    /// The content, if it is not in a file.
    text: Option<Vec<u8>>,
    /// Octets of a BDAT; `None` for DATA.
    chunk: Option<u64>,
    /// A BDAT with LAST has been said.
    last_said: bool,
}

impl Sending {
    /// Octets a second so far; 0 until something can be said.
    pub fn rate(&self) -> u64 {
        let took = self.at.saturating_sub(self.since).as_micros();
        let rate = u128::from(self.written) * 1_000_000;
        u64::try_from(rate.checked_div(took).unwrap_or(0)).unwrap_or(u64::MAX)
    }

    fn is_handed(&self) -> bool {
        self.handed >= self.total && (self.chunk.is_none() || self.last_said)
    }
}

/// An amount of octets for people: `512 B`, `25.0 MiB`.
pub fn amount(octets: u64) -> String {
    const UNITS: [&str; 3] = ["KiB", "MiB", "GiB"];
    let mut tenths = u128::from(octets) * 10;
    if octets < 1024 {
        return format!("{octets} B");
    }
    let mut unit = "";
    for name in UNITS {
        unit = name;
        tenths /= 1024;
        if tenths < 10 * 1024 {
            break;
        }
    }
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

impl App {
    /// Sends the file that is open.
    pub(super) fn begin_file(
        &mut self,
        at: Duration,
        total: u64,
        chunk: Option<u64>,
    ) -> Vec<Effect> {
        let number = self.message.file.as_ref().map_or(0, |file| file.number);
        let mut effects = vec![Effect::Rewind(number)];
        effects.extend(self.begin_sending(at, total, None, chunk));
        effects
    }

    /// Sends a text in pieces.
    pub(super) fn begin_text(
        &mut self,
        at: Duration,
        text: Vec<u8>,
        chunk: Option<u64>,
    ) -> Vec<Effect> {
        self.begin_sending(at, text.len() as u64, Some(text), chunk)
    }

    fn begin_sending(
        &mut self,
        at: Duration,
        total: u64,
        text: Option<Vec<u8>>,
        chunk: Option<u64>,
    ) -> Vec<Effect> {
        self.message.sending = Some(Sending {
            total,
            written: 0,
            since: at,
            at,
            handed: 0,
            flight: VecDeque::new(),
            reading: false,
            text,
            chunk,
            last_said: false,
        });
        self.go_on_sending(at)
    }

    /// Asks for the next piece, and says the next BDAT when the one before it is answered.
    pub(super) fn go_on_sending(&mut self, at: Duration) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(wanted) = self.next_wanted(at, &mut effects) {
            let Some(piece) = self.next_of_text(wanted) else {
                effects.push(self.read_next(wanted));
                break;
            };
            effects.extend(self.hand_over(at, piece));
        }
        if self.is_all_written() {
            self.message.sending = None;
        }
        effects
    }

    /// The next piece, where the content is no file.
    fn next_of_text(&self, wanted: usize) -> Option<Vec<u8>> {
        let sending = self.message.sending.as_ref()?;
        let from = usize::try_from(sending.handed).ok()?;
        let rest = sending.text.as_ref()?.get(from..)?;
        Some(rest.get(..wanted).unwrap_or(rest).to_vec())
    }

    fn read_next(&mut self, most: usize) -> Effect {
        if let Some(sending) = &mut self.message.sending {
            sending.reading = true;
        }
        Effect::Read {
            generation: self.generation,
            file: self.message.file.as_ref().map_or(0, |file| file.number),
            most,
        }
    }

    fn is_all_written(&self) -> bool {
        let written = |sending: &Sending| sending.is_handed() && sending.flight.is_empty();
        self.message.sending.as_ref().is_some_and(written)
    }

    /// How many octets may be asked for now; `None` if something has to happen first, or nothing is
    /// left.
    fn next_wanted(&mut self, at: Duration, effects: &mut Vec<Effect>) -> Option<usize> {
        let sending = self.message.sending.as_ref()?;
        if sending.reading || sending.flight.len() >= AHEAD || sending.is_handed() {
            return None;
        }
        let within = |octets: u64| usize::try_from(octets.min(PIECE)).ok();
        let Some(size) = sending.chunk else {
            return within(PIECE);
        };
        if self.conversation.session().phase() != Phase::Chunk {
            effects.extend(self.next_chunk(at, size)?);
        }
        let left = self.conversation.session().chunk_left();
        within(left).filter(|left| *left > 0)
    }

    /// Says the next BDAT (RFC 3030 §2); `None` while the one before is not answered.
    fn next_chunk(&mut self, at: Duration, size: u64) -> Option<Vec<Effect>> {
        let answered = self.conversation.session().is_answered();
        let sending = self.message.sending.as_mut().filter(|_| answered)?;
        let left = sending.total - sending.handed;
        let octets = left.min(size);
        sending.last_said = octets == left;
        let last = if sending.last_said { " LAST" } else { "" };
        Some(self.say(at, &Line::new(format!("BDAT {octets}{last}"))))
    }

    /// A piece was read, or why not.
    pub(super) fn piece_read(
        &mut self,
        ctx: &Context,
        at: Duration,
        piece: Result<Vec<u8>, String>,
    ) -> Vec<Effect> {
        let Some(sending) = &mut self.message.sending else {
            return Vec::new();
        };
        if !sending.reading {
            return Vec::new();
        }
        sending.reading = false;
        let detail = match piece {
            Ok(piece) if !piece.is_empty() || sending.total == 0 => {
                let mut effects = self.hand_over(at, piece);
                effects.extend(self.go_on_sending(at));
                return effects;
            }
            Ok(_) => ctx.ui("file-shrank").to_owned(),
            Err(detail) => detail,
        };
        self.message.sending = None;
        self.conversation
            .remark(at, "not-read", vec![("detail", detail)]);
        self.hang_up(at)
    }

    fn hand_over(&mut self, at: Duration, piece: Vec<u8>) -> Vec<Effect> {
        let Some(sending) = &mut self.message.sending else {
            return Vec::new();
        };
        let octets = piece.len() as u64;
        sending.handed += octets;
        sending.flight.push_back(octets);
        let last = sending.handed >= sending.total;
        let mut actions = self.conversation.send_piece(at, piece, last);
        actions.push(Action::Report);
        self.sent(actions)
    }

    /// The link wrote a piece.
    pub(super) fn piece_written(&mut self, at: Duration) -> Vec<Effect> {
        if let Some(sending) = &mut self.message.sending {
            sending.written += sending.flight.pop_front().unwrap_or(0);
            sending.at = at;
        }
        self.go_on_sending(at)
    }

    /// Ctrl-C on the way: SMTP has no other way to stop than to close the link.
    pub(super) fn give_up_sending(&mut self, at: Duration) -> Vec<Effect> {
        self.message.sending = None;
        self.conversation
            .remark(at, "sending-cancelled", Vec::new());
        self.hang_up(at)
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_are_short() {
        for (octets, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (26_214_400, "25.0 MiB"),
            (1_048_575, "1023.9 KiB"),
            (u64::MAX, "17179869183.9 GiB"),
        ] {
            assert_eq!(amount(octets), text);
        }
    }
}
