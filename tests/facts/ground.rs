//! The checks that a row of facts may ask for, and the macro that writes rows.
//!
//! Absent on purpose: the rows.

use ehlo::assets;
use ehlo::compare::{self, Comparison};
use ehlo::kb::{Card, Kb, Kind};
use ehlo::locale::Locale;
use ehlo::smtp::Verb;
use ehlo::smtp::verb::{CONNECT, DATA_END, UNKNOWN, VERBS};
use ehlo::wire::Code;

/// A wrong claim and what holds instead.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) claim: &'static str,
    pub(crate) checks: &'static [(&'static str, Check, &'static str)],
}

/// A check of a subject against a text. The error says what is there instead.
pub(crate) type Check = fn(&Ground, &str, &str) -> Result<(), String>;

/// Rows as `"claim": "subject" check "text", …;`. Of cards several may be named, with spaces.
macro_rules! facts {
    ($($claim:literal: $($subject:literal $check:ident $what:literal),+;)*) => {
        &[$(Row { claim: $claim, checks: &[$(($subject, $check, $what)),+] }),*]
    };
}
pub(crate) use facts;

/// What the checks look at.
pub(crate) struct Ground {
    kb: Kb,
    locale: Locale,
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            kb: Kb::load(Locale::ENGLISH),
            locale: Locale::load(Locale::ENGLISH),
        }
    }
}

impl Ground {
    fn card(&self, path: &str) -> Result<&Card, String> {
        let card = self.kb.by_path(path);
        card.ok_or_else(|| format!("there is no card {path}"))
    }

    /// The comparison of two codes, as `550 554`.
    fn comparison(&self, codes: &str) -> Result<Comparison, String> {
        let mut codes = codes.split(' ').map(str::parse);
        let (Some(Ok(a)), Some(Ok(b))) = (codes.next(), codes.next()) else {
            return Err("these are not two codes".to_owned());
        };
        let found = compare::replies(&self.kb, &self.locale, a, b);
        found.ok_or_else(|| "one of them has no card".to_owned())
    }

    /// The reply codes whose card has something.
    fn replies(&self, has: impl Fn(&Card) -> bool) -> String {
        let cards = self.kb.names(Kind::Reply);
        let having = cards.filter(|name| self.kb.card(Kind::Reply, name).is_some_and(&has));
        having.collect::<Vec<_>>().join(" ")
    }
}

impl Row {
    /// What does not hold, each with the claim.
    pub(crate) fn failures(&self, ground: &Ground) -> Vec<String> {
        let failed = |(subject, check, what): &(&str, Check, &str)| {
            let problem = check(ground, subject, what).err()?;
            Some(format!("{}: {subject}, {what:?}: {problem}", self.claim))
        };
        self.checks.iter().filter_map(failed).collect()
    }
}

/// The words of every English card below a folder, as its file has them; "" is all of them.
pub(crate) fn words(within: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    assets::folder("assets/cards")
        .filter(move |(path, _)| path.starts_with(within))
        .map(|(path, text)| (path, said(text)))
}

/// A file's text from `[words]` on.
fn said(text: &str) -> &str {
    text.split_once("\n[words]").map_or("", |(_, words)| words)
}

/// A text cut where a sentence, a clause or a field ends.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '"'])
        .flat_map(|field| field.split(". "))
        .flat_map(|part| part.split("; "))
        .flat_map(|part| part.split(": "))
}

/// Every verb, the pseudo verbs too.
fn verbs() -> impl Iterator<Item = &'static Verb> {
    VERBS.iter().copied().chain([&CONNECT, &DATA_END, &UNKNOWN])
}

fn verb(name: &str) -> Result<&'static Verb, String> {
    let found = verbs().find(|verb| verb.name == name);
    found.ok_or_else(|| "there is no such verb".to_owned())
}

fn code(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "this is no code".to_owned())
}

/// Asks the same of every card named.
fn each(paths: &str, ask: impl Fn(&str) -> Result<(), String>) -> Result<(), String> {
    paths.split(' ').try_for_each(|path| {
        let asked = ask(path);
        asked.map_err(|problem| format!("{path}: {problem}"))
    })
}

fn equal(found: &str, wanted: &str) -> Result<(), String> {
    let same = found == wanted;
    same.then_some(()).ok_or_else(|| format!("it is {found:?}"))
}

fn within(text: &str, what: &str) -> Result<(), String> {
    let there = text.to_lowercase().contains(&what.to_lowercase());
    there.then_some(()).ok_or_else(|| text.to_owned())
}

