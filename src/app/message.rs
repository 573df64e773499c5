//! The message that is composed, opened from a file, or on its way.
//!
//! What was composed or opened stays until a server has taken it: a connection that drops or a
//! refusal loses nothing.
//!
//! Absent on purpose: reading files (an effect), dot-stuffing and the record (`conversation`).

use std::time::Duration;

use super::sending::Sending;
use super::{App, Effect, LinkState, Modal};
use crate::context::Context;
use crate::link::Event;
use crate::smtp::{Finding, Phase};
use crate::transcript::Body;
use crate::wire::{Class, body};

/// How many octets a BDAT takes when nothing else is said. Each chunk costs a reply to wait for, so
/// most messages go in one.
const CHUNK: u64 = 32 * 1024 * 1024;

/// A message in the making.
#[derive(Debug, Default)]
pub struct Message {
    /// A file that is the content instead of what is typed.
    pub file: Option<MessageFile>,
    /// It is to go by BDAT, in chunks of so many octets.
    pub chunk: Option<u64>,
    /// The box takes a command of ehlo's own, although a message is due.
    pub aside: bool,
    /// Dots at the beginning of a line are not doubled.
    pub unstuffed: bool,
    /// What was typed of it line by line, without a screen.
    pub(super) typed: Vec<String>,
    /// Its octets, line ends not counted.
    pub typed_octets: usize,
    /// Content on its way.
    pub sending: Option<Sending>,
}

/// A file that was looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// Under which it is kept open.
    pub number: u64,
    /// As it was asked for.
    pub name: String,
    /// Its octets as content, line ends made CRLF if they were LF throughout.
    pub octets: u64,
    /// What is in it.
    pub content: FileContent,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// A text short enough to be edited, with LF as line ends.
    Text(String),
    /// Octets that stay in the file until they are sent; what is odd about them.
    Octets(Vec<Finding>),
}

/// Why a file cannot be the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// It is a directory.
    Directory,
    /// It is a device, a pipe or a socket.
    Special,
    /// Nothing is in it.
    Empty,
    /// The system's own words.
    System(String),
}

impl Message {
    /// The link it was for is gone; whether it was on its way. What is composed or opened stays.
    pub(super) fn end(&mut self) -> bool {
        self.chunk = None;
        self.aside = false;
        self.sending.take().is_some()
    }
}

impl FileFault {
    fn words(&self, ctx: &Context, file: String) -> String {
        let (key, detail) = match self {
            Self::Directory => ("open-directory", ""),
            Self::Special => ("open-special", ""),
            Self::Empty => ("open-empty", ""),
            Self::System(detail) => ("open-failed", detail.as_str()),
        };
        ctx.ui_with(key, &[("file", file), ("detail", detail.to_owned())])
    }
}

impl App {
    /// Whether a message is due or wanted in the box.
    pub(super) fn wants_message(&self) -> bool {
        let due = matches!(
            self.conversation.session().phase(),
            Phase::Body | Phase::Chunk
        );
        self.link == LinkState::Open && (due || self.message.chunk.is_some())
    }

    /// Whether a line must wait: it would go into the middle of a message.
    pub fn is_busy(&self) -> bool {
        self.message.sending.is_some() || self.message.aside
    }

    pub(super) fn tell_busy(&mut self, ctx: &Context) -> Vec<Effect> {
        let key = if self.message.sending.is_some() {
            "busy-sending"
        } else {
            "busy-aside"
        };
        self.tell(ctx.ui(key).to_owned())
    }

    /// Alt-x: a command of ehlo's own, and back to the message.
    pub(super) fn step_aside(&mut self) {
        self.focus = super::Pane::Command;
        if self.message.aside {
            self.command.take();
            self.message.aside = false;
        } else if self.is_composing() {
            self.message.aside = true;
        } else if self.command.is_empty() && !self.is_secret() {
            self.command.set(":");
        }
    }

    /// A file was looked through.
    pub(super) fn opened(
        &mut self,
        ctx: &Context,
        name: String,
        opened: Result<MessageFile, FileFault>,
    ) -> Vec<Effect> {
        let file = match opened {
            Ok(file) => file,
            Err(fault) => return self.tell_error(fault.words(ctx, name)),
        };
        let octets = file.octets;
        let told = [("file", name), ("octets", octets.to_string())];
        let limit = self.conversation.session().known_offers().size();
        let mut words = match &file.content {
            FileContent::Text(text) => {
                self.compose(text);
                ctx.ui_with("opened-text", &told)
            }
            FileContent::Octets(_) => {
                self.message.file = Some(file);
                ctx.ui_with("opened-octets", &told)
            }
        };
        if let Some(limit) = limit.filter(|limit| octets > *limit) {
            words = ctx.ui_with(
                "oversize",
                &[("octets", octets.to_string()), ("limit", limit.to_string())],
            );
        } else if !self.is_composing() {
            words.push_str("; ");
            words.push_str(ctx.ui("opened-next"));
        }
        self.tell(words)
    }

    /// Makes this the text of the message, now or when it is due.
    pub(super) fn compose(&mut self, text: &str) {
        self.message.file = None;
        if self.is_composing() {
            self.command.replace(text);
        } else {
            let lines = text.lines().map(ToOwned::to_owned).collect();
            self.command.put_aside(lines);
        }
    }

