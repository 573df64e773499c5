//! Pictures of one row each, as the SVG they become.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::*;

const PALETTE: Palette = Palette {
    foreground: Rgb(0xee, 0xee, 0xee),
    background: Rgb(0x11, 0x11, 0x11),
    ansi: VGA,
};

/// The picture of one row with these pieces.
fn picture(pieces: &[(&str, Style)]) -> String {
    let spans = pieces
        .iter()
        .map(|(text, style)| Span::styled(*text, *style));
    let line: Line<'_> = spans.collect();
    let mut buffer = Buffer::empty(Rect::new(
        0,
        0,
        u16::try_from(line.width()).unwrap_or(u16::MAX),
        1,
    ));
    buffer.set_line(0, 0, &line, u16::MAX);
    render(&buffer, "a & b", &PALETTE)
}

/// Checks what stands for the cells, without the window.
fn check(pieces: &[(&str, Style)], expected: &[&str]) {
    let svg = picture(pieces);
    let cells = svg
        .lines()
        .skip_while(|line| !line.starts_with("<g "))
        .skip(1);
    assert_eq!(
        cells.take_while(|line| *line != "</g>").collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_run_is_one_text_of_its_exact_width() {
    check(
        &[("250 ", Style::new()), ("ok", Style::new())],
        &[
            "<text x=\"14\" y=\"51\" textLength=\"54\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#eeeeee\">250 ok</text>",
        ],
    );
}

#[test]
fn styles_become_attributes_and_backgrounds_rectangles() {
    check(
        &[
            ("a", Style::new().red().bold().underlined()),
            ("<&>", Style::new().on_blue().italic().dim()),
        ],
        &[
            "<rect x=\"23\" y=\"36\" width=\"27\" height=\"20\" fill=\"#0000aa\"/>",
            "<text x=\"14\" y=\"51\" textLength=\"9\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#aa0000\" font-weight=\"bold\" text-decoration=\"underline\">a</text>",
            "<text x=\"23\" y=\"51\" textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#eeeeee\" font-style=\"italic\" fill-opacity=\"0.6\">&lt;&amp;&gt;</text>",
        ],
    );
}

#[test]
fn reverse_video_exchanges_the_colours_and_blanks_keep_their_background() {
    check(
        &[
            ("  ", Style::new().fg(Color::Indexed(208)).reversed()),
            ("  ", Style::new()),
        ],
        &["<rect x=\"14\" y=\"36\" width=\"18\" height=\"20\" fill=\"#ff8700\"/>"],
    );
}

#[test]
fn wide_characters_take_two_cells_and_stand_alone() {
    check(
        &[("x편y", Style::new())],
        &[
            "<text x=\"14\" y=\"51\" textLength=\"9\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#eeeeee\">x</text>",
            "<text x=\"23\" y=\"51\" textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#eeeeee\">편</text>",
            "<text x=\"41\" y=\"51\" textLength=\"9\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"#eeeeee\">y</text>",
        ],
    );
}

#[test]
fn borders_are_drawn_to_the_edges_of_their_cells() {
    check(
        &[("╭─", Style::new().bold())],
        &[
            "<path d=\"M18 46.5H23M18.5 46V56\" stroke=\"#eeeeee\" stroke-width=\"2\" fill=\"none\"/>",
            "<path d=\"M23 46.5H32\" stroke=\"#eeeeee\" stroke-width=\"2\" fill=\"none\"/>",
        ],
    );
}

#[test]
fn the_window_fits_its_cells_and_nothing_in_it_can_break_out() {
    let svg = picture(&[("0123456789", Style::new())]);
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"118\" height=\"70\""),
        "{svg}"
    );
    assert!(
        svg.contains("<title>a &amp; b</title>") && svg.ends_with("</g>\n</svg>\n"),
        "{svg}"
    );
    assert_eq!(
        escaped("a\u{1b}[0m\u{9b}\"\u{ffff}"),
        "a\u{fffd}[0m\u{fffd}&quot;\u{fffd}"
    );
    assert_eq!(svg, picture(&[("0123456789", Style::new())]));
}

#[test]
fn no_buffer_is_too_small() {
    for (width, height) in [(0, 0), (0, 3), (3, 0), (1, 1)] {
        let buffer = Buffer::empty(Rect::new(0, 0, width, height));
        assert!(render(&buffer, "", &PALETTE).ends_with("</svg>\n"));
    }
}
