//! `:auth [MECHANISM] [USER]`: chooses what is left open, asks for what is missing, and carries the
//! whole login through.
//!
//! Typing AUTH by hand stays possible; this is for those who would rather not do base64 in the head.
//!
//! Absent on purpose: the mechanisms themselves (`smtp::auth`), and answering challenges
//! (`conversation`).

use std::time::Duration;

use super::{App, Effect, LinkState, Modal};
use crate::context::Context;
use crate::smtp::Secret;
use crate::smtp::auth::{self, Credentials, MECHANISMS, Mechanism, Needs, Unfit, Way};
use crate::wire::text::printable_str;

/// A question in the command box: the user's name, then the password or the token.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// The mechanism the answer is for.
    pub way: Way,
    /// The user, once it is known.
    pub user: Option<String>,
}

/// A login that would show its password to everybody on the path, and waits for a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// How it would be done.
    pub way: Way,
    /// What would be sent.
    pub credentials: Credentials,
}

impl App {
    /// Begins a login, or asks who it is for.
    pub(super) fn auth(&mut self, ctx: &Context, at: Duration, argument: &str) -> Vec<Effect> {
        let mut words = argument.split_ascii_whitespace().peekable();
        // A name with an `@` is no mechanism's.
        let named = words.next_if(|word| !word.contains('@'));
        let user = words.next().map(ToOwned::to_owned);
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let chosen = match named {
            Some(name) => Way::read(name).ok_or_else(|| unknown(ctx, name)),
            None => self.choose(ctx, at).map(Way::usual),
        };
        let way = match chosen {
            Ok(way) => way,
            Err(notice) => return self.tell_error(notice),
        };
        if way.mechanism.needs == Needs::Nothing {
            let credentials = Credentials {
                user: user.unwrap_or_default(),
                ..Credentials::default()
            };
            return self.log_in(ctx, at, way, &credentials);
        }
        let known = ctx.credentials.as_ref();
        let fits = |known: &&Credentials| user.as_ref().is_none_or(|user| *user == known.user);
        if let Some(known) = known.filter(fits) {
            return self.log_in(ctx, at, way, known);
        }
        self.prompt = Some(Prompt { way, user });
        Vec::new()
    }

    /// The best that both ends have, and says so; or what there is at each end.
    fn choose(&mut self, ctx: &Context, at: Duration) -> Result<&'static Mechanism, String> {
        let session = self.conversation.session();
        let offered: Vec<_> = session.known_offers().mechanisms().collect();
        let binding = self.conversation.tls();
        let has_binding = binding.is_some_and(|facts| facts.binding.is_some());
        let best = auth::best(&offered, session.secure(), has_binding);
        match best {
            Ok(best) => {
                let mechanism = vec![("mechanism", best.name.to_owned())];
                self.conversation.remark(at, "login-chosen", mechanism);
                Ok(best)
            }
            Err(unfit) => {
                let offered = if offered.is_empty() {
                    "\u{2013}".to_owned()
                } else {
                    printable_str(&offered.join(", ")).into_owned()
                };
                let fill = [("offered", offered), ("known", known())];
                Err(match unfit {
                    Unfit::Nothing => ctx.ui_with("no-common-mechanism", &fill),
                    Unfit::NeedsTls => ctx.ui_with("mechanisms-need-tls", &fill),
                })
            }
        }
    }

    /// The answer to the question in the box.
    pub(super) fn answer_prompt(
        &mut self,
        ctx: &Context,
        at: Duration,
        prompt: Prompt,
    ) -> Vec<Effect> {
        let typed = self.command.take().into_iter().next().unwrap_or_default();
        match prompt.user {
            None if typed.is_empty() => Vec::new(),
            None => {
                self.prompt = Some(Prompt {
                    user: Some(typed),
                    ..prompt
                });
                Vec::new()
            }
            Some(user) => {
                let credentials = Credentials {
                    user,
                    password: Secret::new(typed),
                };
                self.log_in(ctx, at, prompt.way, &credentials)
            }
        }
    }

    /// Logs in; but asks first, once for each link, where the password could be read on the way.
    fn log_in(
        &mut self,
        ctx: &Context,
        at: Duration,
        way: Way,
        credentials: &Credentials,
    ) -> Vec<Effect> {
        let secure = self.conversation.session().secure();
        if way.mechanism.reveals && !secure && self.may_expose != Some(self.generation) {
            self.modal = Some(Modal::Exposed(Exposed {
                way,
                credentials: credentials.clone(),
            }));
            return Vec::new();
        }
        if self.link != LinkState::Open {
            return self.tell_no_link(ctx);
        }
        let asked = self.conversation.session().asked();
        let nonce = ctx.seed.nonce(at, asked);
        let actions = self.conversation.log_in(at, way, credentials, nonce);
        self.sent(actions)
    }

    /// The yes: it holds for this link.
    pub(super) fn expose(&mut self, ctx: &Context, at: Duration, exposed: &Exposed) -> Vec<Effect> {
        self.may_expose = Some(self.generation);
        self.log_in(ctx, at, exposed.way, &exposed.credentials)
    }
}

fn known() -> String {
    let names: Vec<_> = MECHANISMS.iter().map(|mechanism| mechanism.name).collect();
    names.join(", ")
}

fn unknown(ctx: &Context, name: &str) -> String {
    let name = name.to_ascii_uppercase();
    ctx.ui_with("unknown-mechanism", &[("name", name), ("known", known())])
}
