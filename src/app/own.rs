//! ehlo's own commands, the lines that begin with a colon. No SMTP verb does.
//!
//! To add one: a row, its arm in `App::own`, its words in `assets/locales/en/own.toml`.

use std::time::Duration;

use super::{App, Effect, LinkState, Modal, Pane, Reference, Tab, panel};
use crate::context::Context;
use crate::kb::Kb;
use crate::nearest::nearest;
use crate::target::Target;
use crate::theme::{Choice, Theme};
use crate::wire::Line;

/// A command of ehlo's own.
#[derive(Clone, Copy, Debug)]
pub struct OwnCommand {
    /// Its name without the colon.
    pub name: &'static str,
    /// What stands behind it; in brackets if it may be left out.
    pub argument: &'static str,
}

/// Every one of them.
pub static OWN: &[OwnCommand] = &[
    OwnCommand {
        name: "attach",
        argument: "FILE",
    },
    OwnCommand {
        name: "auth",
        argument: "[MECHANISM] [USER]",
    },
    OwnCommand {
        name: "bdat",
        argument: "[SIZE]",
    },
    OwnCommand {
        name: "cert",
        argument: "FILE",
    },
    OwnCommand {
        name: "compare",
        argument: "A B",
    },
    OwnCommand {
        name: "connect",
        argument: "[TARGET]",
    },
    OwnCommand {
        name: "copy",
        argument: "FORM [line|exchange|session]",
    },
    OwnCommand {
        name: "disconnect",
        argument: "",
    },
    OwnCommand {
        name: "drip",
        argument: "MS LINE",
    },
    OwnCommand {
        name: "drop",
        argument: "",
    },
    OwnCommand {
        name: "ending",
        argument: "crlf|lf|cr|none",
    },
    OwnCommand {
        name: "explain",
        argument: "NAME",
    },
    OwnCommand {
        name: "half-close",
        argument: "",
    },
    OwnCommand {
        name: "help",
        argument: "",
    },
    OwnCommand {
        name: "lang",
        argument: "LANGUAGE",
    },
    OwnCommand {
        name: "mouse",
        argument: "",
    },
    OwnCommand {
        name: "notices",
        argument: "",
    },
    OwnCommand {
        name: "open",
        argument: "FILE",
    },
    OwnCommand {
        name: "palette",
        argument: "",
    },
    OwnCommand {
        name: "quit",
        argument: "",
    },
    OwnCommand {
        name: "raw",
        argument: "OCTETS",
    },
    OwnCommand {
        name: "save",
        argument: "FILE",
    },
    OwnCommand {
        name: "second",
        argument: "[TARGET]",
    },
    OwnCommand {
        name: "session",
        argument: "",
    },
    OwnCommand {
        name: "split",
        argument: "N LINE",
    },
    OwnCommand {
        name: "stuffing",
        argument: "on|off",
    },
    OwnCommand {
        name: "template",
        argument: "NAME",
    },
    OwnCommand {
        name: "theme",
        argument: "NAME",
    },
    OwnCommand {
        name: "tls",
        argument: "",
    },
    OwnCommand {
        name: "wire",
        argument: "",
    },
];

/// Those that would say something into the middle of a message.
const SAYS: &[&str] = &["auth", "bdat", "disconnect", "drip", "raw", "split"];

impl App {
    /// Carries out `:name argument`.
    pub(super) fn own(&mut self, ctx: &Context, at: Duration, text: &str) -> Vec<Effect> {
        let (name, whole) = text.split_once(' ').unwrap_or((text, ""));
        let argument = whole.trim();
        let Some(command) = find(name) else {
            let near = nearest(name, OWN.iter().map(|own| own.name));
            return self.tell_unknown(ctx, "unknown-own", name, near);
        };
        if argument.is_empty() && needs_argument(command.name) {
            let usage = format!(":{} {}", command.name, command.argument);
            return self.tell_error(ctx.ui_with("needs-argument", &[("usage", usage)]));
        }
        if self.is_busy() && SAYS.contains(&command.name) {
            return self.tell_busy(ctx);
        }
        match command.name {
            "attach" => self.attach(ctx, argument),
            "bdat" => self.bdat(ctx, argument),
            "open" => vec![Effect::Open(argument.to_owned())],
            "stuffing" => self.stuffing(ctx, argument),
            "template" => self.template(ctx, argument),
            "auth" => self.auth(ctx, at, argument),
            "cert" => self.save_chain(ctx, argument),
            "compare" => self.compare(ctx, argument),
            "lang" => self.language(ctx, argument),
            "copy" => self.copy_in_form(ctx, argument),
            "connect" => self.connect_to(argument, at),
            "disconnect" => self.disconnect(at),
            "drip" => self.drip(ctx, at, whole),
            "drop" => self.drop_link(at),
            "ending" => self.end_lines(ctx, argument),
            "half-close" => self.half_close(ctx, at),
            "explain" => self.lay_over(Modal::Reference(Reference::about(ctx, argument))),
            "help" | "notices" | "palette" => self.open_by_name(ctx, command.name),
            "mouse" => self.turn_mouse(ctx),
            "raw" => self.raw(ctx, at, whole),
            "save" => self.save(ctx, argument),
            "second" => self.open_second(at, argument),
            "session" => self.show_tab(Tab::Session),
            "split" => self.split(ctx, at, whole),
            "theme" => self.theme(ctx, argument),
            "tls" => self.show_tab(Tab::Tls),
            "wire" => {
                self.wire = self.wire.next();
                Vec::new()
            }
            _ => self.quit(),
        }
    }

