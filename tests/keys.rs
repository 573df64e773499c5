//! `ehlo keys --test` in a real terminal: what it shows, and that the terminal is given back on every
//! way out.
//!
//! Absent on purpose: the list of keys (`config`), and changing them (`keymap`).

#![cfg(unix)]

use rustix::process::Signal;

use support::pty::{Launch, Pty, SOON};

#[expect(dead_code, reason = "this test needs no person and no picture")]
mod support;

fn start() -> Pty {
    let pty = Launch::ehlo().args(["keys", "--test"]).start();
    pty.wait_for("Press keys", SOON);
    pty
}

/// What it does when this is typed: the exit status, and nothing is left on.
fn leaves(typed: &str) -> u32 {
    let mut pty = start();
    pty.send(typed);
    let status = pty.wait_exit(SOON);
    assert_eq!(pty.left_on(), Vec::<String>::new());
    status.exit_code()
}

#[test]
fn each_key_is_shown_with_what_it_does() {
    let mut pty = start();
    pty.send("\x11");
    pty.wait_for("ctrl-q           global quit", SOON);
    pty.send("\x1b1");
    pty.wait_for("alt-1            global suggestion-1", SOON);
    pty.send("ㅓ");
    pty.wait_for("pane down", SOON);
    pty.send("\x1bOP");
    pty.wait_for("f1               global help", SOON);
    pty.send("qXq");
    pty.wait_for("nothing of its own", SOON);
    pty.send("q");
    assert!(pty.wait_exit(SOON).success());
}

#[test]
fn the_terminal_is_given_back_on_every_way_out() {
    assert_eq!(leaves("qq"), 0);
    assert_eq!(leaves("\x03"), 0);
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut pty = start();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(SOON).exit_code(), status);
        assert_eq!(pty.left_on(), Vec::<String>::new());
    }
}

#[test]
fn without_a_terminal_it_says_so() {
    let mut pty = Launch::program("/bin/sh")
        .args([
            "-c",
            &format!("{} keys --test < /dev/null", env!("CARGO_BIN_EXE_ehlo")),
        ])
        .start();
    assert_eq!(pty.wait_exit(SOON).exit_code(), 2);
    assert!(pty.screen().contains("terminal"), "{}", pty.screen());
}
