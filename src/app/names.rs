//! What the `{names}` in suggested lines stand for, taken from the session itself.

use super::App;
use crate::context::Context;
use crate::kb::Names;
use crate::smtp::Utterance;
use crate::target::Target;
use crate::transcript::Body;
use crate::wire::{Class, PathArguments};

/// How far back a recipient that worked is looked for.
const LOOK_BACK: usize = 200;

impl App {
    /// The names of this moment.
    pub fn names(&self, ctx: &Context) -> Names {
        let domain = self.domain();
        let session = self.conversation.session();
        let known = self
            .known_recipient()
            .unwrap_or_else(|| format!("alice@{domain}"));
        Names {
            known,
            me: ctx.me.clone(),
            sender: session
                .sender()
                .filter(|sender| !sender.is_empty())
                .or_else(|| session.user().filter(|user| fits_a_path(user)))
                .unwrap_or("me@example.org")
                .to_owned(),
            domain,
        }
    }

    /// A recipient that was accepted, in this transaction or before.
    pub(super) fn known_recipient(&self) -> Option<String> {
        let recipients = self.conversation.session().recipients();
        let accepted = recipients
            .iter()
            .rev()
            .find(|recipient| recipient.code.class() == Class::Success);
        accepted
            .map(|recipient| recipient.address.clone())
            .or_else(|| self.recipient_that_worked())
    }

    /// The server's mail domain, as well as one can guess it.
    fn domain(&self) -> String {
        if let Some(scenario) = &self.scenario {
            return scenario.domain().to_owned();
        }
        // Whoever asks for a domain's hosts wants to reach its people.
        if let Target::Mx { domain, .. } = &self.target {
            return domain.clone();
        }
        let said = self
            .conversation
            .session()
            .known_offers()
            .greeting()
            .split(' ')
            .next()
            .unwrap_or_default();
        let looks_right = said.contains('.')
            && said
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter));
        if looks_right {
            return said.to_owned();
        }
        match &self.target {
            Target::Tcp { host, .. }
                if host.contains(|letter: char| letter.is_ascii_alphabetic())
                    && host.contains('.') =>
            {
                host.clone()
            }
            _ => "example.com".to_owned(),
        }
    }

    fn recipient_that_worked(&self) -> Option<String> {
        let transcript = self.conversation.transcript();
        let recent = transcript
            .from(transcript.end().saturating_sub(LOOK_BACK))
            .rev();
        let accepted: Vec<u32> = recent
            .filter_map(|(_, entry)| match &entry.body {
                Body::Heard {
                    reply, answered, ..
                } if reply.class() == Class::Success => answered
                    .line
                    .filter(|_| answered.verb.is_some_and(|verb| verb.name == "RCPT")),
                _ => None,
            })
            .collect();
        let mut recent = transcript
            .from(transcript.end().saturating_sub(LOOK_BACK))
            .rev();
        recent.find_map(|(_, entry)| match &entry.body {
            Body::Said {
                line,
                said,
                number: Some(number),
            } if said.what == Utterance::Command && accepted.contains(number) => {
                let command = crate::wire::Command::read(line);
                PathArguments::read(&command.args, "TO:")
                    .path
                    .map(|path| path.address)
            }
            _ => None,
        })
    }
}

/// Whether an address can stand between the brackets of a path as it is.
fn fits_a_path(address: &str) -> bool {
    address.is_ascii() && !address.contains(['<', '>'])
}
