//! How the explorer behaves: what keys, pastes and the far end do to its state, and what it asks for.
//!
//! Absent on purpose: how it looks (`screens`), and what SMTP means (`dialogues`).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what is not there is a failed test"
)]

use std::sync::Arc;
use std::time::Duration;

use ehlo::app::{Effect, Help, LinkState, Modal, Msg, Pane, Place, Tab, panel};
use ehlo::context::Context;
use ehlo::kb::Kb;
use ehlo::link::{Action, Event, Failure, FailureKind, Stage, Step};
use ehlo::locale::Locale;
use ehlo::smtp::{Phase, auth::Credentials};
use ehlo::transcript::{Body, text};

use support::person::{Person, context};

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// `AUTH PLAIN` of somebody else.
const SECRET: &str = "AGV2ZQBvcGVuLXNlc2FtZQ==";

/// At the practice server, ready for a message's text.
fn composing() -> Person {
    Person::new()
        .types("EHLO me⏎")
        .types("MAIL FROM:<a@example.org>⏎")
        .types("RCPT TO:<alice@practice.example>⏎")
        .types("DATA⏎")
        .then()
}

/// At the practice server, asked for a name in base64.
fn challenged() -> Person {
    Person::new()
        .types("EHLO me⏎")
        .types("STARTTLS⏎")
        .types("EHLO me⏎")
        .types("AUTH LOGIN⏎")
        .then()
}

/// The session as `:save` writes it.
fn saved(person: &Person) -> String {
    let words = person.ctx.locale.remarks();
    text::dialogue(person.app.conversation.transcript(), &words)
}

fn copied(person: Person, keys: &str) -> Option<String> {
    let effects = person.then().presses(keys).effects();
    effects.into_iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    })
}

mod sending {
    use super::*;

    #[test]
    fn it_begins_by_connecting_and_the_server_greets() {
        let mut person = Person::new();
        assert_eq!(person.effects()[0], Effect::Dial);
        assert_eq!(person.phase(), Phase::Hello);
        assert_eq!(person.app.focus, Pane::Command);
        assert_eq!(person.heading(), "220 Service Ready");
    }

    #[test]
    fn a_line_goes_out_as_it_is_typed() {
        let mut person = Person::new().then().types("  ehlo  Me ⏎");
        assert_eq!(person.writes(), ["  ehlo  Me \r\n"]);
        assert_eq!(person.typed(), "");
        let mut person = person.types("FROBNICATE ünïcode⏎");
        assert_eq!(person.writes(), ["FROBNICATE ünïcode\r\n"]);
    }

    #[test]
    fn an_empty_line_is_not_sent() {
        let mut person = Person::new().then().types("⏎").types("   ⏎");
        assert_eq!(person.effects(), []);
    }

    #[test]
    fn the_deadline_is_asked_for_before_the_write() {
        let mut person = Person::new().then().types("NOOP⏎");
        let effects = person.effects();
        assert!(matches!(
            effects[..],
            [
                Effect::Link(Action::Await(Some(_))),
                Effect::Link(Action::Write(_)),
                Effect::Link(Action::Await(None)),
            ]
        ));
    }

    #[test]
    fn lines_typed_ahead_wait_for_nobody() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .then()
            .types("EHLO me⏎NOOP⏎");
        assert_eq!(person.writes(), ["EHLO me\r\n", "NOOP\r\n"]);
    }

    #[test]
    fn without_a_link_a_line_stays_where_it_is() {
        let mut person = Person::facing("mail.example")
            .event(Event::Closed(None))
            .then()
            .types("EHLO me⏎");
        assert_eq!(person.effects(), []);
        assert_eq!(person.typed(), "EHLO me");
        assert!(person.notice().contains("no connection"));
    }

    #[test]
    fn keys_that_are_let_go_do_nothing() {
        use crossterm::event::{KeyEventKind, KeyModifiers};
        let mut person = Person::new().types("NOOP").then();
        let mut key = support::person::key("enter");
        key.kind = KeyEventKind::Release;
        key.modifiers = KeyModifiers::NONE;
        person.take(Msg::Key(key));
        assert_eq!(person.effects(), []);
        assert_eq!(person.typed(), "NOOP");
    }
}

mod history {
    use super::*;

    #[test]
    fn it_has_what_was_sent_but_no_secret() {
        let person = challenged()
            .types("YWxpY2VAcHJhY3RpY2UuZXhhbXBsZQ==⏎")
            .types("Y29ycmVjdC1ob3JzZQ==⏎")
            .types("RSET⏎")
            .types(&format!("AUTH PLAIN {SECRET}⏎"))
            .types(":theme dark⏎");
        let history: Vec<_> = person.app.history.lines().collect();
        let expected = [
            "EHLO me",
            "STARTTLS",
            "EHLO me",
            "AUTH LOGIN",
            "RSET",
            ":theme dark",
        ];
        assert_eq!(history, expected);
    }

    #[test]
    fn up_and_down_walk_through_it() {
        let person = Person::new().types("EHLO a⏎").types("NOOP⏎").types("half");
        let person = person.presses("up up");
        assert_eq!(person.typed(), "EHLO a");
        let person = person.presses("down down");
        assert_eq!(person.typed(), "half");
    }
}

mod suggestions {
    use super::*;

    #[test]
    fn alt_and_a_number_send_a_line() {
        let mut person = Person::new().then().presses("alt-1");
        assert_eq!(person.writes(), ["EHLO client.example\r\n"]);
        assert_eq!(person.phase(), Phase::Ready);
        let history: Vec<_> = person.app.history.lines().collect();
        assert_eq!(history, ["EHLO client.example"]);
    }

    #[test]
    fn the_first_suggestion_leads_through_a_whole_session() {
        let mut person = Person::new().then();
        let mut phases = vec![person.phase()];
        for _ in 0..12 {
            if person.phase() == Phase::Over {
                break;
            }
            person = person.presses("alt-1");
            phases.push(person.phase());
        }
        assert!(phases.contains(&Phase::Ready), "{phases:?}");
    }

    /// The lines that are suggested now.
    fn suggested(person: &Person) -> Vec<String> {
        let next = panel::explanation(&person.ctx, &person.app).next;
        let sends = next.into_iter().map(|next| next.send);
        sends.filter(|send| !send.is_empty()).collect()
    }

    /// At a real server that offers this.
    fn offered(offers: &str) -> Person {
        Person::facing("mail.example")
            .hears("220 mail.example\r\n")
            .types("EHLO me⏎")
            .hears(offers)
    }

    #[test]
    fn what_an_ehlo_reply_offers_counts_at_once() {
        let person = offered("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n");
        assert_eq!(suggested(&person)[0], "STARTTLS");
        let person = person.types("STARTTLS⏎").hears("220 go\r\n").secures();
        let person = person
            .types("EHLO me⏎")
            .hears("250-mail.example\r\n250 AUTH PLAIN\r\n");
        assert_eq!(suggested(&person)[0], ":auth");
        let person = offered("250 mail.example\r\n");
        assert_eq!(suggested(&person)[0], "MAIL FROM:<me@example.org>");
    }

    #[test]
    fn only_an_open_transaction_is_closed_before_tls_or_a_login() {
        for (offer, first) in [("STARTTLS", "STARTTLS"), ("AUTH PLAIN", ":auth PLAIN")] {
            for (mail, expected) in [("250 ok", "RSET"), ("530 no", first)] {
                let person = offered(&format!("250-mail.example\r\n250 {offer}\r\n"))
                    .types("MAIL FROM:<a@example.org>⏎")
                    .hears(format!("{mail}\r\n"))
                    .types("RCPT TO:<b@example.org>⏎")
                    .hears("530 5.7.0 first things first\r\n");
                assert_eq!(suggested(&person)[0], expected, "{offer} {mail}");
            }
        }
    }

