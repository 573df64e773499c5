//! The paths that are walked for every byte, every reply, every frame and every start.
//!
//! ```text
//! cargo bench                          everything
//! cargo bench -- replies frame         what has these in its name
//! cargo bench -- --sample-count 20     quicker, coarser
//! ```
//!
//! On a quiet machine, on one core; the medians count. Figures go into notes and never into tests: a
//! test that fails because a neighbour compiles teaches nobody anything.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, bench};
use ehlo::app::{
    App, Effect, History, Lens, LinkState, Msg, Pane, Place, Reference, panel, update,
};
use ehlo::context::Context;
use ehlo::conversation::Conversation;
use ehlo::kb::{Kb, Names, Situation};
use ehlo::keymap::Keymap;
use ehlo::link::Event;
use ehlo::locale::Locale;
use ehlo::smtp::{Circumstances, Phase, Session, verb};
use ehlo::target::Target;
use ehlo::theme::Theme;
use ehlo::transcript::Transcript;
use ehlo::ui::view;
use ehlo::wire::line::LineReader;
use ehlo::wire::text::printable;
use ehlo::wire::{Line, Reply, ReplyReader, body};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

fn main() {
    divan::main();
}

// --- bytes -------------------------------------------------------------------------------------

const PIECE: usize = 64 * 1024;
const MIB: usize = 1024 * 1024;

const GREETING: &[u8] = b"220 mx.example.org ESMTP ready\r\n";
const EHLO: &[u8] = b"250-mx.example.org\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-ETRN\r\n\
    250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n\
    250-SMTPUTF8\r\n250 CHUNKING\r\n";

/// A server's side of ordinary sessions, over and over.
fn replies() -> Vec<u8> {
    let session = [
        GREETING,
        EHLO,
        b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n",
        b"550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in local recipient table\r\n",
        b"354 End data with <CR><LF>.<CR><LF>\r\n",
        b"250 2.0.0 Ok: queued as 4bXyZ12345z9vNk\r\n221 2.0.0 Bye\r\n",
    ]
    .concat();
    session.repeat(4 * MIB / session.len())
}

/// Replies as they arrive: the parser's own work, each reply dropped when it is whole.
#[bench]
fn replies_ordinary(bencher: Bencher<'_, '_>) {
    let octets = replies();
    bencher.counter(BytesCount::of_slice(&octets)).bench(|| {
        let mut reader = ReplyReader::default();
        let mut count = 0;
        for piece in octets.chunks(PIECE) {
            reader.push(piece);
            count += reader.by_ref().count();
        }
        count
    });
}

/// One reply that never ends: only followed, not kept.
#[bench]
fn replies_endless(bencher: Bencher<'_, '_>) {
    let octets = b"250-more of the same, and no end to it\r\n".repeat(4 * MIB / 40);
    bencher.counter(BytesCount::of_slice(&octets)).bench(|| {
        let mut reader = ReplyReader::default();
        for piece in octets.chunks(PIECE) {
            reader.push(piece);
            black_box(reader.by_ref().count());
        }
    });
}

/// Replies as a conversation takes them: parsed, understood, recorded.
#[bench]
fn replies_recorded(bencher: Bencher<'_, '_>) {
    let octets = replies();
    bencher.counter(BytesCount::of_slice(&octets)).bench(|| {
        let mut conversation = Conversation::new(None);
        for piece in octets.chunks(PIECE) {
            conversation.handle(Duration::ZERO, Event::Bytes(piece.to_vec()));
        }
        conversation.transcript().end()
    });
}

#[bench]
fn lines(bencher: Bencher<'_, '_>) {
    let octets = b"RCPT TO:<somebody@example.org> NOTIFY=NEVER\r\n".repeat(4 * MIB / 45);
    bencher.counter(BytesCount::of_slice(&octets)).bench(|| {
        let mut reader = LineReader::default();
        let mut count = 0;
        for piece in octets.chunks(PIECE) {
            reader.push(piece);
            count += reader.by_ref().count();
        }
        count
    });
}

#[bench]
fn dot_stuffing_25_mib(bencher: Bencher<'_, '_>) {
    let line = b"Lorem ipsum dolor sit amet, consectetur adipisici elit, sed eiusmod tem.\r\n";
    let mut content = line.repeat(99);
    content.extend_from_slice(b".a line that begins with a dot\r\n");
    let content = content.repeat(25 * MIB / content.len());
    bencher
        .counter(BytesCount::of_slice(&content))
        .bench(|| body::stuff(black_box(content.clone())));
}

