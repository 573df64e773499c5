//! Playing: which step is next, given what has come.
//!
//! A `C: ` line waits until everything before it is answered; an `S: ` line takes the oldest reply
//! no step has looked at.
//!
//! Absent on purpose: judging the server beyond the script's own expectations and plain SMTP.

use std::time::Duration;

use super::{Outcome, Script, Wanted, What};
use crate::link::Action;
use crate::smtp::{Finding, Phase, auth};
use crate::transcript::Body;
use crate::transcript::log::Expectation;
use crate::wire::{Class, Code, Line, Reply, text};

impl Script {
    /// Looks at what came since the last time: replies for the steps, and signs that this is no SMTP.
    pub(super) fn look(&mut self, at: Duration, actions: &mut Vec<Action>) {
        let mut trusted = true;
        let mut cut = false;
        let mut replies = Vec::new();
        for (_, entry) in self.conversation.transcript().from(self.seen) {
            match &entry.body {
                Body::Heard {
                    reply, answered, ..
                } => {
                    cut |= answered.findings.contains(&Finding::LostMidReply);
                    trusted &= cut || !answered.findings.iter().any(Finding::ends_trust);
                    replies.push(reply.clone());
                }
                Body::Stray { .. } | Body::Flooding => trusted = false,
                _ => {}
            }
        }
        self.seen = self.conversation.transcript().end();
        for reply in replies {
            self.take(at, reply, actions);
        }
        if !trusted {
            self.end(Outcome::NotSmtp, actions);
        } else if cut {
            self.end(Outcome::Lost, actions);
        }
    }

    /// A reply came: a login goes on by itself, everything else waits for its step.
    fn take(&mut self, at: Duration, reply: Reply, actions: &mut Vec<Action>) {
        let Some((mechanism, step)) = self.login else {
            self.unread.push_back(reply);
            return;
        };
        if reply.class() != Class::More {
            self.login = None;
            self.unread.push_back(reply);
            return;
        }
        self.login = Some((mechanism, step + 1));
        if self.conversation.session().phase() == Phase::Challenge {
            let challenge = reply.texts().next().unwrap_or_default().to_vec();
            if let Some(credentials) = &self.options.credentials {
                let answer = mechanism.respond(credentials, step, &challenge);
                actions.extend(self.conversation.say(at, &Line::new(answer.expose())));
            }
        }
        if self.next_wants(reply.code()) {
            self.unread.push_back(reply);
        } else {
            self.last = Some(reply);
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
                What::Expect(wanted) => self.expect(step.line, wanted),
                What::Contain(part) => self.contain(step.line, &part),
                What::Say(lines) => self.speak(at, step.line, &lines, actions),
                What::Login(mechanism) => self.log_in(at, step.line, mechanism, actions),
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

    fn expect(&mut self, line: usize, wanted: Wanted) -> bool {
        let skipped = self.no_body && self.is_quiet() && self.unread.is_empty();
        if skipped {
            // What stood before it was content that was never sent.
            self.no_body = false;
            self.record(line, written(wanted), None, false);
            return true;
        }
        let Some(reply) = self.unread.pop_front() else {
            return false;
        };
        let fits = reply.code() == wanted.code
            && wanted
                .enhanced
                .is_none_or(|enhanced| reply.enhanced() == Some(enhanced));
        if wanted.code == Code(354) && reply.code() != Code(354) {
            self.no_body = true;
        }
        self.record(line, written(wanted), Some(got(&reply)), fits);
        self.last = Some(reply);
        true
    }

    fn contain(&mut self, line: usize, part: &str) -> bool {
        if self.unread.is_empty() && self.last.is_none() {
            return false;
        }
        self.pass_over();
        let reply = self.last.as_ref();
        let shown = reply
            .map(|reply| text::printable(reply.octets()).to_lowercase())
            .unwrap_or_default();
        let fits = shown.contains(&part.to_lowercase());
        let got = reply.map(got);
        self.record(line, format!("~ {part}"), got, fits);
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
        if let Some(reply) = self.unread.drain(..).next_back() {
            self.last = Some(reply);
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
        if !self.is_quiet() {
            return false;
        }
        self.pass_over();
        if self.no_body {
            self.skip_body();
            return true;
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

    /// The 354 did not come: the content and its dot are left out.
    fn skip_body(&mut self) {
        while let Some(What::Say(lines)) = self.steps.get(self.next).map(|step| &step.what) {
            self.next += 1;
            if lines.iter().any(|line| line == ".") {
                return;
            }
        }
    }

    fn log_in(
        &mut self,
        at: Duration,
        line: usize,
        mechanism: &str,
        actions: &mut Vec<Action>,
    ) -> bool {
        if !self.is_quiet() {
            return false;
        }
        self.pass_over();
        let secure = self.conversation.session().secure();
        let Some(credentials) = &self.options.credentials else {
            self.end(Outcome::NoCredentials { line }, actions);
            return true;
        };
        if self.options.tls_required && !secure {
            self.end(Outcome::TlsRequired { line }, actions);
        } else if !secure && !self.options.cleartext_auth {
            self.end(Outcome::SecretInClear { line }, actions);
        } else if let Some(mechanism) = auth::find(mechanism) {
            let begin = mechanism.begin(credentials);
            self.login = Some((mechanism, 0));
            self.next += 1;
            actions.extend(self.conversation.say(at, &Line::new(begin.expose())));
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
    let verb = line.split(' ').next().unwrap_or_default();
    verb.eq_ignore_ascii_case("MAIL") || verb.eq_ignore_ascii_case("AUTH")
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
