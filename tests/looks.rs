//! How one situation looks in themes that differ the most, in fewer colours, in ASCII; and the title of
//! the window.
//!
//! Absent on purpose: the other situations (`screens`), and contrast, which `theme/tests.rs` measures.

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use std::sync::Arc;

use ehlo::context::Context;
use ehlo::kb::Kb;
use ehlo::locale::Locale;
use ehlo::theme::{Depth, GlyphSet, Theme};
use ehlo::ui::title;

use support::person::{Person, context, good_tls};
use support::picture::picture;

#[expect(dead_code, reason = "this test needs no terminal, and only looks")]
mod support;

fn with(theme: Theme, tag: &str) -> Context {
    Context {
        theme,
        locale: Locale::load(tag),
        kb: Arc::new(Kb::load(tag)),
        ..context()
    }
}

/// A recipient was refused, and an older line is selected.
fn refused(ctx: Context, (width, height): (u16, u16)) -> Person {
    Person::with(ctx)
        .types("EHLO client.example⏎")
        .types("MAIL FROM:<me@example.org>⏎")
        .types("RCPT TO:<nobody@practice.example>⏎")
        .presses("pageup")
        .resizes(width, height)
}

fn check(name: &str, theme: Theme, tag: &str, size: (u16, u16)) {
    let person = refused(with(theme, tag), size);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!(
            format!("look-{name}-{}x{}", size.0, size.1),
            picture(&person.sees())
        );
    });
}

fn theme(name: &str, depth: Depth) -> Theme {
    Theme::builtin(name).unwrap().at_depth(depth)
}

#[test]
fn the_theme_for_every_terminal() {
    check("default", theme("default", Depth::Ansi16), "en", (80, 24));
}

#[test]
fn the_theme_for_a_room_in_korean() {
    check("presenter", theme("presenter", Depth::Rgb), "ko", (120, 36));
}

#[test]
fn a_theme_without_red_and_green_in_vietnamese() {
    check(
        "cvd-light",
        theme("cvd-light", Depth::Ansi256),
        "vi",
        (80, 24),
    );
}

#[test]
fn ascii_without_colours() {
    let theme = theme("nord", Depth::Mono).with_glyphs(GlyphSet::Ascii);
    check("ascii", theme, "en", (80, 24));
}

#[test]
fn nothing_but_ascii_is_drawn_where_it_is_asked_for() {
    for size in [(120, 36), (80, 24), (40, 10)] {
        let theme = theme("dark", Depth::Rgb).with_glyphs(GlyphSet::Ascii);
        let screen = refused(with(theme, "en"), size).screen();
        let other: Vec<_> = screen.chars().filter(|sign| !sign.is_ascii()).collect();
        // The words themselves have these.
        let other: Vec<_> = other
            .into_iter()
            .filter(|sign| !"§–“”".contains(*sign))
            .collect();
        assert_eq!(other, [], "{screen}");
    }
}

#[test]
fn the_title_says_where_it_goes_and_whether_it_is_safe() {
    let title = |person: &Person| title(&person.ctx, &person.app);
    let mut person = Person::dialing(context(), "mail.example").opens();
    assert_eq!(title(&person), "ehlo mail.example:25");
    person = person
        .hears("220 hi\r\n")
        .types("EHLO me⏎")
        .hears("250 STARTTLS\r\n")
        .types("STARTTLS⏎")
        .hears("220 go\r\n")
        .secures();
    assert_eq!(title(&person), "ehlo mail.example:25 (TLS)");
    let mut person = Person::dialing(context(), "mail.example")
        .opens()
        .hears("220 hi\r\n")
        .types("STARTTLS⏎")
        .hears("220 go\r\n");
    person.facts = ehlo::link::TlsFacts {
        why: ehlo::link::Verdict::SelfSigned,
        enforced: false,
        ..good_tls()
    };
    assert_eq!(
        title(&person.secures()),
        "ehlo mail.example:25 (TLS, not verified)"
    );
    let long = Person::dialing(context(), &format!("unix:/{}", "x".repeat(500)));
    assert!(title(&long).len() < 100);
}
