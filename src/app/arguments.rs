//! What may stand behind a verb: names, mechanisms, addresses that were used before, and behind an
//! address its parameters.
//!
//! Absent on purpose: the parameters themselves (`parameters`).

use super::candidate::About;
use super::completion::begins;
use super::{App, Candidate};
use crate::context::Context;
use crate::kb::Kind;
use crate::smtp::Finding;
use crate::smtp::auth::MECHANISMS;
use crate::smtp::verb::VERBS;
use crate::wire::{Command, PathArguments};

/// How many lines of the history are looked through for addresses.
const LOOK_BACK: usize = 200;
/// How many addresses used before are offered.
const MOST: usize = 30;

impl App {
    /// The whole lines.
    pub(super) fn arguments(&self, ctx: &Context, line: &str) -> Vec<Candidate> {
        let verb = Command::parse(line).verb;
        match verb.as_str() {
            "EHLO" | "HELO" | "LHLO" => {
                let about = About::Word("ui.box-own-name".to_owned());
                vec![Candidate::new(format!("{verb} {}", ctx.me), about)]
            }
            "AUTH" => self.mechanisms(line, "AUTH "),
            "HELP" => VERBS
                .iter()
                .map(|verb| {
                    let about = About::Card(Kind::Verb, verb.name.to_owned());
                    Candidate::new(format!("HELP {}", verb.name), about)
                })
                .collect(),
            "MAIL" if !line.contains('>') => self.addresses(ctx, "MAIL FROM:<", ">"),
            "RCPT" if !line.contains('>') => self.addresses(ctx, "RCPT TO:<", ">"),
            "VRFY" => self.addresses(ctx, "VRFY ", ""),
            "EXPN" => self.addresses(ctx, "EXPN ", ""),
            "XCLIENT" | "XFORWARD" => self.attributes(&verb, line),
            "MAIL" | "RCPT" => self.with_parameters(&self.names(ctx), &verb, line),
            _ => Vec::new(),
        }
    }

    /// The attributes of XCLIENT and XFORWARD that the server takes.
    fn attributes(&self, verb: &str, line: &str) -> Vec<Candidate> {
        let (before, _) = line.rsplit_once(' ').unwrap_or((line, ""));
        let offers = self.conversation.session().known_offers();
        let offered = offers.parameters(verb).unwrap_or_default();
        offered
            .split_ascii_whitespace()
            .map(|name| Candidate::new(format!("{before} {name}="), About::Name))
            .collect()
    }

    /// The mechanisms of the EHLO reply; those ehlo knows, where none of these fits what is typed.
    pub(super) fn mechanisms(&self, line: &str, before: &str) -> Vec<Candidate> {
        let whole = |name: &str| {
            let about = About::Card(Kind::Mechanism, name.to_owned());
            Candidate::new(format!("{before}{name}"), about)
        };
        let offers = self.conversation.session().known_offers();
        let offered: Vec<_> = offers.mechanisms().map(|name| whole(&name)).collect();
        if offered.iter().any(|one| begins(&one.line, line)) {
            return offered;
        }
        let known = MECHANISMS.iter().map(|mechanism| mechanism.name);
        known
            .map(|name| whole(name).but(Some(Finding::NotOffered(name))))
            .collect()
    }

    /// Addresses: the likeliest, and those used before, here first.
    fn addresses(&self, ctx: &Context, before: &str, after: &str) -> Vec<Candidate> {
        let names = self.names(ctx);
        let sends = before.starts_with("MAIL");
        let likely = if sends { names.sender } else { names.known };
        let line = |address: &str| format!("{before}{address}{after}");
        let target = self.target.to_string();
        let lines = self.history.nearest(&target).take(LOOK_BACK);
        let mut used = Vec::new();
        for address in lines.filter_map(|used| address(used, sends)) {
            if used.len() < MOST && !used.contains(&address) {
                used.push(address);
            }
        }
        let about = |address: &String| {
            if used.contains(address) {
                About::Word("ui.box-used".to_owned())
            } else {
                About::Name
            }
        };
        let others = used.iter().filter(|address| **address != likely);
        let all = std::iter::once(&likely).chain(others);
        let all = all.map(|address| Candidate::new(line(address), about(address)));
        let mut found: Vec<_> = all.collect();
        if sends {
            let about = About::Word("ui.box-null".to_owned());
            found.push(Candidate::new(line(""), about));
        }
        found
    }
}

/// The sender or the recipient in a line that was typed before.
fn address(line: &str, sends: bool) -> Option<String> {
    let (verb, prefix) = if sends {
        ("MAIL ", "FROM:")
    } else {
        ("RCPT ", "TO:")
    };
    let arguments = Some(line).filter(|line| begins(line, verb))?;
    let read = PathArguments::read(arguments.get(verb.len()..)?.trim(), prefix);
    let path = read.path.filter(|path| !path.is_null())?;
    // What had a slip in it is not offered again.
    read.slips.is_empty().then_some(path.address)
}
