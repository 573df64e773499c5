//! `:template`, `:attach` and the editor of one's own: the message is made outside, where the clock
//! and the files are, and comes back as text.
//!
//! Absent on purpose: MIME (`compose`).

use super::{App, Effect};
use crate::compose::{Letter, TEMPLATES};
use crate::context::Context;

impl App {
    /// `:template NAME`.
    pub(super) fn template(&mut self, ctx: &Context, name: &str) -> Vec<Effect> {
        if !TEMPLATES.iter().any(|template| template.name == name) {
            let known: Vec<_> = TEMPLATES.iter().map(|template| template.name).collect();
            let fill = [("name", name.to_owned()), ("known", known.join(" "))];
            return self.tell_error(ctx.ui_with("unknown-template", &fill));
        }
        let names = self.names(ctx);
        let letter = Letter {
            from: names.sender,
            to: names.known,
            host: names.me,
        };
        let name = name.to_owned();
        vec![Effect::Template { name, letter }]
    }

    /// `:attach FILE`: to what is composed so far.
    pub(super) fn attach(&mut self, ctx: &Context, file: &str) -> Vec<Effect> {
        if self.message.file.is_some() {
            return self.tell(ctx.ui("file-instead").to_owned());
        }
        vec![Effect::Attach {
            file: file.to_owned(),
            message: self.command.draft(),
        }]
    }

    /// F7: what is composed goes to the person's own editor.
    pub(super) fn edit_elsewhere(&mut self, ctx: &Context) -> Vec<Effect> {
        if !self.is_composing() {
            return self.tell(ctx.ui("nothing-to-edit").to_owned());
        }
        if self.message.file.is_some() {
            return self.tell(ctx.ui("file-instead").to_owned());
        }
        vec![Effect::Edit(self.command.lines().join("\n") + "\n")]
    }

    /// The message comes back, or why it could not be made.
    pub(super) fn composed(&mut self, ctx: &Context, made: Result<String, String>) -> Vec<Effect> {
        match made {
            Ok(text) => {
                self.compose(&text);
                if self.is_composing() {
                    return Vec::new();
                }
                self.tell(ctx.ui("opened-next").to_owned())
            }
            Err(detail) => self.tell_error(ctx.ui_with("not-composed", &[("detail", detail)])),
        }
    }
}
