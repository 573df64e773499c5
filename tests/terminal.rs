//! What the explorer and its terminal tell each other besides keys and pictures: the background, the
//! focus, the title, frames shown as a whole; and a theme's file that changes while it is used.
//!
//! Absent on purpose: whole ways through the program (`journey`).

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what cannot be had is a failed test")]

use rustix::process::Signal;

use support::pty::{Launch, Pty, SOON};

#[expect(dead_code, reason = "this test draws nothing itself")]
mod support;

/// The plain words of the two themes of `auto`, and what they are written in where there is no
/// answer: the terminal's own colour.
const DARK: vt100::Color = vt100::Color::Rgb(0xd3, 0xd9, 0xe0);
const LIGHT: vt100::Color = vt100::Color::Rgb(0x2b, 0x31, 0x38);

/// The question for the background.
const QUESTION: &str = "\x1b]11;?\x07";
const BLACK: &str = "\x1b]11;rgb:0000/0000/0000\x07";

/// The explorer in a terminal with all colours, at the practice server.
fn colourful() -> Launch {
    Launch::ehlo().env("COLORTERM", "truecolor").size(120, 36)
}

fn start(launch: Launch) -> Pty {
    let pty = launch.start();
    pty.wait_for("‣ Hello", SOON);
    pty
}

/// Waits until something is written in this colour.
fn shows(pty: &Pty, colour: vt100::Color) {
    pty.wait_until(&format!("{colour:?}"), SOON, |screen| has(screen, colour));
}

fn has(screen: &vt100::Screen, colour: vt100::Color) -> bool {
    let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
    let mut cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    cells.any(|(row, column)| {
        screen
            .cell(row, column)
            .is_some_and(|cell| cell.fgcolor() == colour)
    })
}

fn raw(pty: &Pty) -> String {
    String::from_utf8_lossy(&pty.raw()).into_owned()
}

/// Waits until the program has written this so many times.
fn written(pty: &Pty, what: &str, times: usize) {
    pty.wait_until(&format!("{times} of {what:?}"), SOON, |_| true);
    let deadline = std::time::Instant::now() + SOON;
    while raw(pty).matches(what).count() < times {
        assert!(std::time::Instant::now() < deadline, "{what:?}");
        std::thread::yield_now();
    }
}

/// Types into the box, and sees it there: nothing but keys has come into it.
fn types(pty: &mut Pty, text: &str) {
    pty.send(text);
    pty.wait_for(&format!("❯ {text}"), SOON);
}

/// The end, and the terminal as it was.
fn ends(mut pty: Pty) {
    pty.send("\x03\x03");
    let ended = pty.wait_exit(SOON);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert_eq!((ended.exit_code(), ended.signal()), (0, None), "{raw:?}");
    given_back(&pty);
}

/// Every mode is as it was, and the window has its old title.
fn given_back(pty: &Pty) {
    assert_eq!(pty.left_on(), [""; 0]);
    let raw = raw(pty);
    let shapes = |sequence: &&str| {
        sequence
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(" q")
    };
    assert_eq!(
        raw.split("\x1b[").filter(shapes).count(),
        0,
        "the cursor's shape is the person's"
    );
}

#[test]
fn a_terminal_that_answers_gets_the_theme_that_fits() {
    for (answer, colour) in [
        (BLACK, DARK),
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", LIGHT),
        ("\x1b]11;rgb:fd/f6/e3\x07", LIGHT),
    ] {
        let mut pty = start(colourful());
        written(&pty, QUESTION, 1);
        pty.send(answer);
        shows(&pty, colour);
        types(&mut pty, "NOOP");
        ends(pty);
    }
}

#[test]
fn the_first_frame_comes_before_the_question() {
    let pty = start(colourful());
    written(&pty, QUESTION, 1);
    let raw = raw(&pty);
    let asked = raw.find(QUESTION).unwrap();
    assert!(raw[..asked].contains("PRACTICE"), "{raw:?}");
    ends(pty);
}

