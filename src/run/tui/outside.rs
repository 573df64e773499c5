//! What the explorer's state asks for outside: the link, files, the clipboard, the terminal.
//!
//! Absent on purpose: the loop (`tui`).

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

use ratatui::layout::Size;
use tokio::sync::mpsc::{channel, unbounded_channel};
use tokio::task::spawn_blocking;

use super::{Explorer, OpenLink, Plan, WAITING, clipboard, editor, screen, spoken};
use crate::app::{Effect, Msg};
use crate::kb::Kb;
use crate::link::Event;
use crate::locale::Locale;
use crate::net::pump;
use crate::run::files;

impl Explorer {
    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.perform_one(self.app.generation, effect);
        }
    }

    /// One effect of the session whose link has this generation.
    fn perform_one(&mut self, generation: u64, effect: Effect) {
        match effect {
            Effect::Beside(generation, effect) => self.perform_one(generation, *effect),
            Effect::Link(action) => {
                let mut links = self.links.iter();
                if let Some(link) = links.find(|link| link.generation == generation) {
                    // A link that just ended has said so, or will.
                    let _ = link.actions.send(action);
                }
            }
            Effect::Dial => self.dial(),
            Effect::HangUp => self.links.retain(|link| self.app.knows(link.generation)),
            Effect::Save { path, text } => self.save(path, text),
            Effect::Replace { path, text } => {
                let saved = std::fs::write(files::path(&path), text);
                let saved = saved.map_err(|error| error.to_string());
                self.update(Msg::Saved(path, saved));
            }
            Effect::Edit(text) => self.edited = Some(text),
            Effect::Template { name, letter } => {
                self.update(Msg::Composed(editor::template(&name, &letter)));
            }
            Effect::Attach { file, message } => {
                self.update(Msg::Composed(editor::attach(&file, &message)));
            }
            Effect::Open(name) => self.files.open(name),
            Effect::Rewind(file) => self.files.rewind(file),
            Effect::Read {
                generation,
                file,
                most,
            } => self.files.read(generation, file, most),
            Effect::Continue => self.more = true,
            Effect::Copy(text) => {
                let way = clipboard::copy(&text);
                self.update(Msg::Copied(text.len(), way));
            }
            // A terminal that cannot be asked is gone, and its keys say so.
            Effect::Mouse(on) => drop(screen::mouse(on)),
            Effect::Theme(choice) => self.choose(&choice),
            Effect::Preview(Some(name)) => {
                let now = &self.ctx.theme;
                self.theme_before.get_or_insert_with(|| now.clone());
                self.look(&name);
            }
            Effect::Preview(None) => {
                if let Some(theme) = self.theme_before.take() {
                    self.ctx.theme = theme;
                }
            }
            Effect::Language(tag) => {
                self.ctx.locale = spoken(Locale::load(&tag), &self.ctx.keymap);
                self.ctx.kb = Arc::new(Kb::load(&tag));
            }
            Effect::Suspend => self.suspend(),
            Effect::Redraw => self.stale = true,
            Effect::Quit => self.leave = Some(0),
        }
    }

    fn look(&mut self, name: &str) {
        if let Ok(theme) = self.face.other(name) {
            self.ctx.theme = theme;
        }
    }

    /// Writes a new file; one that is there is left alone.
    fn save(&mut self, path: String, text: String) {
        let created = File::create_new(files::path(&path));
        let saved = match created.and_then(|mut file| file.write_all(text.as_bytes())) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return self.update(Msg::Taken(path, text));
            }
            saved => saved.map_err(|error| error.to_string()),
        };
        self.update(Msg::Saved(path, saved));
    }

    fn dial(&mut self) {
        let generation = self.app.generation;
        let plan = match Plan::new(&self.app.target, &self.options) {
            Ok(plan) => plan,
            Err(error) => return self.update(Msg::Refused(error.to_string())),
        };
        if let Some(file) = crate::run::tls::key_log().filter(|_| !self.app.target.is_practice()) {
            let fill = vec![("file", file.display().to_string())];
            let at = self.now();
            self.app.conversation.remark(at, "key-log", fill);
        }
        let (send, messages) = channel(WAITING);
        let (actions, asked) = unbounded_channel();
        let task = tokio::spawn(async move {
            let (events, mut heard) = channel::<Event>(1);
            let carried = pump(plan.link(), events, asked);
            let passed = async {
                while let Some(event) = heard.recv().await {
                    if send.send(Msg::Link(generation, event)).await.is_err() {
                        break;
                    }
                }
            };
            tokio::join!(carried, passed);
        });
        self.links.retain(|link| self.app.knows(link.generation));
        self.links.push(OpenLink {
            generation,
            task,
            actions,
            messages,
        });
    }

    /// Gives the terminal to the person's own editor. The link is carried on meanwhile.
    pub(super) async fn edit(&mut self, text: String) {
        screen::leave();
        let edited = spawn_blocking(move || editor::edit(&text)).await;
        if screen::enter(self.app.mouse.on).is_err() {
            self.leave = Some(129);
        }
        self.come_back();
        let edited = edited.unwrap_or_else(|error| Err(error.to_string()));
        self.update(Msg::Composed(edited));
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.update(Msg::Resized(Size { width, height }));
        }
    }

    /// Gives the terminal back, stops, and takes it again when the shell says so.
    pub(super) fn suspend(&mut self) {
        screen::leave();
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
        if screen::enter(self.app.mouse.on).is_err() {
            self.leave = Some(129);
        }
        self.come_back();
    }
}
