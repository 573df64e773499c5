//! How a session is looked at: folding, searching, filtering, marks, time, wide lines; and that none of
//! it waits for a long record.
//!
//! Absent on purpose: how it looks in colour (`screens`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use std::time::Duration;

use ehlo::app::{Effect, Msg, Pane, Place, Stamp, update};
use ehlo::conversation::Conversation;
use ehlo::link::Event;
use ehlo::transcript::Transcript;
use ehlo::wire::Line;

use support::person::{Person, key};

#[expect(dead_code, reason = "this test needs no terminal and no picture")]
mod support;

/// At a server that refused one of two recipients; the transcript has the keys.
fn refused() -> Person {
    Person::facing("mail.example")
        .hears("220 mail.example ESMTP\r\n")
        .types("EHLO me⏎")
        .hears("250-mail.example\r\n250-SIZE 1000\r\n250 HELP\r\n")
        .types("MAIL FROM:<a@b.example>⏎")
        .hears("250 2.1.0 Ok\r\n")
        .types("RCPT TO:<nobody@b.example>⏎")
        .hears("550 5.1.1 no such user\r\n")
        .types("RCPT TO:<a@b.example>⏎")
        .hears("250 2.1.5 Ok\r\n")
        .resizes(120, 36)
        .presses("shift-tab")
}

/// Its entries: 0 connecting, 1 connected, 2 220, 3 EHLO, 4 250, 5 MAIL, 6 250, 7 RCPT, 8 550, 9 RCPT,
/// 10 250.
const REFUSED: usize = 8;

fn selected(person: &Person) -> Option<(usize, usize)> {
    let place = person.app.selected?;
    Some((place.entry, place.line))
}

/// The rows of the transcript that hold a text.
fn rows(person: &Person, text: &str) -> Vec<String> {
    let screen = person.screen();
    let left = screen
        .lines()
        .map(|row| row.chars().take(65).collect::<String>());
    left.filter(|row| row.contains(text)).collect()
}

mod folding {
    use super::*;

    #[test]
    fn an_exchange_becomes_a_row_with_its_answer_and_comes_back() {
        let person = refused().presses("{ space");
        let row = &rows(&person, "RCPT TO:<nobody")[0];
        assert!(
            row.contains("▸ RCPT TO") && row.contains("✗ 550") && row.contains("+1"),
            "{row}"
        );
        assert!(rows(&person, "« ✗ 550").is_empty());
        let person = person.presses("space");
        assert_eq!(rows(&person, "« ✗ 550").len(), 1);
    }

    #[test]
    fn its_explanation_is_that_of_the_answer() {
        let person = refused().presses("{ up space");
        assert_eq!(selected(&person), Some((REFUSED, 0)));
        assert!(person.heading().starts_with("550"), "{}", person.heading());
    }

    #[test]
    fn lines_and_replies_step_over_what_is_hidden() {
        let person = refused().presses("{ space up");
        assert_eq!(selected(&person), Some((6, 0)));
        let person = person.presses("down down");
        assert_eq!(selected(&person), Some((9, 0)));
        let person = person.presses("[ [ ]");
        assert_eq!(selected(&person), Some((REFUSED, 0)));
    }

    #[test]
    fn all_fold_and_new_ones_do_not() {
        let person = refused()
            .presses("f")
            .types("i")
            .types("RSET⏎")
            .hears("250 2.0.0 Ok\r\n");
        assert_eq!(rows(&person, "▸").len(), 5);
        assert!(rows(&person, "▸ EHLO me")[0].contains("+3│"));
        assert_eq!(rows(&person, "» RSET").len(), 1);
        assert!(rows(&person.presses("shift-tab f"), "▸").is_empty());
    }

    #[test]
    fn a_reply_nobody_asked_for_goes_into_the_fold_before_it() {
        let person = refused().presses("f").hears("421 4.4.2 too slow\r\n");
        let last = rows(&person, "▸").pop().unwrap();
        assert!(last.contains("✗") || last.contains("↻ 421"), "{last}");
    }

    #[test]
    fn one_line_does_not_fold() {
        let person = Person::facing("mail.example").presses("shift-tab");
        let person = person.types("i").types("NOOP⏎").presses("shift-tab space");
        assert_eq!(person.notice(), "this is one line already");
    }

    #[test]
    fn what_was_said_in_a_row_folds_together() {
        let person = Person::facing("mail.example")
            .hears("220 mail.example\r\n")
            .pastes("NOOP\nRSET\n")
            .presses("enter")
            .hears("250 one\r\n250 two\r\n")
            .resizes(120, 36)
            .presses("shift-tab space");
        let row = &rows(&person, "▸ NOOP")[0];
        assert!(row.contains("+3"), "{row}");
    }
}

