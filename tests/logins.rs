//! `:auth` in the explorer, and `$AUTH` in scripts: each mechanism carried through, what is asked,
//! what is told, and what is never seen.
//!
//! Absent on purpose: what the mechanisms compute (`smtp/auth`), and dialogues with the practice
//! server (`dialogues`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use std::time::Duration;

use data_encoding::BASE64;
use ehlo::app::{Modal, panel};
use ehlo::link::{Action, Binding, Event};
use ehlo::script::{Options, Outcome, Script, parse};
use ehlo::smtp::{Phase, Secret, auth::Credentials};
use ehlo::transcript::Body;

use support::person::Person;

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

const USER: &str = "alice@practice.example";
const PASSWORD: &str = "correct-horse";

/// At the practice server, greeted over TLS that a login can be tied to.
fn secured() -> Person {
    let mut person = Person::new();
    person.facts.binding = Some(Binding {
        kind: "tls-exporter",
        data: vec![7; 32],
    });
    person.types("EHLO me⏎STARTTLS⏎EHLO me⏎").then()
}

/// At a server in the clear that offers these mechanisms.
fn facing(mechanisms: &str) -> Person {
    Person::facing("mail.example")
        .hears("220 hi\r\n")
        .types("EHLO me⏎")
        .hears(format!("250-hi\r\n250 AUTH {mechanisms}\r\n"))
        .then()
}

/// What was said to the person in the record, by key.
fn told(person: &Person) -> Vec<&'static str> {
    let entries = person.app.conversation.transcript().entries();
    let key = |body: &Body| match body {
        Body::Remark { key, .. } if key.starts_with("login") => Some(*key),
        _ => None,
    };
    entries.filter_map(|entry| key(&entry.body)).collect()
}

fn challenge(text: &str) -> String {
    format!("334 {}\r\n", BASE64.encode(text.as_bytes()))
}

