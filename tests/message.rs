//! Messages from the editor and from files: by DATA and by BDAT, byte for byte, and nothing composed
//! is lost.
//!
//! Absent on purpose: reading real files (`run/files`), how it looks (`screens`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use ehlo::app::{Effect, FileContent, FileFault, LinkState, MessageFile, Modal, Msg};
use ehlo::link::{Action, Event};
use ehlo::smtp::Phase;
use ehlo::transcript::Body;

use support::person::Person;

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// At the practice server, with a recipient.
fn ready() -> Person {
    Person::new()
        .types("EHLO me⏎")
        .types("MAIL FROM:<a@example.org>⏎")
        .types("RCPT TO:<alice@practice.example>⏎")
        .then()
}

/// At a server that says what the test says, with content due.
fn facing() -> Person {
    Person::facing("mail.example")
        .hears("220 hi\r\n")
        .types("EHLO me⏎")
        .hears("250-mail.example\r\n250-CHUNKING\r\n250 SIZE 1000000\r\n")
        .types("MAIL FROM:<a@example.org>⏎")
        .hears("250 ok\r\n")
        .types("RCPT TO:<b@example.org>⏎")
        .hears("250 ok\r\n")
        .then()
}

/// At a server that has greeted and no more.
fn greeted() -> Person {
    Person::facing("mail.example").hears("220 hi\r\n")
}

/// A file with these octets is opened as the message.
fn opens(person: Person, octets: &[u8]) -> Person {
    let name = "m.eml".to_owned();
    let mut person = person.then().types(":open m.eml⏎");
    assert_eq!(person.effects(), [Effect::Open(name.clone())]);
    person.file = (octets.to_vec(), 0);
    let opened = MessageFile {
        number: 1,
        name: name.clone(),
        octets: octets.len() as u64,
        content: FileContent::Octets(Vec::new()),
    };
    person.take(Msg::FileOpened(name, Ok(opened)));
    person
}

/// The octets that were written since the last look.
fn written(person: &mut Person) -> Vec<u8> {
    let octets = |effect| match effect {
        Effect::Link(Action::Write(octets)) => octets,
        _ => Vec::new(),
    };
    person.effects().into_iter().flat_map(octets).collect()
}

/// The pieces are written as fast as they come.
fn flows(mut person: Person) -> Person {
    while person.app.message.sending.is_some() {
        person = person.event(Event::Written);
    }
    person
}

/// Content that something along the way might mend.
fn awkward() -> Vec<Vec<u8>> {
    vec![
        b".\r\n..\r\n...\r\n.a\r\n".to_vec(),
        b"gr\xfc\xdfe \xff\r\n".to_vec(),
        [&b"x".repeat(998)[..], b"\r\n"].concat(),
        [&b"y".repeat(10_000)[..], b"\r\n"].concat(),
        b"no end".to_vec(),
        b"bare\nlf and bare\rcr\r\n".to_vec(),
        b"a\0b\r\n".to_vec(),
        b".line of 74 octets, a little over four pieces altogether ................\r\n"
            .repeat(12_000),
    ]
}

/// What DATA makes of content: dots doubled, a last line end, the dot.
fn stuffed(content: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    for line in content.split_inclusive(|octet| *octet == b'\n') {
        if line.starts_with(b".") {
            wire.push(b'.');
        }
        wire.extend(line);
    }
    if !content.ends_with(b"\n") {
        wire.extend(b"\r\n");
    }
    wire.extend(b".\r\n");
    wire
}

#[test]
fn a_file_goes_through_data_byte_for_byte() {
    for content in awkward() {
        let person = opens(facing(), &content);
        let mut person = flows(
            person
                .types("DATA⏎")
                .hears("354 go\r\n")
                .then()
                .presses("ctrl-d"),
        );
        assert!(written(&mut person) == stuffed(&content), "{content:.40?}");
        let person = person.hears("250 ok\r\n");
        assert_eq!(person.phase(), Phase::Ready);
        assert_eq!(person.app.message.file, None, "taken, it is forgotten");
    }
}