mod searching {
    use super::*;

    #[test]
    fn it_goes_to_the_newest_while_following_and_counts() {
        let person = refused().types("/rcpt");
        assert_eq!(selected(&person), Some((9, 0)));
        assert_eq!(rows(&person, "/ rcpt  2/2").len(), 1);
        let person = person.presses("enter n");
        assert_eq!(selected(&person), Some((7, 0)));
        assert_eq!(rows(&person, "past the end, on from the top").len(), 1);
        let person = person.presses("N");
        assert_eq!(selected(&person), Some((9, 0)));
        assert_eq!(rows(&person, "past the top, on from the end").len(), 1);
    }

    #[test]
    fn it_goes_to_the_first_below_where_one_is() {
        let person = refused().presses("g").types("/250");
        assert_eq!(selected(&person), Some((4, 0)));
        let person = person
            .presses("backspace backspace backspace")
            .types("size");
        assert_eq!(selected(&person), Some((4, 1)));
    }

    #[test]
    fn esc_goes_back_to_where_one_was() {
        let person = refused().presses("g down").types("/rcpt").presses("esc");
        assert_eq!(selected(&person), Some((1, 0)));
        assert!(person.app.lens.search.is_none() && person.app.lens.field.is_none());
        let person = refused().types("/ehlo").presses("esc");
        assert_eq!(selected(&person), None);
    }

    #[test]
    fn what_is_not_there_is_said_and_nothing_moves() {
        let person = refused().types("/zebra");
        assert_eq!(selected(&person), None);
        assert_eq!(rows(&person, "/ zebra  not found").len(), 1);
        assert_eq!(
            refused().presses("n").notice(),
            "nothing is looked for yet; / begins"
        );
    }

    #[test]
    fn a_capital_counts_and_own_remarks_are_found() {
        assert_eq!(rows(&refused().types("/Rcpt"), "not found").len(), 1);
        let person = refused().types("/connected to");
        assert_eq!(selected(&person), Some((1, 0)));
    }

    #[test]
    fn a_find_in_a_fold_unfolds_it() {
        let person = refused().presses("f").types("/size 1");
        assert_eq!(selected(&person), Some((4, 1)));
        // Only that one: what was found while less was typed is folded again.
        assert_eq!(rows(&person, "▸").len(), 4);
        let person = person.presses("esc");
        assert_eq!(rows(&person, "▸").len(), 5);
    }

    #[test]
    fn what_comes_later_is_found_too() {
        let person = refused()
            .types("/2.0.0⏎")
            .hears("250 2.0.0 later\r\n")
            .presses("n");
        assert_eq!(selected(&person), Some((11, 0)));
    }

    #[test]
    fn what_is_printed_is_found_and_not_what_was_sent() {
        let person = Person::facing("mail.example")
            .hears("220 a\x1b[2Jb\x07 메일\r\n")
            .resizes(120, 36)
            .presses("shift-tab");
        assert_eq!(selected(&person.types("/␛[2j")), Some((2, 0)));
    }

    #[test]
    fn letters_go_into_the_field_and_a_paste_too() {
        let person = refused().types("/").pastes("550\nQUIT\n");
        assert_eq!(selected(&person), Some((REFUSED, 0)));
        assert_eq!(person.app.focus, Pane::Transcript);
        // What is a key elsewhere is a letter here.
        let person = person.presses("ctrl-u").types("qfM 'zw");
        assert_eq!(rows(&person, "/ qfM 'zw").len(), 1);
    }

    #[test]
    fn ctrl_c_leaves_the_field_and_esc_the_search() {
        let mut person = refused().types("/250").presses("ctrl-c");
        assert!(person.app.lens.field.is_none() && !person.leaves());
        let person = refused().types("/250⏎").presses("esc");
        assert!(person.app.lens.search.is_none() && selected(&person).is_some());
    }

    #[test]
    fn a_letter_and_its_mark_are_one_find() {
        let person = Person::facing("mail.example")
            .hears("220 cafe\u{301} 메일 thư\r\n".as_bytes())
            .resizes(120, 36)
            .presses("shift-tab")
            .types("/e");
        assert_eq!(
            rows(&person, "cafe\u{301} 메일").len(),
            0,
            "wide letters take two cells"
        );
        assert!(person.screen().contains("cafe\u{301}"));
    }
}

mod filtering {
    use super::*;

