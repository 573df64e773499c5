//! From a situation to an explanation: which cards speak, in which order.
//!
//! Absent on purpose: words of its own. Headings are keys of the locale.

use super::{Basis, Card, Case, Dialect, Explanation, Kb, Kind, Names, SectionKind};
use crate::smtp::{Circumstances, Finding, Phase, Verb};
use crate::wire::{Class, Code, Enhanced, Reply};

/// What an explanation of a reply is for.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The reply.
    pub reply: &'a Reply,
    /// The verb it answers, `UNASKED` for none; `None` where it is not known.
    pub verb: Option<&'static Verb>,
    /// The phase it came in.
    pub phase: Phase,
    /// What the session knew then.
    pub circumstances: Circumstances,
    /// Whether the far end is the practice server.
    pub practice: bool,
}

impl<'a> Situation<'a> {
    /// A reply of which nothing else is known.
    pub fn alone(reply: &'a Reply) -> Self {
        Self {
            reply,
            verb: None,
            phase: Phase::Ready,
            circumstances: Circumstances::default(),
            practice: false,
        }
    }
}

impl Kb {
    /// Explains a reply in its situation. Never empty.
    pub fn reply(&self, situation: &Situation<'_>, names: &Names) -> Explanation {
        let reply = situation.reply;
        let code = reply.code().to_string();
        let narrow = self.situation(situation);
        let dialect = self.dialect(reply, situation.verb);
        let enhanced = reply
            .enhanced()
            .and_then(|enhanced| self.enhanced(enhanced));
        let card = self.card(Kind::Reply, &code);
        let broad = self.broad(reply);
        let mut explanation = Explanation {
            heading: format!("{code} {}", broad.map_or("", |card| &card.name))
                .trim_end()
                .to_owned(),
            class: Some(reply.class()),
            basis: Some(match (narrow, dialect, enhanced, card) {
                (Some(_), ..) => Basis::Situation,
                (_, Some(_), ..) => Basis::Dialect,
                (_, _, Some(_), _) => Basis::Enhanced,
                (_, _, _, Some(_)) => Basis::Code,
                _ => Basis::Class,
            }),
            ..Explanation::default()
        };
        if let Some(narrow) = narrow {
            speak(&mut explanation, narrow, situation, names);
        }
        if let Some(dialect) = dialect {
            speak_dialect(&mut explanation, dialect);
        }
        fall_back(&mut explanation, enhanced, broad, names);
        explanation.sort();
        explanation
    }

    /// The card of a reply's code, else that of its class.
    pub(super) fn broad(&self, reply: &Reply) -> Option<&Card> {
        self.card(Kind::Reply, &reply.code().to_string())
            .or_else(|| self.card(Kind::Class, reply.class().name()))
    }

    /// The card of a reply to a verb.
    fn situation(&self, situation: &Situation<'_>) -> Option<&Card> {
        let verb = situation.verb?.name;
        self.card(
            Kind::Situation,
            &format!("{verb}/{}", situation.reply.code()),
        )
    }

    /// The card of an enhanced code: its own, else the one all classes share, else the range it
    /// falls in, else its subject, else its class.
    pub fn enhanced(&self, code: Enhanced) -> Option<&Card> {
        let Enhanced {
            class,
            subject,
            detail,
        } = code;
        self.card(Kind::Enhanced, &code.to_string())
            .or_else(|| self.card(Kind::Enhanced, &format!("X.{subject}.{detail}")))
            .or_else(|| self.range(class, subject, detail))
            .or_else(|| self.card(Kind::Enhanced, &format!("X.{subject}.X")))
            .or_else(|| self.card(Kind::Enhanced, &format!("{class}.X.X")))
    }

    /// A card for a range of details: `5.7.606-649`.
    fn range(&self, class: u8, subject: u16, detail: u16) -> Option<&Card> {
        let prefix = format!("{class}.{subject}.");
        let holds = |name: &&str| {
            let range = name
                .strip_prefix(prefix.as_str())
                .and_then(|range| range.split_once('-'));
            let bounds = range.map(|(from, to)| (from.parse(), to.parse()));
            matches!(bounds, Some((Ok(from), Ok(to))) if (from..=to).contains(&detail))
        };
        let name = self.names(Kind::Enhanced).find(holds)?;
        self.card(Kind::Enhanced, name)
    }

    /// Explains a card by itself, outside any session. A code nobody defined is explained by its class.
    pub fn about(&self, kind: Kind, name: &str, names: &Names) -> Explanation {
        if kind == Kind::Reply {
            let reply = Reply::new(name.parse().unwrap_or(0), &[""; 0]);
            let mut explanation = self.reply(&Situation::alone(&reply), names);
            let card = self.card(kind, name);
            let example: Vec<_> = card.map_or("", |card| &card.example).lines().collect();
            explanation.add(SectionKind::Example, &example);
            return explanation;
        }
        let Some(card) = self.nearest(kind, name) else {
            return Explanation {
                heading: name.to_owned(),
                ..Explanation::default()
            };
        };
        let words = &card.words;
        let mut explanation = Explanation {
            heading: name.to_owned(),
            subtitle: words.title.clone(),
            class: enhanced_class(kind, name),
            ..Explanation::default()
        };
        if matches!(kind, Kind::Phase | Kind::Rule) {
            explanation.heading.clone_from(&words.title);
            explanation.subtitle.clear();
        }
        explanation.add(SectionKind::Here, &[&words.meaning]);
        explanation.add(SectionKind::Syntax, &[&card.syntax]);
        explanation.add(SectionKind::When, &[&words.when]);
        explanation.add(SectionKind::Why, &[&words.why]);
        explanation.add(SectionKind::Steps, &words.steps);
        explanation.add(SectionKind::Fix, &words.fix);
        explanation.add(SectionKind::Mistakes, &words.mistakes);
        explanation.add(SectionKind::Admin, &words.admin);
        explanation.add(SectionKind::Limits, &card.limits);
        explanation.next = names.suggestions(&words.next);
        explanation.cite(card);
        explanation
    }