#[bench(args = ["plain", "utf8", "hostile"])]
fn printable_mib(bencher: Bencher<'_, '_>, kind: &str) {
    let text: &[u8] = match kind {
        "plain" => b"250 2.1.5 Ok: nothing to see here ",
        "utf8" => "메일 서버 thư điện tử ".as_bytes(),
        _ => b"\x1b]0;owned\x07\x9b2J\xe2\x80\xae\xff\x00\x7f\r",
    };
    let text = text.repeat(MIB / text.len());
    bencher
        .counter(BytesCount::of_slice(&text))
        .bench(|| printable(black_box(&text)).len());
}

// --- the session -------------------------------------------------------------------------------

/// MAIL, a hundred RCPTs and DATA said at once, then all the replies.
#[bench]
fn session_pipelined(bencher: Bencher<'_, '_>) {
    let mut said = vec![Line::new("MAIL FROM:<me@example.org>")];
    said.extend((0..100).map(|number| Line::new(format!("RCPT TO:<user{number}@example.org>"))));
    said.push(Line::new("DATA"));
    let mut heard = vec![Reply::new(250, &["2.1.5 Ok"]); 101];
    heard.push(Reply::new(354, &["go on"]));
    let mut greeted = Session::default();
    greeted.server_said(&Reply::read(GREETING));
    greeted.client_said(&Line::new("EHLO client.example"));
    greeted.server_said(&Reply::read(EHLO));
    bencher
        .counter(ItemsCount::new(said.len() + heard.len()))
        .with_inputs(|| greeted.clone())
        .bench_values(|mut session| {
            for line in &said {
                black_box(session.client_said(line));
            }
            for reply in &heard {
                black_box(session.server_said(reply));
            }
            session
        });
}

// --- frames ------------------------------------------------------------------------------------

fn context() -> Context {
    Context {
        theme: Theme::builtin(Theme::DEFAULT).unwrap_or_else(|error| unreachable!("{error}")),
        kb: Arc::new(Kb::load("en")),
        keymap: Keymap::builtin().unwrap_or_else(|error| unreachable!("{error}")),
        locale: Locale::load(Locale::ENGLISH),
        me: "client.example".to_owned(),
        credentials: None,
        seed: ehlo::smtp::Seed::default(),
        insecure: false,
        production: ehlo::target::Marked::default(),
        authorities: None,
    }
}

/// A screen over a record that forgets nothing.
fn app(size: Size) -> App {
    let target = Target::parse("mx.example.org:25").unwrap_or_else(|_| Target::practice());
    let mut app = App::new(target, size, None);
    app.conversation = Conversation::continuing(Transcript::keeping(usize::MAX), None);
    app.link = LinkState::Open;
    let peer = "192.0.2.1:25".to_owned();
    hear(&mut app, Event::Opened { peer });
    hear(&mut app, Event::Bytes(GREETING.to_vec()));
    say(&mut app, "EHLO client.example", EHLO);
    app
}

fn hear(app: &mut App, event: Event) {
    app.conversation.handle(Duration::from_millis(1), event);
}

fn say(app: &mut App, line: &str, answer: &[u8]) {
    app.conversation
        .say(Duration::from_millis(1), &Line::new(line));
    hear(app, Event::Bytes(answer.to_vec()));
}

/// One session with so many entries.
fn long(size: Size, entries: usize) -> App {
    let mut app = app(size);
    while app.conversation.transcript().end() < entries {
        say(
            &mut app,
            "MAIL FROM:<me@example.org> SIZE=1000",
            b"250 2.1.0 Ok\r\n",
        );
        say(
            &mut app,
            "RCPT TO:<nobody@example.org>",
            b"550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in local recipient table\r\n",
        );
        say(&mut app, "RSET", b"250 2.0.0 Ok\r\n");
    }
    app
}

fn draws(bencher: Bencher<'_, '_>, app: &App) {
    let ctx = context();
    let size = app.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height))
        .unwrap_or_else(|error| match error {});
    bencher.bench_local(|| {
        terminal
            .draw(|frame| view(&ctx, app, frame))
            .map(|frame| frame.count)
    });
}

const SIZES: [Size; 2] = [Size::new(200, 60), Size::new(80, 24)];

#[bench(args = SIZES, consts = [100, 10_000, 1_000_000])]
fn frame_following<const ENTRIES: usize>(bencher: Bencher<'_, '_>, size: Size) {
    draws(bencher, &long(size, ENTRIES));
}

