//! Where the panes are, as a pure function of the screen's size, what is open, and where a person
//! put the border. Drawing asks it, and so do moving by pages and the mouse.
//!
//! ```text
//!  wide (from 70 columns)          stacked (from 50)          tiny: one pane at a time
//!  ┌ header ──────────────┐        ┌ header ──────┐           ┌ header ┐
//!  │ map                  │        │ map          │           │ the    │
//!  │ transcript │ explana-│        │ transcript   │           │ pane   │
//!  │            │ tion    │        │ explanation  │           │ with   │
//!  │ command, prediction  │        │ command      │           │ focus  │
//!  │ footer               │        │ footer       │           │ command│
//!  └──────────────────────┘        └──────────────┘           └────────┘
//! ```
//!
//! From 160 columns on a third column shows where the session stands: the explanation is read at
//! most 100 columns wide, and what would be left over is better spent than empty. Below 20 columns
//! or 5 rows only what was said last and the input are left.
//!
//! Absent on purpose: moving the border (`border`), drawing.

use ratatui::layout::{Position, Rect};

use super::{App, Pane, Tab};

/// The places of everything; what is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Target, badge, TLS, phase, time.
    pub header: Rect,
    /// The session map.
    pub map: Rect,
    /// The transcript with its border.
    pub transcript: Rect,
    /// The explanation with its border.
    pub explanation: Rect,
    /// Where the session stands, beside them, with its border.
    pub standing: Rect,
    /// The command box: a rule, the input, and the prediction.
    pub command: Rect,
    /// The keys.
    pub footer: Rect,
}

/// From this width on the panes stand side by side.
pub(super) const WIDE: u16 = 70;
/// From this width and height on they are stacked; below, one is shown at a time.
pub(super) const STACKED: (u16, u16) = (50, 18);
/// From this width on there is a third column.
const THREE: u16 = 160;
/// From this height on there is room for the map and the footer.
const ROOMY: u16 = 14;
/// Below this width or height only the newest line and the input are shown.
const LEAST: (u16, u16) = (20, 5);
/// Nobody reads well beyond so many columns.
pub const READABLE: u16 = 100;

/// What the explanation has where nobody moved the border, in percent: beside the session a little
/// less than half, for what is said has a time and signs before it.
pub(super) const BESIDE: u16 = 46;
/// And below it.
pub(super) const BELOW: u16 = 50;

impl Areas {
    /// The pane a place on the screen belongs to.
    pub fn pane(&self, at: Position) -> Option<Pane> {
        [
            (self.transcript, Pane::Transcript),
            (self.explanation, Pane::Explanation),
            (self.command, Pane::Command),
        ]
        .into_iter()
        .find(|(area, _)| area.contains(at))
        .map(|(_, pane)| pane)
    }
}

/// Whether only one pane is shown at a time, without a border: every row counts.
pub fn is_tiny(app: &App) -> bool {
    app.size.width < WIDE && (app.size.width < STACKED.0 || app.size.height < STACKED.1)
}

/// Whether only the newest line and the input are shown.
pub fn is_least(app: &App) -> bool {
    app.size.width < LEAST.0 || app.size.height < LEAST.1
}

/// Whether lines of the transcript are cut instead of wrapped: where few show, their beginnings say
/// most.
pub fn cuts_lines(app: &App) -> bool {
    areas(app).transcript.height < 4
}

/// Whether the panes stand side by side: where only that fits, or both do and nobody chose else.
pub fn is_beside(app: &App) -> bool {
    app.size.width >= WIDE && !(app.kept.stacked && app.size.height >= STACKED.1)
}

/// Whether transcript and explanation are both on the screen, with a border between them.
pub fn is_divided(app: &App) -> bool {
    !app.zoomed && !is_tiny(app) && !is_least(app)
}

/// Whether panes have a border. Where one is shown at a time for want of room, every row counts.
pub fn has_borders(app: &App) -> bool {
    !is_tiny(app) && !is_least(app)
}

/// Divides the screen.
pub fn areas(app: &App) -> Areas {
    let screen = Rect::new(0, 0, app.size.width, app.size.height);
    let roomy = screen.height >= ROOMY;
    let least = is_least(app);
    let mut rest = screen;
    let mut areas = Areas {
        header: top(&mut rest, u16::from(!least)),
        ..Areas::default()
    };
    if roomy && !least {
        areas.map = top(&mut rest, 1);
    }
    areas.footer = bottom(&mut rest, u16::from(screen.height >= 6 && !least));
    let wanted = command_height(app, rest.height, roomy);
    areas.command = bottom(&mut rest, wanted);
    divide(app, rest, &mut areas);
    areas
}

fn divide(app: &App, mut rest: Rect, areas: &mut Areas) {
    if !is_divided(app) {
        match app.focus {
            Pane::Explanation => areas.explanation = rest,
            Pane::Command if app.shows_welcome() => areas.explanation = rest,
            Pane::Transcript | Pane::Command => areas.transcript = rest,
        }
        return;
    }
    // Its tab says the same.
    if rest.width >= THREE && app.tab != Tab::Session {
        areas.standing = right(&mut rest, share(app.size.width, 26).min(64));
    }
    (areas.transcript, areas.explanation) = if is_beside(app) {
        let most = app.kept.beside.map_or(READABLE + 4, |_| u16::MAX);
        let beside = share(rest.width, app.kept.beside.unwrap_or(BESIDE)).min(most);
        let explanation = right(&mut rest, beside);
        (rest, explanation)
    } else {
        let below = share(rest.height, app.kept.below.unwrap_or(BELOW));
        let explanation = bottom(&mut rest, below);
        (rest, explanation)
    };
}

fn share(whole: u16, percent: u16) -> u16 {
    u16::try_from(u32::from(whole) * u32::from(percent) / 100).unwrap_or(whole)
}

/// Where a list or the help lies over the screen: between header and footer, and no wider than one
/// reads well.
pub fn over(app: &App) -> Rect {
    let areas = areas(app);
    let width = app.size.width.min(READABLE);
    Rect {
        x: (app.size.width - width) / 2,
        y: areas.header.bottom(),
        width,
        height: app.size.height - areas.header.height - areas.footer.height,
    }
}

/// Its inside, within a border and a column of air at each side: columns and rows.
pub fn over_inside(app: &App) -> (usize, usize) {
    let area = over(app);
    (
        usize::from(area.width.saturating_sub(4)),
        usize::from(area.height.saturating_sub(2)),
    )
}

/// A rule, the input, the prediction; a message gets up to half of the screen.
fn command_height(app: &App, room: u16, roomy: bool) -> u16 {
    if is_least(app) {
        return room.min(1);
    }
    let lines = u16::try_from(app.command.lines().len()).unwrap_or(u16::MAX);
    let wanted = if app.is_composing() {
        lines.saturating_add(2).max(5)
    } else {
        3
    };
    let most = if roomy {
        (room / 2).max(3)
    } else {
        2.max(room / 2)
    };
    wanted.min(most).min(room)
}

fn top(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    let area = Rect { height, ..*rest };
    rest.y += height;
    rest.height -= height;
    area
}

fn bottom(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    rest.height -= height;
    Rect {
        y: rest.y + rest.height,
        height,
        ..*rest
    }
}

fn right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.x + rest.width,
        width,
        ..*rest
    }
}
