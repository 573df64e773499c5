//! What is odd about a line in a few words, for the row below the command box and for the list of
//! what a line may become.
//!
//! Absent on purpose: finding it (`smtp/judge`), and telling it at length (the finding's card).

use std::ops::Range;

use super::{App, Offered};
use crate::context::Context;
use crate::kb::Kind;
use crate::nearest::nearest;
use crate::smtp::verb::{self, VERBS};
use crate::smtp::{Finding, parameter};
use crate::wire::text::printable_str;
use crate::wire::{Command, Slip};

/// Says it as exactly as it is known, else by the title of its card.
pub fn briefly(ctx: &Context, app: &App, line: &str, finding: &Finding) -> String {
    let exact = match finding {
        Finding::BadPath(slip, _) => slip_key(*slip).map(|key| ctx.ui(key).to_owned()),
        Finding::NotOffered(keyword) => Some(not_offered(ctx, keyword)),
        Finding::UnknownParameter(name, _) => {
            let verb = Command::parse(line).verb;
            parameter::find(&verb, name).map(|known| not_offered(ctx, known.keyword))
        }
        Finding::OutOfSequence => {
            let verb = verb::find(&Command::parse(line).verb);
            let missing = app.conversation.session().misses(verb);
            missing.map(|verb| ctx.ui_with("box-not-yet", &[("verb", verb.to_owned())]))
        }
        Finding::UnknownVerb => {
            meant(line).map(|verb| ctx.ui_with("box-did-you-mean", &[("name", verb.to_owned())]))
        }
        _ => None,
    };
    let title = || {
        let card = ctx.kb.card(Kind::Rule, finding.name());
        card.map_or(finding.name(), |card| card.words.title.as_str())
            .to_owned()
    };
    exact.unwrap_or_else(title)
}

/// The parts of a line that are wrong as they stand. While it is typed, what may still become right
/// is not.
pub fn marks(
    line: &str,
    findings: &[Finding],
    offered: &Offered,
    is_typed: bool,
) -> Vec<Range<usize>> {
    let mut candidates = offered.candidates.iter();
    let may_grow = candidates.any(|candidate| candidate.why.is_none());
    let unfinished = |finding: &Finding, place: &Range<usize>| {
        let open = matches!(
            finding,
            Finding::BadPath(Slip::Unclosed | Slip::NoDomain | Slip::NoAddress, _)
        );
        is_typed && place.end == line.len() && (open || may_grow)
    };
    let places = findings
        .iter()
        .filter_map(|finding| Some((finding, finding.place(line)?)));
    places
        .filter(|(finding, place)| !unfinished(finding, place))
        .map(|(_, place)| visible(line, place))
        .collect()
}

/// Where something is missing, what stands there instead.
fn visible(line: &str, place: Range<usize>) -> Range<usize> {
    let next = line.get(place.start..).and_then(|rest| rest.chars().next());
    match next.filter(|_| place.is_empty()) {
        Some(letter) => place.start..place.start + letter.len_utf8(),
        None => place,
    }
}

/// The verb that was probably meant.
fn meant(line: &str) -> Option<&'static str> {
    let typed = Command::parse(line.get(..LONGEST).unwrap_or(line)).verb;
    nearest(&typed, VERBS.iter().map(|verb| verb.name))
}

/// No verb is nearly as long.
const LONGEST: usize = 20;

fn not_offered(ctx: &Context, keyword: &str) -> String {
    let name = printable_str(keyword).into_owned();
    ctx.ui_with("box-not-offered", &[("name", name)])
}

/// The words for a slip that has no card of its own.
const fn slip_key(slip: Slip) -> Option<&'static str> {
    match slip {
        Slip::NoPrefix => Some("box-no-prefix"),
        Slip::NoBracket => Some("box-no-bracket"),
        Slip::Unclosed => Some("box-unclosed"),
        Slip::NoAddress => Some("box-no-address"),
        Slip::NoDomain => Some("box-no-domain"),
        Slip::SpaceAfterColon | Slip::EightBit => None,
    }
}
