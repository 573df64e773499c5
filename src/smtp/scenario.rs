//! How the practice server behaves, as data: one file under `assets/scenarios/` is one scenario.
//!
//! Absent on purpose: code that knows an address or a code. What a learner meets is in the file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Secret;
use crate::wire::Reply;

/// A scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scenario {
    /// The server's own name.
    pub hostname: String,
    /// The mail domains it takes mail for; the first is the one its mailboxes are in.
    pub domains: Vec<String>,
    /// The greeting's reply. `{hostname}` is filled in.
    pub greeting: Words,
    /// The EHLO offers, in order. `STARTTLS` is left out once TLS is on, `AUTH` until then if
    /// `auth-needs-tls`.
    pub offers: Vec<String>,
    /// Whether AUTH is offered and allowed only after TLS.
    #[serde(default)]
    pub auth_needs_tls: bool,
    /// Whether it speaks LMTP (RFC 2033).
    #[serde(default)]
    pub lmtp: bool,
    /// The largest message in octets.
    pub size: u64,
    /// How many recipients one transaction may have.
    pub most_recipients: usize,
    /// The reply to mail for other domains without a login. `{address}` is filled in.
    pub relay: Words,
    /// The reply to a recipient nobody defined.
    pub unknown: Words,
    /// Who may log in.
    #[serde(default, rename = "user")]
    pub users: Vec<User>,
    /// The mailboxes and other addresses that mean something.
    #[serde(default, rename = "mailbox")]
    pub mailboxes: Vec<Mailbox>,
}

/// Who may log in, and with what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name to log in with.
    pub name: String,
    /// The password. It is the practice server's, and printed in HELP; it guards nothing.
    pub password: String,
}

/// An address and what the server says about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// The address; one without `@` is in the scenario's first domain, one that begins with `@` is
    /// a whole domain.
    pub address: String,
    /// What it is for, in a few words; shown by HELP and in the explanation of the greeting.
    pub meaning: String,
    /// The reply to it as a sender, instead of 250.
    pub mail: Option<Words>,
    /// The reply to it as a recipient.
    pub rcpt: Option<Words>,
    /// The reply to VRFY.
    pub vrfy: Option<Words>,
    /// Its members, if it is a list: the reply to EXPN.
    #[serde(default)]
    pub members: Vec<String>,
    /// The reply after the final dot, when it is among the recipients.
    pub content: Option<Words>,
}

/// A reply as it stands in a file: `"550 5.1.1 No such user"`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Words {
    code: u16,
    text: String,
}

impl TryFrom<String> for Words {
    type Error = String;

    fn try_from(line: String) -> Result<Self, String> {
        let code = line
            .get(..3)
            .and_then(|code| code.parse().ok())
            .filter(|code| (200..600).contains(code));
        match (code, line.get(3..4), line.get(4..)) {
            (Some(code), Some(" "), Some(text)) if !line.contains(['\r', '\n']) => Ok(Self {
                code,
                text: text.to_owned(),
            }),
            _ => Err(format!(
                "{line:?} is no reply: it takes a code, a space and a text, as in \"550 5.1.1 No such user\""
            )),
        }
    }
}

impl Words {
    /// The reply, with `{name}`s filled in.
    pub fn reply(&self, fill: &[(&str, &str)]) -> Reply {
        let mut text = self.text.clone();
        for (name, value) in fill {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        Reply::new(self.code, &[crate::wire::text::printable_str(&text)])
    }

    /// The three digits.
    pub const fn code(&self) -> u16 {
        self.code
    }
}

/// A scenario file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct ScenarioError {
    file: String,
    problem: String,
}

