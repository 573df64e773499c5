//! Letters that are not one cell each: Korean, Vietnamese in both of its forms, emoji, marks that
//! combine, joiners that take no room, tabs. Wherever they stand, what is drawn beside them stands
//! where it should, and the cursor stands at the caret.
//!
//! Absent on purpose: how a terminal draws them; widths are those ratatui counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use ehlo::app::layout::areas;
use ehlo::flow::width;
use ehlo::locale::Locale;
use ehlo::wire::text::printable_str;

use support::person::{Person, context};

#[expect(dead_code, reason = "this test needs no terminal and no picture")]
mod support;

/// Composed, and the same decomposed: `ệ` as one letter, and as `e` with two marks.
const TEXTS: &[&str] = &[
    "메일 서버가 거부했습니다",
    "\u{1106}\u{1166}\u{110b}\u{1175}\u{11af}",
    "Thư điện tử tiếng Việt",
    "Thu\u{31b} die\u{323}\u{302}n tu\u{309}",
    "👍🏽 🇰🇷 👩\u{200d}💻 ok",
    "e\u{301}o\u{308} a\u{200d}b x\u{200b}y",
    "one\ttwo\tthree",
];

/// The cells of a row, a wide letter once; fails if one of them is half covered.
fn cells(buffer: &Buffer, row: Rect) -> Vec<(u16, &str)> {
    let mut cells = Vec::new();
    let mut x = row.x;
    while x < row.right() {
        let symbol = buffer[(x, row.y)].symbol();
        let wide = u16::try_from(width(symbol).max(1)).unwrap_or(1);
        assert!(
            x + wide <= row.right(),
            "{symbol:?} at {x} goes beyond {row}"
        );
        for covered in x + 1..x + wide {
            assert_eq!(buffer[(covered, row.y)].symbol(), " ", "{symbol:?} at {x}");
        }
        cells.push((x, symbol));
        x += wide;
    }
    cells
}

/// Every pane has its border in its column in every row, and no letter is cut in two.
fn aligned(person: &Person) -> String {
    let buffer = person.sees();
    let areas = areas(&person.app);
    for pane in [areas.transcript, areas.explanation] {
        for y in pane.y + 1..pane.bottom() - 1 {
            for x in [pane.x, pane.right() - 1] {
                let symbol = buffer[(x, y)].symbol();
                // Where not all fits, the transcript's border is a bar.
                let bar = pane == areas.transcript && x > pane.x && matches!(symbol, "▐" | "▪");
                assert!(
                    bar || matches!(symbol, "│" | "┃"),
                    "{symbol:?} at {x}:{y}\n{}",
                    person.screen()
                );
            }
        }
    }
    let rows = buffer.area.rows();
    let rows = rows.map(|row| cells(&buffer, row).into_iter().map(|(_, symbol)| symbol));
    rows.map(|row| row.chain(["\n"]).collect::<String>())
        .collect()
}

/// A text as it stands on the screen, up to its first break.
fn drawn(text: &str) -> String {
    printable_str(text).into_owned()
}

#[test]
fn in_the_transcript_and_the_explanation() {
    for text in TEXTS {
        for said in [(*text).to_owned(), text.repeat(6)] {
            let person = Person::facing("mail.example:25")
                .hears("220 mail.example\r\n")
                .types("EHLO me⏎")
                .hears("250-mail.example\r\n250 SMTPUTF8\r\n")
                .types(&format!("NOOP {said}⏎"))
                .hears(format!("550-5.1.1 {said}\r\n550 5.1.1 {said}\r\n"));
            let screen = aligned(&person);
            let word = text.split([' ', '\t']).next().unwrap_or_default();
            assert!(
                screen.contains(&drawn(word)),
                "{word:?} is not in\n{screen}"
            );
            aligned(&person.presses("shift-tab k k w w"));
        }
    }
}

