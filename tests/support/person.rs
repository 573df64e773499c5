//! A person at the explorer: types, presses and pastes; hears what the far end says; looks at the
//! screen. Nothing is awaited and the time is made up, so every run is the same.
//!
//! ```ignore
//! let person = Person::new().types("EHLO me⏎").presses("alt-1");
//! assert_eq!(person.sent(), "EHLO me\r\n...");
//! ```
//!
//! The far end is the practice server in memory, or somebody who says only what the test says.
//!
//! Absent on purpose: a runtime, sockets, a terminal.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a person who cannot do what the test wants is a failed test"
)]

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use ehlo::app::{App, Effect, LinkState, Msg, Pane, Way, update};
use ehlo::context::Context;
use ehlo::kb::Kb;
use ehlo::keymap::Keymap;
use ehlo::link::{Action, Certificate, Endpoint as _, Event, Failure, TlsFacts, Verdict};
use ehlo::locale::Locale;
use ehlo::smtp::{Phase, Server};
use ehlo::target::{Marked, Target};
use ehlo::theme::{Depth, Theme};
use ehlo::ui::view;

/// How long a person takes between two things they do.
const PAUSE: Duration = Duration::from_millis(1500);
/// How long the far end takes to answer.
const ANSWER: Duration = Duration::from_millis(40);

/// Who answers.
enum Far {
    /// The practice server, and what it has asked of its link and not got yet.
    Practice(Box<Server>, VecDeque<Action>),
    /// Somebody who says what the test says.
    Silent,
    /// Nobody: the link does not open by itself.
    Nobody,
}

/// A person at the explorer.
#[must_use]
pub(crate) struct Person {
    pub(crate) ctx: Context,
    pub(crate) app: App,
    far: Far,
    /// What the app asked of its link and did not get yet.
    asked: VecDeque<Action>,
    effects: Vec<Effect>,
    /// The theme to come back to, while another is looked at.
    theme_before: Option<Theme>,
    at: Duration,
    /// The octets of the file that is open, and how far they have been read.
    pub(crate) file: (Vec<u8>, usize),
    pub(crate) facts: TlsFacts,
}

/// What is only read: dark, in all colours.
pub(crate) fn context() -> Context {
    // Cards are read once, however many people a test needs.
    static CARDS: OnceLock<Arc<Kb>> = OnceLock::new();
    Context {
        theme: Theme::builtin("dark").unwrap().at_depth(Depth::Rgb),
        kb: CARDS.get_or_init(|| Arc::new(Kb::load("en"))).clone(),
        keymap: Keymap::builtin().unwrap(),
        locale: Locale::load("en"),
        me: "client.example".to_owned(),
        credentials: None,
        seed: ehlo::smtp::Seed::default(),
        insecure: false,
        production: Marked::default(),
        authorities: None,
    }
}

/// What a handshake with a good certificate settles.
pub(crate) fn good_tls() -> TlsFacts {
    let authority = Certificate {
        subject: "CN=ehlo practice authority".to_owned(),
        issuer: "CN=ehlo practice authority".to_owned(),
        names: Vec::new(),
        days_left: 3600,
        sha256: "fedcba9876543210".repeat(4),
        pem: "-----BEGIN CERTIFICATE-----\nAUTHORITY\n-----END CERTIFICATE-----\n".to_owned(),
        ..good_certificate()
    };
    TlsFacts {
        version: "TLSv1.3".to_owned(),
        cipher: "TLS_AES_256_GCM_SHA384".to_owned(),
        group: "X25519".to_owned(),
        name: Some("mail.practice.example".to_owned()),
        checked: "mail.practice.example".to_owned(),
        why: Verdict::Trusted,
        enforced: true,
        chain: vec![good_certificate(), authority],
        ..TlsFacts::default()
    }
}

/// A certificate that has nothing against it.
pub(crate) fn good_certificate() -> Certificate {
    Certificate {
        subject: "CN=mail.practice.example".to_owned(),
        issuer: "CN=ehlo practice authority".to_owned(),
        names: vec!["mail.practice.example".to_owned()],
        not_before: "2026-01-01T00:00:00Z".to_owned(),
        not_after: "2036-01-01T00:00:00Z".to_owned(),
        days_to_begin: -52,
        days_left: 3600,
        key: "EC P-256".to_owned(),
        signature: "ecdsa-with-SHA256".to_owned(),
        serial: "01:23:45".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
        key_sha256: "abcdef0123456789".repeat(4),
        pem: "-----BEGIN CERTIFICATE-----\nSERVER\n-----END CERTIFICATE-----\n".to_owned(),
    }
}

/// How it begins.
impl Person {
    /// At the practice server, which has greeted.
    pub(crate) fn new() -> Self {
        Self::at(context(), Target::practice(), Far::Silent)
    }

    /// The same with another context.
    pub(crate) fn with(ctx: Context) -> Self {
        Self::at(ctx, Target::practice(), Far::Silent)
    }

    /// At a server that says nothing by itself. The link is open.
    pub(crate) fn facing(target: &str) -> Self {
        Self::at(context(), Target::parse(target).unwrap(), Far::Silent)
    }

