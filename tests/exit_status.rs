//! `ehlo run` against servers that behave and servers that do not: the exit status, what is printed,
//! what is logged, and above all what is not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod fake;

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc;

use data_encoding::BASE64;
use fake::{Ran, Server, ehlo, ran, run};
use serde_json::Value;

const NONE: &[&str] = &[];
/// A silent server is given up after this long.
const SHORT: &[&str] = &["--timeout", "0.3"];
const PASSWORD: &str = "correct-horse";

/// A dialogue that any good server plays.
const HELLO: &str = "S: 220\nC: EHLO me\nS: 250\nC: QUIT\nS: 221\n";
const GOOD: &[&str] = &[
    "220 mail.test ESMTP\r\n",
    "250-mail.test\r\n250 STARTTLS\r\n",
    "221 2.0.0 bye\r\n",
];

#[track_caller]
fn ended(ran: &Ran, status: i32, on_err: &str) {
    assert_eq!(ran.status, status, "{ran:#?}");
    assert!(ran.err.contains(on_err), "{ran:#?}");
    assert_eq!(ran.err.is_empty(), status == 0, "{ran:#?}");
    assert_safe(ran);
}

/// Nothing printed could act on a terminal.
#[track_caller]
fn assert_safe(ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let bad = text
            .chars()
            .find(|&character| character.is_control() && character != '\n' && character != '\t');
        assert_eq!(bad, None, "{text}");
    }
}

/// The lines of `--json`, each an object with a time and an event.
#[track_caller]
fn events(out: &str) -> Vec<Value> {
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for line in &lines {
        assert!(
            line["t"].is_f64() && line["event"].is_string(),
            "{line} in {out}"
        );
    }
    lines
}

#[track_caller]
fn find<'a>(events: &'a [Value], name: &str) -> &'a Value {
    events
        .iter()
        .find(|event| event["event"] == name)
        .unwrap_or_else(|| panic!("no {name} in {events:#?}"))
}

/// A temporary directory with a file in it.
fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, text).unwrap();
    (directory, path)
}

/// A practice server in a process of its own, on a free port; ended when dropped.
struct Practice {
    child: std::process::Child,
    address: String,
    directory: tempfile::TempDir,
}

impl Practice {
    fn start() -> Self {
        use std::io::{BufRead as _, BufReader};
        let directory = tempfile::tempdir().unwrap();
        let mut child = ehlo()
            .args(["serve", "--listen", "127.0.0.1:0", "--ca-out"])
            .arg(directory.path().join("ca.pem"))
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let mut words = line.split([' ', ',']);
        let address = words.find(|word| word.starts_with("127.0.0.1:"));
        let address = address.unwrap().to_owned();
        Self {
            child,
            address,
            directory,
        }
    }

