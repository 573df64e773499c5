//! A ratatui buffer as a picture: a terminal window in SVG that needs nothing else, for the
//! README and for exported sessions. The same buffer gives the same bytes.
//!
//! Every run of cells with one style is a `<text>` stretched to exactly its cells, so that the
//! grid holds whatever monospaced font the reader has; box-drawing lines are drawn as lines, so
//! that borders close.
//!
//! Absent on purpose: files, and what the cells say. Control characters, which XML may not
//! hold, become U+FFFD.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::theme::{Rgb, Theme, VGA};

/// Width and height of a cell, and where the baseline is in it.
const CELL: (usize, usize, usize) = (9, 20, 15);
/// Space around the cells, and the height of the title bar.
const MARGIN: usize = 14;
const BAR: usize = 36;

/// The colours of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// For cells without a foreground.
    pub foreground: Rgb,
    /// For the window, and cells without a background.
    pub background: Rgb,
    /// The sixteen named colours, which also begin the 256.
    pub ansi: [Rgb; 16],
}

impl Palette {
    /// The colours a theme's contrast is measured with.
    pub fn of(theme: &Theme) -> Self {
        Self {
            foreground: theme.ink(),
            background: theme.canvas(),
            ansi: VGA,
        }
    }
}

/// Draws the whole buffer in a window with a title.
pub fn render(buffer: &Buffer, title: &str, palette: &Palette) -> String {
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + BAR + MARGIN);
    let mut svg = window((width, height), title, palette);
    let _ = writeln!(
        svg,
        "<g font-family=\"ui-monospace,'JetBrains Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"15\">"
    );
    let lines: Vec<_> = buffer.content.chunks(columns.max(1)).map(runs).collect();
    for (row, run) in lines
        .iter()
        .enumerate()
        .flat_map(|(row, runs)| runs.iter().map(move |run| (row, run)))
    {
        background(&mut svg, row, run, palette);
    }
    for (row, run) in lines
        .iter()
        .enumerate()
        .flat_map(|(row, runs)| runs.iter().map(move |run| (row, run)))
    {
        foreground(&mut svg, row, run, palette);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Neighbouring cells that are drawn in one piece.
struct Run<'a> {
    column: usize,
    cells: usize,
    text: String,
    style: &'a Cell,
    kind: Kind,
}

/// What a run is drawn as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Characters of one cell each.
    Text,
    /// One character of two cells; alone, so that it cannot push its neighbours.
    Wide,
    /// One box-drawing character, with its arms.
    Box([bool; 4]),
}

/// Cuts a row into runs.
fn runs(row: &[Cell]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut column = 0;
    while let Some(cell) = row.get(column) {
        let (cells, kind) = match (cell.symbol().width(), arms(cell.symbol())) {
            (_, Some(arms)) => (1, Kind::Box(arms)),
            (2.., None) => (2.min(row.len() - column), Kind::Wide),
            _ => (1, Kind::Text),
        };
        match runs.last_mut() {
            Some(run) if run.kind == Kind::Text && kind == Kind::Text && alike(run.style, cell) => {
                run.text.push_str(cell.symbol());
                run.cells += 1;
            }
            _ => runs.push(Run {
                column,
                cells,
                text: cell.symbol().to_owned(),
                style: cell,
                kind,
            }),
        }
        column += cells;
    }
    runs
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

/// The heavy box-drawing characters panes are drawn with.
const HEAVY: [&str; 6] = ["━", "┃", "┏", "┓", "┗", "┛"];

/// Which of the four arms, up, right, down and left, a box-drawing character has.
fn arms(symbol: &str) -> Option<[bool; 4]> {
    let bits = match symbol {
        "─" | "━" => 0b0101,
        "│" | "┃" => 0b1010,
        "┌" | "╭" | "┏" => 0b0110,
        "┐" | "╮" | "┓" => 0b0011,
        "└" | "╰" | "┗" => 0b1100,
        "┘" | "╯" | "┛" => 0b1001,
        "├" => 0b1110,
        "┤" => 0b1011,
        "┬" => 0b0111,
        "┴" => 0b1101,
        "┼" => 0b1111,
        _ => return None,
    };
    Some([8, 4, 2, 1].map(|arm| bits & arm != 0))
}

/// Foreground and background as they are seen, reverse video applied.
fn colours(cell: &Cell, palette: &Palette) -> (Rgb, Option<Rgb>) {
    let seen = |color: Color| Rgb::of(color, &palette.ansi);
    let (fg, bg) = (seen(cell.fg).unwrap_or(palette.foreground), seen(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (bg.unwrap_or(palette.background), Some(fg))
    } else {
        (fg, bg)
    }
}

/// The window with its title bar, up to where the cells begin.
fn window((width, height): (usize, usize), title: &str, palette: &Palette) -> String {
    let (back, ink) = (palette.background, palette.foreground);
    let title = escaped(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"9.5\" fill=\"{back}\" stroke=\"{ink}\" stroke-opacity=\"0.2\"/>\n",
        width - 1,
        height - 1,
    );
    for (x, dot) in [(20, "#ff5f57"), (40, "#febc2e"), (60, "#28c840")] {
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"18\" r=\"6\" fill=\"{dot}\"/>");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"23\" text-anchor=\"middle\" font-family=\"system-ui,sans-serif\" font-size=\"13\" fill=\"{ink}\" fill-opacity=\"0.7\">{title}</text>",
        width / 2,
    );
    svg
}

fn background(svg: &mut String, row: usize, run: &Run<'_>, palette: &Palette) {
    if let Some(bg) = colours(run.style, palette).1 {
        let (x, y) = corner(row, run);
        let width = run.cells * CELL.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{bg}\"/>",
            CELL.1
        );
    }
}