    /// Connecting to somebody who does not answer, in this context.
    pub(crate) fn dialing(ctx: Context, target: &str) -> Self {
        Self::at(ctx, Target::parse(target).unwrap(), Far::Nobody)
    }

    fn at(ctx: Context, target: Target, far: Far) -> Self {
        let size = Size::new(80, 24);
        let mut person = Self {
            ctx,
            app: App::new(target, size, None),
            far,
            asked: VecDeque::new(),
            effects: Vec::new(),
            theme_before: None,
            at: Duration::ZERO,
            file: (Vec::new(), 0),
            facts: good_tls(),
        };
        // Somebody who has been here before.
        person.app.kept.welcomed = true;
        let effects = person.app.begin(person.at);
        person.perform(effects);
        person.carry();
        person
    }
}

/// What is done.
impl Person {
    /// Types letters; `⏎` is Enter.
    pub(crate) fn types(mut self, text: &str) -> Self {
        self.at += PAUSE;
        for letter in text.chars() {
            let code = match letter {
                '⏎' => KeyCode::Enter,
                letter => KeyCode::Char(letter),
            };
            self.take(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        self
    }

    /// Presses keys, by their names in the key file, with blanks between.
    pub(crate) fn presses(mut self, keys: &str) -> Self {
        self.at += PAUSE;
        for name in keys.split(' ') {
            self.take(Msg::Key(key(name)));
        }
        self
    }

    /// Pastes.
    pub(crate) fn pastes(mut self, text: &str) -> Self {
        self.at += PAUSE;
        self.take(Msg::Pasted(text.to_owned()));
        self
    }

    /// The far end says so.
    pub(crate) fn hears(self, bytes: impl AsRef<[u8]>) -> Self {
        self.event(Event::Bytes(bytes.as_ref().to_vec()))
    }

    /// The link has this to say.
    pub(crate) fn event(mut self, event: Event) -> Self {
        self.at += ANSWER;
        self.take(Msg::Link(self.app.generation, event));
        self
    }

    /// The link is open at last.
    pub(crate) fn opens(self) -> Self {
        self.event(Event::Opened {
            peer: "192.0.2.1:25".to_owned(),
        })
    }

    /// The TLS handshake that was asked for is done.
    pub(crate) fn secures(mut self) -> Self {
        assert_eq!(self.asked.pop_front(), Some(Action::Secure));
        let facts = Box::new(self.facts.clone());
        self.event(Event::Secured(facts))
    }

    /// The link could not be opened.
    pub(crate) fn fails(mut self, failure: Failure) -> Self {
        self.at += ANSWER;
        self.take(Msg::Link(self.app.generation, Event::Closed(Some(failure))));
        self
    }

    /// Time goes by.
    pub(crate) fn waits(mut self, time: Duration) -> Self {
        self.at += time;
        self
    }

    /// The screen has another size.
    pub(crate) fn resizes(mut self, width: u16, height: u16) -> Self {
        self.take(Msg::Resized(Size { width, height }));
        self
    }

    /// Something comes in; what follows from it is carried out.
    pub(crate) fn take(&mut self, msg: Msg) {
        let effects = update(&self.ctx, &mut self.app, self.at, msg);
        self.perform(effects);
        self.carry();
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.effects.push(effect.clone());
            match effect {
                Effect::Link(action) => self.asked.push_back(action),
                Effect::Dial => self.dial(),
                Effect::HangUp => self.asked.clear(),
                Effect::Rewind(_) => self.file.1 = 0,
                Effect::Read {
                    generation, most, ..
                } => self.read(generation, most),
                Effect::Copy(text) => self.take(Msg::Copied(text.len(), Ok(Way::Terminal))),
                Effect::Theme(name) => {
                    self.theme_before = None;
                    self.ctx.theme = Theme::builtin(&name).unwrap();
                }
                Effect::Preview(Some(name)) => {
                    let now = &self.ctx.theme;
                    self.theme_before.get_or_insert_with(|| now.clone());
                    self.ctx.theme = Theme::builtin(&name).unwrap();
                }
                Effect::Preview(None) => {
                    if let Some(theme) = self.theme_before.take() {
                        self.ctx.theme = theme;
                    }
                }
                Effect::Continue => self.take(Msg::Continue),
                _ => {}
            }
        }
    }

    fn read(&mut self, generation: u64, most: usize) {
        let rest = self.file.0.get(self.file.1..).unwrap_or_default();
        let piece = rest.get(..most).unwrap_or(rest).to_vec();
        self.file.1 += piece.len();
        self.take(Msg::Piece(generation, Ok(piece)));
    }

    fn dial(&mut self) {
        self.asked.clear();
        let peer = match &self.app.scenario {
            Some(scenario) => {
                let mut server = Server::new(scenario.clone());
                let said = server.handle(Event::Opened {
                    peer: "practice client".to_owned(),
                });
                self.far = Far::Practice(Box::new(server), said.into());
                "practice"
            }
            None if matches!(self.far, Far::Nobody) => return,
            None => {
                self.far = Far::Silent;
                "192.0.2.1:25"
            }
        };
        self.at += ANSWER;
        self.take(Msg::Link(
            self.app.generation,
            Event::Opened {
                peer: peer.to_owned(),
            },
        ));
    }

    /// Actions of one end become events of the other, until both are quiet.
    fn carry(&mut self) {
        loop {
            let Far::Practice(server, said) = &mut self.far else {
                // Only Secure waits for the test; the rest has left.
                self.asked.retain(|action| *action == Action::Secure);
                return;
            };
            let waits = |asked: &VecDeque<Action>| asked.front() == Some(&Action::Secure);
            let mut event = None;
            if waits(&self.asked) && waits(said) {
                self.asked.pop_front();
                said.pop_front();
                let facts = Box::new(self.facts.clone());
                said.extend(server.handle(Event::Secured(facts.clone())));
                event = Some(Event::Secured(facts));
            } else if let Some(action) = pop(&mut self.asked) {
                match action {
                    Action::Write(bytes) => said.extend(server.handle(Event::Bytes(bytes))),
                    Action::Report => event = Some(Event::Written),
                    Action::Close => {
                        said.clear();
                        event = Some(Event::Closed(None));
                    }
                    _ => {}
                }
            } else {
                match pop(said) {
                    Some(Action::Write(bytes)) => event = Some(Event::Bytes(bytes)),
                    Some(Action::Close) => event = Some(Event::Closed(None)),
                    Some(_) => {}
                    None => return,
                }
            }
            if let Some(event) = event {
                self.at += ANSWER;
                let msg = Msg::Link(self.app.generation, event);
                let effects = update(&self.ctx, &mut self.app, self.at, msg);
                self.perform(effects);
            }
        }
    }
}

/// What came of it.
impl Person {
    /// Everything that was asked for outside since the last look.
    pub(crate) fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The writes to the link since the last look, each as text.
    pub(crate) fn writes(&mut self) -> Vec<String> {
        let written = |effect| match effect {
            Effect::Link(Action::Write(bytes)) => Some(String::from_utf8(bytes).unwrap()),
            _ => None,
        };
        self.effects().into_iter().filter_map(written).collect()
    }