    fn ca(&self) -> String {
        self.directory.path().join("ca.pem").display().to_string()
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

// --- 0 and 1 -------------------------------------------------------------------------------

#[test]
fn everything_expected_came() {
    let server = Server::answering(GOOD);
    let ran = run(HELLO, &server.address, NONE);
    ended(&ran, 0, "");
    assert_eq!(server.heard(), "EHLO me\r\nQUIT\r\n");
    assert!(ran.out.contains("S: 250 STARTTLS\n"), "{}", ran.out);
}

#[test]
fn a_failed_expectation_does_not_stop_the_rest() {
    let server = Server::answering(GOOD);
    let script = "S: 220\nC: EHLO me\nS: 250\nS~ 8BITMIME\nC: QUIT\nS: 250 2.0.0\n";
    let ran = run(script, &server.address, NONE);
    ended(&ran, 1, "2 expectations failed");
    assert!(
        ran.out
            .contains("# expected ~ 8BITMIME (line 4), got 250 STARTTLS\n")
    );
    assert!(
        ran.out
            .contains("# expected 250 2.0.0 (line 6), got 221 2.0.0 bye\n")
    );
    assert_eq!(server.heard(), "EHLO me\r\nQUIT\r\n");
}

#[test]
fn a_text_is_looked_for_in_the_reply_it_stands_behind() {
    let server = Server::start(|peer| {
        peer.say("220 hi\r\n");
        peer.line();
        peer.line();
        peer.say("250 one\r\n250 two\r\n");
        peer.line();
        peer.say("250 three\r\n");
        peer.rest();
    });
    let script = "S: 220\n# pipeline\nC: NOOP 1\nC: NOOP 2\nS: 250\nS~ one\nS: 250\nS~ two\nC: NOOP 3\nS~ three\n";
    ended(&run(script, &server.address, NONE), 0, "");
}

#[test]
fn refused_content_is_never_sent() {
    let replies = &[
        "220 hi\r\n",
        "503 5.5.1 no\r\n",
        "250 2.0.0 ok\r\n",
        "221 bye\r\n",
    ];
    let content = "C: Subject: x\nC: RSET\nC: .\n";
    for (script, failures) in [
        (
            format!("C: DATA\nS: 354\n{content}S: 250\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n"),
            2,
        ),
        (
            format!("C: DATA\nS: 354\n{content}C: NOOP\nS: 250\nC: QUIT\nS: 221\n"),
            1,
        ),
        (
            format!("C: DATA\n{content}C: NOOP\nS: 250\nC: QUIT\nS: 221\n"),
            0,
        ),
    ] {
        let server = Server::answering(replies);
        let ran = run(&script, &server.address, NONE);
        assert_eq!(ran.status, i32::from(failures > 0), "{script}{ran:#?}");
        assert_eq!(ran.out.matches("# expected").count(), failures, "{ran:#?}");
        assert_eq!(server.heard(), "DATA\r\nNOOP\r\nQUIT\r\n", "{script}");
    }
}

#[test]
fn a_dot_that_is_meant_as_a_command_is_sent() {
    let server = Server::answering(&["220 hi\r\n", "503 no\r\n", "500 what\r\n"]);
    let ran = run(
        "S: 220\nC: DATA\nS: 503\nC: .\nS: 500\n",
        &server.address,
        NONE,
    );
    ended(&ran, 0, "");
    assert_eq!(server.heard(), "DATA\r\n.\r\n");
}

#[test]
fn a_pipeline_is_one_write() {
    let (tell, told) = mpsc::channel();
    let server = Server::start(move |peer| {
        peer.say("220 hi\r\n");
        tell.send(peer.piece()).unwrap();
        peer.say("250 a\r\n250 b\r\n");
        peer.rest();
    });
    let script = "S: 220\n# pipeline\nC: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\nS: 250\nS: 250\n";
    ended(&run(script, &server.address, NONE), 0, "");
    let piece = told.recv().unwrap();
    assert_eq!(
        piece,
        "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n"
    );
}

#[test]
fn a_saved_transcript_passes_again() {
    let play = || {
        Server::start(|peer| {
            peer.say("220 hi\r\n");
            peer.line();
            peer.say("250-mail.test\r\n250 PIPELINING\r\n");
            while !peer.line().starts_with("DATA") {}
            peer.say("250 ok\r\n550 5.1.1 no\r\n250 ok\r\n354 go\r\n");
            while peer.line() != "." {}
            peer.line();
            peer.say("250 2.0.0 kept\r\n221 bye\r\n");
        })
    };
    let script = "S: 220\nC: EHLO me\n# pipeline\nC: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@d.example>\nC: RCPT TO:<c@d.example>\nC: DATA\nS: 250\nS: 550 5.1.1\nS: 250\nS: 354\n# pipeline\nC: Subject: x\nC:\nC: ..\nC: .\nC: QUIT\nS: 250\nS: 221\n";
    let first_server = play();
    let first = run(script, &first_server.address, NONE);
    ended(&first, 0, "");
    let second_server = play();
    let second = run(&first.out, &second_server.address, NONE);
    ended(&second, 0, "");
    assert_eq!(first_server.heard(), second_server.heard());
    // But for how the server was reached, and how long that took.
    let dialogue = |out: &str| -> Vec<String> { out.lines().skip(2).map(str::to_owned).collect() };
    assert_eq!(dialogue(&first.out), dialogue(&second.out));
}

// --- 2: usage and scripts ------------------------------------------------------------------

#[test]
fn a_bad_script_is_shown_where_and_how() {
    let (_keep, path) = file("a.smtp", "S: 220\nEHLO me\n");
    let path = path.display().to_string();
    let ran = ran(ehlo().args(["run", &path, "practice"]), "");
    ended(
        &ran,
        2,
        &format!("ehlo: {path}:2: `EHLO me`: a line begins with `C: `"),
    );
    assert_eq!(ran.out, "");
}

#[test]
fn what_is_missing_or_unreadable_is_named() {
    let missing = "/nonexistent/a.smtp";
    ended(&ran(ehlo().args(["run", missing]), ""), 2, missing);
    ended(
        &run(HELLO, "gopher://a", NONE),
        2,
        "`gopher` is no kind of target",
    );
    ended(&run(HELLO, "practice:nonesuch", NONE), 2, "friendly");
    ended(
        &run(HELLO, "127.0.0.1:1", &["--ca", "/nonexistent/ca.pem"]),
        2,
        "/nonexistent/ca.pem",
    );
    let (_keep, path) = file("ca.pem", "not a certificate");
    let path = path.display().to_string();
    ended(
        &run(HELLO, "127.0.0.1:1", &["--ca", &path]),
        2,
        "BEGIN CERTIFICATE",
    );
    ended(
        &run(HELLO, "127.0.0.1:1", &["--timeout", "soon"]),
        2,
        "--timeout 5",
    );
}

#[test]
fn a_script_that_is_no_text_is_named_with_its_line() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.smtp");
    fs::write(&path, b"S: 220\nC: NOOP \xff\n").unwrap();
    let path = path.display().to_string();
    ended(
        &ran(ehlo().args(["run", &path]), ""),
        2,
        ":2: this line is not UTF-8",
    );
}

#[test]
fn a_login_without_anyone_to_log_in_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    for more in [NONE, &["--user", "alice"]] {
        let ran = run("S: 220\nC: AUTH PLAIN $AUTH\n", &address, more);
        ended(&ran, 2, "line 2 logs in with $AUTH");
    }
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "it connected");
}

