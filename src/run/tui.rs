//! The explorer's loop: keys, the link and signals come in, the state changes, the picture is drawn
//! once nothing more is waiting.
//!
//! Nothing ticks but the countdown of a reply that is slow to come: when nothing comes and nothing is
//! awaited, nothing runs.
//!
//! Absent on purpose: what keys mean (`app`), what things look like (`ui`).

use std::future::poll_fn;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, EventStream};
use futures_util::{Stream, StreamExt as _};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect, Size};
use tokio::sync::mpsc::{Receiver, UnboundedSender, channel, unbounded_channel};
use tokio::task::JoinHandle;

use super::Error;
use super::connect::Plan;
use super::log::Log;
use super::screen::{self, Taken};
use super::signals::{Signal, Signals};
use crate::app::{App, Effect, Msg, update};
use crate::cli::Options;
use crate::context::Context;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::link::{Action, Event};
use crate::locale::Locale;
use crate::net::pump;
use crate::theme::{Depth, Theme};
use crate::ui::view;

/// How many events of a link may wait; a flood waits in the socket.
const WAITING: usize = 8;
/// How long may be listened before what came is drawn.
const PATIENCE: Duration = Duration::from_millis(10);

/// Runs the explorer. `faults` is what is wrong with the person's own files.
pub(super) fn run(
    target: Option<&str>,
    options: &Options,
    faults: Vec<String>,
) -> Result<ExitCode, Error> {
    let target = super::target(target)?;
    // What can be wrong with the options is said before the screen is taken.
    Plan::new(&target, options)?;
    let log = Log::open(options.log.as_deref())?;
    let ctx = context(options)?;
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Error::NoTerminal);
    }
    let refused = |source| Error::System {
        what: "give ehlo the terminal",
        source,
    };
    let runtime = super::runtime()?;
    let taken = Taken::take().map_err(refused)?;
    let ended = runtime.block_on(async {
        let mut terminal = screen::screen().map_err(refused)?;
        let size = terminal.size().map_err(refused)?;
        let mut app = App::new(target, size, super::timeout(options));
        for fault in faults {
            let fill = vec![("fault", fault)];
            app.conversation.remark(Duration::ZERO, "own-file", fill);
        }
        let explorer = Explorer::new(ctx, app, options.clone(), log);
        explorer
            .run(&mut terminal, EventStream::new(), Signals::listen()?)
            .await
            .map_err(refused)
    });
    drop(taken);
    runtime.shutdown_background();
    ended.map(|(_, status)| ExitCode::from(status))
}

/// Theme, words, keys and knowledge by the options.
fn context(options: &Options) -> Result<Context, Error> {
    let theme = Theme::builtin(options.theme.as_deref().unwrap_or(Theme::DEFAULT))?;
    let locale = super::language(options.lang.as_deref())?;
    Ok(Context {
        theme: theme.at_depth(depth()),
        kb: Arc::new(Kb::load(locale.tag())),
        keymap: Keymap::builtin()?,
        locale,
        me: options.name.clone().unwrap_or_else(super::hostname),
        credentials: super::credentials(options)?,
        seed: super::seed()?,
        insecure: options.insecure,
    })
}

fn depth() -> Depth {
    Depth::from_env(|name| std::env::var(name).ok())
}

/// The explorer with its clock and its link.
pub(super) struct Explorer {
    ctx: Context,
    app: App,
    options: Options,
    log: Log,
    started: Instant,
    /// One for each session that has one.
    links: Vec<OpenLink>,
    /// The exit status, once it is time to leave.
    leave: Option<u8>,
    /// The whole screen must be drawn anew.
    stale: bool,
}

/// The task that carries the link, and the ways to it and from it.
struct OpenLink {
    generation: u64,
    task: JoinHandle<()>,
    actions: UnboundedSender<Action>,
    messages: Receiver<Msg>,
}

impl Drop for OpenLink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Explorer {
    pub(super) fn new(ctx: Context, app: App, options: Options, log: Log) -> Self {
        Self {
            ctx,
            app,
            options,
            log,
            started: Instant::now(),
            links: Vec::new(),
            leave: None,
            stale: false,
        }
    }

