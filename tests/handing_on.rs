//! What is handed on from the explorer: copied by keys, saved under a name, left in the shell.
//!
//! Absent on purpose: what stands in each form (`export/tests.rs`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use ehlo::app::{Effect, Modal, Msg, Pane, Way};
use ehlo::export::{FORMS, Scope};

use support::person::Person;

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// A recipient was refused; the transcript has the focus.
fn refused() -> Person {
    Person::new()
        .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<nobody@practice.example>⏎")
        .presses("shift-tab")
        .then()
}

/// What went to the clipboard.
fn copied(person: &mut Person) -> Option<String> {
    let effects = person.effects().into_iter();
    effects.fold(None, |last, effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => last,
    })
}

/// What is to be saved, and where.
fn saved(person: &mut Person) -> Option<(String, String)> {
    person
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Save { path, text } => Some((path, text)),
            _ => None,
        })
}

#[test]
fn y_copies_the_line_and_shift_y_its_exchange() {
    let mut person = refused().presses("y");
    let reply = copied(&mut person).unwrap();
    assert!(reply.starts_with("S: 550 5.1.1 "), "{reply}");
    let mut person = person.presses("Y");
    assert_eq!(
        copied(&mut person).unwrap(),
        format!("C: RCPT TO:<nobody@practice.example>\n{reply}")
    );
    // One line of a reply of many.
    let mut person = refused().presses("g down down down down down y");
    let line = copied(&mut person).unwrap();
    assert!(
        line.starts_with("S: 250-") && line.lines().count() == 1,
        "{line}"
    );
}

#[test]
fn a_range_grows_is_shown_and_is_copied() {
    let person = refused().presses("up up");
    let plain = person.sees();
    let mut person = person.presses("v up up");
    assert!(person.notice().is_empty());
    let (from, to) = person.app.shown_selected().unwrap();
    assert_eq!(to.entry - from.entry, 2);
    assert_ne!(person.sees(), plain);
    person = person.presses("y");
    let text = copied(&mut person).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("C: MAIL FROM:<a@example.org>\n"), "{text}");
    assert_eq!(person.app.range, None);
    // Esc ends it and nothing else.
    let person = person.presses("v up esc");
    assert_eq!(person.app.range, None);
    assert!(person.app.selected.is_some());
}

#[test]
fn a_range_of_the_other_session_is_none() {
    let person = refused().presses("v 3").types(":second⏎");
    assert_eq!(person.app.range, None);
    let mut person = Person::dialing(support::person::context(), "mail.example").then();
    person = person.presses("shift-tab v v esc y x y");
    assert!(copied(&mut person).is_some());
}

#[test]
fn the_explanation_is_copied_whole_and_not_wrapped() {
    let mut person = refused().presses("shift-tab y");
    assert_eq!(person.app.focus, Pane::Explanation);
    let text = copied(&mut person).unwrap();
    for part in [
        "550 Mailbox Not Found",
        "How to fix it",
        "Related:",
        "Defined in:",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("Alt-1") && !text.contains('│'), "{text}");
    assert!(text.lines().any(|line| line.len() > 100), "{text}");
    let mut person = person
        .presses("3")
        .types(":compare 250 252⏎")
        .then()
        .presses("y");
    let text = copied(&mut person).unwrap();
    assert!(
        text.starts_with("SMTP 250 ") && !text.contains('│'),
        "{text}"
    );
}

#[test]
fn what_lies_over_the_screen_is_copied() {
    let mut person = refused().presses("f1 y");
    assert!(matches!(person.app.modal, Some(Modal::Help(_))));
    assert!(copied(&mut person).unwrap().contains("Ctrl-Q"));
    let mut person = person.presses("esc 3").types(":explain 550⏎").presses("y");
    assert!(person.app.modal.is_some());
    let card = copied(&mut person).unwrap();
    assert!(
        card.contains("550 Mailbox") && card.contains("RFC 5321"),
        "{card}"
    );
    // Where words are typed, it is a letter.
    let mut person = refused().presses("f3").types("yqxQv");
    assert!(person.screen().contains("yqxQv"), "{}", person.screen());
    assert_eq!(copied(&mut person), None);
    let mut person = refused().presses("ctrl-p").types("yq");
    assert!(matches!(person.app.modal, Some(Modal::Palette(_))));
    assert_eq!(copied(&mut person), None);
    // A question wants an answer and no copy.
    let mut person = refused().presses("q y");
    assert_eq!(person.app.modal, Some(Modal::Quit));
    assert_eq!(copied(&mut person), None);
}

#[test]
fn the_menu_offers_every_form_of_every_extent() {
    let mut person = refused().presses("x");
    for form in FORMS {
        assert!(person.screen().contains(form.name), "{}", form.name);
    }
    person = person.presses("down enter");
    let ticket = copied(&mut person).unwrap();
    assert!(
        ticket.starts_with("## ") && ticket.contains("C: EHLO me"),
        "{ticket}"
    );
    person = person.presses("x left down y");
    let ticket = copied(&mut person).unwrap();
    assert!(
        ticket.contains("C: RCPT") && !ticket.contains("C: EHLO me"),
        "{ticket}"
    );
    let person = person.presses("x right");
    let Some(Modal::CopyAs(menu)) = &person.app.modal else {
        unreachable!("{:?}", person.app.modal);
    };
    assert_eq!(menu.scope, Scope::Line);
    assert_eq!(person.presses("esc").app.modal, None);
}

