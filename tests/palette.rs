//! What can be found from the screen: the palette, the help, the card for the first time, the hints
//! in the last row, and the notices so far.
//!
//! Absent on purpose: how they look (`screens`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use ehlo::app::{Choice, Effect, Modal, Palette, Pane, Section, footer, layout, panel};
use ehlo::context::Context;
use ehlo::intent::Intent;
use ehlo::kb::Kb;
use ehlo::locale::Locale;
use ehlo::theme::Glyph;

use support::person::{Person, context};

#[expect(
    dead_code,
    reason = "this test needs no terminal and no picture of one"
)]
mod support;

/// Somebody who speaks another language.
fn speaking(tag: &str) -> Person {
    Person::with(Context {
        locale: Locale::load(tag),
        kb: std::sync::Arc::new(Kb::load(tag)),
        ..context()
    })
}

mod the_palette {
    use super::*;

    fn palette(person: &Person) -> &Palette {
        match &person.app.modal {
            Some(Modal::Palette(palette)) => palette,
            other => unreachable!("the palette is open, not {other:?}"),
        }
    }

    fn first(person: &Person) -> Choice {
        palette(person).found().next().unwrap().1.choice.clone()
    }

    fn theme(person: &Person) -> &str {
        person.ctx.theme.name()
    }

    #[test]
    fn everything_there_is_to_do_is_in_it_with_its_words_and_its_key() {
        for tag in Kb::languages() {
            let person = speaking(tag).presses("ctrl-p");
            let items = palette(&person).items();
            for intent in Intent::all() {
                let name = intent.name();
                let choice = Choice::Intent(intent);
                let item = items.iter().find(|item| item.choice == choice);
                assert!(item.is_some(), "the palette does not show {name}");
                assert!(
                    item.is_some_and(|item| !item.label.is_empty()),
                    "assets/locales/{tag}/intent.toml has no words for {name}"
                );
                let keymap = &person.ctx.keymap;
                let key = keymap.key_anywhere(person.app.key_context(), intent);
                assert!(key.is_some(), "assets/keymap.toml has no key for {name}");
            }
            for own in ehlo::app::OWN {
                let item = items
                    .iter()
                    .find(|item| item.choice == Choice::Own(own.name));
                assert!(
                    item.is_some_and(|item| !item.label.is_empty()),
                    "{tag}: {}",
                    own.name
                );
            }
            for section in Section::ALL {
                let key = format!("ui.{}", section.key());
                assert!(person.ctx.locale.has(&key), "{tag}: {key}");
            }
        }
    }

    #[test]
    fn both_ways_in_and_the_ways_out() {
        for keys in ["ctrl-p", "f1 ctrl-p"] {
            let person = Person::new().presses(keys);
            assert!(palette(&person).found().count() > 300);
            for out in ["esc", "ctrl-c", "ctrl-q"] {
                let person = Person::new().presses(keys).presses(out);
                assert_eq!(person.app.modal, None, "{out}");
            }
        }
        let person = Person::new().types(":palette⏎");
        assert!(matches!(person.app.modal, Some(Modal::Palette(_))));
    }

    #[test]
    fn what_is_typed_finds_the_best_first() {
        for (typed, choice) in [
            ("550", Choice::Card("reply/550".to_owned())),
            ("5.1.1", Choice::Card("enhanced/X.1.1".to_owned())),
            ("starttls", Choice::Card("verb/STARTTLS".to_owned())),
            ("greyl", Choice::Card("term/greylisting".to_owned())),
            ("light", Choice::Theme("light".to_owned())),
            ("korean", Choice::Language("ko")),
            ("한국어", Choice::Language("ko")),
            ("tieng viet", Choice::Language("vi")),
            ("copy line", Choice::Intent(Intent::Copy)),
            ("cpex", Choice::Intent(Intent::CopyExchange)),
            ("복사", Choice::Intent(Intent::Copy)),
            ("chep dong", Choice::Intent(Intent::Copy)),
            (":save", Choice::Own("save")),
        ] {
            let person = Person::new().presses("ctrl-p").types(typed);
            assert_eq!(first(&person), choice, "{typed}");
        }
        let person = Person::new().presses("ctrl-p").types("qqzzqq");
        assert_eq!(palette(&person).found().count(), 0);
        assert!(person.screen().contains("nothing fits"));
        // Enter on nothing does nothing.
        let person = person.presses("enter");
        assert!(matches!(person.app.modal, Some(Modal::Palette(_))));
    }

