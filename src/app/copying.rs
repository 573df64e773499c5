//! What is handed on: a line, a range, an exchange, a session, or what a pane says; as text or in
//! one of the forms of `export`, to the clipboard or to a file.
//!
//! It is always the text itself and never what is drawn: no border, no wrapping, no secret.
//!
//! Absent on purpose: writing it anywhere (`run/tui/outside`), and the forms.

use std::ops::Range;

use super::{App, Effect, Modal, Pane, Place, lines_of, panel};
use crate::context::Context;
use crate::export::{Extract, FORMS, Form, Scope};
use crate::intent::Intent;
use crate::transcript::{Body, text};

/// What most terminals take by OSC 52, in octets before base64: 100,000 behind it.
const MOST: usize = 74_994;

/// How a text went to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the terminal, by OSC 52.
    Terminal,
    /// The same through tmux, which passes it on if it is told to.
    Tmux,
}

impl App {
    /// Copies, offers forms to copy in, or begins a range for it.
    pub(super) fn hand_on(&mut self, ctx: &Context, intent: Intent) -> Vec<Effect> {
        match intent {
            Intent::CopyAs => self.offer_forms(),
            Intent::Range => self.begin_range(ctx),
            _ => self.copy(ctx, intent == Intent::CopyExchange),
        }
    }

    /// `y`: the selected range or line, or in the explanation all it says; `Y`: the exchange.
    fn copy(&mut self, ctx: &Context, exchange: bool) -> Vec<Effect> {
        if self.focus == Pane::Explanation && !exchange {
            let text = panel::plain_text(ctx, self);
            return self.put_into_clipboard(ctx, text);
        }
        let scope = if exchange {
            Scope::Exchange
        } else {
            Scope::Line
        };
        let text = self.in_form(ctx, FORMS.first(), scope);
        self.range = None;
        self.put_into_clipboard(ctx, text)
    }

    /// A text for the clipboard, if it is not too large to come there.
    pub(super) fn put_into_clipboard(&mut self, ctx: &Context, text: String) -> Vec<Effect> {
        match text.len() {
            0 => self.tell(ctx.ui("copy-nothing").to_owned()),
            octets if octets > MOST => {
                let fill = [("octets", octets.to_string()), ("most", MOST.to_string())];
                self.tell_error(ctx.ui_with("copy-too-large", &fill))
            }
            _ => vec![Effect::Copy(text)],
        }
    }

    /// It has been written, this way; or it could not be.
    pub(super) fn copied(
        &mut self,
        ctx: &Context,
        octets: usize,
        way: Result<Way, String>,
    ) -> Vec<Effect> {
        let octets = ("octets", octets.to_string());
        let key = match way {
            Ok(Way::Terminal) => "copied",
            Ok(Way::Tmux) => "copied-tmux",
            Err(detail) => {
                return self.tell_error(ctx.ui_with("copy-failed", &[("detail", detail)]));
            }
        };
        // Told, and not noted: a list that grows while it is copied from would be in the way.
        self.notice = Some(ctx.ui_with(key, &[octets]));
        self.notice_stays = false;
        Vec::new()
    }

    /// `:copy FORM [SCOPE]`.
    pub(super) fn copy_in_form(&mut self, ctx: &Context, argument: &str) -> Vec<Effect> {
        let (name, scope) = argument.split_once(' ').unwrap_or((argument, "session"));
        let form = Form::named(name);
        let scope = Scope::ALL.iter().find(|known| known.name() == scope.trim());
        let (Some(form), Some(scope)) = (form, scope) else {
            let forms: Vec<_> = FORMS.iter().map(|form| form.name).collect();
            let scopes: Vec<_> = Scope::ALL.iter().map(|scope| scope.name()).collect();
            let fill = [("forms", forms.join(" ")), ("scopes", scopes.join(" "))];
            return self.tell(ctx.ui_with("copy-unknown", &fill));
        };
        let text = self.in_form(ctx, Some(form), *scope);
        self.put_into_clipboard(ctx, text)
    }

    /// `:save FILE`: the session in the form the file's name asks for, else as a script.
    pub(super) fn save(&mut self, ctx: &Context, path: &str) -> Vec<Effect> {
        let form = Form::of_file(path).or_else(|| Form::named("script"));
        vec![Effect::Save {
            path: path.to_owned(),
            text: self.in_form(ctx, form, Scope::Session),
        }]
    }

    /// What `Q` leaves in the shell: the newest session's dialogue.
    pub fn parting_words(&self, ctx: &Context) -> Option<String> {
        let transcript = self.conversation.transcript();
        let words = ctx.locale.remarks();
        self.parting.then(|| text::dialogue(transcript, &words))
    }

    /// There is a file of that name: is it to be replaced?
    pub(super) fn ask_to_replace(&mut self, path: String, text: String) -> Vec<Effect> {
        self.modal = Some(Modal::Replace { path, text });
        Vec::new()
    }

    /// The record, or a part of it, in a form; empty if there is nothing yet.
    pub(super) fn in_form(&self, ctx: &Context, form: Option<&Form>, scope: Scope) -> String {
        let extract = form.zip(self.extract(ctx, scope));
        extract.map_or_else(String::new, |(form, extract)| (form.write)(&extract))
    }

    fn extract<'a>(&'a self, ctx: &'a Context, scope: Scope) -> Option<Extract<'a>> {
        let (first, last) = match scope {
            Scope::Line => self.chosen()?,
            Scope::Exchange => self.whole(&self.exchange(self.place()?.entry))?,
            Scope::Session => self.whole(&self.session_of(self.place()?.entry))?,
        };
        let transcript = self.conversation.transcript();
        let last_entry = transcript.get(last.entry)?;
        let until = Some(last.line + 1).filter(|until| *until < lines_of(last_entry));
        let between = |range: Range<usize>| range.filter_map(|number| transcript.get(number));
        let begins = self.session_of(first.entry).start;
        Some(Extract {
            entries: between(first.entry..last.entry + 1).collect(),
            from: first.line,
            until,
            story: between(begins..last.entry + 1).collect(),
            target: &self.target,
            began: self.began,
            authorities: ctx.authorities.as_deref(),
            names: self.names(ctx),
            kb: &ctx.kb,
            locale: &ctx.locale,
        })
    }

    /// The first and the last line of entries.
    fn whole(&self, entries: &Range<usize>) -> Option<(Place, Place)> {
        let last = entries.end.checked_sub(1)?;
        let lines = self.conversation.transcript().get(last).map(lines_of)?;
        let first = Place {
            entry: entries.start,
            line: 0,
        };
        let last = Place {
            entry: last,
            line: lines.saturating_sub(1),
        };
        Some((first, last))
    }

    /// The entries of the session an entry belongs to: from one try to connect to the next.
    fn session_of(&self, entry: usize) -> Range<usize> {
        let transcript = self.conversation.transcript();
        let begins = |number: &usize| {
            let entry = transcript.get(*number);
            entry.is_some_and(
                |entry| matches!(&entry.body, Body::Remark { key, .. } if *key == "connecting"),
            )
        };
        let start = (transcript.first()..=entry).rev().find(begins);
        let end = (entry + 1..transcript.end()).find(begins);
        start.unwrap_or(transcript.first())..end.unwrap_or(transcript.end())
    }
}