impl Scenario {
    /// Reads a scenario file.
    pub fn parse(file: &str, text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text).map_err(|error| ScenarioError {
            file: file.to_owned(),
            problem: error.to_string(),
        })?;
        if scenario.domains.is_empty() {
            let problem =
                "`domains` is empty: it takes at least one, as in domains = [\"practice.example\"]";
            return Err(ScenarioError {
                file: file.to_owned(),
                problem: problem.to_owned(),
            });
        }
        Ok(scenario)
    }

    /// The domain its mailboxes are in.
    pub fn domain(&self) -> &str {
        self.domains.first().map_or("", String::as_str)
    }

    /// Whether a domain is one it takes mail for.
    pub fn is_local(&self, domain: &str) -> bool {
        self.domains
            .iter()
            .any(|local| local.eq_ignore_ascii_case(domain))
            || self.hostname.eq_ignore_ascii_case(domain)
    }

    /// What it says to a sender.
    pub(super) fn sender(&self, address: &str) -> Reply {
        match self.find(address).and_then(|mailbox| mailbox.mail.as_ref()) {
            Some(words) => words.reply(&[("address", address)]),
            None => Reply::new(250, &[format!("2.1.0 Sender <{address}> ok")]),
        }
    }

    /// What it says to a recipient.
    pub(super) fn recipient(&self, address: &str, logged_in: bool) -> Reply {
        let fill = [("address", address)];
        let mailbox = self.find(address);
        if let Some(words) = mailbox.and_then(|mailbox| mailbox.rcpt.as_ref()) {
            return words.reply(&fill);
        }
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let local = domain.is_empty() || self.is_local(domain);
        if mailbox.is_some() || !local && logged_in {
            return Reply::new(250, &[format!("2.1.5 Recipient <{address}> ok")]);
        }
        if local {
            self.unknown.reply(&fill)
        } else {
            self.relay.reply(&fill)
        }
    }

    /// What it says to VRFY.
    pub(super) fn verify(&self, asked: &str) -> Reply {
        let address = bare(asked);
        let full = self.full(address);
        match self.find(address) {
            Some(Mailbox {
                vrfy: Some(words), ..
            }) => words.reply(&[("address", &full)]),
            Some(Mailbox {
                rcpt: Some(words), ..
            }) if words.code >= 400 => words.reply(&[("address", &full)]),
            Some(_) => Reply::new(250, &[format!("2.1.5 <{full}>")]),
            None if address.contains('@') && !self.is_local(bare_domain(address)) => {
                Reply::new(252, &["2.5.2 Not one of mine; send mail and see"])
            }
            None => self.unknown.reply(&[("address", &full)]),
        }
    }

    /// What it says to EXPN.
    pub(super) fn expand(&self, asked: &str) -> Reply {
        match self.find(bare(asked)) {
            Some(mailbox) if !mailbox.members.is_empty() => {
                let lines: Vec<_> = mailbox
                    .members
                    .iter()
                    .map(|member| format!("2.1.5 <{}>", self.full(member)))
                    .collect();
                Reply::new(250, &lines)
            }
            Some(_) => Reply::new(550, &["5.1.3 That is one mailbox, not a list"]),
            None => self.unknown.reply(&[("address", &self.full(bare(asked)))]),
        }
    }

    /// What it says after the final dot because of one recipient.
    pub(super) fn content(&self, recipient: &str) -> Option<Reply> {
        let words = self.find(recipient)?.content.as_ref()?;
        Some(words.reply(&[("address", recipient)]))
    }

    /// The mailbox an address stands for.
    pub fn find(&self, address: &str) -> Option<&Mailbox> {
        let (local, domain) = address.rsplit_once('@').unwrap_or((address, self.domain()));
        self.mailboxes
            .iter()
            .find(|mailbox| match mailbox.address.rsplit_once('@') {
                Some(("", whole)) => whole.eq_ignore_ascii_case(domain),
                Some((name, of)) => {
                    name.eq_ignore_ascii_case(local) && of.eq_ignore_ascii_case(domain)
                }
                None => mailbox.address.eq_ignore_ascii_case(local) && self.is_local(domain),
            })
    }

    /// An address with its domain.
    pub fn full(&self, address: &str) -> String {
        if address.contains('@') {
            address.to_owned()
        } else {
            format!("{address}@{}", self.domain())
        }
    }

    /// Names and passwords as mechanisms look them up.
    pub(super) fn passwords(&self) -> BTreeMap<&str, Secret> {
        self.users
            .iter()
            .map(|user| (user.name.as_str(), Secret::new(user.password.as_bytes())))
            .collect()
    }
}

/// `VRFY <a@b>` and `VRFY a@b SMTPUTF8` both ask about `a@b`.
fn bare(asked: &str) -> &str {
    let address = asked.split(' ').next().unwrap_or_default();
    address.trim_start_matches('<').trim_end_matches('>')
}

fn bare_domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_says_where_and_what() {
        let text = "hostname = \"a\"\ndomains = [\"b\"]\ngreeting = \"2200 hi\"\n";
        let error = Scenario::parse("mine.toml", text)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(
            error.starts_with("mine.toml: TOML parse error at line 3")
                && error.contains("550 5.1.1"),
            "{error}"
        );
    }
}