#[test]
fn a_file_goes_through_bdat_byte_for_byte_and_each_chunk_is_answered() {
    for content in awkward() {
        let mut person = opens(facing(), &content);
        person = person.types(":bdat 300K⏎").then().presses("ctrl-d");
        let mut sent = Vec::new();
        let mut chunks = 0;
        while person.phase() != Phase::Ready {
            person = flows_to_end_of_chunk(person);
            let octets = written(&mut person);
            let end = octets.iter().position(|octet| *octet == b'\n').unwrap() + 1;
            let (command, chunk) = octets.split_at(end);
            let left = content.len() - sent.len();
            let last = if left <= 300 * 1024 { " LAST" } else { "" };
            let announced = format!("BDAT {}{last}\r\n", left.min(300 * 1024));
            assert_eq!(String::from_utf8_lossy(command), announced);
            sent.extend_from_slice(chunk);
            chunks += 1;
            person = person.hears("250 ok\r\n");
        }
        assert!(sent == content, "{content:.40?}");
        assert_eq!(chunks, content.len().div_ceil(300 * 1024));
    }
}

fn flows_to_end_of_chunk(mut person: Person) -> Person {
    for _ in 0..8 {
        person = person.event(Event::Written);
    }
    person
}

#[test]
fn the_practice_server_takes_both_and_counts_the_same() {
    let content = ".a\r\nb\r\n".repeat(100_000);
    for way in ["DATA⏎", ":bdat 64K⏎"] {
        let person = opens(ready(), content.as_bytes());
        let person = person.types(way).presses("ctrl-d");
        assert_eq!(person.phase(), Phase::Ready, "{way}");
        let last = person.app.conversation.transcript().last().unwrap();
        let Body::Heard { reply, .. } = &last.body else {
            unreachable!("the last entry is the verdict");
        };
        let text = String::from_utf8_lossy(reply.octets()).into_owned();
        assert!(text.contains(&content.len().to_string()), "{text}");
    }
}

#[test]
fn an_empty_message_is_one_too() {
    let mut person = ready().types("DATA⏎").then().presses("ctrl-d");
    assert_eq!(person.writes(), [".\r\n"]);
    let mut person = ready().types(":bdat⏎").then().presses("ctrl-d");
    assert_eq!(person.writes(), ["BDAT 0 LAST\r\n"]);
    assert_eq!(person.phase(), Phase::Ready);
}

#[test]
fn bdat_takes_what_is_typed() {
    let mut person = ready()
        .types(":bdat 4⏎")
        .types("ab⏎.c")
        .then()
        .presses("ctrl-d");
    let wanted = ["BDAT 4\r\n", "ab\r\n", "BDAT 4 LAST\r\n", ".c\r\n"];
    assert_eq!(person.writes(), wanted);
    assert_eq!(person.phase(), Phase::Ready);
    assert_eq!(person.typed(), "");
}

#[test]
fn a_refused_chunk_ends_the_sending_and_the_message_is_kept() {
    let person = facing().types(":bdat 2⏎").types("abc").presses("ctrl-d");
    let mut person = person.then().hears("552 too much\r\n");
    assert_eq!(person.writes(), Vec::<String>::new());
    assert!(person.notice().contains("kept"), "{}", person.notice());
    let person = person.types(":bdat⏎");
    assert_eq!(person.typed(), "abc");
}

#[test]
fn no_more_than_two_pieces_are_in_flight() {
    let content = b"z".repeat(3 * 1024 * 1024);
    let person = opens(greeted(), &content);
    let mut person = person
        .types("DATA⏎")
        .hears("354 go\r\n")
        .then()
        .presses("ctrl-d");
    assert_eq!(written(&mut person).len(), 2 * 256 * 1024);
    let mut person = person.event(Event::Written);
    assert_eq!(written(&mut person).len(), 256 * 1024);
}

#[test]
fn progress_is_shown_with_its_rate() {
    let content = b"z\r\n".repeat(300_000);
    let person = opens(greeted(), &content);
    let person = person.types("DATA⏎").hears("354 go\r\n").presses("ctrl-d");
    let person = person.event(Event::Written).event(Event::Written);
    let screen = person.screen();
    assert!(screen.contains("512.0 KiB of 878.9 KiB, "), "{screen}");
    let person = person.types("NOOP⏎");
    assert_eq!(person.typed(), "NOOP", "a line would go into the message");
    assert!(person.notice().contains("on its way"));
}

#[test]
fn ctrl_c_on_the_way_closes_and_the_file_stays() {
    let content = b"z\r\n".repeat(300_000);
    let person = opens(greeted(), &content);
    let person = person.types("DATA⏎").hears("354 go\r\n").presses("ctrl-d");
    let mut person = person.then().presses("ctrl-c");
    assert!(person.effects().contains(&Effect::HangUp));
    assert_eq!(person.app.link, LinkState::Closed);
    assert!(person.screen().contains("given up"));
    assert!(person.app.message.file.is_some());
}

