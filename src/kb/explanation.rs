//! An explanation as a value: its sections in the order they are read, and what can be sent next.
//!
//! Absent on purpose: choosing the cards (`compose`), and how it looks.

use super::{Card, Step};
use crate::wire::Class;

/// The narrowest thing an explanation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// This reply to this command.
    Situation,
    /// The server's own words.
    Dialect,
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
            Self::Dialect => "dialect",
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
    /// What this server's software means by its words.
    Dialect,
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
    /// A real exchange.
    Example,
    /// What all this rests on.
    Grounds,
}

impl SectionKind {
    /// Every kind, in the order they are read.
    pub const ALL: &'static [Self] = &[
        Self::Here,
        Self::Noticed,
        Self::Anatomy,
        Self::Dialect,
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
        Self::Example,
        Self::Grounds,
    ];

    /// Where it stands among them.
    pub fn place(self) -> Option<usize> {
        Self::ALL.iter().position(|kind| *kind == self)
    }

    /// The key of its heading in the locale's `explain` section.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Noticed => "noticed",
            Self::Anatomy => "anatomy",
            Self::Dialect => "dialect",
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
            Self::Example => "example",
            Self::Grounds => "grounds",
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

    pub(super) fn suggestions(&self, steps: &[Step]) -> Vec<Suggestion> {
        let fill = |step: &Step| Suggestion {
            send: self.fill(&step.send),
            say: self.fill(&step.say),
        };
        steps.iter().map(fill).collect()
    }
}

impl Explanation {
    pub(super) fn add(&mut self, kind: SectionKind, texts: &[impl AsRef<str>]) {
        let texts: Vec<_> = texts
            .iter()
            .map(|text| text.as_ref().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if !texts.is_empty() {
            self.sections.push(Section { kind, texts });
        }
    }

    pub(super) fn says(&self, kind: SectionKind) -> bool {
        self.sections.iter().any(|section| section.kind == kind)
    }

    /// Puts the sections into the order they are read in.
    pub fn sort(&mut self) {
        self.sections.sort_by_key(|section| section.kind.place());
    }

    pub(super) fn cite(&mut self, card: &Card) {
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