    #[test]
    fn it_is_searched_in_any_language_and_speaks_the_chosen_one() {
        let person = speaking("vi").presses("ctrl-p").types("xac thuc");
        assert!(person.screen().contains("xác thực"), "{}", person.screen());
        let person = speaking("ko").presses("ctrl-p").types("reference");
        assert_eq!(first(&person), Choice::Intent(Intent::Reference));
        assert!(
            person
                .screen()
                .replace(' ', "")
                .contains("ehlo가아는모든것")
        );
    }

    #[test]
    fn enter_does_it_and_it_stands_on_top_the_next_time() {
        let person = Person::new()
            .presses("ctrl-p")
            .types("zoom")
            .presses("enter");
        assert!(person.app.zoomed && person.app.modal.is_none());
        let person = person.presses("ctrl-p");
        let found = palette(&person).found().next().unwrap();
        assert_eq!(found.0, Section::Recent);
        assert_eq!(found.1.choice, Choice::Intent(Intent::Zoom));
        let person = person.presses("enter");
        assert!(!person.app.zoomed);
    }

    #[test]
    fn one_that_needs_an_argument_goes_into_the_box() {
        let person = Person::new()
            .types("half a line")
            .presses("ctrl-p")
            .types(":explain")
            .presses("enter");
        assert_eq!(person.typed(), ":explain ");
        assert_eq!(person.app.focus, Pane::Command);
        // What was typed before is not lost.
        assert_eq!(person.presses("ctrl-_").typed(), "half a line");
        let composing = Person::new()
            .types("EHLO me⏎MAIL FROM:<a@example.org>⏎")
            .types("RCPT TO:<alice@practice.example>⏎DATA⏎text")
            .presses("ctrl-p")
            .types(":attach")
            .presses("enter");
        assert_eq!(composing.typed(), ":attach ");
        assert_eq!(composing.presses("esc").typed(), "text");
    }

    #[test]
    fn a_theme_is_looked_at_while_it_is_selected() {
        let person = Person::new().presses("ctrl-p").types("light");
        assert_eq!(theme(&person), "Light");
        let back = person.presses("ctrl-u").types("550");
        assert_eq!(theme(&back), "Dark");
        let person = back.presses("ctrl-u").types("light").presses("esc");
        assert_eq!(theme(&person), "Dark");
        let person = person.presses("ctrl-p").types("light").presses("ctrl-c");
        assert_eq!(theme(&person), "Dark");
        let person = person.presses("ctrl-p").types("light").presses("enter");
        assert_eq!(theme(&person), "Light");
    }

    #[test]
    fn a_card_opens_in_the_reference_and_a_target_is_connected_to() {
        let person = Person::new()
            .presses("ctrl-p")
            .types("550")
            .presses("enter");
        let Some(Modal::Reference(reference)) = &person.app.modal else {
            unreachable!("the reference is open");
        };
        assert_eq!(reference.open, [("reply/550".to_owned(), 0)]);
        let mut person = Person::facing("mail.example")
            .then()
            .presses("ctrl-p")
            .types("practice")
            .presses("enter");
        assert!(person.effects().contains(&Effect::Dial));
        assert!(person.app.target.is_practice());
        // Where it was connected to before is offered as well.
        let person = person.presses("ctrl-p").types("mail.example");
        assert_eq!(first(&person), Choice::Target("mail.example:25".to_owned()));
    }

    #[test]
    fn what_means_nothing_here_is_shown_and_not_done() {
        let person = Person::new().presses("ctrl-p").types("other session");
        assert!(person.screen().contains("not now"), "{}", person.screen());
        let person = person.presses("enter");
        assert!(matches!(person.app.modal, Some(Modal::Palette(_))));
        assert!(person.notice().contains("nothing was done"));
        assert!(person.screen().contains("nothing was done"));
    }

