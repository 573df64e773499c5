//! The explorer's loop: keys, the link and signals come in, the state changes, the picture is drawn
//! once nothing more is waiting.
//!
//! Nothing ticks but the countdown of a reply that is slow to come: when nothing comes and nothing is
//! awaited, nothing runs.
//!
//! Absent on purpose: what keys mean (`app`), what things look like (`ui`).

use std::future::poll_fn;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, EventStream, KeyEvent};
use futures_util::StreamExt as _;
use ratatui::layout::{Position, Rect, Size};

use super::Error;
use super::connect::Plan;
use super::editor;
use super::files::Files;
use super::history;
use super::log::Log;
use super::look::Look;
use super::paper;
use super::places;
use super::screen::{self, Screen, Taken};
use super::signals::{Signal, Signals};
use super::state;
use crate::app::{App, Effect, Msg, Pointer, update};
use crate::cli::Options;
use crate::context::Context;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::link::Event;
use crate::locale::Locale;
use crate::target::{Marked, Target};
use crate::theme::Theme;
use crate::ui::{under, view};

/// How many events of a link may wait; a flood waits in the socket.
const WAITING: usize = 8;
/// How long may be listened before what came is drawn.
const PATIENCE: Duration = Duration::from_millis(10);
/// How often mere progress is drawn.
const PROGRESS: Duration = Duration::from_millis(100);

mod answer;
mod clipboard;
mod face;
mod outside;
mod unseen;
mod waits;
mod watch;

use face::Face;
pub(super) use waits::tick;
use waits::{OpenLink, message, turn, until};

/// Runs the explorer. `keymap` is the person's own, `faults` what is wrong with their files.
pub(super) fn run(
    target: Option<&str>,
    options: &Options,
    keymap: Option<Keymap>,
    faults: Vec<String>,
) -> Result<ExitCode, Error> {
    let target = super::target(target)?;
    // What can be wrong with the options is said before the screen is taken.
    Plan::new(&target, options)?;
    let log = Log::open(options.log.as_deref())?;
    let (ctx, look) = context(options, &target, keymap)?;
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Error::NoTerminal);
    }
    let refused = |source| Error::System {
        what: "give ehlo the terminal",
        source,
    };
    let runtime = super::runtime()?;
    let taken = Taken::take(options.mouse).map_err(refused)?;
    let ended = runtime.block_on(async {
        let mut terminal = screen::screen().map_err(refused)?;
        let size = terminal.size().map_err(refused)?;
        let mut app = App::new(target, size, super::timeout(options));
        app.kept = state::kept();
        app.mouse.on = options.mouse;
        app.began = editor::seconds();
        let kept = app.kept;
        app.files = places::in_use(options);
        let (lines, fault) = history::kept();
        app.history = lines;
        for fault in faults.into_iter().chain(fault) {
            let fill = vec![("fault", fault)];
            app.conversation.remark(Duration::ZERO, "own-file", fill);
        }
        let explorer = Explorer::new(ctx, app, options.clone(), (log, look));
        let (app, words, status) = explorer
            .run(&mut terminal, Signals::listen()?)
            .await
            .map_err(refused)?;
        if app.kept != kept {
            state::keep(&app.kept);
        }
        history::keep(&app.history);
        Ok((status, words))
    });
    drop(taken);
    let ended = ended.map(|(status, words)| {
        paper::write(&words.unwrap_or_default());
        status
    });
    runtime.shutdown_background();
    ended.map(ExitCode::from)
}

/// Theme, words, keys and knowledge by the options.
pub(super) fn context(
    options: &Options,
    target: &Target,
    keymap: Option<Keymap>,
) -> Result<(Context, Look), Error> {
    let look = Look::of(options)?;
    let locale = super::language(options.lang.as_deref())?;
    let (keymap, locale) = match keymap {
        None => (Keymap::builtin()?, locale),
        Some(keymap) => {
            let locale = spoken(locale, &keymap);
            (keymap, locale)
        }
    };
    let ctx = Context {
        theme: look.first()?,
        kb: Arc::new(Kb::load(locale.tag())),
        keymap,
        locale,
        me: options.name.clone().unwrap_or_else(super::hostname),
        credentials: super::credentials(options)?,
        seed: super::seed()?,
        insecure: options.insecure,
        production: Marked::new(options.production.iter().map(String::as_str), target),
        authorities: options.ca.as_ref().map(|file| file.display().to_string()),
    };
    Ok((ctx, look))
}

/// The words with the keys of this person in them.
fn spoken(locale: Locale, keymap: &Keymap) -> Locale {
    let renamed = Keymap::builtin().map(|shipped| keymap.renamed(&shipped));
    match renamed {
        Ok(keys) if !keys.is_empty() => locale.with_keys(keys),
        _ => locale,
    }
}

/// The explorer with its clock and its link.
pub(super) struct Explorer {
    ctx: Context,
    app: App,
    options: Options,
    log: Log,
    face: Face,
    started: Instant,
    /// One for each session that has one.
    links: Vec<OpenLink>,
    files: Files,
    /// What is to go to the person's own editor.
    edited: Option<String>,
    /// All that came since the last picture is progress, which a person reads a few times a second.
    calm: bool,
    drawn: Instant,
    /// Something long is being gone through, in slices.
    more: bool,
    /// The exit status, once it is time to leave.
    leave: Option<u8>,
    /// The theme to come back to, while another is looked at.
    theme_before: Option<Theme>,
    /// The whole screen must be drawn anew.
    stale: bool,
}

