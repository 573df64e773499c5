//! Completion behind an address: the parameters whose keyword was offered, then the others with
//! that they were not; behind `=` their values.
//!
//! Absent on purpose: what the parameters mean (their cards).

use super::candidate::About;
use super::{App, Candidate};
use crate::kb::{Kind, Names};
use crate::smtp::Finding;
use crate::smtp::parameter::{PARAMETERS, Parameter};

impl App {
    /// The line with each parameter that may stand there; behind `=` with each of its values.
    pub(super) fn with_parameters(&self, names: &Names, verb: &str, line: &str) -> Vec<Candidate> {
        let typed = line.rfind(' ').map_or(line.len(), |space| space + 1);
        let (before, word) = line.split_at_checked(typed).unwrap_or((line, ""));
        let session = self.conversation.session();
        let mut known = PARAMETERS.iter().filter(|row| row.verb == verb);
        let about = |row: &Parameter| About::Card(Kind::Parameter, row.name.to_owned());
        if let Some((name, _)) = word.split_once('=') {
            let Some(row) = known.find(|row| row.name.eq_ignore_ascii_case(name)) else {
                return Vec::new();
            };
            let values = self.values(names, row).into_iter();
            return values
                .map(|value| Candidate::new(format!("{before}{name}={value}"), about(row)))
                .collect();
        }
        let given = |row: &&Parameter| {
            before.split(' ').any(|word| {
                let name = word.split('=').next().unwrap_or_default();
                name.eq_ignore_ascii_case(row.name)
            })
        };
        let equals = |row: &Parameter| if row.syntax.contains('=') { "=" } else { "" };
        known
            .filter(|row| !given(row))
            .map(|row| {
                let line = format!("{before}{}{}", row.name, equals(row));
                let offered = session.offers(row.keyword);
                let not = || Finding::UnknownParameter(row.name.to_owned(), 0..0);
                Candidate::new(line, about(row)).but((!offered).then(not))
            })
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
}
