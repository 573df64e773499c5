//! Pointing within the explanation: at a section, a part of the reply, a suggestion, another card.
//! What is pointed at can be folded, followed or sent; a part is marked in the transcript as well.
//!
//! Absent on purpose: drawing the mark.

use std::ops::Range;

use super::{App, Effect, Modal, Pane, Place, Reference, Tab, layout, panel};
use crate::context::Context;
use crate::intent::Intent;
use crate::kb::{Kind, SectionKind};
use crate::theme::Role;
use crate::transcript::Body;
use crate::wire::{Class, Command, Enhanced};

/// What can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    /// A section, by its heading.
    Section(SectionKind),
    /// A row of a reply taken apart.
    Part {
        /// Which row.
        row: usize,
        /// The line of the reply, from 0.
        line: usize,
        /// The octets of that line.
        octets: Range<usize>,
    },
    /// A suggestion, by its number from 1.
    Suggestion(u8),
    /// Another card, by its path.
    Card(String),
}

/// Something pointed at, and the line it explains: for another line it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    place: Option<Place>,
    index: usize,
    point: Point,
}

impl App {
    /// What is pointed at.
    pub fn point(&self) -> Option<&Point> {
        let pointed = self.pointed.as_ref()?;
        let holds = pointed.place == self.place() && self.explains();
        holds.then_some(&pointed.point)
    }

    /// The octets of a line in the transcript that are pointed at.
    pub fn pointed_octets(&self, entry: usize, line: usize) -> Option<Range<usize>> {
        let here = self.place().filter(|place| place.entry == entry);
        match (here, self.point()) {
            (
                Some(_),
                Some(Point::Part {
                    line: of, octets, ..
                }),
            ) if *of == line => Some(octets.clone()),
            _ => None,
        }
    }

    /// Whether the pane explains the selected line, and not two codes or a tab.
    pub fn explains(&self) -> bool {
        self.tab == Tab::Explanation && self.compared.is_none()
    }

    /// F4: in full, or in short again.
    pub(super) const fn turn_detail(&mut self) {
        self.full = !self.full;
        self.scrolled = 0;
    }

    /// `>` and `<`: the next thing to point at, or the one before.
    pub(super) fn step(&mut self, ctx: &Context, intent: Intent) {
        let forward = intent == Intent::NextPoint;
        if !self.explains() {
            return;
        }
        self.focus = Pane::Explanation;
        // Who looks closer wants to see all of it.
        self.full = true;
        let points = panel::points(ctx, self);
        let last = points.len().saturating_sub(1);
        let here = self.pointed.as_ref().filter(|_| self.point().is_some());
        let index = match (here.map(|pointed| pointed.index), forward) {
            (Some(index), true) => (index + 1).min(last),
            (Some(index), false) => index.saturating_sub(1),
            (None, true) => 0,
            (None, false) => last,
        };
        let place = self.place();
        self.pointed = points.into_iter().nth(index).map(|point| Pointed {
            place,
            index,
            point,
        });
        self.scroll_to_point(ctx);
    }

    /// Scrolls no farther than it has to.
    fn scroll_to_point(&mut self, ctx: &Context) {
        let area = layout::areas(self).explanation;
        let (width, height) = panel::inner(self, area.width, area.height);
        let rows = panel::content(ctx, self, (width, height));
        let pinned = panel::pinned(&rows, height);
        let shown = height.saturating_sub(pinned.len()).max(1);
        let mut all = panel::scrolling(&rows, pinned).into_iter();
        let marked = all.position(|row| row.iter().any(|span| span.role == Role::Selection));
        if let Some(at) = marked {
            self.scrolled = self.scrolled.clamp((at + 1).saturating_sub(shown), at);
        }
    }

    /// Space: folds a section of the explanation where that has the focus, else an exchange.
    pub(super) fn fold_here(&mut self, ctx: &Context) -> Vec<Effect> {
        if self.focus != Pane::Explanation {
            return self.fold(ctx);
        }
        self.fold_section(ctx);
        Vec::new()
    }