    #[test]
    fn what_is_asked_for_hidden_is_not_disturbed() {
        let person = Person::new()
            .types("EHLO me⏎STARTTLS⏎EHLO me⏎AUTH LOGIN⏎")
            .types("YWxp")
            .presses("ctrl-p")
            .types(":explain")
            .presses("enter");
        assert!(matches!(person.app.modal, Some(Modal::Palette(_))));
        assert_eq!(person.presses("esc").typed(), "YWxp");
    }

    #[test]
    fn the_selection_moves_and_stays_in_the_list() {
        let person = Person::new().presses("ctrl-p up ctrl-p");
        assert_eq!(palette(&person).selected, 0);
        let person = person.presses("down ctrl-n pagedown pageup");
        assert_eq!(palette(&person).selected, 2);
        let person = person.presses("end down");
        let last = palette(&person).found().count() - 1;
        assert_eq!(palette(&person).selected, last);
        let name = palette(&person).found().last().unwrap().1.name.clone();
        assert!(person.screen().contains(&name), "{}", person.screen());
        assert_eq!(palette(&person.presses("home")).selected, 0);
    }

    #[test]
    fn a_colon_in_a_pane_begins_one_of_ehlos_own() {
        let person = Person::new().presses("shift-tab").types(":");
        assert_eq!(
            (person.typed(), person.app.focus),
            (":".to_owned(), Pane::Command)
        );
    }
}

mod the_help {
    use super::*;

    #[test]
    fn it_begins_with_the_pane_that_has_the_focus() {
        for (keys, title) in [
            ("f1", "The command box"),
            ("shift-tab ?", "The session"),
            ("tab f1", "The explanation"),
        ] {
            let person = Person::new().presses(keys);
            let second = person.screen().lines().nth(2).unwrap().to_owned();
            assert!(second.contains(title), "{keys}: {}", person.screen());
        }
        let secret = Person::new()
            .types("EHLO me⏎STARTTLS⏎EHLO me⏎AUTH LOGIN⏎")
            .presses("f1");
        assert!(secret.screen().contains("A hidden answer"));
    }

    #[test]
    fn its_end_is_reached_on_every_screen_and_in_every_language() {
        let plain = |text: &str| text.replace(' ', "");
        for tag in Kb::languages() {
            let mut person = speaking(tag).presses("f1");
            for width in (20..=140).step_by(7) {
                person = person.resizes(width, 10).presses("end");
                let (width, _) = layout::over_inside(&person.app);
                let rows = panel::help_rows(&person.ctx, &person.app, width);
                let last: String = rows.last().unwrap().iter().map(|s| &*s.text).collect();
                let screen = person.screen();
                let is_there = plain(&screen).contains(&plain(&last));
                assert!(is_there, "{last:?} is not on\n{screen}");
            }
        }
    }

    #[test]
    fn it_names_version_files_and_signs() {
        let mut person = Person::new();
        person.app.files = vec![ehlo::app::FileInUse {
            what: "help-config",
            path: "/etc/x/config.toml".to_owned(),
            exists: false,
        }];
        let rows = panel::help_rows(&person.ctx, &person.app, 96);
        let text: Vec<String> = rows
            .iter()
            .map(|row| row.iter().map(|span| span.text.as_str()).collect())
            .collect();
        let text = text.join("\n");
        assert!(text.contains(env!("CARGO_PKG_VERSION")));
        assert!(text.contains("/etc/x/config.toml (not there yet)"));
        for glyph in Glyph::ALL {
            assert!(text.contains(person.ctx.theme.glyph(*glyph)), "{glyph:?}");
        }
    }

    #[test]
    fn it_is_searched() {
        let person = Person::new().presses("f1").types("/resend");
        assert!(person.screen().contains("/resend "), "{}", person.screen());
        assert!(person.screen().contains("not found"));
        let person = person.presses("ctrl-u").types("compare");
        assert!(person.screen().contains("1/"), "{}", person.screen());
        let person = person.presses("enter").types("nN");
        assert!(person.screen().contains("/compare   1/"));
        let person = person.types("N");
        assert!(!person.screen().contains("/compare   1/"));
        // Typing letters that close the help elsewhere closes nothing.
        let person = person.types("/q?");
        assert!(matches!(person.app.modal, Some(Modal::Help(_))));
        let person = person.presses("esc");
        assert!(matches!(person.app.modal, Some(Modal::Help(_))));
        for out in ["esc", "q", "?", "f1", "enter"] {
            let person = Person::new().presses("f1").presses(out);
            assert_eq!(person.app.modal, None, "{out}");
        }
    }
}