#[test]
fn an_answer_in_pieces_and_among_keys_is_no_key() {
    let mut pty = start(colourful());
    written(&pty, QUESTION, 1);
    pty.send("RS");
    pty.wait_for("❯ RS", SOON);
    pty.send("\x1b]11;rgb:ffff/f");
    // What is drawn now was drawn after the first piece.
    pty.resize(119, 36);
    pty.send("fff/ffff\x07ET");
    shows(&pty, LIGHT);
    pty.wait_for("❯ RSET", SOON);
    ends(pty);
}

#[test]
fn a_late_answer_is_taken_too() {
    let mut pty = start(colourful());
    for (typed, seen) in [
        ("EHLO me\r", "250 HELP"),
        ("MAIL FROM:<a@example.org>\r", "250 2.1.0"),
    ] {
        pty.send(typed);
        pty.wait_for(seen, SOON);
    }
    pty.send(BLACK);
    shows(&pty, DARK);
    types(&mut pty, "RSET");
    ends(pty);
}

#[test]
fn a_terminal_that_never_answers_is_waited_for_by_nobody() {
    let mut pty = start(colourful());
    types(&mut pty, "RSET");
    pty.wait_until("no colour of its own", SOON, |screen| {
        !has(screen, DARK) && !has(screen, LIGHT)
    });
    // An ESC is held for a moment, since it may be the beginning of an answer, and then it counts.
    pty.send("\x1bOP");
    pty.wait_for("n and N go on", SOON);
    pty.send("\x1b");
    pty.wait_until("no help", SOON, |screen| {
        !screen.contents().contains("n and N go on")
    });
    ends(pty);
}

#[test]
fn what_makes_no_difference_is_not_asked() {
    for (args, variable) in [
        (&["--theme", "nord"][..], ("X", "")),
        (&[], ("NO_COLOR", "1")),
        (&["--color", "never"], ("X", "")),
        (&[], ("TERM", "linux")),
        (&[], ("STY", "1.pts")),
        (&["--theme=auto"], ("EHLO_SYNC", "0")),
    ] {
        let launch = colourful().args(args).env(variable.0, variable.1);
        let pty = start_any(launch);
        let asks = variable.0 == "EHLO_SYNC";
        if asks {
            written(&pty, QUESTION, 1);
        }
        let raw = raw(&pty);
        assert_eq!(raw.contains(QUESTION), asks, "{args:?} {variable:?}");
        assert_eq!(raw.contains("\x1b[?2026h"), !asks, "{args:?} {variable:?}");
        ends(pty);
    }
}

/// The same where the signs may be others.
fn start_any(launch: Launch) -> Pty {
    let pty = launch.start();
    pty.wait_for("Hello", SOON);
    pty.wait_for("HELP", SOON);
    pty
}

#[test]
fn a_variable_tells_before_the_first_frame() {
    let pty = start(colourful().env("COLORFGBG", "0;15"));
    shows(&pty, LIGHT);
    ends(pty);
}

#[test]
fn a_pair_of_themes_may_be_named_and_a_variable_may_name_them() {
    let nord = vt100::Color::Rgb(0xd8, 0xde, 0xe9);
    let pair = "nord,solarized-light";
    let mut pty = start(colourful().env("EHLO_THEME", pair));
    written(&pty, QUESTION, 1);
    pty.send(BLACK);
    shows(&pty, nord);
    ends(pty);
    let pty = start(
        colourful()
            .env("EHLO_THEME", "no such theme")
            .args(["--theme", "nord"]),
    );
    shows(&pty, nord);
    ends(pty);
}

