//! Playing: which step is next, given what has come.
//!
//! A `C: ` line waits until everything before it is answered; an `S: ` line takes the oldest reply
//! no step has looked at.
//!
//! Absent on purpose: judging the server beyond the script's own expectations and plain SMTP.

use std::time::Duration;

use super::{Heard, Omit, Outcome, Script, Step, Wanted, What};
use crate::conversation::Conversation;
use crate::link::Action;
use crate::smtp::auth::{Credentials, Needs, Way};
use crate::smtp::{Finding, Phase};
use crate::transcript::Body;
use crate::transcript::log::Expectation;
use crate::wire::{Class, Code, Command, Line, Reply, text};

impl Script {
    /// Looks at what came since the last time: replies for the steps, and signs that this is no SMTP.
    pub(super) fn look(&mut self, actions: &mut Vec<Action>) {
        let mut trusted = true;
        let mut cut = false;
        let mut untrusted = false;
        let mut replies = Vec::new();
        for (_, entry) in self.conversation.transcript().from(self.seen) {
            match &entry.body {
                Body::Heard {
                    reply, answered, ..
                } => {
                    cut |= answered.findings.contains(&Finding::LostMidReply);
                    trusted &= cut || !answered.findings.iter().any(Finding::ends_trust);
                    replies.push(Heard {
                        reply: reply.clone(),
                        verb: answered.verb.map_or("", |verb| verb.name),
                    });
                }
                Body::Stray { .. } | Body::Flooding => trusted = false,
                Body::Remark { key, .. } => untrusted |= Conversation::DISTRUST.contains(key),
                _ => {}
            }
        }
        self.seen = self.conversation.transcript().end();
        if untrusted {
            self.miss_login();
        }
        for heard in replies {
            self.take(heard);
        }
        if !trusted {
            self.end(Outcome::NotSmtp, actions);
        } else if cut {
            self.end(Outcome::Lost, actions);
        }
    }

    /// The login had to be given up, or the server let it in without proving itself: as wrong as a
    /// reply that was not wanted, whatever the server says next.
    fn miss_login(&mut self) {
        let Some((line, mechanism)) = self.login else {
            return;
        };
        self.expectations.push(Expectation {
            line,
            wanted: format!("a login by {mechanism} that can be trusted"),
            got: None,
            ok: false,
        });
    }

    /// A reply came: a login goes on by itself, everything else waits for its step.
    fn take(&mut self, heard: Heard) {
        if self.login.is_none() {
            self.unread.push_back(heard);
            return;
        }
        if heard.reply.class() != Class::More {
            self.login = None;
            self.unread.push_back(heard);
            return;
        }
        if self.next_wants(heard.reply.code()) {
            self.unread.push_back(heard);
        } else {
            self.last = Some(heard);
        }
    }

    fn next_wants(&self, code: Code) -> bool {
        matches!(self.steps.get(self.next).map(|step| &step.what), Some(What::Expect(wanted)) if wanted.code == code)
    }

    /// Plays every step that can be played now.
    pub(super) fn advance(&mut self, at: Duration, actions: &mut Vec<Action>) {
        while self.outcome.is_none() {
            let Some(step) = self.steps.get(self.next).cloned() else {
                if self.is_quiet() {
                    let failed = self
                        .expectations
                        .iter()
                        .filter(|expectation| !expectation.ok)
                        .count();
                    let outcome = if failed == 0 {
                        Outcome::Passed
                    } else {
                        Outcome::Failed(failed)
                    };
                    self.end(outcome, actions);
                }
                return;
            };
            let played = match step.what {
                What::Expect(wanted) => self.expect(step.line, wanted, actions),
                What::Contain(part) => self.contain(step.line, &part),
                What::Say(lines) => self.speak(at, step.line, &lines, actions),
                What::Login(way) => self.log_in(at, step.line, way, actions),
            };
            if !played {
                return;
            }
        }
    }