    /// Runs until it is time to leave; the state at the end, and the exit status.
    pub(super) async fn run<B: Backend>(
        mut self,
        terminal: &mut Terminal<B>,
        mut input: impl Stream<Item = io::Result<Input>> + Unpin,
        mut signals: Signals,
    ) -> Result<(App, u8), B::Error> {
        let effects = self.app.begin(self.now());
        self.perform(effects);
        self.draw(terminal)?;
        // The wording of many servers is read while nobody waits for it.
        let kb = self.ctx.kb.clone();
        std::thread::spawn(move || kb.warm().len());
        loop {
            self.draw(terminal)?;
            tokio::select! {
                // A signal must not wait behind a flood, nor a key behind replies.
                biased;
                signal = signals.next() => self.signal(signal),
                event = input.next() => self.input(event),
                msg = message(&mut self.links) => self.update(msg),
                () = tick(self.started, self.app.next_tick()) => self.update(Msg::Tick),
            }
            self.listen(&mut input).await;
            if let Some(status) = self.leave {
                self.follow();
                return Ok((self.app, status));
            }
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Takes what has come already, so that a burst is drawn once; but not for longer than a
    /// person notices.
    async fn listen(&mut self, input: &mut (impl Stream<Item = io::Result<Input>> + Unpin)) {
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

    fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
        if std::mem::take(&mut self.stale) {
            // Not `clear`: that asks the terminal where its cursor is, and waits for the answer.
            let size = terminal.size()?;
            terminal.resize(Rect::from((Position::ORIGIN, size)))?;
        }
        terminal.draw(|frame| view(&self.ctx, &self.app, frame))?;
        Ok(())
    }

    fn follow(&mut self) {
        self.log.follow(
            self.app.conversation.transcript(),
            &self.app.target.to_string(),
            &self.ctx.locale,
        );
    }

    fn input(&mut self, event: Option<io::Result<Input>>) {
        match event {
            Some(Ok(Input::Key(key))) => self.update(Msg::Key(key)),
            Some(Ok(Input::Paste(text))) => self.update(Msg::Pasted(text)),
            Some(Ok(Input::Resize(width, height))) => {
                self.update(Msg::Resized(Size { width, height }));
            }
            Some(Ok(_)) => {}
            // No terminal, nobody to talk to.
            Some(Err(_)) | None => self.leave = Some(129),
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
        let effects = update(&self.ctx, &mut self.app, at, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
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
            Effect::Save { path, text } => {
                let saved = std::fs::write(&path, text).map_err(|error| error.to_string());
                self.update(Msg::Saved(path, saved));
            }
            Effect::Copy(text) => copy(&text),
            Effect::Theme(name) => {
                if let Ok(theme) = Theme::builtin(&name) {
                    self.ctx.theme = theme.at_depth(depth());
                }
            }
            Effect::Language(tag) => {
                self.ctx.locale = Locale::load(&tag);
                self.ctx.kb = Arc::new(Kb::load(&tag));
            }
            Effect::Suspend => self.suspend(),
            Effect::Redraw => self.stale = true,
            Effect::Quit => self.leave = Some(0),
        }
    }

    fn dial(&mut self) {
        let generation = self.app.generation;
        let plan = match Plan::new(&self.app.target, &self.options) {
            Ok(plan) => plan,
            Err(error) => return self.update(Msg::Refused(error.to_string())),
        };
        if let Some(file) = super::tls::key_log().filter(|_| !self.app.target.is_practice()) {
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

    /// Gives the terminal back, stops, and takes it again when the shell says so.
    fn suspend(&mut self) {
        screen::leave();
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
        if screen::enter().is_err() {
            self.leave = Some(129);
        }
        self.stale = true;
    }
}

/// The next second of a countdown; never, while none runs.
async fn tick(started: Instant, due: Option<Duration>) {
    match due {
        Some(due) => tokio::time::sleep_until((started + due).into()).await,
        None => std::future::pending().await,
    }
}

/// What a link has to say next; never, if there is none.
async fn message(links: &mut Vec<OpenLink>) -> Msg {
    poll_fn(|context| {
        let mut said = None;
        links.retain_mut(|link| {
            if said.is_some() {
                return true;
            }
            match link.messages.poll_recv(context) {
                Poll::Ready(None) => false,
                Poll::Ready(Some(msg)) => {
                    said = Some(msg);
                    true
                }
                Poll::Pending => true,
            }
        });
        said.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// OSC 52: the terminal's own clipboard, also over ssh.
fn copy(text: &str) {
    let encoded = data_encoding::BASE64.encode(text.as_bytes());
    let mut out = io::stdout();
    let _ = out.write_all(format!("\x1b]52;c;{encoded}\x07").as_bytes());
    let _ = out.flush();
}
