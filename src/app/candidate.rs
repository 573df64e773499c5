//! What a line may become, and what each of these is in a few words.
//!
//! The words are looked up when a candidate shows, so that a hundred of them cost little.
//!
//! Absent on purpose: finding them (`completion`).

use super::{App, OwnCommand, briefly};
use crate::context::Context;
use crate::kb::Kind;
use crate::smtp::Finding;

/// A line that what is typed may become.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The whole line.
    pub line: String,
    /// What it is.
    pub about: About,
    /// Why it is not due now, or of no use.
    pub why: Option<Finding>,
}

/// Where the words for a candidate are.
#[derive(Clone, Debug)]
pub enum About {
    /// A card's title.
    Card(Kind, String),
    /// A command of ehlo's own: its usage and its words.
    Own(&'static OwnCommand),
    /// A text of the locale by its key, `section.key`.
    Word(String),
    /// Nothing more than its name.
    Name,
}

impl Candidate {
    /// One that may be sent now, as far as it is known.
    pub(super) fn new(line: impl Into<String>, about: About) -> Self {
        Self {
            line: line.into(),
            about,
            why: None,
        }
    }

    /// The same, with what speaks against it.
    pub(super) fn but(self, why: Option<Finding>) -> Self {
        Self { why, ..self }
    }

    /// What shows of it in a list: what follows the part of the line that is settled.
    pub fn name(&self, from: usize) -> String {
        let name = self.line.get(from..).unwrap_or(&self.line).trim_end();
        // A closing bracket without its opening one would look like a slip.
        let name = match name.strip_suffix('>') {
            Some("") => "<>",
            Some(inside) if !name.contains('<') => inside,
            _ => name,
        };
        match self.about {
            About::Own(own) => format!("{name} {}", own.argument).trim_end().to_owned(),
            _ => name.to_owned(),
        }
    }

    /// What it is, or why not now, in a few words.
    pub fn words(&self, ctx: &Context, app: &App) -> String {
        if let Some(why) = &self.why {
            return briefly(ctx, app, &self.line, why);
        }
        match &self.about {
            About::Card(kind, name) => ctx
                .kb
                .card(*kind, name)
                .map_or_else(String::new, |card| card.words.title.clone()),
            About::Own(own) => ctx.locale.word("own", own.name).to_owned(),
            About::Word(key) => ctx.locale.text(key).to_owned(),
            About::Name => String::new(),
        }
    }
}
