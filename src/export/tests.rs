//! The forms, each written from a session that is said here.

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use std::time::Duration;

use super::*;
use crate::conversation::Conversation;
use crate::link::{Event, TlsFacts, Verdict};
use crate::wire::Line;

mod commands;

/// A session with `C: ` lines said and `S: ` lines heard; `TLS` is a handshake, and lines behind a 354
/// are a message up to its dot.
fn session(dialogue: &str) -> Conversation {
    let mut conversation = Conversation::new(None);
    let at = Duration::from_secs(1);
    let peer = "192.0.2.1:25".to_owned();
    conversation.handle(at, Event::Opened { peer });
    let mut message = String::new();
    for line in dialogue.lines() {
        if line == "TLS" {
            conversation.handle(at, Event::Secured(Box::new(good_tls())));
        } else if let Some(said) = line.strip_prefix("S: ") {
            conversation.handle(at, Event::Bytes(format!("{said}\r\n").into_bytes()));
        } else if let Some(said) = line.strip_prefix("C: ") {
            conversation.say(at, &Line::new(said));
        } else if line == "." {
            let content = std::mem::take(&mut message).into_bytes();
            conversation.send_content(at, content);
        } else {
            message.push_str(line);
            message.push_str("\r\n");
        }
    }
    conversation
}

fn good_tls() -> TlsFacts {
    TlsFacts {
        version: "TLSv1.3".to_owned(),
        cipher: "TLS_AES_256_GCM_SHA384".to_owned(),
        name: Some("mail.example".to_owned()),
        checked: "mail.example".to_owned(),
        why: Verdict::Trusted,
        enforced: true,
        ..TlsFacts::default()
    }
}

/// The whole session in a form.
fn written(form: &str, target: &str, dialogue: &str) -> String {
    written_in("en", form, target, dialogue)
}

fn written_in(tag: &str, form: &str, target: &str, dialogue: &str) -> String {
    let conversation = session(dialogue);
    let (kb, locale) = (Kb::load(tag), Locale::load(tag));
    let entries: Vec<_> = conversation.transcript().entries().collect();
    let name = |name: &str| name.to_owned();
    let extract = Extract {
        story: entries.clone(),
        entries,
        from: 0,
        until: None,
        target: &Target::parse(target).unwrap(),
        began: 1_000_000_000,
        authorities: Some("my ca.pem"),
        names: Names {
            domain: name("example.com"),
            me: name("me.example"),
            known: name("alice@example.com"),
            sender: name("me@example.org"),
        },
        kb: &kb,
        locale: &locale,
    };
    (Form::named(form).unwrap().write)(&extract)
}

const GREETED: &str = "S: 220 mail.example ESMTP\nC: EHLO me.example\nS: 250 mail.example\n";

const REFUSED: &str = "S: 220 mail.example ESMTP
C: EHLO me.example
S: 250-mail.example
S: 250 STARTTLS
C: STARTTLS
S: 220 2.0.0 Go ahead
TLS
C: EHLO me.example
S: 250-mail.example
S: 250 AUTH PLAIN
C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUuY29tAG9wZW4tc2VzYW1l
S: 235 2.7.0 Ok
C: MAIL FROM:<it's@example.org> SIZE=12
S: 250 2.1.0 Ok
C: RCPT TO:<nobody@example.com>
S: 550 5.1.1 <nobody@example.com>: no such user
C: QUIT
S: 221 2.0.0 Bye
";

const SENT: &str = "S: 220 mail.example ESMTP
C: HELO me.example
S: 250 mail.example
C: MAIL FROM:<>
S: 250 Ok
C: RCPT TO:<a@example.com>
S: 250 Ok
C: RCPT TO:<b@example.com>
S: 450 later
C: DATA
S: 354 go on
Subject: it's a test

.a line with a dot
$HOME `id` \\n %DATE%
.
S: 250 2.0.0 queued as 4F1AB12
";

