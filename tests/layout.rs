//! Where the panes are: what fits at which size, the border that is moved and remembered, and that
//! the focus is seen without colour.
//!
//! Absent on purpose: what the panes say (`screens`), and the mouse (`mouse`).

use ratatui::layout::Rect;

use ehlo::app::layout::{Areas, READABLE, areas};
use ehlo::theme::{Depth, Theme};

use support::person::{Person, context};

#[expect(dead_code, reason = "this test needs no terminal and no picture")]
mod support;

fn at(width: u16, height: u16) -> Areas {
    areas(&Person::new().resizes(width, height).app)
}

fn refused() -> Person {
    Person::new()
        .types("EHLO client.example⏎MAIL FROM:<me@example.org>⏎")
        .types("RCPT TO:<nobody@practice.example>⏎")
}

#[test]
fn wide_standard_stacked_and_one_at_a_time() {
    let three = at(200, 60);
    assert!(three.transcript.width > three.explanation.width);
    assert!(three.explanation.width > three.standing.width && three.standing.width >= 48);

    for (width, height) in [(159, 60), (120, 36), (80, 24), (70, 15)] {
        let two = at(width, height);
        assert!(two.standing.is_empty());
        assert_eq!(two.transcript.y, two.explanation.y, "{width}x{height}");
        assert_eq!(two.transcript.width + two.explanation.width, width);
    }
    for (width, height) in [(69, 24), (60, 20), (50, 18)] {
        let stacked = at(width, height);
        assert_eq!(stacked.explanation.y, stacked.transcript.bottom());
        assert_eq!(stacked.explanation.width, width);
    }
    for (width, height) in [(49, 30), (60, 17), (40, 10), (20, 5)] {
        let one = at(width, height);
        assert!(one.explanation.is_empty() && !one.transcript.is_empty());
        assert!(!one.command.is_empty(), "{width}x{height}");
    }
}

#[test]
fn the_last_to_go_are_the_newest_line_and_the_input() {
    for (width, height) in [(30, 4), (80, 4), (20, 2), (19, 3)] {
        let person = refused().types("RSET").resizes(width, height);
        let screen = person.screen();
        let mut rows = screen.lines().rev();
        assert_eq!(rows.next(), Some("❯ RSET"), "{screen}");
        let newest = rows.next().unwrap_or_default();
        assert!(newest.contains("« ✗ 550 5"), "{screen}");
    }
    assert_eq!(
        Person::new().types("RSET").resizes(10, 1).screen(),
        "❯ RSET"
    );
}

#[test]
fn nothing_is_wider_than_one_reads() {
    for (width, height) in [(200, 60), (500, 200)] {
        let areas = at(width, height);
        assert!(areas.explanation.width <= READABLE + 4, "{areas:?}");
        // Zoomed, the text stands in the middle of its pane.
        let person = refused().resizes(width, height).presses("tab z");
        let screen = person.screen();
        let row = screen
            .lines()
            .find(|row| row.contains("No such mailbox here"));
        let text = row.unwrap_or_default().trim_matches(['┃', ' ']);
        assert!(text.chars().count() <= usize::from(READABLE), "{text}");
        let before = row.unwrap_or_default().chars().skip(1);
        let before = before.take_while(|letter| *letter == ' ').count();
        assert!(before > usize::from((width - READABLE) / 2 - 4), "{screen}");
    }
}

#[test]
fn the_border_is_moved_and_set_back() {
    let person = refused().resizes(120, 36);
    let usual = areas(&person.app).explanation;
    let person = person.presses("tab +");
    let larger = areas(&person.app).explanation;
    assert!(larger.width > usual.width && person.app.kept.beside == Some(51));
    // From the transcript it goes the other way, and never so far that a pane is gone.
    let person = person.presses("1 + +");
    assert!(areas(&person.app).explanation.width < usual.width);
    let person = person.presses(&["+"; 30].join(" "));
    assert_eq!(person.app.kept.beside, Some(20));
    let person = person.presses(&["-"; 30].join(" "));
    assert_eq!(person.app.kept.beside, Some(80));
    let person = person.presses("=");
    assert_eq!(person.app.kept.beside, None);
    assert_eq!(areas(&person.app).explanation, usual);

    // Stacked it is another border, kept by itself.
    let person = person.resizes(60, 30).presses("2 +");
    assert_eq!(
        (person.app.kept.beside, person.app.kept.below),
        (None, Some(55))
    );
}

#[test]
fn side_by_side_or_stacked_where_both_fit() {
    let person = refused().resizes(120, 36).presses("tab |");
    let stacked = areas(&person.app);
    assert_eq!(stacked.explanation.y, stacked.transcript.bottom());
    assert!(person.app.kept.stacked);
    // A screen too low for it shows them side by side all the same.
    let person = person.resizes(120, 17);
    let beside = areas(&person.app);
    assert_eq!(beside.explanation.y, beside.transcript.y);
    let person = person.presses("|");
    assert!(person.app.kept.stacked && person.notice().contains("18 rows"));
    let person = person.resizes(60, 24).presses("|");
    assert!(
        person.notice().contains("70 columns"),
        "{}",
        person.notice()
    );
    let person = person.resizes(120, 36).presses("|");
    assert!(!person.app.kept.stacked);
}

#[test]
fn where_there_is_no_border_to_move_that_is_said() {
    for (width, height, keys, words) in [
        (40, 10, "tab +", "Tab leads to the others"),
        (120, 36, "tab z -", "z shows both"),
        (120, 36, "tab z =", "z shows both"),
    ] {
        let person = Person::new().resizes(width, height).presses(keys);
        assert!(person.notice().contains(words), "{}", person.notice());
        let before = ehlo::app::Kept {
            welcomed: true,
            ..ehlo::app::Kept::default()
        };
        assert_eq!(person.app.kept, before);
    }
}

/// The corners of a pane, and what stands before its title.
fn looks(person: &Person, pane: Rect) -> (String, String) {
    let buffer = person.sees();
    let title: String = (pane.x..pane.x + 4)
        .map(|x| buffer[(x, pane.y)].symbol())
        .collect();
    let side = buffer[(pane.x, pane.y + 1)].symbol();
    (title, side.to_owned())
}

#[test]
fn the_focus_is_seen_by_shape() {
    let themes = ["dark", "light"].into_iter();
    for name in themes {
        let mut ctx = context();
        if let Ok(theme) = Theme::builtin(name) {
            ctx.theme = theme.at_depth(Depth::Mono);
        }
        let person = Person::with(ctx).presses("tab");
        let areas = areas(&person.app);
        let without = looks(&person, areas.transcript);
        let with = looks(&person, areas.explanation);
        assert_eq!(with, ("┏ ► ".to_owned(), "┃".to_owned()));
        assert!(!without.0.contains('►') && without.1 == "│", "{without:?}");
    }
}

#[test]
fn in_ascii_the_focus_is_seen_by_shape_too() {
    let text = "[theme]\ninherits = \"dark\"\n\n[glyphs]\nset = \"ascii\"\n";
    let mut ctx = context();
    let Ok(theme) = Theme::parse("plain.toml", text) else {
        unreachable!("a theme of two lines");
    };
    ctx.theme = theme.at_depth(Depth::Mono);
    let person = Person::with(ctx).presses("shift-tab");
    let areas = areas(&person.app);
    assert_eq!(
        looks(&person, areas.transcript),
        ("# * ".to_owned(), "#".to_owned())
    );
    assert_eq!(looks(&person, areas.explanation).1, "|");
}
