//! Tab: the verbs that are due, the keywords that were offered, ehlo's own commands.

use super::{App, OWN};
use crate::compose::TEMPLATES;
use crate::context::Context;
use crate::smtp::Verb;
use crate::smtp::auth::MECHANISMS;
use crate::smtp::verb::{Argument, VERBS};
use crate::theme::Theme;
use crate::wire::Command;

impl App {
    /// Completes what is typed as far as it is certain; `false` if there was nothing to add.
    pub(super) fn complete(&mut self, ctx: &Context) -> bool {
        if self.is_secret() || self.prompt.is_some() {
            return false;
        }
        let line = self.command.line().to_owned();
        let candidates = self.candidates(ctx, &line);
        let Some(common) = common_prefix(&candidates) else {
            return false;
        };
        if common.len() <= line.len() {
            return candidates.len() > 1 && self.list(&line, &candidates);
        }
        self.command.set(&common);
        true
    }

    /// Whole lines that what is typed may become.
    pub fn candidates(&self, ctx: &Context, line: &str) -> Vec<String> {
        if line.is_empty() {
            return Vec::new();
        }
        let all = match line.strip_prefix(':') {
            Some(own) if own.starts_with("theme ") => Theme::names()
                .map(|name| format!(":theme {name}"))
                .collect(),
            Some(own) if own.starts_with("auth ") => self.mechanisms(line, ":auth "),
            Some(own) if own.starts_with("template ") => TEMPLATES
                .iter()
                .map(|template| format!(":template {}", template.name))
                .collect(),
            Some(own) if own.starts_with("stuffing ") => ["on", "off"]
                .map(|choice| format!(":stuffing {choice}"))
                .to_vec(),
            Some(_) => OWN.iter().map(own_line).collect(),
            None if line.contains(' ') => self.with_arguments(ctx, line),
            None => self.verbs(),
        };
        let fits = |candidate: &String| {
            candidate
                .to_ascii_lowercase()
                .starts_with(&line.to_ascii_lowercase())
        };
        all.into_iter().filter(fits).collect()
    }

    /// The verbs that are due and offered come first.
    fn verbs(&self) -> Vec<String> {
        let session = self.conversation.session();
        let phase = session.expected_phase();
        let offered = |verb: &Verb| verb.keyword.is_none_or(|keyword| session.offers(keyword));
        let mut verbs: Vec<_> = VERBS.iter().collect();
        verbs.sort_by_key(|verb| (!offered(verb), !verb.phases.contains(&phase)));
        let begin = |argument: Argument| match argument {
            Argument::None | Argument::Optional => String::new(),
            Argument::Required => " ".to_owned(),
            Argument::Path(prefix) => format!(" {prefix}<"),
        };
        verbs
            .iter()
            .map(|verb| verb.name.to_owned() + &begin(verb.argument))
            .collect()
    }

    fn with_arguments(&self, ctx: &Context, line: &str) -> Vec<String> {
        let names = self.names(ctx);
        let session = self.conversation.session();
        let verb = Command::parse(line).verb;
        match verb.as_str() {
            "EHLO" | "HELO" | "LHLO" => vec![format!("{verb} {}", names.me)],
            "AUTH" => self.mechanisms(line, "AUTH "),
            "HELP" => VERBS
                .iter()
                .map(|verb| format!("HELP {}", verb.name))
                .collect(),
            "MAIL" if !line.contains('>') => vec![format!("MAIL FROM:<{}>", names.sender)],
            "RCPT" if !line.contains('>') => vec![format!("RCPT TO:<{}>", names.known)],
            "VRFY" => vec![format!("VRFY {}", names.known)],
            "XCLIENT" | "XFORWARD" => {
                let (before, typed) = line.rsplit_once(' ').unwrap_or((line, ""));
                let offered = session.known_offers().parameters(&verb).unwrap_or_default();
                let attributes = offered.split_ascii_whitespace();
                let fits =
                    |name: &&str| typed.is_empty() || name.starts_with(&typed.to_ascii_uppercase());
                attributes
                    .filter(fits)
                    .map(|name| format!("{before} {name}="))
                    .collect()
            }
            "MAIL" | "RCPT" => self.with_parameters(&names, &verb, line),
            _ => Vec::new(),
        }
    }

    /// The mechanisms of the EHLO reply; those ehlo knows, where none of these fits what is typed.
    fn mechanisms(&self, line: &str, before: &str) -> Vec<String> {
        let offered = self.conversation.session().known_offers().mechanisms();
        let whole = |name: &str| format!("{before}{name}");
        let fits = |candidate: &String| {
            candidate
                .to_ascii_lowercase()
                .starts_with(&line.to_ascii_lowercase())
        };
        let offered: Vec<_> = offered.map(|name| whole(&name)).filter(fits).collect();
        if !offered.is_empty() {
            return offered;
        }
        let known = MECHANISMS.iter().map(|mechanism| whole(mechanism.name));
        known.filter(fits).collect()
    }
}

fn own_line(own: &super::OwnCommand) -> String {
    let space = if own.argument.is_empty() || own.argument.starts_with('[') {
        ""
    } else {
        " "
    };
    format!(":{}{space}", own.name)
}

fn common_prefix(candidates: &[String]) -> Option<String> {
    let mut common = candidates.first()?.clone();
    for candidate in candidates {
        let same = common
            .bytes()
            .zip(candidate.bytes())
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