#[bench(args = SIZES, consts = [100, 10_000, 1_000_000])]
fn frame_selected<const ENTRIES: usize>(bencher: Bencher<'_, '_>, size: Size) {
    let mut app = long(size, ENTRIES);
    let entry = ENTRIES / 2;
    app.selected = Some(Place { entry, line: 0 });
    draws(bencher, &app);
}

/// What a server can do to a frame with the largest replies that are kept.
#[bench(args = ["many lines", "many lines, first", "a long line", "a wide line", "a long stray"])]
fn frame_hostile(bencher: Bencher<'_, '_>, kind: &str) {
    let mut app = app(SIZES[0]);
    let most = ReplyReader::MOST - 16;
    let lines = [b"250-\r\n".repeat(most / 6), b"250 \r\n".to_vec()].concat();
    let octets = match kind {
        "many lines" | "many lines, first" => lines,
        "a long line" => [&b"250 "[..], &b"x".repeat(most), b"\r\n"].concat(),
        "a wide line" => [&b"250 "[..], "메".repeat(most / 3).as_bytes(), b"\r\n"].concat(),
        _ => [&b"x".repeat(most)[..], b"\r\n"].concat(),
    };
    say(&mut app, "NOOP", &octets);
    if kind.ends_with("first") {
        let entry = app.conversation.transcript().end() - 1;
        app.selected = Some(Place { entry, line: 0 });
    }
    draws(bencher, &app);
}

/// A key: the state changes, and the frame is drawn.
#[bench]
fn key_and_frame(bencher: Bencher<'_, '_>) {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let ctx = context();
    let mut app = long(SIZES[0], 10_000);
    let mut terminal =
        Terminal::new(TestBackend::new(200, 60)).unwrap_or_else(|error| match error {});
    bencher.bench_local(|| {
        let key = KeyEvent::new(KeyCode::PageUp, KeyModifiers::NONE);
        update(&ctx, &mut app, Duration::ZERO, Msg::Key(key));
        terminal
            .draw(|frame| view(&ctx, &app, frame))
            .map(|frame| frame.count)
    });
}

/// What is offered and guessed for a line, with all the history there can be; nearest to nothing is
/// the longest way through it.
#[bench(args = ["r", "RCPT TO:<", "MAIL FROM:<a@example.org> ", ":", ":connect ", "zzz"])]
fn offered(bencher: Bencher<'_, '_>, line: &str) {
    let ctx = context();
    let mut app = app(SIZES[0]);
    for number in 0..History::MOST {
        let line = format!("RCPT TO:<user{number}@example.org>");
        app.history
            .remember(&format!("smtp://mx{}.example:25", number % 7), &line);
    }
    app.command.set(line);
    bencher.bench_local(|| {
        let offered = app.offered(&ctx);
        app.ghost(&ctx, &offered)
    });
}

/// A letter more in the command box, over a line of so many octets.
#[bench(args = [20, 1000, MIB])]
fn letter_and_frame(bencher: Bencher<'_, '_>, octets: usize) {
    use crossterm::event::{KeyCode, KeyEvent};
    let ctx = context();
    let mut app = long(SIZES[0], 10_000);
    update(
        &ctx,
        &mut app,
        Duration::ZERO,
        Msg::Pasted("NOOP ".repeat(octets / 5)),
    );
    let mut terminal =
        Terminal::new(TestBackend::new(200, 60)).unwrap_or_else(|error| match error {});
    let mut keys = [KeyCode::Char('x'), KeyCode::Backspace].into_iter().cycle();
    bencher.bench_local(|| {
        let key = KeyEvent::from(keys.next().unwrap_or(KeyCode::Char('x')));
        update(&ctx, &mut app, Duration::ZERO, Msg::Key(key));
        terminal
            .draw(|frame| view(&ctx, &app, frame))
            .map(|frame| frame.count)
    });
}

// --- a million entries ----------------------------------------------------------------------------

const MILLION: usize = 1_000_000;

fn press(ctx: &Context, app: &mut App, keys: &str) -> bool {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let mut goes_on = false;
    for letter in keys.chars() {
        let code = match letter {
            '⏎' => KeyCode::Enter,
            '⇞' => KeyCode::PageUp,
            letter => KeyCode::Char(letter),
        };
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        let effects = update(ctx, app, Duration::ZERO, Msg::Key(key));
        goes_on = effects.contains(&Effect::Continue);
    }
    goes_on
}

/// A million entries, with the keys in the transcript and these pressed.
fn million(ctx: &Context, keys: &str) -> App {
    let mut app = long(SIZES[0], MILLION);
    app.focus = Pane::Transcript;
    let mut goes_on = press(ctx, &mut app, keys);
    while goes_on {
        goes_on = turn(ctx, &mut app);
    }
    app
}

