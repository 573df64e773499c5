//! `ehlo --plain`: the session as lines, through pipes and in a terminal that understands no
//! sequences. What is heard, what is sent, and what is never shown.
//!
//! Absent on purpose: what replies mean; the cards' tests have that.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use ehlo::app::Msg;
use ehlo::link::Event;
use ehlo::locale::Locale;
use ehlo::plain;
use fake::{Ran, Server, ehlo, ran};
use rustix::process::{Signal, kill_process};
use support::person::Person;
use support::pty::{Launch, Pty, SOON};

#[expect(dead_code, reason = "scripts have tests of their own")]
mod fake;
#[expect(dead_code, reason = "nothing is drawn here")]
mod support;

const PASSWORD: &str = "correct-horse";

/// Types these lines into a pipe, to this target.
fn piped(target: &str, lines: &str, more: &[&str]) -> Ran {
    let ran = ran(ehlo().args(["--plain", target]).args(more), lines);
    assert_safe(&ran.out);
    ran
}

/// Nothing that acts on a terminal, and nothing that only draws.
#[track_caller]
fn assert_safe(text: &str) {
    let draws = |letter: char| matches!(letter, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}');
    let bad = |letter: &char| letter.is_control() && *letter != '\n' || draws(*letter);
    assert_eq!(text.chars().find(bad), None, "{text}");
}

/// The lines that begin with this label.
fn labelled<'a>(out: &'a str, label: &str) -> Vec<&'a str> {
    let lines = out.lines().filter_map(|line| line.strip_prefix(label));
    lines.filter_map(|line| line.strip_prefix(' ')).collect()
}

const REFUSAL: &[&str] = &[
    "220 mx.test ESMTP\r\n",
    "250-mx.test\r\n250 SIZE 1000\r\n",
    "250 2.1.0 Ok\r\n",
    "550 5.1.1 no such user\r\n",
    "221 2.0.0 Bye\r\n",
];
const REFUSED: &str = "EHLO me\nMAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nQUIT\n";

// --- Through a pipe ------------------------------------------------------------------------

