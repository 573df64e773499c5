//! The harness itself: what the other tests stand on.

mod support;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use support::person::{Person, context, good_tls};
use support::picture::picture;

#[test]
fn a_picture_is_the_rows_and_then_the_styles() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
    buffer.set_string(1, 0, "S: 550 who?", Style::new().fg(Color::Red).bold());
    buffer.set_string(0, 1, "편지 ", Style::new().on_blue());
    buffer.set_string(5, 1, "plain", Style::new());
    buffer.set_string(0, 2, "  ", Style::new().green());
    buffer.set_string(3, 2, " ", Style::new().reversed());
    assert_eq!(
        picture(&buffer),
        " S: 550 who?\n편지 plain\n\n1:2-12 Red bold \"S: 550 who?\"\n2:1-5 on Blue \"편지 \"\n3:4-4 reversed \" \"\n"
    );
}

#[test]
fn a_person_talks_to_the_practice_server_over_tls() {
    let mut person = Person::with(context())
        .then()
        .types("EHLO me⏎")
        .presses("ctrl-l")
        .pastes("STARTTLS")
        .types("⏎")
        .waits(Duration::from_secs(1))
        .resizes(40, 10);
    assert_eq!(person.writes(), ["EHLO me\r\n", "STARTTLS\r\n"]);
    assert!(person.is_open() && person.screen().contains("TLS is on"));
    assert_eq!(person.phase(), ehlo::smtp::Phase::Hello);
    assert_eq!((person.typed(), person.notice()), (String::new(), ""));
    assert!(person.sees().area.width == 40 && person.cursor().is_some());
    assert_eq!(person.cursor(), person.caret());
}

#[test]
fn a_person_hears_what_the_test_says() {
    assert_eq!(Person::new().phase(), ehlo::smtp::Phase::Hello);
    let person = Person::dialing(context(), "mail.example")
        .opens()
        .hears("220 hi\r\n")
        .types("STARTTLS⏎")
        .hears("220 go\r\n")
        .secures();
    assert_eq!(person.heading(), "TLS is on");
    assert_eq!(person.facts, good_tls());
    let failure = ehlo::link::Failure {
        kind: ehlo::link::FailureKind::Resolve,
        detail: String::new(),
        tls: None,
    };
    let mut person = Person::facing("mail.example")
        .event(ehlo::link::Event::Closed(None))
        .types("⏎");
    assert!(person.effects().contains(&ehlo::app::Effect::Dial));
    person = Person::dialing(context(), "mail.example").fails(failure);
    assert!(!person.is_open() && !person.leaves());
}

#[cfg(unix)]
mod terminal {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::time::Duration;

    use rustix::process::Signal;

    use crate::support::pty::{Launch, Pty, SOON};

    /// A deadline that is meant to pass.
    const AT_ONCE: Duration = Duration::from_millis(50);

    fn sh(script: &str) -> Launch {
        Launch::program("/bin/sh").args(["-c", script])
    }

    /// The message of the failure this must be.
    fn failure(test: impl FnOnce()) -> String {
        let panic = catch_unwind(AssertUnwindSafe(test)).err();
        panic
            .and_then(|panic| panic.downcast::<String>().ok())
            .map_or_else(String::new, |message| *message)
    }

    #[test]
    fn it_types_sees_and_reports_the_status() {
        let mut pty = sh("printf 'name? '; read name; echo \"hello $name $GREETING\"; exit 3")
            .env("GREETING", "there")
            .start();
        pty.wait_for("name?", SOON);
        pty.send("ehlo\r");
        pty.wait_for("hello ehlo there", SOON);
        let status = pty.wait_exit(SOON);
        assert_eq!((status.exit_code(), status.signal()), (3, None));
        assert!(pty.raw().ends_with(b"hello ehlo there\r\n"));
    }

    #[test]
    fn all_a_program_wrote_is_there_once_it_has_ended() {
        let mut pty = sh("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done").start();
        assert!(pty.wait_exit(SOON).success());
        assert!(
            pty.screen().trim_end().ends_with("line 1999"),
            "{}",
            pty.screen()
        );
    }