#[test]
fn in_the_box_the_cursor_stands_behind_what_was_typed() {
    for text in TEXTS {
        let person = Person::new().types("NOOP ").pastes(text);
        let screen = aligned(&person);
        assert!(screen.contains(&drawn(text)), "{screen}");
        let column = 2 + width("NOOP ") + width(&drawn(text));
        let cursor = person.cursor().map(|at| usize::from(at.x));
        assert_eq!(cursor, Some(column), "{text:?}\n{screen}");
        // A line longer than the box shows its end.
        let person = person.pastes(&text.repeat(40));
        aligned(&person);
        let cursor = person.cursor().map(|at| at.x);
        assert!(
            cursor.is_some_and(|x| x > 70 && x < 80),
            "{text:?}: {cursor:?}"
        );
    }
}

#[test]
fn in_the_editor_the_cursor_stands_behind_what_was_typed() {
    for text in TEXTS {
        let person = Person::new()
            .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<alice@practice.example>⏎DATA⏎")
            .types("Subject: x⏎⏎")
            .pastes(text);
        let screen = aligned(&person);
        assert!(screen.contains(&drawn(text)), "{screen}");
        let cursor = person.cursor().map(|at| usize::from(at.x));
        // The prompt, the number of the line and its sign.
        assert_eq!(cursor, Some(2 + 4 + width(&drawn(text))), "{screen}");
    }
}

#[test]
fn over_the_screen() {
    for text in TEXTS {
        let person = Person::new().pastes(&format!("NOOP {text}\nRSET\n"));
        let screen = aligned_over(&person);
        assert!(screen.contains(&drawn(text)), "{screen}");
        let person = Person::new().presses("f3").types(text);
        let screen = aligned_over(&person);
        let typed = drawn(text);
        let row = screen.lines().find(|row| row.contains(&typed));
        assert!(row.is_some(), "{screen}");
        let before = row.and_then(|row| row.split_once(&typed)).map(|at| at.0);
        let column = before.map(|before| width(before) + width(&typed));
        let cursor = person.caret().map(|at| usize::from(at.x));
        assert_eq!(cursor, column, "{screen}");
    }
}

/// With something lying over the panes, every row is still as wide as the screen.
fn aligned_over(person: &Person) -> String {
    let buffer = person.sees();
    let rows = buffer.area.rows();
    let rows = rows.map(|row| cells(&buffer, row).into_iter().map(|(_, symbol)| symbol));
    rows.map(|row| row.chain(["\n"]).collect::<String>())
        .collect()
}

#[test]
fn in_every_language_at_every_size() {
    for tag in ["en", "ko", "vi"] {
        for (width, height) in [(200, 60), (120, 36), (80, 24), (70, 20), (60, 20), (50, 18)] {
            let mut ctx = context();
            ctx.locale = Locale::load(tag);
            ctx.kb = std::sync::Arc::new(ehlo::kb::Kb::load(tag));
            let person = Person::with(ctx)
                .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<nobody@practice.example>⏎")
                .resizes(width, height);
            aligned(&person);
            aligned(&person.presses("f6"));
        }
        for (width, height) in [(40, 10), (20, 5), (19, 5), (12, 3), (3, 3)] {
            let mut ctx = context();
            ctx.locale = Locale::load(tag);
            aligned_over(&Person::with(ctx).types("EHLO me⏎").resizes(width, height));
        }
    }
}

/// An input method draws what is composed at the cursor: it must be where one types, and nowhere
/// where one does not.
#[test]
fn the_cursor_is_there_exactly_where_something_is_typed() {
    for (keys, there) in [
        ("left", true),
        ("tab", false),
        ("shift-tab", false),
        ("f1", false),
        ("f3", true),
        ("f3 enter", false),
        ("ctrl-q", false),
    ] {
        let person = Person::new().presses(keys);
        assert_eq!(person.caret().is_some(), there, "{keys}");
    }
}
