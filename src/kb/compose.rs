//! From a situation to an explanation: which cards speak, in which order.
//!
//! Absent on purpose: words of its own. Headings are keys of the locale.

use super::{Card, Kb, Kind, Step};
use crate::smtp::{Circumstances, Finding, Phase, Verb};
use crate::wire::{Class, Enhanced, Reply};

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

/// The narrowest thing an explanation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// This reply to this command.
    Situation,
    /// The enhanced code.
    Enhanced,
    /// The reply code.
    Code,
    /// Only the first digit.
    Class,
}

impl Basis {
    /// Its name, as the JSON has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Enhanced => "enhanced",
            Self::Code => "code",
            Self::Class => "class",
        }
    }
}

/// What an explanation says, in the order it is read.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The first line: `550 Mailbox Not Found`, `RCPT`.
    pub heading: String,
    /// What the first line is about: `5.1.1 Bad destination mailbox address`, or a title.
    pub subtitle: String,
    /// The class of the reply, if it is about one.
    pub class: Option<Class>,
    /// The sections, the most important first.
    pub sections: Vec<Section>,
    /// What to send next.
    pub next: Vec<Suggestion>,
    /// Other cards, by path.
    pub related: Vec<String>,
    /// Where it is defined.
    pub rfc: Vec<String>,
    /// What it rests on.
    pub basis: Option<Basis>,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is; the locale has its heading.
    pub kind: SectionKind,
    /// Its paragraphs, or its items.
    pub texts: Vec<String>,
}

/// The kinds of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// What it means here.
    Here,
    /// What ehlo noticed.
    Noticed,
    /// The server's words taken apart.
    Anatomy,
    /// What it means in any situation.
    Meaning,
    /// When one sees it.
    When,
    /// Why it happens.
    Why,
    /// How to fix it.
    Fix,
    /// What is good to know, where nothing has to be fixed.
    Tips,
    /// What the server's admin can do.
    Admin,
    /// How it is written.
    Syntax,
    /// What people get wrong.
    Mistakes,
    /// Step by step.
    Steps,
    /// Limits.
    Limits,
    /// Addresses of the practice server.
    Addresses,
    /// Facts of a connection.
    Facts,
}

impl SectionKind {
    /// Every kind, in the order they are read.
    pub const ALL: &'static [Self] = &[
        Self::Here,
        Self::Noticed,
        Self::Anatomy,
        Self::Addresses,
        Self::Facts,
        Self::Syntax,
        Self::When,
        Self::Why,
        Self::Steps,
        Self::Fix,
        Self::Tips,
        Self::Mistakes,
        Self::Admin,
        Self::Meaning,
        Self::Limits,
    ];

    /// The key of its heading in the locale's `explain` section.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Noticed => "noticed",
            Self::Anatomy => "anatomy",
            Self::Meaning => "meaning",
            Self::When => "when",
            Self::Why => "why",
            Self::Fix => "fix",
            Self::Tips => "tips",
            Self::Admin => "admin",
            Self::Syntax => "syntax",
            Self::Mistakes => "mistakes",
            Self::Steps => "steps",
            Self::Limits => "limits",
            Self::Addresses => "addresses",
            Self::Facts => "facts",
        }
    }
}

/// A step with its line filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The line to send; empty for advice.
    pub send: String,
    /// What it is for.
    pub say: String,
}

/// What the `{names}` in suggested lines stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The server's mail domain.
    pub domain: String,
    /// The name ehlo greets with.
    pub me: String,
    /// A recipient that worked.
    pub known: String,
    /// The envelope's sender.
    pub sender: String,
}

impl Names {
    /// Fills a line.
    pub fn fill(&self, line: &str) -> String {
        line.replace("{domain}", &self.domain)
            .replace("{me}", &self.me)
            .replace("{known}", &self.known)
            .replace("{sender}", &self.sender)
    }

    fn suggestions(&self, steps: &[Step]) -> Vec<Suggestion> {
        let fill = |step: &Step| Suggestion {
            send: self.fill(&step.send),
            say: self.fill(&step.say),
        };
        steps.iter().map(fill).collect()
    }
}