#[test]
fn a_login_in_the_clear_is_not_sent() {
    let (_keep, password) = file("password", PASSWORD);
    let more = [
        "--user",
        "alice",
        "--password-file",
        password.to_str().unwrap(),
    ];
    let script = "S: 220\nC: EHLO me\nS: 250\nC: AUTH PLAIN $AUTH\nS: 235\n";
    let server = Server::answering(&["220 hi\r\n", "250 AUTH PLAIN\r\n"]);
    ended(
        &run(script, &server.address, &more),
        2,
        "line 4 would send a password",
    );
    assert_eq!(server.heard(), "EHLO me\r\n");

    let server = Server::answering(&["220 hi\r\n", "250 AUTH PLAIN\r\n", "235 ok\r\n"]);
    let more = [&more[..], &["--cleartext-auth"]].concat();
    ended(&run(script, &server.address, &more), 0, "");
    let payload = BASE64.encode(format!("\0alice\0{PASSWORD}").as_bytes());
    assert_eq!(
        server.heard(),
        format!("EHLO me\r\nAUTH PLAIN {payload}\r\n")
    );
}

// --- 3: no connection ----------------------------------------------------------------------

#[test]
fn nobody_listens_and_nobody_is_called_that() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    ended(&run(HELLO, &address, NONE), 3, "nobody listens there");
    ended(
        &run(HELLO, "host.invalid", &["--timeout", "10"]),
        3,
        "host.invalid:25",
    );
}

// --- 4: TLS --------------------------------------------------------------------------------

#[test]
fn a_certificate_is_checked() {
    let script =
        "S: 220\nC: EHLO me\nS: 250\nC: STARTTLS\nS: 220\nC: EHLO me\nS: 250\nC: QUIT\nS: 221\n";
    let practice = Practice::start();
    let ca = practice.ca();
    let ran = run(
        script,
        &practice.address,
        &["--sni", "mail.practice.example"],
    );
    ended(&ran, 4, "start ehlo again with --ca FILE");
    assert!(!ran.out.contains("C: QUIT"));
    let trusting = run(
        script,
        &practice.address,
        &["--ca", &ca, "--sni", "other.example"],
    );
    ended(&trusting, 4, "it is for another name");
    ended(&run(script, &practice.address, &["--insecure"]), 0, "");
}

