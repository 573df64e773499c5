//! What the line that is typed may become, and Tab, which walks through it: verbs that are due, and
//! behind them the others with why they are not; arguments, parameters and values as far as they
//! are known; ehlo's own commands.
//!
//! Absent on purpose: what stands behind a verb (`arguments`) or behind a command of ehlo's own
//! (`own_values`), and drawing the list.

use super::candidate::About;
use super::{App, Candidate, OWN, Pane, layout};
use crate::context::Context;
use crate::kb::Kind;
use crate::smtp::Finding;
use crate::smtp::verb::{Argument, VERBS, Verb};
use crate::wire::Line;

/// What a line may become, as it is offered.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// The lines.
    pub candidates: Vec<Candidate>,
    /// Where in the line that begins which they complete.
    pub from: usize,
    /// Which of them stands in the box.
    pub at: Option<usize>,
    /// Whether the list shows.
    pub shows: bool,
}

/// Nothing is completed in lines longer than this.
const LONGEST: usize = 1000;

impl App {
    /// What may be offered now: nothing in a secret or a message, nor in the middle of a line.
    pub fn offered(&self, ctx: &Context) -> Offered {
        let completing = &self.command.completing;
        let (typed, at) = match &completing.walk {
            Some((typed, at)) => (typed.as_str(), Some(*at)),
            None => (self.command.line(), None),
        };
        let fits = self.focus == Pane::Command
            && self.takes_commands()
            && self.command.is_at_end()
            && typed.len() <= LONGEST;
        if !fits {
            return Offered::default();
        }
        let candidates = self.candidates(ctx, typed);
        let asked = completing.asked || at.is_some();
        let by_itself = !layout::is_tiny(self) && !self.command.is_visiting();
        Offered {
            shows: !candidates.is_empty() && !completing.closed && (asked || by_itself),
            candidates,
            from: typed.rfind([' ', '=', '<']).map_or(0, |at| at + 1),
            at,
        }
    }

    /// Whether what is typed is a command, and nobody else's business.
    pub fn takes_commands(&self) -> bool {
        !self.is_composing() && !self.is_secret() && self.prompt.is_none() && self.recall.is_none()
    }

    /// Tab: what all candidates have in common, then one after the other; `false` if there is none.
    pub(super) fn complete(&mut self, ctx: &Context) -> bool {
        let offered = self.offered(ctx);
        let Some(common) = common_prefix(&offered.candidates) else {
            return false;
        };
        if offered.at.is_none() && common.len() > self.command.line().len() {
            self.command.set(&common);
            self.command.completing.asked = true;
            return true;
        }
        // On a small screen the list is seen before it is walked through.
        if offered.at.is_none() && !offered.shows {
            self.command.completing.asked = true;
            self.command.completing.closed = false;
            return true;
        }
        let next = offered.at.map_or(0, |at| at + 1);
        self.walk_to(&offered, next % offered.candidates.len());
        true
    }

    /// Shift-Tab: the candidate before; `false` if the list is not walked through.
    pub(super) fn complete_back(&mut self, ctx: &Context) -> bool {
        let offered = self.offered(ctx);
        let Some(at) = offered.at.filter(|_| !offered.candidates.is_empty()) else {
            return false;
        };
        let before = at.checked_sub(1).unwrap_or(offered.candidates.len() - 1);
        self.walk_to(&offered, before);
        true
    }

    fn walk_to(&mut self, offered: &Offered, at: usize) {
        let typed = match self.command.completing.walk.take() {
            Some((typed, _)) => typed,
            None => self.command.line().to_owned(),
        };
        if let Some(candidate) = offered.candidates.get(at) {
            self.command.set(&candidate.line);
            self.command.completing.walk = Some((typed, at));
        }
    }

    /// Esc: the list goes, the line stays; `false` if there is no list.
    pub(super) fn close_list(&mut self, ctx: &Context) -> bool {
        let shows = self.offered(ctx).shows;
        if shows {
            self.command.completing.walk = None;
            self.command.completing.closed = true;
        }
        shows
    }

    /// What a line may become: each longer than it is, what is due first.
    pub fn candidates(&self, ctx: &Context, line: &str) -> Vec<Candidate> {
        let all = match line.strip_prefix(':') {
            _ if line.is_empty() => Vec::new(),
            Some(own) if own.contains(' ') => self.own_values(own),
            Some(_) => OWN.iter().map(own).collect(),
            None if line.contains(' ') => self.arguments(ctx, line),
            None => self.verbs(line),
        };
        let longer = |candidate: &Candidate| {
            candidate.line.len() > line.len() && begins(&candidate.line, line)
        };
        let mut candidates: Vec<_> = all.into_iter().filter(longer).collect();
        candidates.sort_by_key(|candidate| candidate.why.is_some());
        candidates
    }

    fn verbs(&self, line: &str) -> Vec<Candidate> {
        let fitting = VERBS.iter().filter(|verb| begins(verb.name, line));
        fitting
            .map(|verb| {
                let about = About::Card(Kind::Verb, verb.name.to_owned());
                Candidate::new(start(verb), about).but(self.speaks_against(verb))
            })
            .collect()
    }

    /// Why a verb is not due.
    fn speaks_against(&self, verb: &Verb) -> Option<Finding> {
        let said = self.conversation.session().judge(&Line::new(verb.name));
        said.findings.into_iter().find(|finding| {
            matches!(
                finding,
                Finding::OutOfSequence
                    | Finding::NotOffered(_)
                    | Finding::AfterEnd
                    | Finding::BeforeGreeting
            )
        })
    }
}

/// A verb and what always follows it.
fn start(verb: &Verb) -> String {
    let behind = match verb.argument {
        Argument::None | Argument::Optional => String::new(),
        Argument::Required => " ".to_owned(),
        Argument::Path(prefix) => format!(" {prefix}<"),
    };
    verb.name.to_owned() + &behind
}

fn own(own: &'static super::OwnCommand) -> Candidate {
    let alone = own.argument.is_empty() || own.argument.starts_with('[');
    let space = if alone { "" } else { " " };
    Candidate::new(format!(":{}{space}", own.name), About::Own(own))
}

/// Whether a line begins so, whatever the case.
pub(super) fn begins(line: &str, with: &str) -> bool {
    line.get(..with.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn common_prefix(candidates: &[Candidate]) -> Option<String> {
    let mut common = candidates.first()?.line.clone();
    for candidate in candidates {
        let same = common
            .bytes()
            .zip(candidate.line.bytes())
            .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
            .count();
        let whole = (0..=same)
            .rev()
            .find(|at| common.is_char_boundary(*at))
            .unwrap_or(0);
        common.truncate(whole);
    }
    Some(common)
}