    #[test]
    fn errors_stand_with_the_lines_they_answer() {
        let person = refused().types("&errors⏎");
        assert_eq!(rows(&person, "»").len(), 1);
        assert_eq!(rows(&person, "✗ 550").len(), 1);
        assert_eq!(rows(&person, "only errors: 2 of 11").len(), 1);
        // A later one joins them, with its line.
        let person = person.types("i").types("VRFY x⏎").hears("502 5.5.1 no\r\n");
        assert_eq!(rows(&person, "» VRFY x").len(), 1);
    }

    #[test]
    fn a_verb_shows_its_exchanges_and_a_text_what_holds_it() {
        let person = refused().types("& rcpt⏎");
        assert_eq!(rows(&person, "« ").len(), 2);
        assert!(rows(&person, "» MAIL").is_empty());
        let person = person.presses("&").presses("ctrl-u").types("\"rcpt\"⏎");
        assert_eq!(
            (rows(&person, "» RCPT").len(), rows(&person, "« ").len()),
            (2, 0)
        );
        let person = person.presses("&").presses("ctrl-u").types("such user⏎");
        assert_eq!(rows(&person, "« ✗ 550").len(), 1);
    }

    #[test]
    fn esc_or_nothing_ends_it() {
        let person = refused().types("&rcpt⏎").presses("esc");
        assert_eq!(rows(&person, "» EHLO").len(), 1);
        let person = refused()
            .types("&rcpt⏎")
            .presses("&")
            .presses("ctrl-u enter");
        assert!(person.app.lens.filter.is_none());
    }

    #[test]
    fn what_is_selected_stays_in_sight() {
        let person = refused().presses("g").types("&rcpt⏎");
        assert_eq!(selected(&person), Some((7, 0)));
        let person = person.presses("down down down");
        assert_eq!(selected(&person), Some((10, 0)));
        assert_eq!(selected(&person.presses("down")), None);
    }

    #[test]
    fn nothing_that_fits_is_said() {
        let person = refused().types("&zebra⏎");
        assert_eq!(rows(&person, "nothing fits; Esc shows everything").len(), 1);
        assert_eq!(selected(&person.presses("up g } { ] [ n")), None);
    }

    #[test]
    fn a_search_finds_only_what_shows() {
        let person = refused().types("&rcpt⏎").types("/250");
        assert_eq!(rows(&person, "/ 250  1/1").len(), 1);
        let person = person.presses("enter esc");
        assert!(person.app.lens.filter.is_some());
    }

    #[test]
    fn folding_waits_and_says_so() {
        let person = refused().types("&rcpt⏎").presses("space");
        assert!(person.notice().contains("while a filter is on"));
    }
}

mod errors {
    use super::*;

    #[test]
    fn braces_go_from_one_to_the_next() {
        let person = refused()
            .hears("421 4.4.2 bye\r\n")
            .event(Event::Closed(None));
        let person = person.presses("{");
        assert_eq!(selected(&person), Some((11, 0)));
        let person = person.presses("{");
        assert_eq!(selected(&person), Some((REFUSED, 0)));
        let person = person.presses("{");
        assert_eq!(person.notice(), "no error above");
        let person = person.presses("} }");
        assert_eq!(person.notice(), "no error below");
        assert_eq!(selected(&person), Some((11, 0)));
    }
}

mod marks {
    use super::*;

    fn marks(person: &Person) -> Vec<(usize, String)> {
        let marks = person.app.marks();
        marks
            .map(|(place, note)| (place.entry, note.to_owned()))
            .collect()
    }

    #[test]
    fn a_note_stands_under_its_line() {
        let person = refused()
            .presses("{")
            .types("Mask the admin⏎")
            .types("Mask the 관리자⏎");
        assert_eq!(
            marks(&person),
            [(REFUSED, "ask the adminask the 관리자".to_owned())]
        );
        let screen = person.screen();
        assert!(
            screen.contains("⚑« ✗ 550") && screen.contains("⚑ ask the admin"),
            "{screen}"
        );
    }

    #[test]
    fn an_empty_one_is_only_a_mark_and_delete_removes_it() {
        let person = refused().presses("{ M enter");
        assert_eq!(marks(&person), [(REFUSED, String::new())]);
        let person = person.presses("M").types("x⏎").presses("M ctrl-u enter");
        assert_eq!(marks(&person), [(REFUSED, String::new())]);
        let person = person.presses("M delete");
        assert!(marks(&person).is_empty() && person.app.lens.field.is_none());
    }