/// A dialogue up to a greeting inside TLS.
const SECURED: &str =
    "S: 220\nC: EHLO me\nS: 250\nC: STARTTLS\nS: 220\nC: EHLO me\nS: 250\nC: QUIT\nS: 221\n";

#[test]
fn tls_options_that_cannot_be_used_are_a_usage_error() {
    let zeros = "0".repeat(64);
    for (options, part) in [
        (&["--tls", "1.1"][..], "1.2 and 1.3"),
        (
            &["--cipher", "RC4-MD5"],
            "there are: TLS_AES_256_GCM_SHA384",
        ),
        (&["--pin", "0123"], "64 hexadecimal digits"),
        (
            &["--cert", "/nonexistent/c.pem"],
            "/nonexistent/c.pem cannot be read",
        ),
        (&["--key", "k.pem"], "--cert"),
        (&["--pin", &zeros, "--insecure"], "--insecure"),
    ] {
        ended(&run(SECURED, "mail.example", options), 2, part);
    }
}

#[test]
fn a_pin_of_another_certificate_shows_both() {
    let practice = Practice::start();
    let pin = "0123456789abcdef".repeat(4);
    let ran = run(SECURED, &practice.address, &["--pin", &pin]);
    ended(&ran, 4, &format!("the pinned fingerprint is {pin}"));
    assert!(!ran.out.contains("C: QUIT"));
    let seen = ran.err.split("it has ").nth(1).unwrap();
    let seen = seen.split(' ').next().unwrap();
    let ran = run(SECURED, &practice.address, &["--pin", seen]);
    ended(&ran, 0, "");
    assert!(ran.out.contains("verified by its fingerprint"), "{ran:#?}");
}

#[test]
fn what_was_not_enforced_is_told_all_the_same() {
    let practice = Practice::start();
    let ran = run(SECURED, &practice.address, &["--insecure", "--tls", "1.2"]);
    ended(&ran, 0, "");
    assert!(ran.out.contains("--insecure let it pass"), "{ran:#?}");
    assert!(ran.out.contains("TLSv1.2"), "{ran:#?}");
}

#[test]
fn keys_are_written_only_with_a_word_about_it() {
    let practice = Practice::start();
    let (ca, directory) = (practice.ca(), tempfile::tempdir().unwrap());
    let keys = directory.path().join("keys.log");
    let play = |keys: &std::path::Path| {
        let mut command = ehlo();
        command.env("SSLKEYLOGFILE", keys);
        command.args(["run", "-", &practice.address, "--ca", &ca]);
        ran(&mut command, SECURED)
    };
    let ran = play(&keys);
    ended(&ran, 0, "");
    assert!(
        ran.out.contains("the keys of TLS are written to"),
        "{ran:#?}"
    );
    let written = fs::read_to_string(&keys).unwrap();
    assert!(written.contains("CLIENT_TRAFFIC_SECRET_0"), "{written}");
    ended(
        &play(directory.path()),
        2,
        "cannot write the keys of TLS to",
    );
}

#[test]
fn a_port_where_tls_comes_first_is_silent() {
    let server = Server::start(fake::Peer::rest);
    ended(
        &run(HELLO, &server.address, SHORT),
        5,
        "connect with smtps://",
    );
}

#[test]
fn tls_that_fails_is_no_success_even_at_the_end_of_a_script() {
    let script = "S: 220\nC: STARTTLS\nS: 220\n";
    let plain = Server::answering(&["220 hi\r\n", "220 go\r\n", "250 what\r\n"]);
    let hangs_up = Server::start(|peer| {
        peer.say("220 hi\r\n");
        peer.line();
        peer.say("220 go\r\n");
    });
    let silent = Server::answering(&["220 hi\r\n", "220 go\r\n"]);
    let ran = run(script, &plain.address, SHORT);
    ended(&ran, 4, "what answers there does not speak TLS");
    for server in [hangs_up, silent] {
        let ran = run(script, &server.address, SHORT);
        ended(&ran, 4, "the TLS handshake failed");
    }
    let server = Server::answering(&["220 hi\r\n"]);
    ended(
        &run(HELLO, &format!("smtps://{}", server.address), SHORT),
        4,
        "send STARTTLS",
    );
}