impl Explanation {
    fn add(&mut self, kind: SectionKind, texts: &[impl AsRef<str>]) {
        let texts: Vec<_> = texts
            .iter()
            .map(|text| text.as_ref().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if !texts.is_empty() {
            self.sections.push(Section { kind, texts });
        }
    }

    fn says(&self, kind: SectionKind) -> bool {
        self.sections.iter().any(|section| section.kind == kind)
    }

    /// Puts the sections into the order they are read in.
    pub fn sort(&mut self) {
        let place = |section: &Section| {
            SectionKind::ALL
                .iter()
                .position(|kind| *kind == section.kind)
        };
        self.sections.sort_by_key(place);
    }

    fn cite(&mut self, card: &Card) {
        for rfc in &card.rfc {
            if !self.rfc.contains(rfc) {
                self.rfc.push(rfc.clone());
            }
        }
        for related in &card.related {
            if !self.related.contains(related) {
                self.related.push(related.clone());
            }
        }
    }
}

impl Kb {
    /// Explains a reply in its situation. Never empty.
    pub fn reply(&self, situation: &Situation<'_>, names: &Names) -> Explanation {
        let reply = situation.reply;
        let code = reply.code().to_string();
        let narrow = self.situation(situation);
        let enhanced = reply
            .enhanced()
            .and_then(|enhanced| self.enhanced(enhanced));
        let card = self.card(Kind::Reply, &code);
        let class = self.card(Kind::Class, reply.class().name());
        let broad = card.or(class);
        let mut explanation = Explanation {
            heading: format!("{code} {}", broad.map_or("", |card| &card.name))
                .trim_end()
                .to_owned(),
            class: Some(reply.class()),
            basis: Some(match (narrow, enhanced, card) {
                (Some(_), ..) => Basis::Situation,
                (_, Some(_), _) => Basis::Enhanced,
                (_, _, Some(_)) => Basis::Code,
                _ => Basis::Class,
            }),
            ..Explanation::default()
        };
        if let Some(narrow) = narrow {
            speak(&mut explanation, narrow, situation, names);
        }
        fall_back(&mut explanation, enhanced, broad, names);
        explanation
    }

    /// The card of a reply to a verb.
    fn situation(&self, situation: &Situation<'_>) -> Option<&Card> {
        let verb = situation.verb?.name;
        self.card(
            Kind::Situation,
            &format!("{verb}/{}", situation.reply.code()),
        )
    }

    /// The card of an enhanced code: its own, else the one all classes share.
    pub fn enhanced(&self, code: Enhanced) -> Option<&Card> {
        let shared = format!("X.{}.{}", code.subject, code.detail);
        self.card(Kind::Enhanced, &code.to_string())
            .or_else(|| self.card(Kind::Enhanced, &shared))
    }

    /// Explains a card that is no reply: a verb, a keyword, a mechanism, a phase.
    pub fn about(&self, kind: Kind, name: &str, names: &Names) -> Explanation {
        let Some(card) = self.card(kind, name) else {
            return Explanation {
                heading: name.to_owned(),
                ..Explanation::default()
            };
        };
        let words = &card.words;
        let mut explanation = Explanation {
            heading: name.to_owned(),
            subtitle: words.title.clone(),
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

/// What the situation's own card says, in the case that holds.
fn speak(explanation: &mut Explanation, card: &Card, situation: &Situation<'_>, names: &Names) {
    let words = &card.words;
    let case = words
        .case
        .iter()
        .find(|case| case.facts.iter().all(|fact| holds(situation, fact)));
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

fn holds(situation: &Situation<'_>, fact: &str) -> bool {
    match fact {
        "practice" => situation.practice,
        _ if fact.starts_with(|letter: char| letter.is_ascii_digit()) => situation
            .reply
            .enhanced()
            .is_some_and(|code| code.to_string() == fact),
        _ => situation.circumstances.holds(fact).unwrap_or(false),
    }
}
