//! What can happen to a conversation, and what it does to it.
//!
//! Absent on purpose: what can be asked of it; that is the parent module's.

use super::{Answered, Asked, NO_CHUNK, Recipient, Session};
use crate::smtp::judge::{self, Said, Utterance};
use crate::smtp::slip::Place;
use crate::smtp::verb::{self, DATA_END};
use crate::smtp::{Finding, Move, Phase, Secret, Verb};
use crate::wire::command::Chunk;
use crate::wire::{Class, Code, Command, Ending, Line, Offers, PathArguments, Reply};

/// What can happen to a session.
impl Session {
    /// The client said a line.
    pub fn client_said(&mut self, line: &Line) -> Said {
        let said = self.judge(line);
        match said.what {
            Utterance::Body => {
                self.at_line_start = line.ending == Ending::Crlf;
                // The dot that was doubled does not count (RFC 1870 §5).
                let stuffed = u64::from(line.text.starts_with(b"."));
                self.content += line.len() as u64 - stuffed;
            }
            Utterance::Octets => self.octets_said(line),
            Utterance::Answer => {
                self.login.advance(&line.text);
                self.ask(&said, String::new(), line);
            }
            Utterance::EndOfBody => {
                self.ask(&said, String::new(), line);
                self.phase = Phase::Recipients;
            }
            Utterance::Command => {
                let command = Command::read(line);
                let subject = subject(said.verb, &command);
                if said.verb.name == "AUTH" {
                    self.login = Place {
                        mechanism: judge::mechanism(&command),
                        ..Place::default()
                    };
                    if let Some(initial) = said.secret.clone() {
                        self.login
                            .advance(line.text.get(initial).unwrap_or_default());
                    }
                }
                self.ask(&said, subject, line);
                self.begin_chunk(&command);
            }
        }
        said
    }

    /// A count may end inside a line: what is behind it is a line of its own.
    fn octets_said(&mut self, line: &Line) {
        let left = usize::try_from(self.chunk.octets).unwrap_or(usize::MAX);
        self.client_sent(line.len() as u64);
        match line.octets().get(left..) {
            None | Some([]) => {}
            Some(rest) => drop(self.client_said(&Line::read(rest))),
        }
    }

    /// The client sent content, as DATA sends it: so many octets without the dots that were added
    /// (RFC 1870 §5). Call it in [`Phase::Body`] only.
    pub(in crate::smtp) fn content_said(&mut self, octets: u64, at_line_start: bool) {
        self.content += octets;
        self.at_line_start = at_line_start;
    }

    /// The client sent octets of a BDAT, line ends and all. Call it in [`Phase::Chunk`] only.
    pub fn client_sent(&mut self, octets: u64) {
        self.chunk.octets = self.chunk.octets.saturating_sub(octets);
        self.content += octets;
        self.judge_size();
        if self.chunk.octets == 0 {
            self.phase = Phase::Chunks;
        }
    }

