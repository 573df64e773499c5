//! The record as the RFCs print dialogues: `C: ` and `S: ` lines. What is written here can be run.
//!
//! What is not said by either side stands behind `# `. A login is written as `$AUTH`, and the
//! challenges that follow by themselves as remarks, so that the text runs with any credentials.
//!
//! Absent on purpose: reading it; that is `script::parse`.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Body, Entry, Side, Transcript};
use crate::link::{ClientCertificate, Failure, FailureKind, Stage, TlsFacts, Verdict};
use crate::smtp::auth::{self, First, Way};
use crate::smtp::{Phase, Utterance};
use crate::wire::text::{printable, printable_str};
use crate::wire::{Class, Command, Line, Reply};

/// Turns a key of the `remark` words and what fills them into a sentence.
pub type Words<'a> = dyn Fn(&str, &[(&'static str, String)]) -> String + 'a;

/// The last session of a record as a script.
pub fn dialogue(transcript: &Transcript, words: &Words<'_>) -> String {
    script(transcript.last_session(), words)
}

/// Entries in a row as a part of a script: what was said in one go stands under `# pipeline`.
pub fn script<'a>(entries: impl Iterator<Item = &'a Entry>, words: &Words<'_>) -> String {
    let mut text = String::new();
    let entries: Vec<_> = entries.collect();
    for (index, entry) in entries.iter().enumerate() {
        if begins_group(&entries, index) {
            text.push_str("# pipeline\n");
        }
        for line in lines(entry, words) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Whether the client said two or more things in a row from here, before the first was answered.
fn begins_group(entries: &[&Entry], index: usize) -> bool {
    let said = |at: usize| {
        matches!(
            entries.get(at).map(|entry| &entry.body),
            Some(Body::Said { .. } | Body::Message { .. })
        )
    };
    said(index) && said(index + 1) && (index == 0 || !said(index - 1))
}

/// One entry's lines, safe to print, without line ends.
pub fn lines(entry: &Entry, words: &Words<'_>) -> Vec<String> {
    match &entry.body {
        Body::Said { line, said, .. } if said.secret.is_some() => vec![secret(line, said.what)],
        // `$AUTH` says by itself what is no secret in a login too.
        Body::Said { line, said, .. } if said.what == Utterance::Answer && line.text != b"*" => {
            vec![secret(line, said.what)]
        }
        Body::Said { line, .. } => {
            vec![login(line).unwrap_or_else(|| client(&line.text))]
        }
        Body::Message { kept, octets, .. } => message(kept, *octets, words),
        Body::Heard {
            reply, answered, ..
        } => {
            // Only the hand that typed it could answer this 334 again: `$AUTH` does it by itself.
            let challenge = answered.after == Phase::Challenge && reply.class() == Class::More;
            let prefix = if challenge { "# " } else { "" };
            reply_lines(reply)
                .map(|line| format!("{prefix}{line}"))
                .collect()
        }
        Body::Stray { line, .. } => vec![format!("# S| {}", printable(&line.text))],
        other => vec![format!("# {}", remark(other, words))],
    }
}

/// A reply's lines with `S: ` before each.
pub fn reply_lines(reply: &Reply) -> impl Iterator<Item = String> {
    reply
        .lines()
        .map(|line| format!("S: {}", printable(&line.text)))
}

/// A client's line. Tabs stay: their picture would be sent instead when it is played again.
fn client(text: &[u8]) -> String {
    let parts: Vec<_> = text.split(|octet| *octet == b'\t').map(printable).collect();
    format!("C: {}", parts.join("\t"))
}

/// `AUTH LOGIN` alone goes on with answers that are not written down; `$AUTH` gives them again, in
/// the same way: `AUTH PLAIN/no-ir $AUTH` where the answer waited for the 334.
fn login(line: &Line) -> Option<String> {
    let command = Command::read(line);
    let mut words = command.words();
    let name = words.next().filter(|_| command.verb == "AUTH")?;
    let mechanism = auth::find(&name.to_ascii_uppercase())?;
    let initial = match words.next() {
        Some("=") => return None,
        word => word.is_some(),
    };
    let way = Way { mechanism, initial };
    if way == Way::usual(mechanism) || mechanism.first == First::Server {
        return Some(format!("C: AUTH {name} $AUTH"));
    }
    Some(format!("C: AUTH {} $AUTH", way.text()))
}

fn secret(line: &Line, what: Utterance) -> String {
    let shown = printable(&line.text);
    match (what, login(line)) {
        (Utterance::Command, Some(login)) => login,
        (Utterance::Command, None) => format!("C: {shown}"),
        _ => format!("# C: {shown}"),
    }
}

fn message(kept: &[u8], octets: u64, words: &Words<'_>) -> Vec<String> {
    let mut lines: Vec<_> = kept
        .split_inclusive(|octet| *octet == b'\n')
        .map(|line| client(&Line::read(line).text))
        .collect();
    let more = octets - kept.len() as u64;
    if more > 0 {
        lines.push(format!(
            "# {}",
            words("more-not-kept", &[("octets", more.to_string())])
        ));
        lines.push("C: .".to_owned());
    }
    lines
}

/// What is to be said of an entry that is neither a line nor a reply, in one safe line.
pub fn remark(body: &Body, words: &Words<'_>) -> String {
    let (key, fill): (&str, Vec<(&'static str, String)>) = match body {
        Body::Stage(stage) => return stage_words(stage, words),
        Body::Opened { peer } => ("opened", vec![("peer", peer.clone())]),
        Body::Secured { facts, .. } => return secured(facts, words),
        Body::TimedOut { waited, silent } => {
            let key = if *silent {
                "timed-out-silent"
            } else {
                "timed-out"
            };
            (key, vec![("seconds", seconds(*waited))])
        }
        Body::Closed {
            by: Side::Client,
            failure: None,
        } => ("closed-by-client", Vec::new()),
        Body::Closed {
            by: Side::Server,
            failure: None,
        } => ("closed-by-server", Vec::new()),
        Body::Closed {
            failure: Some(failure),
            ..
        } => {
            return printable_str(&failure_words(failure, words)).into_owned();
        }
        Body::Flooding => ("flooding", Vec::new()),
        Body::Remark { key, fill } => (key, fill.clone()),
        Body::Said { .. } | Body::Message { .. } | Body::Heard { .. } | Body::Stray { .. } => {
            return String::new();
        }
    };
    printable_str(&words(key, &fill)).into_owned()
}

/// A time as people read it: `< 1 ms`, `40 ms`, `1.2 s`, `3:05`.
pub fn span(time: Duration) -> String {
    match time.as_secs() {
        0 if time.as_millis() == 0 => "< 1 ms".to_owned(),
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{}:{:02}", seconds / 60, seconds % 60),
    }
}

/// What was settled, and whether the server asked who calls.
fn secured(facts: &TlsFacts, words: &Words<'_>) -> String {
    let fill = [
        ("version", facts.version.clone()),
        ("cipher", facts.cipher.clone()),
        ("verdict", verdict(facts, words)),
    ];
    let mut secured = words("secured", &fill);
    if !facts.took.is_zero() {
        let _ = write!(secured, " ({})", milliseconds(facts.took));
    }
    let secured = match facts.client {
        ClientCertificate::NotAsked => secured,
        asked => words(&format!("client-{}", asked.name()), &[("secured", secured)]),
    };
    printable_str(&secured).into_owned()
}

/// Whole seconds, or tenths where those would tell too little.
fn seconds(time: Duration) -> String {
    let digits = usize::from(time < Duration::from_secs(10) && time.subsec_millis() >= 50);
    format!("{:.digits$}", time.as_secs_f64())
}

/// A step on the way, and its time behind it.
fn stage_words(stage: &Stage, words: &Words<'_>) -> String {
    let key = format!("stage-{}", stage.step.name());
    let mut text = words(&key, &stage.step.fill());
    if let Some(took) = stage.took {
        let _ = write!(text, " ({})", milliseconds(took));
    }
    printable_str(&text).into_owned()
}

/// `0.3 ms`, `12 ms`, `1.2 s`: as exact as anybody cares.
fn milliseconds(time: Duration) -> String {
    let (value, unit) = if time < Duration::from_secs(1) {
        (time.as_secs_f64() * 1000.0, "ms")
    } else {
        (time.as_secs_f64(), "s")
    };
    let digits = usize::from(value < 9.95);
    format!("{value:.digits$} {unit}")
}

/// What happened to a link that could not be opened or was lost.
pub fn failure_words(failure: &Failure, words: &Words<'_>) -> String {
    let verdict = failure.tls.as_ref().map(|facts| verdict(facts, words));
    let verdict = verdict.unwrap_or_default();
    let fill = [("detail", failure.detail.clone()), ("verdict", verdict)];
    printable_str(&words(&format!("failed-{}", failure.kind.name()), &fill)).into_owned()
}

/// What to try then.
pub fn failure_advice(failure: &Failure, words: &Words<'_>) -> String {
    let verdict = failure
        .tls
        .as_ref()
        .map_or(Verdict::NotChecked, |facts| facts.why);
    if failure.kind == FailureKind::Certificate && verdict.is_against() {
        return words(&format!("try-certificate-{}", verdict.name()), &[]);
    }
    words(&format!("try-{}", failure.kind.name()), &[])
}

/// What was made of a server's certificate, and that it was let through where nothing is enforced.
pub fn verdict(facts: &TlsFacts, words: &Words<'_>) -> String {
    let (sha256, key) = facts
        .chain
        .first()
        .map(|own| (own.sha256.clone(), own.key_sha256.clone()))
        .unwrap_or_default();
    let fill = [
        ("pin", facts.pin.clone().unwrap_or_default()),
        ("sha256", sha256),
        ("key", key),
    ];
    let verdict = words(&format!("verdict-{}", facts.why.name()), &fill);
    if facts.why.is_against() && !facts.enforced {
        return words("not-enforced", &[("verdict", verdict)]);
    }
    verdict
}