#[test]
fn a_refused_starttls_ends_what_was_meant_for_tls() {
    let replies = &["220 hi\r\n", "454 4.7.0 not now\r\n", "500 what\r\n"];
    let server = Server::answering(replies);
    let script = "S: 220\nC: STARTTLS\nS: 220\nC: AUTH PLAIN AGJvYgBzZWNyZXQ=\nS: 235\n";
    ended(&run(script, &server.address, NONE), 4, "line 3 expects 220");
    assert_eq!(server.heard(), "STARTTLS\r\n");

    // Who expects the refusal goes on.
    let server = Server::answering(replies);
    let script = "S: 220\nC: STARTTLS\nS: 454\nC: NOOP\nS: 500\n";
    ended(&run(script, &server.address, NONE), 0, "");
}

#[test]
fn submission_wants_tls_before_mail() {
    for verb in [
        "MAIL FROM:<a@b.example>",
        "mail from:<>",
        " AUTH PLAIN AGJvYgBzZWNyZXQ=",
        "MAIL\tFROM:<>",
    ] {
        let server = Server::answering(&["220 hi\r\n", "250 mail.test\r\n"]);
        let script = format!("S: 220\nC: EHLO me\nS: 250\nC: {verb}\nS: 250\n");
        let ran = run(&script, &format!("submission://{}", server.address), NONE);
        ended(&ran, 4, "line 4 was not sent");
        assert_eq!(server.heard(), "EHLO me\r\n");
    }
}

// --- 5: time -------------------------------------------------------------------------------

#[test]
fn the_time_is_for_the_whole_reply() {
    let silent = Server::start(fake::Peer::rest);
    let no_end = Server::start(|peer| {
        peer.say("220 never the end of it");
        peer.rest();
    });
    let lines = Server::start(|peer| while peer.say("220-and on\r\n") && !peer.left_within(50) {});
    let octets = Server::start(|peer| {
        for octet in
            b"220 one octet at a time, and each of them well within the time that was given"
        {
            if !peer.say([*octet]) || peer.left_within(50) {
                return;
            }
        }
        peer.rest();
    });
    for server in [silent, no_end, lines, octets] {
        let ran = run(HELLO, &server.address, SHORT);
        ended(&ran, 5, "--timeout SECONDS waits longer");
        assert_eq!(server.heard(), "");
    }
}

#[test]
fn a_message_nobody_takes_times_out() {
    let (client, gone) = mpsc::channel::<()>();
    let server = Server::start(move |peer| {
        peer.say("220 hi\r\n");
        peer.line();
        peer.say("354 go\r\n");
        let _ = gone.recv();
    });
    let content = format!("C: {}\n", "x".repeat(990)).repeat(20_000);
    let script = format!("S: 220\nC: DATA\nS: 354\n{content}C: .\nS: 250\n");
    ended(&run(&script, &server.address, SHORT), 5, "in time");
    drop(client);
}

// --- 6: lost, or no SMTP -------------------------------------------------------------------

#[test]
fn what_is_no_smtp_is_told_at_once() {
    for greeting in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"+OK POP3 ready\r\n",
        b"* OK [CAPABILITY IMAP4rev1] ready\r\n",
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"\x15\x03\x03\x00\x02\x02\x0a",
        b"220-mail.test\r\n250 mixed\r\n",
        b"hello\r\n",
    ] {
        let server = Server::start(move |peer| {
            peer.say(greeting);
            peer.rest();
        });
        // Without a time limit of our own: it must not wait for the five minutes of RFC 5321.
        let ran = run(HELLO, &server.address, NONE);
        ended(&ran, 6, "does not speak SMTP");
        assert_eq!(server.heard(), "", "{greeting:?}");
    }
}

#[test]
fn an_endless_reply_is_given_up() {
    let server = Server::start(|peer| while peer.say("220-and on and on and on and on\r\n") {});
    ended(&run(HELLO, &server.address, NONE), 6, "does not speak SMTP");
    let server = Server::start(|peer| while peer.say("220 and on and on and on and on") {});
    ended(&run(HELLO, &server.address, NONE), 6, "does not speak SMTP");
}