/// One slice of what is gone through; whether it goes on.
fn turn(ctx: &Context, app: &mut App) -> bool {
    update(ctx, app, Duration::ZERO, Msg::Continue).contains(&Effect::Continue)
}

/// A search, or a filter, from its last key until all is seen: what is in every third entry, what is
/// nowhere, and what can only be a small letter.
#[bench(args = ["/unknown", "/zebra", "/Zebra", "/메일", "&errors⏎", "&rcpt⏎", "&unknown⏎"], sample_count = 5)]
fn million_searched(bencher: Bencher<'_, '_>, keys: &str) {
    let ctx = context();
    let mut app = million(&ctx, "");
    bencher.bench_local(|| {
        app.lens = Lens::default();
        let mut goes_on = press(&ctx, &mut app, keys);
        while goes_on {
            goes_on = turn(&ctx, &mut app);
        }
    });
}

/// What a key waits for while a search goes on.
#[bench]
fn million_searched_slice(bencher: Bencher<'_, '_>) {
    let ctx = context();
    let mut app = million(&ctx, "");
    press(&ctx, &mut app, "/zebra");
    bencher.bench_local(|| {
        if !turn(&ctx, &mut app) {
            app.lens = Lens::default();
            press(&ctx, &mut app, "/zebra");
        }
    });
}

/// A key and its frame: moving, from error to error, from find to find, folded, filtered.
#[bench(args = [
    ("", "⇞"), ("", "{"), ("f", "⇞"), ("f", "["), ("/unknown⏎", "N"), ("&rcpt⏎", "⇞"),
    ("&errors⏎", "{"), ("", "f"), ("W", "l"), ("", "t"),
])]
fn million_key_and_frame(bencher: Bencher<'_, '_>, (before, key): (&str, &str)) {
    let ctx = context();
    let mut app = million(&ctx, before);
    let mut terminal =
        Terminal::new(TestBackend::new(200, 60)).unwrap_or_else(|error| match error {});
    bencher.bench_local(|| {
        press(&ctx, &mut app, key);
        terminal
            .draw(|frame| view(&ctx, &app, frame))
            .map(|frame| frame.count)
    });
}

// --- knowledge and words -----------------------------------------------------------------------

fn names() -> Names {
    Names {
        domain: "example.org".to_owned(),
        me: "client.example".to_owned(),
        known: "alice@example.org".to_owned(),
        sender: "me@example.org".to_owned(),
    }
}

fn situation(reply: &Reply) -> Situation<'_> {
    Situation {
        reply,
        verb: Some(verb::find("RCPT")),
        phase: Phase::Sender,
        circumstances: Circumstances::default(),
        practice: false,
    }
}

/// The first question: the cards have to be read.
#[bench]
fn kb_reply_cold(bencher: Bencher<'_, '_>) {
    let (reply, names) = (Reply::new(550, &["5.1.1 no such user"]), names());
    bencher
        .with_inputs(|| Kb::load("en"))
        .bench_refs(|kb| kb.reply(&situation(&reply), &names));
}

#[bench]
fn kb_reply_warm(bencher: Bencher<'_, '_>) {
    let (reply, names, kb) = (
        Reply::new(550, &["5.1.1 no such user"]),
        names(),
        Kb::load("en"),
    );
    bencher.bench(|| kb.reply(&situation(&reply), &names));
}

#[bench]
fn panel_rows(bencher: Bencher<'_, '_>) {
    let ctx = context();
    let app = long(SIZES[0], 100);
    let explanation = panel::explanation(&ctx, &app);
    bencher.bench_local(|| panel::rows(&ctx, &explanation, 90, panel::Keys::Shown));
}

/// One key in the reference, once the cards are read: everything is searched anew.
#[bench(args = ["5", "grey", "list that no card has"])]
fn search(bencher: Bencher<'_, '_>, query: &str) {
    let ctx = context();
    let reference = Reference {
        query: query.into(),
        ..Reference::default()
    };
    let _ = reference.found(&ctx);
    bencher.bench_local(|| reference.found(&ctx).len());
}

#[bench]
fn kb_load() -> Kb {
    Kb::load("en")
}

#[bench]
fn theme_load() -> bool {
    Theme::builtin(Theme::DEFAULT).is_ok()
}

#[bench]
fn keymap_load() -> bool {
    Keymap::builtin().is_ok()
}

#[bench]
fn locale_load() -> Locale {
    Locale::load(Locale::ENGLISH)
}

#[bench]
fn scenario_load() -> bool {
    Context::scenario("friendly").is_some()
}