    /// Whether the explorer is to end, since the last look.
    pub(crate) fn leaves(&mut self) -> bool {
        self.effects().contains(&Effect::Quit)
    }

    /// Forgets what was asked for so far.
    pub(crate) fn then(mut self) -> Self {
        self.effects.clear();
        self
    }

    pub(crate) fn phase(&self) -> Phase {
        self.app.conversation.session().phase()
    }

    pub(crate) fn is_open(&self) -> bool {
        self.app.link == LinkState::Open
    }

    /// What is typed.
    pub(crate) fn typed(&self) -> String {
        self.app.command.lines().join("\n")
    }

    /// What was just told in the hint's place.
    pub(crate) fn notice(&self) -> &str {
        self.app.notice.as_deref().unwrap_or_default()
    }

    /// The heading of the explanation.
    pub(crate) fn heading(&self) -> String {
        ehlo::app::panel::explanation(&self.ctx, &self.app).heading
    }

    /// The screen at its size now.
    pub(crate) fn sees(&self) -> Buffer {
        self.draws().0
    }

    /// The screen as text, rows trimmed on the right.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.sees();
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content.chunks(width).map(|row| {
            let text: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
            text.trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// Where the cursor is, if something is typed.
    pub(crate) fn cursor(&self) -> Option<Position> {
        let boxed = self.app.focus == Pane::Command && self.app.modal.is_none();
        boxed.then(|| self.draws().1).flatten()
    }

    /// Where the cursor is, if it shows.
    pub(crate) fn caret(&self) -> Option<Position> {
        self.draws().1
    }

    fn draws(&self) -> (Buffer, Option<Position>) {
        let Size { width, height } = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| view(&self.ctx, &self.app, frame))
            .unwrap();
        let shown = terminal.backend().cursor_visible();
        let cursor = shown.then(|| terminal.get_cursor_position().unwrap());
        (terminal.backend().buffer().clone(), cursor)
    }
}

/// What may be carried out now.
fn pop(asked: &mut VecDeque<Action>) -> Option<Action> {
    match asked.front() {
        Some(Action::Secure) | None => None,
        Some(_) => asked.pop_front(),
    }
}

/// A key by its name in the key file, also one that is not bound.
pub(crate) fn key(name: &str) -> KeyEvent {
    let (modifiers, name) = match name {
        name if name.len() > 5 && name.starts_with("ctrl-") => (KeyModifiers::CONTROL, &name[5..]),
        name if name.len() > 4 && name.starts_with("alt-") => (KeyModifiers::ALT, &name[4..]),
        name => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "space" => KeyCode::Char(' '),
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        name if name.len() > 1 && name.starts_with('f') => KeyCode::F(name[1..].parse().unwrap()),
        letter if letter.chars().count() == 1 => KeyCode::Char(letter.chars().next().unwrap()),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, modifiers)
}