    /// The server said a reply.
    pub fn server_said(&mut self, reply: &Reply) -> Answered {
        let mut circumstances = self.circumstances();
        let before = self.phase;
        let mut asked = self.pending.pop_front();
        if let Some(asked) = &mut asked {
            self.one_for_each(asked, reply);
        }
        let mut findings: Vec<_> = reply
            .faults()
            .iter()
            .map(|fault| Finding::of_fault(*fault, reply.dropped()))
            .collect();
        findings.extend(reply_findings(before, asked.as_ref(), reply));
        if let Some(asked) = &asked {
            self.carry_out(asked, reply);
            // What this reply offers is known with it, not only to the next one.
            if matches!(asked.verb.after(reply.class()), Move::Learn) {
                circumstances.tls_offered = self.offers("STARTTLS");
                circumstances.auth_offered = self.offers("AUTH");
            }
        }
        // What a server says behind its goodbye brings nothing back.
        if reply.code() == Code(421) || before == Phase::Over {
            self.phase = Phase::Over;
        }
        if self.chunk.octets > 0 && !matches!(self.phase, Phase::Over | Phase::Handshake) {
            self.phase = Phase::Chunk;
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
    /// TLS there is nothing to forget, and the server may have said its greeting already.
    pub fn secured(&mut self) {
        self.secure = true;
        if self.phase == Phase::Handshake {
            self.offers_in_clear = Some(std::mem::take(&mut self.offers));
            self.restart();
        }
    }

    /// Everything is as after the greeting.
    fn restart(&mut self) {
        self.offers = Offers::default();
        self.greeted = None;
        self.logged_in = false;
        self.clear();
        self.phase = Phase::Hello;
    }

    /// The link is gone.
    pub fn closed(&mut self) {
        self.phase = Phase::Over;
        self.pending.clear();
    }

    fn ask(&mut self, said: &Said, subject: String, line: &Line) {
        self.asked += 1;
        let verb = said.verb;
        let found = |wanted: fn(&Finding) -> bool| said.findings.iter().any(wanted);
        let ends = said.what == Utterance::EndOfBody || verb.name == "BDAT";
        let over = self.offers.size().is_some_and(|limit| self.content > limit);
        let utf8 = verb.name == "MAIL" && names_utf8(&Command::read(line));
        self.pending.push_back(Asked {
            number: self.asked,
            verb,
            subject,
            utf8,
            too_large: ends && over
                || found(|finding| matches!(finding, Finding::SizeExceeded { .. })),
            eight_bit: found(|finding| matches!(finding, Finding::EightBit)),
            chunk: NO_CHUNK,
            octets: Secret::new(line.octets()),
            copied: false,
        });
    }

    /// LMTP answers the end of a message once for each accepted recipient (RFC 2033 §4.2, §4.3).
    fn one_for_each(&mut self, asked: &mut Asked, reply: &Reply) {
        let ends = asked.verb.name == DATA_END.name || asked.chunk.last && !is_about_syntax(reply);
        if asked.copied || !ends || !self.is_lmtp() {
            return;
        }
        asked.copied = true;
        for _ in 1..self.circumstances().accepted {
            self.pending.push_front(asked.clone());
        }
    }

    /// The octets of a BDAT are due, unless it came too late to be heard.
    fn begin_chunk(&mut self, command: &Command) {
        let announced = match command.verb.as_str() {
            "BDAT" => Chunk::parse(&command.args),
            "BURL" => command.words().nth(1).map(|word| Chunk {
                octets: 0,
                last: word.eq_ignore_ascii_case("LAST"),
            }),
            _ => None,
        };
        let Some(chunk) = announced.filter(|_| self.phase != Phase::Handshake) else {
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
            Move::To(phase @ (Phase::Body | Phase::Challenge)) => self.go_on_in(phase),
            Move::To(Phase::Handshake) => {
                // What was sent ahead in the clear is not heard (RFC 3207 §4.2).
                self.pending.clear();
                self.chunk = NO_CHUNK;
                self.phase = Phase::Handshake;
            }
            Move::To(phase) => {
                self.turned_away = phase == Phase::Refused;
                self.left = phase == Phase::Over;
                self.phase = phase;
            }
            Move::Learn => self.learn(asked.verb, reply),
            Move::Restart => self.restart(),
            Move::Login => {
                self.logged_in = true;
                self.phase = Phase::Ready;
            }
            Move::GiveUp if self.phase == Phase::Challenge => self.phase = self.standing(),
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
            Move::Refuse if self.sender.is_some() => self.name_recipient(asked, reply),
            Move::Stay | Move::GiveUp | Move::Refuse => {}
            Move::Back if self.pending.iter().any(|next| next.number == asked.number) => {}
            Move::Back if asked.verb.name == DATA_END.name => self.end_message(),
            Move::Back => self.back(),
            Move::Count if self.pending.iter().any(|next| next.number == asked.number) => {}
            Move::Count if asked.chunk.last => self.end_message(),
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
        if self.pending.iter().all(|next| next.chunk == NO_CHUNK) {
            self.chunk = NO_CHUNK;
        }
        if asked.chunk.last && !is_about_syntax(reply) {
            self.end_message();
        } else {
            self.phase = self.standing();
        }
    }

    /// The BDAT whose octets are coming is answered when they are all there.
    fn judge_size(&mut self) {
        let over = self.offers.size().is_some_and(|limit| self.content > limit);
        if let Some(asked) = self.pending.back_mut() {
            asked.too_large |= over;
        }
    }

    /// Where the transaction stands by what was accepted.
    fn standing(&self) -> Phase {
        match &self.sender {
            Some(_) if self.circumstances().accepted > 0 => Phase::Recipients,
            Some(_) => Phase::Sender,
            None if self.is_greeted() => Phase::Ready,
            None if self.turned_away => Phase::Refused,
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

    /// 354 and 334: what was sent ahead turns out to be content, or an answer.
    fn go_on_in(&mut self, phase: Phase) {
        self.phase = phase;
        self.at_line_start = true;
        if phase == Phase::Body {
            self.chunk = NO_CHUNK;
        }
        let said = self.asked;
        let chunk = self.chunk;
        for ahead in std::mem::take(&mut self.pending) {
            self.asked = ahead.number - 1;
            self.client_said(&Line::read(ahead.octets.expose()));
        }
        self.asked = said;
        if phase == Phase::Challenge {
            self.chunk = chunk;
        }
    }

    fn name_recipient(&mut self, asked: &Asked, reply: &Reply) {
        self.recipients.push(Recipient {
            address: asked.subject.clone(),
            code: reply.code(),
        });
    }

    /// The answer to a message ends its transaction, whatever it says.
    fn end_message(&mut self) {
        self.messages = self.messages.saturating_add(1);
        self.back();
    }

    fn back(&mut self) {
        self.clear();
        self.phase = self.standing();
    }

    fn clear(&mut self) {
        self.sender = None;
        self.content = 0;
        self.utf8 = false;
        self.recipients.clear();
    }
}

/// Whether a MAIL asks for SMTPUTF8 (RFC 6531 §3.4).
pub(in crate::smtp) fn names_utf8(mail: &Command) -> bool {
    let arguments = PathArguments::read(&mail.args, "FROM:");
    arguments.parameter("SMTPUTF8").is_some()
}

/// x0z: the command itself was wrong (RFC 5321 §4.2.1).
const fn is_about_syntax(reply: &Reply) -> bool {
    let [_, second, _] = reply.code().digits();
    second == 0
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
