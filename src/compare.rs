//! Two reply codes, or two enhanced codes, side by side: what the seed documents of ehlo were.
//!
//! Differences are computed from the facts, and only what really differs is said. Pairs that people
//! confuse have words of their own; all other words are the cards' and the locale's.
//!
//! Absent on purpose: drawing, and knowing the session.

use serde::Serialize;

use crate::kb::{Card, Kb, Kind, Pair};
use crate::locale::Locale;
use crate::smtp::Verb;
use crate::smtp::verb::{CONNECT, DATA_END, VERBS};
use crate::wire::{Class, Code};

mod rows;

/// A comparison, every part as a field. Field names never change with the language.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The first code, as it was asked for.
    pub a: String,
    /// The second.
    pub b: String,
    /// `SMTP 250 OK vs 252 Cannot Verify User`.
    pub title: String,
    /// Whether both can answer the same command, and what each means.
    pub opening: String,
    /// Each by itself.
    pub codes: [One; 2],
    /// What differs, the most important first.
    pub differences: Vec<String>,
    /// What they have in common, in one line; empty if nothing.
    pub common: String,
    /// What to do with each, and when a server should send which.
    pub when_to_use: Vec<String>,
    /// Where to read on; at last a real exchange for each, in `C:` and `S:` lines.
    pub learn_more: Vec<String>,
}

/// One of the two by itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct One {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `2yz` and so on.
    pub class: &'static str,
    /// What it means.
    pub description: String,
    /// When one sees it.
    pub when: String,
    /// What to do about it; after a success, what to do next.
    pub fix: Vec<String>,
}

/// A code with what is known of it.
struct Known<'a> {
    code: Code,
    card: &'a Card,
}

/// Compares two reply codes; `None` if one of them is no code ehlo has a card for.
pub fn replies(kb: &Kb, locale: &Locale, a: u16, b: u16) -> Option<Comparison> {
    let known = |code: u16| {
        Some(Known {
            code: Code(code),
            card: kb.card(Kind::Reply, &Code(code).to_string())?,
        })
    };
    let both = [known(a)?, known(b)?];
    let pair = kb.pair(a.min(b), a.max(b));
    let words = |key: &str| locale.word("compare", key).to_owned();
    let (differences, common) = rows::rows(kb, locale, &both);
    let [first, second] = &both;
    Some(Comparison {
        a: first.code.to_string(),
        b: second.code.to_string(),
        title: locale.fill(
            "compare.title",
            &[("a", first.titled()), ("b", second.titled())],
        ),
        opening: match pair {
            Some(pair) => pair.words.opening.clone(),
            None => opening(locale, &both),
        },
        codes: both.each_ref().map(Known::alone),
        differences,
        common,
        when_to_use: when_to_use(locale, &both, pair),
        learn_more: learn_more(&both, pair, &words("related")),
    })
}

/// Compares two enhanced codes.
pub fn enhanced(kb: &Kb, locale: &Locale, a: &str, b: &str) -> Option<Comparison> {
    let known = |name: &str| {
        let code = crate::wire::Enhanced::at_start(name.as_bytes())?;
        Some((name.to_owned(), code, kb.enhanced(code)?))
    };
    let both = [known(a)?, known(b)?];
    let one = |(name, code, card): &(String, crate::wire::Enhanced, &Card)| One {
        code: name.clone(),
        name: card.words.title.clone(),
        class: Code(u16::from(code.class) * 100).class().name(),
        description: card.words.meaning.clone(),
        when: card.words.when.clone(),
        fix: card.words.fix.clone(),
    };
    let titled = |(name, _, card): &(String, crate::wire::Enhanced, &Card)| {
        format!("{name} {}", card.words.title)
    };
    let (differences, common) = rows::enhanced_rows(locale, &both);
    let when_to_use = both
        .iter()
        .map(|known| got(locale, &known.0, &known.2.words.fix))
        .collect();
    let learn_more = rfcs(Vec::new(), both.each_ref().map(|known| known.2));
    Some(Comparison {
        a: both[0].0.clone(),
        b: both[1].0.clone(),
        title: locale.fill(
            "compare.title",
            &[("a", titled(&both[0])), ("b", titled(&both[1]))],
        ),
        opening: locale.fill(
            "compare.means",
            &[
                ("a", both[0].0.clone()),
                ("title_a", both[0].2.words.title.clone()),
                ("b", both[1].0.clone()),
                ("title_b", both[1].2.words.title.clone()),
            ],
        ),
        codes: both.each_ref().map(one),
        differences,
        common,
        when_to_use,
        learn_more,
    })
}

