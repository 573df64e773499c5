//! The tabs of the explanation pane: turning to them, what they say of TLS and of the session.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "this test needs no terminal and no pictures")]
mod support;

use std::time::Duration;

use ehlo::app::{Effect, Msg, Pane, Tab};
use ehlo::kb::Kb;
use ehlo::link::{ClientCertificate, Event, Failure, FailureKind, TlsFacts, Verdict};
use ehlo::locale::Locale;
use support::person::{Person, good_tls};

/// A live server after STARTTLS, with what its handshake settled.
fn secured(facts: TlsFacts) -> Person {
    let mut person = Person::facing("mail.example:587")
        .hears("220 mail.example ESMTP\r\n")
        .types("EHLO client.example⏎")
        .hears("250-mail.example\r\n250-SIZE 1000\r\n250-X-ODD\r\n250 STARTTLS\r\n")
        .types("STARTTLS⏎")
        .hears("220 2.0.0 Ready\r\n");
    person.facts = facts;
    person.secures().resizes(159, 70)
}

#[track_caller]
fn shows(person: &Person, parts: &[&str]) {
    let screen = person.screen();
    for part in parts {
        assert!(screen.contains(part), "{part:?} is not in\n{screen}");
    }
}

#[test]
fn a_key_goes_round_and_escape_goes_back() {
    let mut person = Person::new();
    for tab in [Tab::Session, Tab::Tls, Tab::Explanation, Tab::Session] {
        person = person.presses("f6");
        assert_eq!(person.app.tab, tab);
        assert_eq!(person.app.focus, Pane::Command);
    }
    let person = person.presses("esc");
    assert_eq!(person.app.tab, Tab::Explanation);
}

#[test]
fn a_comparison_makes_room_for_a_tab() {
    let person = Person::new().types(":compare 250 252⏎").presses("f6");
    assert_eq!(
        (person.app.tab, &person.app.compared),
        (Tab::Session, &None)
    );
}

#[test]
fn on_a_tiny_screen_the_pane_comes_up_with_its_name() {
    let person = Person::new().resizes(40, 10).types(":tls⏎");
    assert_eq!(person.app.focus, Pane::Explanation);
    shows(&person, &["◉ TLS", "not encrypted"]);
}

#[test]
fn without_tls_it_says_how_to_come_to_it() {
    let person = Person::facing("mail.example:25")
        .hears("220 mail.example\r\n")
        .resizes(159, 40)
        .types(":tls⏎");
    shows(&person, &["not known yet"]);
    let person = person
        .types("EHLO me⏎")
        .hears("250-mail.example\r\n250 STARTTLS\r\n");
    shows(&person, &["send STARTTLS"]);
    let person = person.types("EHLO me⏎").hears("250 mail.example\r\n");
    shows(&person, &["does not offer STARTTLS"]);
}

#[test]
fn the_end_of_a_certificate_is_told_by_sign_and_word() {
    for (begins, left, shown) in [
        (-10, 30, "✓ 30 days left"),
        (-10, 29, "! ends soon: 29 days left"),
        (-10, 0, "! ends soon: 0 days left"),
        (-10, -1, "✗ expired 1 day ago"),
        (1, 300, "✗ begins in 1 day"),
    ] {
        let mut facts = good_tls();
        facts.chain[0].days_to_begin = begins;
        facts.chain[0].days_left = left;
        shows(&secured(facts).types(":tls⏎"), &[shown]);
    }
}

#[test]
fn every_fact_of_the_handshake_is_told() {
    let facts = TlsFacts {
        why: Verdict::Expired,
        enforced: false,
        checked: "other.example".to_owned(),
        name: None,
        stapled: true,
        client: ClientCertificate::Missing,
        ..good_tls()
    };
    shows(
        &secured(facts).types(":tls⏎"),
        &[
            "⊗ TLSv1.3, NOT VERIFIED: expired",
            "it has expired; --insecure let it pass",
            "TLS_AES_256_GCM_SHA384",
            "X25519",
            "enforced: no",
            "other.example, which the certificate has NOT",
            "(SNI): none",
            "--cert FILE gives one",
            "stapled",
            "key: EC P-256",
            "ecdsa-with-SHA256",
            "01:23:45",
            "Certificate 2",
        ],
    );
}

#[test]
fn a_pin_and_a_star_are_told() {
    let pin = "ab".repeat(32);
    let mut facts = TlsFacts {
        why: Verdict::Pinned,
        pin: Some(pin.clone()),
        ..good_tls()
    };
    facts.chain[0].names = vec!["*.practice.example".to_owned()];
    let person = secured(facts).types(":tls⏎");
    shows(
        &person,
        &["by its fingerprint", "has as", "*.practice.example"],
    );
    assert!(person.screen().contains(&pin[..40]));
}

#[test]
fn a_handshake_that_failed_shows_its_certificates() {
    let facts = TlsFacts {
        why: Verdict::WrongName,
        checked: "mail.example".to_owned(),
        ..good_tls()
    };
    let person = Person::facing("smtps://mail.example")
        .event(Event::Closed(Some(Failure {
            kind: FailureKind::Certificate,
            detail: String::new(),
            tls: Some(Box::new(facts)),
        })))
        .resizes(159, 50)
        .types(":tls⏎");
    shows(
        &person,
        &[
            "! No TLS",
            "--sni NAME",
            "Certificate 1",
            "mail.practice.example",
        ],
    );
}

