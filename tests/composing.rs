//! What helps with a message before it goes out: the editor's keys and marks, templates, attachments,
//! and parameters with their values.
//!
//! Absent on purpose: sending it (`message`).

use ehlo::app::{Effect, Mark, Msg};
use ehlo::smtp::parameter::PARAMETERS;

use support::person::Person;

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// At a server that offers everything parameters need.
fn offered(more: &str) -> Person {
    let offers = format!(
        "250-mail.example\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250-AUTH PLAIN\r\n\
         250-DELIVERBY\r\n250-FUTURERELEASE 86400 2030-01-01T00:00:00Z\r\n250-MT-PRIORITY\r\n{more}250 REQUIRETLS\r\n"
    );
    Person::facing("mail.example")
        .hears("220 hi\r\n")
        .types("EHLO me⏎")
        .hears(offers)
        .then()
}

/// At the practice server, with a message begun.
fn composing() -> Person {
    Person::new()
        .types("EHLO me⏎")
        .types("MAIL FROM:<a@example.org>⏎")
        .types("RCPT TO:<alice@practice.example>⏎")
        .types("DATA⏎")
        .then()
}

/// What Tab makes of a line, and what was offered if there was a choice.
fn tab(person: Person, line: &str) -> (String, String) {
    let person = person.types(line);
    let offered = person.app.offered(&person.ctx);
    let names = offered.candidates.iter().map(|one| one.name(offered.from));
    let names: Vec<_> = names.collect();
    let told = if names.len() > 1 {
        names.join("  ")
    } else {
        String::new()
    };
    (person.presses("tab").typed(), told)
}

mod parameters {
    use super::*;

    #[test]
    fn each_one_that_is_offered_can_be_completed() {
        for row in PARAMETERS {
            let path = if row.verb == "MAIL" {
                "MAIL FROM:<a@example.org> "
            } else {
                "RCPT TO:<b@example.org> "
            };
            let equals = if row.syntax.contains('=') { "=" } else { "" };
            let (typed, _) = tab(offered(""), &format!("{path}{}", row.name));
            assert_eq!(typed, format!("{path}{}{equals}", row.name));
        }
    }

    #[test]
    fn values_are_offered_or_filled_in() {
        for (line, typed, told) in [
            (
                "MAIL FROM:<a> BODY=",
                "MAIL FROM:<a> BODY=7BIT",
                "7BIT  8BITMIME",
            ),
            ("MAIL FROM:<a> BODY=8", "MAIL FROM:<a> BODY=8BITMIME", ""),
            ("MAIL FROM:<a> RET=", "MAIL FROM:<a> RET=FULL", "FULL  HDRS"),
            ("MAIL FROM:<a> AUTH=", "MAIL FROM:<a> AUTH=<>", ""),
            ("MAIL FROM:<a> HOLDFOR=", "MAIL FROM:<a> HOLDFOR=86400", ""),
            (
                "MAIL FROM:<a> HOLDUNTIL=",
                "MAIL FROM:<a> HOLDUNTIL=2030-01-01T00:00:00Z",
                "",
            ),
            ("MAIL FROM:<a> BY=3600;N", "MAIL FROM:<a> BY=3600;N", ""),
            (
                "RCPT TO:<b> NOTIFY=",
                "RCPT TO:<b> NOTIFY=NEVER",
                "NEVER  SUCCESS  FAILURE  DELAY  SUCCESS,FAILURE,DELAY",
            ),
            (
                "RCPT TO:<b> ORCPT=",
                "RCPT TO:<b> ORCPT=rfc822;alice@mail.example",
                "",
            ),
        ] {
            assert_eq!(tab(offered(""), line), (typed.to_owned(), told.to_owned()));
        }
        let (_, told) = tab(offered("250-BINARYMIME\r\n"), "MAIL FROM:<a> BODY=");
        assert_eq!(told, "7BIT  8BITMIME  BINARYMIME");
    }

    #[test]
    fn one_that_is_given_is_not_offered_again() {
        let (typed, _) = tab(offered(""), "MAIL FROM:<a> RET=FULL RE");
        assert_eq!(typed, "MAIL FROM:<a> RET=FULL REQUIRETLS");
    }

    #[test]
    fn size_is_that_of_the_message() {
        let mut person = offered("");
        person.take(Msg::Composed(Ok("Subject: x\n\nhi\n".to_owned())));
        let (typed, _) = tab(person, "MAIL FROM:<a> SIZE=");
        assert_eq!(typed, "MAIL FROM:<a> SIZE=18");
    }
}

mod making {
    use super::*;

