//! What a dialogue in a file cannot say: raw octets to the practice server, and servers that do not
//! keep to the rules.

#[path = "support/shuttle.rs"]
mod shuttle;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use ehlo::conversation::Conversation;
use ehlo::link::{Action, Endpoint, Event, Failure, FailureKind};
use ehlo::script::{Options, Outcome, Script, parse};
use ehlo::smtp::{Finding, Phase, Scenario, Server};
use ehlo::transcript::Body;
use ehlo::wire::text;
use shuttle::Shuttle;

const BEGUN: &str = "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice@practice.example>\r\n";

fn server() -> Server {
    let text = ehlo::assets::text("assets/scenarios/friendly.toml").unwrap_or_default();
    #[expect(clippy::unwrap_used, reason = "a broken scenario fails every test")]
    Server::new(Arc::new(Scenario::parse("friendly", text).unwrap()))
}

/// Every octet of `octets`, in pieces, to a server; the codes it answers and where it stands.
fn served(octets: &[u8], piece: usize) -> (Vec<String>, Server) {
    let mut server = server();
    let mut written = Vec::new();
    let opened = Event::Opened {
        peer: "client".into(),
    };
    let pieces = octets
        .chunks(piece)
        .map(|piece| Event::Bytes(piece.to_vec()));
    for event in std::iter::once(opened).chain(pieces) {
        for action in server.handle(event) {
            match action {
                Action::Write(bytes) => written.extend(bytes),
                action => written.extend(format!("{action:?}\r\n").bytes()),
            }
        }
    }
    let written = String::from_utf8_lossy(&written).into_owned();
    let lines = written
        .lines()
        .filter(|line| line.as_bytes().get(3) != Some(&b'-'));
    let codes = lines.map(|line| line.get(..3).unwrap_or(line).to_owned());
    (codes.collect(), server)
}

/// What the practice server answers to octets, the greeting left out.
#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn octets_to_the_practice_server() {
    let long = format!("NOOP {}\r\nNOOP\r\n", "x".repeat(200_000));
    let long_content = format!("{BEGUN}DATA\r\n{}.\r\n.\r\n", "x".repeat(65_536));
    for (name, octets, codes, phase) in [
        (
            "a NUL in a verb",
            "NO\0OP\r\nNOOP\r\n".to_owned(),
            "501 250",
            Phase::Hello,
        ),
        (
            "a NUL behind a verb",
            "QUIT\0\r\n".to_owned(),
            "501",
            Phase::Hello,
        ),
        (
            "a NUL in an address",
            "EHLO me\r\nMAIL FROM:<a\0@b>\r\n".to_owned(),
            "250 501",
            Phase::Ready,
        ),
        (
            "LF alone ends a command",
            "EHLO me\nNOOP\nQUIT\n".to_owned(),
            "250 250 221 Clo",
            Phase::Over,
        ),
        (
            "LF.LF ends no message",
            format!("{BEGUN}DATA\r\nhi\n.\nQUIT\n.\n"),
            "250 250 250 354",
            Phase::Body,
        ),
        (
            "LF.CRLF ends no message",
            format!("{BEGUN}DATA\r\nhi\n.\r\nQUIT\r\n"),
            "250 250 250 354",
            Phase::Body,
        ),
        (
            "CRLF.LF ends no message",
            format!("{BEGUN}DATA\r\nhi\r\n.\nQUIT\r\n"),
            "250 250 250 354",
            Phase::Body,
        ),
        (
            "CR.CR ends no message",
            format!("{BEGUN}DATA\r\nhi\r.\rQUIT\r"),
            "250 250 250 354",
            Phase::Body,
        ),
        (
            "CRLF.CRLF ends it",
            format!("{BEGUN}DATA\r\nhi\r\n.\r\nQUIT\r\n"),
            "250 250 250 354 250 221 Clo",
            Phase::Over,
        ),
        (
            "a bare CR in a command",
            "NOOP a\rb\r\n".to_owned(),
            "250",
            Phase::Hello,
        ),
        (
            "chunks that end inside lines",
            format!("{BEGUN}BDAT 3\r\nabcBDAT 5 LAST\r\nd\r\n.\nNOOP\r\n"),
            "250 250 250 250 250 250",
            Phase::Ready,
        ),
        (
            "a chunk with NUL, bare LF, dots",
            format!("{BEGUN}BDAT 8 LAST\r\n\0\n.\r\n\r.\nQUIT\r\n"),
            "250 250 250 250 221 Clo",
            Phase::Over,
        ),
        (
            "a refused chunk",
            "EHLO me\r\nBDAT 6\r\nQUIT\r\nNOOP\r\n".to_owned(),
            "250 503 250",
            Phase::Ready,
        ),
        (
            "injected behind STARTTLS",
            "EHLO me\r\nSTARTTLS\r\nMAIL FROM:<x@y>\r\nNOOP\r\n".to_owned(),
            "250 220 Sec",
            Phase::Handshake,
        ),
        ("a line over every cap", long, "500 250", Phase::Hello),
        (
            "a dot behind a cap",
            long_content,
            "250 250 250 354 250",
            Phase::Ready,
        ),
        (
            "HTTP",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            "500 500 500",
            Phase::Hello,
        ),
    ] {
        for piece in [usize::MAX, 1, 1000] {
            let (answers, server) = served(octets.as_bytes(), piece);
            assert_eq!(answers.join(" "), format!("220 {codes}"), "{name}");
            assert_eq!(server.session().phase(), phase, "{name}");
        }
    }
}