    #[test]
    fn the_sender_is_who_is_logged_in() {
        let login = |user: &str, answer: &str| {
            let message = format!("\0{user}\0secret");
            let message = data_encoding::BASE64.encode(message.as_bytes());
            offered("250-mail.example\r\n250 AUTH PLAIN\r\n")
                .types(&format!("AUTH PLAIN {message}⏎"))
                .hears(answer)
        };
        let mail = |person: &Person| person.app.names(&person.ctx).sender;
        assert_eq!(mail(&login("al@mail.test", "235 ok\r\n")), "al@mail.test");
        assert_eq!(mail(&login("al@mail.test", "535 no\r\n")), "me@example.org");
        assert_eq!(mail(&login("alice", "235 ok\r\n")), "me@example.org");
    }

    #[test]
    fn one_of_ehlos_own_is_carried_out() {
        let mut person = Person::facing("mail.example")
            .event(Event::Closed(None))
            .then()
            .presses("alt-1");
        assert!(person.effects().contains(&Effect::Dial));
    }

    #[test]
    fn in_the_message_editor_a_line_goes_into_the_text_and_the_dot_ends_it() {
        let mut person = composing().types("one").presses("shift-tab [ [ 3 alt-1");
        assert_eq!(person.effects(), []);
        assert!(person.typed().starts_with("one"));
        assert!(person.typed().ends_with('\n'), "{}", person.typed());
        let mut person = composing().types("one").presses("alt-1");
        assert_eq!(person.writes(), ["one\r\n.\r\n"]);
        assert_eq!(person.phase(), Phase::Ready);
    }

    #[test]
    fn an_empty_message_is_not_sent_by_one_key() {
        let mut person = composing().presses("alt-1");
        assert_eq!(person.writes(), [""; 0]);
        assert!(person.notice().contains("empty"), "{}", person.notice());
        let mut person = person.then().presses("ctrl-d");
        assert_eq!(person.writes(), [".\r\n"]);
    }

    #[test]
    fn a_guessed_recipient_of_a_real_server_is_looked_at_first() {
        let envelope = |person: Person| {
            person
                .hears("220 mail.example.net ESMTP\r\n")
                .types("EHLO me⏎")
                .hears("250 mail.example.net\r\n")
                .types("MAIL FROM:<a@example.org>⏎")
                .hears("250 2.1.0 Ok\r\n")
        };
        let mut person = envelope(Person::facing("mail.example.net")).then();
        person = person.presses("alt-1");
        assert_eq!(person.writes(), [""; 0]);
        assert_eq!(person.typed(), "RCPT TO:<alice@mail.example.net>");
        assert!(person.notice().contains("guess"), "{}", person.notice());
        let mut person = person.types("⏎").hears("250 2.1.5 Ok\r\n");
        assert_eq!(person.writes(), ["RCPT TO:<alice@mail.example.net>\r\n"]);
    }

    #[test]
    fn a_number_nobody_suggested_is_told() {
        let mut person = Person::new().then().presses("alt-9");
        assert_eq!(person.effects(), []);
        assert!(person.notice().contains('9'), "{}", person.notice());
    }

    #[test]
    fn without_a_link_a_line_is_not_sent() {
        let mut person = Person::new()
            .types("QUIT⏎")
            .presses("tab tab g")
            .then()
            .presses("] alt-1");
        assert_eq!(person.writes(), [""; 0]);
        assert!(person.notice().contains("no connection"));
    }

    #[test]
    fn in_the_message_editor_one_of_ehlos_own_is_carried_out_and_the_text_kept() {
        let person = composing().types("much work");
        let next = panel::explanation(&person.ctx, &person.app).next;
        let mut lines = next.iter().filter(|next| !next.send.is_empty());
        let number = lines.position(|next| next.send == ":drop").unwrap() + 1;
        let mut person = person.presses(&format!("alt-{number}"));
        assert_eq!(person.effects(), [Effect::HangUp]);
        assert!(!person.is_open());
        assert_eq!(person.typed(), "");
        let person = person
            .types("⏎")
            .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<bob@practice.example>⏎DATA⏎");
        assert_eq!(person.typed(), "much work");
    }
}

mod message {
    use super::*;

    #[test]
    fn after_354_lines_are_composed_and_ctrl_d_sends_them_with_dots_stuffed() {
        let person = composing();
        assert!(person.app.is_composing());
        let mut person = person.types("Subject: hi⏎⏎.⏎..two⏎end");
        assert_eq!(person.effects(), []);
        let mut person = person.presses("ctrl-d");
        assert_eq!(
            person.writes(),
            ["Subject: hi\r\n\r\n..\r\n...two\r\nend\r\n.\r\n"]
        );
        assert!(!person.app.is_composing());
        assert_eq!(person.typed(), "");
        assert_eq!(person.heading(), "250 OK");
    }

    #[test]
    fn an_empty_message_is_the_dot_alone() {
        let mut person = composing().presses("ctrl-d");
        assert_eq!(person.writes(), [".\r\n"]);
    }

    #[test]
    fn a_colon_and_a_command_are_text_there() {
        let mut person = composing().types(":quit⏎QUIT").presses("ctrl-d");
        assert_eq!(person.writes(), [":quit\r\nQUIT\r\n.\r\n"]);
    }

    #[test]
    fn a_chunk_is_sent_as_it_is() {
        let mut person = Person::new()
            .types("EHLO me⏎")
            .types("MAIL FROM:<a@example.org>⏎")
            .types("RCPT TO:<alice@practice.example>⏎")
            .types("BDAT 6 LAST⏎")
            .then();
        assert_eq!(person.phase(), Phase::Chunk);
        person = person.types(".dot").presses("ctrl-d");
        assert_eq!(person.writes(), [".dot\r\n"]);
        assert_eq!(person.phase(), Phase::Ready);
        assert_eq!(person.heading(), "250 OK");
    }

    #[test]
    fn ctrl_c_does_not_throw_a_message_away() {
        let mut person = composing().types("much work").presses("ctrl-c");
        assert_eq!(person.typed(), "much work");
        assert_eq!(person.effects(), []);
    }

    #[test]
    fn a_draft_survives_a_lost_connection_and_comes_back_at_the_next_354() {
        let person = composing()
            .types("Subject: long⏎⏎work")
            .event(Event::Closed(None));
        assert!(!person.app.is_composing());
        assert_eq!(person.typed(), "");
        let mut person = person
            .types("⏎")
            .types("EHLO me⏎")
            .types("MAIL FROM:<a@example.org>⏎")
            .types("RCPT TO:<alice@practice.example>⏎")
            .types("DATA⏎")
            .then();
        assert_eq!(person.typed(), "Subject: long\n\nwork");
        person = person.types("!").presses("ctrl-d");
        assert_eq!(person.writes(), ["Subject: long\r\n\r\nwork!\r\n.\r\n"]);
        let person =
            person.types("MAIL FROM:<a@example.org>⏎RCPT TO:<alice@practice.example>⏎DATA⏎");
        assert_eq!(person.typed(), "", "once is enough");
    }

    #[test]
    fn what_is_typed_ahead_of_354_becomes_the_message() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250 hi\r\n")
            .types("MAIL FROM:<>⏎")
            .hears("250 ok\r\n")
            .types("RCPT TO:<a@b.example>⏎")
            .hears("250 ok\r\n")
            .types("DATA⏎")
            .types("Subject: h")
            .hears("354 go\r\n")
            .types("i");
        assert_eq!(person.typed(), "Subject: hi");
    }
}

mod leaving {
    use super::*;

    #[test]
    fn ctrl_c_clears_the_line_first() {
        let mut person = Person::new().then().types("EHLO").presses("ctrl-c");
        assert_eq!(person.typed(), "");
        assert_eq!(person.effects(), []);
    }

    #[test]
    fn ctrl_c_gives_up_connecting() {
        let mut person = Person::dialing(context(), "mail.example")
            .then()
            .presses("ctrl-c");
        assert_eq!(person.effects(), [Effect::HangUp]);
        assert_eq!(person.app.link, LinkState::Closed);
        assert!(person.notice().contains("Ctrl-C"));
    }

