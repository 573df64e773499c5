//! Completeness: every name the code knows has its card, and every card holds what it must.

use super::*;
use crate::smtp::parameter::PARAMETERS;
use crate::smtp::verb::{CONNECT, DATA_END, UNKNOWN, VERBS};
use crate::smtp::{Circumstances, Finding, Phase, Scenario, auth};
use crate::wire::Reply;

/// Every card's file, but for the kinds with a form of their own.
fn cards() -> impl Iterator<Item = (&'static str, &'static str)> {
    let own_form = |path: &str| path.starts_with("dialect/") || path.starts_with("pair/");
    assets::folder("assets/cards").filter(move |(path, _)| !own_form(path))
}

fn names() -> Names {
    Names {
        domain: "d.example".into(),
        me: "me.example".into(),
        known: "a@d.example".into(),
        sender: "me@e.example".into(),
    }
}

#[test]
fn every_card_parses_and_cites() {
    let kb = Kb::load("en");
    for (path, text) in cards() {
        let card = Card::parse(path, text);
        assert!(card.is_ok(), "assets/cards/{path}.toml: {:?}", card.err());
        let card = card.unwrap_or_default();
        for rfc in &card.rfc {
            let mut parts = rfc.split(' ');
            let form = (
                parts.next(),
                parts.next().map(|n| n.bytes().all(|b| b.is_ascii_digit())),
                parts.next().map(|s| s.starts_with('§')),
            );
            assert_eq!(
                form,
                (Some("RFC"), Some(true), Some(true)),
                "assets/cards/{path}.toml: {rfc}"
            );
        }
        for related in &card.related {
            assert!(
                kb.by_path(related).is_some(),
                "assets/cards/{path}.toml: related {related} has no card"
            );
        }
        for case in &card.words.case {
            for fact in &case.facts {
                assert!(
                    fact == "practice"
                        || crate::wire::Enhanced::at_start(fact.as_bytes()).is_some()
                        || Circumstances::FACTS.contains(&fact.as_str()),
                    "assets/cards/{path}.toml: {fact}"
                );
            }
        }
    }
}

/// Codes that no session shows: `pseudo`, and what only a report to people holds.
#[test]
fn every_reply_shows_a_real_exchange() {
    let kb = Kb::load("en");
    for code in kb.names(Kind::Reply) {
        let card = kb.card(Kind::Reply, code).cloned().unwrap_or_default();
        let never_on_the_wire = card.standing == "pseudo" || code == "400";
        assert_eq!(card.example.is_empty(), never_on_the_wire, "reply/{code}");
        let lines: Vec<_> = card.example.lines().collect();
        assert!(lines.len() <= 4, "reply/{code} is not short");
        for line in &lines {
            let is_wire = line.starts_with("C: ") || line.starts_with("S: ");
            assert!(is_wire && line.len() <= 100, "reply/{code}: {line}");
        }
        let reply = lines.last().and_then(|line| line.strip_prefix("S: "));
        let reply = reply.map(|line| Reply::read(format!("{line}\r\n").as_bytes()));
        assert!(
            never_on_the_wire || reply.is_some_and(|reply| reply.code().to_string() == code),
            "reply/{code}: {lines:?}"
        );
    }
}

#[test]
fn everything_the_code_knows_has_its_card() {
    let kb = Kb::load("en");
    let verbs = VERBS.iter().copied().chain([&CONNECT, &DATA_END, &UNKNOWN]);
    let mut wanted: Vec<String> = verbs.map(|verb| format!("verb/{}", verb.name)).collect();
    wanted.extend(
        Finding::samples()
            .iter()
            .map(|finding| format!("rule/{}", finding.name())),
    );
    wanted.extend(
        Phase::ALL
            .iter()
            .map(|phase| format!("phase/{}", phase.name())),
    );
    wanted.extend(
        auth::MECHANISMS
            .iter()
            .map(|mechanism| format!("mechanism/{}", mechanism.name)),
    );
    wanted.extend(["2yz", "3yz", "4yz", "5yz", "other"].map(|class| format!("class/{class}")));
    for verb in VERBS {
        wanted.extend(verb.replies.iter().map(|code| format!("reply/{code}")));
    }
    for path in wanted {
        assert!(
            kb.by_path(&path).is_some(),
            "assets/cards/{path}.toml is missing"
        );
    }
}

