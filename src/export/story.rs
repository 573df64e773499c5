//! What a session did, as facts: what another program has to be told to do it again.
//!
//! Absent on purpose: the other programs.

use super::Extract;
use crate::link::{Stage, Step, TlsFacts};
use crate::smtp::{Answered, Finding, Said, Utterance};
use crate::target::{Target, TlsStyle};
use crate::transcript::{Body, Entry};
use crate::wire::text::printable;
use crate::wire::{Class, Command, Line, PathArguments, body};

/// The facts, in the order of a session.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts of a session"
)]
pub(super) struct Story<'a> {
    /// The far end as it was reached: `192.0.2.1:25`.
    pub peer: Option<&'a str>,
    /// The name of the MX host that was reached.
    mx: Option<&'a str>,
    /// The verb of the last greeting, and the name in it.
    pub hello: Option<(String, String)>,
    /// What the last handshake settled.
    pub tls: Option<&'a TlsFacts>,
    /// STARTTLS was said.
    pub starttls: bool,
    /// The mechanism of the last login.
    pub mechanism: Option<String>,
    /// Who logged in, as far as it may be shown.
    pub user: Option<String>,
    /// The sender of the last message.
    pub sender: Option<String>,
    /// Its recipients.
    pub recipients: Vec<String>,
    /// A recipient was refused.
    pub refused: bool,
    /// DATA or BDAT was said for it.
    pub data: bool,
    /// Its content came in chunks.
    pub chunks: bool,
    /// Its content, with LF as line ends, printable; `None` while there is none.
    pub content: Option<String>,
    /// Not all of its content is in the record, or it is no text.
    pub content_differs: bool,
    /// How many messages were begun.
    pub transactions: usize,
    /// Lines that stand outside the usual course, as they were said.
    pub odd: Vec<String>,
    /// Parameters of MAIL and RCPT.
    pub parameters: Vec<String>,
}

/// A host and its port.
pub(super) type Address = (String, u16);

impl<'a> Story<'a> {
    /// Reads it from the entries.
    pub(super) fn read(extract: &Extract<'a>) -> Self {
        let mut story = Self::default();
        for entry in &extract.story {
            story.add(entry);
        }
        story
    }

    fn add(&mut self, entry: &'a Entry) {
        match &entry.body {
            Body::Stage(Stage {
                step: Step::Checked { host },
                ..
            }) => self.mx = Some(host),
            Body::Opened { peer } => self.peer = Some(peer),
            Body::Secured { facts, .. } => self.tls = Some(facts),
            Body::Said { line, said, .. } => self.said(line, said),
            Body::Message {
                kept, octets, dots, ..
            } => {
                self.content_differs |= kept.len() as u64 != *octets;
                self.message(kept, dots.is_some());
            }
            Body::Heard {
                reply, answered, ..
            } => {
                let refusal = matches!(reply.class(), Class::Transient | Class::Permanent);
                self.refused |= refusal && answers(answered, "RCPT");
            }
            _ => {}
        }
    }

    fn said(&mut self, line: &Line, said: &Said) {
        let mut pieces = said.inside.iter().filter(|piece| piece.name == "user");
        let user = pieces.find_map(|piece| piece.text.clone());
        self.user = user.or(self.user.take());
        if said.what != Utterance::Command {
            return;
        }
        let has = |test: fn(&Finding) -> bool| said.findings.iter().any(test);
        let command = Command::read(line);
        let said = !has(is_elsewhere) && self.command(&command);
        if !said || has(is_written_otherwise) {
            self.odd.push(printable(&line.text).into_owned());
        }
    }

    /// A command in its place; `false` for one that no other program says.
    fn command(&mut self, command: &Command) -> bool {
        match command.verb.as_str() {
            "EHLO" | "HELO" | "LHLO" => {
                self.hello = Some((command.verb.clone(), command.args.clone()));
                self.reset();
            }
            "STARTTLS" => self.starttls = true,
            "AUTH" => {
                self.user = self.user.take().filter(|_| command.words().count() > 1);
                self.mechanism = command.words().next().map(str::to_ascii_uppercase);
            }
            "MAIL" => {
                let Some((path, parameters)) = path(command, "FROM:") else {
                    return false;
                };
                self.reset_envelope();
                self.transactions += 1;
                self.sender = Some(path);
                self.parameters = parameters;
            }
            "RCPT" => {
                let Some((path, parameters)) = path(command, "TO:") else {
                    return false;
                };
                self.recipients.push(path);
                self.parameters.extend(parameters);
            }
            "DATA" => self.data = true,
            "BDAT" => (self.data, self.chunks) = (true, true),
            "RSET" => self.reset(),
            "QUIT" => {}
            _ => return false,
        }
        true
    }