#[test]
fn what_was_composed_survives_a_lost_link_and_a_refusal() {
    let lost = facing()
        .types("DATA⏎")
        .hears("354 go\r\n")
        .types("Subject: x⏎⏎text");
    let lost = lost
        .event(Event::Closed(None))
        .types("⏎")
        .hears("220 hi\r\n");
    let again = lost.types("DATA⏎").hears("354 go\r\n");
    assert_eq!(again.typed(), "Subject: x\n\ntext");
    // Sent, and no answer came.
    let lost = again.presses("ctrl-d").event(Event::Closed(None));
    let again = lost
        .types("⏎")
        .hears("220 hi\r\n")
        .types("DATA⏎")
        .hears("354 go\r\n");
    assert_eq!(again.typed(), "Subject: x\n\ntext");
    // Sent, and refused.
    let refused = again.presses("ctrl-d").hears("451 later\r\n");
    assert!(refused.notice().contains("kept"));
    let again = refused.types("DATA⏎").hears("354 go\r\n");
    assert_eq!(again.typed(), "Subject: x\n\ntext");
    // Sent, and taken.
    let taken = again.presses("ctrl-d").hears("250 ok\r\n");
    let next = taken.types("DATA⏎").hears("354 go\r\n");
    assert_eq!(next.typed(), "");
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_closes_the_link() {
    let content = b"z\r\n".repeat(300_000);
    let mut person = opens(facing(), &content);
    person = person
        .types("DATA⏎")
        .hears("354 go\r\n")
        .presses("ctrl-d")
        .then();
    // The file was cut while it was read.
    person.file.0.truncate(person.file.1);
    let mut person = person.event(Event::Written);
    assert!(person.effects().contains(&Effect::HangUp));
    let person = person.resizes(120, 36);
    assert!(person.screen().contains("could not be read"));
    assert!(person.screen().contains("its end was not sent"));
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    for (fault, words) in [
        (FileFault::Directory, "directory"),
        (FileFault::Special, "no plain file"),
        (FileFault::Empty, "empty"),
        (
            FileFault::System("Permission denied".to_owned()),
            "Permission denied",
        ),
    ] {
        let mut person = ready();
        person.take(Msg::FileOpened("x.eml".to_owned(), Err(fault)));
        assert!(person.notice().contains(words), "{}", person.notice());
        assert_eq!(person.app.message.file, None);
    }
}

#[test]
fn a_message_over_size_is_asked_about() {
    let content = b"z\r\n".repeat(400_000);
    let mut person = opens(facing(), &content);
    assert!(person.notice().contains("552"), "{}", person.notice());
    person = person
        .types("DATA⏎")
        .hears("354 go\r\n")
        .then()
        .presses("ctrl-d");
    assert_eq!(person.app.modal, Some(Modal::Oversize));
    assert!(person.screen().contains("SIZE 1000000"));
    let back = person.presses("esc");
    assert_eq!(back.app.modal, None);
    let mut sent = back.presses("ctrl-d").then().presses("enter");
    assert_eq!(written(&mut sent).len(), 2 * 256 * 1024);
}

#[test]
fn own_commands_are_a_key_away_within_a_message() {
    let person = ready().types("DATA⏎").types("Subject: x⏎").presses("alt-x");
    assert_eq!(person.typed(), ":");
    let person = person.types("theme light⏎");
    assert_eq!(person.typed(), "Subject: x\n");
    let person = person.presses("alt-x").types("nonsense").presses("alt-x");
    assert_eq!(person.typed(), "Subject: x\n");
    let mut person = person.presses("alt-x backspace").then().types("NOOP⏎");
    assert_eq!(person.writes(), Vec::<String>::new());
    assert!(person.notice().contains("Alt-x"));
}

#[test]
fn dots_are_doubled_and_that_is_told_or_not_on_demand() {
    let person = ready().types("DATA⏎").types(".a⏎..⏎b").then();
    let mut person = person.presses("ctrl-d");
    assert_eq!(person.writes(), ["..a\r\n...\r\nb\r\n.\r\n"]);
    let entries = person.app.conversation.transcript().entries();
    let dots = entries.filter_map(|entry| match entry.body {
        Body::Message { dots, .. } => Some(dots),
        _ => None,
    });
    assert_eq!(dots.collect::<Vec<_>>(), [Some(2)]);
    let person = ready().types(":stuffing off⏎").types("DATA⏎").types(".a⏎b");
    assert!(person.screen().contains("DOTS NOT DOUBLED"));
    let mut person = person.then().presses("ctrl-d");
    assert_eq!(person.writes(), [".a\r\nb\r\n.\r\n"]);
}