/// RFC 3207 §4.2, at the server: what came in the clear is not taken for something said in TLS.
#[test]
fn the_server_forgets_what_stood_behind_starttls() {
    let (_, mut server) = served(b"EHLO me\r\nSTARTTLS\r\nMAIL FROM:<x@y>\r\nEH", usize::MAX);
    assert_eq!(server.handle(Event::Secured(Box::default())), []);
    let session = server.session();
    assert_eq!(
        (session.phase(), session.secure(), session.is_greeted()),
        (Phase::Hello, true, false)
    );
    let answer = server.handle(Event::Bytes(b"NOOP\r\n".to_vec()));
    assert_eq!(answer, [Action::Write(b"250 2.0.0 Here\r\n".to_vec())]);
}

/// The same at the client: what stood behind the 220 is counted, and answers nothing.
#[test]
fn the_client_forgets_what_stood_behind_220() {
    for piece in [usize::MAX, 1] {
        let mut conversation = Conversation::default();
        let at = Duration::ZERO;
        conversation.handle(at, Event::Opened { peer: "x".into() });
        let hear = |conversation: &mut Conversation, octets: &[u8]| {
            for piece in octets.chunks(piece) {
                conversation.handle(at, Event::Bytes(piece.to_vec()));
            }
        };
        hear(&mut conversation, b"220 hi\r\n");
        conversation.say(at, &ehlo::wire::Line::new("EHLO me"));
        hear(&mut conversation, b"250-hi\r\n250 STARTTLS\r\n");
        conversation.say(at, &ehlo::wire::Line::new("STARTTLS"));
        hear(
            &mut conversation,
            b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n",
        );
        conversation.handle(at, Event::Secured(Box::default()));
        let last = conversation
            .transcript()
            .last()
            .map(|entry| entry.body.findings());
        assert_eq!(last, Some(&[Finding::InjectedBeforeTls(26)][..]));
        conversation.say(at, &ehlo::wire::Line::new("EHLO me"));
        assert!(!conversation.session().is_answered());
        hear(&mut conversation, b"250 good\r\n");
        assert!(!conversation.session().offers("AUTH"));
        assert!(
            conversation
                .session()
                .offers_in_clear()
                .is_some_and(|offers| offers.offers("STARTTLS"))
        );
    }
}

/// A server that says what it was told to say: a turn for each time something is written to it.
struct Canned {
    turns: VecDeque<&'static str>,
}

impl Endpoint for Canned {
    fn handle(&mut self, _: Event) -> Vec<Action> {
        let turn = self.turns.pop_front().unwrap_or_default();
        if turn == "CLOSE" {
            return vec![Action::Close];
        }
        vec![Action::Write(turn.as_bytes().to_vec())]
    }
}

/// A script as an endpoint, with a clock.
struct Player(Script, Duration);

impl Endpoint for Player {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        self.1 += Duration::from_millis(1);
        self.0.handle(self.1, event)
    }
}

fn script(text: &str) -> Player {
    #[expect(clippy::unwrap_used, reason = "a broken script fails its test")]
    let steps = parse("t", text).unwrap();
    Player(Script::new(steps, Options::default()), Duration::ZERO)
}

const HELLO: &str = "S: 220\nC: EHLO me\nS: 250\n";

/// What it shows, the script, what the server says at each turn, how it ends, what was found.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    Outcome,
    &'static str,
);