    #[test]
    fn the_stages_of_connecting_are_shown_as_they_come() {
        let stage = |step, milliseconds| {
            let took = Some(Duration::from_millis(milliseconds));
            Event::Stage(Stage { step, took })
        };
        let resolved = Step::Resolved {
            name: "mail.example".to_owned(),
            addresses: vec!["192.0.2.1".to_owned(), "192.0.2.2".to_owned()],
        };
        let address = "192.0.2.1:25".to_owned();
        let detail = "no answer".to_owned();
        let failed = Step::Failed { address, detail };
        let person = Person::dialing(context(), "mail.example")
            .event(stage(resolved, 12))
            .event(stage(failed, 10_000));
        assert_eq!(person.app.link, LinkState::Opening);
        let screen = person.screen();
        assert!(screen.contains("mail.example has 2 addresses"), "{screen}");
        assert!(screen.contains("(12 ms)"), "{screen}");
        assert!(screen.contains("192.0.2.1:25 failed"), "{screen}");
    }

    #[test]
    fn ctrl_c_twice_always_leaves() {
        for person in vec![
            Person::new(),
            Person::new().types("EHLO"),
            Person::dialing(context(), "mail.example"),
            composing().types("text"),
            challenged().types("eA"),
            Person::new().presses("f1"),
            Person::new().presses("ctrl-q"),
            Person::new().pastes("a\nb"),
            Person::new().presses("shift-tab z"),
            Person::new().types("QUIT⏎"),
        ] {
            let mut person = person.then().presses("ctrl-c ctrl-c");
            assert!(person.leaves());
        }
    }

    #[test]
    fn ctrl_c_between_other_keys_does_not_leave() {
        let mut person = Person::new().then().presses("ctrl-c x ctrl-c");
        assert!(!person.leaves());
        let mut person = person.pastes("y").presses("ctrl-c");
        assert!(!person.leaves());
    }

    #[test]
    fn ctrl_q_asks_while_a_session_is_open() {
        let mut person = Person::new().then().presses("ctrl-q");
        assert_eq!(person.app.modal, Some(Modal::Quit));
        assert_eq!(person.effects(), []);
        let mut person = person.types("xyz").presses("esc");
        assert_eq!(person.app.modal, None);
        assert_eq!(person.effects(), []);
        assert!(person.presses("ctrl-q ctrl-q").leaves());
    }

    #[test]
    fn enter_there_says_quit_and_leaves_on_221() {
        let mut person = Person::new().then().presses("ctrl-q enter");
        let effects = person.effects();
        assert!(effects.contains(&Effect::Link(Action::Write(b"QUIT\r\n".to_vec()))));
        assert_eq!(effects.last(), Some(&Effect::Quit));
    }

    #[test]
    fn or_when_the_farewell_takes_too_long() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .then()
            .presses("ctrl-q enter");
        let effects = person.effects();
        let waits = Effect::Link(Action::Await(Some(Duration::from_secs(2))));
        assert!(effects.contains(&waits), "{effects:?}");
        assert!(person.event(Event::TimedOut).leaves());
    }

    #[test]
    fn or_when_the_link_is_lost() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .presses("ctrl-q enter")
            .event(Event::Closed(None));
        assert!(person.leaves());
    }

    #[test]
    fn after_a_goodbye_ctrl_q_leaves_at_once() {
        let mut person = Person::new().types("QUIT⏎").then();
        assert_eq!(person.phase(), Phase::Over);
        assert!(!person.leaves(), "it stays open");
        assert!(person.presses("ctrl-q").leaves());
    }

    #[test]
    fn before_the_greeting_ctrl_q_leaves_at_once() {
        assert!(
            Person::dialing(context(), "mail.example")
                .presses("ctrl-q")
                .leaves()
        );
        assert!(Person::facing("mail.example").presses("ctrl-q").leaves());
    }

    #[test]
    fn esc_never_leaves() {
        for person in [Person::new(), Person::new().types("QUIT⏎")] {
            let mut person = person
                .then()
                .presses("shift-tab up z")
                .presses(&["esc"; 9].join(" "));
            assert_eq!(person.effects(), []);
            assert_eq!(person.app.focus, Pane::Command);
        }
    }

    #[test]
    fn quit_is_a_command_too() {
        let person = Person::new().then().types(":quit⏎");
        assert_eq!(person.app.modal, Some(Modal::Quit));
        assert!(person.presses("ctrl-q").leaves());
    }

    #[test]
    fn leaving_takes_any_answer_to_quit_and_not_longer_than_it_says() {
        let person = || Person::facing("mail.example").hears("220 hi\r\n");
        assert!(
            person()
                .presses("ctrl-q enter")
                .hears("500 what\r\n")
                .leaves()
        );
        let mut person = person()
            .types("NOOP⏎")
            .presses("ctrl-q enter")
            .then()
            .hears("250 ok\r\n");
        let effects = person.effects();
        let farewell = |effect: &Effect| !matches!(effect, Effect::Link(Action::Await(wait)) if wait.is_none_or(|wait| wait > Duration::from_secs(2)));
        assert!(effects.iter().all(farewell), "{effects:?}");
    }

    #[test]
    fn no_quit_is_said_into_a_message_or_a_login() {
        for person in [composing().types("text"), challenged()] {
            let mut person = person.then().presses("ctrl-q enter");
            assert_eq!(person.effects(), [Effect::Quit]);
        }
    }

    #[test]
    fn the_question_outlives_the_session() {
        let mut person = Person::new()
            .presses("ctrl-q")
            .event(Event::Closed(None))
            .then()
            .presses("enter");
        assert_eq!(person.effects(), [Effect::Quit]);
    }
}

mod own {
    use super::*;

    #[test]
    fn connect_goes_to_the_same_target_or_to_another() {
        let mut person = Person::facing("mail.example").then().types(":connect⏎");
        assert_eq!(person.effects()[..2], [Effect::HangUp, Effect::Dial]);
        assert_eq!(person.app.target.to_string(), "mail.example:25");
        let mut person = person.types(":connect practice⏎");
        assert!(person.effects().contains(&Effect::Dial));
        assert!(person.app.target.is_practice());
        assert_eq!(person.phase(), Phase::Hello);
    }

    #[test]
    fn connect_to_nonsense_keeps_the_session() {
        let mut person = Person::new().then().types(":connect http://a⏎");
        assert_eq!(person.effects(), []);
        assert!(person.notice().contains("smtps://"), "{}", person.notice());
        assert!(person.is_open() && person.app.target.is_practice());
    }

    #[test]
    fn disconnect_is_polite_and_drop_is_not() {
        let mut person = Person::new().then().types(":disconnect⏎");
        assert_eq!(person.writes(), ["QUIT\r\n"]);
        assert!(!person.is_open());
        let mut person = Person::new().then().types(":drop⏎");
        assert_eq!(person.effects(), [Effect::HangUp]);
        assert!(!person.is_open());
        assert_eq!(person.then().types(":drop⏎").effects(), []);
    }

    #[test]
    fn save_writes_a_script_and_tells() {
        let mut person = Person::new()
            .types("EHLO me⏎")
            .then()
            .types(":save a b.smtp⏎");
        let effects = person.effects();
        let [Effect::Save { path, text }] = &effects[..] else {
            unreachable!("{effects:?}");
        };
        assert_eq!(path, "a b.smtp");
        assert!(text.contains("C: EHLO me\nS: 250-"), "{text}");
        person.take(Msg::Saved("f".to_owned(), Ok(())));
        assert_eq!(person.notice(), "saved to f");
        person.take(Msg::Saved("f".to_owned(), Err("no room".to_owned())));
        assert!(person.notice().contains("no room"));
    }