#[test]
fn the_focus_asks_again() {
    let mut pty = start(colourful());
    written(&pty, QUESTION, 1);
    pty.send(BLACK);
    shows(&pty, DARK);
    pty.send("\x1b[O\x1b[I");
    written(&pty, QUESTION, 2);
    pty.send("\x1b]11;rgb:ffff/ffff/ffff\x07");
    shows(&pty, LIGHT);
    types(&mut pty, "NOOP");
    ends(pty);
}

#[test]
fn the_window_has_a_title_that_changes_seldom() {
    let mut pty = start(colourful().size(120, 36));
    pty.send("EHLO me\r");
    pty.wait_for("250 HELP", SOON);
    pty.send("STARTTLS\r");
    pty.wait_for("TLS is on", SOON);
    written(&pty, "\x1b]2;ehlo practice (TLS)\x07", 1);
    assert_eq!(raw(&pty).matches("\x1b]2;").count(), 2);
    ends(pty);
}

#[test]
fn a_hostile_name_is_no_command_in_the_title() {
    let name = "unix:/tmp/a\x1b]2;b\x07c\u{202e}d";
    let pty = colourful().args([name]).start();
    // The explanation of the failure names it too.
    pty.wait_for("no such", SOON);
    written(&pty, "\x1b]2;ehlo unix:", 1);
    let raw = raw(&pty);
    let title = raw.split("\x1b]2;").nth(1).unwrap();
    let title = title.split('\x07').next().unwrap();
    assert!(!title.chars().any(char::is_control), "{title:?}");
    assert!(!title.contains('\u{202e}'), "{title:?}");
    assert_eq!(raw.matches("\x1b]2;").count(), 1, "{raw:?}");
    ends(pty);
}

#[test]
fn every_frame_is_shown_as_a_whole_and_every_way_out_gives_back() {
    for signal in [None, Some(Signal::TERM), Some(Signal::HUP)] {
        let mut pty = start(colourful());
        types(&mut pty, "NOOP");
        match signal {
            None => pty.send("\x03\x03"),
            Some(signal) => pty.signal(signal),
        }
        let _ = pty.wait_exit(SOON);
        given_back(&pty);
        let raw = raw(&pty);
        let mut open = false;
        for piece in raw.split_inclusive(['h', 'l']) {
            if piece.ends_with("\x1b[?2026h") {
                assert!(!open, "a frame in a frame");
                open = true;
            } else if piece.ends_with("\x1b[?2026l") {
                open = false;
            }
        }
        assert!(!open && raw.contains("\x1b[?2026h"));
    }
}

/// What a terminal begins and does not end must not hold up what the server says.
#[test]
fn half_an_escape_sequence_holds_up_nothing() {
    let mut pty = start(colourful());
    pty.send("EHLO client.example\r\x1b[");
    pty.wait_for("250 HELP", SOON);
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(SOON).exit_code(), 143);
}

#[test]
fn a_storm_of_sizes_is_weathered() {
    let mut pty = start(colourful());
    for step in 0..60 {
        pty.resize(1 + (step * 37) % 200, 1 + (step * 13) % 60);
    }
    pty.resize(90, 25);
    pty.wait_until("the last size", SOON, |screen| {
        let contents = screen.contents();
        contents.contains("PRACTICE") && contents.contains("Session [1]")
    });
    // Not by keys: crossterm may leave one that comes together with a size until the next one comes.
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(SOON).exit_code(), 143);
    given_back(&pty);
}

#[test]
fn without_colour_nothing_is_reset_by_an_empty_sequence() {
    for launch in [
        Launch::ehlo().env("NO_COLOR", "1"),
        Launch::ehlo().args(["--color", "never"]),
    ] {
        let pty = start(launch);
        let raw = raw(&pty);
        assert!(
            !raw.contains("\x1b[;m") && !raw.contains("\x1b[m"),
            "{raw:?}"
        );
        assert!(
            raw.contains("\x1b[1m") && raw.contains("\x1b[7m"),
            "{raw:?}"
        );
        ends(pty);
    }
    let forced = Launch::ehlo()
        .args(["--color", "always"])
        .env("NO_COLOR", "1");
    let pty = start(forced);
    pty.wait_until("a colour", SOON, |screen| has(screen, vt100::Color::Idx(0)));
    ends(pty);
}

