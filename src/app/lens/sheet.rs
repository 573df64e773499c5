//! What holds for every line of the transcript: which time stands before it, and whether it is
//! wrapped or cut.
//!
//! Absent on purpose: the clock. When the explorer began is told to the app.

use super::shown;
use crate::app::{App, Effect, Wire, layout};
use crate::context::Context;
use crate::flow;
use crate::wire::text::printable;

/// How lines are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The time before a line.
    pub stamp: Stamp,
    /// A person chose it: it shows where there is little room too.
    pub chosen: bool,
    /// Lines are cut, and so many cells of them are to the left of what shows; `None` wraps them.
    pub cut: Option<usize>,
}

/// The time before a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stamp {
    /// Since the explorer began.
    #[default]
    Start,
    /// Since the line before.
    Before,
    /// The time of day.
    Day,
    /// None.
    Hidden,
}

impl Stamp {
    const fn next(self) -> Self {
        match self {
            Self::Start => Self::Before,
            Self::Before => Self::Day,
            Self::Day => Self::Hidden,
            Self::Hidden => Self::Start,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Start => "time-start",
            Self::Before => "time-before",
            Self::Day => "time-day",
            Self::Hidden => "time-hidden",
        }
    }
}

/// How many cells a key goes sideways.
const STEP: usize = 8;

impl App {
    /// `t`: the next kind of time; that of the day only where it is known.
    pub(super) fn next_stamp(&mut self, ctx: &Context) -> Vec<Effect> {
        let sheet = &mut self.sheet;
        sheet.chosen = true;
        sheet.stamp = sheet.stamp.next();
        if sheet.stamp == Stamp::Day && self.began == 0 {
            sheet.stamp = sheet.stamp.next();
        }
        let told = ctx.locale.word("lens", sheet.stamp.key());
        self.tell(told.to_owned())
    }

    /// `W`.
    pub(super) fn wrap_or_cut(&mut self, ctx: &Context) -> Vec<Effect> {
        let (cut, key) = match self.sheet.cut {
            None => (Some(0), "lines-cut"),
            Some(_) => (None, "lines-wrapped"),
        };
        self.sheet.cut = cut;
        self.tell(ctx.locale.word("lens", key).to_owned())
    }

    /// Sideways, as far as the longest line near the selected one goes.
    pub(super) fn shift(&mut self, ctx: &Context, right: bool) -> Vec<Effect> {
        let Some(cut) = self.sheet.cut else {
            return self.tell(ctx.locale.word("lens", "lines-not-cut").to_owned());
        };
        let shifted = if right {
            (cut + STEP).min(self.widest(ctx).saturating_sub(STEP))
        } else {
            cut.saturating_sub(STEP)
        };
        self.sheet.cut = Some(if right { shifted.max(cut) } else { shifted });
        Vec::new()
    }

    /// How wide the widest line is of those that may show.
    fn widest(&self, ctx: &Context) -> usize {
        let transcript = self.conversation.transcript();
        let page = usize::from(layout::areas(self).transcript.height);
        let here = self.selected.map_or(transcript.end(), |place| place.entry);
        let mut widest = 0;
        let above = std::iter::successors(self.entry_before(here), |it| self.entry_before(*it));
        let below = std::iter::successors(Some(here), |it| self.entry_after(*it));
        for number in above.take(page).chain(below.take(page)) {
            let Some(entry) = transcript.get(number) else {
                continue;
            };
            shown::each_line(ctx, entry, |_, octets| {
                let plain = flow::width(&printable(octets));
                let width = match self.wire {
                    _ if !entry.body.is_of_the_wire() => plain,
                    Wire::Off => plain,
                    Wire::Visible => plain + 4,
                    // Behind the line with its end come three cells for each of its octets.
                    Wire::Hex => plain + 4 + 3 * (octets.len() + 2),
                };
                widest = widest.max(width);
            });
        }
        widest
    }
}
