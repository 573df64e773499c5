//! Tab behind an address: the parameters whose keyword was offered, then their values.
//!
//! Absent on purpose: what the parameters mean (their cards).

use super::App;
use crate::kb::Names;
use crate::smtp::parameter::{PARAMETERS, Parameter};

impl App {
    /// The line with each parameter that may stand there; behind `=` with each of its values.
    pub(super) fn with_parameters(&self, names: &Names, verb: &str, line: &str) -> Vec<String> {
        let typed = line.rfind(' ').map_or(line.len(), |space| space + 1);
        let (before, word) = line.split_at_checked(typed).unwrap_or((line, ""));
        let session = self.conversation.session();
        let offered = PARAMETERS
            .iter()
            .filter(|row| row.verb == verb && session.offers(row.keyword));
        if let Some((name, _)) = word.split_once('=') {
            let row = offered
                .into_iter()
                .find(|row| row.name.eq_ignore_ascii_case(name));
            let values = row.map(|row| self.values(names, row)).unwrap_or_default();
            return values
                .iter()
                .map(|value| format!("{before}{name}={value}"))
                .collect();
        }
        let given = |row: &&Parameter| {
            before.split(' ').any(|word| {
                let name = word.split('=').next().unwrap_or_default();
                name.eq_ignore_ascii_case(row.name)
            })
        };
        let equals = |row: &Parameter| if row.syntax.contains('=') { "=" } else { "" };
        offered
            .filter(|row| !given(row))
            .map(|row| format!("{before}{}{}", row.name, equals(row)))
            .collect()
    }

    /// The values a parameter may have here, as far as they are known.
    fn values(&self, names: &Names, row: &Parameter) -> Vec<String> {
        let offers = self.conversation.session().known_offers();
        let offered = |at: usize| {
            let words = offers.parameters(row.keyword).unwrap_or_default();
            words
                .split_ascii_whitespace()
                .nth(at)
                .map(ToOwned::to_owned)
        };
        match row.name {
            "SIZE" => Some(self.message_octets())
                .filter(|octets| *octets > 0)
                .map(|octets| octets.to_string())
                .into_iter()
                .collect(),
            "HOLDFOR" => offered(0).into_iter().collect(),
            "HOLDUNTIL" => offered(1).into_iter().collect(),
            "ORCPT" => vec![format!("rfc822;{}", names.known)],
            _ => row
                .values
                .iter()
                .filter(|value| **value != "BINARYMIME" || offers.offers("BINARYMIME"))
                .map(|value| (*value).to_owned())
                .collect(),
        }
    }

    /// Nothing more is certain: what may stand there is told.
    pub(super) fn list(&mut self, line: &str, candidates: &[String]) -> bool {
        let typed = line.rfind([' ', '=']).map_or(0, |at| at + 1);
        let ends = candidates
            .iter()
            .map(|candidate| candidate.get(typed..).unwrap_or(candidate).trim_end());
        let ends: Vec<_> = ends.collect();
        self.tell(ends.join("  "));
        true
    }
}