#[test]
fn every_parameter_has_its_card_and_agrees_with_it() {
    let kb = Kb::load("en");
    for parameter in PARAMETERS {
        let path = format!("parameter/{}", parameter.name);
        let limits = kb.by_path(&path).map(|card| card.limits.join("; "));
        let wanted = format!("line: +{} octets", parameter.extra);
        assert!(
            limits.as_ref().is_some_and(|has| has.contains(&wanted)),
            "assets/cards/{path}.toml: limits {limits:?}, the table says `{wanted}`"
        );
    }
}

#[test]
fn everything_the_practice_server_offers_has_its_card() {
    let kb = Kb::load("en");
    for (name, text) in assets::folder("assets/scenarios") {
        let scenario = Scenario::parse(name, text).unwrap_or_else(|error| unreachable!("{error}"));
        for offer in &scenario.offers {
            let keyword = offer.split(' ').next().unwrap_or_default();
            assert!(
                kb.card(Kind::Keyword, keyword).is_some(),
                "assets/cards/keyword/{keyword}.toml is missing"
            );
        }
        for mailbox in &scenario.mailboxes {
            for words in [
                &mailbox.rcpt,
                &mailbox.vrfy,
                &mailbox.mail,
                &mailbox.content,
            ]
            .into_iter()
            .flatten()
            {
                let code = words.code().to_string();
                assert!(
                    kb.card(Kind::Reply, &code).is_some(),
                    "assets/cards/reply/{code}.toml is missing"
                );
            }
        }
    }
}

/// No reply, however odd, to any verb or none, leaves the reader without a word.
#[test]
fn an_explanation_is_never_empty() {
    let kb = Kb::load("en");
    let verbs = VERBS
        .iter()
        .copied()
        .chain([&CONNECT, &DATA_END, &UNKNOWN])
        .map(Some)
        .chain([None]);
    for verb in verbs {
        for code in 0..1000_u16 {
            let reply = Reply::new(code, &["text"]);
            let circumstances = Circumstances::default();
            let situation = Situation {
                reply: &reply,
                verb,
                phase: Phase::Ready,
                circumstances,
                practice: false,
            };
            let explanation = kb.reply(&situation, &names());
            let here = explanation.sections.first().map(|section| section.kind);
            assert_eq!(
                here,
                Some(SectionKind::Here),
                "{code} to {:?}",
                verb.map(|verb| verb.name)
            );
            assert!(
                !explanation.next.is_empty() || reply.class() == crate::wire::Class::Other,
                "{code}"
            );
        }
    }
}

#[test]
fn suggested_lines_are_filled_and_meant() {
    for (path, text) in cards() {
        let words = Card::parse(path, text).unwrap_or_default().words;
        let cases = words.case.iter().flat_map(|case| &case.next);
        for step in words
            .next
            .iter()
            .chain(cases)
            .filter(|step| !step.send.is_empty())
        {
            let line = names().fill(&step.send);
            assert!(
                !line.contains(['{', '}']),
                "assets/cards/{path}.toml: {line}"
            );
            assert!(!step.say.is_empty(), "assets/cards/{path}.toml: {line}");
        }
    }
}

#[test]
fn the_narrowest_speaks_first() {
    let kb = Kb::load("en");
    let reply = Reply::new(550, &["5.1.1 <x> no such user"]);
    let verb = Some(crate::smtp::verb::find("RCPT"));
    let circumstances = Circumstances::default();
    let situation = Situation {
        reply: &reply,
        verb,
        phase: Phase::Sender,
        circumstances,
        practice: false,
    };
    let explanation = kb.reply(&situation, &names());
    assert_eq!(explanation.heading, "550 Mailbox Not Found");
    assert_eq!(explanation.basis, Some(Basis::Situation));
    assert!(
        explanation
            .next
            .iter()
            .any(|step| step.send == "RCPT TO:<postmaster@d.example>")
    );
}

#[test]
fn every_pair_parses_and_is_of_known_codes() {
    let kb = Kb::load("en");
    for (path, text) in assets::folder("assets/cards/pair") {
        let pair = Pair::parse(path, text);
        assert!(
            pair.is_ok(),
            "assets/cards/pair/{path}.toml: {:?}",
            pair.err()
        );
        for code in path.split('-') {
            assert!(
                kb.card(Kind::Reply, code).is_some(),
                "assets/cards/pair/{path}.toml: {code}"
            );
        }
    }
}

