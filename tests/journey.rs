//! Whole ways through the real binary in a real terminal: start, type, see, leave; and the terminal
//! is given back on every way out.
//!
//! Absent on purpose: details of the screen (`screens`) and of behaviour (`app`).

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what cannot be had is a failed test")]

use std::net::TcpListener;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use support::pty::{Launch, Pty, SOON};

#[expect(dead_code, reason = "this test draws nothing itself")]
mod support;

/// The explorer's guard of the terminal, as it is in the binary, and what it needs of the crate.
#[path = "../src/run/screen.rs"]
#[expect(dead_code, reason = "nothing is drawn here")]
mod screen;
use ehlo::wire;

/// Colours in a sequence that selects how letters look: 30 to 49 and 90 to 107.
fn colours(raw: &[u8]) -> Vec<String> {
    looks(raw)
        .into_iter()
        .filter(|number| {
            let number = number.parse().unwrap_or(0);
            matches!(number, 30..=38 | 40..=48 | 58 | 90..=107)
        })
        .collect()
}

/// The numbers of all such sequences.
fn looks(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut numbers = Vec::new();
    for sequence in text.split("\x1b[").skip(1) {
        let length = sequence
            .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ';' | ':'))
            .unwrap_or(sequence.len());
        if sequence[length..].starts_with('m') {
            numbers.extend(sequence[..length].split([';', ':']).map(str::to_owned));
        }
    }
    numbers
}

/// The explorer at the practice server, which has greeted.
fn practice(launch: Launch) -> Pty {
    let pty = launch.start();
    pty.wait_for("‣ Hello", SOON);
    pty
}

/// The end, with this status, and the terminal as it was.
fn ends(mut pty: Pty, status: u32) {
    let ended = pty.wait_exit(SOON);
    assert_eq!((ended.exit_code(), ended.signal()), (status, None));
    assert_eq!(pty.left_on(), [""; 0]);
}

#[test]
fn a_message_to_the_practice_server() {
    let mut pty = practice(Launch::ehlo().size(120, 36));
    for (typed, seen) in [
        ("EHLO me.example\r", "250 HELP"),
        ("STARTTLS\r", "TLS is on: TLSv1.3"),
        ("EHLO me.example\r", "250-AUTH PLAIN LOGIN"),
        ("MAIL FROM:<a@example.org>\r", "250 2.1.0"),
        ("RCPT TO:<nobody@practice.example>\r", "550 5.1.1"),
        ("RCPT TO:<alice@practice.example>\r", "250 2.1.5"),
        ("DATA\r", "Ctrl-D sends it"),
        ("Subject: hi\r\r.dot\r", "4 lines"),
        ("\x04", "250 2.0.0 Taken"),
    ] {
        pty.send(typed);
        pty.wait_for(seen, SOON);
    }
    pty.wait_for("..dot", SOON);
    pty.wait_for("verified", SOON);
    pty.send("QUIT\r");
    pty.wait_for("the server closed the connection", SOON);
    pty.send("\x11");
    ends(pty, 0);
}

#[test]
fn leaving_says_quit_when_asked_to() {
    let mut pty = practice(Launch::ehlo());
    pty.send("\x11");
    pty.wait_for("A session is open", SOON);
    pty.send("\r");
    ends(pty, 0);
}

#[test]
fn signals_end_it_in_order() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let pty = practice(Launch::ehlo());
        pty.signal(signal);
        ends(pty, status);
    }
}

#[test]
fn ctrl_c_twice_leaves() {
    let mut pty = practice(Launch::ehlo());
    pty.send("half a line");
    pty.wait_for("half a line", SOON);
    pty.send("\x03");
    pty.wait_until("an empty box", SOON, |screen| {
        !screen.contents().contains("half a line")
    });
    pty.send("\x03");
    ends(pty, 0);
}

/// An interactive shell with the explorer in it.
fn in_a_shell() -> Pty {
    let mut shell = Launch::program("/bin/sh")
        .args(["-i"])
        .env("PS1", "prompt> ")
        .env("EHLO", env!("CARGO_BIN_EXE_ehlo"))
        .start();
    shell.wait_for("prompt> ", SOON);
    shell.send("\"$EHLO\"; echo status $?\r");
    shell.wait_for("‣ Hello", SOON);
    shell
}

/// Waits until the shell has the terminal and asks for a command.
fn asks(shell: &Pty) {
    shell.wait_until("the shell's prompt", SOON, |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("prompt>")
    });
}

fn comes_back(mut shell: Pty) {
    asks(&shell);
    shell.send("fg\r");
    shell.wait_for("‣ Hello", SOON);
    shell.send("NOOP\r");
    shell.wait_for("250 2.0.0", SOON);
    shell.send("QUIT\r");
    shell.wait_for("the server closed the connection", SOON);
    shell.send("\x11");
    asks(&shell);
    shell.send("exit\r");
    let _ = shell.wait_exit(SOON);
    assert_eq!(shell.left_on(), [""; 0]);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let mut shell = in_a_shell();
    shell.send("\x1a");
    comes_back(shell);
}

#[test]
fn a_stop_from_outside_does_the_same() {
    let shell = in_a_shell();
    let foreground = shell.foreground();
    rustix::process::kill_process(foreground, Signal::TSTP).unwrap();
    comes_back(shell);
}

