//! The command box as a person meets it: what it offers, what it guesses, what it marks, what it
//! remembers.
//!
//! Absent on purpose: sending (`app`), and the picture of it (`screens`).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what is not there is a failed test"
)]

use ehlo::app::{History, Remembered};
use ehlo::smtp::Phase;
use ratatui::style::Modifier;
use support::person::Person;

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// At the practice server with the envelope begun.
fn sender() -> Person {
    Person::new()
        .types("EHLO me⏎MAIL FROM:<me@example.org>⏎")
        .then()
}

/// The rows of the screen that have a text.
fn rows(person: &Person, text: &str) -> Vec<String> {
    let screen = person.screen();
    let rows = screen.lines().filter(|row| row.contains(text));
    rows.map(ToOwned::to_owned).collect()
}

fn shows(person: &Person, text: &str) -> bool {
    !rows(person, text).is_empty()
}

/// What is offered for the line that is typed, and whether each is due.
fn offered(person: &Person) -> Vec<(String, bool)> {
    let offered = person.app.offered(&person.ctx);
    let candidates = offered.candidates.into_iter();
    candidates
        .map(|one| (one.line.clone(), one.why.is_none()))
        .collect()
}

/// The words beside the candidate of a line.
fn words(person: &Person, line: &str) -> String {
    let offered = person.app.offered(&person.ctx);
    let mut candidates = offered.candidates.iter();
    let found = candidates
        .find(|one| one.line == line)
        .expect("it is offered");
    found.words(&person.ctx, &person.app)
}

fn ghost(person: &Person) -> String {
    let offered = person.app.offered(&person.ctx);
    let whole = person.app.ghost(&person.ctx, &offered).unwrap_or_default();
    whole
        .get(person.typed().len()..)
        .unwrap_or_default()
        .to_owned()
}

/// The letters of the command box that are underlined.
fn marked(person: &Person) -> String {
    let buffer = person.sees();
    let row = person.cursor().expect("the box has the cursor").y;
    let width = buffer.area.width;
    let cells = (0..width).map(|x| &buffer[(x, row)]);
    let under = cells.filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    under.map(ratatui::buffer::Cell::symbol).collect()
}

mod completion {
    use super::*;

    #[test]
    fn the_list_opens_by_itself_with_what_is_due_first() {
        let person = Person::new().types("EHLO me⏎").types("r");
        let expected = [("RSET".to_owned(), true), ("RCPT TO:<".to_owned(), false)];
        assert_eq!(offered(&person), expected);
        assert!(shows(&person, "RSET"), "{}", person.screen());
        assert!(shows(&person, "! no MAIL yet"), "{}", person.screen());
        // What is due says what it is.
        assert_ne!(words(&person, "RSET"), "");
    }

    #[test]
    fn what_was_not_offered_says_so() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250-hi\r\n250 SIZE 1000\r\n")
            .types("star");
        assert_eq!(words(&person, "STARTTLS"), "STARTTLS is not offered");
        let person = person.presses("ctrl-u").types("MAIL FROM:<a@b> r");
        assert_eq!(words(&person, "MAIL FROM:<a@b> RET="), "DSN is not offered");
    }

    #[test]
    fn it_never_covers_the_box_and_is_six_rows_at_most() {
        let person = Person::new().types(":");
        assert!(shows(&person, "6 of "), "{}", person.screen());
        let box_row = usize::from(person.cursor().unwrap().y);
        assert!(
            person
                .screen()
                .lines()
                .nth(box_row)
                .unwrap()
                .contains("❯ :")
        );
        let names = person.app.offered(&person.ctx).candidates.len();
        assert!(names > 20);
    }

    #[test]
    fn on_a_tiny_screen_it_waits_for_tab() {
        let person = Person::new().types("EHLO me⏎").resizes(40, 10).types("r");
        assert!(!shows(&person, "RSET"), "{}", person.screen());
        let person = person.presses("tab");
        assert_eq!(person.typed(), "r");
        assert!(shows(&person, "RSET"), "{}", person.screen());
    }

    #[test]
    fn tab_takes_what_is_common_and_walks_on() {
        let person = Person::new().types(":th").presses("tab");
        assert_eq!(person.typed(), ":theme ");
        let themes = offered(&person);
        let person = person.presses("tab");
        assert_eq!(person.typed(), themes[0].0);
        let person = person.presses("tab");
        assert_eq!(person.typed(), themes[1].0);
        let person = person.presses("shift-tab shift-tab");
        assert_eq!(person.typed(), themes.last().unwrap().0);
        let person = person.presses("tab");
        assert_eq!(person.typed(), themes[0].0);
    }

    #[test]
    fn esc_closes_the_list_and_the_next_letter_opens_it() {
        let person = Person::new().types("EHLO me⏎").types("r").presses("esc");
        assert_eq!(person.typed(), "r");
        assert!(!shows(&person, "no MAIL yet"));
        let person = person.types("c");
        assert!(shows(&person, "no MAIL yet"));
    }

    #[test]
    fn with_nothing_to_complete_tab_leads_to_the_next_pane() {
        let person = Person::new().types("xyzzy").presses("tab");
        assert_eq!(person.app.focus, ehlo::app::Pane::Explanation);
    }

    #[test]
    fn addresses_used_before_are_offered_here_and_in_later_runs() {
        let mut person = sender().types("RCPT TO:<bob@practice.example>⏎");
        let kept = |target: &str, line: &str| Remembered {
            target: target.to_owned(),
            line: line.to_owned(),
        };
        let mut lines = vec![
            kept(
                "smtp://elsewhere:25",
                "rcpt to:<carol@elsewhere.example> NOTIFY=NEVER",
            ),
            kept("practice", "RCPT TO: <slip@practice.example>"),
        ];
        lines.extend_from_slice(person.app.history.added());
        person.app.history = History::kept(lines);
        let person = person.types("RCPT TO:<");
        let names: Vec<_> = offered(&person).into_iter().map(|(line, _)| line).collect();
        let expected = [
            "RCPT TO:<bob@practice.example>",
            "RCPT TO:<carol@elsewhere.example>",
        ];
        assert_eq!(names, expected);
        assert_eq!(words(&person, expected[1]), "used before");
    }

    #[test]
    fn a_sender_may_be_empty() {
        let person = Person::new().types("EHLO me⏎").types("MAIL FROM:<");
        assert_eq!(words(&person, "MAIL FROM:<me@example.org>"), "");
        assert!(shows(&person, "<>  "), "{}", person.screen());
        let person = sender().types("RSET⏎").types("MAIL FROM:<");
        assert_eq!(words(&person, "MAIL FROM:<me@example.org>"), "used before");
    }

    #[test]
    fn nothing_is_offered_in_secrets_questions_messages_and_within_a_line() {
        let asked = Person::new().types("EHLO me⏎:auth PLAIN⏎").types("e");
        let message = sender()
            .types("RCPT TO:<alice@practice.example>⏎DATA⏎")
            .types("r");
        let within = Person::new().types("r").presses("left");
        for person in [asked, message, within] {
            assert_eq!(offered(&person), []);
            assert_eq!(ghost(&person), "");
        }
    }
}

