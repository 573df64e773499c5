//! The protocol as one table: every verb in every phase, answered by every class of reply, with the
//! phase that follows and what was found. A change of the protocol is a change of this picture.
//!
//! Only what says something stands there: replies that lead to another phase, or that are odd.

use std::fmt::Write as _;

use ehlo::smtp::verb::VERBS;
use ehlo::smtp::{Finding, Phase, Session};
use ehlo::wire::{Line, Reply};

const REPLIES: [u16; 6] = [250, 354, 450, 550, 503, 421];

/// How to bring a session to each phase: lines and the replies to them, in order.
const WAYS: &[(Phase, &[&str])] = &[
    (Phase::Greeting, &[]),
    (Phase::Hello, &["S: 220 hi"]),
    (Phase::Ready, &[HELLO]),
    (Phase::Sender, &[HELLO, MAIL]),
    (Phase::Recipients, &[HELLO, MAIL, RCPT]),
    (Phase::Body, &[HELLO, MAIL, RCPT, "C: DATA\nS: 354 go"]),
    (Phase::Chunk, &[HELLO, MAIL, RCPT, "C: BDAT 100"]),
    (Phase::Chunks, &[HELLO, MAIL, RCPT, "C: BDAT 0\nS: 250 ok"]),
    (Phase::Challenge, &[HELLO, "C: AUTH LOGIN\nS: 334 x"]),
    (Phase::Handshake, &[HELLO, "C: STARTTLS\nS: 220 go"]),
    (Phase::Refused, &["S: 554 no"]),
    (Phase::Over, &["S: 220 hi\nC: QUIT\nS: 221 bye"]),
];

const HELLO: &str = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250-AUTH LOGIN\nS: 250-CHUNKING\nS: 250-ETRN\nS: 250-ATRN\nS: 250-TURN\nS: 250-SEND\nS: 250-SOML\nS: 250-SAML\nS: 250-BURL imap\nS: 250-XCLIENT NAME\nS: 250-XFORWARD NAME\nS: 250-STARTTLS\nS: 250 PIPELINING";
const MAIL: &str = "C: MAIL FROM:<a@b>\nS: 250 ok";
const RCPT: &str = "C: RCPT TO:<c@d>\nS: 250 ok";

/// A verb as it is well written.
fn sample(verb: &str) -> &'static str {
    match verb {
        "EHLO" => "EHLO me",
        "HELO" => "HELO me",
        "LHLO" => "LHLO me",
        "AUTH" => "AUTH LOGIN",
        "MAIL" => "MAIL FROM:<a@b>",
        "RCPT" => "RCPT TO:<c@d>",
        "BDAT" => "BDAT 0 LAST",
        "VRFY" => "VRFY x",
        "EXPN" => "EXPN x",
        "ETRN" => "ETRN x",
        "STARTTLS" => "STARTTLS",
        "DATA" => "DATA",
        "RSET" => "RSET",
        "HELP" => "HELP",
        "NOOP" => "NOOP",
        "SEND" => "SEND FROM:<a@b>",
        "SOML" => "SOML FROM:<a@b>",
        "SAML" => "SAML FROM:<a@b>",
        "BURL" => "BURL imap://x LAST",
        "TURN" => "TURN",
        "ATRN" => "ATRN x",
        "XCLIENT" => "XCLIENT NAME=x",
        "XFORWARD" => "XFORWARD NAME=x",
        "QUIT" => "QUIT",
        _ => "XYZZY",
    }
}

fn brought_to(phase: Phase) -> Session {
    let mut session = Session::default();
    let mut reply = String::new();
    let way = WAYS
        .iter()
        .find(|(to, _)| *to == phase)
        .map_or(&[][..], |(_, way)| way);
    for line in way.iter().flat_map(|step| step.lines()) {
        if let Some(said) = line.strip_prefix("C: ") {
            session.client_said(&Line::new(said));
        } else if let Some(part) = line.strip_prefix("S: ") {
            let _ = write!(reply, "{part}\r\n");
            if part.as_bytes().get(3) == Some(&b' ') {
                session.server_said(&Reply::read(reply.as_bytes()));
                reply.clear();
            }
        }
    }
    assert_eq!(session.phase(), phase, "the way to it is wrong");
    session
}

fn found(findings: &[Finding]) -> String {
    let names: Vec<_> = findings.iter().map(Finding::name).collect();
    names.join(" ")
}

/// Codes with the same end, in order: `250 354 -> ready`.
fn grouped(ends: &[(u16, String)], wanted: impl Fn(&str) -> bool) -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (code, end) in ends.iter().filter(|(_, end)| wanted(end)) {
        match groups.iter_mut().find(|(known, _)| known == end) {
            Some((_, codes)) => codes.push(code.to_string()),
            None => groups.push((end, vec![code.to_string()])),
        }
    }
    let groups = groups
        .iter()
        .map(|(end, codes)| format!("{} {end}", codes.join(" ")));
    groups.collect::<Vec<_>>().join(", ")
}

/// The row of one verb in one phase: what its line is and what is odd about it, where each reply
/// leads if it leads away, and what is odd about replies.
fn row(verb: &str, phase: Phase) -> String {
    let mut session = brought_to(phase);
    let said = session.client_said(&Line::new(sample(verb)));
    let answers = REPLIES.map(|code| {
        let reply = Reply::read(format!("{code} x\r\n").as_bytes());
        (code, session.clone().server_said(&reply))
    });
    let moves = answers
        .clone()
        .map(|(code, answered)| (code, format!("-> {}", answered.after.name())));
    let stays = format!("-> {}", phase.name());
    let odd = answers.map(|(code, answered)| (code, found(&answered.findings)));
    let parts = [
        format!("{:?} {}", said.what, found(&said.findings)),
        grouped(&moves, |end| end != stays),
        grouped(&odd, |end| !end.is_empty()),
    ];
    let [said, moves, odd] = parts.map(|part| part.trim().to_owned());
    let name = phase.name();
    format!("{verb:8} {name:10} | {said:40} | {moves:44} | {odd}")
        .trim_end()
        .to_owned()
}

fn matrix() -> String {
    let names = VERBS.iter().map(|verb| verb.name).chain(["XYZZY"]);
    let rows = names.flat_map(|verb| Phase::ALL.iter().map(move |phase| row(verb, *phase)));
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_verb_in_every_phase_with_every_reply() {
    insta::assert_snapshot!(matrix());
}
