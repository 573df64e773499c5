//! The keys that matter now, whole hints only, from the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::row;
use crate::app::{App, LinkState, Spot, layout};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::intent::Intent;
use crate::keymap;
use crate::theme::Role;

/// Draws it: hints are left out whole from the right when they do not fit, help last of all.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    for (x, _, hint) in places(ctx, app, area) {
        let width = area.right().saturating_sub(x);
        row(&ctx.theme, &hint, (x, area.y), width, buffer);
    }
}

/// What a click in it means: the key that is hinted at there.
pub(super) fn under(ctx: &Context, app: &App, area: Rect, at: Position) -> Spot {
    let here = |(x, _, hint): &(u16, Intent, Row)| {
        (usize::from(*x)..usize::from(*x) + row_width(hint)).contains(&usize::from(at.x))
    };
    let hint = places(ctx, app, area).into_iter().find(here);
    let key = hint.and_then(|(_, intent, _)| ctx.keymap.press(app.key_context(), intent));
    key.map_or(Spot::Nothing, Spot::Key)
}

/// The hints that fit, and where each stands.
fn places(ctx: &Context, app: &App, area: Rect) -> Vec<(u16, Intent, Row)> {
    if area.is_empty() {
        return Vec::new();
    }
    let help = hint(ctx, keymap::Context::Global, Intent::Help, "help");
    let cells = |row: &Row| u16::try_from(row_width(row)).unwrap_or(u16::MAX);
    let end = area.right().saturating_sub(cells(&help));
    let mut x = area.x + 1;
    let mut places = Vec::new();
    for (intent, word) in hints(app) {
        let hint = hint(ctx, app.key_context(), intent, word);
        let next = x.saturating_add(cells(&hint)).saturating_add(2);
        if next > end {
            break;
        }
        places.push((x, intent, hint));
        x = next;
    }
    places.push((x, Intent::Help, help));
    places
}

fn hint(ctx: &Context, context: keymap::Context, intent: Intent, word: &str) -> Row {
    let Some(key) = ctx.keymap.key(context, intent) else {
        return Row::new();
    };
    vec![
        Span::new(key, Role::Key),
        Span::new(
            format!(" {}", ctx.ui(&format!("footer-{word}"))),
            Role::KeyLabel,
        ),
    ]
}

fn hints(app: &App) -> Vec<(Intent, &'static str)> {
    if app.recall.is_some() {
        return vec![
            (Intent::Send, "take"),
            (Intent::HistorySearch, "older"),
            (Intent::Back, "give-up"),
        ];
    }
    match app.key_context() {
        keymap::Context::Message => vec![
            (Intent::SendMessage, "message"),
            (Intent::NextPane, "panes"),
            (Intent::Quit, "quit"),
        ],
        keymap::Context::Command | keymap::Context::Global => {
            let send = if app.link == LinkState::Closed && app.command.is_empty() {
                "again"
            } else {
                "send"
            };
            // Where one pane shows at a time, nothing else tells that there is an explanation.
            let panes = if layout::is_tiny(app) {
                "meaning"
            } else {
                "panes"
            };
            vec![
                (Intent::Send, send),
                (Intent::NextPane, panes),
                (Intent::Suggestion(1), "next"),
                (Intent::HistoryOlder, "history"),
                (Intent::Quit, "quit"),
            ]
        }
        keymap::Context::Pane => vec![
            (Intent::Up, "move"),
            (Intent::PreviousReply, "replies"),
            (Intent::NextTab, "tabs"),
            (Intent::Copy, "copy"),
            (Intent::Pane(3), "box"),
            (Intent::Quit, "quit"),
        ],
    }
}