impl Explorer {
    /// Within a runtime, which watches the theme's file.
    pub(super) fn new(ctx: Context, app: App, options: Options, (log, look): (Log, Look)) -> Self {
        Self {
            ctx,
            app,
            options,
            log,
            face: Face::new(look),
            started: Instant::now(),
            links: Vec::new(),
            files: Files::new(),
            edited: None,
            calm: false,
            drawn: Instant::now(),
            more: false,
            leave: None,
            theme_before: None,
            stale: false,
        }
    }

    /// Runs until it is time to leave; the state at the end, and the exit status.
    pub(super) async fn run(
        mut self,
        terminal: &mut Screen,
        mut signals: Signals,
    ) -> io::Result<(App, Option<String>, u8)> {
        let mut input = EventStream::new();
        let effects = self.app.begin(self.now());
        self.perform(effects);
        self.draw(terminal)?;
        self.ask();
        loop {
            self.draw(terminal)?;
            tokio::select! {
                // A signal must not wait behind a flood, nor a key behind replies.
                biased;
                signal = signals.next() => self.signal(signal),
                event = input.next() => self.input(event),
                msg = message(&mut self.links) => self.update(msg),
                msg = self.files.next() => self.update(msg),
                () = tick(self.started, self.app.next_tick()) => self.update(Msg::Tick),
                () = until(self.face.answer.due()) => self.give_back(),
                () = self.face.watch.changed() => self.dress(),
                () = turn(self.more) => {}
            }
            self.listen(&mut input).await;
            // One slice a turn, so that a flood of replies cannot keep it from coming to an end.
            if std::mem::take(&mut self.more) {
                self.update(Msg::Continue);
            }
            if let Some(text) = self.edited.take() {
                // Whoever reads the keys must be gone before the editor wants them.
                drop(input);
                self.edit(text).await;
                input = EventStream::new();
            }
            if let Some(status) = self.leave {
                self.follow();
                let words = self.app.parting_words(&self.ctx);
                return Ok((self.app, words, status));
            }
        }
    }

    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Takes what has come already, so that a burst is drawn once; but not for longer than a
    /// person notices.
    async fn listen(&mut self, input: &mut EventStream) {
        let since = Instant::now();
        while self.leave.is_none() && since.elapsed() < PATIENCE {
            // With this task's own waker: crossterm remembers only the first it was polled with.
            let ready = poll_fn(|context| Poll::Ready(input.poll_next_unpin(context))).await;
            if let Poll::Ready(event) = ready {
                self.input(event);
                continue;
            }
            let mut links = self.links.iter_mut();
            match links.find_map(|link| link.messages.try_recv().ok()) {
                Some(msg) => self.update(msg),
                None => break,
            }
        }
        self.follow();
    }

    fn draw(&mut self, terminal: &mut Screen) -> io::Result<()> {
        let calm = std::mem::replace(&mut self.calm, true) && !self.stale;
        if calm && self.drawn.elapsed() < PROGRESS {
            return Ok(());
        }
        self.drawn = Instant::now();
        if std::mem::take(&mut self.stale) {
            // Not `clear`: that asks the terminal where its cursor is, and waits for the answer.
            let size = terminal.size()?;
            terminal.resize(Rect::from((Position::ORIGIN, size)))?;
        }
        self.entitle();
        self.face.begin();
        terminal.draw(|frame| view(&self.ctx, &self.app, frame))?;
        self.face.end();
        Ok(())
    }

    pub(super) fn follow(&mut self) {
        self.log.follow(
            self.app.conversation.transcript(),
            &self.app.target.to_string(),
            &self.ctx.locale,
        );
    }

    fn input(&mut self, event: Option<io::Result<Input>>) {
        match event {
            Some(Ok(Input::Key(key))) => self.key(key),
            Some(Ok(Input::Mouse(event))) => {
                if let Some(pointer) = Pointer::of(event) {
                    let under = under(&self.ctx, &self.app, pointer);
                    self.update(Msg::Mouse(pointer, under));
                }
            }
            Some(Ok(Input::Paste(text))) => self.update(Msg::Pasted(text)),
            Some(Ok(Input::Resize(width, height))) => {
                self.update(Msg::Resized(Size { width, height }));
            }
            Some(Ok(Input::FocusGained)) => self.ask(),
            Some(Ok(_)) => {}
            // No terminal, nobody to talk to.
            Some(Err(_)) | None => self.leave = Some(129),
        }
    }

    /// A key, if it is a person's.
    fn key(&mut self, key: KeyEvent) {
        let sifted = self.face.answer.sift(Instant::now(), key);
        if let Some(background) = sifted.background {
            self.stands_on(background);
        }
        for key in sifted.keys {
            self.update(Msg::Key(key));
        }
    }

    /// Keys that were no answer of the terminal.
    fn give_back(&mut self) {
        for key in self.face.answer.give_back() {
            self.update(Msg::Key(key));
        }
    }

    fn signal(&mut self, signal: Signal) {
        match signal {
            Signal::Leave(status) => self.leave = Some(status),
            Signal::Suspend => self.suspend(),
        }
    }

    fn update(&mut self, msg: Msg) {
        let at = self.now();
        let goes_on = matches!(msg, Msg::Continue);
        let progress = matches!(msg, Msg::Piece(..) | Msg::Link(_, Event::Written));
        let effects = update(&self.ctx, &mut self.app, at, msg);
        // The end of something long is no mere progress.
        self.calm &= progress || goes_on && effects.contains(&Effect::Continue);
        self.perform(effects);
    }
}
