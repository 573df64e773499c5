//! What a verb of the practice server may see and change while it answers.
//!
//! Absent on purpose: bytes and the link. A verb gets a command that is due and well formed, and
//! gives a reply.

use super::auth::{self, Check, Exchange, First, Means, Mechanism};
use super::verb::VERBS;
use super::{Mailbox, Scenario, Verb};
use crate::link::Binding;
use crate::wire::{Class, Reply};

/// The practice server's side of one session.
#[derive(Debug)]
pub struct Service<'a> {
    /// How it is to behave.
    pub scenario: &'a Scenario,
    /// The message that is being handed over.
    pub delivery: &'a mut Delivery,
    /// Who logged in.
    pub user: &'a mut Option<String>,
    /// The login that is under way.
    pub exchange: &'a mut Option<Exchange>,
    /// Whether TLS is on.
    pub secure: bool,
    /// What a login can be tied to.
    pub binding: Option<&'a Binding>,
    /// A text nobody can predict, new for each line.
    pub nonce: String,
}

/// A message on its way in. Its content is counted and not kept: the practice server delivers nothing.
#[derive(Debug, Default)]
pub struct Delivery {
    /// Who sends it.
    pub sender: String,
    /// Who gets it.
    pub recipients: Vec<String>,
    /// Octets of content so far.
    pub octets: u64,
    /// Messages taken in this session.
    pub taken: u32,
}

impl Delivery {
    /// MAIL was accepted.
    pub(super) fn open(&mut self, sender: &str) {
        self.clear();
        sender.clone_into(&mut self.sender);
    }

    /// The transaction is over.
    pub(super) fn clear(&mut self) {
        self.sender.clear();
        self.recipients.clear();
        self.octets = 0;
    }
}