/// A translation that is there is whole, and made from the English words as they are now.
#[test]
fn translations_are_whole_and_fresh() {
    for tag in Kb::languages() {
        for (path, text) in assets::folder(&format!("assets/locales/{tag}/cards")) {
            let file = format!("assets/locales/{tag}/cards/{path}.toml");
            let english = assets::text(&format!("assets/cards/{path}.toml"));
            assert!(english.is_some(), "{file} translates no card");
            let english = english.unwrap_or_default();
            let local = Local::parse(&file, text);
            assert!(local.is_ok(), "{file}: {:?}", local.err());
            let made_from = local.map(|local| local.english).unwrap_or_default();
            assert_eq!(
                made_from,
                fingerprint(english),
                "{file}: the English words have changed"
            );
        }
    }
}

/// What a reply means here is read at a glance: three lines of a pane of 60 columns.
#[test]
fn what_it_means_here_is_short_in_every_language() {
    use crate::flow::{prose, wrap};
    use crate::theme::Role;
    for tag in Kb::languages() {
        let kb = Kb::load(tag);
        for name in kb.names(Kind::Situation) {
            let Some(Card { words, .. }) = kb.card(Kind::Situation, name) else {
                unreachable!("situation/{name} is read");
            };
            let cases = words.case.iter().map(|case| &case.here);
            for here in std::iter::once(&words.here).chain(cases) {
                let rows = wrap(&prose(here, Role::Text), 60, 0).len();
                assert!(
                    rows <= 3,
                    "{tag} situation/{name} takes {rows} rows: {here}"
                );
            }
        }
    }
}

#[test]
fn every_dialect_parses_and_is_particular() {
    let kb = Kb::load("en");
    for (path, text) in assets::folder("assets/cards/dialect") {
        let file = format!("assets/cards/dialect/{path}.toml");
        let dialect = Dialect::parse(path, text);
        assert!(dialect.is_ok(), "{file}: {:?}", dialect.err());
        let Ok(dialect) = dialect else { continue };
        for pattern in &dialect.patterns {
            let literal: usize = pattern
                .split('{')
                .map(|part| {
                    part.split_once('}')
                        .map_or(part.len(), |(_, rest)| rest.len())
                })
                .sum();
            assert!(literal >= 12, "{file}: {pattern:?} could be anybody's");
        }
        for related in &dialect.related {
            assert!(
                kb.by_path(related).is_some(),
                "{file}: related {related} has no card"
            );
        }
    }
}

#[test]
fn a_known_wording_is_recognized_by_code_and_verb() {
    let kb = Kb::load("en");
    let reply = Reply::new(554, &["5.7.1 <x@relay.example>: Relay access denied"]);
    let server = |verb| {
        kb.dialect(&reply, Some(verb))
            .map(|dialect| dialect.server.clone())
    };
    let rcpt = server(crate::smtp::verb::find("RCPT"));
    assert!(rcpt.is_some_and(|server| server.contains("Postfix")));
    assert_eq!(server(crate::smtp::verb::find("NOOP")), None);
}

/// Every card speaks every language, field by field.
#[test]
fn every_card_is_translated_whole() {
    let languages = Kb::languages();
    for tag in languages.iter().filter(|tag| **tag != "en") {
        let (english, local) = (Kb::load("en"), Kb::load(tag));
        for (path, _) in assets::folder("assets/cards") {
            let file = format!("assets/locales/{tag}/cards/{path}.toml");
            assert!(assets::text(&file).is_some(), "{file} is missing");
            let (Some(english), Some(local)) = (english.by_path(path), local.by_path(path)) else {
                continue;
            };
            let (mine, theirs) = (&english.words, &local.words);
            for (field, a, b) in [
                ("title", &mine.title, &theirs.title),
                ("meaning", &mine.meaning, &theirs.meaning),
                ("here", &mine.here, &theirs.here),
                ("when", &mine.when, &theirs.when),
                ("why", &mine.why, &theirs.why),
            ] {
                assert!(a.is_empty() || a != b, "{file}: {field} is still English");
            }
            for (a, b) in mine.next.iter().zip(&theirs.next) {
                assert_ne!(a.say, b.say, "{file}: a step is still English");
            }
            for (a, b) in mine.case.iter().zip(&theirs.case) {
                assert_ne!(a.here, b.here, "{file}: a case is still English");
            }
        }
    }
}