#[test]
fn every_sign_and_line_can_be_ascii() {
    for launch in [
        colourful().args(["--glyphs", "ascii"]),
        colourful().env("TERM", "linux"),
    ] {
        let pty = start_any(launch);
        let screen = pty.screen();
        let other: Vec<_> = screen.chars().filter(|sign| !sign.is_ascii()).collect();
        assert_eq!(other, [], "{screen}");
        ends(pty);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_theme_is_read_again_when_its_file_changes_and_a_broken_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let write = |text: &str| std::fs::write(&file, text).unwrap();
    write("[styles]\ntext = \"#010203\"\n");
    let mut pty = start(colourful().args([std::path::Path::new("--theme"), &file]));
    shows(&pty, vt100::Color::Rgb(1, 2, 3));
    write("[styles]\ntext = \"#040506\"\n");
    shows(&pty, vt100::Color::Rgb(4, 5, 6));
    // As most editors do: another file in its place.
    let other = folder.path().join("new");
    std::fs::write(&other, "[styles]\ntext = \"#070809\"\n").unwrap();
    std::fs::rename(&other, &file).unwrap();
    shows(&pty, vt100::Color::Rgb(7, 8, 9));
    write("[styles]\n\ntext = \"blau\"\n");
    pty.wait_for("mine.toml:3:", SOON);
    shows(&pty, vt100::Color::Rgb(7, 8, 9));
    types(&mut pty, "NOOP");
    ends(pty);
}

#[test]
fn themes_are_previewed_in_their_own_colours() {
    let mut pty = colourful()
        .args(["list", "themes", "--lang", "ko"])
        .size(120, 60)
        .start();
    let _ = pty.wait_exit(SOON);
    let screen = pty.screen();
    assert!(
        screen.contains("차분한 색") && screen.contains("✗ 550"),
        "{screen}"
    );
    let raw = raw(&pty);
    for (name, colour) in [("nord", "38;2;163;190;140"), ("latte", "48;2;239;241;245")] {
        assert!(raw.contains(colour), "{name}");
    }
    let mut pty = colourful()
        .args(["list", "themes", "--color=never"])
        .start();
    let _ = pty.wait_exit(SOON);
    assert!(
        !pty.screen().contains("550"),
        "words where there are no colours"
    );
}

#[test]
fn a_doctor_tells_what_it_finds() {
    let mut pty = colourful()
        .args(["doctor"])
        .env("TMUX", "/tmp/t")
        .env("SSH_CONNECTION", "x")
        .size(120, 50)
        .start();
    written(&pty, "\x1b[c", 1);
    pty.send("\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c");
    let status = pty.wait_exit(SOON);
    assert!(status.success());
    let screen = pty.screen();
    for found in [
        "tmux, ssh",
        "120 x 50",
        "24 bits (COLORTERM",
        "dark: the terminal answered rgb:0000/0000/0000 after",
        "set -s set-clipboard on",
        "config.toml (not there)",
    ] {
        assert!(screen.contains(found), "{found}: {screen}");
    }
    given_back(&pty);
}

#[test]
fn a_doctor_waits_for_no_answer() {
    let mut pty = colourful().args(["doctor"]).size(120, 50).start();
    assert!(pty.wait_exit(SOON).success());
    assert!(pty.screen().contains("did not answer"), "{}", pty.screen());
    let mut pty = colourful()
        .args(["doctor", "--lang", "vi"])
        .env("TERM", "linux")
        .size(120, 50)
        .start();
    assert!(pty.wait_exit(SOON).success());
    let screen = pty.screen();
    assert!(
        screen.contains("không hỏi") && screen.contains("ascii"),
        "{screen}"
    );
}