impl Known<'_> {
    fn titled(&self) -> String {
        format!("{} {}", self.code, self.card.name)
    }

    fn alone(&self) -> One {
        One {
            code: self.code.to_string(),
            name: self.card.name.clone(),
            class: self.code.class().name(),
            description: self.card.words.meaning.clone(),
            when: self.card.words.when.clone(),
            fix: self.card.words.fix.clone(),
        }
    }

    /// The commands it may answer by the standards, and any other command if it may answer those.
    fn verbs(&self) -> Vec<&'static str> {
        let all = VERBS.iter().copied().chain([&CONNECT, &DATA_END]);
        let listed = |verb: &&Verb| {
            let code = self.code.0;
            verb.replies.contains(&code) || verb.expects(code) && verb.name != "CONNECT"
        };
        all.filter(listed).map(|verb| verb.name).collect()
    }

    fn is_pseudo(&self) -> bool {
        self.card.standing == "pseudo"
    }
}

/// Whether both can answer the same command, and what each means.
fn opening(locale: &Locale, both: &[Known<'_>; 2]) -> String {
    let [a, b] = both;
    let shared: Vec<_> = a
        .verbs()
        .into_iter()
        .filter(|verb| b.verbs().contains(verb))
        .collect();
    let key = match () {
        () if a.is_pseudo() && b.is_pseudo() => "both-pseudo",
        () if a.is_pseudo() => "a-pseudo",
        () if b.is_pseudo() => "b-pseudo",
        () if shared.is_empty() => "never",
        () => "shared",
    };
    let fill = [
        ("a", a.code.to_string()),
        ("b", b.code.to_string()),
        ("verbs", listed(locale, &shared)),
    ];
    let means = [
        ("a", a.code.to_string()),
        ("title_a", a.card.words.title.clone()),
        ("b", b.code.to_string()),
        ("title_b", b.card.words.title.clone()),
    ];
    format!(
        "{} {}",
        locale.fill(&format!("compare.{key}"), &fill),
        locale.fill("compare.means", &means)
    )
}

/// Verbs as people name them: at most six, and that there are more.
fn listed(locale: &Locale, verbs: &[&str]) -> String {
    const SHOWN: usize = 6;
    let name = |verb: &&str| match *verb {
        "CONNECT" => locale.word("compare", "the-connection").to_owned(),
        "DATA-END" => locale.word("compare", "the-message").to_owned(),
        verb => format!("`{verb}`"),
    };
    let shown: Vec<_> = verbs.iter().take(SHOWN).map(name).collect();
    let list = shown.join(", ");
    if verbs.len() > SHOWN {
        locale.fill("compare.and-more", &[("list", list)])
    } else {
        list
    }
}

fn when_to_use(locale: &Locale, both: &[Known<'_>; 2], pair: Option<&Pair>) -> Vec<String> {
    let [a, b] = both;
    let Some(pair) = pair else {
        return both
            .iter()
            .map(|known| got(locale, &known.code.to_string(), &known.card.words.fix))
            .collect();
    };
    // A pair's file has the smaller code first, whatever the order it is asked in.
    let words = &pair.words;
    let mine = |known: &Known<'_>, other: &Known<'_>| known.code < other.code;
    let of = |known: &Known<'_>, other: &Known<'_>| {
        if mine(known, other) {
            (&words.got_a, &words.send_a)
        } else {
            (&words.got_b, &words.send_b)
        }
    };
    let (got_first, send_first) = of(a, b);
    let (got_second, send_second) = of(b, a);
    vec![
        got(locale, &a.code.to_string(), got_first),
        got(locale, &b.code.to_string(), got_second),
        send_first.clone(),
        send_second.clone(),
    ]
}

/// "If you got 550: …"
fn got(locale: &Locale, code: &str, advice: &[String]) -> String {
    let advice: Vec<_> = advice.iter().take(2).map(String::as_str).collect();
    locale.fill(
        "compare.got",
        &[("code", code.to_owned()), ("advice", advice.join(" "))],
    )
}

/// The sections to read, those of the pair first, each once.
fn rfcs(mut all: Vec<String>, cards: [&Card; 2]) -> Vec<String> {
    for rfc in cards.iter().flat_map(|card| &card.rfc) {
        if !all.contains(rfc) {
            all.push(rfc.clone());
        }
    }
    all
}

fn learn_more(both: &[Known<'_>; 2], pair: Option<&Pair>, related: &str) -> Vec<String> {
    let first = pair.map(|pair| pair.rfc.clone()).unwrap_or_default();
    let mut all = rfcs(first, both.each_ref().map(|known| known.card));
    let mut codes: Vec<&str> = Vec::new();
    for path in both.iter().flat_map(|known| &known.card.related) {
        if let Some(code) = path.strip_prefix("reply/")
            && !codes.contains(&code)
        {
            codes.push(code);
        }
    }
    if !codes.is_empty() {
        all.push(format!("{related} {}", codes.join(", ")));
    }
    let examples = both.iter().map(|known| known.card.example.trim_end());
    all.extend(
        examples
            .filter(|example| !example.is_empty())
            .map(str::to_owned),
    );
    all
}

/// Which class a reply's `fix` belongs to: a success has nothing to fix.
pub fn went_well(class: &str) -> bool {
    class == Class::Success.name() || class == Class::More.name()
}

#[cfg(test)]
mod tests;