mod the_first_time {
    use super::*;

    fn newcomer() -> Person {
        let mut person = Person::new();
        person.app.kept.welcomed = false;
        person
    }

    #[test]
    fn a_card_takes_no_key_and_goes_with_the_first_line() {
        let person = newcomer();
        assert!(person.screen().contains("Welcome to ehlo"));
        let mut person = person.then().types("EHLO me⏎");
        assert_eq!(person.writes(), ["EHLO me\r\n"]);
        assert!(person.app.kept.welcomed);
        assert!(!person.screen().contains("Welcome to ehlo"));
    }

    #[test]
    fn esc_puts_it_away_and_so_do_ehlos_own_commands() {
        for person in [
            newcomer().presses("esc"),
            newcomer().types(":session⏎"),
            newcomer().presses("alt-1"),
        ] {
            assert!(person.app.kept.welcomed && !person.screen().contains("Welcome to ehlo"));
        }
    }

    #[test]
    fn it_does_not_stand_in_the_way() {
        let person = newcomer().presses("shift-tab [");
        assert!(!person.app.kept.welcomed && !person.screen().contains("Welcome to ehlo"));
        let mut person = Person::dialing(context(), "mail.example");
        person.app.kept.welcomed = false;
        let failed = person.event(ehlo::link::Event::Closed(None));
        assert!(!failed.screen().contains("Welcome to ehlo"));
    }

    #[test]
    fn what_fits_is_shown_on_a_small_screen() {
        for tag in Kb::languages() {
            let mut person = speaking(tag).resizes(40, 10);
            person.app.kept.welcomed = false;
            let screen = person.screen();
            let is_there = screen.contains("EHLO client.example");
            assert!(is_there, "{tag}: {screen}");
        }
    }
}

mod the_hints {
    use super::*;

    fn states() -> Vec<Person> {
        let message = || {
            Person::new()
                .types("EHLO me⏎MAIL FROM:<a@example.org>⏎")
                .types("RCPT TO:<alice@practice.example>⏎DATA⏎")
        };
        vec![
            Person::new(),
            Person::dialing(context(), "mail.example"),
            Person::facing("mail.example").event(ehlo::link::Event::Closed(None)),
            Person::new().types("MAIL"),
            Person::new().types("EHLO me⏎:auth PLAIN alice⏎"),
            Person::new().types("EHLO me⏎STARTTLS⏎EHLO me⏎AUTH LOGIN⏎"),
            message(),
            message().presses("alt-x"),
            Person::new().presses("shift-tab"),
            Person::new().presses("shift-tab [ z"),
            Person::new().presses("tab"),
            Person::new().types(":compare 250 550⏎"),
        ]
    }

