//! The pictures in `docs/pictures`: a short practice session, drawn by the program itself.
//!
//! Everything is in this process and the times are made up, so the same code gives the same bytes.
//! `EHLO_PICTURES=write cargo test --test pictures` writes them anew.
//!
//! Absent on purpose: sockets, a terminal.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ehlo::app::{App, Effect, Msg, update};
use ehlo::context::Context;
use ehlo::kb::Kb;
use ehlo::keymap::Keymap;
use ehlo::link::{Action, Endpoint as _, Event};
use ehlo::locale::Locale;
use ehlo::smtp::Server;
use ehlo::svg::{self, Palette};
use ehlo::target::Target;
use ehlo::theme::{Depth, Theme};
use ehlo::ui::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

/// How long the person thinks before a line, and the server before a reply.
const THINKING: Duration = Duration::from_millis(2_400);
const ANSWERING: Duration = Duration::from_millis(12);

type Outcome = Result<(), Box<dyn Error>>;

/// A person at the explorer, with the practice server at the far end.
struct Person {
    ctx: Context,
    app: App,
    server: Server,
    at: Duration,
}

impl Person {
    fn sits_down(theme: &str, width: u16, height: u16) -> Result<Self, Box<dyn Error>> {
        let ctx = Context {
            theme: Theme::builtin(theme)?.at_depth(Depth::Rgb),
            kb: Arc::new(Kb::load("en")),
            keymap: Keymap::builtin()?,
            locale: Locale::load(Locale::ENGLISH),
            me: "client.example".to_owned(),
            insecure: false,
            production: ehlo::target::Marked::default(),
            authorities: None,
            credentials: None,
            seed: ehlo::smtp::Seed::default(),
        };
        let scenario = Context::scenario(Target::SCENARIO).ok_or("no practice scenario")?;
        let mut person = Self {
            ctx,
            app: App::new(Target::practice(), Size { width, height }, None),
            server: Server::new(scenario),
            at: Duration::ZERO,
        };
        person.app.kept.welcomed = true;
        let effects = person.app.begin(person.at);
        person.carry_out(effects);
        Ok(person)
    }

    /// Types a line and presses Enter.
    fn sends(&mut self, line: &str) {
        self.at += THINKING;
        self.types(line);
        self.presses(KeyCode::Enter);
    }

    fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.presses(KeyCode::Char(letter));
        }
    }

    fn presses(&mut self, code: KeyCode) {
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        let effects = update(&self.ctx, &mut self.app, self.at, Msg::Key(key));
        self.carry_out(effects);
    }

    /// Carries between the two ends until neither has more to say.
    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            let heard = match effect {
                Effect::Dial => {
                    let peer = "practice".to_owned();
                    let opened = Event::Opened { peer: peer.clone() };
                    waiting.extend(self.hears(opened));
                    self.server.handle(Event::Opened { peer })
                }
                Effect::Link(Action::Write(octets)) => self.server.handle(Event::Bytes(octets)),
                _ => Vec::new(),
            };
            self.at += ANSWERING;
            for action in heard {
                if let Action::Write(octets) = action {
                    waiting.extend(self.hears(Event::Bytes(octets)));
                }
            }
        }
    }

    fn hears(&mut self, event: Event) -> Vec<Effect> {
        let msg = Msg::Link(self.app.generation, event);
        update(&self.ctx, &mut self.app, self.at, msg)
    }

    /// The screen as an SVG.
    fn picture(&self) -> Result<String, Box<dyn Error>> {
        let mut terminal =
            Terminal::new(TestBackend::new(self.app.size.width, self.app.size.height))?;
        terminal.draw(|frame| view(&self.ctx, &self.app, frame))?;
        let palette = Palette::of(&self.ctx.theme);
        Ok(svg::render(terminal.backend().buffer(), "ehlo", &palette))
    }
}

/// Compares a picture with its file, or writes the file if that is asked for.
fn check(name: &str, drawn: &str) -> Outcome {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/pictures")
        .join(name);
    if std::env::var_os("EHLO_PICTURES").is_some_and(|wish| wish == "write") {
        return Ok(std::fs::write(file, drawn)?);
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        kept == drawn,
        "docs/pictures/{name} is not what the program draws now; look at it after\n\
         EHLO_PICTURES=write cargo test --test pictures"
    );
    Ok(())
}

#[test]
fn the_explorer_explains_a_refusal() -> Outcome {
    let mut person = Person::sits_down("dark", 120, 36)?;
    person.sends("EHLO client.example");
    person.sends("MAIL FROM:<me@example.org>");
    person.sends("RCPT TO:<alice@practice.example>");
    person.sends("RCPT TO:<nobody@practice.example>");
    check("explorer.svg", &person.picture()?)
}

#[test]
fn a_message_is_written_in_a_small_light_terminal() -> Outcome {
    let mut person = Person::sits_down("light", 80, 24)?;
    person.sends("EHLO client.example");
    person.sends("MAIL FROM:<me@example.org>");
    person.sends("RCPT TO:<alice@practice.example>");
    person.sends("DATA");
    person.types("Subject: Hello");
    person.presses(KeyCode::Enter);
    person.presses(KeyCode::Enter);
    person.types("Hi Alice, this is my first mail by hand.");
    check("message.svg", &person.picture()?)
}