/// What the explanation of the selected line takes apart.
fn taken_apart(person: &Person) -> String {
    let explanation = panel::explanation(&person.ctx, &person.app);
    let kind = ehlo::kb::SectionKind::Anatomy;
    let sections = explanation.sections.iter();
    sections
        .filter(|section| section.kind == kind)
        .flat_map(|section| section.texts.clone())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn each_mechanism_is_carried_through_or_refused() {
    for (mechanism, proves) in [
        ("PLAIN", false),
        ("plain/no-ir", false),
        ("LOGIN", false),
        ("LOGIN/ir", false),
        ("CRAM-MD5", false),
        ("SCRAM-SHA-1", true),
        ("SCRAM-SHA-256", true),
        ("SCRAM-SHA-1-PLUS", true),
        ("SCRAM-SHA-256-PLUS", true),
        ("XOAUTH2", false),
        ("OAUTHBEARER", false),
    ] {
        let begun = || secured().types(&format!(":auth {mechanism}⏎{USER}⏎"));
        let person = begun().types(&format!("{PASSWORD}⏎"));
        assert_eq!(
            person.heading(),
            "235 Authentication Successful",
            "{mechanism}"
        );
        let wanted: &[&str] = if proves { &["login-proved"] } else { &[] };
        assert_eq!(told(&person), wanted, "{mechanism}");
        assert!(!person.screen().contains(PASSWORD));

        let person = begun().types("wrong⏎");
        assert!(person.heading().starts_with("535 "), "{mechanism}");
        assert!(told(&person).is_empty(), "{mechanism}");
    }
}

#[test]
fn without_a_mechanism_the_best_is_taken_and_named() {
    let person = secured().types(&format!(":auth {USER}⏎"));
    assert!(person.screen().contains("SCRAM-SHA-256-PLUS"));
    let person = person.types(&format!("{PASSWORD}⏎"));
    assert_eq!(person.heading(), "235 Authentication Successful");
    assert_eq!(told(&person), ["login-chosen", "login-proved"]);
}

#[test]
fn nothing_in_common_is_told_with_both_lists() {
    let person = facing("GSSAPI NTLM").types(":auth⏎");
    let notice = person.notice();
    assert!(
        notice.contains("GSSAPI, NTLM") && notice.contains("SCRAM-SHA-256,"),
        "{notice}"
    );
    let person = facing("PLAIN LOGIN").types(":auth⏎");
    assert!(
        person.notice().contains("STARTTLS first"),
        "{}",
        person.notice()
    );
    assert!(
        facing("PLAIN CRAM-MD5")
            .types(":auth⏎")
            .app
            .prompt
            .is_some()
    );
}

#[test]
fn a_password_in_the_clear_is_asked_for_once() {
    let asked = facing("PLAIN").types(":auth PLAIN bob⏎").types("secret⏎");
    assert!(matches!(asked.app.modal, Some(Modal::Exposed(_))));
    let screen = asked.screen();
    assert!(
        screen.contains("PLAIN would send the password of bob"),
        "{screen}"
    );
    assert!(!screen.contains("secret"));

    let mut stayed = asked.presses("esc");
    assert!(stayed.writes().is_empty() && stayed.app.modal.is_none());

    let mut sent = stayed.types(":auth PLAIN bob⏎secret⏎⏎");
    assert_eq!(sent.writes(), ["AUTH PLAIN AGJvYgBzZWNyZXQ=\r\n"]);
    let mut again = sent.hears("535 no\r\n").types(":auth PLAIN bob⏎other⏎");
    assert!(again.app.modal.is_none() && again.writes().len() == 1);
}

#[test]
fn a_proof_in_the_clear_is_not_asked_for() {
    let mut person = facing("CRAM-MD5").types(":auth CRAM-MD5 bob⏎secret⏎");
    assert_eq!(person.writes(), ["AUTH CRAM-MD5\r\n"]);
    let mut person = person.hears(challenge("<1@mail.example>"));
    assert_eq!(person.writes().len(), 1);
}

/// The client's first message at a server of ours, and what the server makes of it.
fn scram(answer: impl Fn(&str) -> String) -> Person {
    let mut person = facing("SCRAM-SHA-1").types(":auth SCRAM-SHA-1 bob⏎secret⏎");
    let begun = person.writes().concat();
    let first = begun.trim_end().rsplit(' ').next().unwrap();
    let first = String::from_utf8(BASE64.decode(first.as_bytes()).unwrap()).unwrap();
    let nonce = first.split("r=").nth(1).unwrap().to_owned();
    person.hears(answer(&nonce)).then()
}

#[test]
fn a_server_that_does_not_know_the_password_is_left() {
    let person = scram(|nonce| challenge(&format!("r={nonce}x,s=QUJD,i=4096")));
    let mut person = person.hears(challenge("v=AAAA"));
    assert_eq!(person.writes(), ["*\r\n"]);
    assert_eq!(told(&person), ["login-impostor", "login-cancelled"]);
    let person = person.hears("501 cancelled\r\n");
    assert_eq!(person.phase(), Phase::Ready);
}

#[test]
fn a_server_that_proves_nothing_is_told() {
    let person = scram(|nonce| challenge(&format!("r={nonce}x,s=QUJD,i=4096")));
    let person = person.hears("235 welcome\r\n");
    assert_eq!(told(&person), ["login-unproved"]);
    let person = scram(|_| "235 welcome\r\n".to_owned());
    assert_eq!(told(&person), ["login-unproved"]);
}

#[test]
fn nonsense_ends_with_a_star() {
    for reply in ["334 \r\n", "334 !\r\n", "334 bm9uc2Vuc2U=\r\n", "334\r\n"] {
        let mut person = scram(|_| reply.to_owned());
        assert!(!person.app.conversation.is_logging_in(), "{reply}");
        assert!(told(&person).contains(&"login-cancelled"), "{reply}");
        assert!(person.writes().is_empty());
    }
}

#[test]
fn a_script_fails_where_the_server_proves_nothing() {
    let text = "S: 220\nC: EHLO me\nS: 250\nC: AUTH SCRAM-SHA-256 $AUTH\nS: 235\n";
    let options = Options {
        credentials: Some(Credentials {
            user: "bob".to_owned(),
            password: Secret::new("secret"),
        }),
        ..Options::default()
    };
    let mut script = Script::new(parse("t", text).unwrap(), options);
    let peer = "server".to_owned();
    let mut actions = script.handle(Duration::ZERO, Event::Opened { peer });
    for reply in [
        "220 hi\r\n",
        "250-hi\r\n250 AUTH SCRAM-SHA-256\r\n",
        "235 in\r\n",
    ] {
        actions = script.handle(Duration::ZERO, Event::Bytes(reply.into()));
    }
    assert_eq!(actions.last(), Some(&Action::Close));
    assert_eq!(script.outcome(), Some(&Outcome::Failed(1)));
}

#[test]
fn f9_shows_what_is_typed_until_the_next_key() {
    let person = secured().types(&format!(":auth PLAIN {USER}⏎open-sesame"));
    assert!(!person.screen().contains("open-sesame"));
    let person = person.presses("f9");
    assert!(
        person.screen().contains("open-sesame"),
        "{}",
        person.screen()
    );
    let person = person.types("!");
    assert!(!person.screen().contains("open-sesame"));
    assert!(!person.presses("f9 f9").screen().contains("open-sesame"));
    let typed = secured().types("AUTH LOGIN⏎").types("c2VjcmV0");
    assert!(typed.presses("f9").screen().contains("c2VjcmV0"));
}

#[test]
fn each_line_of_a_login_is_taken_apart_without_its_secret() {
    let person = secured().types(&format!(":auth SCRAM-SHA-256 {USER}⏎{PASSWORD}⏎"));
    let mut seen = Vec::new();
    let mut person = person.presses("shift-tab");
    for _ in 0..8 {
        seen.push(taken_apart(&person));
        person = person.presses("up");
    }
    let all = seen.join("\n");
    for part in [
        "user: `alice@practice.example`",
        "salt, so that equal passwords hash differently: `",
        "the proof that the client knows the password: 32",
        "32 octets, hidden",
        "the proof that the server knows",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(!all.contains(PASSWORD), "{all}");

    let encoded = BASE64.encode(format!("\0{USER}\0{PASSWORD}").as_bytes());
    let person = secured().types(&format!("AUTH PLAIN {encoded}⏎"));
    let all = taken_apart(&person.presses("shift-tab up up"));
    assert!(all.contains("password: 13 octets, hidden"), "{all}");
}

#[test]
fn the_reason_a_token_was_refused_is_read() {
    let person = secured().types(&format!(":auth XOAUTH2 {USER}⏎old⏎"));
    let all = taken_apart(&person.presses("shift-tab [ ["));
    assert!(
        all.contains("invalid_token") && all.contains("AQ=="),
        "{all}"
    );
}

#[test]
fn tab_completes_what_was_offered_first() {
    let person = facing("SCRAM-SHA-256 XOAUTH2");
    let person = person.types(":auth s").presses("tab");
    assert_eq!(person.typed(), ":auth SCRAM-SHA-256");
    let person = facing("XOAUTH2").types(":auth cr").presses("tab");
    assert_eq!(person.typed(), ":auth CRAM-MD5");
}