    /// Space in the explanation: folds the section pointed at, or the first that shows; or unfolds it.
    fn fold_section(&mut self, ctx: &Context) {
        if !self.explains() {
            return;
        }
        let kind = match self.point() {
            Some(Point::Section(kind)) => Some(*kind),
            Some(Point::Part { .. }) => Some(SectionKind::Anatomy),
            _ => None,
        };
        let Some(kind) = kind else {
            return self.step(ctx, Intent::NextPoint);
        };
        match self.folded.iter().position(|folded| *folded == kind) {
            Some(at) => drop(self.folded.remove(at)),
            None => self.folded.push(kind),
        }
        let points = panel::points(ctx, self);
        let heading = Point::Section(kind);
        let index = points.iter().position(|point| *point == heading);
        let place = self.place();
        self.pointed = index.map(|index| Pointed {
            place,
            index,
            point: heading,
        });
        self.scroll_to_point(ctx);
    }

    /// Enter in a pane: what is pointed at is followed; else the reference opens at what is selected.
    pub(super) fn look_up(&mut self, ctx: &Context, at: std::time::Duration) -> Vec<Effect> {
        let point = self.point().filter(|_| self.focus == Pane::Explanation);
        let card = match point.cloned() {
            Some(Point::Section(_)) => {
                self.fold_section(ctx);
                return Vec::new();
            }
            Some(Point::Suggestion(number)) => return self.send_suggestion(ctx, at, number),
            Some(Point::Card(path)) => Some(path),
            Some(Point::Part { line, octets, .. }) => self.card_of_part(ctx, line, octets),
            None => None,
        };
        let open = card.or_else(|| self.card_of_line(ctx));
        self.modal = Some(Modal::Reference(Reference {
            open: open.map(|path| (path, 0)).into_iter().collect(),
            ..Reference::default()
        }));
        Vec::new()
    }

    /// The card of an enhanced code that is pointed at.
    fn card_of_part(&self, ctx: &Context, line: usize, octets: Range<usize>) -> Option<String> {
        let entry = self.conversation.transcript().get(self.place()?.entry)?;
        let Body::Heard { reply, .. } = &entry.body else {
            return None;
        };
        let text = reply.line(line)?.text;
        let code = Enhanced::at_start(text.get(octets)?)?;
        let shared = format!("X.{}.{}", code.subject, code.detail);
        known(ctx, Kind::Enhanced, &code.to_string())
            .or_else(|| known(ctx, Kind::Enhanced, &shared))
    }

    /// The card that is nearest to the selected line.
    fn card_of_line(&self, ctx: &Context) -> Option<String> {
        let place = self.place()?;
        let entry = self.conversation.transcript().get(place.entry)?;
        match &entry.body {
            Body::Heard {
                reply, answered, ..
            } => {
                let offers = answered.verb.is_some_and(|verb| verb.name == "EHLO");
                let keyword = reply
                    .texts()
                    .nth(place.line)
                    .filter(|_| offers && place.line > 0 && reply.class() == Class::Success);
                let keyword = keyword.map(|text| {
                    Command::parse(&String::from_utf8_lossy(text).replace('=', " ")).verb
                });
                keyword
                    .and_then(|name| known(ctx, Kind::Keyword, &name))
                    .or_else(|| known(ctx, Kind::Reply, &reply.code().to_string()))
                    .or_else(|| known(ctx, Kind::Class, reply.class().name()))
            }
            Body::Said { said, .. } => known(ctx, Kind::Verb, said.verb.name),
            Body::Message { .. } => known(ctx, Kind::Verb, "DATA-END"),
            Body::Secured { .. } => known(ctx, Kind::Verb, "STARTTLS"),
            other => {
                let finding = other.findings().last()?;
                known(ctx, Kind::Rule, finding.name())
            }
        }
    }
}

/// The path of a card, if there is one.
fn known(ctx: &Context, kind: Kind, name: &str) -> Option<String> {
    let path = format!("{}/{name}", kind.folder());
    ctx.kb.by_path(&path).map(|_| path)
}