fn foreground(svg: &mut String, row: usize, run: &Run<'_>, palette: &Palette) {
    let modifier = run.style.modifier;
    let lines = modifier.intersects(Modifier::UNDERLINED | Modifier::CROSSED_OUT);
    if modifier.contains(Modifier::HIDDEN) || (run.text.trim().is_empty() && !lines) {
        return;
    }
    if let Kind::Box(arms) = run.kind {
        return strokes(svg, corner(row, run), arms, run, palette);
    }
    let (x, y) = corner(row, run);
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{}\"{}>{}</text>",
        y + CELL.2,
        run.cells * CELL.0,
        colours(run.style, palette).0,
        attributes(modifier),
        escaped(&run.text),
    );
}

/// A box-drawing character as a line across its cell and a line down it, each from edge or
/// middle to edge or middle, on half pixels so that they are sharp.
fn strokes(
    svg: &mut String,
    (x, y): (usize, usize),
    arms: [bool; 4],
    run: &Run<'_>,
    palette: &Palette,
) {
    let [up, right, down, left] = arms;
    let (middle, centre) = (x + CELL.0 / 2, y + CELL.1 / 2);
    let mut path = String::new();
    if left || right {
        let (from, to) = (
            if left { x } else { middle },
            if right { x + CELL.0 } else { middle + 1 },
        );
        let _ = write!(path, "M{from} {centre}.5H{to}");
    }
    if up || down {
        let (from, to) = (
            if up { y } else { centre },
            if down { y + CELL.1 } else { centre + 1 },
        );
        let _ = write!(path, "M{middle}.5 {from}V{to}");
    }
    let heavy = HEAVY.contains(&run.text.as_str());
    let bold = if heavy || run.style.modifier.contains(Modifier::BOLD) {
        2
    } else {
        1
    };
    let dim = if run.style.modifier.contains(Modifier::DIM) {
        " stroke-opacity=\"0.6\""
    } else {
        ""
    };
    let ink = colours(run.style, palette).0;
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"{bold}\" fill=\"none\"{dim}/>"
    );
}

/// The attributes of a `<text>` that stand for modifiers.
fn attributes(modifier: Modifier) -> String {
    [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " fill-opacity=\"0.6\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ]
    .into_iter()
    .filter_map(|(flag, attribute)| modifier.contains(flag).then_some(attribute))
    .collect()
}

/// The upper left corner of a run.
fn corner(row: usize, run: &Run<'_>) -> (usize, usize) {
    (MARGIN + run.column * CELL.0, BAR + row * CELL.1)
}

/// Text as XML may hold it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other if other.is_control() => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
