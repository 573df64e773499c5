//! Laws that hold for any octets: reading is total and lossless, cutting changes nothing, nothing
//! dangerous is shown, both ends of a session agree, secrets stay out of the record.

#[path = "support/shuttle.rs"]
mod shuttle;

use std::sync::Arc;
use std::time::Duration;

use ehlo::conversation::Conversation;
use ehlo::link::{Action, Endpoint, Event};
use ehlo::smtp::{Finding, Phase, Scenario, Server, Session};
use ehlo::transcript::{Body, Entry, Transcript, log, text as record};
use ehlo::wire::{
    Command, Line, LineReader, Offers, PathArguments, Received, Reply, ReplyReader, body, command,
    text,
};
use proptest::prelude::*;
use proptest::test_runner::Config;
use shuttle::Shuttle;

fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
}

/// Octets that make lines, replies, commands and trouble.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        4 => prop::sample::select(vec![
            &b"\r\n"[..], b"\n", b"\r", b" ", b"-", b"250", b"250-", b"250 ", b"550 5.1.1 ", b"220",
            b"334 ", b"354 go\r\n", b"421 ", b"EHLO me", b"MAIL FROM:<a@b>", b"RCPT TO:<alice@c>",
            b"DATA", b"BDAT 5", b"BDAT 3 LAST", b"AUTH PLAIN ", b"AUTH LOGIN", b".", b"\0", b"\x1b[2J",
            b"\xff", "\u{202e}".as_bytes(), "\u{9b}".as_bytes(), "메일".as_bytes(), b"STARTTLS", b"QUIT",
            b"RSET", b"\x80",
        ]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..12),
        1 => (500_usize..1100).prop_map(|length| vec![b'x'; length]),
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

/// Octets, and where to cut them.
fn cut() -> impl Strategy<Value = (Vec<u8>, Vec<Vec<u8>>)> {
    (octets(), prop::collection::vec(1_usize..60, 1..8)).prop_map(|(octets, lengths)| {
        let mut rest = &octets[..];
        let mut pieces = Vec::new();
        for length in lengths.iter().cycle() {
            let (piece, left) = rest.split_at(rest.len().min(*length));
            pieces.push(piece.to_vec());
            rest = left;
            if rest.is_empty() {
                break;
            }
        }
        (octets, pieces)
    })
}

fn lines(pieces: &[Vec<u8>]) -> Vec<Line> {
    let mut reader = LineReader::default();
    let mut lines = Vec::new();
    for piece in pieces {
        reader.push(piece);
        lines.extend(reader.by_ref());
    }
    lines.extend(reader.finish());
    lines
}

fn replies(pieces: &[Vec<u8>]) -> Vec<Received> {
    let mut reader = ReplyReader::default();
    let mut replies = Vec::new();
    for piece in pieces {
        reader.push(piece);
        replies.extend(reader.by_ref());
    }
    replies.extend(reader.finish());
    replies
}

fn friendly(clear_auth: bool) -> Arc<Scenario> {
    let text = ehlo::assets::text("assets/scenarios/friendly.toml").unwrap_or_default();
    let text = if clear_auth {
        text.replace("auth-needs-tls = true", "auth-needs-tls = false")
    } else {
        text.to_owned()
    };
    #[expect(clippy::unwrap_used, reason = "a broken scenario fails every test")]
    Arc::new(Scenario::parse("friendly", &text).unwrap())
}

fn words(key: &str, fill: &[(&'static str, String)]) -> String {
    format!("{key} {fill:?}")
}

/// Everything that can be read out of a record.
fn told(conversation: &Conversation) -> String {
    let transcript = conversation.transcript();
    let log: Vec<_> = transcript
        .entries()
        .filter_map(|entry| log::event(entry, "practice", &words))
        .collect();
    let text = record::dialogue(transcript, &words);
    format!("{text}\n{}\n{transcript:?}", log.join("\n"))
}

/// Every line of an entry's text, for what must never be in one.
fn shown(entry: &Entry) -> String {
    let log = log::event(entry, "practice", &words).unwrap_or_default();
    record::lines(entry, &words).join("\t") + &log
}

/// A client by hand: its events only go into the record.
#[derive(Default)]
struct Person {
    conversation: Conversation,
    at: Duration,
}

impl Person {
    fn now(&mut self) -> Duration {
        self.at += Duration::from_millis(1);
        self.at
    }

    fn heard(&self) -> usize {
        let heard = |entry: &&Entry| matches!(entry.body, Body::Heard { .. });
        self.conversation
            .transcript()
            .entries()
            .filter(heard)
            .count()
    }
}

impl Endpoint for Person {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        let at = self.now();
        self.conversation.handle(at, event)
    }
}

/// Where a session stands, for comparing both ends.
fn stands(session: &Session) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {}",
        session.phase(),
        session.secure(),
        session.is_greeted(),
        session.login(),
        session.sender(),
        session.recipients(),
        session.chunk_left(),
    )
}

