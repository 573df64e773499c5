//! The record as JSON Lines, one event a line: `--log`, and `run --json`.
//!
//! Field names are a contract. Texts are made printable first, so that the lines hold no control
//! character at all; where that changed something, `raw` has the octets in base64.
//!
//! Absent on purpose: files, flushing.

use std::borrow::Cow;
use std::time::Duration;

use data_encoding::BASE64;
use serde::Serialize;

use super::{Body, Entry, Side};
use crate::link::Certificate;
use crate::wire::text::{printable, printable_str};

/// One line of the log.
#[derive(Debug, Serialize)]
struct Logged<'a> {
    t: f64,
    #[serde(flatten)]
    event: Event<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Stage {
        name: &'a str,
        took: Option<f64>,
        message: String,
    },
    Connect {
        target: Cow<'a, str>,
        peer: Cow<'a, str>,
        took: f64,
    },
    Tls {
        version: &'a str,
        cipher: &'a str,
        verified: bool,
        why: &'a str,
        injected: usize,
        chain: Vec<Chained<'a>>,
    },
    Command {
        n: Option<u32>,
        text: Cow<'a, str>,
        secret: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        raw: Option<String>,
    },
    Reply {
        code: u16,
        enhanced: Option<String>,
        lines: Vec<Cow<'a, str>>,
        answers: Option<u32>,
        took: Option<f64>,
        findings: Vec<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        raw: Option<String>,
    },
    Stray {
        text: Cow<'a, str>,
        findings: Vec<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        raw: Option<String>,
    },
    Data {
        bytes: u64,
        lines: u64,
    },
    Close {
        by: &'a str,
    },
    Error {
        kind: &'a str,
        message: Cow<'a, str>,
    },
    Expect {
        line: usize,
        wanted: &'a str,
        got: Option<&'a str>,
        ok: bool,
    },
}

#[derive(Debug, Serialize)]
struct Chained<'a> {
    subject: Cow<'a, str>,
    issuer: Cow<'a, str>,
    names: Vec<Cow<'a, str>>,
    not_before: &'a str,
    not_after: &'a str,
    sha256: &'a str,
}

/// An expectation of a script, and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The line of the script it stands in, from 1.
    pub line: usize,
    /// What was wanted, as it is written there.
    pub wanted: String,
    /// What came; `None` if nothing did.
    pub got: Option<String>,
    /// Whether that is what was wanted.
    pub ok: bool,
}

/// An entry as one line of JSON, without its line end; `None` for what the log does not tell.
pub fn event(entry: &Entry, target: &str, words: &super::text::Words<'_>) -> Option<String> {
    let event = match &entry.body {
        Body::Stage(stage) => Event::Stage {
            name: stage.step.name(),
            took: stage.took.map(|took| took.as_secs_f64()),
            message: super::text::remark(&entry.body, words),
        },
        Body::Opened { peer } => Event::Connect {
            target: printable_str(target),
            peer: printable_str(peer),
            took: entry.at.as_secs_f64(),
        },
        Body::Secured { facts, .. } => Event::Tls {
            version: &facts.version,
            cipher: &facts.cipher,
            verified: facts.verified(),
            why: facts.why.name(),
            injected: facts.injected,
            chain: facts.chain.iter().map(chained).collect(),
        },
        Body::Said { line, said, number } => Event::Command {
            n: *number,
            text: printable(&line.text),
            secret: said.secret.is_some(),
            raw: raw(&line.text),
        },
        Body::Message { octets, lines, .. } => Event::Data {
            bytes: *octets,
            lines: *lines,
        },
        Body::Heard { .. } => return reply(entry),
        Body::Stray { line, findings } => Event::Stray {
            text: printable(&line.text),
            findings: findings.iter().map(crate::smtp::Finding::name).collect(),
            raw: raw(&line.text),
        },
        Body::Closed { by, failure: None } => Event::Close { by: side(*by) },
        Body::Closed {
            failure: Some(failure),
            ..
        } => Event::Error {
            kind: failure.kind.name(),
            message: Cow::Owned(super::text::failure_words(failure, words)),
        },
        Body::TimedOut { .. } => Event::Error {
            kind: "timeout",
            message: super::text::remark(&entry.body, words).into(),
        },
        Body::Flooding => Event::Error {
            kind: "flood",
            message: super::text::remark(&entry.body, words).into(),
        },
        Body::Remark { .. } => return None,
    };
    line(entry.at, event)
}

/// An expectation as one line of JSON.
pub fn expectation(at: Duration, expectation: &Expectation) -> Option<String> {
    let Expectation {
        line: number,
        wanted,
        got,
        ok,
    } = expectation;
    line(
        at,
        Event::Expect {
            line: *number,
            wanted,
            got: got.as_deref(),
            ok: *ok,
        },
    )
}

/// A failure that is no entry, as one line of JSON.
pub fn error(at: Duration, kind: &str, message: &str) -> Option<String> {
    line(
        at,
        Event::Error {
            kind,
            message: printable_str(message),
        },
    )
}

fn reply(entry: &Entry) -> Option<String> {
    let Body::Heard {
        reply,
        answered,
        took,
        ..
    } = &entry.body
    else {
        return None;
    };
    let lines: Vec<_> = reply
        .lines()
        .map(|line| Cow::Owned(printable(&line.text).into_owned()))
        .collect();
    let changed = reply.lines().any(|line| raw(&line.text).is_some());
    let event = Event::Reply {
        code: reply.code().0,
        enhanced: reply.enhanced().map(|enhanced| enhanced.to_string()),
        lines,
        answers: answered.line,
        took: took.map(|took| took.as_secs_f64()),
        findings: answered
            .findings
            .iter()
            .map(crate::smtp::Finding::name)
            .collect(),
        raw: changed.then(|| BASE64.encode(reply.octets())),
    };
    line(entry.at, event)
}

fn line(at: Duration, event: Event<'_>) -> Option<String> {
    serde_json::to_string(&Logged {
        t: at.as_secs_f64(),
        event,
    })
    .ok()
}

/// The octets in base64, where printing them changed something.
fn raw(octets: &[u8]) -> Option<String> {
    (printable(octets).as_bytes() != octets).then(|| BASE64.encode(octets))
}

fn chained(certificate: &Certificate) -> Chained<'_> {
    Chained {
        subject: printable_str(&certificate.subject),
        issuer: printable_str(&certificate.issuer),
        names: certificate
            .names
            .iter()
            .map(|name| printable_str(name))
            .collect(),
        not_before: &certificate.not_before,
        not_after: &certificate.not_after,
        sha256: &certificate.sha256,
    }
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}
