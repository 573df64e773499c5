//! Every size draws, in every state, and nothing a person or a server does can break the picture.
//!
//! Absent on purpose: what the pictures look like (`screens`). No file keeps what once failed: a
//! failure becomes a test of its own.

use crossterm::event::KeyEvent;
use proptest::prelude::*;
use proptest::test_runner::Config;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use ehlo::app::Msg;
use ehlo::link::Event;

use support::person::{Person, context, key};

#[expect(dead_code, reason = "this test needs no terminal and no picture")]
mod support;

/// States that differ in what is drawn.
fn states() -> Vec<(&'static str, Person)> {
    let envelope = || {
        Person::new()
            .types("EHLO me⏎")
            .types("MAIL FROM:<a@example.org>⏎")
            .types("RCPT TO:<alice@practice.example>⏎")
    };
    vec![
        ("start", Person::new()),
        ("connecting", Person::dialing(context(), "mail.example")),
        ("selected", envelope().presses("shift-tab [ down")),
        ("folded", envelope().presses("shift-tab f")),
        (
            "searched",
            envelope().presses("shift-tab /").types("e").pastes("메"),
        ),
        (
            "noted",
            envelope()
                .presses("shift-tab M")
                .types("메일⏎")
                .presses("M"),
        ),
        (
            "filtered and cut",
            envelope()
                .presses("shift-tab &")
                .types("rcpt⏎")
                .presses("W right t w"),
        ),
        ("explanation", envelope().presses("tab pagedown z")),
        (
            "message",
            envelope().types("DATA⏎").types("a⏎b⏎c⏎d⏎e⏎f⏎g⏎메일"),
        ),
        ("help", Person::new().presses("f1 end")),
        ("help searched", Person::new().presses("f1").types("/메일")),
        ("palette", Person::new().presses("ctrl-p")),
        (
            "palette typed in",
            Person::new().presses("ctrl-p").types("the ").presses("end"),
        ),
        ("notices", Person::new().types(":메일⏎").presses("tab E")),
        ("quit", Person::new().presses("ctrl-q")),
        (
            "paste",
            Person::new().pastes("메일 one\ntwo\nthree\nfour\n"),
        ),
        (
            "long lines",
            Person::new()
                .types(&format!("NOOP {}⏎", "메".repeat(200)))
                .types(&"long ".repeat(60)),
        ),
        (
            "answer",
            Person::new()
                .types("EHLO me⏎STARTTLS⏎EHLO me⏎AUTH LOGIN⏎")
                .types("YWxpY2U="),
        ),
    ]
}

fn draws(name: &str, person: &Person) {
    let buffer = person.sees();
    let Size { width, height } = person.app.size;
    for (index, cell) in buffer.content.iter().enumerate() {
        assert!(
            !cell.symbol().chars().any(char::is_control),
            "{name} at {width}x{height}, cell {index}: {:?}",
            cell.symbol()
        );
    }
    if let Some(cursor) = person.cursor() {
        assert!(
            cursor.x < width && cursor.y < height,
            "{name} at {width}x{height}: the cursor is at {cursor}"
        );
    }
}

#[test]
fn every_small_size_draws() {
    for (name, mut person) in states() {
        for width in 1..=30 {
            for height in 1..=12 {
                person = person.resizes(width, height);
                draws(name, &person);
            }
        }
    }
}

#[test]
fn large_and_odd_sizes_draw() {
    for (name, mut person) in states() {
        for (width, height) in [
            (200, 60),
            (500, 200),
            (500, 1),
            (1, 200),
            (49, 17),
            (50, 18),
            (69, 14),
            (70, 13),
            (120, 2),
        ] {
            person = person.resizes(width, height);
            draws(name, &person);
        }
    }
}

/// The frame may be of another size than the app has heard of: the news comes behind it.
#[test]
fn a_frame_of_another_size_than_the_app_knows_draws() {
    for (_, person) in states() {
        for (width, height) in [(1, 1), (20, 5), (300, 100)] {
            let backend = ratatui::backend::TestBackend::new(width, height);
            let drawn = ratatui::Terminal::new(backend).map(|mut terminal| {
                terminal
                    .draw(|frame| ehlo::ui::view(&person.ctx, &person.app, frame))
                    .is_ok()
            });
            assert!(drawn.is_ok_and(|drawn| drawn));
        }
    }
}