/// Lines of a client: sensible ones in any order, and some that are not.
fn said() -> impl Strategy<Value = Line> {
    let sensible = prop::sample::select(vec![
        "EHLO me.example",
        "HELO me.example",
        "LHLO me",
        "EHLO",
        "MAIL FROM:<me@example.org>",
        "MAIL",
        "MAIL FROM:<> SIZE=10",
        "MAIL FROM:<spammer@bad.example>",
        "MAIL FROM:<mé@b> SMTPUTF8",
        "RCPT TO:<alice@practice.example>",
        "RCPT TO:<nobody@practice.example>",
        "RCPT TO:<a@b.example>",
        "RCPT TO:<full@practice.example>",
        "RCPT TO:<picky@practice.example>",
        "RCPT",
        "DATA",
        "DATA x",
        ".",
        "..",
        "BDAT 0",
        "BDAT 0 LAST",
        "BDAT 6",
        "BDAT 3 LAST",
        "BDAT 20",
        "BDAT x",
        "RSET",
        "VRFY bob",
        "EXPN team",
        "HELP",
        "NOOP",
        "STARTTLS",
        "AUTH PLAIN",
        "AUTH LOGIN",
        "AUTH PLAIN AGEAYg==",
        "AUTH PLAIN AGFsaWNlQHByYWN0aWNlLmV4YW1wbGUAY29ycmVjdC1ob3JzZQ==",
        "AUTH",
        "*",
        "YWxpY2U=",
        "ETRN practice.example",
        "XYZZY",
        "",
        " ",
        "hello",
        "abcdef",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    let text = prop_oneof![
        12 => sensible,
        1 => prop::collection::vec(any::<u8>().prop_filter("in one line", |octet| *octet != b'\n'), 0..20),
        1 => (400_usize..1300).prop_map(|length| [&b"NOOP "[..], &vec![b'x'; length]].concat()),
    ];
    let ending = prop_oneof![8 => Just(&b"\r\n"[..]), 1 => Just(&b"\n"[..])];
    (text, ending).prop_map(|(text, ending)| Line::read(&[&text[..], ending].concat()))
}

/// A session that has come somewhere, then anything at all.
fn session() -> impl Strategy<Value = Vec<Vec<Line>>> {
    let begun = prop::sample::select(vec![
        &[][..],
        &["EHLO me"],
        &["EHLO me", "MAIL FROM:<a@b>"],
        &[
            "EHLO me",
            "MAIL FROM:<a@b>",
            "RCPT TO:<alice@practice.example>",
        ],
        &[
            "EHLO me",
            "MAIL FROM:<a@b>",
            "RCPT TO:<alice@practice.example>",
            "DATA",
        ],
        &["EHLO me", "STARTTLS", "EHLO me"],
    ]);
    let batches = prop::collection::vec(prop::collection::vec(said(), 1..5), 1..12);
    (begun, batches).prop_map(|(begun, batches)| {
        let begun = begun.iter().map(|line| vec![Line::new(*line)]);
        begun.chain(batches).collect()
    })
}

/// A DATA, AUTH or answer to a challenge whose reply nobody awaited makes of a BDAT behind it something else, and its
/// octets are no lines that could be read again.
fn ambiguous(phase: Phase, batch: &[Line]) -> bool {
    let verbs: Vec<_> = batch.iter().map(|line| Command::read(line).verb).collect();
    let first = verbs
        .iter()
        .position(|verb| matches!(&verb[..], "DATA" | "AUTH"));
    let first = if phase == Phase::Challenge {
        Some(0)
    } else {
        first
    };
    first.is_some_and(|at| verbs[at..].iter().any(|verb| verb == "BDAT"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn lines_and_replies_lose_nothing_and_cutting_changes_nothing((octets, pieces) in cut()) {
        let whole = std::slice::from_ref(&octets);
        let read = lines(whole);
        prop_assert_eq!(read.iter().flat_map(Line::octets).collect::<Vec<_>>(), octets.clone());
        prop_assert_eq!(&lines(&pieces), &read);

        let read = replies(whole);
        let kept: Vec<u8> = read
            .iter()
            .flat_map(|received| match received {
                Received::Reply(reply) => reply.octets().to_vec(),
                Received::Stray(line) => line.octets(),
                Received::Flooding => Vec::new(),
            })
            .collect();
        prop_assert_eq!(kept, octets);
        prop_assert_eq!(replies(&pieces), read);
    }

    #[test]
    fn cutting_changes_nothing_past_the_caps_either(
        before in 0_usize..3,
        length in (LineReader::MOST - 40)..(LineReader::MOST * 2),
        width in 1_usize..5000,
        piece in prop_oneof![1 => 1_usize..5, 9 => 1000_usize..80_000],
        multi in any::<bool>(),
    ) {
        let mut octets = b"250 first\r\n".repeat(before);
        if multi {
            let line = [&b"250-"[..], &vec![b'x'; width], b"\r\n"].concat();
            octets.extend(line.repeat(length / line.len() + 1));
            octets.extend(b"250 end\r\n");
        } else {
            octets.extend(vec![b'x'; length]);
            octets.extend(b"\r\n");
        }
        octets.extend(b"220 next\r\nlast");
        let pieces: Vec<_> = octets.chunks(piece).map(<[u8]>::to_vec).collect();
        let whole = [octets.clone()];
        prop_assert_eq!(lines(&pieces), lines(&whole));
        prop_assert_eq!(replies(&pieces), replies(&whole));
        let total: u64 = replies(&whole)
            .iter()
            .map(|received| match received {
                Received::Reply(reply) => reply.octets().len() as u64 + reply.dropped(),
                Received::Stray(line) => line.len() as u64,
                Received::Flooding => 0,
            })
            .sum();
        prop_assert!(!multi || total == octets.len() as u64);
    }

    #[test]
    fn reading_is_total(octets in octets()) {
        let line = Line::read(&octets);
        let command = Command::read(&line);
        prop_assert_eq!(line.octets(), octets.clone());
        for prefix in ["FROM:", "TO:"] {
            let arguments = PathArguments::read(&command.args, prefix);
            for (_, span) in &arguments.slips {
                prop_assert!(command.args.get(span.clone()).is_some(), "{:?} in {:?}", span, command.args);
            }
        }
        let reply = Reply::read(&octets);
        prop_assert!(octets.starts_with(reply.octets()));
        let offers = Offers::read(&reply);
        prop_assert!(offers.iter().count() <= reply.line_count());
        prop_assert!(reply.enhanced().is_none_or(|code| matches!(code.class, 2 | 4 | 5)));
        prop_assert!(command::Chunk::parse(&command.args).is_none_or(|_| command.args.starts_with(|first: char| first.is_ascii_digit())));
    }

    #[test]
    fn stuffed_content_is_content_again(octets in octets()) {
        let wire = body::stuff(octets.clone());
        let read = lines(&[wire]);
        let end = read.iter().rposition(|line| line.text == b".");
        prop_assert_eq!(end, Some(read.len() - 1));
        let mut content: Vec<u8> = read
            .iter()
            .take(read.len() - 1)
            .flat_map(|line| [body::unstuff(&line.text), line.ending.octets()].concat())
            .collect();
        if !octets.is_empty() && !octets.ends_with(b"\n") {
            content.truncate(content.len() - 2);
        }
        prop_assert_eq!(content, octets);
    }

    #[test]
    fn what_is_shown_cannot_act_or_hide(octets in octets(), other in ".*") {
        for octets in [&octets[..], other.as_bytes()] {
            let shown = text::printable(octets);
            for character in shown.chars() {
                prop_assert!(!character.is_control(), "{:?}", character);
                let hides = matches!(character,
                    '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
                prop_assert!(!hides, "{:?}", character);
            }
            prop_assert_eq!(text::printable_str(&shown), shown.clone());
        }
    }

    #[test]
    fn any_bytes_to_the_server_in_any_pieces_are_the_same((octets, pieces) in cut()) {
        let serve = |pieces: &[Vec<u8>]| {
            let mut server = Server::new(friendly(true));
            let mut written = Vec::new();
            let events = pieces.iter().map(|piece| Event::Bytes(piece.clone()));
            let opened = Event::Opened { peer: "x".into() };
            let mut open = true;
            for event in std::iter::once(opened).chain(events) {
                for action in server.handle(event) {
                    match action {
                        Action::Write(bytes) if open => written.extend(bytes),
                        Action::Secure | Action::Close => open = false,
                        _ => {}
                    }
                }
            }
            (written, stands(server.session()))
        };
        let whole = serve(std::slice::from_ref(&octets));
        prop_assert_eq!(serve(&pieces), whole.clone());
        // Whatever it quotes, the practice server's own replies have no fault.
        for received in replies(&[whole.0]) {
            let Received::Reply(reply) = received else {
                return Err(TestCaseError::fail(format!("{received:?}")));
            };
            prop_assert!(reply.faults().is_empty(), "{:?} {:?}", reply.faults(), text::printable(reply.octets()));
        }
    }

    #[test]
    fn any_bytes_to_the_client_in_any_pieces_are_the_same((octets, pieces) in cut(), batch in prop::collection::vec(said(), 0..4)) {
        let hear = |pieces: &[Vec<u8>]| {
            let mut person = Person::default();
            person.handle(Event::Opened { peer: "x".into() });
            person.conversation.say_all(Duration::ZERO, &batch);
            for piece in pieces {
                person.handle(Event::Bytes(piece.clone()));
            }
            person.handle(Event::Closed(None));
            let conversation = person.conversation;
            let record = record::dialogue(conversation.transcript(), &words);
            let findings: Vec<_> = conversation
                .transcript()
                .entries()
                .map(|entry| format!("{:?}", entry.body.findings()))
                .collect();
            for entry in conversation.transcript().entries() {
                let acts = |character: char| character != '\t' && text::is_hidden(character);
                assert!(!shown(entry).chars().any(acts), "{:?}", shown(entry));
            }
            (record, findings, stands(conversation.session()))
        };
        prop_assert_eq!(hear(&pieces), hear(&[octets]));
    }

    #[test]
    fn both_ends_agree_after_every_exchange(batches in session(), piece in 1_usize..80, clear in any::<bool>()) {
        let mut person = Person::default();
        let mut server = Server::new(friendly(clear));
        let mut shuttle = Shuttle::open([&mut person, &mut server], piece);
        for batch in &batches {
            let phase = person.conversation.session().phase();
            if ambiguous(phase, batch) || phase == Phase::Over {
                continue;
            }
            let at = person.now();
            let actions = person.conversation.say_all(at, batch);
            shuttle.carry([&mut person, &mut server], actions);
            let dialogue = || record::dialogue(person.conversation.transcript(), &words);
            let ours = person.conversation.session();
            prop_assert_eq!(stands(ours), stands(server.session()), "{}", dialogue());
            if ours.phase() == Phase::Over {
                continue;
            }
            prop_assert!(ours.is_answered() || ours.phase() == Phase::Chunk, "{}", dialogue());
            for entry in person.conversation.transcript().entries() {
                if matches!(entry.body, Body::Heard { .. }) {
                    prop_assert!(entry.body.findings().is_empty(), "{:?}\n{}", entry.body.findings(), dialogue());
                }
            }
        }
    }

    #[test]
    fn one_reply_for_one_command(lines in prop::collection::vec(said(), 1..30), piece in 1_usize..80) {
        let mut person = Person::default();
        let mut server = Server::new(friendly(true));
        let mut shuttle = Shuttle::open([&mut person, &mut server], piece);
        for line in &lines {
            let session = person.conversation.session();
            if session.phase() == Phase::Over {
                break;
            }
            let (heard, asked) = (person.heard(), session.asked());
            let owed = u32::from(session.phase() == Phase::Chunk);
            let at = person.now();
            let actions = person.conversation.say(at, line);
            shuttle.carry([&mut person, &mut server], actions);
            let session = person.conversation.session();
            let wanted = session.asked() - asked + owed - u32::from(session.phase() == Phase::Chunk);
            prop_assert_eq!(person.heard() - heard, wanted as usize, "{:?}", line);
        }
    }

    #[test]
    fn secrets_stay_out_of_the_record(
        payload in "[A-Za-z0-9+/]{1}[A-Za-z0-9+/!]{3,60}",
        odd in prop::collection::vec(128_u8..=255, 0..4),
        way in 0_usize..8,
        echo in prop::sample::select(vec!["535 5.7.8 no such login: {}\r\n", "{}\r\n", "334 {}\r\n", "235-{}\r\n235 {}\r\n", "+OK {} {}{}\r\n", "500 AUTH PLAIN {}? {}", "421 {}\r\n"]),
        cut in 1_usize..30,
    ) {
        // A mark no word of the record holds, so that finding it is no coincidence.
        let payload = [b"Zq~".as_slice(), payload.as_bytes(), &odd].concat();
        let mut person = Person::default();
        person.handle(Event::Opened { peer: "x".into() });
        person.handle(Event::Bytes(b"220 hi\r\n".to_vec()));
        let command = |start: &str| Line::new([start.as_bytes(), &payload].concat());
        let answer = Line::new(payload.clone());
        let at = Duration::ZERO;
        let conversation = &mut person.conversation;
        match way {
            0 => drop(conversation.say(at, &command("AUTH PLAIN "))),
            1 => drop(conversation.say(at, &command("auth\txoauth2 \t "))),
            2 => drop(conversation.say(at, &command(" AUTH PLAIN "))),
            3 => drop(conversation.say_all(at, &[Line::new("AUTH LOGIN"), answer.clone(), answer])),
            4 => {
                conversation.say(at, &Line::new("AUTH LOGIN"));
                conversation.handle(at, Event::Bytes(b"334 go\r\n".to_vec()));
                conversation.say(at, &answer);
            }
            5 => {
                conversation.say(at, &Line::new("AUTH LOGIN"));
                conversation.handle(at, Event::Bytes(b"334 go\r\n".to_vec()));
                conversation.send(at, answer.octets());
            }
            6 => drop(conversation.send(at, command("AUTH PLAIN ").octets())),
            _ => drop(conversation.say_all(at, &[Line::new("NOOP"), command("AUTH X ")])),
        }
        let mut echoed = Vec::new();
        for (index, part) in echo.split("{}").enumerate() {
            if index > 0 {
                echoed.extend(&payload);
            }
            echoed.extend(part.as_bytes());
        }
        for piece in echoed.chunks(cut) {
            person.handle(Event::Bytes(piece.to_vec()));
        }
        person.handle(Event::Closed(None));
        let told = told(&person.conversation);
        let bytes = format!("{payload:?}");
        let forms = [
            String::from_utf8_lossy(&payload).into_owned(),
            text::printable(&payload).into_owned(),
            data_encoding::BASE64.encode(&payload),
            bytes.trim_matches(['[', ']']).to_owned(),
        ];
        for form in forms {
            prop_assert!(!told.contains(&form), "{} is in\n{}", form, told);
        }
        prop_assert!(!told.contains("Zq~"), "{}", told);
        prop_assert!(!told.contains("90, 113, 126"), "{}", told);
    }

    #[test]
    fn the_record_never_holds_more_than_its_cap(most in 4000_usize..20_000, sizes in prop::collection::vec(0_usize..3000, 1..60)) {
        let mut transcript = Transcript::keeping(most);
        for size in sizes {
            let line = Line::new(vec![b'x'; size]);
            let number = transcript.push(Duration::ZERO, Body::Stray { line, findings: vec![Finding::NotAReply] });
            let held: usize = transcript
                .entries()
                .map(|entry| match &entry.body {
                    Body::Stray { line, .. } => line.text.len(),
                    _ => 0,
                })
                .sum();
            prop_assert!(held <= most);
            prop_assert!(transcript.get(number).is_some(), "the newest is always there");
        }
    }
}