    /// Whether a command of ehlo's own has a secret in it, and is not to be remembered.
    pub(super) fn tells_secret(&self, text: &str) -> bool {
        let Some((name, argument)) = text.split_once(' ') else {
            return false;
        };
        let octets = super::octets::unescape(argument).unwrap_or_else(|| argument.into());
        let session = self.conversation.session();
        let sends = |own: &OwnCommand| matches!(own.name, "raw" | "split" | "drip");
        let octets = match argument.split_once(' ') {
            Some((_, line)) if !name.starts_with('r') => line.into(),
            _ => octets,
        };
        find(name).is_some_and(sends)
            && octets
                .split_inclusive(|octet| *octet == b'\n')
                .any(|line| session.judge(&Line::read(line)).secret.is_some())
    }

    fn lay_over(&mut self, modal: Modal) -> Vec<Effect> {
        self.modal = Some(modal);
        Vec::new()
    }

    /// Nothing was sent, since there is no link to send it over, or not yet.
    pub(super) fn tell_no_link(&mut self, ctx: &Context) -> Vec<Effect> {
        let words = match self.link {
            LinkState::Opening => ctx.ui("connecting"),
            _ => ctx.locale.text("remark.not-open"),
        };
        self.tell(words.to_owned())
    }

    fn connect_to(&mut self, argument: &str, at: Duration) -> Vec<Effect> {
        if !argument.is_empty() {
            match Target::parse(argument) {
                Ok(target) => self.aim(target),
                Err(error) => return self.tell_error(error.to_string()),
            }
        }
        let mut effects = self.hang_up(at);
        effects.extend(self.connect(at));
        effects
    }

    /// Politely: QUIT, and the server closes.
    fn disconnect(&mut self, at: Duration) -> Vec<Effect> {
        if self.is_talking() {
            self.say(at, &Line::new("QUIT"))
        } else {
            self.hang_up(at)
        }
    }

    fn drop_link(&mut self, at: Duration) -> Vec<Effect> {
        if self.link == LinkState::Open {
            self.conversation.remark(at, "dropped", Vec::new());
        }
        self.hang_up(at)
    }

    /// Ends the link, or the opening of one, at once.
    pub(super) fn hang_up(&mut self, at: Duration) -> Vec<Effect> {
        match self.link {
            LinkState::Closed => return Vec::new(),
            LinkState::Opening => self.conversation.remark(at, "cancelled", Vec::new()),
            LinkState::Open => self
                .conversation
                .closed(at, crate::transcript::Side::Client, None),
        }
        self.link = LinkState::Closed;
        self.message.end();
        // Whatever the old link still has to say is of no interest.
        self.new_generation();
        vec![Effect::HangUp]
    }

    fn compare(&mut self, ctx: &Context, argument: &str) -> Vec<Effect> {
        let codes: Vec<_> = argument.split_ascii_whitespace().collect();
        match codes[..] {
            [a, b] if panel::compared(ctx, a, b).is_some() => {
                self.compared = Some((a.to_owned(), b.to_owned()));
                self.scrolled = 0;
                self.focus = Pane::Explanation;
                Vec::new()
            }
            _ => self.tell_error(ctx.ui("cannot-compare").to_owned()),
        }
    }

    fn language(&mut self, ctx: &Context, tag: &str) -> Vec<Effect> {
        let known = Kb::languages();
        if known.contains(&tag) {
            return vec![Effect::Language(tag.to_owned())];
        }
        self.tell_error(ctx.ui_with(
            "unknown-language",
            &[("name", tag.to_owned()), ("known", known.join(" "))],
        ))
    }

    fn theme(&mut self, ctx: &Context, choice: &str) -> Vec<Effect> {
        if Choice::parse(choice).is_ok() {
            return vec![Effect::Theme(choice.to_owned())];
        }
        let near = nearest(choice, Theme::names().chain([Choice::AUTO]));
        self.tell_unknown(ctx, "unknown-theme", choice, near)
    }

    /// There is nothing of that name; but maybe one that is nearly so.
    fn tell_unknown(
        &mut self,
        ctx: &Context,
        words: &str,
        name: &str,
        near: Option<&str>,
    ) -> Vec<Effect> {
        let name = ("name", name.to_owned());
        let told = match near {
            Some(near) => ctx.ui_with(&format!("{words}-near"), &[name, ("near", near.to_owned())]),
            None => ctx.ui_with(words, &[name]),
        };
        self.tell_error(told)
    }
}

/// Whether a command means nothing without an argument.
pub(super) fn needs_argument(name: &str) -> bool {
    let argument = find(name).map_or("", |own| own.argument);
    !argument.is_empty() && !argument.starts_with('[')
}

/// Whether a line behind its colon begins with the name of a command, whole.
pub(super) fn is_known(text: &str) -> bool {
    let name = text.split(' ').next().unwrap_or_default();
    OWN.iter().any(|own| own.name == name)
}

/// A command by its name, or by a beginning only it has.
fn find(name: &str) -> Option<&'static OwnCommand> {
    let mut fitting = OWN
        .iter()
        .filter(|own| own.name.starts_with(name) && !name.is_empty());
    let first = fitting.next();
    OWN.iter()
        .find(|own| own.name == name)
        .or_else(|| first.filter(|_| fitting.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_enough_if_only_one_has_it() {
        assert_eq!(find("q").map(|own| own.name), Some("quit"));
        assert_eq!(find("d").map(|own| own.name), None);
        assert_eq!(find("").map(|own| own.name), None);
    }

    #[test]
    fn every_own_command_has_its_words() {
        let locale = crate::locale::Locale::load("en");
        for own in OWN {
            assert!(locale.has(&format!("own.{}", own.name)), "{}", own.name);
        }
    }
}