#[test]
fn every_form_and_scope_has_its_words() {
    for tag in ["en", "ko", "vi"] {
        let locale = Locale::load(tag);
        let forms = FORMS
            .iter()
            .map(|form| format!("export.form-{}", form.name));
        let scopes = Scope::ALL.iter();
        let scopes = scopes.map(|scope| format!("export.scope-{}", scope.name()));
        for key in forms.chain(scopes) {
            let file = format!("assets/locales/{tag}/export.toml");
            assert!(locale.has(&key), "{file} has no words for {key}");
        }
        let english = crate::assets::text("assets/locales/en/export.toml").unwrap();
        let keys = english.lines().filter_map(|line| line.split_once(" = "));
        let own = crate::assets::text(&format!("assets/locales/{tag}/export.toml")).unwrap();
        for (key, _) in keys {
            assert!(own.contains(&format!("\n{key} = ")), "{tag} {key}");
        }
    }
}

#[test]
fn a_file_gets_its_form_by_its_name() {
    for (name, form) in [
        ("a.md", Some("markdown")),
        ("a.b.MD", Some("markdown")),
        ("a.sh", Some("swaks")),
        ("a.smtp", Some("script")),
        ("a.txt", Some("text")),
        ("a.jsonl", Some("jsonl")),
        ("a.doc", None),
        ("md", None),
    ] {
        assert_eq!(Form::of_file(name).map(|form| form.name), form, "{name}");
    }
}

#[test]
fn a_suggested_name_is_a_plain_one() {
    for (target, form, name) in [
        ("mail.example:587", "markdown", "mail.example.md"),
        ("mail.example", "curl", "mail.example-curl.sh"),
        ("[::1]:25", "text", "1.txt"),
        ("practice", "script", "practice.smtp"),
        ("unix:/run/mail", "swaks", "session-swaks.sh"),
        ("../../etc/x:25", "text", ""),
    ] {
        let Ok(target) = Target::parse(target) else {
            continue;
        };
        assert_eq!(Form::named(form).unwrap().file_name(&target), name);
    }
}

#[test]
fn no_form_tells_a_secret() {
    for form in FORMS {
        let text = written(form.name, "mail.example:587", REFUSED);
        for secret in ["open-sesame", "AGFsaWNl", "b3Blbi1zZXNhbWU"] {
            assert!(!text.contains(secret), "{}: {text}", form.name);
        }
    }
}

#[test]
fn markdown_for_a_ticket() {
    assert_eq!(
        written("markdown", "mail.example:587", REFUSED),
        include_str!("tests/ticket.md").replace("{version}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn markdown_speaks_the_persons_language() {
    let text = written_in("ko", "markdown", "mail.example", REFUSED);
    assert!(
        text.contains("SMTP 세션") && text.contains("해결"),
        "{text}"
    );
    let text = written_in("vi", "markdown", "mail.example", REFUSED);
    assert!(
        text.contains("Phiên SMTP") && text.contains("Đích"),
        "{text}"
    );
}

#[test]
fn nothing_gets_out_of_the_fence() {
    let hostile = format!(
        "{GREETED}C: NOOP ````\nS: 250 \x1b[2J```````\u{202e}</pre>\nC: `x`\nS: 500 ``` <b>\n"
    );
    let text = written("markdown", "mail.example", &hostile);
    let fence = "`".repeat(8);
    assert_eq!(text.matches(&format!("\n{fence}")).count(), 2, "{text}");
    assert!(text.contains("`` `x` ``"), "{text}");
    assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'));
    assert!(!text.contains('\u{202e}'), "{text}");
}

#[test]
fn a_part_of_an_entry_is_handed_on() {
    let conversation = session(GREETED.trim_end());
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    let reply = conversation.transcript().last().unwrap();
    let target = Target::practice();
    let part = |from, until| Extract {
        story: Vec::new(),
        entries: vec![reply],
        from,
        until,
        target: &target,
        began: 0,
        authorities: None,
        names: Names {
            domain: String::new(),
            me: String::new(),
            known: String::new(),
            sender: String::new(),
        },
        kb: &kb,
        locale: &locale,
    };
    assert_eq!(part(0, Some(1)).dialogue(), ["S: 250 mail.example"]);
    // The remark below a grave reply is only on the screen.
    assert_eq!(part(1, None).dialogue(), ["S: 250 mail.example"]);
}