#[test]
fn a_connection_that_breaks_is_lost() {
    for (cut, script) in [
        ("", HELLO),
        ("220-mail.test\r\n220", HELLO),
        ("220 mail.test ESM", HELLO),
        // Nobody expects anything, but replies are awaited all the same.
        ("", "C: NOOP\n"),
        ("220 hi\r\n", "C: NOOP\n"),
        ("220 hi\r\n", "S: 220\nC: NOOP\n"),
    ] {
        let server = Server::start(move |peer| {
            peer.say(cut);
            if cut.ends_with('\n') {
                peer.line();
            }
        });
        ended(
            &run(script, &server.address, NONE),
            6,
            "connection was lost",
        );
    }
}

#[test]
fn who_announced_the_end_may_leave() {
    for script in ["S: 421\n", "S: 421\nC: QUIT\n"] {
        let server = Server::start(|peer| {
            peer.say("421 4.3.2 closing\r\n");
        });
        ended(&run(script, &server.address, NONE), 0, "");
    }
}

// --- what must never be seen ---------------------------------------------------------------

const NASTY: &[u8] =
    b"\x1b]52;c;ZXZpbA==\x07\x1b[2J\x90\x9b31m\xc2\x9b2J\x7f\0\xff \xe2\x80\xae\r inside";

#[test]
fn what_could_act_on_a_terminal_is_shown_instead() {
    let play = || {
        Server::start(|peer| {
            peer.say([b"220-", NASTY, b"\r\n220 ", NASTY, b"\r\n"].concat());
            peer.line();
            peer.say([b"250 ", NASTY, b"\r\n"].concat());
            peer.line();
            // A stray line, too.
            peer.say([NASTY, b"\r\n"].concat());
            peer.rest();
        })
    };
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log").display().to_string();
    let script = "S: 220\nC: NOOP \u{1b}[31m\nS: 551\nS~ \u{9b}x\nC: NOOP\nS: 250\n";
    let server = play();
    let plain = run(script, &server.address, NONE);
    ended(&plain, 6, "does not speak SMTP");
    assert!(plain.out.contains("␛]52;c;ZXZpbA==␇"), "{}", plain.out);
    assert!(plain.out.contains("# expected 551"), "{}", plain.out);

    let server = play();
    let json = run(script, &server.address, &["--json", "--log", &log]);
    ended(&json, 6, "does not speak SMTP");
    let logged = fs::read_to_string(&log).unwrap();
    assert_eq!(logged, json.out);
    let events = events(&json.out);
    let reply = find(&events, "reply");
    let raw = BASE64
        .decode(reply["raw"].as_str().unwrap().as_bytes())
        .unwrap();
    assert_eq!(raw, [b"220-", NASTY, b"\r\n220 ", NASTY, b"\r\n"].concat());
    let stray = find(&events, "stray");
    assert_eq!(stray["raw"], BASE64.encode(NASTY));
    // A script's own words are printed too: in an error, and in a name.
    ended(&run("\u{1b}[2J\n", "practice", NONE), 2, "-:1:");
    ended(&run(HELLO, "\u{1b}[2J://x", NONE), 2, "no kind of target");
    ended(&run(HELLO, "a\u{9b}b.invalid", NONE), 2, "a<U+009B>b");
}

