//! Claims about where a session stands, as short talks.
//!
//! A talk is steps parted by ` | `: `> ` a line of the client, `< ` a reply of the server with `/`
//! between its lines, `TLS` the handshake, `@hello` and its like what has to be said to get there.
//! Lines end with CRLF, those with `␊` at their end with LF.
//!
//! Absent on purpose: octets and links, which `tests/raw.rs` and `tests/hostile.rs` have.

use ehlo::smtp::{Finding, Session};
use ehlo::wire::{Line, Reply};

/// A claim, a talk, and what comes of its last step: for a client's line what it is, the reply to
/// expect and what is odd about it; for a reply the phase and what is odd.
pub(crate) type Talk = (&'static str, &'static str, &'static str);

/// How one gets to a phase, each from the one before.
const STARTS: &[(&str, &str)] = &[
    ("@body", "@recipients | > DATA | < 354 go"),
    (
        "@recipients",
        "@sender | > RCPT TO:<c@d.example> | < 250 ok",
    ),
    ("@sender", "@ready | > MAIL FROM:<a@b.example> | < 250 ok"),
    (
        "@ready",
        "@hello | > EHLO me | < 250-mx/250-STARTTLS/250 AUTH PLAIN",
    ),
    ("@hello", "< 220 mx"),
];

pub(crate) const TALKS: &[Talk] = &[
    (
        "LF, dot, LF ends a message",
        "@body | > text␊ | > .␊",
        "Body, bare-lf",
    ),
    (
        "LF, dot, CRLF ends a message",
        "@body | > text␊ | > .",
        "Body",
    ),
    (
        "CRLF, dot, CRLF needs one more line end before it",
        "@body | > text | > .",
        "EndOfBody 250",
    ),
    (
        "QUIT leaves while the message flows",
        "@body | > QUIT",
        "Body",
    ),
    (
        "a second greeting follows STARTTLS",
        "@ready | > STARTTLS | < 220 go | TLS | @hello",
        "hello, unsolicited",
    ),
    (
        "STARTTLS goes on with MAIL",
        "@ready | > STARTTLS | < 220 go | TLS | > MAIL FROM:<a@b.example>",
        "Command 503, ehlo-again, out-of-sequence",
    ),
    (
        "what was offered before TLS still counts",
        "@ready | > STARTTLS | < 220 go | TLS | > EHLO me | < 250 mx | > AUTH PLAIN",
        "Command 502, not-offered",
    ),
    (
        "one refused recipient ends the mail",
        "@recipients | > RCPT TO:<e@d.example> | < 550 5.1.1 no",
        "recipients",
    ),
    (
        "DATA needs no accepted recipient",
        "@sender | > RCPT TO:<c@d.example> | < 550 5.1.1 no | > DATA",
        "Command 503, out-of-sequence",
    ),
    (
        "DATA is answered with 250",
        "@recipients | > DATA | < 250 ok",
        "recipients, unexpected-code",
    ),
    (
        "the enhanced code decides where it differs",
        "@sender | > RCPT TO:<c@d.example> | < 250 5.1.1 ok",
        "recipients, enhanced-mismatch",
    ),
    (
        "a 550 may carry 4.4.7",
        "@ready | > MAIL FROM:<a@b.example> | < 550 4.4.7 expired",
        "ready, enhanced-mismatch",
    ),
    (
        "the lines of a reply may have different codes",
        "@hello | > EHLO me | < 250-mx/550 no",
        "hello, mixed-codes",
    ),
    (
        "RSET ends the session",
        "@sender | > RSET | < 250 ok",
        "ready",
    ),
    (
        "RSET takes an argument",
        "@ready | > RSET now",
        "Command 501, unwanted-argument",
    ),
    (
        "NOOP takes no argument",
        "@ready | > NOOP are you there",
        "Command 250",
    ),
    (
        "QUIT takes an argument",
        "@ready | > QUIT now",
        "Command 501, unwanted-argument",
    ),
    (
        "QUIT is answered with 250",
        "@ready | > QUIT | < 250 bye",
        "over, unexpected-code",
    ),
    (
        "`DATA now` begins the message",
        "@recipients | > DATA now",
        "Command 501, unwanted-argument",
    ),
    (
        "a second EHLO is out of order",
        "@ready | > EHLO me",
        "Command 250",
    ),
    (
        "a second EHLO keeps the recipients",
        "@recipients | > EHLO me | < 250 mx",
        "ready",
    ),
    (
        "EHLO has no temporary refusal but 421",
        "@hello | > EHLO me | < 450 later",
        "hello, unexpected-code",
    ),
    (
        "MAIL needs no greeting",
        "@hello | > MAIL FROM:<a@b.example>",
        "Command 503, out-of-sequence",
    ),
    (
        "the angle brackets may be left out",
        "@ready | > MAIL FROM:a@b.example",
        "Command 501, bad-path",
    ),
    (
        "an unknown parameter gets 504 or 501",
        "@ready | > MAIL FROM:<a@b.example> NOSUCH=1",
        "Command 555, unknown-parameter",
    ),
    (
        "SIZE= may be used after HELO",
        "@hello | > HELO me | < 250 mx | > MAIL FROM:<a@b.example> SIZE=1",
        "Command 555, unknown-parameter",
    ),
    (
        "AUTH may be used after HELO",
        "@hello | > HELO me | < 250 mx | > AUTH PLAIN",
        "Command 502, not-offered",
    ),
    (
        "AUTH PLAIN alone is a whole login",
        "@ready | > AUTH PLAIN",
        "Command 334",
    ),
    (
        "AUTH PLAIN with its answer is asked for it again",
        "@hello | > EHLO me | < 250-mx/250 AUTH PLAIN | TLS | > AUTH PLAIN AGFsAHNlY3JldA==",
        "Command 235",
    ),
    (
        "AUTH LOGIN with a name is a whole login",
        "@hello | > EHLO me | < 250-mx/250 AUTH LOGIN | TLS | > AUTH LOGIN YWxpY2U=",
        "Command 334",
    ),
    (
        "HELO brings a list of keywords",
        "@hello | > HELO me | < 250-mx/250 STARTTLS | > STARTTLS",
        "Command 502, not-offered",
    ),
    (
        "an unknown command gets 502",
        "@ready | > FROBNICATE",
        "Command 500, unknown-verb",
    ),
    (
        "VRFY must be offered, and wants EHLO first",
        "@hello | > VRFY bob",
        "Command 252",
    ),
    (
        "an answer to VRFY opens a mail",
        "@ready | > VRFY bob | < 252 maybe | > RCPT TO:<bob@d.example>",
        "Command 503, out-of-sequence",
    ),
    (
        "421 leaves the session open",
        "@ready | > NOOP | < 421 mx closing",
        "over",
    ),
    (
        "a 554 greeting may be followed by EHLO",
        "< 554 mx no | > EHLO me",
        "Command 503, out-of-sequence",
    ),
];

/// Plays a talk, and says what came of its last step.
pub(crate) fn outcome(talk: &str) -> String {
    let mut session = Session::default();
    let mut outcome = String::new();
    let talk = STARTS.iter().fold(talk.to_owned(), |talk, (phase, start)| {
        talk.replace(phase, start)
    });
    for step in talk.split(" | ") {
        outcome = match step.split_once(' ') {
            Some((">", text)) => client(&mut session, text),
            Some(("<", text)) => server(&mut session, text),
            _ => {
                session.secured();
                session.phase().name().to_owned()
            }
        };
    }
    outcome
}

fn client(session: &mut Session, text: &str) -> String {
    let line = match text.strip_suffix('␊') {
        Some(text) => Line::read(format!("{text}\n").as_bytes()),
        None => Line::read(format!("{text}\r\n").as_bytes()),
    };
    let said = session.client_said(&line);
    let likely = said.likely_reply().map(|code| format!(" {code}"));
    let what = format!("{:?}{}", said.what, likely.unwrap_or_default());
    with_findings(what, &said.findings)
}

fn server(session: &mut Session, text: &str) -> String {
    let reply = Reply::read(format!("{}\r\n", text.replace('/', "\r\n")).as_bytes());
    let answered = session.server_said(&reply);
    with_findings(answered.after.name().to_owned(), &answered.findings)
}

fn with_findings(what: String, findings: &[Finding]) -> String {
    findings
        .iter()
        .fold(what, |what, finding| format!("{what}, {}", finding.name()))
}