#[test]
fn a_dialogue_is_heard_line_by_line() {
    let server = Server::answering(REFUSAL);
    let ran = piped(&server.address, REFUSED, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let at = ran.out.find("CLIENT RCPT").unwrap();
    let end = ran.out.find("CLIENT QUIT").unwrap();
    assert_eq!(
        &ran.out[at..end],
        "CLIENT RCPT TO:<c@d.example>\n\
         SERVER 550 5.1.1 no such user\n\
         CODE 550 Mailbox Not Found, refused\n\
         MEANING No such mailbox here: this recipient is refused for good. The transaction is still \
         open, so name another one.\n\
         FIX Unknown mailbox: correct the address or take it off the list.\n\
         FIX Relaying: log in, or talk to the MX of the recipient's domain.\n\
         FIX Policy: deal with what the text names; the address may be fine.\n\
         NEXT 1 RCPT TO:<postmaster@mx.test>\n\
         NEXT 2 VRFY alice@mx.test\n\
         NEXT 3 RSET\n"
    );
    assert_eq!(
        labelled(&ran.out, "HERE"),
        [format!("LIVE, {}", server.address)]
    );
    server.heard();
}

#[test]
fn the_labels_and_the_words_are_those_of_the_language() {
    for (lang, server_says, code, meaning, next) in [
        (
            "ko",
            "서버",
            "코드 550 Mailbox Not Found, 거부",
            "뜻",
            "다음 1",
        ),
        (
            "vi",
            "MÁY CHỦ",
            "MÃ 550 Mailbox Not Found, bị từ chối",
            "Ý NGHĨA",
            "TIẾP 1",
        ),
    ] {
        let server = Server::answering(REFUSAL);
        let ran = piped(&server.address, REFUSED, &["--lang", lang]);
        assert_eq!(ran.status, 0, "{ran:#?}");
        assert_eq!(labelled(&ran.out, server_says).len(), 6, "{}", ran.out);
        assert!(ran.out.contains(&format!("\n{code}\n")), "{}", ran.out);
        assert_eq!(labelled(&ran.out, meaning).len(), 5, "{}", ran.out);
        assert!(labelled(&ran.out, next).contains(&"RSET") || ran.out.contains("3 RSET"));
        for english in ["SERVER", "NOTE", "MEANING", "NEXT", "CODE"] {
            assert_eq!(labelled(&ran.out, english), [""; 0], "{}", ran.out);
        }
        server.heard();
    }
}

#[test]
fn each_line_waits_for_the_reply_to_the_one_before() {
    let server = Server::start(|peer| {
        peer.say("220 mx.test\r\n");
        for (line, reply) in [
            ("EHLO me\r\n", "250 mx.test\r\n"),
            ("MAIL FROM:<a@b.example>\r\n", "250 2.1.0 Ok\r\n"),
            ("RCPT TO:<c@d.example>\r\n", "250 2.1.5 Ok\r\n"),
            ("DATA\r\n", "354 go on\r\n"),
            ("Subject: x\r\n\r\n..dot\r\n.\r\n", "250 2.0.0 Taken\r\n"),
            ("QUIT\r\n", "221 2.0.0 Bye\r\n"),
        ] {
            assert_eq!(peer.piece(), line);
            peer.say(reply);
        }
        peer.rest();
    });
    let typed = "EHLO me\nMAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\n\
        Subject: x\r\n\n.dot\n.\nQUIT\n";
    let ran = piped(&server.address, typed, &[]);
    assert_eq!(ran.status, 0, "{ran:#?}");
    assert!(
        ran.out.contains("CLIENT message of 3 lines, "),
        "{}",
        ran.out
    );
    server.heard();
}

#[test]
fn a_whole_session_with_the_practice_server() {
    let typed = "EHLO me.example\nSTARTTLS\n:1\n:auth\nalice@practice.example\ncorrect-horse\n:map\n\
        MAIL FROM:<alice@practice.example>\nRCPT TO:<nobody@practice.example>\n:1\n:session\nDATA\n\
        Subject: hi\n\nhello\n.\n:tls\nQUIT\n";
    let ran = piped("practice", typed, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:#?}");
    for told in [
        "NOTE TLS is on: TLSv1.3",
        "CLIENT AUTH SCRAM-SHA-256-PLUS hidden\n",
        "CLIENT hidden\n",
        "CODE 235 Authentication Successful, done\n",
        "DONE connect, EHLO, TLS, AUTH\nAHEAD MAIL, RCPT, DATA, QUIT\n",
        "CLIENT RCPT TO:<postmaster@practice.example>\n",
        "ENVELOPE to <postmaster@practice.example>, 250, done\n",
        "NOTE new since TLS is on: AUTH\n",
        "CLIENT message of 3 lines, 25 octets\n",
        "subject: CN=mail.practice.example\n",
        "CODE 221 Closing Connection, done\n",
    ] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    assert!(!ran.out.contains(PASSWORD), "{}", ran.out);
    assert!(!ran.out.contains("HERE LIVE"), "{}", ran.out);
}

#[test]
fn own_commands_are_told_in_words() {
    let typed = ":more\n:explain greylisting\n:explain greylist\n:compare 250 252\n:compare 1 2\n:theme light\n:wire\n\
        :help\n:9\n:nonsense\n:lang vi\n:9\n";
    let ran = piped("practice", typed, &[]);
    assert_eq!(ran.status, 0, "{ran:#?}");
    for told in [
        "CODE 220 Service Ready, done\nthe greeting: the server speaks first",
        "CODE greylisting\nCome back in a few minutes\n",
        "NOTE nothing has just this name; near it are\n",
        "MEANING Both can answer VRFY, EXPN and ETRN",
        "NOTE it takes two codes ehlo knows",
        "NOTE :theme needs a screen, and here is none\n",
        "NOTE :wire needs a screen, and here is none\n",
        "HELP :more: everything about the last reply\n",
        "NOTE there is no NEXT 9 here\n",
        "NOTE :nonsense is no command of ehlo's",
        "GHI CHÚ ở đây không có TIẾP 9\n",
        "MÁY KHÁCH QUIT\n",
    ] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    assert!(!ran.out.contains("HELP :theme"), "{}", ran.out);
}

#[test]
fn at_the_end_of_the_input_quit_is_said() {
    let server = Server::answering(&["220 mx.test\r\n", "221 2.0.0 Bye\r\n"]);
    let ran = piped(&server.address, "", &[]);
    assert_eq!(ran.status, 0, "{ran:#?}");
    assert_eq!(server.heard(), "QUIT\r\n");
}

#[test]
fn an_input_that_ends_within_a_message_sends_nothing_of_it() {
    let server = Server::answering(&[
        "220 mx.test\r\n",
        "250 mx.test\r\n",
        "250 2.1.0 Ok\r\n",
        "250 2.1.5 Ok\r\n",
        "354 go on\r\n",
    ]);
    let typed = "EHLO me\nMAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\nSubject: half\n";
    let ran = piped(&server.address, typed, &[]);
    assert_eq!(ran.status, 2, "{ran:#?}");
    assert!(
        ran.out.contains("NOTE the input ended in the middle"),
        "{}",
        ran.out
    );
    assert!(server.heard().ends_with("DATA\r\n"));
}

#[test]
fn a_message_without_end_is_given_up() {
    let mut typed =
        "EHLO me\nMAIL FROM:<a@b.example>\nRCPT TO:<alice@practice.example>\nDATA\n".to_owned();
    let line = "x".repeat(1_000_000) + "\n";
    typed.extend(std::iter::repeat_n(line, 40));
    let ran = piped("practice", &typed, &[]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(
        ran.out.contains("NOTE over 32 MiB were typed"),
        "{}",
        ran.out
    );
}

#[test]
fn what_cannot_be_a_line_is_said_and_not_sent() {
    let server = Server::answering(&["220 mx.test\r\n"]);
    let mut child = ehlo()
        .args(["--plain", &server.address])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"EHLO \xff\nQUIT\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("NOTE that line is not UTF-8")
    );
    assert_eq!(server.heard(), "");
}

#[test]
fn the_exit_status_is_that_of_connecting() {
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let ran = piped(&nobody, "EHLO me\n", &[]);
    assert_eq!(ran.status, 3, "{ran:#?}");
    assert!(ran.out.contains("FIX Check the port"), "{}", ran.out);

    for (said, status, told) in [
        (&[""][..], 5, "NOTE no greeting for 0.3 s"),
        (&["220 mx.test\r\n", ""], 5, "NOTE no reply for 0.3 s"),
        (
            &["SSH-2.0-OpenSSH_9.6\r\n"],
            6,
            "SERVER SSH-2.0-OpenSSH_9.6",
        ),
        (
            &["220 mx.test\r\n", "250-a\r\n251 b\r\n"],
            6,
            "SERVER 251 b",
        ),
    ] {
        let server = Server::answering(said);
        let ran = piped(&server.address, "EHLO me\nNOOP\n", &["--timeout", "0.3"]);
        assert_eq!(ran.status, status, "{ran:#?}");
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    let leaves = Server::start(|peer| {
        peer.say("220 mx.test\r\n");
        peer.line();
    });
    let ran = piped(&leaves.address, "EHLO me\nNOOP\n", &[]);
    assert_eq!(ran.status, 6, "{ran:#?}");
    let no_tls = Server::start(|peer| {
        peer.say("220 mx.test\r\n");
        peer.line();
        peer.say("220 go\r\n");
        let _ = peer.stream.read(&mut [0; 4096]).unwrap();
        peer.say("250 and on in the clear\r\n");
        peer.rest();
    });
    let ran = piped(&no_tls.address, "STARTTLS\nEHLO me\n", &["--timeout", "5"]);
    assert_eq!(ran.status, 4, "{ran:#?}");
}

#[test]
fn a_hostile_server_can_do_nothing() {
    let server = Server::start(|peer| {
        peer.say(b"220 \x1b]0;mine\x07\x1b[2J\x9b31m\x7f\xc2\x9bx \xe2\x80\xae\r\n");
        peer.line();
        peer.say(b"250-x\r\n250-SIZE \x1b[31m\r\n250 AUTH \x08\x00\rPLAIN\r\n");
        peer.line();
        peer.say("221 bye\r\n");
        peer.rest();
    });
    let ran = piped(
        &server.address,
        "EHLO me\n:session\n:more\nQUIT\n",
        &["--timeout", "5"],
    );
    assert!(
        ran.out.contains("SERVER 220 \u{241b}]0;mine"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains('\u{202e}'), "{}", ran.out);
}

#[test]
fn a_login_in_the_clear_is_asked_for() {
    const SAID: &str = "250-mx.test\r\n250 AUTH PLAIN\r\n";
    let login = |answer: &str| format!("EHLO me\n:auth PLAIN alice\n{PASSWORD}\n{answer}\n");
    let server = Server::answering(&["220 mx.test\r\n", SAID, "221 bye\r\n"]);
    let ran = piped(&server.address, &login("no"), &[]);
    assert!(
        ran.out
            .contains("QUESTION PLAIN would send the password of alice")
    );
    assert!(ran.out.contains("NOTE nothing was done\n"), "{}", ran.out);
    assert_eq!(server.heard(), "EHLO me\r\nQUIT\r\n");

    let server = Server::answering(&["220 mx.test\r\n", SAID, "235 in\r\n", "221 bye\r\n"]);
    let ran = piped(&server.address, &login("yes"), &[]);
    assert!(
        ran.out.contains("CLIENT AUTH PLAIN hidden\nNOTE "),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains(PASSWORD), "{}", ran.out);
    assert!(server.heard().contains("AUTH PLAIN AGFsaWNl"));
}

#[test]
fn an_answer_typed_by_hand_is_hidden() {
    let server = Server::answering(&[
        "220 mx.test\r\n",
        "250-mx.test\r\n250 AUTH LOGIN\r\n",
        "334 VXNlcm5hbWU6\r\n",
        "334 UGFzc3dvcmQ6\r\n",
        "535 5.7.8 no\r\n",
        "221 bye\r\n",
    ]);
    let typed = "EHLO me\nAUTH LOGIN\nYWxpY2U=\nY29ycmVjdC1ob3JzZQ==\nQUIT\n";
    let ran = piped(&server.address, typed, &[]);
    assert_eq!(ran.status, 0, "{ran:#?}");
    assert!(!ran.out.contains("Y29ycmVj"), "{}", ran.out);
    assert!(
        ran.out.contains("NOTE the answer is not shown"),
        "{}",
        ran.out
    );
    server.heard();
}

#[test]
fn the_log_and_the_config_file_work_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    let (log, config) = (folder.path().join("log"), folder.path().join("c.toml"));
    fs::write(&config, "plain = true\nlang = \"vi\"\n").unwrap();
    let mut command = ehlo();
    command.args(["practice", "--config"]).arg(&config);
    let ran = ran(command.arg("--log").arg(&log), "NOOP\n");
    assert_eq!(ran.status, 0, "{ran:#?}");
    assert!(ran.out.contains("MÁY KHÁCH NOOP\n"), "{}", ran.out);
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("NOOP") && log.contains("221"), "{log}");
}

#[test]
fn who_stops_listening_ends_it() {
    let mut child = ehlo()
        .args(["--plain", "practice"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let input = child.stdin.take();
    assert!(child.wait().unwrap().success());
    drop(input);
}

#[test]
fn the_error_without_a_terminal_names_it() {
    let ran = ran(&mut ehlo(), "");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("`ehlo --plain`") && ran.err.lines().count() == 1,
        "{}",
        ran.err
    );
}

#[test]
fn the_reference_is_plain_when_it_is_piped() {
    for args in [
        &["explain", "550"][..],
        &["explain", "250-SIZE 10"],
        &["compare", "250", "252"],
        &["list", "replies"],
        &["list", "themes"],
    ] {
        for lang in ["en", "ko", "vi"] {
            let ran = ran(ehlo().args(args).args(["--lang", lang]), "");
            assert_eq!(ran.status, 0, "{args:?}: {ran:#?}");
            assert_safe(&ran.out);
        }
    }
}

// --- In memory -----------------------------------------------------------------------------

/// Somebody without a screen, at a server that greets and knows EHLO.
fn greeted() -> Person {
    let mut person = Person::facing("mx.test");
    person.ctx.locale = Locale::load("en").without_screen();
    let person = person.hears("220 mx.test\r\n");
    says(person, &["EHLO me"]).hears("250-mx.test\r\n250 SIZE 40\r\n")
}

/// Types whole lines.
fn says(mut person: Person, lines: &[&str]) -> Person {
    for line in lines {
        person.take(Msg::Typed((*line).to_owned()));
    }
    person
}

/// To where the message is due.
fn envelope(person: Person) -> Person {
    let person = says(person, &["MAIL FROM:<a@b.example>"]).hears("250 ok\r\n");
    let person = says(person, &["RCPT TO:<c@d.example>"]).hears("250 ok\r\n");
    says(person, &["DATA"]).hears("354 go on\r\n").then()
}

fn question(person: &Person) -> String {
    let question = plain::question(&person.ctx, &person.app);
    question
        .and_then(|question| question.line)
        .unwrap_or_default()
}

#[test]
fn a_message_outlives_its_connection() {
    let person = says(envelope(greeted()), &["Subject: x", "", "hi"]);
    let person = says(person.event(Event::Closed(None)), &[":connect"]);
    let person = person.hears("220 mx.test\r\n");
    let person = says(person, &["EHLO me"]).hears("250 mx.test\r\n");
    let mut person = envelope(person);
    assert!(
        question(&person).starts_with("NOTE 3 lines are there already"),
        "{}",
        question(&person)
    );
    person = says(person, &["more", "."]);
    assert_eq!(person.writes(), ["Subject: x\r\n\r\nhi\r\nmore\r\n.\r\n"]);
}

#[test]
fn a_message_that_is_too_large_is_asked_about() {
    let long = "this line alone is longer than the server takes";
    let mut person = says(envelope(greeted()), &[long, "."]);
    assert!(
        question(&person).starts_with("QUESTION The message has 49 octets"),
        "{}",
        question(&person)
    );
    assert_eq!(person.writes(), [""; 0]);
    person = says(person, &["no", ".", "yes"]);
    assert_eq!(person.writes(), [format!("{long}\r\n.\r\n")]);
}

#[test]
fn a_wait_is_told_with_what_it_is_for() {
    let person = says(greeted(), &["NOOP"]);
    let sent = person.app.now;
    let waits = |seconds| {
        plain::waits(
            &person.ctx,
            &person.app,
            sent + Duration::from_secs(seconds),
        )
    };
    let told = "waiting for the reply to NOOP, 10 s of 300; :drop gives up";
    assert_eq!(waits(10), Some((sent, told.to_owned())));
    assert!(!person.app.takes_line());
    let person = person.hears("250 ok\r\n");
    assert_eq!(plain::waits(&person.ctx, &person.app, sent), None);
    assert!(person.app.takes_line());
}

// --- In a terminal -------------------------------------------------------------------------

/// A terminal that understands no sequences.
fn dumb(args: &[&str]) -> Pty {
    Launch::ehlo()
        .args(args)
        .env("TERM", "dumb")
        .size(200, 150)
        .start()
}

/// The end, with this status: not one sequence was written, and the terminal is as it was.
#[track_caller]
fn ends(mut pty: Pty, status: u32) -> String {
    let ended = pty.wait_exit(SOON);
    assert_eq!(
        (ended.exit_code(), ended.signal()),
        (status, None),
        "{}",
        pty.screen()
    );
    assert_eq!(pty.left_on(), [""; 0]);
    let raw = pty.raw();
    let bad = raw
        .iter()
        .find(|octet| **octet < 0x20 && !b"\r\n".contains(octet));
    assert_eq!(bad, None, "{}", raw.escape_ascii());
    String::from_utf8(raw).unwrap()
}

/// Waits until this prompt stands in the last line, and this somewhere above it.
fn asks(pty: &Pty, prompt: &str, told: &str) {
    pty.wait_until(prompt, SOON, |screen| {
        let contents = screen.contents();
        let last = contents.trim_end().lines().last();
        last == Some(prompt) && contents.contains(told)
    });
}

#[test]
fn a_dumb_terminal_is_talked_to_line_by_line() {
    for term in ["dumb", ""] {
        let mut pty = Launch::ehlo().env("TERM", term).size(200, 50).start();
        pty.wait_for("NOTE this terminal cannot draw a screen", SOON);
        pty.wait_for("hello> ", SOON);
        for (typed, seen) in [
            ("EHLO me.example\r", "ready> "),
            (":1\r", "CLIENT MAIL FROM:<me@example.org>"),
            ("RCPT TO:<alice@practice.example>\r", "recipients> "),
            ("DATA\r", "message> "),
            ("Subject: hi\r", "message> Subject: hi"),
            ("\x04", "250 2.0.0 Taken"),
            ("\x04", "QUESTION A session is open."),
            ("stay\r", "NOTE nothing was done"),
            (":quit\r", "yes or no> "),
            ("yes\r", "CODE 221"),
        ] {
            pty.send(typed);
            pty.wait_for(seen, SOON);
        }
        let raw = ends(pty, 0);
        // What was typed stands there once, behind the prompt.
        assert_eq!(raw.matches("EHLO me.example").count(), 1, "{raw}");
    }
}

#[test]
fn a_password_is_not_shown() {
    let mut pty = dumb(&["--plain"]);
    pty.wait_for("hello> ", SOON);
    for (typed, told, asked) in [
        ("EHLO me\r", "250 HELP", "ready>"),
        ("STARTTLS\r", "NOTE TLS is on", "hello>"),
        ("EHLO me\r", "AUTH PLAIN", "ready>"),
        ("AUTH LOGIN\r", "334 VXNlc", "answer, hidden>"),
        ("Ym9i\r", "334 UGFzc", "answer, hidden>"),
        ("\x04", "CLIENT *", "ready>"),
        (":auth LOGIN bob\r", "Password of bob?", "hidden>"),
        ("\r", "NOTE the login was given up", "ready>"),
        (":auth SCRAM-SHA-256\r", "User name", "user name>"),
        ("alice@practice.example\r", "Password of alice", "hidden>"),
        ("correct-horse\r", "CODE 235", "ready>"),
        ("NOOP\r", "250 2.0.0 Here", "ready>"),
        (":q\r", "QUESTION A session", "yes or no>"),
    ] {
        pty.send(typed);
        asks(&pty, asked, told);
    }
    pty.send("now\r");
    let raw = ends(pty, 0);
    assert!(!raw.contains(PASSWORD) && !raw.contains("Ym9i"), "{raw}");
    assert!(raw.contains("NOOP"), "{raw}");
}

/// A terminal in which a password is being asked for.
fn asked() -> Pty {
    let mut pty = dumb(&["--plain"]);
    pty.wait_for("hello> ", SOON);
    pty.send(":auth PLAIN alice\r");
    pty.wait_for("hidden> ", SOON);
    pty
}

#[test]
fn the_terminal_is_given_back_on_every_way_out() {
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ] {
        let pty = asked();
        pty.signal(signal);
        ends(pty, status);
    }
    let mut pty = asked();
    pty.send("\x03");
    let ended = pty.wait_exit(SOON);
    assert_eq!(ended.exit_code(), 130);
    assert_eq!(pty.left_on(), [""; 0]);
}

/// Waits until the shell asks for a command.
fn shells_turn(shell: &Pty) {
    shell.wait_until("the shell's prompt", SOON, |screen| {
        screen.contents().trim_end().ends_with("prompt:")
    });
}

#[test]
fn it_stops_and_goes_on_as_a_program_of_the_shell() {
    let mut shell = Launch::program("/bin/sh")
        .args(["-i"])
        .env("PS1", "prompt: ")
        .env("TERM", "dumb")
        .env("EHLO", env!("CARGO_BIN_EXE_ehlo"))
        .size(200, 60)
        .start();
    shell.wait_for("prompt: ", SOON);
    shell.send("\"$EHLO\" --plain; echo status $?\r");
    shell.wait_for("hello> ", SOON);
    shell.send(":auth PLAIN alice\r");
    shell.wait_for("hidden> ", SOON);
    kill_process(shell.foreground(), Signal::TSTP).unwrap();
    shells_turn(&shell);
    shell.send("echo sh''own; fg\r");
    shell.wait_until("the question again", SOON, |screen| {
        let contents = screen.contents();
        contents.contains("shown") && contents.trim_end().ends_with("hidden>")
    });
    shell.send("correct-horse\r");
    shell.wait_for("QUESTION PLAIN would send the password", SOON);
    shell.send("no\r");
    shell.wait_for("NOTE nothing was done", SOON);
    shell.send(":quit\r");
    shell.wait_for("QUESTION A session is open", SOON);
    shell.send("now\r");
    shells_turn(&shell);
    shell.send("exit\r");
    let _ = shell.wait_exit(SOON);
    let raw = String::from_utf8(shell.raw()).unwrap();
    assert!(!raw.contains(PASSWORD), "{raw}");
}

#[test]
fn what_is_pasted_waits_and_drop_does_not() {
    let server = Server::start(|peer| {
        peer.say("220 mx.test\r\n");
        for reply in ["250 mx.test\r\n", "250 2.1.0 Ok\r\n"] {
            peer.piece();
            peer.say(reply);
        }
        peer.rest();
    });
    let mut pty = dumb(&["--plain", &server.address]);
    pty.wait_for("hello> ", SOON);
    pty.send("EHLO me\rMAIL FROM:<a@b.example>\rNOOP\rRSET\r");
    pty.wait_for("CLIENT NOOP", SOON);
    pty.send(":drop\r");
    pty.wait_for("no connection> ", SOON);
    pty.send("HELP\r");
    pty.wait_for("NOTE not sent: there is no connection", SOON);
    pty.send("\x04");
    ends(pty, 0);
    assert_eq!(
        server.heard(),
        "EHLO me\r\nMAIL FROM:<a@b.example>\r\nNOOP\r\n"
    );
}

#[test]
fn the_reference_writes_no_sequence_to_a_dumb_terminal() {
    for args in [&["explain", "550"][..], &["compare", "250", "252"]] {
        ends(dumb(args), 0);
    }
}