mod ghosts {
    use super::*;

    #[test]
    fn an_empty_box_shows_what_alt_1_would_send_and_right_takes_it() {
        for key in ["right", "end", "ctrl-e"] {
            let person = Person::new();
            assert_eq!(ghost(&person), "EHLO client.example");
            let mut person = person.then().presses(key);
            assert_eq!(person.typed(), "EHLO client.example");
            assert_eq!(person.writes(), [""; 0]);
        }
    }

    #[test]
    fn the_newest_line_that_began_so_is_guessed_if_it_is_due() {
        let person = sender()
            .types("RCPT TO:<bob@practice.example>⏎")
            .types("rc");
        assert_eq!(ghost(&person), "PT TO:<bob@practice.example>");
        let person = person.presses("right");
        assert_eq!(person.typed(), "RCPT TO:<bob@practice.example>");
        // After RSET no RCPT is due.
        let person = person.presses("ctrl-u").types("RSET⏎").types("rc");
        assert_eq!(ghost(&person), "");
    }

    #[test]
    fn within_the_line_the_keys_move() {
        let person = Person::new().types("NOO").presses("left right");
        assert_eq!(person.typed(), "NOO");
        assert_eq!(person.app.command.cursor(), (0, 3));
        assert_eq!(person.presses("right").typed(), "NOOP");
    }
}

mod mistakes {
    use super::*;

    #[test]
    fn the_exact_mistake_is_marked_and_named() {
        for (line, part, said) in [
            ("MAIL FROM:me@example.org", "me@example.org", "< is missing"),
            ("MAIL FROM: <a@b>", " ", "A space between colon"),
            ("MAIL FROM:<alice>", "alice", "@ and a domain are missing"),
            ("MAIL <a@b>", "<", "FROM: or TO: is missing"),
            ("RCPT TO:<a@b>", "RCPT", "503 likely  ! no MAIL yet"),
            ("MAIL FROM:<a@b> FOO=1", "FOO=1", "555 likely"),
            ("MALI FROM:<a@b>", "MALI", "no such command; MAIL?"),
            ("NOOP", "", "250 likely"),
        ] {
            let person = Person::new().types("EHLO me⏎").types(line);
            assert_eq!(marked(&person), part, "{line}");
            assert!(shows(&person, said), "{said}\n{}", person.screen());
        }
    }

    #[test]
    fn the_beginning_of_a_verb_is_no_mistake_yet() {
        let person = Person::new().types("EHLO me⏎").types("no");
        assert!(shows(&person, "Tab completes"), "{}", person.screen());
        assert!(!shows(&person, "500 likely"));
    }

    #[test]
    fn what_is_merely_unfinished_is_not_marked() {
        for line in [
            "E",
            "MAI",
            "MAIL FR",
            "MAIL FROM:",
            "MAIL FROM:<ali",
            "MAIL FROM:<a@b> SI",
        ] {
            let person = Person::new().types("EHLO me⏎").types(line);
            assert_eq!(marked(&person), "", "{line}");
        }
    }

