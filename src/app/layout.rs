//! Where the panes are, as a pure function of the screen's size and what is open. Drawing asks it,
//! and so does moving by pages.
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

use ratatui::layout::Rect;

use super::{App, Pane};

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
    /// The command box: a rule, the input, and the prediction.
    pub command: Rect,
    /// The keys.
    pub footer: Rect,
}

/// From this width on the panes stand side by side.
const WIDE: u16 = 70;
/// From this width and height on they are stacked; below, one is shown at a time.
const STACKED: (u16, u16) = (50, 18);
/// From this height on there is room for the map and the footer.
const ROOMY: u16 = 14;

/// Whether only one pane is shown at a time, without a border: every row counts.
pub fn is_tiny(app: &App) -> bool {
    app.size.width < WIDE && (app.size.width < STACKED.0 || app.size.height < STACKED.1)
}

/// Divides the screen.
pub fn areas(app: &App) -> Areas {
    let screen = Rect::new(0, 0, app.size.width, app.size.height);
    let roomy = screen.height >= ROOMY;
    let mut rest = screen;
    let mut areas = Areas {
        header: top(&mut rest, u16::from(screen.height >= 4)),
        ..Areas::default()
    };
    if roomy {
        areas.map = top(&mut rest, 1);
    }
    areas.footer = bottom(&mut rest, u16::from(screen.height >= 6));
    let wanted = command_height(app, rest.height, roomy);
    areas.command = bottom(&mut rest, wanted);
    divide(app, rest, &mut areas);
    areas
}

fn divide(app: &App, rest: Rect, areas: &mut Areas) {
    let wide = rest.width >= WIDE;
    if app.zoomed || is_tiny(app) {
        match app.focus {
            Pane::Explanation => areas.explanation = rest,
            Pane::Transcript | Pane::Command => areas.transcript = rest,
        }
        return;
    }
    if wide {
        // A little more for the session; nobody reads well beyond some 90 columns.
        let right = (rest.width * 46 / 100).min(90);
        areas.transcript = Rect {
            width: rest.width - right,
            ..rest
        };
        areas.explanation = Rect {
            x: rest.x + rest.width - right,
            width: right,
            ..rest
        };
    } else {
        let below = rest.height / 2;
        areas.transcript = Rect {
            height: rest.height - below,
            ..rest
        };
        areas.explanation = Rect {
            y: rest.y + rest.height - below,
            height: below,
            ..rest
        };
    }
}

/// A rule, the input, the prediction; a message gets up to half of the screen.
fn command_height(app: &App, room: u16, roomy: bool) -> u16 {
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