    #[test]
    fn a_template_is_asked_for_by_name() {
        let mut person = composing().presses("alt-x").then().types("template gtube⏎");
        let effects = person.effects();
        assert!(
            matches!(&effects[..], [Effect::Template { name, letter }]
                if name == "gtube" && letter.to == "alice@practice.example"),
            "{effects:?}"
        );
        person.take(Msg::Composed(Ok("Subject: x\n\nhi\n".to_owned())));
        assert_eq!(person.typed(), "Subject: x\n\nhi");
        assert_eq!(person.presses("ctrl-7 ctrl-7").typed(), "");
    }

    #[test]
    fn an_unknown_template_lists_those_there_are() {
        let person = Person::new().types(":template x⏎");
        assert!(
            person
                .notice()
                .contains("plain html attachment utf-8 gtube eicar dsn")
        );
        let person = Person::new().types(":template gt").presses("tab");
        assert_eq!(person.typed(), ":template gtube");
    }

    #[test]
    fn before_data_it_waits_until_content_is_due() {
        let mut person = Person::new();
        person.take(Msg::Composed(Ok("Subject: x\n".to_owned())));
        assert!(person.notice().contains("DATA"));
        let person = person
            .types("EHLO me⏎")
            .types("MAIL FROM:<a@example.org>⏎")
            .types("RCPT TO:<alice@practice.example>⏎")
            .types("DATA⏎");
        assert_eq!(person.typed(), "Subject: x");
    }

    #[test]
    fn a_file_is_attached_to_what_is_typed() {
        let person = composing().types("Subject: x⏎").presses("alt-x");
        let mut person = person.then().types("attach a.pdf⏎");
        let wanted = Effect::Attach {
            file: "a.pdf".to_owned(),
            message: "Subject: x\n\n".to_owned(),
        };
        assert_eq!(person.effects(), [wanted]);
        person.take(Msg::Composed(Err("a.pdf: no such file".to_owned())));
        assert!(person.notice().contains("no such file"));
        assert_eq!(person.typed(), "Subject: x\n");
    }

    #[test]
    fn ones_own_editor_is_a_key_away() {
        let mut person = composing().types("hi").then().presses("f7");
        assert_eq!(person.effects(), [Effect::Edit("hi\n".to_owned())]);
        person.take(Msg::Composed(Ok("hello\n".to_owned())));
        assert_eq!(person.typed(), "hello");
        let mut person = Person::new().then().presses("f7");
        assert_eq!(person.effects(), []);
        assert!(
            person.notice().contains("no message"),
            "{}",
            person.notice()
        );
    }
}

mod marks {
    use super::*;

    #[test]
    fn each_has_a_sign_and_words() {
        let person = composing()
            .pastes(&format!("From: a\n\n{}\n.\n", "x".repeat(999)))
            .presses("up up up up");
        let person = person.presses("home");
        assert_eq!(person.app.mark(&"x".repeat(999)), Some(Mark::Long));
        let mut person = person;
        person.app.size.width = 200;
        let screen = person.screen();
        assert!(screen.contains(" 3> xxx"), "{screen}");
        assert!(screen.contains(" 4. ."), "{screen}");
        for words in [
            "1 line over 998 octets (line 3)",
            "a lone dot (line 4)",
            "no Date, Message-ID",
        ] {
            assert!(screen.contains(words), "{words} in {screen}");
        }
    }

    #[test]
    fn octets_over_127_are_marked_where_they_are_not_agreed_on() {
        let plain = Person::facing("mail.example")
            .hears("220 hi\r\n")
            .types("EHLO me⏎")
            .hears("250 mail.example\r\n");
        assert_eq!(plain.app.mark("é"), Some(Mark::EightBit));
        assert_eq!(offered("").app.mark("é"), None);
    }

    #[test]
    fn a_message_with_all_its_fields_has_no_remark() {
        let person = composing().pastes("From: a\nDate: b\nMessage-ID: <c>\n\nhi");
        assert_eq!(person.app.remarks(), ehlo::app::Remarks::default());
    }
}

#[test]
fn the_editor_has_the_usual_keys() {
    let person = composing().types("one two three").presses("ctrl-w");
    assert_eq!(person.typed(), "one two ");
    let person = person.presses("ctrl-y ctrl-7");
    assert_eq!(person.typed(), "one two ");
    let person = person.presses("ctrl-r alt-b alt-b ctrl-k");
    assert_eq!(person.typed(), "one ");
    let person = person.presses("ctrl-y");
    assert_eq!(person.typed(), "one two three");
}
