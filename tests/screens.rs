//! How the explorer looks in the situations people meet, at several sizes: the text, and below it the
//! styles. And what must hold for every picture there is.
//!
//! Absent on purpose: what keys do (`app`).

#![expect(clippy::unwrap_used, reason = "what is not there is a failed test")]

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use ehlo::app::Msg;
use ehlo::context::Context;
use ehlo::kb::Kb;
use ehlo::link::{Event, Failure, FailureKind, TlsFacts, Verdict};
use ehlo::locale::Locale;
use ehlo::target::{Marked, Target};
use ehlo::theme::{Depth, Glyph, Role, Theme};

use support::person::{Person, context, good_tls};
use support::picture::picture;

#[expect(dead_code, reason = "this test needs no terminal, and only looks")]
mod support;

/// A screen with room, the usual one, and the smallest ehlo is good for.
const WIDE: (u16, u16) = (120, 36);
const USUAL: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 10);
/// One where the panes are stacked, and one with three columns.
const STACKED: (u16, u16) = (60, 20);
const THREE: (u16, u16) = (160, 40);

/// A situation's name, how one gets there, and the sizes it is looked at in.
struct Situation {
    name: &'static str,
    person: fn() -> Person,
    sizes: &'static [(u16, u16)],
}

const SITUATIONS: &[Situation] = &[
    Situation {
        name: "start",
        person: Person::new,
        sizes: &[WIDE, USUAL, STACKED, SMALL],
    },
    Situation {
        name: "ehlo",
        person: || Person::new().types("EHLO client.example⏎"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "rcpt-refused",
        person: || rcpt(&["nobody@practice.example"]),
        sizes: &[WIDE, USUAL, STACKED, SMALL],
    },
    Situation {
        name: "several-rcpts",
        person: || {
            rcpt(&[
                "alice@practice.example",
                "greylisted@practice.example",
                "nobody@practice.example",
                "bob@practice.example",
            ])
        },
        sizes: &[WIDE, USUAL],
    },
    Situation {
        name: "message",
        person: message,
        sizes: &[WIDE, USUAL, STACKED, SMALL],
    },
    Situation {
        name: "after-the-dot",
        person: || message().presses("ctrl-d"),
        sizes: &[WIDE, USUAL],
    },
    Situation {
        name: "tls-verified",
        person: || {
            Person::new()
                .types("EHLO client.example⏎")
                .types("STARTTLS⏎")
        },
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "tls-unverified",
        person: tls_unverified,
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "certificate-refused",
        person: certificate_refused,
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "tls-tab",
        person: || after_tls().types(":tls⏎").presses("tab"),
        sizes: &[WIDE, USUAL, STACKED, SMALL],
    },
    Situation {
        name: "tls-tab-refused",
        person: || certificate_refused().types(":tls⏎").presses("tab"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "session-tab",
        person: || after_tls().presses("f6 tab"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "connection-refused",
        person: connection_refused,
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "http",
        person: || {
            Person::facing("www.example:80")
                .hears("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\n\r\n")
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "unsolicited-421",
        person: || {
            greeted()
                .hears("421 4.4.2 mail.example Error: timeout exceeded\r\n")
                .event(Event::Closed(None))
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "injection",
        person: || {
            greeted()
                .types("STARTTLS⏎")
                .hears("220 2.0.0 Ready\r\n250 mail.example injected\r\n")
                .secures()
        },
        sizes: &[WIDE, USUAL],
    },
    Situation {
        name: "challenge",
        person: || {
            Person::new()
                .types("EHLO client.example⏎STARTTLS⏎EHLO client.example⏎")
                .types("AUTH LOGIN⏎")
                .types("YWxpY2U=")
        },
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "login",
        person: || {
            Person::new()
                .types("EHLO client.example⏎")
                .types(":auth PLAIN alice⏎")
                .types("secret")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "exposed",
        person: || {
            Person::new()
                .types("EHLO client.example⏎")
                .types(":auth PLAIN alice⏎")
                .types("secret⏎")
        },
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "proof",
        person: || {
            Person::new()
                .types("EHLO client.example⏎STARTTLS⏎EHLO client.example⏎")
                .types(":auth SCRAM-SHA-256 alice@practice.example⏎")
                .types("correct-horse⏎")
                .presses("shift-tab up up up up up up up")
        },
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "help",
        person: || Person::new().presses("f1"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "help-searched",
        person: || {
            Person::new()
                .presses("shift-tab ?")
                .types("/copy")
                .presses("enter n")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "palette",
        person: || Person::new().presses("ctrl-p"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "palette-typed",
        person: || {
            let mut person = Person::new();
            person.ctx.locale = Locale::load("vi");
            person.ctx.kb = Kb::load("vi").into();
            person.presses("ctrl-p").types("gui").presses("down down")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "palette-mono",
        person: || {
            let mut person = Person::new();
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person
                .presses("ctrl-p")
                .types("suggestion")
                .presses("end enter")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "notices",
        person: || {
            Person::new()
                .types(":nonsense⏎")
                .presses("shift-tab y E up")
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "welcome",
        person: || newcomer("en"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "welcome-ko",
        person: || newcomer("ko"),
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "quit",
        person: || Person::new().presses("ctrl-q"),
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "paste",
        person: || Person::new().pastes("EHLO client.example\n\x1b[31mNOOP\nAUTH PLAIN AGEAYg==\n"),
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "predicted",
        person: || Person::new().types("RCPT TO: <a@b> X=1"),
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "box-list",
        person: || Person::new().types("EHLO client.example⏎").types("r"),
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "box-walk",
        person: || in_language("ko").types(":ending ").presses("tab tab"),
        sizes: &[USUAL],
    },
    Situation {
        name: "box-mistake",
        person: || {
            let mut person = in_language("vi").types("EHLO client.example⏎");
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person.types("MAIL FROM:alice SIZE=5")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "box-search",
        person: || {
            rcpt(&["bob@practice.example"])
                .presses("ctrl-r")
                .types("bob")
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "selected",
        person: || {
            Person::new()
                .types("EHLO client.example⏎")
                .presses("shift-tab [ down down")
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "light",
        person: || rcpt(&["nobody@practice.example"]).types(":theme light⏎"),
        sizes: &[USUAL],
    },
    Situation {
        name: "korean",
        person: || refused_in("ko"),
        sizes: &[WIDE, USUAL, STACKED],
    },
    Situation {
        name: "vietnamese",
        person: || refused_in("vi"),
        sizes: &[WIDE, USUAL, STACKED],
    },
    Situation {
        name: "three-columns",
        person: after_tls,
        sizes: &[THREE],
    },
    Situation {
        name: "mono",
        person: || {
            let mut person = rcpt(&["nobody@practice.example"]);
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person.presses("shift-tab [ [")
        },
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "production",
        person: production,
        sizes: &[WIDE, USUAL, (40, 16)],
    },
    Situation {
        name: "production-mono",
        person: || {
            let mut person = production();
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "handshake",
        person: || greeted().types("STARTTLS⏎").hears("220 2.0.0 Ready\r\n"),
        sizes: &[USUAL],
    },
    Situation {
        name: "second-message",
        person: || second_message("en"),
        sizes: &[USUAL, (40, 16)],
    },
    Situation {
        name: "second-message-ko",
        person: || second_message("ko"),
        sizes: &[USUAL],
    },
    Situation {
        name: "folded",
        person: || {
            rcpt(&["nobody@practice.example", "alice@practice.example"])
                .presses("shift-tab f { M")
                .types("ask the admin 메일⏎")
        },
        sizes: &[WIDE, USUAL, SMALL],
    },
    Situation {
        name: "searched",
        person: || {
            let mut person = rcpt(&["nobody@practice.example", "alice@practice.example"]);
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person.presses("shift-tab g / p r a c t i c e enter n n")
        },
        sizes: &[WIDE, USUAL],
    },
    Situation {
        name: "filtered-ko",
        person: || {
            let ko = Context {
                locale: Locale::load("ko"),
                kb: Arc::new(Kb::load("ko")),
                ..context()
            };
            let person = Person::with(ko)
                .types("EHLO client.example⏎")
                .types("RCPT TO:<a@practice.example>⏎");
            person.presses("shift-tab t &").types("오류⏎").presses("/")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "cut",
        person: || {
            let person = rcpt(&["nobody@practice.example"]);
            person.presses("shift-tab W right right w")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "hostile",
        person: || {
            Person::facing("mail.example").hears(
                "220-\x1b[2J\x1b]0;owned\x07mail.example\u{9b}31m\r\n220 a\u{202e}b\0c\x7f\r\n",
            )
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "range",
        person: || rcpt(&["nobody@practice.example"]).presses("shift-tab up v up up"),
        sizes: &[USUAL],
    },
    Situation {
        name: "copy-as",
        person: || rcpt(&["nobody@practice.example"]).presses("shift-tab x down"),
        sizes: &[USUAL, SMALL],
    },
    Situation {
        name: "copy-as-ko",
        person: || {
            let mut ctx = context();
            (ctx.kb, ctx.locale) = (Kb::load("ko").into(), Locale::load("ko"));
            Person::with(ctx)
                .types("EHLO client.example⏎")
                .presses("shift-tab x down down s")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "replace",
        person: || {
            let mut person = Person::new().types(":save a.md⏎");
            person.take(Msg::Taken("a.md".to_owned(), String::new()));
            person
        },
        sizes: &[SMALL],
    },
    Situation {
        name: "pointed",
        person: || rcpt(&["nobody@practice.example"]).presses("shift-tab > > >"),
        sizes: &[WIDE, USUAL],
    },
    Situation {
        name: "pointed-mono",
        person: || {
            let mut person = rcpt(&["nobody@practice.example"]);
            person.ctx.theme = person.ctx.theme.at_depth(Depth::Mono);
            person.presses("shift-tab > > >")
        },
        sizes: &[USUAL],
    },
    Situation {
        name: "grounds-vi",
        person: || {
            let mut ctx = context();
            (ctx.kb, ctx.locale) = (Kb::load("vi").into(), Locale::load("vi"));
            Person::with(ctx)
                .types("EHLO client.example⏎MAIL FROM:<me@example.org>⏎")
                .types("RCPT TO:<nobody@practice.example>⏎")
                .presses("tab > end")
        },
        sizes: &[WIDE],
    },
];

/// Somebody who is here for the first time.
fn newcomer(tag: &str) -> Person {
    let mut person = Person::new();
    person.ctx.locale = Locale::load(tag);
    person.app.kept.welcomed = false;
    person
}

/// A live server that has greeted and offers STARTTLS.
fn greeted() -> Person {
    Person::facing("mail.example:587")
        .hears("220 mail.example ESMTP Postfix\r\n")
        .types("EHLO client.example⏎")
        .hears("250-mail.example\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 8BITMIME\r\n")
}

fn rcpt(addresses: &[&str]) -> Person {
    let person = Person::new()
        .types("EHLO client.example⏎")
        .types("MAIL FROM:<me@example.org>⏎");
    addresses.iter().fold(person, |person, address| {
        person.types(&format!("RCPT TO:<{address}>⏎"))
    })
}

fn in_language(tag: &str) -> Person {
    Person::with(Context {
        locale: Locale::load(tag),
        kb: Arc::new(Kb::load(tag)),
        ..context()
    })
}

fn refused_in(tag: &str) -> Person {
    in_language(tag)
        .types("EHLO client.example⏎")
        .types("MAIL FROM:<me@example.org>⏎")
        .types("RCPT TO:<nobody@practice.example>⏎")
}

fn message() -> Person {
    rcpt(&["alice@practice.example"])
        .types("DATA⏎")
        .types("From: me@example.org⏎Subject: Hello⏎⏎.hidden⏎Nice to meet you.")
}

fn bad_tls() -> TlsFacts {
    TlsFacts {
        why: Verdict::SelfSigned,
        name: Some("mail.example".to_owned()),
        checked: "mail.example".to_owned(),
        ..good_tls()
    }
}

fn insecure() -> Context {
    Context {
        insecure: true,
        ..context()
    }
}

fn tls_unverified() -> Person {
    let mut person = Person::dialing(insecure(), "mail.example:587")
        .opens()
        .hears("220 mail.example ESMTP Postfix\r\n")
        .types("EHLO client.example⏎")
        .hears("250-mail.example\r\n250 STARTTLS\r\n")
        .types("STARTTLS⏎")
        .hears("220 2.0.0 Ready\r\n");
    person.facts = TlsFacts {
        enforced: false,
        ..bad_tls()
    };
    person.secures()
}

fn certificate_refused() -> Person {
    greeted()
        .types("STARTTLS⏎")
        .hears("220 2.0.0 Ready\r\n")
        .event(Event::Closed(Some(Failure {
            kind: FailureKind::Certificate,
            detail: "invalid peer certificate: UnknownIssuer".to_owned(),
            tls: Some(Box::new(TlsFacts {
                version: String::new(),
                cipher: String::new(),
                group: String::new(),
                ..bad_tls()
            })),
        })))
}

/// A server whose offers are others after TLS, and whose certificate ends soon; an envelope has begun.
fn after_tls() -> Person {
    let mut person = greeted().types("STARTTLS⏎").hears("220 2.0.0 Ready\r\n");
    person.facts.chain[0].days_left = 12;
    person
        .secures()
        .types("EHLO client.example⏎")
        .hears("250-mail.example\r\n250-SIZE 52428800\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n")
        .types("MAIL FROM:<me@example.org>⏎")
        .hears("250 2.1.0 Ok\r\n")
        .types("RCPT TO:<alice@mail.example>⏎")
        .hears("250 2.1.5 Ok\r\n")
        .types("RCPT TO:<nobody@mail.example>⏎")
        .hears("550 5.1.1 no such user\r\n")
}

/// A production host whose certificate is its own, after the first envelope has begun.
fn production() -> Person {
    let target = Target::parse("mx1.example.com:587").unwrap();
    let ctx = Context {
        production: Marked::new(["*.example.com"], &target),
        ..insecure()
    };
    let mut person = Person::dialing(ctx, "mx1.example.com:587")
        .opens()
        .hears("220 mx1.example.com ESMTP\r\n")
        .types("EHLO client.example⏎")
        .hears("250-mx1.example.com\r\n250 STARTTLS\r\n")
        .types("STARTTLS⏎")
        .hears("220 2.0.0 Ready\r\n");
    person.facts = TlsFacts {
        enforced: false,
        ..bad_tls()
    };
    person
        .secures()
        .types("EHLO client.example⏎")
        .hears("250 mx1.example.com\r\n")
        .types("MAIL FROM:<me@example.org>⏎")
        .hears("250 2.1.0 Ok\r\n")
}

/// One message is delivered; what is possible now, in a language.
fn second_message(language: &str) -> Person {
    let mut person = message().presses("ctrl-d");
    person.ctx.locale = Locale::load(language);
    person.ctx.kb = Arc::new(Kb::load(language));
    person
}

fn connection_refused() -> Person {
    Person::dialing(context(), "mail.example:2525").fails(Failure {
        kind: FailureKind::Refused,
        detail: "192.0.2.1:2525: Connection refused".to_owned(),
        tls: None,
    })
}

/// Every picture there is, with its name.
fn pictures() -> impl Iterator<Item = (String, Buffer)> {
    SITUATIONS.iter().flat_map(|situation| {
        situation.sizes.iter().map(|&(width, height)| {
            let person = (situation.person)().resizes(width, height);
            let name = format!("{}-{width}x{height}", situation.name);
            (name, person.sees())
        })
    })
}

fn check(name: &str) {
    let situation = SITUATIONS.iter().find(|one| one.name == name).unwrap();
    for &(width, height) in situation.sizes {
        let person = (situation.person)().resizes(width, height);
        let cursor = person.cursor().map_or_else(
            || "no cursor".to_owned(),
            |at| format!("cursor {}:{}", at.y + 1, at.x + 1),
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(
                format!("{name}-{width}x{height}"),
                format!("{}{cursor}\n", picture(&person.sees()))
            );
        });
    }
}

/// One test a situation, so that all that changed is seen at once.
macro_rules! look {
    ($($test:ident = $name:literal;)*) => {
        $(
            #[test]
            fn $test() {
                check($name);
            }
        )*

        #[test]
        fn every_situation_is_looked_at() {
            let looked: BTreeSet<_> = [$($name),*].into();
            let there: BTreeSet<_> = SITUATIONS.iter().map(|situation| situation.name).collect();
            assert_eq!(looked, there);
        }
    };
}

look! {
    start = "start";
    the_first_time = "welcome";
    the_first_time_in_korean = "welcome-ko";
    the_palette = "palette";
    the_palette_typed_in_without_marks = "palette-typed";
    the_palette_without_colours = "palette-mono";
    the_notices_so_far = "notices";
    help_searched = "help-searched";
    ehlo_reply = "ehlo";
    rcpt_refused = "rcpt-refused";
    several_rcpts = "several-rcpts";
    message_editor = "message";
    after_the_dot = "after-the-dot";
    tls_is_verified = "tls-verified";
    tls_is_unverified = "tls-unverified";
    a_certificate_refused = "certificate-refused";
    the_tls_tab = "tls-tab";
    the_tls_tab_after_a_refusal = "tls-tab-refused";
    the_session_tab = "session-tab";
    a_connection_refused = "connection-refused";
    http_instead = "http";
    unsolicited_421 = "unsolicited-421";
    injection_before_tls = "injection";
    a_challenge = "challenge";
    a_login = "login";
    a_password_in_the_clear = "exposed";
    a_proof = "proof";
    the_help = "help";
    the_quit_question = "quit";
    the_paste_question = "paste";
    a_prediction = "predicted";
    a_list_of_what_a_line_may_become = "box-list";
    a_walk_through_the_list = "box-walk";
    a_mistake_that_is_marked = "box-mistake";
    a_search_in_the_history = "box-search";
    a_selection = "selected";
    light = "light";
    korean = "korean";
    vietnamese = "vietnamese";
    three_columns = "three-columns";
    mono = "mono";
    production_is_plain = "production";
    production_is_plain_without_colour = "production-mono";
    a_handshake_under_way = "handshake";
    a_second_message = "second-message";
    a_second_message_in_korean = "second-message-ko";
    folded = "folded";
    searched = "searched";
    filtered_in_korean = "filtered-ko";
    cut_lines = "cut";
    hostile = "hostile";
    a_range = "range";
    the_forms = "copy-as";
    the_forms_in_korean = "copy-as-ko";
    a_file_that_is_there = "replace";
    a_part_is_pointed_at = "pointed";
    and_without_colour = "pointed-mono";
    why_it_is_said = "grounds-vi";
}

#[test]
fn no_cell_holds_a_control_character() {
    for (name, buffer) in pictures() {
        for cell in &buffer.content {
            let symbol = cell.symbol();
            assert!(
                !symbol.chars().any(char::is_control) && !symbol.contains('\u{202e}'),
                "{name}: {symbol:?}"
            );
        }
    }
}

/// What a person tells classes and origins by, where there is no colour.
#[test]
fn classes_and_origins_are_told_apart_without_colour() {
    for name in Theme::names() {
        let theme = Theme::builtin(name).unwrap().at_depth(Depth::Mono);
        let look = |glyph: Glyph, role: Role| -> (String, Style) {
            (theme.glyph(glyph).to_owned(), theme.style(role))
        };
        let classes = [
            look(Glyph::Reply2, Role::Reply2),
            look(Glyph::Reply3, Role::Reply3),
            look(Glyph::Reply4, Role::Reply4),
            look(Glyph::Reply5, Role::Reply5),
            look(Glyph::ReplyOther, Role::ReplyOther),
        ];
        let origins = [
            look(Glyph::Client, Role::Client),
            look(Glyph::Server, Role::Server),
            look(Glyph::Remark, Role::Remark),
            look(Glyph::Warning, Role::Danger),
        ];
        for looks in [&classes[..], &origins[..]] {
            let signs: BTreeSet<_> = looks.iter().map(|(sign, _)| sign).collect();
            assert_eq!(signs.len(), looks.len(), "{name}: {looks:?}");
            assert!(
                looks
                    .iter()
                    .all(|(_, style)| style.fg.is_none() && style.bg.is_none()),
                "{name}: {looks:?}"
            );
        }
    }
}

/// The signs are really on the screen, each before what it stands for.
#[test]
fn the_transcript_shows_class_and_origin_by_shape() {
    let person = greeted()
        .types("MAIL FROM:<a@b.example>⏎")
        .hears("250 2.1.0 Ok\r\n")
        .types("RCPT TO:<a@b.example>⏎")
        .hears("450 4.2.0 later\r\n")
        .types("RCPT TO:<b@b.example>⏎")
        .hears("550 5.1.1 no\r\n")
        .types("DATA⏎")
        .hears("354 go\r\n")
        .event(Event::Closed(None))
        .resizes(120, 36);
    let screen = person.screen();
    for shown in [
        "# connected to",
        "» MAIL FROM",
        "« ✓ 250 2.1.0 Ok",
        "« ↻ 450 4.2.0 later",
        "« ✗ 550 5.1.1 no",
        "« ⇢ 354 go",
        "# the server closed",
    ] {
        assert!(screen.contains(shown), "{shown:?} is not in\n{screen}");
    }
}
