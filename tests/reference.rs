//! The knowledge from the command line: `ehlo explain`, `compare`, `list`, and a person's own files.
//!
//! Absent on purpose: what the cards say (`kb` and `facts`), and reading pasted text (`reading`).

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is not there is a failed test"
)]

use std::path::Path;

use fake::{Ran, ehlo, ran};
use serde_json::Value;

#[expect(dead_code, reason = "these tests need no server")]
mod fake;

fn explained(arguments: &[&str], input: &str) -> Ran {
    ran(ehlo().arg("explain").args(arguments), input)
}

/// What `--json` gives.
fn fields(arguments: &[&str]) -> Value {
    let ran = ran(ehlo().args(arguments).arg("--json"), "");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn names_of_every_kind_are_explained() {
    for (name, says) in [
        ("550", "550 Mailbox Not Found"),
        ("299", "299"),
        ("5.1.1", "5.1.1  refused"),
        ("4.7.99", "security"),
        ("5.99.1", "5.99.1  refused"),
        ("starttls", "STARTTLS"),
        ("8bitmime", "8BITMIME"),
        ("SCRAM-SHA-256", "SCRAM-SHA-256"),
        ("body=", "BODY"),
        ("bare-lf", "LF"),
    ] {
        let ran = explained(&[name], "");
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains(says), "{name}: {}", ran.out);
    }
}

#[test]
fn what_is_pasted_is_explained_in_order() {
    let transcript =
        "S: 220 mx.example.com ESMTP Postfix\nC: DATA\nS: 503 5.5.1 Error: need RCPT command\n";
    let ran = explained(&["-"], transcript);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let greeting = ran.out.find("220 Service Ready").unwrap();
    let refusal = ran.out.find("503 ").unwrap();
    assert!(greeting < refusal, "{}", ran.out);
}

#[test]
fn every_part_of_a_reply_is_a_field() {
    let answer = fields(&["explain", "250 2.0.0 Ok: queued as 4F1AB12"]);
    let item = &answer["items"][0];
    assert_eq!(item["code"], 250);
    assert_eq!(item["enhanced"], "2.0.0");
    assert_eq!(item["dialect"]["server"], "Postfix");
    let parts = item["anatomy"].as_array().unwrap();
    let id = parts
        .iter()
        .find(|part| part["part"] == "queue-id")
        .unwrap();
    assert_eq!(id["text"], "4F1AB12");
}

#[test]
fn nonsense_is_status_2_with_the_nearest_name() {
    let ran = explained(&["STARTTSL"], "");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean STARTTLS?"), "{}", ran.err);
    assert_eq!(explained(&["-"], "nothing to see\n").status, 2);
    assert_eq!(explained(&["-"], "").status, 2);
}

#[test]
fn octets_and_floods_are_survived() {
    let binary: String = (0..20_000u32)
        .filter_map(|n| char::from_u32(n % 300))
        .collect();
    let ran = explained(&["-"], &format!("{binary}\n550 5.1.1 No such user\n"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("550 Mailbox Not Found"));
    assert!(!ran.out.contains('\x1b') && !ran.out.contains('\0'));

    let large = "this line is not a reply\n".repeat(400_000) + "550 5.1.1 No such user\n";
    let ran = explained(&["-"], &large);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.len() < 100_000, "{} octets", ran.out.len());
}

#[test]
fn a_comparison_has_the_fields_of_the_contract() {
    let answer = fields(&["compare", "252", "550"]);
    for field in [
        "a",
        "b",
        "title",
        "opening",
        "codes",
        "differences",
        "when_to_use",
        "learn_more",
    ] {
        assert!(!answer[field].is_null(), "{field}");
    }
    assert_eq!(answer["codes"].as_array().unwrap().len(), 2);
    for field in ["code", "name", "class", "description", "when", "fix"] {
        assert!(!answer["codes"][1][field].is_null(), "{field}");
    }
    let last = answer["learn_more"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .as_str()
        .unwrap();
    assert!(
        last.starts_with("C: RCPT TO:") && last.contains("\nS: 550 "),
        "{last}"
    );
    let unknown = ran(ehlo().args(["compare", "250", "25O"]), "");
    assert_eq!(unknown.status, 2, "{}", unknown.out);
}

#[test]
fn every_kind_is_listed_with_its_facts() {
    for kind in [
        "replies",
        "enhanced",
        "verbs",
        "extensions",
        "mechanisms",
        "scenarios",
        "themes",
    ] {
        let answer = fields(&["list", kind]);
        let lines = answer.as_array().unwrap();
        assert!(!lines.is_empty(), "{kind}");
        assert!(lines.iter().all(|line| line["name"].is_string()), "{kind}");
    }
    let ran = ran(ehlo().args(["list", "nonsense"]), "");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("replies"), "{}", ran.err);
}