    fn reset(&mut self) {
        // What was begun and given up is nothing to do again.
        if self.content.is_none() {
            self.reset_envelope();
        }
    }

    fn reset_envelope(&mut self) {
        self.sender = None;
        self.recipients.clear();
        self.parameters.clear();
        self.content = None;
        (self.refused, self.data, self.chunks) = (false, false, false);
        self.content_differs = false;
    }

    /// Content as it went over the wire; `stuffed` if lines that begin with a dot got one more.
    fn message(&mut self, kept: &[u8], stuffed: bool) {
        let lines: Vec<_> = kept.split_inclusive(|octet| *octet == b'\n').collect();
        let mut content = self.content.take().unwrap_or_default();
        for (index, line) in lines.iter().enumerate() {
            let line = Line::read(line).text;
            if !self.chunks && line == b"." && index + 1 == lines.len() {
                break;
            }
            let line = if stuffed { body::unstuff(&line) } else { &line };
            let pieces: Vec<_> = line.split(|octet| *octet == b'\t').map(printable).collect();
            let shown = pieces.join("\t");
            self.content_differs |= shown.as_bytes() != line;
            content.push_str(&shown);
            content.push('\n');
        }
        self.content = Some(content);
    }

    /// Where another program has to connect; `None` if the far end has no address.
    pub(super) fn address(&self, target: &Target) -> Option<Address> {
        let peer = self.peer.and_then(split);
        match target {
            Target::Tcp { host, port, .. } => Some((host.clone(), *port)),
            Target::Mx { domain, port } => Some(match (self.mx, peer) {
                (Some(host), _) => (host.to_owned(), *port),
                (None, Some(peer)) => peer,
                (None, None) => (domain.clone(), *port),
            }),
            Target::Practice { .. } => Some(("127.0.0.1".to_owned(), 2525)),
            Target::Unix { .. } | Target::Exec { .. } => None,
        }
    }

    /// The name the certificate was checked against, where it is not that of the host.
    pub(super) fn other_name(&self, host: &str) -> Option<&'a str> {
        let checked = self.tls.map(|facts| facts.checked.as_str());
        checked.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(host))
    }

    /// Whether the server turned out to be who it should be.
    pub(super) fn verified(&self) -> bool {
        self.tls.is_some_and(TlsFacts::verified)
    }

    /// Whether it is LMTP.
    pub(super) fn is_lmtp(&self, target: &Target) -> bool {
        target.is_lmtp() || self.hello.as_ref().is_some_and(|(verb, _)| verb == "LHLO")
    }
}

/// The address of MAIL or RCPT, and its parameters behind the verb.
fn path(command: &Command, prefix: &str) -> Option<(String, Vec<String>)> {
    let arguments = PathArguments::read(&command.args, prefix);
    let shown = arguments.parameters.iter().filter_map(|parameter| {
        let parameter = command.args.get(parameter.span.clone())?;
        Some(format!("{} {parameter}", command.verb))
    });
    let parameters = shown.collect();
    Some((arguments.path?.address, parameters))
}

/// Whether TLS comes before the first octet of SMTP.
pub(super) fn is_implicit(target: &Target) -> bool {
    target.tls() == TlsStyle::Implicit
}

fn answers(answered: &Answered, verb: &str) -> bool {
    answered.verb.is_some_and(|answered| answered.name == verb)
}

/// Whether a line stands where no other program would say it.
const fn is_elsewhere(finding: &Finding) -> bool {
    matches!(finding, Finding::OutOfSequence | Finding::UnknownVerb)
}

/// Whether a line is written as no other program writes it.
const fn is_written_otherwise(finding: &Finding) -> bool {
    matches!(
        finding,
        Finding::BadPath(..)
            | Finding::BareCr
            | Finding::BareLf
            | Finding::MissingArgument
            | Finding::NulOctet
            | Finding::SpaceAfterColon(_)
            | Finding::UnwantedArgument
    )
}

/// `192.0.2.1:25`, `[::1]:25`.
fn split(peer: &str) -> Option<Address> {
    let (host, port) = peer.rsplit_once(':')?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Some((host.to_owned(), port.parse().ok()?))
}