    #[test]
    fn a_theme_that_is_there_and_one_that_is_not() {
        let mut person = Person::new().then().types(":theme light⏎");
        assert_eq!(person.effects(), [Effect::Theme("light".to_owned())]);
        let mut person = person.types(":theme nox⏎");
        assert_eq!(person.effects(), []);
        assert!(
            person.notice().contains("nox") && person.notice().contains("nord"),
            "{}",
            person.notice()
        );
    }

    #[test]
    fn raw_sends_octets_as_they_are() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .then()
            .types(r":raw NOOP\x41\0\nQ\\⏎");
        let written = Effect::Link(Action::Write(b"NOOPA\0\nQ\\".to_vec()));
        assert!(person.effects().contains(&written));
        let mut person = person.types(r":raw \q⏎");
        assert_eq!(person.effects(), []);
        assert!(person.notice().contains(r"\xHH"), "{}", person.notice());
    }

    #[test]
    fn what_ehlo_does_not_know_is_told_with_what_it_does() {
        let mut person = Person::new().then().types(":frobnicate⏎");
        assert_eq!(person.effects(), []);
        assert!(
            person.notice().contains(":frobnicate") && person.notice().contains("Ctrl-P"),
            "{}",
            person.notice()
        );
        // What was wrong can be put right where it stands.
        assert_eq!(person.typed(), ":frobnicate");
        let person = Person::new().types(":conect mail.example⏎");
        assert!(person.notice().contains(":connect?"), "{}", person.notice());
    }

    #[test]
    fn a_line_with_a_colon_is_no_answer_of_a_login() {
        let mut person = Person::facing("mail.example")
            .hears("220 mail.example ESMTP\r\n")
            .types("EHLO me⏎")
            .hears("250-mail.example\r\n250 AUTH PLAIN\r\n")
            .types("AUTH PLAIN⏎")
            .hears("334 \r\n")
            .then()
            .types(":explain 334⏎");
        assert_eq!(person.writes(), [""; 0]);
        assert!(matches!(person.app.modal, Some(Modal::Reference(_))));
        // What may be a password is neither told nor remembered.
        let person = person.presses("esc").types(":pa ss⏎");
        assert!(!person.screen().contains(":pa"), "{}", person.screen());
        assert!(person.app.history.lines().all(|line| line != ":pa ss"));
        let person = person.hears("334 \r\n").then().types(":explain 334⏎");
        // A card that was opened by its name goes back to where one was.
        let mut person = person.presses("esc");
        assert_eq!(person.app.modal, None);
        person = person.types("*⏎");
        assert_eq!(person.writes(), ["*\r\n"]);
    }

    #[test]
    fn what_is_missing_is_told() {
        for (typed, usage) in [
            (":save⏎", ":save FILE"),
            (":raw⏎", ":raw OCTETS"),
            (":theme  ⏎", ":theme NAME"),
        ] {
            let person = Person::new().types(typed);
            assert!(person.notice().contains(usage), "{}", person.notice());
        }
    }

    #[test]
    fn explain_opens_the_card_of_a_name_and_searches_for_other_words() {
        for (typed, opens) in [
            (":explain 550⏎", &["reply/550"][..]),
            (":explain 5.1.1⏎", &["enhanced/X.1.1"]),
            (":explain starttls⏎", &["verb/STARTTLS"]),
            (":explain nobody there⏎", &[]),
        ] {
            let person = Person::new().types(typed);
            let Some(Modal::Reference(reference)) = &person.app.modal else {
                unreachable!("{typed} opens the reference");
            };
            let open: Vec<_> = reference
                .open
                .iter()
                .map(|(path, _)| path.as_str())
                .collect();
            assert_eq!(open, opens, "{typed}");
            assert!(typed.contains(reference.query.text()));
        }
    }

    #[test]
    fn help_opens_scrolls_and_closes() {
        let person = Person::new().types(":help⏎");
        assert_eq!(person.app.modal, Some(Modal::Help(Help::default())));
        let top = |person: &Person| match &person.app.modal {
            Some(Modal::Help(help)) => help.top,
            _ => unreachable!("help is open"),
        };
        let person = person.presses("down down up");
        assert_eq!(top(&person), 1);
        let person = person.presses("end pagedown");
        assert!(top(&person) > 1);
        assert_eq!(person.presses("esc").app.modal, None);
    }

    #[test]
    fn tab_completes_and_then_changes_the_pane() {
        let person = Person::new().types("EHLO me⏎").types("mai").presses("tab");
        assert_eq!(person.typed(), "MAIL FROM:<");
        let person = person.presses("ctrl-u").types(":them").presses("tab");
        assert_eq!(person.typed(), ":theme ");
        let person = person.presses("ctrl-u tab");
        assert_eq!(person.app.focus, Pane::Explanation);
    }

    #[test]
    fn raw_keeps_its_blanks() {
        let mut person = Person::new().then().types(r":raw  NOOP ⏎");
        assert_eq!(person.writes(), [" NOOP "]);
    }
}

mod link {
    use super::*;

    fn refused() -> Failure {
        Failure {
            kind: FailureKind::Refused,
            detail: "connection refused".to_owned(),
            tls: None,
        }
    }

    #[test]
    fn enter_connects_again() {
        let mut person = Person::dialing(context(), "mail.example")
            .fails(refused())
            .then();
        assert_eq!(person.app.link, LinkState::Closed);
        person = person.types("⏎");
        assert_eq!(person.effects(), [Effect::Dial]);
        assert_eq!(person.app.link, LinkState::Opening);
    }

    #[test]
    fn what_an_old_link_says_is_not_heard() {
        let mut person = Person::facing("mail.example").hears("220 old\r\n");
        let old = person.app.generation;
        person = person.types(":connect⏎");
        let before = person.app.conversation.transcript().end();
        person.take(Msg::Link(old, Event::Bytes(b"250 late\r\n".to_vec())));
        person.take(Msg::Link(old, Event::Closed(None)));
        person.take(Msg::Link(old, Event::Closed(Some(refused()))));
        assert_eq!(person.app.conversation.transcript().end(), before);
        assert!(person.is_open());
    }

    #[test]
    fn a_link_given_up_while_it_opened_is_not_heard() {
        let mut person = Person::dialing(context(), "mail.example");
        let old = person.app.generation;
        person = person.presses("ctrl-c");
        person.take(Msg::Link(old, Event::Opened { peer: "x".into() }));
        assert!(!person.is_open());
    }

    #[test]
    fn the_record_goes_on_over_a_new_link() {
        let person = Person::new()
            .types("EHLO me⏎")
            .types("QUIT⏎")
            .types("⏎")
            .types("NOOP⏎");
        let said = person
            .app
            .conversation
            .transcript()
            .entries()
            .filter(|entry| matches!(entry.body, Body::Said { .. }));
        assert_eq!(said.count(), 3);
        assert!(person.is_open());
    }

    #[test]
    fn a_target_that_cannot_be_tried_is_told() {
        let mut person = Person::dialing(context(), "mail.example");
        person.take(Msg::Refused("no such file".to_owned()));
        assert_eq!(person.app.link, LinkState::Closed);
        assert_eq!(person.notice(), "no such file");
    }

    #[test]
    fn after_starttls_the_handshake_runs_by_itself() {
        let mut person = Person::new().types("EHLO me⏎").then().types("STARTTLS⏎");
        assert!(person.effects().contains(&Effect::Link(Action::Secure)));
        assert!(person.app.conversation.session().secure());
        assert_eq!(person.heading(), "TLS is on");
    }

    #[test]
    fn no_remark_names_a_key_that_does_nothing() {
        let words = context().locale.text("remark.not-open").to_owned();
        assert!(!words.contains("Ctrl-R"), "{words}");
    }

    #[test]
    fn while_it_connects_nobody_is_told_to_connect() {
        let person = Person::dialing(context(), "mail.example").types("EHLO me");
        assert!(
            !person.screen().contains("connects again"),
            "{}",
            person.screen()
        );
        let person = person.types("⏎");
        assert_eq!(person.typed(), "EHLO me");
        assert!(
            person.screen().contains("connecting"),
            "{}",
            person.screen()
        );
    }
}

