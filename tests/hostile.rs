//! Servers that mean harm, or are none: what they send is named, and what is kept of it is bounded.

use std::time::Duration;

use ehlo::conversation::Conversation;
use ehlo::link::{Action, Event};
use ehlo::transcript::{Body, Entry, Transcript, log, text as record};
use ehlo::wire::{Line, ReplyReader, text};

/// What is sent at once.
const PIECE: usize = 16 * 1024;

fn opened() -> Conversation {
    let mut conversation = Conversation::default();
    let peer = "mail.example".to_owned();
    conversation.handle(Duration::ZERO, Event::Opened { peer });
    conversation
}

/// A conversation that was greeted and said EHLO.
fn greeted() -> Conversation {
    let mut conversation = opened();
    hear(&mut conversation, b"220 hi\r\n");
    conversation.say(Duration::ZERO, &Line::new("EHLO me.example"));
    conversation
}

fn hear(conversation: &mut Conversation, octets: &[u8]) -> Vec<Action> {
    conversation.handle(Duration::ZERO, Event::Bytes(octets.to_vec()))
}

fn shown(entry: &Entry) -> String {
    let words = |key: &str, fill: &[(&'static str, String)]| format!("{key} {fill:?}");
    let log = log::event(entry, "mail.example", &words).unwrap_or_default();
    record::lines(entry, &words).join(" ") + &log
}

/// The octets of the wire that a record holds.
fn held(transcript: &Transcript) -> usize {
    let octets = |entry: &Entry| match &entry.body {
        Body::Heard { reply, .. } => reply.octets().len(),
        Body::Stray { line, .. } | Body::Said { line, .. } => line.text.len(),
        Body::Message { kept, .. } => kept.len(),
        _ => 0,
    };
    transcript.entries().map(octets).sum()
}

fn findings(conversation: &Conversation) -> Vec<&'static str> {
    let entries = conversation.transcript().entries();
    entries
        .flat_map(|entry| entry.body.findings())
        .map(ehlo::smtp::Finding::name)
        .collect()
}

#[test]
fn what_is_no_smtp_is_named() {
    for (octets, names) in [
        (
            &b"HTTP/1.1 400 Bad Request\r\n"[..],
            &["not-a-reply", "looks-like-http"][..],
        ),
        (b"<!doctype html>\n", &["not-a-reply", "looks-like-http"]),
        (
            b"SSH-2.0-OpenSSH_9.9\r\n",
            &["not-a-reply", "looks-like-ssh"],
        ),
        (b"+OK POP3 ready\r\n", &["not-a-reply", "looks-like-pop3"]),
        (
            b"* OK IMAP4rev2 ready\r\n",
            &["not-a-reply", "looks-like-imap"],
        ),
        (
            b"\x15\x03\x01\x00\x02\x02\x28",
            &["not-a-reply", "looks-like-tls"],
        ),
        (
            b"\x16\x03\x03\x00\x02\x02\x00",
            &["not-a-reply", "looks-like-tls"],
        ),
        (b"hello?\r\n", &["not-a-reply"]),
        (b"\r\n", &["not-a-reply"]),
        (b"99 bottles\r\n", &["not-a-reply"]),
        (b"2200 too many digits\r\n", &["not-a-reply"]),
        (b"220-a\r\n554 b\r\n", &["mixed-codes"]),
        (b"220_hi\r\n", &["bad-separator"]),
        (b"220\r\n", &["no-text"]),
        (b"220 hi\n", &["bare-lf-reply"]),
        (b"220 \0\r\n", &["control-octets"]),
        (b"220 \x1b]0;owned\x07\r\n", &["control-octets"]),
        (b"220 \xc2\x9b2J\r\n", &["control-octets"]),
        (b"220 \xe2\x80\xaetxt\r\n", &["control-octets"]),
        (b"220 \xff\xfe\r\n", &["not-utf8"]),
        (b"220-a\r\nb\r\nc\r\n\r\n220 d\r\n", &["missing-code"]),
        (b"600 what\r\n", &["unexpected-code"]),
        (b"220 5.0.0 hi\r\n", &["enhanced-mismatch"]),
        (b"220 hi\r\n250 and more\r\n", &["unsolicited"]),
        (b"220 hi\r\n421 bye\r\n", &["closing-unasked"]),
    ] {
        for piece in [octets.len(), 1] {
            let mut conversation = opened();
            for piece in octets.chunks(piece) {
                hear(&mut conversation, piece);
            }
            let case = text::printable(octets);
            assert_eq!(findings(&conversation), names, "{case}");
            for entry in conversation.transcript().entries() {
                let shown = shown(entry);
                assert!(!shown.chars().any(text::is_hidden), "{case}: {shown:?}");
            }
        }
    }
}

#[test]
fn a_link_lost_inside_a_reply_keeps_what_came() {
    for (octets, names) in [
        (&b"220-hi\r\n220 wel"[..], &["lost-mid-reply"][..]),
        (b"220-hi\r\n", &["lost-mid-reply"]),
        (b"22", &["not-a-reply"]),
        (b"HTTP/1.1 4", &["not-a-reply", "looks-like-http"]),
    ] {
        let mut conversation = opened();
        hear(&mut conversation, octets);
        conversation.handle(Duration::ZERO, Event::Closed(None));
        assert_eq!(
            findings(&conversation),
            names,
            "{}",
            text::printable(octets)
        );
        assert_eq!(held(conversation.transcript()), octets.len());
        assert!(!conversation.is_open());
    }
}

/// What never ends: the record keeps its head, says so once, and the session goes on behind it.
#[test]
fn endless_replies_are_counted_and_not_kept() {
    const LENGTH: usize = 64 * 1024 * 1024;
    let line = vec![b'x'; PIECE];
    let lines = b"250-and on and on and on and on\r\n".repeat(PIECE / 33);
    for (name, begin, piece, end) in [
        ("one line", &b"250 "[..], &line, &b"\r\n"[..]),
        (
            "one line of a reply of many",
            b"250-a\r\n250-",
            &line,
            b"\r\n250 end\r\n",
        ),
        ("many lines", b"250-a\r\n", &lines, b"250 end\r\n"),
    ] {
        let mut conversation = greeted();
        hear(&mut conversation, begin);
        for _ in 0..LENGTH / piece.len() {
            hear(&mut conversation, piece);
        }
        let floods = |conversation: &Conversation| {
            let entries = conversation.transcript().entries();
            entries
                .filter(|entry| matches!(entry.body, Body::Flooding))
                .count()
        };
        assert_eq!(
            floods(&conversation),
            1,
            "{name}: said once, while it comes"
        );
        hear(&mut conversation, end);
        let kept = held(conversation.transcript());
        assert!(kept < 2 * ReplyReader::HEAD, "{name} keeps {kept}");
        assert_eq!(findings(&conversation), ["reply-too-long"], "{name}");
        let dropped = conversation
            .transcript()
            .entries()
            .find_map(|entry| match &entry.body {
                Body::Heard { reply, .. } if reply.dropped() > 0 => {
                    Some(reply.dropped() + reply.octets().len() as u64)
                }
                _ => None,
            });
        let sent = begin.len() + LENGTH / piece.len() * piece.len() + end.len();
        assert_eq!(
            dropped,
            Some(sent as u64),
            "{name}: nothing is lost from the count"
        );
        conversation.say(Duration::ZERO, &Line::new("NOOP"));
        hear(&mut conversation, b"250 here\r\n");
        assert!(conversation.session().is_answered(), "{name}");
    }
}

#[test]
fn a_line_that_never_ends_and_is_no_reply_is_not_kept_either() {
    let mut conversation = opened();
    for _ in 0..4096 {
        hear(&mut conversation, &[b'A'; PIECE]);
    }
    hear(&mut conversation, b"\r\n220 hi\r\n");
    assert!(held(conversation.transcript()) < 2 * ReplyReader::HEAD);
    assert_eq!(findings(&conversation), ["not-a-reply"]);
    assert_eq!(conversation.session().phase(), ehlo::smtp::Phase::Hello);
}

/// The record has a cap for everything together; the oldest entries leave.
#[test]
fn endless_replies_nobody_asked_for_stay_under_the_cap() {
    for (name, one) in [
        ("short replies", &b"250 x\r\n"[..]),
        ("strays", b"x\r\n"),
        (
            "long replies",
            &[&b"250 "[..], &[b'x'; 5000], b"\r\n"].concat(),
        ),
        (
            "much found",
            &[
                &b"250-\r\n"[..],
                &[&[b'x'; 300][..], b"\n"].concat().repeat(20),
                b"250 \xff\0\n",
            ]
            .concat(),
        ),
    ] {
        let mut conversation = opened();
        let piece = one.repeat(PIECE / one.len() + 1);
        let mut octets = 0;
        while octets < 40 * 1024 * 1024 && conversation.transcript().first() == 0 {
            hear(&mut conversation, &piece);
            octets += piece.len();
        }
        let transcript = conversation.transcript();
        let entries = transcript.end() - transcript.first();
        let found: usize = transcript
            .entries()
            .map(|entry| size_of_val(entry.body.findings()))
            .sum();
        let holds = held(transcript) + found + entries * size_of::<Entry>();
        assert!(
            holds <= Transcript::MOST,
            "{name}: {holds} in {entries} entries"
        );
        assert!(
            transcript.first() > 0,
            "{name}: nothing left, {entries} entries"
        );
    }
}

/// The patience is for a whole reply: bytes that complete none do not renew it.
#[test]
fn a_reply_that_drips_does_not_renew_the_deadline() {
    let mut conversation = greeted();
    for octet in b"250-mail.example\r\n250-SIZE 10\r\n250 HEL" {
        assert_eq!(hear(&mut conversation, &[*octet]), []);
    }
    hear(&mut conversation, b"P\r\n");
    assert!(conversation.session().is_answered());
}