    /// `:bdat [SIZE]`: what is composed goes by BDAT.
    pub(super) fn bdat(&mut self, ctx: &Context, argument: &str) -> Vec<Effect> {
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let phase = self.conversation.session().expected_phase();
        if matches!(phase, Phase::Body | Phase::Chunk) {
            return self.tell(ctx.ui("bdat-in-data").to_owned());
        }
        let size = if argument.is_empty() {
            Some(CHUNK)
        } else {
            octets_of(argument)
        };
        match size {
            Some(size) => self.message.chunk = Some(size),
            None => return self.tell(ctx.ui("bdat-size").to_owned()),
        }
        Vec::new()
    }

    /// `:stuffing on|off`.
    pub(super) fn stuffing(&mut self, ctx: &Context, argument: &str) -> Vec<Effect> {
        let words = match argument {
            "on" => "stuffing-on",
            "off" => "stuffing-off",
            _ => "stuffing-which",
        };
        if words != "stuffing-which" {
            self.message.unstuffed = argument == "off";
        }
        self.tell(ctx.ui(words).to_owned())
    }

    /// Octets of the content Ctrl-D would send.
    pub fn composed_octets(&self) -> u64 {
        let typed = u64::try_from(self.command.octets()).unwrap_or(u64::MAX);
        let file = self.message.file.as_ref();
        file.map_or(typed, |file| file.octets)
    }

    /// Octets of the message that is composed, opened or kept, before it is due too.
    pub(super) fn message_octets(&self) -> u64 {
        match &self.message.file {
            Some(file) => file.octets,
            None => self.command.draft_octets(),
        }
    }

    /// How many octets the server takes, if the content is over it.
    pub fn oversize(&self) -> Option<u64> {
        let limit = self.conversation.session().known_offers().size()?;
        (self.composed_octets() > limit).then_some(limit)
    }

    /// Ctrl-D: sends the message; asks first if the server has said it will not take it.
    pub(super) fn send_message(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if self.oversize().is_some() {
            self.modal = Some(Modal::Oversize);
            return Vec::new();
        }
        self.send_composed(ctx, at)
    }

    /// Sends what is composed, by DATA or by BDAT.
    pub(super) fn send_composed(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if !self.is_composing() {
            return Vec::new();
        }
        let by_hand = self.conversation.session().phase() == Phase::Chunk;
        let chunk = self.message.chunk.take();
        if let Some(file) = &self.message.file {
            let total = file.octets;
            if by_hand && total != self.conversation.session().chunk_left() {
                return self.tell(ctx.ui("bdat-other-size").to_owned());
            }
            return self.begin_file(at, total, chunk);
        }
        let lines = self.command.take();
        let empty = lines.iter().all(String::is_empty);
        let content = if empty {
            Vec::new()
        } else {
            body::from_lines(lines.iter().map(String::as_str))
        };
        // A chunk is a part; only what is whole is kept until it is taken.
        if !by_hand {
            self.command.put_aside(lines);
        }
        if chunk.is_some() {
            return self.begin_text(at, content, chunk);
        }
        let actions = if self.message.unstuffed {
            self.conversation.send(at, [&content, body::END].concat())
        } else {
            self.conversation.send_content(at, content)
        };
        self.sent(actions)
    }

    /// What a reply to the message does to it: taken, it is forgotten; refused, it is kept.
    pub(super) fn heed_verdict(&mut self, ctx: &Context, at: Duration, since: usize) {
        let verdict = |(_, entry): (usize, &crate::transcript::Entry)| match &entry.body {
            Body::Heard {
                reply, answered, ..
            } => {
                let verb = answered.verb.map(|verb| verb.name)?;
                let ends = verb == "DATA-END" || verb == "BDAT";
                let goes_on = verb == "BDAT" && answered.after != Phase::Ready;
                let taken = reply.class() == Class::Success;
                (ends && !(taken && goes_on)).then_some(taken)
            }
            _ => None,
        };
        let verdict = self
            .conversation
            .transcript()
            .from(since)
            .filter_map(verdict)
            .next_back();
        match verdict {
            Some(true) if self.message.file.is_some() => self.message.file = None,
            Some(true) => self.command.forget_draft(),
            Some(false) => {
                self.message.sending = None;
                self.conversation.cut_off(at);
                if self.message.file.is_some() || self.command.has_draft() {
                    self.tell(ctx.ui("message-kept").to_owned());
                }
            }
            // Nobody listens any more.
            None if self.conversation.session().phase() == Phase::Over => {
                self.message.sending = None;
            }
            None => {}
        }
    }

    /// What the link did to the message: it ended, or wrote a piece.
    pub(super) fn heed_link(&mut self, ctx: &Context, at: Duration, event: &Event) -> Vec<Effect> {
        match event {
            Event::Written => self.piece_written(at),
            Event::Closed(_) => {
                let kept = self.message.end() || self.command.has_draft();
                if kept {
                    self.tell(ctx.ui("message-kept").to_owned());
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

/// A number of octets as a person writes it: `4096`, `64K`, `1M`. Not zero.
fn octets_of(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(['k', 'K', 'm', 'M']);
    let unit: u64 = match text.get(digits.len()..)? {
        "" => 1,
        "k" | "K" => 1024,
        "m" | "M" => 1024 * 1024,
        _ => return None,
    };
    let octets = digits.parse::<u64>().ok()?.checked_mul(unit)?;
    (octets > 0).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (text, octets) in [
            ("4096", Some(4096)),
            ("64k", Some(65536)),
            ("2M", Some(2 * 1024 * 1024)),
            ("0", None),
            ("1kk", None),
            ("x", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(octets_of(text), octets, "{text}");
        }
    }
}
