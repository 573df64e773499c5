//! The differences between two codes, a row each, only where they differ; what is equal is one line.

use super::{Known, listed};
use crate::kb::{Card, Kb, Kind};
use crate::locale::Locale;
use crate::smtp::verb::DATA_END;
use crate::wire::{Class, Code, Enhanced};

/// A fact of both codes as words; equal words are no difference.
struct Fact {
    /// What it is about, in a word, for the line of what is equal.
    subject: &'static str,
    words: [String; 2],
}

/// The rows, and the line of what both have in common.
pub(super) fn rows(kb: &Kb, locale: &Locale, both: &[Known<'_>; 2]) -> (Vec<String>, String) {
    let facts = facts(kb, locale, both);
    let names = both.each_ref().map(|known| known.code.to_string());
    let (mut rows, common) = told(locale, &names, &facts);
    if rows.is_empty() {
        // Twins by every fact: what each means is the difference.
        let title = |known: &Known<'_>| known.card.words.title.clone();
        let words = both.each_ref().map(title);
        let twins = [Fact {
            subject: "meaning",
            words,
        }];
        rows = told(locale, &names, &twins).0;
    }
    (rows, common)
}

/// What is known of both.
fn facts(kb: &Kb, locale: &Locale, both: &[Known<'_>; 2]) -> Vec<Fact> {
    let word = |key: &str| locale.word("compare", key).to_owned();
    let each = |of: &dyn Fn(&Known<'_>) -> String| both.each_ref().map(of);
    let mut facts = vec![
        Fact {
            subject: "class",
            words: each(&|known| word(&format!("class-{}", known.code.class().name()))),
        },
        Fact {
            subject: "subject",
            words: each(&|known| word(&format!("subject-{}", known.code.digits()[1]))),
        },
        Fact {
            subject: "verbs",
            words: each(&|known| answers(locale, known)),
        },
        Fact {
            subject: "connection",
            words: each(&|known| word(if known.card.closes { "closes" } else { "stays" })),
        },
        Fact {
            subject: "enhanced",
            words: each(&|known| enhanced_of(kb, locale, known.code)),
        },
        Fact {
            subject: "carries",
            words: each(&|known| carries(locale, known.card)),
        },
        Fact {
            subject: "standing",
            words: each(&|known| word(&format!("standing-{}", known.card.standing))),
        },
    ];
    if both
        .iter()
        .all(|known| DATA_END.replies.contains(&known.code.0))
    {
        let holder = |known: &Known<'_>| {
            word(if known.code.class() == Class::Success {
                "server-holds"
            } else {
                "sender-holds"
            })
        };
        facts.insert(
            3,
            Fact {
                subject: "message",
                words: each(&holder),
            },
        );
    }
    facts
}

/// The same for enhanced codes: class, subject, the reply codes they go with.
pub(super) fn enhanced_rows(
    locale: &Locale,
    both: &[(String, Enhanced, &Card); 2],
) -> (Vec<String>, String) {
    let word = |key: String| locale.word("compare", &key).to_owned();
    let class = |code: &Enhanced| Code(u16::from(code.class) * 100).class().name();
    let facts = [
        Fact {
            subject: "class",
            words: both
                .each_ref()
                .map(|known| word(format!("class-{}", class(&known.1)))),
        },
        Fact {
            subject: "subject",
            words: both
                .each_ref()
                .map(|known| word(format!("about-{}", known.1.subject))),
        },
        Fact {
            subject: "basic",
            words: both.each_ref().map(|known| known.2.basic.join(", ")),
        },
    ];
    told(
        locale,
        &both.each_ref().map(|known| known.0.clone()),
        &facts,
    )
}

fn told(locale: &Locale, names: &[String; 2], facts: &[Fact]) -> (Vec<String>, String) {
    let [a, b] = names;
    let mut rows = Vec::new();
    let mut equal = Vec::new();
    for Fact {
        subject,
        words: [of_a, of_b],
    } in facts
    {
        let subject = locale.word("compare", &format!("row-{subject}")).to_owned();
        if of_a == of_b {
            equal.push(subject);
            continue;
        }
        let nothing = |words: &String| {
            if words.is_empty() {
                locale.word("compare", "nothing").to_owned()
            } else {
                words.clone()
            }
        };
        rows.push(locale.fill(
            "compare.row",
            &[
                ("subject", subject),
                ("a", a.clone()),
                ("of_a", nothing(of_a)),
                ("b", b.clone()),
                ("of_b", nothing(of_b)),
            ],
        ));
    }
    let common = if equal.is_empty() {
        String::new()
    } else {
        locale.fill("compare.equal", &[("list", equal.join(", "))])
    };
    (rows, common)
}

fn answers(locale: &Locale, known: &Known<'_>) -> String {
    listed(locale, &known.verbs())
}

/// The enhanced codes the registry pairs with a reply code, at most six.
fn enhanced_of(kb: &Kb, locale: &Locale, code: Code) -> String {
    let name = code.to_string();
    let goes_with = |path: &&str| {
        kb.card(Kind::Enhanced, path)
            .is_some_and(|card| card.basic.contains(&name))
    };
    let digit = code.0 / 100;
    let all: Vec<_> = kb
        .names(Kind::Enhanced)
        .filter(goes_with)
        .map(|path| format!("`{}`", path.replacen('X', &digit.to_string(), 1)))
        .collect();
    let shown = all.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > 6 {
        locale.fill("compare.and-more", &[("list", shown)])
    } else {
        shown
    }
}

fn carries(locale: &Locale, card: &Card) -> String {
    match card.carries.as_str() {
        "" => locale.word("compare", "carries-nothing").to_owned(),
        what => locale
            .word("compare", &format!("carries-{what}"))
            .to_owned(),
    }
}