mod time {
    use super::*;

    fn hint(person: &Person) -> String {
        person
            .screen()
            .lines()
            .rev()
            .nth(1)
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    fn findings(person: &Person) -> Vec<&'static str> {
        let last = person.app.conversation.transcript().last().unwrap();
        last.body
            .findings()
            .iter()
            .map(ehlo::smtp::Finding::name)
            .collect()
    }

    #[test]
    fn a_wait_is_counted_down_once_it_is_long() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎");
        assert_eq!(hint(&person), "waiting for the reply to EHLO");
        let due = person.app.next_tick().unwrap();
        person = person.waits(Duration::from_secs(3));
        person.take(Msg::Tick);
        assert!(person.app.next_tick() > Some(due));
        assert_eq!(
            hint(&person),
            "waiting for the reply to EHLO: 4:57 of 5:00 left"
        );
        person = person.hears("250 hi\r\n");
        assert_eq!(person.app.next_tick(), None);
        assert!(findings(&person).is_empty());
    }

    #[test]
    fn a_slow_greeting_a_slow_reply_and_a_late_one_are_named() {
        let wait = Duration::from_secs(7);
        let person = Person::facing("mail.example")
            .waits(wait)
            .hears("220 hi\r\n");
        assert_eq!(findings(&person), ["slow-greeting"]);
        assert!(
            person.screen().contains("The greeting took 7 s"),
            "{}",
            person.screen()
        );
        let person = person.types("EHLO me⏎").waits(wait).hears("250 hi\r\n");
        assert_eq!(findings(&person), ["slow-reply"]);
        let person = person
            .types("NOOP⏎")
            .event(Event::TimedOut)
            .hears("250 ok\r\n");
        assert_eq!(findings(&person), ["late-reply"]);
        let person = person.types("NOOP⏎").hears("250 ok\r\n");
        assert!(findings(&person).is_empty());
    }

    #[test]
    fn under_pipelining_it_is_said_which_line_was_answered() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250-hi\r\n250 PIPELINING\r\n")
            .pastes("MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nRCPT TO:<e@f.example>\n")
            .presses("enter")
            .hears("250 ok\r\n250 ok\r\n550 no\r\n");
        let subtitle = |person: &Person| panel::explanation(&person.ctx, &person.app).subtitle;
        assert!(
            subtitle(&person).starts_with("the answer to RCPT"),
            "{}",
            subtitle(&person)
        );
        let person = person.presses("shift-tab [ [");
        assert!(
            subtitle(&person).starts_with("the answer to RCPT TO:<c@d.example>, after"),
            "{}",
            subtitle(&person)
        );
    }
}

mod again {
    use super::*;

    fn sent(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }

    #[test]
    fn the_selected_line_is_said_again() {
        let mut person = Person::new()
            .types("EHLO me⏎")
            .types("NOOP⏎")
            .types("RSET⏎")
            .then();
        person = person.presses("shift-tab [ [ r");
        assert_eq!(person.writes(), sent(&["NOOP"]));
        assert!(person.app.selected.is_none());
    }

    #[test]
    fn everything_up_to_a_line_is_said_again_over_a_new_link() {
        let mut person = composing()
            .types("Subject: x⏎⏎hello")
            .presses("ctrl-d")
            .types("NOOP⏎")
            .then();
        person = person.presses("shift-tab [ [ R");
        let mut lines = sent(&[
            "EHLO me",
            "MAIL FROM:<a@example.org>",
            "RCPT TO:<alice@practice.example>",
            "DATA",
        ]);
        lines.push("Subject: x\r\n\r\nhello\r\n.\r\n".to_owned());
        assert_eq!(person.writes(), lines);
        assert_eq!(person.phase(), Phase::Ready);
    }

    #[test]
    fn a_login_cannot_be_said_again() {
        let person = Person::new()
            .types("EHLO me⏎")
            .types(&format!("AUTH PLAIN {SECRET}⏎"))
            .then();
        let mut person = person.presses("shift-tab R");
        assert_eq!(person.writes(), sent(&["EHLO me"]));
        assert!(person.notice().contains("log in"), "{}", person.notice());
        let mut person = person.types("NOOP⏎").presses("[ [ r");
        assert_eq!(person.notice(), "");
        person.effects();
    }

    #[test]
    fn nothing_is_said_again_where_nothing_was_said() {
        for keys in ["shift-tab r", "shift-tab R"] {
            let mut person = Person::new().then().presses(keys);
            assert_eq!(person.effects(), [], "{keys}");
            assert!(!person.notice().is_empty());
        }
    }
}

mod second {
    use super::*;

    /// Two sessions at servers that say nothing by themselves, the second at the front.
    fn two() -> Person {
        let person = Person::facing("one.example").hears("220 one\r\n");
        let mut person = person.types(":second two.example⏎");
        person.take(Msg::Link(
            person.app.generation,
            Event::Opened {
                peer: "192.0.2.2:25".to_owned(),
            },
        ));
        person.hears("220 two\r\n")
    }

    #[test]
    fn the_one_behind_goes_on_by_itself() {
        let mut person = two();
        let behind = person.app.generation;
        assert_eq!(person.app.target.to_string(), "two.example:25");
        assert!(
            person.screen().contains("Session 2/2 [1]"),
            "{}",
            person.screen()
        );
        person = person.types("EHLO me⏎").presses("f8").then();
        assert_eq!(person.app.target.to_string(), "one.example:25");
        assert!(
            person.screen().contains("Session 1/2 [1]"),
            "{}",
            person.screen()
        );
        person.take(Msg::Link(behind, Event::Bytes(b"250 hello\r\n".to_vec())));
        assert_eq!(person.phase(), Phase::Hello);
        let effects = person.effects();
        assert!(
            effects
                .iter()
                .all(|effect| matches!(effect, Effect::Beside(link, _) if *link == behind)),
            "{effects:?}"
        );
        let person = person.presses("f8");
        assert_eq!(person.phase(), Phase::Ready);
        assert!(person.screen().contains("250 hello"), "{}", person.screen());
    }

    #[test]
    fn links_of_both_are_known_and_no_other() {
        let person = two();
        let second = person.app.generation;
        let person = person.presses("f8");
        let first = person.app.generation;
        let person = person.presses("f8");
        assert!(person.app.knows(first) && person.app.knows(second));
        let person = person.types(":second three.example⏎");
        assert_eq!(person.app.target.to_string(), "three.example:25");
        assert!(!person.app.knows(first) && person.app.knows(second));
        assert!(person.app.knows(person.app.generation));
    }

    #[test]
    fn what_differs_stands_in_a_tab_of_its_own() {
        let mut person = two()
            .types("EHLO me⏎")
            .hears("250-two\r\n250-SIZE 1000\r\n250 DSN\r\n");
        person = person.types("NOOP⏎").hears("250 fine\r\n").presses("f8");
        person = person
            .types("EHLO me⏎")
            .hears("250-one\r\n250 SIZE 2000\r\n");
        person = person
            .types("NOOP⏎")
            .hears("500 what?\r\n")
            .resizes(140, 50);
        person.app.tab = Tab::Both;
        let screen = person.screen();
        for shown in [
            "Both",
            "A  SIZE 2000",
            "B  SIZE 1000",
            "A  not offered",
            "B  DSN",
            "A  500 what?",
            "B  250 fine",
        ] {
            assert!(screen.contains(shown), "{shown}\n{screen}");
        }
        let tabs = person.app.tabs().count();
        assert_eq!((tabs, Person::new().app.tabs().count()), (4, 3));
    }

    #[test]
    fn without_a_second_session_f8_says_how_to_open_one() {
        let person = Person::new().presses("f8");
        assert!(person.notice().contains(":second"), "{}", person.notice());
        let person = Person::new().types(":second http://x⏎");
        assert!(person.app.second.is_none());
        assert!(person.notice().contains("smtps://"), "{}", person.notice());
    }
}