fn words_of(path: &str) -> Result<&'static str, String> {
    let text = assets::text(&format!("assets/cards/{path}.toml"));
    text.map(said)
        .ok_or_else(|| "there is no such card".to_owned())
}

/// The card's words hold the text, in upper or lower case.
pub(crate) fn says(_: &Ground, paths: &str, what: &str) -> Result<(), String> {
    each(paths, |path| within(words_of(path)?, what))
}

/// The card's words do not hold the text.
pub(crate) fn never(_: &Ground, paths: &str, what: &str) -> Result<(), String> {
    each(paths, |path| {
        let words = words_of(path)?;
        match within(words, what) {
            Ok(()) => Err(words.to_owned()),
            Err(_) => Ok(()),
        }
    })
}

/// The first thing the card tells the sender to do holds the text.
pub(crate) fn begins(ground: &Ground, path: &str, what: &str) -> Result<(), String> {
    let fix = &ground.card(path)?.words.fix;
    within(fix.first().map_or("", String::as_str), what)
}

/// The card cites this section.
pub(crate) fn cites(ground: &Ground, paths: &str, what: &str) -> Result<(), String> {
    each(paths, |path| {
        let rfc = &ground.card(path)?.rfc;
        let cited = rfc.iter().any(|section| section == what);
        cited.then_some(()).ok_or_else(|| rfc.join(", "))
    })
}

/// The card's standing.
pub(crate) fn standing(ground: &Ground, paths: &str, what: &str) -> Result<(), String> {
    each(paths, |path| equal(&ground.card(path)?.standing, what))
}

/// The reply codes that the registry lists for an enhanced code.
pub(crate) fn registered(ground: &Ground, path: &str, what: &str) -> Result<(), String> {
    equal(&ground.card(path)?.basic.join(" "), what)
}

/// All reply codes whose text carries this for programs.
pub(crate) fn stands_in(ground: &Ground, what: &str, codes: &str) -> Result<(), String> {
    equal(&ground.replies(|card| card.carries == what), codes)
}

/// All reply codes behind which the server closes; the subject says so and nothing more.
pub(crate) fn follows(ground: &Ground, _: &str, codes: &str) -> Result<(), String> {
    equal(&ground.replies(|card| card.closes), codes)
}

/// No card of this kind has the name.
pub(crate) fn lacks(_: &Ground, kind: &str, name: &str) -> Result<(), String> {
    match words_of(&format!("{kind}/{name}")) {
        Ok(words) => Err(words.to_owned()),
        Err(_) => Ok(()),
    }
}

/// The class that speaks for a code.
pub(crate) fn counts_as(_: &Ground, text: &str, class: &str) -> Result<(), String> {
    equal(Code(code(text)?).class().name(), class)
}

/// The commands that a code is listed for, all of them.
pub(crate) fn answers(_: &Ground, text: &str, names: &str) -> Result<(), String> {
    let code = code(text)?;
    let listing = verbs().filter(|verb| verb.name != UNKNOWN.name && verb.replies.contains(&code));
    equal(
        &listing.map(|verb| verb.name).collect::<Vec<_>>().join(" "),
        names,
    )
}

/// All of these codes are usual for the verb.
pub(crate) fn may_get(_: &Ground, name: &str, codes: &str) -> Result<(), String> {
    usual(name, codes, true)
}

/// None of these codes is usual for the verb.
pub(crate) fn should_not_get(_: &Ground, name: &str, codes: &str) -> Result<(), String> {
    usual(name, codes, false)
}

fn usual(name: &str, codes: &str, wanted: bool) -> Result<(), String> {
    let verb = verb(name)?;
    each(codes, |text| {
        let same = verb.expects(code(text)?) == wanted;
        same.then_some(())
            .ok_or_else(|| format!("{:?}", verb.replies))
    })
}

/// How long a client waits for the reply, in seconds.
pub(crate) fn waits(_: &Ground, name: &str, seconds: &str) -> Result<(), String> {
    equal(&verb(name)?.patience.to_string(), seconds)
}

/// The EHLO keyword that a verb needs; nothing for none.
pub(crate) fn needs(_: &Ground, name: &str, keyword: &str) -> Result<(), String> {
    equal(verb(name)?.keyword.unwrap_or_default(), keyword)
}

/// The comparison of two codes opens with the text.
pub(crate) fn opens(ground: &Ground, codes: &str, what: &str) -> Result<(), String> {
    within(&ground.comparison(codes)?.opening, what)
}

/// The differences between two codes hold the text.
pub(crate) fn differ(ground: &Ground, codes: &str, what: &str) -> Result<(), String> {
    within(&ground.comparison(codes)?.differences.join("\n"), what)
}
