//! The mouse: what clicks, the wheel and drags do, each aimed at what is seen on the screen.
//!
//! Absent on purpose: what the terminal is asked for (`journey`), and keys (`app`).

use std::time::Duration;

use ratatui::layout::Position;

use ehlo::app::{Drag, Effect, Gesture, Modal, Msg, Pane, Pointer, Tab};
use ehlo::flow::width;
use ehlo::ui::under;

use support::person::Person;

#[expect(dead_code, reason = "this test needs no terminal and no picture")]
mod support;

/// A person who has asked for the mouse and got a recipient refused.
fn refused() -> Person {
    Person::new()
        .types("EHLO client.example⏎")
        .types("MAIL FROM:<me@example.org>⏎")
        .types("RCPT TO:<nobody@practice.example>⏎")
        .types(":mouse⏎")
        .resizes(120, 36)
        .then()
}

fn does(mut person: Person, gesture: Gesture, at: (u16, u16)) -> Person {
    let at = Position::from(at);
    let pointer = Pointer { gesture, at };
    let under = under(&person.ctx, &person.app, pointer);
    person.take(Msg::Mouse(pointer, under));
    person
}

/// Where a text stands on the screen: its first cell.
fn find(person: &Person, text: &str) -> (u16, u16) {
    let buffer = person.sees();
    let found = buffer.area.rows().find_map(|row| {
        let mut line = String::new();
        let mut x = 0;
        while x < row.right() {
            let symbol = buffer[(x, row.y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(width(symbol).max(1)).ok()?;
        }
        let before = line.split_once(text)?.0;
        Some((u16::try_from(width(before)).ok()?, row.y))
    });
    assert!(found.is_some(), "{text:?} is not in\n{}", person.screen());
    found.unwrap_or_default()
}

fn clicks(person: Person, at: (u16, u16)) -> Person {
    let person = does(person, Gesture::Press, at);
    does(person, Gesture::Release, at)
}

fn clicks_on(person: Person, text: &str) -> Person {
    let at = find(&person, text);
    clicks(person, at)
}

fn drags(person: Person, from: (u16, u16), to: (u16, u16)) -> Person {
    let person = does(person, Gesture::Press, from);
    let person = does(person, Gesture::Drag, to);
    does(person, Gesture::Release, to)
}

fn copied(person: &mut Person) -> Vec<String> {
    let text = |effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    };
    person.effects().into_iter().filter_map(text).collect()
}

#[test]
fn it_is_off_until_it_is_asked_for() {
    let mut person = Person::new();
    let at = find(&person, "220 ");
    person = clicks(person, at);
    assert_eq!(
        (person.app.focus, person.app.selected),
        (Pane::Command, None)
    );
    person = person.then().presses("tab m");
    assert!(person.app.mouse.on && person.notice().contains("Shift"));
    assert_eq!(person.effects(), [Effect::Mouse(true)]);
    person = person.presses("m");
    assert!(!person.app.mouse.on && person.notice().contains("itself"));
    assert_eq!(person.effects(), [Effect::Mouse(false)]);
}

#[test]
fn a_click_selects_the_line_and_nothing_moves() {
    let person = refused();
    let at = find(&person, "250-mail.practice");
    let before = person.screen();
    let person = clicks(person, at);
    assert_eq!(person.app.focus, Pane::Transcript);
    assert_eq!(find(&person, "250-mail.practice"), at, "{before}");
    assert!(person.heading().contains("250"), "{}", person.heading());
    let person = clicks_on(person, "MAIL FROM");
    assert!(person.heading().contains("MAIL"), "{}", person.heading());
}

#[test]
fn a_click_turns_to_a_tab_and_back() {
    let person = clicks_on(refused(), "TLS [2]");
    assert_eq!(
        (person.app.tab, person.app.focus),
        (Tab::Tls, Pane::Explanation)
    );
    let person = clicks_on(person, "Explanation");
    assert_eq!(person.app.tab, Tab::Explanation);
}

#[test]
fn a_click_on_a_suggestion_fills_it_in_and_sends_nothing() {
    let mut person = clicks_on(refused(), "Alt-1");
    assert!(person.typed().starts_with("RCPT TO"), "{}", person.typed());
    assert_eq!(person.app.focus, Pane::Command);
    assert_eq!(person.writes(), [""; 0]);
}

#[test]
fn a_click_opens_a_related_card_and_a_card_named_there() {
    let person = clicks_on(refused().resizes(120, 70), "551 ");
    let Some(Modal::Reference(reference)) = &person.app.modal else {
        unreachable!("{}", person.screen());
    };
    assert_eq!(reference.open, [("reply/551".to_owned(), 0)]);
    let person = clicks_on(person, "251");
    let Some(Modal::Reference(reference)) = &person.app.modal else {
        unreachable!("{}", person.screen());
    };
    assert_eq!(reference.open.len(), 2, "{:?}", reference.open);
}

#[test]
fn a_click_in_the_list_of_the_reference_opens_what_is_there() {
    let person = refused().presses("f3").types("greylist");
    let person = clicks_on(person, "greylisting");
    let screen = person.screen();
    assert!(screen.contains("Backspace goes back"), "{screen}");
}

#[test]
fn a_click_on_a_hint_presses_its_key() {
    let person = clicks_on(refused(), "F1 help");
    assert!(matches!(person.app.modal, Some(Modal::Help(_))));
    let person = clicks_on(refused(), "panes");
    assert_eq!(person.app.focus, Pane::Explanation);
    let mut person = clicks_on(refused().types("NOOP"), "Enter");
    assert_eq!(person.writes(), ["NOOP\r\n"]);
    // What was left out of the explanation is shown by the key named there.
    let person = clicks_on(refused(), "F4 more");
    assert!(person.app.full);
}

#[test]
fn a_click_in_the_box_puts_the_cursor_there() {
    let person = refused().types("NOOP 메일 end");
    let (x, y) = find(&person, "일 end");
    let person = clicks(person, (x + 1, y)).types("X");
    assert_eq!(person.typed(), "NOOP 메X일 end");
    let person = clicks(person, (100, y)).types("!");
    assert_eq!(person.typed(), "NOOP 메X일 end!");
}

#[test]
fn a_click_in_the_editor_puts_the_cursor_into_its_line() {
    let person = Person::new()
        .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<alice@practice.example>⏎")
        .types("DATA⏎Subject: one⏎⏎three")
        .presses("alt-x")
        .types("mouse⏎");
    let (x, y) = find(&person, "Subject: one");
    let person = clicks(person, (x + 9, y)).types("X");
    assert_eq!(person.typed(), "Subject: Xone\n\nthree");
}

#[test]
fn a_double_click_opens_the_reference() {
    for (text, title) in [("550 5.1.1", "550"), ("MAIL FROM", "MAIL")] {
        let person = refused();
        let at = find(&person, text);
        let person = clicks(clicks(person, at), at);
        assert!(
            matches!(&person.app.modal, Some(Modal::Reference(open)) if open.open.iter().any(|(path, _)| path.ends_with(title))),
            "{text}: {:?}",
            person.app.modal
        );
    }
    let person = refused();
    let at = find(&person, "550 5.1.1");
    let person = clicks(person, at).waits(Duration::from_secs(1));
    assert_eq!(clicks(person, at).app.modal, None);
}

#[test]
fn the_wheel_scrolls_what_is_under_the_pointer() {
    let person = refused().resizes(120, 20);
    let at = find(&person, "550 5.1.1");
    let person = does(person, Gesture::WheelUp, at);
    assert!(person.app.selected.is_some() && person.app.focus == Pane::Command);
    let person = does(person, Gesture::WheelDown, at);
    let person = does(person, Gesture::WheelDown, at);
    assert_eq!(person.app.selected, None);
    let over = (90, 8);
    let person = does(person, Gesture::WheelDown, over);
    assert_eq!(person.app.scrolled, 3);
    let person = does(person.presses("f1"), Gesture::WheelDown, over);
    assert!(matches!(&person.app.modal, Some(Modal::Help(help)) if help.top == 3));
}

#[test]
fn the_border_is_drawn_to_where_it_is_wanted() {
    let mut person = refused();
    for (to, share) in [(60, 50), (2, 80), (119, 20)] {
        let areas = ehlo::app::layout::areas(&person.app);
        let from = (areas.explanation.x, 10);
        person = drags(person, from, (to, 12));
        assert_eq!(person.app.kept.beside, Some(share), "{to}");
    }
    let mut person = person.resizes(60, 30);
    let areas = ehlo::app::layout::areas(&person.app);
    person = drags(person, (5, areas.transcript.bottom() - 1), (5, 8));
    assert!(person.app.kept.below > Some(60), "{:?}", person.app.kept);
    assert_eq!(copied(&mut person), [""; 0]);
}

#[test]
fn marked_text_is_copied_as_it_is_meant() {
    let person = refused();
    let (x, y) = find(&person, "550 5.1.1");
    let mut person = drags(person, (x, y), (x + 8, y));
    assert_eq!(copied(&mut person), ["550 5.1.1"]);
    assert!(person.notice().contains("9 octets"), "{}", person.notice());

    // A line that was wrapped for want of room is one line again, and the pane next to it is not in it.
    let person = person.resizes(72, 24);
    let (x, y) = find(&person, "550 5.1.1");
    let mut person = drags(person, (x, y), (70, y + 1));
    let text = copied(&mut person).concat();
    let said = "550 5.1.1 <nobody@practice.example> No such user here";
    assert!(said.starts_with(&text) && text.len() > 30, "{text:?}");

    // From below upwards it is the same.
    let mut person = drags(person, (x + 5, y + 1), (x, y));
    let text = copied(&mut person).concat();
    assert!(said.starts_with(&text) && text.len() > 10, "{text:?}");
}

#[test]
fn the_lines_of_a_reply_stay_lines() {
    let person = refused();
    let (x, y) = find(&person, "250-mail.practice");
    let mut person = drags(person, (x, y), (x + 14, y + 1));
    let text = copied(&mut person).concat();
    assert_eq!(text.lines().count(), 2, "{text:?}");
}

#[test]
fn an_explanation_is_copied_in_sentences() {
    let person = refused();
    let area = ehlo::app::layout::areas(&person.app).explanation;
    let last = (area.right() - 3, area.y + 5);
    let mut person = drags(person, (area.x + 2, area.y + 1), last);
    let text = copied(&mut person).concat();
    assert!(text.starts_with("✗ 550") && !text.contains('│'), "{text}");
    assert!(text.lines().any(|line| width(line) > 60), "{text}");
}

#[test]
fn what_is_being_marked_is_seen_and_a_key_is_still_a_key() {
    let person = refused();
    let (x, y) = find(&person, "550 5.1.1");
    let person = does(person, Gesture::Press, (x, y));
    let plain = person.sees();
    let person = does(person, Gesture::Drag, (x + 4, y));
    assert!(matches!(person.app.mouse.drag, Some(Drag::Text(_))));
    assert_ne!(
        plain[(x + 2, y)].modifier,
        person.sees()[(x + 2, y)].modifier
    );
}

#[test]
fn a_secret_is_not_copied_uncovered() {
    let person = Person::new()
        .types("EHLO client.example⏎STARTTLS⏎EHLO client.example⏎")
        .types(":mouse⏎:auth PLAIN alice⏎")
        .types("correct-horse")
        .presses("f9");
    let (x, y) = find(&person, "correct-horse");
    let mut person = drags(person, (x, y), (x + 12, y));
    assert_eq!(copied(&mut person), ["*".repeat(13)]);
}

#[test]
fn whatever_is_clicked_at_any_size_nothing_breaks() {
    for (width, height) in [(1, 1), (19, 4), (40, 10), (60, 20), (200, 60)] {
        for keys in ["tab", "f1", "f3", "f6", "ctrl-q"] {
            let mut person = refused().presses(keys).resizes(width, height);
            for (x, y) in [(0, 0), (width / 3, height / 2), (width - 1, height - 1)] {
                person = drags(person, (x, y), (width - x - 1, height - y - 1));
                person = does(person, Gesture::WheelUp, (x, y));
            }
            person = clicks(person, (width, height));
            assert!(!person.screen().is_empty());
        }
    }
}

#[test]
fn a_click_in_the_palette_does_it_and_hints_of_what_lies_over_the_screen_are_keys() {
    let person = refused().presses("ctrl-p").types("zoom");
    let at = find(&person, "only this pane");
    let person = does(person, Gesture::Press, at);
    assert!(person.app.zoomed && person.app.modal.is_none());
    let person = person.presses("f1");
    let close = find(&person, "Esc close  PgDn");
    let person = does(person, Gesture::Press, close);
    assert_eq!(person.app.modal, None);
}
