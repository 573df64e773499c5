//! Pointing within the explanation: links, parts of the reply, suggestions, sections that fold, and
//! why it says what it says.
//!
//! Absent on purpose: what the cards say.

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use ehlo::app::{Modal, Pane, Point, panel};
use ehlo::kb::{Kb, SectionKind};
use ehlo::locale::Locale;
use ehlo::theme::{Depth, Role, Theme};

use support::person::{Person, context};

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// A recipient was refused; the transcript has the focus.
fn refused() -> Person {
    Person::new()
        .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<nobody@practice.example>⏎")
        .presses("shift-tab")
        .resizes(120, 36)
        .then()
}

/// Steps until it points at what is wanted.
fn pointing(mut person: Person, wanted: impl Fn(&Point) -> bool) -> Person {
    for _ in 0..60 {
        person = person.presses(">");
        if person.app.point().is_some_and(&wanted) {
            return person;
        }
    }
    unreachable!("nothing like it in\n{}", person.screen());
}

/// The texts on the screen that have a role's style.
fn with_role(person: &Person, role: Role) -> String {
    let style = person.ctx.theme.style(role);
    let buffer = person.sees();
    let cells = buffer.content.iter();
    let marked = cells.filter(|cell| {
        Some(cell.fg) == style.fg && Some(cell.bg) == style.bg && cell.symbol() != " "
    });
    marked.map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn a_part_is_marked_in_the_reply_and_in_its_anatomy() {
    let person = pointing(refused(), |point| {
        matches!(point, Point::Part { row: 1, .. })
    });
    assert_eq!(person.app.focus, Pane::Explanation);
    assert_eq!(with_role(&person, Role::SearchMatch), "5.1.1");
    let told = with_role(&person, Role::Selection);
    assert!(told.starts_with("5.1.1refused"), "{told}");
    let person = person.presses("<");
    assert_eq!(with_role(&person, Role::SearchMatch), "550");
    // Another line is another matter.
    let person = person.presses("1 up up");
    assert_eq!(person.app.point(), None);
    assert_eq!(with_role(&person, Role::SearchMatch), "");
}

#[test]
fn a_part_is_marked_without_colour_too() {
    let mut ctx = context();
    ctx.theme = Theme::builtin("dark").unwrap().at_depth(Depth::Mono);
    let person = Person::with(ctx)
        .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<nobody@practice.example>⏎")
        .presses("shift-tab");
    let plain = person.presses("> >").sees();
    let underline = ratatui::style::Modifier::UNDERLINED;
    let marked = plain
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(underline));
    let marked: String = marked.map(ratatui::buffer::Cell::symbol).collect();
    assert!(marked.contains("550"), "{marked:?}");
}

#[test]
fn a_link_leads_to_its_card() {
    let person = pointing(refused(), |point| matches!(point, Point::Card(_)));
    let Some(Point::Card(path)) = person.app.point().cloned() else {
        unreachable!("it points at a card");
    };
    assert!(
        !with_role(&person, Role::Selection).is_empty(),
        "{}",
        person.screen()
    );
    let person = person.presses("enter");
    let Some(Modal::Reference(reference)) = &person.app.modal else {
        unreachable!("{:?}", person.app.modal);
    };
    assert_eq!(reference.open, [(path, 0)]);
}

#[test]
fn enter_looks_up_what_is_selected() {
    for (keys, path) in [
        ("enter", "reply/550"),
        ("up up enter", "verb/RCPT"),
        ("g down down down enter", "verb/EHLO"),
        ("g down down down down down enter", "keyword/"),
        ("shift-tab enter", "reply/550"),
    ] {
        let person = refused().presses(keys);
        let Some(Modal::Reference(reference)) = &person.app.modal else {
            unreachable!("{keys}: {:?}", person.app.modal);
        };
        let (open, _) = reference.open.last().unwrap();
        assert!(open.starts_with(path), "{keys}: {open}");
    }
    let part = |point: &Point| matches!(point, Point::Part { row: 1, .. });
    let person = pointing(refused(), part).presses("enter");
    let Some(Modal::Reference(reference)) = &person.app.modal else {
        unreachable!("{:?}", person.app.modal);
    };
    assert!(
        reference.open[0].0.starts_with("enhanced/"),
        "{reference:?}"
    );
}