/// Runs in all three ways; nothing that was printed or logged may hold any of these.
#[track_caller]
fn assert_hidden(play: impl Fn() -> Server, script: &str, more: &[&str], secrets: &[&str]) {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log").display().to_string();
    for way in [&["--log", &log][..], &["--json"]] {
        let server = play();
        let ran = run(script, &server.address, &[more, way].concat());
        let heard = server.heard();
        let logged = fs::read_to_string(&log).unwrap();
        assert!(!logged.is_empty());
        assert!(ran.out.contains("AUTH"), "{}", ran.out);
        for secret in secrets {
            assert!(heard.contains(secret), "{secret} was not sent: {heard}");
            for text in [&ran.out, &ran.err, &logged] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }
}

/// Greets, then says every line back: as a refusal, as a line that is none.
fn echoing(stray: bool) -> impl Fn() -> Server {
    move || {
        Server::start(move |peer| {
            peer.say("220 hi\r\n");
            loop {
                let line = peer.line();
                if line.is_empty() {
                    return;
                }
                let prefix = if stray { "" } else { "535 5.7.8 " };
                let last = line.split_whitespace().last().unwrap_or_default();
                peer.say(format!("{prefix}no: {line} {last}\r\n"));
            }
        })
    }
}

#[test]
fn logins_typed_by_hand_are_hidden() {
    let payload = BASE64.encode(format!("\0alice\0{PASSWORD}").as_bytes());
    for blanks in ["", " ", "\t"] {
        let script = format!("S: 220\nC: {blanks}AUTH PLAIN {payload}\nS: 235\n");
        for stray in [false, true] {
            assert_hidden(echoing(stray), &script, NONE, &[&payload]);
        }
    }
}

#[test]
fn answers_that_nobody_asked_for_are_hidden() {
    let (user, password) = (BASE64.encode(b"alice"), BASE64.encode(PASSWORD.as_bytes()));
    let secrets = [user.as_str(), password.as_str()];
    let script = format!("S: 220\nC: AUTH LOGIN\nC: {user}\nC: {password}\n");
    assert_hidden(echoing(false), &script, NONE, &secrets);
    let script = format!("S: 220\n# pipeline\nC: AUTH LOGIN\nC: {user}\nC: {password}\n");
    assert_hidden(echoing(false), &script, NONE, &secrets);

    // Where a 334 is expected and does not come, they are not even sent.
    let script = format!(
        "S: 220\nC: AUTH LOGIN\nS: 334\nC: {user}\nS: 334\nC: {password}\nS: 235\nC: NOOP\nS: 535\n"
    );
    let server = echoing(false)();
    let ran = run(&script, &server.address, NONE);
    ended(&ran, 1, "3 expectations failed");
    assert_eq!(server.heard(), "AUTH LOGIN\r\nNOOP\r\n");
}

#[test]
fn logins_by_options_are_hidden() {
    let (_keep, path) = file("password", &format!("{PASSWORD}\n"));
    let more = [
        "--user",
        "alice",
        "--password-file",
        path.to_str().unwrap(),
        "--cleartext-auth",
    ];
    let plain = BASE64.encode(format!("\0alice\0{PASSWORD}").as_bytes());
    let script = "S: 220\nC: AUTH PLAIN $AUTH\nS: 235\n";
    assert_hidden(echoing(false), script, &more, &[&plain]);
    assert_hidden(echoing(true), script, &more, &[&plain]);

    let login = || {
        Server::start(|peer| {
            peer.say("220 hi\r\n");
            peer.line();
            peer.say("334 VXNlcm5hbWU6\r\n");
            let user = peer.line();
            peer.say(format!("334 {user}\r\n"));
            let password = peer.line();
            peer.say(format!("535 5.7.8 {user} {password}\r\n"));
            peer.rest();
        })
    };
    let (user, password) = (BASE64.encode(b"alice"), BASE64.encode(PASSWORD.as_bytes()));
    let script = "S: 220\nC: AUTH LOGIN $AUTH\nS: 535\n";
    assert_hidden(login, script, &more, &[&user, &password]);
}

#[test]
fn a_login_in_a_bad_script_is_hidden() {
    let ran = run("AUTH PLAIN AGJvYgBzZWNyZXQ=\n", "practice", NONE);
    ended(&ran, 2, "-:1: `AUTH PLAIN ********`");
    let ran = run("S: 220\nC AUTH PLAIN AGJvYgBzZWNyZXQ=\n", "practice", NONE);
    ended(&ran, 2, "-:2:");
    assert!(!ran.err.contains("AGJvYgBzZWNyZXQ"), "{}", ran.err);
}

#[test]
fn a_login_that_goes_out_behind_a_dot_is_hidden() {
    let play = || {
        Server::start(|peer| {
            peer.say("220 hi\r\n");
            peer.line();
            peer.say("354 go\r\n");
            peer.rest();
        })
    };
    let script = "S: 220\nC: DATA\nS: 354\n# pipeline\nC: .\nC: AUTH PLAIN AGJvYgBzZWNyZXQ=\n";
    assert_hidden(play, script, SHORT, &["AGJvYgBzZWNyZXQ="]);
}

// --- the log -------------------------------------------------------------------------------

#[test]
fn json_keeps_the_contract() {
    let practice = Practice::start();
    let ca = practice.ca();
    let script = "S: 220\nC: EHLO me\nC: STARTTLS\nS: 220\nC: EHLO me\nS: 250\nC: MAIL FROM:<a@b.example>\nC: RCPT TO:<bob@practice.example>\nC: DATA\nS: 354\nC: Subject: x\nC:\nC: .\nC: QUIT\nS: 999\n";
    let name = practice_name();
    let ran = run(
        script,
        &practice.address,
        &["--json", "--ca", &ca, "--sni", &name],
    );
    ended(&ran, 1, "1 expectation failed");
    let events = events(&ran.out);
    let connect = find(&events, "connect");
    assert_eq!(connect["target"], practice.address.as_str());
    assert_eq!(connect["peer"], practice.address.as_str());
    assert!(connect["took"].is_f64());
    let tls = find(&events, "tls");
    assert_eq!(
        (&tls["version"], &tls["verified"], &tls["why"]),
        (&"TLSv1.3".into(), &true.into(), &"trusted".into())
    );
    assert!(tls["cipher"].as_str().unwrap().starts_with("TLS_"));
    let certificate = &tls["chain"][0];
    for field in ["subject", "issuer", "not_before", "not_after", "sha256"] {
        assert!(certificate[field].is_string(), "{field} in {certificate}");
    }
    assert_eq!(certificate["names"][0], name.as_str());
    let command = find(&events, "command");
    assert_eq!(
        (&command["n"], &command["text"], &command["secret"]),
        (&1.into(), &"EHLO me".into(), &false.into())
    );
    assert_eq!(command.get("raw"), None);
    let ehlo = events.iter().find(|event| event["answers"] == 1).unwrap();
    assert_eq!(
        (&ehlo["event"], &ehlo["code"]),
        (&"reply".into(), &250.into())
    );
    assert!(ehlo["took"].is_f64() && ehlo["lines"].as_array().unwrap().len() > 1);
    let mail = events.iter().find(|event| event["answers"] == 4).unwrap();
    assert_eq!(mail["enhanced"], "2.1.0");
    let data = find(&events, "data");
    assert_eq!((&data["bytes"], &data["lines"]), (&17.into(), &2.into()));
    let expect: Vec<_> = events
        .iter()
        .filter(|event| event["event"] == "expect")
        .collect();
    assert_eq!(expect.len(), 5);
    assert_eq!(
        (&expect[0]["line"], &expect[0]["wanted"], &expect[0]["ok"]),
        (&1.into(), &"220".into(), &true.into())
    );
    assert!(expect[0]["got"].as_str().unwrap().starts_with("220 "));
    assert_eq!(expect[4]["ok"], false);
    assert!(find(&events, "close")["by"].is_string());
}

#[test]
fn json_tells_an_error() {
    let server = Server::start(fake::Peer::rest);
    let silent = run(HELLO, &server.address, &["--json", "--timeout", "0.3"]);
    ended(&silent, 5, "in time");
    let events = events(&silent.out);
    let error = find(&events, "error");
    assert!(
        error["kind"].is_string() && error["message"].is_string(),
        "{error}"
    );
}

/// The name the practice server's certificate is for.
fn practice_name() -> String {
    let ran = run(HELLO, "practice", NONE);
    let greeting = ran
        .out
        .lines()
        .find_map(|line| line.strip_prefix("S: 220 "));
    greeting.unwrap().split(' ').next().unwrap().to_owned()
}

#[test]
fn the_log_is_written_as_things_happen() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    let (log, seen) = (path.clone(), mpsc::channel());
    let server = Server::start(move |peer| {
        let look = |_: String| seen.0.send(fs::read_to_string(&log).unwrap()).unwrap();
        peer.say("220 hi\r\n");
        look(peer.line());
        peer.say("250 ok\r\n");
        look(peer.line());
        peer.say("221 bye\r\n");
    });
    let ran = run(HELLO, &server.address, &["--log", path.to_str().unwrap()]);
    ended(&ran, 0, "");
    let names = |text: &str| -> Vec<String> {
        let names = events(text);
        names
            .iter()
            .map(|event| event["event"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = names(&seen.1.recv().unwrap());
    assert_eq!(first, ["stage", "connect", "reply", "command", "expect"]);
    let second = names(&seen.1.recv().unwrap());
    assert_eq!(second[5..], ["reply", "command", "expect"]);
}