mod octets {
    use super::*;

    #[test]
    fn lines_end_as_asked_and_the_box_says_so() {
        for (name, octets) in [
            ("lf", "NOOP\n"),
            ("cr", "NOOP\r"),
            ("none", "NOOP"),
            ("crlf", "NOOP\r\n"),
        ] {
            let person = Person::facing("mail.example").hears("220 hi\r\n");
            let person = person.types(&format!(":ending {name}⏎"));
            assert_eq!(person.screen().contains("lines end with"), name != "crlf");
            let mut person = person.then().types("NOOP⏎");
            assert_eq!(person.writes(), [octets], "{name}");
        }
        let person = Person::new().types(":ending crcr⏎");
        assert!(
            person.notice().contains("crlf lf cr none"),
            "{}",
            person.notice()
        );
    }

    #[test]
    fn a_line_goes_out_in_pieces() {
        let person = || Person::facing("mail.example").hears("220 hi\r\n").then();
        assert_eq!(
            person().types(":split 4 EHLO me⏎").writes(),
            ["EHLO", " me\r", "\n"]
        );
        let mut dripping = person().types(":drip 20 HI⏎");
        let pause = Effect::Link(Action::Pause(Duration::from_millis(20)));
        let effects = dripping.effects();
        assert_eq!(effects.iter().filter(|effect| **effect == pause).count(), 3);
        for wrong in [":split 0 x⏎", ":split x⏎", ":drip⏎", ":drip 99999999 x⏎"] {
            let mut person = person().types(wrong);
            assert_eq!(person.effects(), [], "{wrong}");
            assert!(!person.notice().is_empty(), "{wrong}");
        }
    }

    #[test]
    fn the_wire_view_shows_line_ends_seams_and_octets() {
        let person = Person::facing("mail.example")
            .hears("22")
            .hears("0 hi\n")
            .types(":ending lf⏎")
            .types("EHLO me⏎")
            .hears("250-a\r\n250 \x07b\r\n")
            .presses("shift-tab w");
        let screen = person.screen();
        for shown in [
            "22¦0 hi␊",
            "EHLO me␊",
            "250-a␍␊",
            "250 ␇b␍␊",
            "on the wire [1]",
        ] {
            assert!(screen.contains(shown), "{shown}\n{screen}");
        }
        let screen = person.presses("w").screen();
        assert!(screen.contains("45 48 4c 4f 20 6d 65 0a"), "{screen}");
    }

    #[test]
    fn a_half_closed_link_says_so() {
        let mut person = Person::facing("mail.example").hears("220 hi\r\n").then();
        person = person.types(":half-close⏎");
        assert_eq!(person.effects(), [Effect::Link(Action::HalfClose)]);
        assert!(
            person.screen().contains("nothing more will be sent"),
            "{}",
            person.screen()
        );
    }
}

mod pasting {
    use super::*;

    #[test]
    fn several_lines_are_shown_and_go_out_in_one_write() {
        let mut person = Person::new().then().pastes("EHLO me\nNOOP\r\nRSET\n");
        assert_eq!(person.effects(), []);
        let lines = ["EHLO me", "NOOP", "RSET"].map(str::to_owned).to_vec();
        assert_eq!(person.app.modal, Some(Modal::Paste(lines)));
        let mut person = person.presses("enter");
        assert_eq!(person.writes(), ["EHLO me\r\nNOOP\r\nRSET\r\n"]);
        assert_eq!(person.app.modal, None);
    }

    #[test]
    fn l_sends_them_one_after_another() {
        let mut person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .then()
            .pastes("EHLO me\nNOOP\nQUIT\n")
            .presses("l");
        assert_eq!(person.writes(), ["EHLO me\r\n"]);
        person = person.hears("250 hi\r\n");
        assert_eq!(person.writes(), ["NOOP\r\n"]);
        assert!(
            person.screen().contains("1 more line to send"),
            "{}",
            person.screen()
        );
        person = person.presses("ctrl-c").hears("250 ok\r\n");
        assert_eq!(person.writes(), Vec::<String>::new());
    }

    #[test]
    fn esc_sends_nothing() {
        let mut person = Person::new().then().pastes("EHLO me\nNOOP\n");
        person = person.types("y").presses("esc");
        assert_eq!(person.effects(), []);
        assert_eq!(person.app.modal, None);
    }

    #[test]
    fn one_line_is_put_in_at_the_cursor() {
        let mut person = Person::new()
            .then()
            .types("<>")
            .presses("left")
            .pastes("a@example.org\n");
        assert_eq!(person.effects(), []);
        assert_eq!(person.typed(), "<a@example.org>");
    }

    #[test]
    fn in_the_message_editor_all_lines_are_put_in() {
        let mut person = composing().pastes("one\r\ntwo\rthree\n");
        assert_eq!(person.effects(), []);
        assert_eq!(person.typed(), "one\ntwo\nthree\n");
    }

    #[test]
    fn control_characters_are_not_drawn() {
        let nasty = "a\x1b[31mb\x07c\td\u{9b}e\u{202e}f";
        for person in [
            Person::new().pastes(nasty),
            Person::new().pastes(&format!("{nasty}\n{nasty}")),
            composing().pastes(&format!("{nasty}\n{nasty}")),
        ] {
            let screen = person.screen();
            assert!(
                !screen.replace('\n', "").chars().any(char::is_control),
                "{screen}"
            );
            assert!(screen.contains("␛[31mb"), "{screen}");
        }
    }

    #[test]
    fn terminals_paste_a_carriage_return_for_each_line_end() {
        let person = Person::new().pastes("EHLO me\rNOOP\r");
        let lines = ["EHLO me", "NOOP"].map(str::to_owned).to_vec();
        assert_eq!(person.app.modal, Some(Modal::Paste(lines)));
        let person = Person::new().pastes("EHLO me\r");
        assert_eq!(person.typed(), "EHLO me");
        assert_eq!(person.app.command.lines().len(), 1);
    }
}

mod browsing {
    use super::*;

    /// The line selected, or the one that is explained while following.
    fn place(person: &Person) -> Place {
        person.app.place().unwrap()
    }