    /// A card by its name; for an enhanced code the one that says most about it.
    pub(super) fn nearest(&self, kind: Kind, name: &str) -> Option<&Card> {
        let code = Enhanced::at_start(name.as_bytes()).filter(|_| kind == Kind::Enhanced);
        self.card(kind, name)
            .or_else(|| code.and_then(|code| self.enhanced(code)))
    }

    /// A finding in a few words: its title and meaning, figures filled in.
    pub fn finding(&self, finding: &Finding) -> String {
        let Some(card) = self.card(Kind::Rule, finding.name()) else {
            return finding.name().to_owned();
        };
        let text = format!("{}. {}", card.words.title, card.words.meaning);
        let figures = finding.figures();
        let shown: Vec<_> = figures
            .iter()
            .map(|(name, value)| (*name, crate::wire::text::printable_str(value).into_owned()))
            .collect();
        shown.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

/// What `5.1.1` says by its first digit; `X.1.1` says nothing by it.
fn enhanced_class(kind: Kind, name: &str) -> Option<Class> {
    let code = Enhanced::at_start(name.as_bytes()).filter(|_| kind == Kind::Enhanced)?;
    Some(Code(u16::from(code.class) * 100).class())
}

/// What the situation's own card says, in the case that holds.
fn speak(explanation: &mut Explanation, card: &Card, situation: &Situation<'_>, names: &Names) {
    let words = &card.words;
    let case = case(card, situation);
    let here = case.map_or(words.here.as_str(), |case| case.here.as_str());
    let next = case
        .map(|case| &case.next)
        .filter(|next| !next.is_empty())
        .unwrap_or(&words.next);
    explanation.add(SectionKind::Here, &[here]);
    explanation.add(SectionKind::Why, &[&words.why]);
    explanation.add(advice(explanation.class), &words.fix);
    explanation.next = names.suggestions(next);
    explanation.cite(card);
}

/// The first of a card's cases whose facts all hold.
pub(super) fn case<'a>(card: &'a Card, situation: &Situation<'_>) -> Option<&'a Case> {
    let mut cases = card.words.case.iter();
    cases.find(|case| case.facts.iter().all(|fact| holds(situation, fact)))
}

/// What the server's own words are known to mean. Where nothing narrower spoke, they say it here.
fn speak_dialect(explanation: &mut Explanation, dialect: &Dialect) {
    let words = &dialect.words;
    let known = format!("{}: {}. {}", dialect.server, words.title, words.meaning);
    if !explanation.says(SectionKind::Here) {
        explanation.add(SectionKind::Here, &[&words.meaning]);
    }
    explanation.add(SectionKind::Dialect, &[known.as_str(), &words.log]);
    if !words.fix.is_empty() {
        explanation
            .sections
            .retain(|section| section.kind != SectionKind::Fix);
        explanation.add(advice(explanation.class), &words.fix);
    }
    explanation.add(SectionKind::Admin, &words.admin);
    for related in &dialect.related {
        if !explanation.related.contains(related) {
            explanation.related.push(related.clone());
        }
    }
}

/// What the enhanced code and the code add, where nothing narrower spoke. A success that the
/// situation explained needs no more.
fn fall_back(
    explanation: &mut Explanation,
    enhanced: Option<&Card>,
    broad: Option<&Card>,
    names: &Names,
) {
    let spoke = !explanation.sections.is_empty();
    let advice = advice(explanation.class);
    for card in enhanced.into_iter().chain(broad) {
        let words = &card.words;
        explanation.cite(card);
        if explanation.next.is_empty() {
            explanation.next = names.suggestions(&words.next);
        }
        if !explanation.says(SectionKind::Here) {
            explanation.add(SectionKind::Here, &[&words.meaning]);
        } else if !explanation.says(SectionKind::Meaning) && !card.name.starts_with(UNDEFINED) {
            explanation.add(SectionKind::Meaning, &[&words.meaning]);
        }
        if spoke && advice == SectionKind::Tips {
            continue;
        }
        if !explanation.says(SectionKind::Why) {
            explanation.add(SectionKind::Why, &[&words.why]);
        }
        if !explanation.says(advice) {
            explanation.add(advice, &words.fix);
        }
        if !explanation.says(SectionKind::Admin) {
            explanation.add(SectionKind::Admin, &words.admin);
        }
    }
}

/// How the registry's names of `X.n.0` begin, which say nothing beyond class and subject.
const UNDEFINED: &str = "Other";

/// What a card's `fix` is called: after a success there is nothing to fix.
const fn advice(class: Option<Class>) -> SectionKind {
    match class {
        Some(Class::Success | Class::More) => SectionKind::Tips,
        _ => SectionKind::Fix,
    }
}

/// Whether a fact that a card names holds.
pub(super) fn holds(situation: &Situation<'_>, fact: &str) -> bool {
    match fact {
        "practice" => situation.practice,
        _ if fact.starts_with(|letter: char| letter.is_ascii_digit()) => situation
            .reply
            .enhanced()
            .is_some_and(|code| code.to_string() == fact),
        _ => situation.circumstances.holds(fact).unwrap_or(false),
    }
}