#[test]
fn themes_are_listed_with_what_they_are_for() {
    let answer = fields(&["list", "themes", "--lang", "vi"]);
    let lines = answer.as_array().unwrap();
    let nord = lines.iter().find(|line| line["name"] == "nord").unwrap();
    assert_eq!(
        (&nord["kind"], &nord["background"]),
        (&"theme".into(), &"dark".into())
    );
    assert!(
        nord["title"].as_str().unwrap().contains("Nord: sắc xanh"),
        "{nord}"
    );
    let listed = ran(ehlo().args(["list", "themes"]), "");
    assert!(!listed.out.contains('\x1b') && listed.out.lines().count() == lines.len());
    assert!(listed.out.contains("nord"), "{}", listed.out);
    let forced = ran(
        ehlo()
            .args(["list", "themes", "--color", "always"])
            .env("TERM", "xterm-256color"),
        "",
    );
    assert!(forced.out.contains("\x1b[38;5;"), "{}", forced.out);
    let explained = ran(
        ehlo()
            .args(["explain", "550", "--color=always"])
            .env("NO_COLOR", "1"),
        "",
    );
    assert!(explained.out.contains("\x1b["), "{}", explained.out);
}

#[test]
fn a_doctor_without_a_terminal_writes_plain_words() {
    let ran = ran(
        ehlo()
            .args(["doctor", "--lang", "ko"])
            .env("TERM", "x\x1b[31m"),
        "",
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("터미널이 아닙니다"), "{}", ran.out);
    assert!(!ran.out.contains('\x1b'), "{}", ran.out);
}

#[test]
fn the_language_is_asked_for_or_the_environments() {
    let asked = ran(ehlo().args(["compare", "220", "250", "--lang", "ko"]), "");
    assert!(asked.out.contains("주요 차이점"), "{}", asked.out);
    let environment = ran(
        ehlo()
            .args(["compare", "220", "250"])
            .env("LC_ALL", "vi_VN.UTF-8"),
        "",
    );
    assert!(
        environment.out.contains("Sự khác biệt chính"),
        "{}",
        environment.out
    );
    let unknown = ran(ehlo().args(["explain", "550", "--lang", "tlh"]), "");
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("en, ko, vi"), "{}", unknown.err);
}

/// `ehlo explain` with these files in the person's own folder.
fn with_own_files(files: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = home.path().join("ehlo").join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(file, text).unwrap();
    }
    ran(
        ehlo().args(arguments).env("XDG_CONFIG_HOME", home.path()),
        "",
    )
}

const OWN_CARD: &str = "name = \"House Rule\"\nstanding = \"private\"\nrfc = []\n\n[words]\ntitle = \"Ours\"\nmeaning = \"The gatehouse is closed.\"\n";

#[test]
fn own_cards_words_and_themes_are_laid_over() {
    let ran = with_own_files(&[("cards/reply/599.toml", OWN_CARD)], &["explain", "599"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("599 House Rule") && ran.out.contains("The gatehouse is closed."));

    let words = (
        "locales/en/compare.toml",
        "differences = \"What sets them apart\"\n",
    );
    let ran = with_own_files(&[words], &["compare", "250", "252"]);
    assert!(ran.out.contains("What sets them apart"), "{}", ran.out);

    let theme = ("themes/mine.toml", "[theme]\ninherits = \"dark\"\n");
    let ran = with_own_files(&[theme], &["list", "themes"]);
    assert!(ran.out.contains("mine"), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_wrong_with_own_files_is_said_and_ehlos_own_are_used() {
    for (name, text, says) in [
        (
            "cards/reply/550.toml",
            "name = \"x\"\n\n[wrods]\n",
            ":3: unknown field `wrods`",
        ),
        ("cards/repyl/550.toml", OWN_CARD, "did you mean reply?"),
        ("cards/reply/550.toml", "name = \n", ":1: "),
        (
            "locales/en/compare.toml",
            "diferences = \"x\"\n",
            "did you mean differences?",
        ),
        ("locales/en/compaer.toml", "", "did you mean compare?"),
        (
            "themes/mine.toml",
            "[style]\ntetx = \"red\"\n",
            "mine.toml:",
        ),
        ("scenarios/mine.toml", "hostname = 1\n", "mine.toml"),
        (
            "cards/550.toml",
            OWN_CARD,
            "nothing is read from this place",
        ),
    ] {
        let ran = with_own_files(&[(name, text)], &["explain", "550"]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        assert!(
            ran.err.starts_with("ehlo: ") && ran.err.contains(says),
            "{name}: {}",
            ran.err
        );
        assert!(
            ran.err.contains("ehlo's own is used"),
            "{name}: {}",
            ran.err
        );
        assert!(
            ran.out.contains("550 Mailbox Not Found"),
            "{name}: {}",
            ran.out
        );
    }
}