    #[test]
    fn an_accent_stays_on_its_letter_where_a_mark_begins() {
        let person = Person::new().types("EHLO me⏎").pastes("NOOP Thu\u{31b}");
        assert_eq!(marked(&person), "u\u{31b}");
        assert!(shows(&person, "NOOP Thu\u{31b}"), "{}", person.screen());
    }

    #[test]
    fn a_wrong_line_goes_out_all_the_same() {
        let mut person = Person::new().types("EHLO me⏎").then().types("RCPT TO: a⏎");
        assert_eq!(person.writes(), ["RCPT TO: a\r\n"]);
    }

    #[test]
    fn a_secret_stays_masked_and_unmarked() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250-hi\r\n250 AUTH PLAIN\r\n")
            .types("AUTH PLAIN %%%%");
        assert!(!person.screen().contains("%%%"), "{}", person.screen());
        assert_eq!(marked(&person), "");
    }
}

mod remembering {
    use super::*;

    fn person() -> Person {
        Person::new()
            .types("EHLO me⏎NOOP one⏎NOOP two⏎RSET⏎")
            .types("half")
            .then()
    }

    #[test]
    fn ctrl_r_searches_and_enter_only_puts_the_line_into_the_box() {
        let person = person().presses("ctrl-r").types("noop");
        assert!(
            shows(&person, "search: noop  NOOP two"),
            "{}",
            person.screen()
        );
        let person = person.presses("ctrl-r");
        assert!(
            shows(&person, "search: noop  NOOP one"),
            "{}",
            person.screen()
        );
        let mut person = person.presses("ctrl-r enter");
        assert_eq!(person.typed(), "NOOP one");
        assert_eq!(person.writes(), [""; 0]);
    }

    #[test]
    fn esc_gives_the_search_up() {
        for key in ["esc", "ctrl-g", "ctrl-c"] {
            let person = person().presses("ctrl-r").types("noop").presses(key);
            assert_eq!(person.typed(), "half");
            assert!(person.app.recall.is_none());
        }
    }

    #[test]
    fn any_other_key_takes_the_line_and_does_what_it_does() {
        let person = person().presses("ctrl-r").types("two").presses("ctrl-w");
        // Ctrl-W is the search's own: it takes a word of what is looked for.
        assert!(person.app.recall.is_some());
        let person = person.types("one").presses("home").types("x");
        assert_eq!(person.typed(), "xNOOP one");
    }

    #[test]
    fn what_is_not_there_is_said() {
        let person = person().presses("ctrl-r").types("burl");
        assert!(shows(&person, "no line has this"), "{}", person.screen());
        assert_eq!(person.presses("enter").typed(), "half");
    }

    #[test]
    fn a_challenge_ends_the_search() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250-hi\r\n250 AUTH LOGIN\r\n")
            .types("AUTH LOGIN⏎")
            .presses("ctrl-r")
            .types("eh")
            .hears("334 VXNlcm5hbWU6\r\n");
        assert_eq!(person.phase(), Phase::Challenge);
        assert!(person.app.recall.is_none());
        assert!(person.presses("ctrl-r").app.recall.is_none());
    }

    #[test]
    fn lines_of_a_message_are_not_remembered() {
        let person = sender()
            .types("RCPT TO:<alice@practice.example>⏎DATA⏎")
            .types("Subject: x⏎⏎text⏎")
            .presses("ctrl-d");
        let last = person.app.history.lines().last();
        assert_eq!(last, Some("DATA"));
    }
}

mod keys {
    use super::*;

    #[test]
    fn ctrl_d_in_an_empty_box_does_nothing() {
        let mut person = Person::new().then().presses("ctrl-d");
        assert_eq!(person.effects(), []);
        assert_eq!(person.typed(), "");
        let person = person.types("NOOP").presses("ctrl-a ctrl-d");
        assert_eq!(person.typed(), "OOP");
    }

    #[test]
    fn readlines_keys_are_there() {
        let mut person = Person::new().types("one two three");
        for (keys, typed) in [
            ("ctrl-w", "one two "),
            ("ctrl-y", "one two three"),
            ("alt-b alt-b alt-d", "one  three"),
            ("ctrl-_", "one two three"),
            ("alt-_", "one  three"),
            ("ctrl-k", "one "),
            ("ctrl-h", "one"),
            ("ctrl-b ctrl-b ctrl-u", "ne"),
            ("ctrl-f ctrl-k", "n"),
        ] {
            person = person.presses(keys);
            assert_eq!(person.typed(), typed, "{keys}");
        }
    }

    #[test]
    fn a_long_paste_is_taken_whole_and_shows_its_end() {
        let person = Person::new().pastes(&"NOOP ".repeat(200_000));
        assert_eq!(person.typed().len(), 1_000_000);
        assert!(shows(&person, "NOOP NOOP"), "{}", person.screen());
        let person = person.types("x").presses("ctrl-a");
        assert_eq!(person.app.command.cursor(), (0, 0));
        assert!(shows(&person, "❯ NOOP NOOP"), "{}", person.screen());
    }
}
