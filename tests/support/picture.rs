//! A whole screen as text, with its styles, for snapshots a person can read.
//!
//! Absent on purpose: what changes no pixel, such as the foreground of blanks.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Every modifier by the word it has in pictures.
const MODIFIERS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, "bold"),
    (Modifier::DIM, "dim"),
    (Modifier::ITALIC, "italic"),
    (Modifier::UNDERLINED, "underlined"),
    (Modifier::SLOW_BLINK, "slow-blink"),
    (Modifier::RAPID_BLINK, "rapid-blink"),
    (Modifier::REVERSED, "reversed"),
    (Modifier::HIDDEN, "hidden"),
    (Modifier::CROSSED_OUT, "crossed-out"),
];

/// The rows of the buffer, trimmed on the right, and below them every run of cells with a style
/// that is not the default: `6:1-17 Red bold "S: 550 5.1.1 who?"` is row 6, columns 1 to 17,
/// counted from 1 as terminals do.
pub(crate) fn picture(buffer: &Buffer) -> String {
    let rows = buffer.content.chunks(usize::from(buffer.area.width).max(1));
    let mut text = String::new();
    let mut styles = String::new();
    for (number, row) in rows.enumerate() {
        let cells = visible(row);
        let line: String = cells.iter().map(|(_, cell)| cell.symbol()).collect();
        let _ = writeln!(text, "{}", line.trim_end());
        runs(number + 1, &cells, &mut styles);
    }
    format!("{text}{styles}")
}

/// The cells of a row with their columns, without those a wide character before them covers.
fn visible(row: &[Cell]) -> Vec<(usize, &Cell)> {
    let mut cells = Vec::new();
    let mut column = 0;
    while let Some(cell) = row.get(column) {
        cells.push((column, cell));
        column += cell.symbol().width().max(1);
    }
    cells
}

/// Writes the styled runs of a row.
fn runs(row: usize, cells: &[(usize, &Cell)], styles: &mut String) {
    for run in cells.chunk_by(|(_, a), (_, b)| (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier))
    {
        let (Some((first, cell)), Some((last, end))) = (run.first(), run.last()) else {
            continue;
        };
        let text: String = run.iter().map(|(_, cell)| cell.symbol()).collect();
        let seen = cell.bg != Color::Reset
            || cell
                .modifier
                .intersects(Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT)
            || (!text.trim().is_empty() && (cell.fg != Color::Reset || !cell.modifier.is_empty()));
        if seen {
            let end = last + end.symbol().width().max(1);
            let _ = writeln!(
                styles,
                "{row}:{}-{end}{} \"{text}\"",
                first + 1,
                words(cell)
            );
        }
    }
}

/// The style of a cell in words, each with a blank before it.
fn words(cell: &Cell) -> String {
    let mut words = String::new();
    if cell.fg != Color::Reset {
        let _ = write!(words, " {}", cell.fg);
    }
    if cell.bg != Color::Reset {
        let _ = write!(words, " on {}", cell.bg);
    }
    for (modifier, word) in MODIFIERS {
        if cell.modifier.contains(modifier) {
            let _ = write!(words, " {word}");
        }
    }
    words
}
