//! Every pair renders, in every language, in either order, without the faults of generated pages.

use super::*;

/// Languages that have the words of comparisons.
fn languages() -> Vec<(Kb, Locale)> {
    Kb::languages()
        .into_iter()
        .map(|tag| (Kb::load(tag), Locale::load(tag)))
        .collect()
}

fn texts(comparison: &Comparison) -> Vec<&String> {
    let codes = comparison
        .codes
        .iter()
        .flat_map(|one| [&one.description, &one.when].into_iter().chain(&one.fix));
    let rest = [&comparison.title, &comparison.opening, &comparison.common];
    let lists = comparison
        .differences
        .iter()
        .chain(&comparison.when_to_use)
        .chain(&comparison.learn_more);
    rest.into_iter().chain(codes).chain(lists).collect()
}

/// A word said twice in a row, an unfilled name, an empty or cut sentence.
fn fault(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let doubled = words
        .windows(2)
        .find(|pair| matches!(pair, [a, b] if a == b && a.chars().all(char::is_alphabetic)));
    doubled
        .map(|pair| format!("doubled {pair:?}"))
        .or_else(|| {
            text.contains(['{', '}'])
                .then(|| "an unfilled name".to_owned())
        })
        .or_else(|| {
            text.contains("compare.")
                .then(|| "a key without words".to_owned())
        })
        .or_else(|| text.contains('\u{2026}').then(|| "dots".to_owned()))
}

#[test]
fn every_pair_of_codes_renders_in_every_language_and_order() {
    for (kb, locale) in languages() {
        let codes: Vec<u16> = kb
            .names(Kind::Reply)
            .filter_map(|name| name.parse().ok())
            .collect();
        for a in &codes {
            for b in codes.iter().filter(|b| *b != a) {
                let found = replies(&kb, &locale, *a, *b);
                assert!(found.is_some(), "{a} {b}");
                let Some(comparison) = found else { continue };
                for text in texts(&comparison) {
                    assert_eq!(fault(text), None, "{} {a} {b}: {text}", locale.tag());
                }
                assert!(!comparison.differences.is_empty(), "{a} {b}");
                let mut rows = comparison.differences.clone();
                rows.sort();
                rows.dedup();
                assert_eq!(
                    rows.len(),
                    comparison.differences.len(),
                    "{a} {b} says something twice"
                );
            }
        }
    }
}

#[test]
fn the_opening_says_whether_they_can_meet() {
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    let opening = |a, b| {
        replies(&kb, &locale, a, b)
            .map(|found| found.opening)
            .unwrap_or_default()
    };
    assert!(
        opening(220, 252).contains("never answer the same command"),
        "{}",
        opening(220, 252)
    );
    assert!(opening(252, 550).contains("VRFY"), "{}", opening(252, 550));
    assert!(
        opening(441, 550).contains("no SMTP reply"),
        "{}",
        opening(441, 550)
    );
}

#[test]
fn the_seeds_keep_their_names() {
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    for (a, b, title) in [
        (220, 252, "SMTP 220 Service Ready vs 252 Cannot Verify User"),
        (250, 252, "SMTP 250 OK vs 252 Cannot Verify User"),
        (
            252,
            354,
            "SMTP 252 Cannot Verify User vs 354 Start Mail Input",
        ),
        (
            221,
            252,
            "SMTP 221 Closing Connection vs 252 Cannot Verify User",
        ),
        (
            252,
            550,
            "SMTP 252 Cannot Verify User vs 550 Mailbox Not Found",
        ),
    ] {
        assert_eq!(
            replies(&kb, &locale, a, b)
                .map(|found| found.title)
                .as_deref(),
            Some(title)
        );
    }
}

#[test]
fn enhanced_codes_compare_too() {
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    let found = enhanced(&kb, &locale, "5.1.1", "5.7.1");
    assert!(found.is_some_and(|found| !found.differences.is_empty()));
}

#[test]
fn what_may_answer_almost_any_command_says_so() {
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    let opening = |a, b| {
        replies(&kb, &locale, a, b)
            .map(|found| found.opening.replace('`', ""))
            .unwrap_or_default()
    };
    assert!(opening(530, 550).starts_with("Both can answer HELO, MAIL"));
    assert!(opening(500, 530).starts_with("Both can answer HELO, STARTTLS"));
    assert!(opening(530, 221).starts_with("530 and 221 never answer the same command"));
}

#[test]
fn what_to_read_is_named_once() {
    let (kb, locale) = (Kb::load("en"), Locale::load("en"));
    let read = enhanced(&kb, &locale, "5.7.17", "5.7.18").map(|found| found.learn_more);
    let once = ["RFC 7293 §5.1", "RFC 7293 §15.3"].map(str::to_owned);
    assert_eq!(read, Some(once.to_vec()));
}