#[test]
fn what_answers_in_the_clear_is_said() {
    let person = Person::facing("smtps://mail.example")
        .event(Event::Closed(Some(Failure {
            kind: FailureKind::NotTls,
            detail: "received corrupt message".to_owned(),
            tls: Some(Box::default()),
        })))
        .resizes(159, 50)
        .types(":tls⏎");
    shows(
        &person,
        &["does not speak TLS", "smtp://", "No certificate was seen"],
    );
    assert!(!person.screen().contains("TLS may come first"));
}

#[test]
fn a_silent_greeting_may_mean_that_tls_comes_first() {
    let person = Person::facing("mail.example:2465").event(Event::TimedOut);
    shows(&person.resizes(159, 40), &["no greeting for", "smtps://"]);
    // As long as it is waited for, too.
    let mut person = Person::facing("mail.example:2465")
        .resizes(159, 40)
        .waits(Duration::from_secs(3));
    person.take(Msg::Tick);
    shows(&person, &["TLS first here? smtps://"]);
    let implicit = Person::facing("smtps://mail.example")
        .event(Event::Secured(Box::new(good_tls())))
        .event(Event::TimedOut);
    assert!(!implicit.screen().contains("no greeting for"));
}

#[test]
fn an_end_without_a_greeting_may_mean_the_same() {
    let words = "TLS may come first on this port";
    let person = Person::facing("mail.example:2465").resizes(159, 40);
    shows(&person.event(Event::Closed(None)), &[words]);
    // An alert says it by itself.
    let alert = Person::facing("mail.example:2465")
        .hears(b"\x15\x03\x03\x00\x02\x02\x46")
        .event(Event::Closed(None));
    assert_eq!(alert.app.conversation.transcript().entries().count(), 4);
    shows(
        &alert.resizes(159, 40),
        &["TLS is spoken here from the start"],
    );
}

#[test]
fn the_other_style_of_tls_is_a_key_away() {
    let first = |person: &Person| {
        let next = ehlo::app::panel::explanation(&person.ctx, &person.app).next;
        next.into_iter().next().unwrap().send
    };
    let facing = || Person::facing("mail.example:2465");
    let alert = b"\x15\x03\x03\x00\x02\x02\x46\r\n";
    for person in [
        facing().event(Event::TimedOut),
        facing().event(Event::Closed(None)),
        facing().hears(alert).presses("shift-tab up up"),
        facing().hears(alert).event(Event::Closed(None)),
    ] {
        assert_eq!(
            first(&person),
            ":connect smtps://mail.example:2465",
            "{}",
            person.screen()
        );
    }
    let person = facing().event(Event::TimedOut).presses("alt-1");
    assert_eq!(person.app.target.to_string(), "smtps://mail.example:2465");
    let not_tls = Failure {
        kind: FailureKind::NotTls,
        detail: String::new(),
        tls: Some(Box::default()),
    };
    let person = Person::facing("mail.example:465").event(Event::Closed(Some(not_tls)));
    assert_eq!(first(&person), ":connect smtp://mail.example:465");
}

#[test]
fn the_chain_is_saved_and_the_tab_copied() {
    let mut person = secured(good_tls()).types(":tls⏎:cert chain.pem⏎");
    let saved = person
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Save { path, text } => Some((path, text)),
            _ => None,
        });
    let (path, text) = saved.unwrap();
    assert_eq!(path, "chain.pem");
    assert_eq!(text, good_tls().pem());
    let mut person = person.presses("tab y");
    let copied = person
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        });
    assert!(copied.unwrap().contains(&good_tls().chain[0].sha256));
}

#[test]
fn there_is_no_chain_to_save_without_tls() {
    let person = Person::new().types(":cert chain.pem⏎");
    assert!(
        person.notice().contains("No certificate"),
        "{}",
        person.notice()
    );
}

#[test]
fn what_tls_changed_is_shown_and_explained() {
    let person = secured(good_tls()).types(":session⏎");
    shows(&person, &["X-ODD", "has not been said again"]);
    let person = person
        .types("EHLO client.example⏎")
        .hears("250-mail.example\r\n250-SIZE 2000\r\n250-AUTH PLAIN\r\n250 X-ODD\r\n");
    shows(
        &person,
        &[
            "~ SIZE 1000",
            "~ SIZE 2000",
            "- STARTTLS gone: TLS is on",
            "+ AUTH new: Logging in is possible",
        ],
    );
    let same = secured(good_tls())
        .types(":session⏎EHLO me⏎")
        .hears("250-mail.example\r\n250-SIZE 1000\r\n250-X-ODD\r\n250 STARTTLS\r\n");
    shows(&same, &["both lists are the same"]);
}

#[test]
fn the_envelope_is_shown_as_it_grows() {
    let person = Person::new().types(":session⏎").resizes(120, 40);
    shows(&person, &["say EHLO first", "No sender has been accepted"]);
    let person = person
        .types("EHLO me.example⏎MAIL FROM:<>⏎")
        .types("RCPT TO:<alice@practice.example>⏎RCPT TO:<nobody@practice.example>⏎");
    shows(
        &person,
        &[
            "from: <>",
            "✓ 250 <alice@practice.example>",
            "✗ 550 <nobody@practice.example>",
        ],
    );
}

#[test]
fn the_tabs_have_their_words_in_every_language() {
    let english = Locale::load("en");
    for tag in Kb::languages().into_iter().filter(|tag| *tag != "en") {
        let locale = Locale::load(tag);
        for key in [
            "tls.keep",
            "tls.not-found",
            "session.changed",
            "session.no-ehlo",
        ] {
            assert_ne!(locale.text(key), english.text(key), "{tag} {key}");
        }
    }
}