    #[test]
    fn esc_leaves_it_as_it_was_and_following_goes_on() {
        let person = refused().presses("M").types("x").presses("esc");
        assert!(marks(&person).is_empty());
        assert_eq!(selected(&person), None);
        let person = person.presses("M").types("newest⏎");
        assert_eq!((marks(&person)[0].0, selected(&person)), (10, None));
    }

    #[test]
    fn the_quote_goes_round() {
        let person = refused().presses("g M enter } M enter '");
        assert_eq!(selected(&person), Some((0, 0)));
        assert!(person.notice().contains("on from the first"));
        assert_eq!(selected(&person.presses("'")), Some((REFUSED, 0)));
        assert!(
            refused()
                .presses("'")
                .notice()
                .starts_with("no line is marked")
        );
    }

    #[test]
    fn a_note_cannot_act_on_the_terminal_and_is_found() {
        let person = refused()
            .presses("{ M")
            .pastes("\x1b[2Jred")
            .presses("enter");
        assert_eq!(marks(&person)[0].1, "␛[2Jred");
        assert_eq!(
            selected(&person.presses("g").types("/2jred")),
            Some((REFUSED, 0))
        );
    }

    #[test]
    fn each_session_has_its_own() {
        let person = refused().presses("M enter").types("i").types(":second⏎");
        assert!(marks(&person).is_empty());
        assert_eq!(marks(&person.presses("f8")).len(), 1);
    }
}

mod layout {
    use super::*;

    #[test]
    fn t_goes_through_the_times() {
        let mut person = refused();
        person.app.began = 1_700_000_000;
        let person = person.presses("t");
        assert_eq!(rows(&person, "   +0.04 « ✗ 550").len(), 1);
        let person = person.presses("t");
        assert_eq!(rows(&person, "22:13:24Z « ✗ 550").len(), 1);
        let person = person.presses("t");
        assert_eq!(rows(&person, "┃« ✗ 550").len(), 1);
        assert_eq!(person.presses("t").app.sheet.stamp, Stamp::Start);
    }

    #[test]
    fn without_a_clock_there_is_no_time_of_day() {
        assert_eq!(refused().presses("t t").app.sheet.stamp, Stamp::Hidden);
    }

    #[test]
    fn long_lines_are_cut_and_move_within_bounds() {
        let long = format!("220 {}END\r\n", "메일 ".repeat(40));
        let person = Person::facing("mail.example")
            .hears(long)
            .resizes(120, 36)
            .presses("shift-tab W");
        assert_eq!(rows(&person, "메").len() + rows(&person, "END").len(), 1);
        assert!(person.screen().lines().any(|row| row.contains("⋯┃")));
        let person = person.presses(["right"; 60].join(" ").as_str());
        assert_eq!(rows(&person, "END").len(), 1);
        assert!(rows(&person, "END")[0].contains("⋯"));
        let far = person.app.sheet.cut.unwrap();
        let person = person.presses("right");
        assert_eq!(person.app.sheet.cut, Some(far));
        let person = person.presses(["left"; 60].join(" ").as_str());
        assert_eq!(person.app.sheet.cut, Some(0));
        assert!(person.presses("W right").notice().contains("W cuts them"));
    }

    #[test]
    fn the_wire_view_folds_finds_and_filters_too() {
        let person = refused().presses("w").types("/no such");
        assert_eq!(rows(&person, "no such user␍␊").len(), 1);
        let person = person.presses("enter space w");
        assert_eq!(rows(&person, "▸ RCPT").len(), 1);
        let person = person
            .presses("space W")
            .presses(["right"; 30].join(" ").as_str());
        assert!(person.screen().contains("0d 0a"), "{}", person.screen());
        let person = person.types("&rcpt⏎");
        assert_eq!(
            rows(&person, "on the wire, hex, only rcpt: 4 of 11").len(),
            1
        );
    }

    #[test]
    fn a_bar_says_where_one_is_and_what_is_below() {
        let mut person = refused();
        for _ in 0..30 {
            person = person.hears("250 2.0.0 more\r\n");
        }
        let bar = |person: &Person| -> String {
            let screen = person.screen();
            let rows = screen.lines().skip(3).take(28);
            rows.map(|row| row.chars().nth(64).unwrap()).collect()
        };
        assert!(bar(&person).ends_with("▐") && bar(&person).starts_with("┃"));
        let person = person.presses("g");
        assert!(bar(&person).starts_with("▐") && bar(&person).ends_with("┃"));
        assert!(person.screen().contains("new below; G follows"));
        let person = person.types("/550");
        assert_eq!(bar(&person).matches('▪').count(), 1);
        assert_eq!(selected(&person.presses("enter G")), None);
    }
}