    #[test]
    fn they_stand_whole_or_not_at_all_and_end_in_help_and_commands() {
        for tag in Kb::languages() {
            for mut person in states() {
                person.ctx.locale = Locale::load(tag);
                for width in 0..140 {
                    let hints = footer::hints(&person.ctx, &person.app, width);
                    assert!(hints.len() <= 7);
                    let end = hints.last().map_or(0, |hint| hint.cells.end);
                    assert!(end <= width, "{width}: {hints:?}");
                    for pair in hints.windows(2) {
                        assert_eq!(pair[0].cells.end + 2, pair[1].cells.start);
                    }
                    if width >= 40 {
                        let ends: Vec<_> = hints.iter().rev().take(2).map(|h| h.intent).collect();
                        assert_eq!(ends, [Intent::Palette, Intent::Help], "{tag} {width}");
                    }
                    if width >= 80 {
                        assert!(hints.len() >= 4, "{tag}: {hints:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_word_of_them_is_there() {
        for person in states() {
            for hint in footer::hints(&person.ctx, &person.app, 500) {
                assert!(!hint.label.is_empty(), "{hint:?}");
            }
        }
        for keys in [
            "f1",
            "f1 /",
            "ctrl-p",
            "f3",
            "f3 enter",
            "ctrl-q",
            "shift-tab E",
        ] {
            let person = Person::new().presses(keys);
            let hints = footer::hints(&person.ctx, &person.app, 500);
            assert!(hints.len() >= 2, "{keys}");
            for hint in hints {
                assert!(!hint.label.is_empty(), "{keys}: {hint:?}");
            }
        }
    }

    #[test]
    fn a_hint_stands_where_it_says() {
        for person in states() {
            let screen = person.screen();
            let row = screen.lines().last().unwrap();
            for hint in footer::hints(&person.ctx, &person.app, 80) {
                let cells = usize::from(hint.cells.start)..usize::from(hint.cells.end);
                let text: String = row.chars().skip(cells.start).take(cells.len()).collect();
                assert_eq!(text, format!("{} {}", hint.key, hint.label));
            }
        }
    }

    #[test]
    fn where_one_pane_shows_at_a_time_the_other_is_named() {
        for tag in Kb::languages() {
            let person = speaking(tag).resizes(40, 10);
            let hints = footer::hints(&person.ctx, &person.app, 40);
            assert_eq!(
                hints.first().map(|hint| hint.intent),
                Some(Intent::NextPane)
            );
        }
    }

    #[test]
    fn they_say_what_matters_in_each_state() {
        for (person, hint) in states().into_iter().zip([
            "Alt-1 next step",
            "Ctrl-C give up",
            "Enter connect again",
            "Enter send",
            "Esc give up",
            "F9 show",
            "Ctrl-D send message",
            "Esc to the message",
            "y copy",
            "z all panes",
            "F6 tabs",
            "Esc close",
        ]) {
            let row = person.screen().lines().last().unwrap().to_owned();
            assert!(row.contains(hint), "{hint} is not in {row}");
        }
    }
}

mod the_notices {
    use super::*;

    #[test]
    fn what_was_done_goes_with_the_next_key_and_what_went_wrong_stays_until_read() {
        let done = Person::new().presses("shift-tab y");
        assert!(done.notice().contains("OSC 52"));
        assert_eq!(done.presses("down").notice(), "");
        let wrong = Person::new().types(":nonsense⏎").types("NO");
        assert!(wrong.notice().contains("nonsense"));
        assert_eq!(wrong.presses("esc").notice(), "");
        let wrong = Person::new().types(":nonsense⏎");
        let wrong = wrong.presses("ctrl-u").types("NOOP");
        assert_eq!(wrong.types("⏎").notice(), "");
    }

    #[test]
    fn the_last_hundred_can_be_looked_up_and_copied() {
        let person = Person::new().presses("shift-tab E");
        assert!(person.screen().contains("nothing was told yet"));
        let mut person = Person::new();
        for number in 0..105 {
            let line = format!(":theme none{number}⏎");
            person = person.presses("ctrl-u").types(&line);
        }
        assert_eq!(person.app.notices.len(), 100);
        let person = person.presses("ctrl-u").types(":notices⏎");
        assert!(person.screen().contains("none104"), "{}", person.screen());
        let mut person = person.presses("home").then().presses("y");
        let effects = person.effects();
        let [Effect::Copy(text)] = &effects[..] else {
            unreachable!("a copy, not {effects:?}");
        };
        assert!(text.contains("none5;"), "{text}");
        assert!(person.screen().contains("OSC 52"));
        assert_eq!(person.presses("q").app.modal, None);
    }

    #[test]
    fn what_a_server_or_a_file_says_in_one_is_drawn_safely() {
        let mut person = Person::new();
        person.take(ehlo::app::Msg::Refused("a\x1b[2Jb\u{202e}".to_owned()));
        let mut person = person.presses("shift-tab E").then().presses("y");
        let copied = person.effects();
        assert!(matches!(&copied[..], [Effect::Copy(text)] if !text.contains('\x1b')));
        assert!(!person.screen().contains('\x1b'));
    }
}