#[test]
fn a_command_line_leads_to_the_selected_line() {
    // The selected exchange is MAIL: nothing is said of the recipient.
    let mut person = refused().presses("up up up v x down down y");
    let line = copied(&mut person).unwrap();
    assert!(
        line.contains("--quit-after MAIL") && line.contains("--ehlo me"),
        "{line}"
    );
    assert!(
        line.starts_with("# The practice server is inside ehlo."),
        "{line}"
    );
}

#[test]
fn a_file_gets_a_name_and_nothing_is_overwritten_unasked() {
    let mut person = refused().presses("x down s");
    assert!(
        person.screen().contains("practice.md"),
        "{}",
        person.screen()
    );
    person = person.presses("ctrl-u enter").types("q y.md⏎");
    let (path, text) = saved(&mut person).unwrap();
    assert_eq!(path, "q y.md");
    assert_eq!(person.app.modal, None);
    person.take(Msg::Taken(path.clone(), text.clone()));
    assert!(person.screen().contains("q y.md"), "{}", person.screen());
    person = person.presses("x y s");
    assert_eq!(person.effects(), []);
    let mut person = person.presses("enter");
    assert_eq!(person.effects(), [Effect::Replace { path, text }]);
    person.take(Msg::Taken("a".to_owned(), "b".to_owned()));
    let mut person = person.presses("esc");
    assert_eq!(person.effects(), []);
    assert_eq!(person.app.modal, None);
}

#[test]
fn save_goes_by_the_name() {
    for (name, part) in [
        ("a.md", "```text"),
        ("a.sh", "\nswaks "),
        ("a.jsonl", "{\"t\":"),
        ("a.txt", "C: EHLO me"),
        ("a.smtp", "C: EHLO me"),
        ("a", "C: EHLO me"),
    ] {
        let mut person = refused().presses("3").types(&format!(":save {name}⏎"));
        let (path, text) = saved(&mut person).unwrap();
        assert!(path == name && text.contains(part), "{name}: {text}");
    }
}

#[test]
fn copy_takes_a_form_and_an_extent() {
    for (argument, part, absent) in [
        ("curl", "--request NOOP", "S: "),
        ("text exchange", "S: 550", "EHLO"),
        ("text line", "S: 550", "C: "),
        ("script", "C: EHLO me", "```"),
    ] {
        let mut person = refused().presses("3").types(&format!(":copy {argument}⏎"));
        let text = copied(&mut person).unwrap();
        assert!(
            text.contains(part) && !text.contains(absent),
            "{argument}: {text}"
        );
    }
    for argument in ["pdf", "text page", "text  "] {
        let person = refused().presses("3").types(&format!(":copy {argument}⏎"));
        let told = person.notice().contains("openssl") && person.notice().contains("exchange");
        assert!(told || argument == "text  ", "{}", person.notice());
    }
}

#[test]
fn only_what_was_done_is_told() {
    let mut person = refused();
    person.take(Msg::Copied(214, Ok(Way::Terminal)));
    assert_eq!(person.notice(), "sent 214 octets to the terminal (OSC 52)");
    person.take(Msg::Copied(1, Ok(Way::Tmux)));
    assert!(person.notice().starts_with("sent 1 octet to tmux"));
    assert!(person.notice().contains("set -g set-clipboard on"));
    person.take(Msg::Copied(1, Err("gone".to_owned())));
    assert!(person.notice().starts_with("nothing copied"));
}

#[test]
fn what_is_too_large_for_a_terminal_goes_to_a_file() {
    let flood = format!("250 {}\r\n", "x".repeat(400)).repeat(250);
    let mut person = Person::facing("mail.example")
        .hears("220 hi\r\n")
        .types("NOOP⏎")
        .hears(flood)
        .presses("shift-tab")
        .then()
        .presses("Y");
    assert_eq!(copied(&mut person), None);
    assert!(
        person.notice().contains("saves it to a file"),
        "{}",
        person.notice()
    );
}

#[test]
fn q_quits_and_shift_q_leaves_the_session_in_the_shell() {
    let mut person = refused().presses("q");
    assert_eq!(person.app.modal, Some(Modal::Quit));
    assert!(!person.leaves());
    let mut person = person.presses("q");
    assert!(person.leaves());
    assert_eq!(person.app.parting_words(&person.ctx), None);
    let mut person = refused().presses("Q ctrl-q");
    assert!(person.leaves());
    let words = person.app.parting_words(&person.ctx).unwrap();
    assert!(words.contains("C: EHLO me\nS: 250"), "{words}");
    // Whoever stays, and leaves another way later, gets nothing.
    for keys in ["Q esc q q", "Q ctrl-c ctrl-c"] {
        let mut person = refused().presses(keys);
        assert!(person.leaves(), "{keys}");
        assert_eq!(person.app.parting_words(&person.ctx), None, "{keys}");
    }
}

#[test]
fn letters_in_the_box_are_letters() {
    let mut person = Person::new().then().types("yYvxqQ");
    assert_eq!(person.typed(), "yYvxqQ");
    assert_eq!(person.effects(), []);
}

#[test]
fn without_a_screen_it_asks_too() {
    let (path, text) = ("a.md".to_owned(), "x".to_owned());
    for (answer, done) in [("no", false), ("yes", true)] {
        let mut person = refused();
        person.take(Msg::Taken(path.clone(), text.clone()));
        let asked = ehlo::plain::question(&person.ctx, &person.app).unwrap();
        assert!(asked.line.unwrap().contains("a.md"));
        person.take(Msg::Typed(answer.to_owned()));
        let replace = Effect::Replace {
            path: path.clone(),
            text: text.clone(),
        };
        assert_eq!(person.effects().contains(&replace), done, "{answer}");
    }
}