    /// Whether nothing said is still unanswered.
    pub(super) fn is_quiet(&self) -> bool {
        let session = self.conversation.session();
        session.is_answered() && session.phase() != Phase::Handshake
    }

    /// Whether a command may be said: all before it are answered, and there is somebody to say it to.
    fn may_speak(&self) -> bool {
        self.is_quiet() && self.conversation.is_open()
    }

    fn expect(&mut self, line: usize, wanted: Wanted, actions: &mut Vec<Action>) -> bool {
        if self.omit == Some(Omit::Reply) && self.is_quiet() && self.unread.is_empty() {
            if wanted.code == Code(334) {
                self.omit = Some(Omit::Answer);
            }
            self.last = None;
            self.record(line, written(wanted), None, false);
            return true;
        }
        let Some(heard) = self.unread.pop_front() else {
            return false;
        };
        let code = heard.reply.code();
        let fits = code == wanted.code
            && wanted
                .enhanced
                .is_none_or(|enhanced| heard.reply.enhanced() == Some(enhanced));
        self.record(line, written(wanted), Some(got(&heard.reply)), fits);
        if code != wanted.code {
            match (wanted.code, heard.verb) {
                (Code(354), _) => self.omit = Some(Omit::Content),
                (Code(334), _) => self.omit = Some(Omit::Answer),
                (Code(220), "STARTTLS") => self.end(Outcome::TlsRefused { line }, actions),
                _ => {}
            }
        }
        self.last = Some(heard);
        true
    }

    /// Behind an `S: ` line it is about that reply, behind a `C: ` line about the one to come.
    fn contain(&mut self, line: usize, part: &str) -> bool {
        let played = self.steps.get(..self.next).unwrap_or_default();
        let before = played
            .iter()
            .rev()
            .find(|step| !matches!(step.what, What::Contain(_)));
        if !matches!(before.map(|step| &step.what), Some(What::Expect(_))) {
            if !self.is_quiet() {
                return false;
            }
            self.pass_over();
        }
        let reply = self.last.as_ref().map(|heard| &heard.reply);
        let shown = reply
            .map(|reply| text::printable(reply.octets()).to_lowercase())
            .unwrap_or_default();
        let fits = shown.contains(&part.to_lowercase());
        let got = reply.map(got);
        self.record(line, format!("~ {}", text::printable_str(part)), got, fits);
        true
    }

    fn record(&mut self, line: usize, wanted: String, got: Option<String>, ok: bool) {
        self.next += 1;
        self.expectations.push(Expectation {
            line,
            wanted,
            got,
            ok,
        });
    }

    /// Replies no step asked for have been shown; that is enough.
    fn pass_over(&mut self) {
        if let Some(heard) = self.unread.drain(..).next_back() {
            self.last = Some(heard);
        }
    }

    fn speak(
        &mut self,
        at: Duration,
        line: usize,
        lines: &[String],
        actions: &mut Vec<Action>,
    ) -> bool {
        let phase = self.conversation.session().phase();
        if phase == Phase::Body {
            self.send_body(at, actions);
            return true;
        }
        if phase == Phase::Chunk {
            self.next += 1;
            actions.extend(self.conversation.send(at, wire(lines)));
            return true;
        }
        if !self.may_speak() {
            return false;
        }
        self.pass_over();
        if self.content_refused() {
            self.omit = Some(Omit::Content);
        }
        match self.omit {
            Some(Omit::Content) => {
                self.skip_content();
                return true;
            }
            Some(Omit::Answer) => {
                self.next += 1;
                self.omit = Some(Omit::Reply);
                return true;
            }
            Some(Omit::Reply) | None => self.omit = None,
        }
        if self.options.tls_required
            && !self.conversation.session().secure()
            && lines.iter().any(|line| needs_tls(line))
        {
            self.end(Outcome::TlsRequired { line }, actions);
            return true;
        }
        self.next += 1;
        actions.extend(self.say(at, lines));
        true
    }

