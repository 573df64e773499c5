//! The card for the first time, as rows.
//!
//! Absent on purpose: when it shows (`app/welcome`), and the keys; they are in the key file.

use crate::context::Context;
use crate::flow::{Row, Span, prose, wrap};
use crate::intent::Intent;
use crate::keymap;
use crate::theme::{Glyph, Role};

/// The card: a heading where there is room, and five lines.
pub(super) fn rows(ctx: &Context, width: usize, height: usize) -> Vec<Row> {
    let key = |intent| {
        ctx.keymap
            .key(keymap::Context::Global, intent)
            .unwrap_or_default()
    };
    let fill = [
        ("me", ctx.me.clone()),
        ("suggestion", key(Intent::Suggestion(1))),
        ("help", key(Intent::Help)),
        ("palette", key(Intent::Palette)),
        ("quit", key(Intent::Quit)),
    ];
    let text = ctx.ui_with("welcome-lines", &fill);
    let bullet = || Span::new(format!("{} ", ctx.theme.glyph(Glyph::Bullet)), Role::Key);
    let lines: Vec<Row> = text
        .lines()
        .flat_map(|line| {
            let mut row = vec![bullet()];
            row.extend(prose(line, Role::Text));
            wrap(&row, width, 2)
        })
        .collect();
    if lines.len() + 2 > height {
        return lines;
    }
    let heading = vec![Span::new(ctx.ui("welcome-title"), Role::Heading)];
    [vec![heading, Row::new()], lines].concat()
}