impl Service<'_> {
    /// The EHLO reply (RFC 5321 §4.1.1.1).
    pub(super) fn offers(&self, client: &str) -> Reply {
        let mut lines = vec![format!("{} greets {client}", self.scenario.hostname)];
        let shown = self
            .scenario
            .offers
            .iter()
            .filter(|offer| match offer.split(' ').next() {
                Some("STARTTLS") => !self.secure,
                Some("AUTH") => self.secure || !self.scenario.auth_needs_tls,
                _ => true,
            });
        lines.extend(shown.map(|offer| self.as_offered(offer)));
        Reply::new(250, &lines)
    }

    /// An offer without the mechanisms this link is not fit for.
    fn as_offered(&self, offer: &str) -> String {
        let Some(names) = offer.strip_prefix("AUTH ") else {
            return offer.to_owned();
        };
        let fits = |name: &&str| auth::find(name).is_none_or(|known| self.offers_mechanism(known));
        let names: Vec<_> = names.split(' ').filter(fits).collect();
        format!("AUTH {}", names.join(" "))
    }

    /// What LMTP answers to HELO and EHLO (RFC 2033 §4.1).
    pub(super) fn say_lhlo() -> Reply {
        Reply::new(500, &["5.5.1 This server speaks LMTP: say LHLO"])
    }

    /// HELP without a topic: the verbs, then every address that means something.
    pub(super) fn help(&self) -> Vec<String> {
        let verbs = VERBS.iter().filter(|verb| self.is_served(verb));
        let verbs: Vec<_> = verbs.map(|verb| verb.name).collect();
        let mut lines = vec![
            format!("2.0.0 Verbs: {}", verbs.join(" ")),
            "2.0.0 Addresses to try:".to_owned(),
        ];
        let width = self
            .scenario
            .mailboxes
            .iter()
            .map(|mailbox| mailbox.address.len())
            .max()
            .unwrap_or(0);
        lines.extend(
            self.scenario
                .mailboxes
                .iter()
                .map(|mailbox| line(mailbox, width)),
        );
        lines.extend(
            self.scenario
                .users
                .iter()
                .map(|user| format!("2.0.0 Login: {} / {}", user.name, user.password)),
        );
        lines
    }

    /// The reply after the final dot, or after the last BDAT.
    pub(super) fn deliver(&mut self) -> Reply {
        let reply = self.verdict(None);
        self.close(&reply);
        reply
    }

    /// LMTP: one reply for each recipient (RFC 2033 §4.2).
    pub(super) fn deliver_each(&mut self) -> Vec<Reply> {
        let recipients = self.delivery.recipients.clone();
        let replies: Vec<_> = recipients
            .iter()
            .map(|recipient| self.verdict(Some(recipient)))
            .collect();
        if let Some(last) = replies.last() {
            self.close(last);
        }
        replies
    }

    /// An AUTH begins (RFC 4954 §4).
    pub(super) fn begin_auth(&mut self, mechanism: &str, initial: Option<&str>) -> Reply {
        if self.scenario.auth_needs_tls && !self.secure {
            return Reply::new(538, &["5.7.11 TLS first: STARTTLS, EHLO, then AUTH"]);
        }
        let name = mechanism.to_ascii_uppercase();
        let found = auth::find(&name).filter(|found| self.offers_mechanism(found));
        let Some(mechanism) = found else {
            return Reply::new(
                504,
                &[format!("5.5.4 {name} is no mechanism this server offers")],
            );
        };
        let tied = |mechanism: &&Mechanism| mechanism.bound && self.offers_mechanism(mechanism);
        let means = Means {
            nonce: self.nonce.clone(),
            binding: self.binding.cloned(),
            plus_offered: auth::MECHANISMS.iter().any(tied),
        };
        *self.exchange = Some(Exchange::new(mechanism, &means));
        match initial {
            Some(initial) => self.continue_auth(initial),
            None if mechanism.first == First::Client => Reply::new(334, &[""]),
            None => self.continue_auth("="),
        }
    }

    /// The client answered a 334.
    pub(super) fn continue_auth(&mut self, answer: &str) -> Reply {
        let Some(exchange) = self.exchange.as_mut() else {
            return Reply::new(503, &["5.5.1 No login is under way"]);
        };
        let check = exchange.answer(answer, &self.scenario.passwords());
        if !matches!(check, Check::Challenge(_)) {
            *self.exchange = None;
        }
        match check {
            Check::Challenge(octets) => Reply::new(334, &[data_encoding::BASE64.encode(&octets)]),
            Check::Welcome(user) => {
                let reply = Reply::new(
                    235,
                    &[format!(
                        "2.7.0 Welcome, {}",
                        crate::wire::text::printable_str(&user)
                    )],
                );
                *self.user = Some(user);
                reply
            }
            Check::Refused => Reply::new(535, &["5.7.8 Name or password is wrong"]),
            Check::Malformed(why) => Reply::new(501, &[format!("5.5.2 {why}")]),
            Check::Cancelled => Reply::new(501, &["5.7.0 Login cancelled"]),
        }
    }

    fn is_served(&self, verb: &Verb) -> bool {
        let named = |keyword: &str, offer: &String| offer.split(' ').next() == Some(keyword);
        let offered = |keyword: &str| {
            self.scenario
                .offers
                .iter()
                .any(|offer| named(keyword, offer))
        };
        verb.keyword.is_none_or(offered)
    }

    /// A mechanism that is tied to the link needs something to be tied to.
    fn offers_mechanism(&self, mechanism: &Mechanism) -> bool {
        if mechanism.bound && self.binding.is_none() {
            return false;
        }
        let mut offers = self
            .scenario
            .offers
            .iter()
            .filter_map(|offer| offer.strip_prefix("AUTH "));
        offers.any(|names| names.split(' ').any(|offered| offered == mechanism.name))
    }

    /// What is said of the content, for one recipient or for all.
    fn verdict(&self, recipient: Option<&String>) -> Reply {
        if self.delivery.octets > self.scenario.size {
            return Reply::new(
                552,
                &[format!(
                    "5.3.4 Over the {} octets this server takes",
                    self.scenario.size
                )],
            );
        }
        let all = &self.delivery.recipients;
        let mut refusals = all
            .iter()
            .filter(|one| recipient.is_none_or(|only| only == *one));
        refusals
            .find_map(|one| self.scenario.content(one))
            .unwrap_or_else(|| {
                let id = self.delivery.taken + 1;
                Reply::new(
                    250,
                    &[format!(
                        "2.0.0 Taken: {} octets, queued as PRACTICE-{id}",
                        self.delivery.octets
                    )],
                )
            })
    }

    fn close(&mut self, reply: &Reply) {
        if reply.class() == Class::Success {
            self.delivery.taken += 1;
        }
        self.delivery.clear();
    }
}

fn line(mailbox: &Mailbox, width: usize) -> String {
    format!("2.0.0   {:width$}  {}", mailbox.address, mailbox.meaning)
}
