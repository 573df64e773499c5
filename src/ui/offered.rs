//! The list of what the line may become, above the command box where the word begins.
//!
//! ```text
//! ┌─────────────────────────────────┐
//! │ RSET  Start the mail over       │
//! │ RCPT  ! no MAIL yet             │
//! └─────────────────────────────────┘
//!   › R
//! ```
//!
//! Absent on purpose: what is in it (`app/completion`).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Clear, Widget};

use super::{fitted, row, selected_row};
use crate::app::{App, Offered};
use crate::context::Context;
use crate::flow::{Row, Span, row_width, width};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// How many show at a time.
const MOST: usize = 6;
/// How wide it is at most.
const WIDEST: u16 = 72;

/// Draws it between the header and the box; `cursor` is where the next letter goes.
pub(super) fn draw(
    ctx: &Context,
    app: &App,
    offered: &Offered,
    (cursor, command): (Position, Rect),
    buffer: &mut Buffer,
) {
    let above = usize::from(command.y.saturating_sub(3));
    let most = offered.candidates.len().min(MOST).min(above);
    if !offered.shows || most == 0 || command.width < 10 {
        return;
    }
    let top = offered.at.map_or(0, |at| (at + 1).saturating_sub(most));
    let rows = rows(ctx, app, offered, top..top + most);
    let widest = rows.iter().map(|row| row_width(row)).max().unwrap_or(0);
    let wide = u16::try_from(widest + 4).unwrap_or(u16::MAX);
    let wide = wide.min(WIDEST).min(command.width);
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let word = app.command.line().get(offered.from..).unwrap_or_default();
    let word = u16::try_from(width(&printable_str(word))).unwrap_or(u16::MAX);
    let x = cursor.x.saturating_sub(word.saturating_add(2));
    let area = Rect {
        x: x.clamp(command.x, command.right() - wide),
        y: command.y - height,
        width: wide,
        height,
    };
    Clear.render(area, buffer);
    Block::bordered()
        .border_set(ctx.theme.border(false))
        .border_style(ctx.theme.style(Role::PaneBorderFocus))
        .render(area, buffer);
    for (index, spans) in rows.iter().enumerate() {
        let spans = fitted(&ctx.theme, spans, usize::from(wide - 4));
        let at = (area.x + 2, area.y + 1 + u16::try_from(index).unwrap_or(0));
        if offered.at == Some(top + index) {
            selected_row(&ctx.theme, &spans, at, wide - 4, buffer);
        } else {
            row(&ctx.theme, &spans, at, wide - 4, buffer);
        }
    }
    if offered.candidates.len() > most {
        let fill = [
            ("at", offered.at.map_or(most, |at| at + 1).to_string()),
            ("count", offered.candidates.len().to_string()),
        ];
        let count = format!(" {} ", ctx.ui_with("box-count", &fill));
        let count = [Span::new(count, Role::TextMuted)];
        let at = (area.x + 2, area.bottom() - 1);
        row(&ctx.theme, &count, at, wide - 4, buffer);
    }
}

/// The candidates that show, names in one column, words in another.
fn rows(ctx: &Context, app: &App, offered: &Offered, shown: std::ops::Range<usize>) -> Vec<Row> {
    let shown = offered.candidates.get(shown).unwrap_or_default();
    let names = shown.iter().map(|candidate| {
        let name = candidate.name(offered.from);
        printable_str(&name).into_owned()
    });
    let names: Vec<String> = names.collect();
    let column = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let candidates = shown.iter().zip(names);
    candidates
        .map(|(candidate, name)| {
            let gap = " ".repeat(column + 2 - width(&name));
            let words = candidate.words(ctx, app);
            let (role, words) = match candidate.why {
                None => (Role::Client, words),
                Some(_) => (
                    Role::TextMuted,
                    format!("{} {words}", ctx.theme.glyph(Glyph::Warning)),
                ),
            };
            let mut spans = vec![Span::new(name, role)];
            if !words.is_empty() {
                spans.push(Span::new(gap, Role::Text));
                spans.push(Span::new(words, Role::TextMuted));
            }
            spans
        })
        .collect()
}