mod long {
    use super::*;

    /// With so many exchanges in the record, and the newest an error.
    fn person(exchanges: usize) -> Person {
        let mut person = Person::facing("mail.example").presses("shift-tab");
        let record = Transcript::keeping(usize::MAX);
        person.app.conversation = Conversation::continuing(record, None);
        let (at, talk) = (Duration::ZERO, &mut person.app.conversation);
        let peer = "192.0.2.1:25".to_owned();
        talk.handle(at, Event::Opened { peer });
        talk.handle(at, Event::Bytes(b"220 mail.example\r\n".to_vec()));
        for _ in 0..exchanges {
            talk.say(at, &Line::new("NOOP"));
            talk.handle(at, Event::Bytes(b"250 2.0.0 Ok\r\n".to_vec()));
        }
        talk.say(at, &Line::new("VRFY needle"));
        talk.handle(at, Event::Bytes(b"550 5.1.1 no\r\n".to_vec()));
        person
    }

    fn press(person: &mut Person, name: &str) -> Vec<Effect> {
        let (ctx, app) = (&person.ctx, &mut person.app);
        update(ctx, app, Duration::ZERO, Msg::Key(key(name)))
    }

    fn turns(person: &mut Person) -> usize {
        let mut turns = 1;
        let (ctx, app) = (&person.ctx, &mut person.app);
        while update(ctx, app, Duration::ZERO, Msg::Continue).contains(&Effect::Continue) {
            turns += 1;
        }
        turns
    }

    #[test]
    fn a_search_goes_on_in_turns_and_keys_come_between() {
        let mut person = person(20_000);
        press(&mut person, "/");
        assert_eq!(press(&mut person, "o"), [Effect::Continue]);
        let first = person.app.lens.search.as_ref().unwrap().count();
        assert!(first > 0 && first < 3000, "{first}");
        press(&mut person, "enter");
        press(&mut person, "up");
        assert!(turns(&mut person) > 5);
        // Every NOOP, every Ok, `connected to`, and the `no` at the end.
        assert_eq!(person.app.lens.search.as_ref().unwrap().count(), 40_002);
    }

    #[test]
    fn esc_ends_one_that_goes_on() {
        let mut person = person(20_000);
        press(&mut person, "/");
        press(&mut person, "o");
        assert_eq!(press(&mut person, "esc"), []);
    }

    #[test]
    fn a_step_waits_for_what_is_not_seen_yet() {
        let mut person = person(20_000);
        press(&mut person, "/");
        for letter in ["2", "2", "0"] {
            press(&mut person, letter);
        }
        assert_eq!(selected(&person), None);
        assert!(turns(&mut person) > 5);
        assert_eq!(selected(&person), Some((1, 0)));
    }

    #[test]
    fn a_filter_shows_the_nearest_at_once() {
        let mut person = person(20_000);
        press(&mut person, "&");
        for letter in ["n", "o", "o", "p"] {
            press(&mut person, letter);
        }
        assert_eq!(press(&mut person, "enter"), [Effect::Continue]);
        assert!(person.screen().contains("» NOOP") && !person.screen().contains("VRFY needle"));
        turns(&mut person);
        assert!(person.screen().contains("only noop: 40000 of 40004"));
    }

    #[test]
    fn errors_folds_and_marks_are_there_at_once() {
        let person = person(20_000).presses("g }");
        assert_eq!(selected(&person), Some((40_003, 0)));
        let person = person.presses("f g ] ] ]");
        assert_eq!(selected(&person), Some((7, 0)));
        let person = person.presses("M enter G '");
        assert_eq!(person.app.selected, Some(Place { entry: 7, line: 0 }));
    }

    #[test]
    fn what_leaves_the_record_leaves_the_finds_folds_and_marks() {
        let mut person = Person::facing("mail.example").presses("shift-tab");
        person.app.conversation = Conversation::continuing(Transcript::keeping(4000), None);
        person = person
            .hears("220 mail.example\r\n")
            .presses("g M enter space")
            .types("/250⏎");
        for _ in 0..50 {
            person = person.hears("250 2.0.0 Ok\r\n");
        }
        let first = person.app.conversation.transcript().first();
        assert!(first > 0);
        assert_eq!(person.app.marks().count(), 0);
        let held = person.app.conversation.transcript().end() - first;
        assert_eq!(person.app.lens.search.as_ref().unwrap().count(), held);
        let _ = person.presses("n n N f space ' { }").screen();
    }
}
