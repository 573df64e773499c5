//! The knowledge is complete: every name of the registries has its card, in every language.
//!
//! The lists under `tests/registries/` are the names alone, one a line, from IANA's registries of mail
//! parameters, enhanced status codes and SASL mechanisms, from the RFCs, and from what people meet.
//!
//! Absent on purpose: what a card must hold; `kb`'s own tests read that.

use ehlo::kb::{Card, Kb, Kind};
use ehlo::wire::Enhanced;

fn list(name: &str) -> Vec<String> {
    let path = format!("{}/tests/registries/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let names = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<_> = names.map(ToOwned::to_owned).collect();
    assert!(names.len() > 20, "{name} is a list of {}", names.len());
    names
}

/// The names of a list that have no card, or one that says nothing, in some language.
fn missing(name: &str, card: impl for<'a> Fn(&'a Kb, &str) -> Option<&'a Card>) -> Vec<String> {
    let mut missing = Vec::new();
    for tag in Kb::languages() {
        let kb = Kb::load(tag);
        for name in list(name) {
            let says = |card: &Card| !(card.words.title.is_empty() && card.words.here.is_empty());
            if !card(&kb, &name).is_some_and(says) {
                missing.push(format!("{tag} {name}"));
            }
        }
    }
    missing
}

#[test]
fn every_reply_code() {
    let none: [&str; 0] = [];
    assert_eq!(
        missing("replies", |kb, code| kb.card(Kind::Reply, code)),
        none
    );
}

#[test]
fn every_enhanced_code_registered_or_not() {
    let none: [&str; 0] = [];
    let found = missing("enhanced", |kb, code| {
        // Of a range each end counts; what all classes share is filed under X.
        let first = code.split('-').next().unwrap_or(code).replace('X', "5");
        let exact = kb.card(Kind::Enhanced, code);
        let broad = || Enhanced::at_start(first.as_bytes()).and_then(|code| kb.enhanced(code));
        let subject = |card: &&Card| !card.words.title.starts_with("It is about");
        exact.or_else(|| broad().filter(subject))
    });
    assert_eq!(found, none);
}

#[test]
fn every_keyword() {
    let none: [&str; 0] = [];
    assert_eq!(
        missing("keywords", |kb, name| kb.card(Kind::Keyword, name)),
        none
    );
}

#[test]
fn every_mechanism() {
    let none: [&str; 0] = [];
    assert_eq!(
        missing("mechanisms", |kb, name| kb.card(Kind::Mechanism, name)),
        none
    );
}

#[test]
fn every_parameter() {
    let none: [&str; 0] = [];
    assert_eq!(
        missing("parameters", |kb, name| kb.card(Kind::Parameter, name)),
        none
    );
}

#[test]
fn every_answer_to_every_command() {
    let none: [&str; 0] = [];
    assert_eq!(
        missing("answers", |kb, name| kb.card(Kind::Situation, name)),
        none
    );
}
