//! What can happen to a conversation, and what it does to it.
//!
//! Absent on purpose: what can be asked of it; that is the parent module's.

use super::{Answered, Asked, NO_CHUNK, Recipient, Session};
use crate::smtp::judge::{Said, Utterance};
use crate::smtp::verb::{self, DATA_END};
use crate::smtp::{Finding, Move, Phase, Verb};
use crate::wire::command::Chunk;
use crate::wire::{Class, Code, Command, Ending, Line, Offers, PathArguments, Reply};

/// What can happen to a session.
impl Session {
    /// The client said a line.
    pub fn client_said(&mut self, line: &Line) -> Said {
        let said = self.judge(line);
        match said.what {
            Utterance::Body => self.at_line_start = line.ending == Ending::Crlf,
            Utterance::Octets => self.client_sent(line.len() as u64),
            Utterance::Answer => self.ask(said.verb, String::new(), line),
            Utterance::EndOfBody => self.end_of_body(line),
            Utterance::Command => {
                let command = Command::read(line);
                let subject = subject(said.verb, &command);
                if said.verb.name == "AUTH" {
                    self.mechanism = subject.to_ascii_uppercase();
                }
                self.ask(said.verb, subject, line);
                self.begin_chunk(&command);
            }
        }
        said
    }

    /// The client sent octets of a BDAT, line ends and all. Call it in [`Phase::Chunk`] only.
    pub fn client_sent(&mut self, octets: u64) {
        self.chunk.octets = self.chunk.octets.saturating_sub(octets);
        if self.chunk.octets == 0 {
            self.phase = Phase::Chunks;
        }
    }

    /// The server said a reply.
    pub fn server_said(&mut self, reply: &Reply) -> Answered {
        let circumstances = self.circumstances();
        let before = self.phase;
        let asked = self.pending.pop_front();
        let mut findings: Vec<_> = reply
            .faults()
            .iter()
            .map(|fault| Finding::of_fault(*fault, reply.dropped()))
            .collect();
        findings.extend(reply_findings(before, asked.as_ref(), reply));
        if let Some(asked) = &asked {
            self.carry_out(asked, reply);
        }
        if reply.code() == Code(421) {
            self.phase = Phase::Over;
        }
        Answered {
            verb: asked.as_ref().map(|asked| asked.verb),
            line: asked
                .as_ref()
                .map(|asked| asked.number)
                .filter(|number| *number > 0),
            before,
            after: self.phase,
            findings,
            circumstances,
        }
    }

    /// The TLS handshake is done: both sides forget what they knew (RFC 3207 §4.2). With implicit
    /// TLS nothing was known yet, and the greeting is still to come.
    pub fn secured(&mut self) {
        self.secure = true;
        if self.phase == Phase::Greeting {
            return;
        }
        self.offers_in_clear = Some(std::mem::take(&mut self.offers));
        self.greeted = None;
        self.logged_in = false;
        self.clear();
        self.pending.clear();
        self.phase = Phase::Hello;
    }

    /// The link is gone.
    pub fn closed(&mut self) {
        self.phase = Phase::Over;
        self.pending.clear();
    }

    fn ask(&mut self, verb: &'static Verb, subject: String, line: &Line) {
        self.asked += 1;
        let utf8 = verb.name == "MAIL" && names_utf8(&Command::read(line));
        let dot = line.text == b".";
        self.pending.push_back(Asked {
            number: self.asked,
            verb,
            subject,
            utf8,
            chunk: NO_CHUNK,
            dot,
        });
    }

    /// LMTP answers the final dot once for each accepted recipient (RFC 2033 §4.2).
    fn end_of_body(&mut self, line: &Line) {
        let accepted = self.circumstances().accepted.max(1);
        let replies = if self.is_lmtp() { accepted } else { 1 };
        for _ in 0..replies {
            self.ask(&DATA_END, String::new(), line);
        }
        self.asked -= replies - 1;
        let number = self.asked;
        self.pending
            .iter_mut()
            .rev()
            .take(replies as usize)
            .for_each(|asked| asked.number = number);
        self.at_line_start = true;
        self.phase = if self.phase == Phase::Body {
            Phase::Recipients
        } else {
            self.phase
        };
    }

    fn begin_chunk(&mut self, command: &Command) {
        let Some(chunk) = Chunk::parse(&command.args).filter(|_| command.verb == "BDAT") else {
            return;
        };
        if let Some(asked) = self.pending.back_mut() {
            asked.chunk = chunk;
        }
        if chunk.octets > 0 {
            self.chunk = chunk;
            self.phase = Phase::Chunk;
        }
    }

