//! The keys that matter now, whole hints only, from the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row;
use crate::app::{App, LinkState, layout};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::intent::Intent;
use crate::keymap;
use crate::theme::Role;

/// Draws it: hints are left out whole from the right when they do not fit, help last of all.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let help = hint(ctx, keymap::Context::Global, Intent::Help, "help");
    let mut left = usize::from(area.width).saturating_sub(row_width(&help) + 1);
    let mut spans = vec![Span::new(" ", Role::Text)];
    for (intent, word) in hints(app) {
        let hint = hint(ctx, app.key_context(), intent, word);
        let wanted = row_width(&hint) + 2;
        if wanted > left {
            break;
        }
        left -= wanted;
        spans.extend(hint);
        spans.push(Span::new("  ", Role::Text));
    }
    spans.extend(help);
    row(&ctx.theme, &spans, (area.x, area.y), area.width, buffer);
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