    #[test]
    fn a_selection_stays_while_new_lines_come() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250 hi\r\n")
            .presses("shift-tab up up");
        let selected = person.app.selected.expect("something");
        let person = person.hears("421 bye\r\n").event(Event::Closed(None));
        assert_eq!(person.app.selected, Some(selected));
        let person = person.presses("end");
        assert_eq!(person.app.selected, None);
        let person = person.presses("g");
        assert_eq!(place(&person), Place { entry: 0, line: 0 });
        assert_eq!(person.presses("esc").app.selected, None);
    }

    #[test]
    fn beyond_the_last_line_it_follows_again() {
        let person = Person::new().presses("shift-tab");
        let person = person.presses("up down down");
        assert_eq!(person.app.selected, None);
    }

    #[test]
    fn sending_follows_again() {
        let person = Person::new().presses("pageup");
        assert!(person.app.selected.is_some());
        assert_eq!(person.types("NOOP⏎").app.selected, None);
    }

    #[test]
    fn the_explanation_follows_the_selection() {
        let person = Person::new()
            .types("EHLO me⏎")
            .types("RCPT TO:<x@y>⏎")
            .presses("shift-tab");
        let mut headings = vec![person.heading()];
        let mut person = person;
        for _ in 0..2 {
            person = person.presses("[");
            headings.push(person.heading());
        }
        let expected = ["503", "503", "250"];
        assert!(
            headings
                .iter()
                .zip(expected)
                .all(|(heading, code)| heading.starts_with(code)),
            "{headings:?}"
        );
        let person = person.presses("up");
        assert_eq!(person.heading(), "EHLO");
        let person = person.presses("] ] ]");
        assert_eq!(person.app.selected, None);
    }

    #[test]
    fn each_line_of_the_ehlo_reply_is_explained_by_its_keyword() {
        let mut person = Person::new().types("EHLO me⏎").presses("shift-tab [");
        let offered: Vec<_> = person
            .app
            .conversation
            .session()
            .known_offers()
            .iter()
            .map(|(keyword, _)| keyword)
            .collect();
        assert!(offered.len() > 8);
        assert!(person.heading().starts_with("250"));
        for keyword in offered {
            person = person.presses("down");
            assert_eq!(person.heading(), keyword);
            assert!(
                person
                    .ctx
                    .kb
                    .card(ehlo::kb::Kind::Keyword, &keyword)
                    .is_some(),
                "{keyword} has no card"
            );
        }
    }

    #[test]
    fn a_keyword_without_a_card_is_explained_as_such() {
        let person = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250-hi\r\n250 X-SPICE hot\r\n")
            .presses("shift-tab up");
        assert_eq!(person.heading(), "X-SPICE");
        let explanation = panel::explanation(&person.ctx, &person.app);
        assert!(!explanation.sections.is_empty());
    }

    #[test]
    fn the_cause_may_stand_in_the_line_and_not_in_the_reply() {
        let server = || {
            Person::facing("mail.example")
                .hears("220 hi\r\n")
                .types("EHLO me⏎")
                .hears("250-hi\r\n250-8BITMIME\r\n250 SIZE 20\r\n")
        };
        let here = |person: &Person| {
            let explanation = panel::explanation(&person.ctx, &person.app);
            explanation.sections[0].texts.concat()
        };
        let declared = server()
            .types("MAIL FROM:<a@b.example> SIZE=21⏎")
            .hears("552 no\r\n");
        assert!(
            here(&declared).contains("You declared more octets"),
            "{}",
            here(&declared)
        );
        let letters = server()
            .types("MAIL FROM:<é@b.example>⏎")
            .hears("501 no\r\n");
        assert!(
            here(&letters).contains("letters beyond ASCII"),
            "{}",
            here(&letters)
        );
        let sent = |content: &str| {
            server()
                .types("MAIL FROM:<a@b.example>⏎")
                .hears("250 ok\r\n")
                .types("RCPT TO:<c@d.example>⏎")
                .hears("250 ok\r\n")
                .types("DATA⏎")
                .hears("354 go\r\n")
                .types(content)
                // Over SIZE it asks first.
                .presses("ctrl-d enter")
                .hears("554 no\r\n")
        };
        let long = sent("this is far too long");
        assert!(
            here(&long).contains("more octets than the `SIZE`"),
            "{}",
            here(&long)
        );
        let short = sent("short");
        assert!(!here(&short).contains("more octets"), "{}", here(&short));
    }

    /// A pane of 24 rows and 60 columns, as issue trackers and trainers' slides have it.
    #[test]
    fn a_common_reply_is_explained_without_scrolling_in_every_language() {
        let dialogue = [
            "EHLO me⏎",
            "VRFY secret⏎",
            "MAIL FROM:<a@b.example>⏎",
            "RCPT TO:<nobody@practice.example>⏎",
            "RCPT TO:<full@practice.example>⏎",
            "RCPT TO:<c@elsewhere.example>⏎",
            "DATA⏎",
            "RCPT TO:<alice@practice.example>⏎",
            "NONSENSE⏎",
            "RSET⏎",
            "AUTH PLAIN⏎",
            "QUIT⏎",
        ];
        for tag in ["en", "ko", "vi"] {
            let mut person = Person::with(Context {
                kb: Arc::new(Kb::load(tag)),
                locale: Locale::load(tag),
                ..context()
            });
            for typed in dialogue {
                person = person.types(typed);
                let rows = panel::content(&person.ctx, &person.app, (60, 24));
                let count = rows.body.len() + rows.next.len() + rows.rest.len();
                assert!(count <= 24, "{tag} {typed} takes {count} rows");
                let said: String = rows.body.iter().flatten().map(|span| &*span.text).collect();
                let whole = panel::explanation(&person.ctx, &person.app).sections;
                let here = whole[0].texts[0].replace('`', "");
                let first: String = here.chars().take(12).collect();
                assert!(said.contains(&first), "{tag} {typed}: {said}");
            }
        }
    }

    #[test]
    fn f4_and_scrolling_show_all_of_it() {
        let person = Person::new().types("EHLO me⏎").types("MAIL⏎");
        let rows = |person: &Person| {
            panel::content(&person.ctx, &person.app, (40, 18))
                .body
                .len()
        };
        let short = rows(&person);
        let person = person.presses("f4");
        assert!(rows(&person) > short);
        let person = person.presses("f4");
        assert_eq!(rows(&person), short);
        let person = person.presses("tab down");
        assert!(rows(&person) > short);
    }

    #[test]
    fn the_explanation_scrolls_and_stops() {
        let person = Person::new().types("EHLO me⏎").presses("tab");
        assert_eq!(person.app.focus, Pane::Explanation);
        let person = person.presses("down down up");
        assert_eq!(person.app.scrolled, 1);
        let most = person.presses("end").app.scrolled;
        assert!(most > 1);
    }

    #[test]
    fn panes_are_reached_by_tab_and_number() {
        let person = Person::new().presses("tab");
        assert_eq!(person.app.focus, Pane::Explanation);
        let person = person.presses("1");
        assert_eq!(person.app.focus, Pane::Transcript);
        let person = person.presses("2 3");
        assert_eq!(person.app.focus, Pane::Command);
        let person = person.presses("shift-tab i");
        assert_eq!(person.app.focus, Pane::Command);
        assert_eq!(person.typed(), "");
    }

    #[test]
    fn zoom_shows_one_pane_and_esc_undoes_it() {
        let person = Person::new().presses("tab z");
        assert!(person.app.zoomed);
        let screen = person.screen();
        assert!(
            screen.contains("[2]") && !screen.contains("[1]"),
            "{screen}"
        );
        let person = person.presses("esc");
        assert!(!person.app.zoomed);
        assert_eq!(person.app.focus, Pane::Explanation);
    }

    #[test]
    fn of_lines_that_are_no_smtp_the_first_is_explained() {
        let person = Person::facing("www.example:80")
            .hears("HTTP/1.1 400 Bad Request\r\nServer: x\r\n")
            .hears("\r\n");
        let first = person.heading();
        let person = person.presses("shift-tab up");
        assert_ne!(person.heading(), first, "the last line alone tells less");
        assert_eq!(person.presses("up up").heading(), first);
    }
}

mod secrets {
    use super::*;

    const NAME: &str = "YWxpY2VAcHJhY3RpY2UuZXhhbXBsZQ==";
    const PASSWORD: &str = "Y29ycmVjdC1ob3JzZQ==";

    /// No screen, copy or saved session may hold it.
    fn hides(person: Person, secret: &str) {
        for (width, height) in [(80, 24), (120, 36), (40, 10)] {
            let screen = person_at(&person, width, height);
            assert!(!screen.contains(secret), "{screen}");
        }
        assert!(!saved(&person).contains(secret));
        let record = format!("{:?}", person.app.conversation.transcript());
        assert!(!record.contains(secret), "{record}");
        let entries = person.app.conversation.transcript().end();
        let mut person = person.presses("esc shift-tab end");
        for _ in 0..entries {
            person = person.presses("up y Y");
        }
        for effect in person.effects() {
            if let Effect::Copy(text) = effect {
                assert!(!text.contains(secret), "{text}");
            }
        }
    }

    fn person_at(person: &Person, width: u16, height: u16) -> String {
        use ratatui::{Terminal, backend::TestBackend};
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let draw = |frame: &mut ratatui::Frame<'_>| ehlo::ui::view(&person.ctx, &person.app, frame);
        terminal.draw(draw).unwrap();
        format!("{}", terminal.backend())
    }

    #[test]
    fn an_answer_is_masked_while_it_is_typed_and_after() {
        let person = challenged().types(NAME);
        assert!(person.app.is_secret());
        assert!(person.screen().contains("****"));
        hides(person.presses("end").types("⏎"), NAME);
        hides(challenged().types(NAME), NAME);
    }