const UNRULY: &[Case] = &[
    (
        "replies that come late, all at once",
        "S: 220\n# pipeline\nC: EHLO me\nC: NOOP\nC: QUIT\nS: 250\nS: 250\nS: 221\n",
        &["220 hi\r\n", "250 a\r\n250 b\r\n221 bye\r\n"],
        Outcome::Passed,
        "",
    ),
    (
        "a reply nobody asked for takes the place of the next",
        "S: 220\nC: EHLO me\nS: 250\nC: NOOP\nS: 250\n",
        &["220 hi\r\n", "250 a\r\n451 what\r\n", "250 b\r\n"],
        Outcome::Passed,
        "unsolicited",
    ),
    (
        "a 421 nobody asked for",
        "S: 220\nC: EHLO me\nS: 250\nS: 421\n",
        &["220 hi\r\n", "250 a\r\n421 4.3.2 bye\r\n"],
        Outcome::Passed,
        "closing-unasked",
    ),
    (
        "another code",
        HELLO,
        &["220 hi\r\n", "502 no\r\n"],
        Outcome::Failed(1),
        "",
    ),
    (
        "lost while a reply is due",
        HELLO,
        &["220 hi\r\n", "CLOSE"],
        Outcome::Lost,
        "",
    ),
    (
        "lost while a reply is due that nobody compares",
        "S: 220\nC: EHLO me\n",
        &["220 hi\r\n", "CLOSE"],
        Outcome::Lost,
        "",
    ),
    (
        "mixed codes",
        HELLO,
        &["220 hi\r\n", "250-a\r\n550 b\r\n"],
        Outcome::NotSmtp,
        "mixed-codes",
    ),
    (
        "no SMTP at all",
        HELLO,
        &["SSH-2.0-x\r\n"],
        Outcome::NotSmtp,
        "",
    ),
];

#[test]
fn scripts_and_servers_that_do_not_keep_to_the_rules() {
    for (name, script_text, turns, outcome, findings) in UNRULY {
        let mut player = script(script_text);
        let mut canned = Canned {
            turns: turns.iter().copied().collect(),
        };
        Shuttle::open([&mut player, &mut canned], usize::MAX);
        assert_eq!(player.0.outcome(), Some(outcome), "{name}");
        let entries = player.0.transcript().entries();
        let heard = entries.filter(|entry| matches!(entry.body, Body::Heard { .. }));
        let found: Vec<_> = heard
            .flat_map(|entry| entry.body.findings())
            .map(Finding::name)
            .collect();
        assert_eq!(found.join(" "), *findings, "{name}");
    }
}

/// A handshake that failed is a TLS failure, whether the script goes on or not, and whatever was
/// injected before it.
#[test]
fn a_failed_handshake_is_the_outcome() {
    for (name, more, behind) in [
        ("the script goes on", "C: EHLO me\nS: 250\n", ""),
        ("the script is at its end", "", ""),
        ("something was injected", "", "250 evil\r\n250-"),
    ] {
        let mut player = script(&format!(
            "S: 220\nC: EHLO me\nS: 250\nC: STARTTLS\nS: 220\n{more}"
        ));
        player.handle(Event::Opened { peer: "x".into() });
        for octets in [
            "220 hi\r\n",
            "250 STARTTLS\r\n",
            &format!("220 go\r\n{behind}"),
        ] {
            player.handle(Event::Bytes(octets.as_bytes().to_vec()));
        }
        let kind = FailureKind::Certificate;
        let failure = Failure {
            kind,
            detail: "expired".into(),
            tls: None,
        };
        player.handle(Event::Closed(Some(failure)));
        assert_eq!(player.0.outcome(), Some(&Outcome::Tls(kind)), "{name}");
        let heard = |entry: &&ehlo::transcript::Entry| matches!(entry.body, Body::Heard { .. });
        assert_eq!(
            player.0.transcript().entries().filter(heard).count(),
            3,
            "{name}"
        );
    }
}

/// A RCPT that is refused outside a transaction names no recipient of one.
#[test]
fn recipients_belong_to_a_transaction() {
    for (octets, recipients) in [
        ("EHLO me\r\nRCPT TO:<alice@practice.example>\r\n", 0),
        (
            "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<nobody@practice.example>\r\n",
            1,
        ),
        (BEGUN, 1),
    ] {
        let (_, server) = served(octets.as_bytes(), usize::MAX);
        assert_eq!(
            server.session().recipients().len(),
            recipients,
            "{}",
            text::printable_str(octets)
        );
    }
}
