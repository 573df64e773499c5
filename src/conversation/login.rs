//! A login that goes on by itself: it begins, answers each 334, and says whether the server proved
//! itself.
//!
//! Absent on purpose: asking for the password, and whether the link is fit for it.

use std::time::Duration;

use super::Conversation;
use crate::link::Action;
use crate::smtp::Phase;
use crate::smtp::auth::{Credentials, Doubt, Login, Means, Way};
use crate::transcript::Body;
use crate::wire::Line;

impl Conversation {
    /// Begins a login. `nonce` is a text nobody can predict.
    pub fn log_in(
        &mut self,
        at: Duration,
        way: Way,
        credentials: &Credentials,
        nonce: String,
    ) -> Vec<Action> {
        let offers = self.session().known_offers();
        let plus_offered = offers.mechanisms().any(|name| name.ends_with("-PLUS"));
        let means = Means {
            nonce,
            binding: self.tls().and_then(|facts| facts.binding.clone()),
            plus_offered,
        };
        let mut login = Login::new(way, credentials, &means);
        match login.begin() {
            Ok(line) => {
                self.login = Some(login);
                self.say(at, &Line::new(line.expose()))
            }
            Err(doubt) => {
                self.tell(at, &login, "login-not-begun", &doubt);
                Vec::new()
            }
        }
    }

    /// Whether a login is under way that answers by itself.
    pub const fn is_logging_in(&self) -> bool {
        self.login.is_some()
    }

    /// Answers the challenge that came, if it is the login's.
    pub(super) fn go_on(&mut self, at: Duration) -> Vec<Action> {
        if !self.session().is_answered() {
            return Vec::new();
        }
        let Some(mut login) = self.login.take() else {
            return Vec::new();
        };
        let mechanism = vec![("mechanism", login.mechanism().name.to_owned())];
        if self.session().phase() != Phase::Challenge {
            if self.session().login().is_some() && login.proved() == Some(false) {
                self.remark(at, Self::UNPROVED, mechanism);
            }
            return Vec::new();
        }
        let heard = self.transcript.last().map(|entry| &entry.body);
        let challenge = match heard {
            Some(Body::Heard { reply, .. }) => reply.texts().next().unwrap_or_default(),
            _ => b"",
        };
        match login.answer(challenge) {
            Ok(line) => {
                if login.proved() == Some(true) {
                    self.remark(at, "login-proved", mechanism);
                }
                self.login = Some(login);
                self.say(at, &Line::new(line.expose()))
            }
            Err(doubt) => {
                self.tell(at, &login, Self::CANCELLED, &doubt);
                self.say(at, &Line::new("*"))
            }
        }
    }

    /// The keys of the remarks that a login is not to be trusted, whatever the server says of it.
    pub const DISTRUST: &'static [&'static str] = &[Self::UNPROVED, Self::CANCELLED];

    const UNPROVED: &'static str = "login-unproved";
    const CANCELLED: &'static str = "login-cancelled";

    fn tell(&mut self, at: Duration, login: &Login, key: &'static str, doubt: &Doubt) {
        let mechanism = vec![("mechanism", login.mechanism().name.to_owned())];
        self.remark(at, doubt.key(), doubt.figures());
        self.remark(at, key, mechanism);
    }
}