    /// What a reply does: the one place where the conversation moves.
    fn carry_out(&mut self, asked: &Asked, reply: &Reply) {
        match asked.verb.after(reply.class()) {
            Move::Stay => {}
            Move::To(Phase::Body) => self.open_body(),
            Move::To(phase) => self.phase = phase,
            Move::Learn => self.learn(asked.verb, reply),
            Move::Login => {
                self.logged_in = true;
                self.phase = Phase::Ready;
            }
            Move::GiveUp if self.phase == Phase::Challenge => self.phase = self.standing(),
            Move::GiveUp => {}
            Move::Open => {
                self.clear();
                self.sender = Some(asked.subject.clone());
                self.utf8 = asked.utf8;
                self.phase = Phase::Sender;
            }
            Move::Accept => {
                self.name_recipient(asked, reply);
                self.phase = Phase::Recipients;
            }
            Move::Refuse => self.name_recipient(asked, reply),
            Move::Back if self.pending.iter().any(|next| next.number == asked.number) => {}
            Move::Back => self.back(),
            Move::Count if asked.chunk.last => self.back(),
            Move::Count => self.phase = Phase::Chunks,
        }
        if asked.chunk != NO_CHUNK && matches!(reply.class(), Class::Transient | Class::Permanent) {
            self.refuse_chunk(asked, reply);
        }
    }

    /// A refusal of BDAT: what is left of its octets is not wanted. The message that ended with it
    /// is over like one that ended with a dot; if the command itself was wrong (x0z), or more was
    /// to come, the transaction stands as before.
    fn refuse_chunk(&mut self, asked: &Asked, reply: &Reply) {
        self.chunk = NO_CHUNK;
        let [_, kind, _] = reply.code().digits();
        if asked.chunk.last && kind != 0 {
            self.back();
        } else {
            self.phase = self.standing();
        }
    }

    /// Where the transaction stands by what was accepted.
    fn standing(&self) -> Phase {
        match &self.sender {
            Some(_) if self.circumstances().accepted > 0 => Phase::Recipients,
            Some(_) => Phase::Sender,
            None if self.is_greeted() => Phase::Ready,
            None => Phase::Hello,
        }
    }

    fn learn(&mut self, verb: &'static Verb, reply: &Reply) {
        self.clear();
        self.greeted = Some(verb);
        self.offers = if verb.name == "HELO" {
            Offers::default()
        } else {
            Offers::read(reply)
        };
        self.phase = Phase::Ready;
    }

    /// 354: what was sent ahead of it, up to a lone dot, turns out to be content.
    fn open_body(&mut self) {
        self.phase = Phase::Body;
        self.at_line_start = true;
        let Some(end) = self.pending.iter().position(|asked| asked.dot) else {
            self.pending.clear();
            return;
        };
        self.pending.drain(..end);
        if let Some(dot) = self.pending.front_mut() {
            dot.verb = &DATA_END;
            self.phase = Phase::Recipients;
        }
    }

    fn name_recipient(&mut self, asked: &Asked, reply: &Reply) {
        self.recipients.push(Recipient {
            address: asked.subject.clone(),
            code: reply.code(),
        });
    }

    fn back(&mut self) {
        self.clear();
        self.phase = if self.is_greeted() {
            Phase::Ready
        } else {
            Phase::Hello
        };
    }

    fn clear(&mut self) {
        self.sender = None;
        self.utf8 = false;
        self.recipients.clear();
        self.chunk = NO_CHUNK;
    }
}

/// Whether a MAIL asks for SMTPUTF8 (RFC 6531 §3.4).
pub(in crate::smtp) fn names_utf8(mail: &Command) -> bool {
    let arguments = PathArguments::read(&mail.args, "FROM:");
    arguments.parameter("SMTPUTF8").is_some()
}

/// What a command is about, as far as the session remembers it.
fn subject(verb: &Verb, command: &Command) -> String {
    match verb.argument {
        verb::Argument::Path(prefix) => PathArguments::read(&command.args, prefix)
            .path
            .map(|path| path.address)
            .unwrap_or_default(),
        _ => command.words().next().unwrap_or_default().to_owned(),
    }
}

/// What is odd about a reply, given the line it answers.
fn reply_findings(phase: Phase, asked: Option<&Asked>, reply: &Reply) -> Vec<Finding> {
    let mut findings = Vec::new();
    // RFC 5321 §3.1: a server that refused the session says 503 to everything but QUIT.
    let refused = phase == Phase::Refused && reply.code() == Code(503);
    match asked {
        None if reply.code() == Code(421) => findings.push(Finding::ClosingUnasked),
        None => findings.push(Finding::Unsolicited),
        Some(asked) if !refused && !asked.verb.expects(reply.code().0) => {
            findings.push(Finding::UnexpectedCode);
        }
        Some(_) => {}
    }
    let class = reply.enhanced().map(|enhanced| u16::from(enhanced.class));
    if class.is_some_and(|class| class != reply.code().0 / 100) {
        findings.push(Finding::EnhancedMismatch);
    }
    findings
}