    /// Everything up to the lone dot goes out as one message, as it is written.
    fn send_body(&mut self, at: Duration, actions: &mut Vec<Action>) {
        self.pass_over();
        let mut octets = Vec::new();
        while let Some(What::Say(lines)) = self.steps.get(self.next).map(|step| &step.what) {
            octets.extend(wire(lines));
            let ended = lines.iter().any(|line| line == ".");
            self.next += 1;
            if ended {
                break;
            }
        }
        actions.extend(self.conversation.send(at, octets));
    }

    /// Whether the script goes on from DATA straight to the content, and the 354 did not come.
    fn content_refused(&self) -> bool {
        let said = |step: &Step| matches!(&step.what, What::Say(_));
        let refused = self
            .last
            .as_ref()
            .is_some_and(|heard| heard.verb == "DATA" && heard.reply.code() != Code(354));
        let (played, ahead) = self.steps.split_at(self.next);
        let dot = |step: &Step| matches!(&step.what, What::Say(lines) if lines.iter().any(|line| line == "."));
        refused
            && self.omit.is_none()
            && played.last().is_some_and(said)
            && ahead.iter().take_while(|step| said(step)).any(dot)
    }

    /// The 354 did not come: the content and its dot are left out.
    fn skip_content(&mut self) {
        self.omit = Some(Omit::Reply);
        while let Some(What::Say(lines)) = self.steps.get(self.next).map(|step| &step.what) {
            self.next += 1;
            if lines.iter().any(|line| line == ".") {
                return;
            }
        }
    }

    fn log_in(&mut self, at: Duration, line: usize, way: Way, actions: &mut Vec<Action>) -> bool {
        if !self.may_speak() {
            return false;
        }
        self.pass_over();
        let secure = self.conversation.session().secure();
        let nobody = Credentials::default();
        let credentials = match &self.options.credentials {
            Some(credentials) => credentials,
            None if way.mechanism.needs == Needs::Nothing => &nobody,
            None => {
                self.end(Outcome::NoCredentials { line }, actions);
                return true;
            }
        };
        if self.options.tls_required && !secure {
            self.end(Outcome::TlsRequired { line }, actions);
        } else if !secure && way.mechanism.reveals && !self.options.cleartext_auth {
            self.end(Outcome::SecretInClear { line }, actions);
        } else {
            let asked = self.conversation.session().asked();
            let nonce = self.options.seed.nonce(at, asked);
            actions.extend(self.conversation.log_in(at, way, credentials, nonce));
            self.next += 1;
            self.login = Some((line, way.mechanism.name));
            if !self.conversation.is_logging_in() {
                // Why stands in the record; the reply the script waits for will not come.
                self.login = None;
                self.omit = Some(Omit::Reply);
            }
        }
        true
    }

    pub(super) fn end(&mut self, outcome: Outcome, actions: &mut Vec<Action>) {
        if self.outcome.is_none() {
            self.outcome = Some(outcome);
            if self.conversation.is_open() {
                actions.push(self.conversation.close());
            }
        }
    }
}

fn wire(lines: &[String]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|line| Line::new(line.as_bytes()).octets())
        .collect()
}

/// MAIL and AUTH say something about people.
fn needs_tls(line: &str) -> bool {
    let verb = Command::parse(line.trim_start()).verb;
    matches!(&verb[..], "MAIL" | "AUTH")
}

fn written(wanted: Wanted) -> String {
    match wanted.enhanced {
        Some(enhanced) => format!("{} {enhanced}", wanted.code),
        None => wanted.code.to_string(),
    }
}

/// A reply's last line, as it is shown beside an expectation.
fn got(reply: &Reply) -> String {
    let last = reply.lines().last();
    last.map(|line| text::printable(&line.text).into_owned())
        .unwrap_or_default()
}