/// Something that happens.
#[derive(Clone, Debug)]
enum Deed {
    Key(KeyEvent),
    Types(String),
    Pastes(String),
    Hears(Vec<u8>),
    Practice(&'static str),
    Link(Event),
    Resizes(u16, u16),
}

const KEYS: &[&str] = &[
    "enter",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "backspace",
    "delete",
    "f1",
    "ctrl-p",
    "E",
    "/",
    "ctrl-d",
    "ctrl-d",
    "ctrl-l",
    "ctrl-u",
    "ctrl-w",
    "ctrl-k",
    "ctrl-r",
    "ctrl-q",
    "ctrl-z",
    "alt-1",
    "alt-2",
    "alt-3",
    "alt-4",
    "alt-9",
    "[",
    "]",
    "g",
    "G",
    "z",
    "y",
    "Y",
    "1",
    "2",
    "3",
    "?",
    "i",
    "j",
    "k",
    "space",
    "f",
    "/",
    "n",
    "N",
    "&",
    "{",
    "}",
    "t",
    "W",
    "h",
    "l",
    "w",
    "M",
    "'",
];

const LINES: &[&str] = &[
    "EHLO me⏎",
    "HELO me⏎",
    "STARTTLS⏎",
    "AUTH PLAIN⏎",
    "AUTH LOGIN⏎",
    "AUTH PLAIN AGEAYg==⏎",
    "*⏎",
    "MAIL FROM:<a@example.org>⏎",
    "RCPT TO:<alice@practice.example>⏎",
    "RCPT TO:<closing@practice.example>⏎",
    "DATA⏎",
    "BDAT 6 LAST⏎",
    "BDAT 99999999999999999999⏎",
    "RSET⏎",
    "QUIT⏎",
    ":connect⏎",
    ":connect practice⏎",
    ":drop⏎",
    ":disconnect⏎",
    ":auth PLAIN⏎",
    ":auth LOGIN me⏎",
    r":raw DATA\r\nx\r\n.\r\n\x00⏎",
    r":raw \xff⏎",
    ":theme light⏎",
    ":save f⏎",
    ":help⏎",
];

fn deed() -> impl Strategy<Value = Deed> {
    let nasty = "[\\PC\\x00-\\x1f\\x7f-\\x{9f}\u{202e}\u{200b}메́👩‍👩‍👧]{0,40}";
    let reply = prop_oneof![
        "[2-6][0-9]{2}[ -][ -~]{0,60}\r\n".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..80),
        Just(b"250-a\r\n250 STARTTLS\r\n".to_vec()),
        Just(b"354 go\r\n".to_vec()),
        Just(b"334 eA==\r\n".to_vec()),
        Just(b"421 bye\r\n".to_vec()),
    ];
    prop_oneof![
        6 => proptest::sample::select(KEYS).prop_map(|name| Deed::Key(key(name))),
        4 => proptest::sample::select(LINES).prop_map(Deed::Practice),
        2 => nasty.prop_map(Deed::Types),
        2 => nasty.prop_map(Deed::Pastes),
        3 => reply.prop_map(Deed::Hears),
        1 => Just(Deed::Link(Event::TimedOut)),
        1 => Just(Deed::Link(Event::Closed(None))),
        2 => (1..140u16, 1..45u16).prop_map(|(width, height)| Deed::Resizes(width, height)),
    ]
}

fn does(mut person: Person, deed: Deed) -> Person {
    match deed {
        Deed::Key(key) => {
            person.take(Msg::Key(key));
            person
        }
        Deed::Types(text) => person.types(&text),
        Deed::Practice(line) => person.types(line),
        Deed::Pastes(text) => person.pastes(&text),
        Deed::Hears(bytes) => person.hears(bytes),
        Deed::Link(event) => person.event(event),
        Deed::Resizes(width, height) => person.resizes(width, height),
    }
}

proptest! {
    #![proptest_config(Config {
        cases: 96,
        failure_persistence: None,
        ..Config::default()
    })]

    #[test]
    fn whatever_happens_the_picture_holds(
        practice in any::<bool>(),
        deeds in proptest::collection::vec(deed(), 1..40),
    ) {
        let mut person = if practice {
            Person::new()
        } else {
            Person::facing("mail.example").hears("220 hi\r\n")
        };
        for deed in deeds {
            person = does(person, deed);
            draws("after some deeds", &person);
        }
    }
}

/// What the test above looks at would be seen: this is how it looks.
#[test]
fn a_control_character_in_a_cell_would_be_found() {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 1, 1));
    buffer.content[0].set_symbol("\x1b");
    assert!(buffer.content[0].symbol().chars().any(char::is_control));
}