    #[test]
    fn a_whole_login_leaves_no_trace() {
        let person = || {
            challenged()
                .types(&format!("{NAME}⏎"))
                .types(&format!("{PASSWORD}⏎"))
        };
        assert_eq!(person().heading(), "235 Authentication Successful");
        hides(person(), NAME);
        hides(person(), PASSWORD);
        hides(
            Person::new().types(&format!("AUTH PLAIN {SECRET}⏎")),
            SECRET,
        );
    }

    #[test]
    fn the_exchange_is_copied_with_a_mask() {
        let person = Person::new()
            .types(&format!("AUTH PLAIN {SECRET}⏎"))
            .presses("shift-tab");
        let text = copied(person, "Y").expect("a copy");
        assert!(
            text.contains("C: AUTH PLAIN") && !text.contains(SECRET),
            "{text}"
        );
    }

    #[test]
    fn ehlos_own_login_asks_and_hides() {
        let person = Person::new().types(":auth PLAIN alice@practice.example⏎");
        assert!(person.app.is_secret());
        let person = person.types("open-sesame");
        assert!(person.screen().contains("***********"));
        hides(person, "open-sesame");
    }

    #[test]
    fn ehlos_own_login_uses_the_login_it_was_given() {
        let mut ctx = context();
        ctx.credentials = Some(Credentials {
            user: "alice@practice.example".to_owned(),
            password: ehlo::smtp::Secret::new("correct-horse"),
        });
        let person = Person::with(ctx)
            .types("EHLO me⏎STARTTLS⏎EHLO me⏎")
            .types(":auth login⏎");
        assert_eq!(person.heading(), "235 Authentication Successful");
        hides(person, PASSWORD);
    }

    #[test]
    fn tab_completes_no_secret() {
        let person = challenged().types("eh").presses("tab");
        assert_eq!(person.typed(), "eh");
    }

    #[test]
    fn a_secret_sent_raw_is_not_remembered() {
        let person = Person::new().types(&format!(r":raw AUTH PLAIN {SECRET}\r\n⏎"));
        assert_eq!(person.app.history.lines().count(), 0);
        let person = person.types(r":raw NOOP\r\n⏎");
        let history: Vec<_> = person.app.history.lines().collect();
        assert_eq!(history, [r":raw NOOP\r\n"]);
    }

    #[test]
    fn a_secret_that_is_half_typed_goes_when_nobody_asks_for_it_any_more() {
        for person in [
            challenged().types("c2VjcmV0").event(Event::Closed(None)),
            challenged()
                .types("c2VjcmV0")
                .hears("421 4.4.2 too slow\r\n"),
            Person::new()
                .types(":auth PLAIN me⏎")
                .types("c2VjcmV0")
                .event(Event::Closed(None))
                .types("⏎"),
        ] {
            assert!(!person.screen().contains("c2VjcmV0"), "{}", person.screen());
            assert!(!person.typed().contains("c2VjcmV0") || person.app.is_secret());
        }
    }

    #[test]
    fn secrets_are_masked_before_they_are_sent_too() {
        for person in [
            challenged().pastes(&format!("{SECRET}\n{SECRET}")),
            Person::new().pastes(&format!("AUTH PLAIN {SECRET}\nNOOP\n")),
            Person::new().pastes(&format!("AUTH PLAIN {SECRET}")),
            Person::new()
                .types("EHLO me⏎")
                .types(&format!("AUTH PLAIN {SECRET}")),
        ] {
            assert!(!person.screen().contains(SECRET), "{}", person.screen());
            assert!(person.screen().contains("****"), "{}", person.screen());
        }
    }
}

mod production {
    use super::*;

    fn facing(marks: &str) -> Person {
        let target = ehlo::target::Target::parse("mx1.example.com").unwrap();
        let ctx = Context {
            production: ehlo::target::Marked::new([marks], &target),
            ..context()
        };
        Person::dialing(ctx, "mx1.example.com")
    }

    fn remarks(person: &Person) -> usize {
        let entries = person.app.conversation.transcript().entries();
        let said = entries.filter(|entry| {
            matches!(
                entry.body,
                Body::Remark {
                    key: "production",
                    ..
                }
            )
        });
        said.count()
    }

    fn two_envelopes(person: Person) -> Person {
        let envelope = |person: Person| {
            person
                .types("MAIL FROM:<a@b.example>⏎")
                .hears("250 ok\r\n")
                .types("RSET⏎")
                .hears("250 ok\r\n")
        };
        let person = person
            .opens()
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250 hi\r\n");
        envelope(envelope(person))
    }

    #[test]
    fn it_is_said_once_before_a_message_goes_there() {
        let person = facing("*.example.com");
        assert!(person.app.is_production(&person.ctx));
        let mut person = two_envelopes(person);
        assert_eq!(remarks(&person), 1);
        person = person.event(Event::Closed(None)).types("⏎");
        assert_eq!(remarks(&two_envelopes(person)), 2);
    }

    #[test]
    fn nothing_is_said_of_other_hosts() {
        let person = facing("*.example.org");
        assert!(!person.app.is_production(&person.ctx));
        assert_eq!(remarks(&two_envelopes(person)), 0);
    }

    #[test]
    fn a_domain_is_production_when_a_host_of_its_is() {
        let mut person = facing("mx2.example.net");
        let step = |host: &str| {
            Event::Stage(Stage {
                step: Step::Candidate {
                    preference: 10,
                    host: host.to_owned(),
                    addresses: String::new(),
                },
                took: None,
            })
        };
        person = person.event(step("mx1.example.net"));
        assert!(!person.app.is_production(&person.ctx));
        person = person.event(step("mx2.example.net"));
        assert!(person.app.is_production(&person.ctx));
    }
}

mod own_keys {
    use super::*;
    use ehlo::keymap::{Change, Keymap};

    #[test]
    fn a_changed_key_does_what_it_says_and_the_footer_names_it() {
        let change = Change::read("global", "quit", &["f10"], 1).unwrap();
        let ctx = Context {
            keymap: Keymap::builtin().unwrap().changed(&[change]).unwrap(),
            ..context()
        };
        let mut person = Person::with(ctx).presses("ctrl-q");
        assert_eq!(person.app.modal, None);
        assert!(person.screen().contains("F10 quit"), "{}", person.screen());
        person = person.presses("f10");
        assert_eq!(person.app.modal, Some(Modal::Quit));
    }

    #[test]
    fn the_words_name_the_keys_as_they_are() {
        let shipped = Keymap::builtin().unwrap();
        let change = |action, key| Change::read("global", action, key, 1).unwrap();
        let keymap = shipped
            .changed(&[change("quit", &["f10"]), change("help", &["ctrl-o"])])
            .unwrap();
        let mut ctx = context();
        ctx.locale = Locale::load("en").with_keys(keymap.renamed(&shipped));
        ctx.keymap = keymap;
        let person = Person::with(ctx);
        assert!(
            person.screen().contains("Ctrl-O helps"),
            "{}",
            person.screen()
        );
        let person = person.presses("f10");
        assert!(
            person.screen().contains("F10  leave at once"),
            "{}",
            person.screen()
        );
        assert_eq!(shipped.renamed(&shipped), []);
    }

    #[test]
    fn letters_of_another_alphabet_go_by_their_place_where_no_text_is_typed() {
        let person = Person::new().types("EHLO me⏎");
        for (here, there) in [("k", "л"), ("k", "ㅏ"), ("[", "х")] {
            let latin = Person::new()
                .types("EHLO me⏎")
                .presses("shift-tab")
                .presses(here);
            let other = Person::new()
                .types("EHLO me⏎")
                .presses("shift-tab")
                .presses(there);
            assert_eq!(latin.app.selected, other.app.selected, "{there}");
            assert!(other.app.selected.is_some(), "{there}");
        }
        assert_eq!(person.types("лㅏ").typed(), "лㅏ");
    }
}
