//! What the explorer and its terminal tell each other besides keys: the theme that fits, whether the
//! window is looked at, its title, and where a frame begins and ends.
//!
//! The first frame is drawn before anything is asked, and nothing waits for an answer. The
//! background is asked for again when the window gets the focus, for it may have changed meanwhile;
//! nothing in ehlo blinks or moves, so there is nothing to stop when the focus is lost.
//!
//! Absent on purpose: which theme that is (`run/look`), and the answer among the keys (`answer`).

use std::time::Instant;

use super::answer::Answer;
use super::watch::Watch;
use super::{Explorer, screen};
use crate::app::Msg;
use crate::run::Error;
use crate::run::look::{Look, reads_osc, variable};
use crate::theme::{Background, Theme};
use crate::ui::title;

/// What is known of the terminal, and what it was told.
#[derive(Debug)]
pub(super) struct Face {
    look: Look,
    pub(super) answer: Answer,
    pub(super) watch: Watch,
    /// The title the window has, once it has one of ehlo's.
    titled: String,
    /// Whether the terminal reads questions and titles.
    reads: bool,
    /// Whether frames are shown as a whole.
    whole: bool,
}

impl Face {
    pub(super) fn new(look: Look) -> Self {
        Self {
            watch: Watch::of(look.file().as_deref()),
            look,
            answer: Answer::default(),
            titled: String::new(),
            reads: reads_osc(variable),
            whole: variable("EHLO_SYNC").is_none_or(|value| value != "0"),
        }
    }

    /// Another theme as it would look.
    pub(super) fn other(&self, name: &str) -> Result<Theme, Error> {
        self.look.other(name)
    }

    /// A frame begins. A terminal that is gone is noticed by the drawing.
    pub(super) fn begin(&self) {
        if self.whole {
            let _ = screen::hold();
        }
    }

    /// It is whole.
    pub(super) fn end(&self) {
        if self.whole {
            let _ = screen::show();
        }
    }
}

impl Explorer {
    /// Gives the window its title, if that is another one.
    pub(super) fn entitle(&mut self) {
        if !self.face.reads {
            return;
        }
        let title = title(&self.ctx, &self.app);
        if title != self.face.titled && screen::entitle(&title).is_ok() {
            self.face.titled = title;
        }
    }

    /// The terminal is ehlo's again, and may have become another one meanwhile.
    pub(super) fn come_back(&mut self) {
        self.stale = true;
        self.face.titled.clear();
        self.ask();
    }

    /// Asks what the terminal is, if that makes a difference.
    pub(super) fn ask(&mut self) {
        if self.face.reads && self.face.look.depends() && screen::ask_background().is_ok() {
            self.face.answer.expect(Instant::now());
        }
    }

    /// The terminal has answered.
    pub(super) fn stands_on(&mut self, background: Background) {
        if self.face.look.stands_on(background) {
            self.dress();
        }
    }

    /// Another theme was chosen.
    pub(super) fn choose(&mut self, choice: &str) {
        match self.face.look.choose(choice) {
            Ok(()) => {
                self.dress();
                self.ask();
            }
            Err(error) => self.complain(&error),
        }
    }

    /// Puts the theme on. If it cannot be used, the old one stays.
    pub(super) fn dress(&mut self) {
        self.theme_before = None;
        self.face.watch = Watch::of(self.face.look.file().as_deref());
        match self.face.look.theme() {
            Ok(theme) => self.ctx.theme = theme,
            Err(error) => self.complain(&error),
        }
        self.calm = false;
    }

    fn complain(&mut self, error: &Error) {
        self.update(Msg::Told(error.to_string()));
    }
}