    #[test]
    fn it_has_the_size_it_is_given() {
        let mut pty = sh("stty size; read x; stty size").size(100, 30).start();
        pty.wait_for("30 100", SOON);
        pty.resize(40, 10);
        pty.send("\r");
        pty.wait_until("the new size in ten rows", SOON, |screen| {
            screen.contents().contains("10 40") && screen.size().0.get() == 10
        });
        assert!(pty.wait_exit(SOON).success());
    }

    #[test]
    fn its_home_is_its_own() {
        let mut pty = sh("pwd; echo home $HOME config $XDG_CONFIG_HOME")
            .size(200, 24)
            .start();
        assert!(pty.wait_exit(SOON).success());
        let home = pty.home().display().to_string();
        assert!(
            pty.screen()
                .contains(&format!("home {home} config {home}/config")),
            "{}",
            pty.screen()
        );
    }

    #[test]
    fn a_deadline_fails_with_the_screen() {
        let pty = sh("echo what there is; read x").start();
        pty.wait_for("there is", SOON);
        let message = failure(|| pty.wait_for("what there is not", AT_ONCE));
        assert!(
            message.contains("deadline passed without \"what there is not\""),
            "{message}"
        );
        assert!(message.contains("|what there is\n"), "{message}");
    }

    #[test]
    fn an_end_fails_what_still_waits() {
        let pty = sh("echo bye").start();
        let message = failure(|| pty.wait_for("hello", SOON));
        assert!(
            message.contains("program ended without") && message.contains("|bye\n"),
            "{message}"
        );
    }

    #[test]
    fn a_program_that_does_not_end_is_killed() {
        let mut pty = sh("echo started; exec sleep 600").start();
        pty.wait_for("started", SOON);
        let message = failure(|| drop(pty.wait_exit(AT_ONCE)));
        assert!(
            message.contains("it was killed") && message.contains("|started\n"),
            "{message}"
        );
    }

    #[test]
    fn signals_arrive() {
        let mut pty = sh("echo started; exec sleep 600").start();
        pty.wait_for("started", SOON);
        pty.signal(Signal::TERM);
        assert!(pty.wait_exit(SOON).signal().is_some());
    }

    /// Runs a script to its end and says what it left on.
    fn left_on(script: &str) -> Vec<String> {
        let mut pty: Pty = sh(script).start();
        assert!(pty.wait_exit(SOON).success());
        pty.left_on()
    }

    #[test]
    fn a_terminal_that_is_not_given_back_is_noticed() {
        let on = "printf '\\033[?1049h\\033[?25l\\033[?1000;1006h\\033[?2004h\\033[>1u\\033[22;2t\\033='; stty raw -echo; ";
        let off = "stty sane; printf '\\033[?2004l\\033[?1000;1006l\\033[<1u\\033[23;2t\\033[?25h\\033[?1049l\\033>'";
        let all = [
            "?1000",
            "?1006",
            "?1049",
            "?2004",
            "?25",
            "keyboard flags",
            "title",
            "application keypad",
            "termios",
        ];
        assert_eq!(left_on(on), all);
        assert_eq!(
            left_on(&format!("before=$(stty -g); {on}{off}; stty $before")),
            [""; 0]
        );
    }

    #[test]
    fn who_has_the_terminal_can_be_told() {
        let mut pty = sh("echo $$; read x").start();
        let foreground = pty.foreground().as_raw_nonzero().to_string();
        pty.wait_for(&foreground, SOON);
        pty.send("\n");
        assert!(pty.wait_exit(SOON).success());
    }

    #[test]
    fn raw_mode_can_be_told() {
        let mut pty =
            sh("stty raw -echo; echo raw; read x; stty cooked echo; echo cooked; read x").start();
        pty.wait_for("raw", SOON);
        assert!(!pty.modes().cooked());
        pty.send("\n");
        pty.wait_for("cooked", SOON);
        assert!(pty.modes().cooked());
    }

    #[test]
    fn ehlo_itself_can_be_started() {
        let mut pty = Launch::ehlo().args(["--version"]).start();
        let _ = pty.wait_exit(SOON);
        assert_eq!(pty.left_on(), [""; 0]);
    }
}
