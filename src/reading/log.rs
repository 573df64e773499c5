//! A reply that a log line or a bounce quotes, and the stage it names.

use crate::smtp::Verb;
use crate::smtp::verb::{self, CONNECT, DATA_END};
use crate::wire::{Code, Enhanced};

/// Joins folded lines of a bounce's fields (RFC 5322 §2.2.3), so that a text is in one piece.
pub(super) fn unfold(text: &str) -> String {
    let mut unfolded = String::with_capacity(text.len());
    let mut field = false;
    for line in text.lines() {
        let folded = field && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if folded {
            unfolded.truncate(unfolded.trim_end().len());
            unfolded.push(' ');
            unfolded.push_str(line.trim());
        } else {
            unfolded.push_str(line);
            field = line.starts_with("Diagnostic-Code:") || line.starts_with("Status:");
        }
        unfolded.push('\n');
    }
    unfolded
}

/// What stands before a quoted reply in the logs and bounces one meets.
const BEFORE: &[&str] = &[
    " said: ",
    "to talk to me: ",
    "smtp; ",
    "smtp;",
    "x-unix; ",
    "reply was: ",
    "response: ",
    "error: ",
    "]: ",
    ">: ",
    ": ",
];

/// The reply in a line, and what it answers.
pub(super) fn reply_in(line: &str) -> Option<(&str, Option<&'static Verb>)> {
    let at = BEFORE.iter().find_map(|mark| {
        let found = line.match_indices(mark).map(|(at, _)| at + mark.len());
        found
            .into_iter()
            .find(|at| begins_reply(line.get(*at..).unwrap_or_default()))
    });
    let at = at.or_else(|| with_enhanced(line))?;
    let (before, rest) = line.split_at_checked(at)?;
    let end = [" (in reply to", "; from=<", ", sender_id"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min();
    let text = rest
        .get(..end.unwrap_or(rest.len()))?
        .trim_end_matches([')', ' ']);
    Some((text, stage(before, rest)))
}

fn begins_reply(text: &str) -> bool {
    let code = Code::of_line(text.as_bytes())
        .is_some_and(|code| (400..600).contains(&code.0) || code.0 == 250);
    code && matches!(text.as_bytes().get(3), Some(b' ' | b'-'))
}

/// Anywhere in the line: a code with an enhanced code of its class behind it.
fn with_enhanced(line: &str) -> Option<usize> {
    line.match_indices(['4', '5']).map(|(at, _)| at).find(|at| {
        let rest = line.get(*at..).unwrap_or_default();
        let alone = *at == 0
            || line
                .as_bytes()
                .get(at - 1)
                .is_some_and(|octet| !octet.is_ascii_alphanumeric() && *octet != b'.');
        let enhanced = rest
            .get(4..)
            .and_then(|text| Enhanced::at_start(text.as_bytes()));
        alone && begins_reply(rest) && enhanced.is_some()
    })
}

/// The stage that Postfix names behind a reply, and Exim before it.
fn stage(before: &str, rest: &str) -> Option<&'static Verb> {
    if before.contains("refused to talk to me") || before.contains("initial connection") {
        return Some(&CONNECT);
    }
    let behind = rest.split_once("(in reply to ").map(|(_, stage)| stage);
    let ahead = before.rsplit_once(" after ").map(|(_, stage)| stage);
    let reject = before.split_once("reject: ").map(|(_, stage)| stage);
    let stage = behind.or(ahead).or(reject)?;
    let ends = [
        "end of DATA",
        "end of data",
        "END-OF-MESSAGE",
        "sending data block",
        "header:",
        "body:",
    ];
    if ends.iter().any(|name| stage.starts_with(name)) {
        return Some(&DATA_END);
    }
    let name = stage.split([' ', ':', '(']).next()?.to_ascii_uppercase();
    match name.as_str() {
        "CONNECT" => Some(&CONNECT),
        "PIPELINED" => stage.split_once(' ').and_then(|(_, stage)| named(stage)),
        _ => named(stage),
    }
}

fn named(stage: &str) -> Option<&'static Verb> {
    let name = stage.split([' ', ':', '(']).next()?.to_ascii_uppercase();
    verb::VERBS.iter().find(|verb| verb.name == name).copied()
}
