//! What an explanation rests on: which layers had something to say, which case of the situation's
//! card was chosen, and the facts it was chosen by.
//!
//! Absent on purpose: words for them (the locale's `grounds` section).

use super::compose::{case, holds};
use super::{Dialect, Kb, Kind, Situation};
use crate::smtp::Circumstances;

/// What an explanation of a reply rests on; the narrowest first.
#[derive(Debug, Default)]
pub struct Grounds<'a> {
    /// The verb whose answers with this code have words of their own.
    pub verb: Option<&'static str>,
    /// How many cases those words tell apart.
    pub cases: usize,
    /// The facts of the case that holds.
    pub case: Option<&'a [String]>,
    /// The wording that was recognised.
    pub dialect: Option<&'a Dialect>,
    /// Whether the enhanced code has words of its own, and which code it is.
    pub enhanced: Option<String>,
    /// Whether the code has words of its own.
    pub code: bool,
    /// All the facts of the session that held.
    pub facts: Vec<&'static str>,
}

impl Kb {
    /// What the explanation of a reply in its situation rests on.
    pub fn grounds<'a>(&'a self, situation: &Situation<'_>) -> Grounds<'a> {
        let reply = situation.reply;
        let code = reply.code().to_string();
        let narrow = situation.verb.and_then(|verb| {
            let card = self.card(Kind::Situation, &format!("{}/{code}", verb.name))?;
            Some((verb.name, card))
        });
        let enhanced = reply
            .enhanced()
            .filter(|code| self.enhanced(*code).is_some());
        let facts = Circumstances::FACTS.iter().copied();
        Grounds {
            verb: narrow.map(|(verb, _)| verb),
            cases: narrow.map_or(0, |(_, card)| card.words.case.len()),
            case: narrow
                .and_then(|(_, card)| case(card, situation))
                .map(|case| case.facts.as_slice()),
            dialect: self.dialect(reply, situation.verb),
            enhanced: enhanced.map(|code| code.to_string()),
            code: self.card(Kind::Reply, &code).is_some(),
            facts: facts
                .chain(["practice"])
                .filter(|fact| holds(situation, fact))
                .collect(),
        }
    }
}
