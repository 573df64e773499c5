//! Text that is marked with the mouse: how it looks, and what it says.
//!
//! What is copied is what is marked on the screen, but logical: without the border, and what was
//! wrapped only for want of room is one line again.
//!
//! Absent on purpose: where it begins and ends (`app/mouse`).

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::style::Modifier;

use super::transcript::Shown;
use crate::app::Stretch;
use crate::flow::width;

/// Reverses it, which shows in every theme and at every depth.
pub(super) fn draw(stretch: Stretch, buffer: &mut Buffer) {
    let (from, to) = stretch.ends();
    for y in from.y..=to.y {
        let (first, behind) = stretch.columns(y);
        for x in first..behind {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.modifier.toggle(Modifier::REVERSED);
            }
        }
    }
}

/// What it says. `lines` are the transcript's rows, if it is there that text is marked.
pub(super) fn text(stretch: Stretch, buffer: &Buffer, lines: &[Shown]) -> String {
    let (from, to) = stretch.ends();
    let mut text = String::new();
    for y in from.y..=to.y {
        let part = cells(buffer, y, stretch.columns(y));
        let part = part.trim_end();
        if y == from.y {
            text.push_str(part);
            continue;
        }
        let index = usize::from(y - stretch.within.y);
        let goes_on = if lines.is_empty() {
            goes_on(stretch, buffer, y)
        } else {
            lines.get(index).is_some_and(Shown::goes_on)
        };
        if goes_on {
            let apart = lines.get(index).is_none_or(|row| row.after_blank);
            text.push_str(if apart { " " } else { "" });
            text.push_str(part.trim_start());
        } else {
            text.push('\n');
            text.push_str(part);
        }
    }
    text
}

/// Whether a row was begun only because its first word had no room in the one above.
fn goes_on(stretch: Stretch, buffer: &Buffer, y: u16) -> bool {
    let whole = (stretch.within.x, stretch.within.right());
    let above = cells(buffer, y - 1, whole);
    let above = above.trim_end();
    let here = cells(buffer, y, whole);
    let Some(word) = here.split_whitespace().next() else {
        return false;
    };
    !above.is_empty() && width(above) + 1 + width(word) > usize::from(stretch.within.width)
}

/// The word at a place: what the reference may know by this name.
pub(super) fn word(buffer: &Buffer, (x, y): (u16, u16), (from, behind): (u16, u16)) -> String {
    let before = cells(buffer, y, (from, x));
    let after = cells(buffer, y, (x, behind));
    let belongs = |letter: &char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let mut word: String = before.chars().rev().take_while(belongs).collect();
    word = word.chars().rev().collect();
    word.extend(after.chars().take_while(belongs));
    word.trim_matches(['.', '-', '_']).to_owned()
}

/// The text of some cells of a row; a wide letter is there once.
fn cells(buffer: &Buffer, y: u16, (first, behind): (u16, u16)) -> String {
    let mut text = String::new();
    let mut x = first;
    while x < behind {
        let Some(cell) = buffer.cell((x, y)) else {
            break;
        };
        text.push_str(cell.symbol());
        x += cell.symbol().cell_width().max(1);
    }
    text
}