#[test]
fn ctrl_l_draws_everything_anew() {
    let mut pty = practice(Launch::ehlo());
    let before = pty.raw().len();
    pty.send("\x0c");
    pty.send("x");
    pty.wait_for("❯ x", SOON);
    let after = String::from_utf8_lossy(&pty.raw()[before..]).into_owned();
    assert!(after.contains("Explanation"), "{after:?}");
    pty.send("\x03\x03");
    ends(pty, 0);
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let mut pty = practice(Launch::ehlo().size(120, 36));
    pty.resize(40, 10);
    pty.wait_until("one pane without a border", SOON, |screen| {
        let contents = screen.contents();
        contents.contains("PRACTICE") && !contents.contains('╭') && contents.contains("F1 help")
    });
    pty.resize(120, 36);
    pty.wait_until("two panes", SOON, |screen| {
        let contents = screen.contents();
        contents.contains("Session [1]") && contents.contains("Explanation Session TLS [2]")
    });
    pty.send("\x03\x03");
    ends(pty, 0);
}

#[test]
fn no_color_means_no_colour_but_not_no_emphasis() {
    let mut pty = practice(Launch::ehlo().env("NO_COLOR", "1"));
    pty.send("\x03\x03");
    let _ = pty.wait_exit(SOON);
    let raw = pty.raw();
    assert_eq!(colours(&raw), [""; 0]);
    let looks = looks(&raw);
    for (number, name) in [("1", "bold"), ("7", "reverse")] {
        assert!(looks.iter().any(|look| look == number), "{name}: {looks:?}");
    }
    let mut pty = practice(Launch::ehlo());
    pty.send("\x03\x03");
    let _ = pty.wait_exit(SOON);
    assert!(!colours(&pty.raw()).is_empty());
}

#[test]
fn without_a_terminal_there_is_one_clear_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_ehlo"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("ehlo: ") && said.contains("ehlo run"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn what_is_wrong_with_the_options_is_said_before_the_screen_is_taken() {
    for (args, part) in [
        (&["--theme", "nox"][..], "nox"),
        (&["--ca", "no-such-file", "mail.example"], "no-such-file"),
        (&["http://mail.example"], "smtps://"),
        (&["practice:nowhere"], "friendly"),
        (&["--timeout", "0"], "--timeout 5"),
        (&["--log", "no/such/folder", "practice"], "no/such/folder"),
    ] {
        let mut pty = Launch::ehlo().args(args).size(200, 24).start();
        let status = pty.wait_exit(SOON);
        assert_eq!(status.exit_code(), 2, "{args:?}");
        assert!(pty.screen().contains(part), "{args:?}: {}", pty.screen());
        let raw = pty.raw();
        assert!(!raw.contains(&0x1b), "{args:?}: {}", raw.escape_ascii());
        assert_eq!(pty.left_on(), [""; 0]);
    }
}

#[test]
fn a_refused_connection_is_said_and_enter_tries_again() {
    // A port of one's own that nobody listens on any more.
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let target = format!("127.0.0.1:{port}");
    let mut pty = Launch::ehlo().args([&target]).size(120, 36).start();
    pty.wait_for("nobody listens there", SOON);
    pty.send("\r");
    pty.wait_until("a second refusal", SOON, |screen| {
        screen.contents().matches("nobody listens there").count() == 2
    });
    pty.send("\x11");
    ends(pty, 0);
}

/// The name of the variable that makes the next test panic.
const PANIC: &str = "EHLO_TEST_PANIC";

/// Started by the test below, in a terminal of its own; alone it does nothing.
#[test]
fn somebody_panics() {
    if std::env::var_os(PANIC).is_some() {
        let taken = screen::Taken::take(true);
        assert!(taken.is_err(), "this is the panic, with the terminal taken");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_after() {
    let mut pty = Launch::program(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "somebody_panics",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(PANIC, "1")
        .size(120, 24)
        .start();
    let status = pty.wait_exit(SOON);
    assert_eq!(status.exit_code(), 101);
    assert_eq!(pty.left_on(), [""; 0]);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    let back = raw.find("\x1b[?1049l").unwrap();
    let told = raw.find("a fault of ehlo's own").unwrap();
    assert!(raw.contains("\x1b[?1049h") && back < told, "{raw:?}");
}

#[test]
fn the_mouse_is_the_terminal_s_until_it_is_asked_for_and_after() {
    let asked = |pty: &Pty, mode: &str| {
        let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
        raw.contains(&format!("\x1b[?{mode}h"))
    };
    let mut pty = practice(Launch::ehlo());
    for mode in ["1000", "1002", "1003", "1006"] {
        assert!(!asked(&pty, mode), "{mode}");
    }
    pty.send(":mouse\r");
    pty.wait_for("mouse on", SOON);
    assert!(asked(&pty, "1000") && asked(&pty, "1002") && asked(&pty, "1006"));
    // Every move of the pointer would wake ehlo.
    assert!(!asked(&pty, "1003"));
    // A click into the transcript gives it the focus.
    pty.send("\x1b[<0;10;5M\x1b[<0;10;5m");
    pty.wait_for("► Session", SOON);
    pty.signal(Signal::TERM);
    ends(pty, 143);

    let mut pty = practice(Launch::ehlo().args(["--mouse"]));
    assert!(asked(&pty, "1002"));
    pty.send("\x1b[<64;10;5M");
    pty.send("\x11\x11");
    ends(pty, 0);
}