#[test]
fn a_suggestion_that_is_pointed_at_is_sent() {
    let suggestion = |point: &Point| *point == Point::Suggestion(1);
    let mut person = pointing(refused(), suggestion).presses("enter");
    assert_eq!(person.writes().len(), 1);
}

#[test]
fn sections_fold_and_stay_folded() {
    let heading = |point: &Point| *point == Point::Section(SectionKind::Why);
    let person = pointing(refused(), heading);
    let whole = panel::content(&person.ctx, &person.app, (50, 30))
        .body
        .len();
    let person = person.types(" ");
    let folded = panel::content(&person.ctx, &person.app, (50, 30))
        .body
        .len();
    assert!(folded < whole, "{}", person.screen());
    assert!(
        person.screen().contains("▸ Why it happens"),
        "{}",
        person.screen()
    );
    // For the next reply too, and in short.
    let person = person.presses("3").types("RCPT TO:<x@practice.example>⏎");
    assert_eq!(person.app.folded, [SectionKind::Why]);
    let person = pointing(person.presses("shift-tab"), heading).presses("enter");
    assert_eq!(person.app.folded, []);
    // With nothing pointed at, it points first.
    let person = refused().presses("shift-tab").types(" ");
    assert!(person.app.point().is_some() && person.app.folded.is_empty());
}

#[test]
fn what_is_pointed_at_is_on_the_screen() {
    for (width, height) in [(120, 36), (80, 24), (60, 20), (40, 10)] {
        let mut person = refused().resizes(width, height);
        let points = panel::points(&person.ctx, &person.app);
        assert!(points.len() > 8, "{points:?}");
        for point in &points {
            person = person.presses(">");
            assert_eq!(person.app.point(), Some(point));
            let marked = with_role(&person, Role::Selection);
            assert!(
                !marked.is_empty(),
                "{width}x{height} {point:?}\n{}",
                person.screen()
            );
        }
        // The last stays the last, Esc points at nothing.
        person = person.presses(">");
        assert_eq!(person.app.point(), points.last());
        assert_eq!(person.presses("esc").app.point(), None);
    }
}

#[test]
fn nothing_to_point_at_is_no_harm() {
    for keys in ["> < enter esc", "f6 > <", "1 g > > > < <"] {
        let person = Person::dialing(context(), "mail.example").presses("shift-tab");
        let person = person.types(" ").presses(keys).types(" ");
        assert!(!person.screen().is_empty());
    }
}

#[test]
fn short_and_full_stand_on_the_border() {
    let person = refused();
    assert!(
        person.screen().contains("F4 ◉ short full"),
        "{}",
        person.screen()
    );
    let person = person.presses("f4");
    assert!(
        person.screen().contains("F4 short ◉ full"),
        "{}",
        person.screen()
    );
    let person = person.presses("f6");
    assert!(!person.screen().contains("◉ full"), "{}", person.screen());
}

#[test]
fn it_says_why_it_is_said() {
    for (tag, heading, fact) in [
        ("en", "Why this is said here", "no TLS"),
        ("ko", "이렇게 설명하는 근거", "TLS 없음"),
        ("vi", "Vì sao giải thích như vậy", "không có TLS"),
    ] {
        let mut ctx = context();
        (ctx.kb, ctx.locale) = (Kb::load(tag).into(), Locale::load(tag));
        let mut person = Person::with(ctx)
            .types("EHLO me⏎MAIL FROM:<a@example.org>⏎RCPT TO:<nobody@practice.example>⏎");
        person.app.full = true;
        let rows = panel::content(&person.ctx, &person.app, (4000, 400)).body;
        let text = panel::text_of(&rows);
        let (_, grounds) = text.split_once(heading).unwrap();
        for part in ["550", "RCPT", "5.1.1", fact] {
            assert!(grounds.contains(part), "{tag} {part}: {grounds}");
        }
        assert!(!grounds.contains('{'), "{grounds}");
    }
}
