//! `--plain`: the explorer's session as a dialogue of lines, for screen readers, terminals that
//! understand no sequences, and pipes.
//!
//! A line waits until the one before it is answered, so that what is pasted or piped goes as a
//! patient person would type it. On a terminal `:raw`, `:drop` and `:quit` wait for nothing. From a
//! pipe the dialogue ends with the session, or with the input: then QUIT is said.
//!
//! Absent on purpose: escape sequences, and motion. What lines say is `plain`'s.

use std::collections::VecDeque;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::time::Duration;

use super::Error;
use super::connect::Plan;
use super::log::Log;
use super::signals::{Signal, Signals};
use super::tui::{self, Explorer};
use crate::app::{App, Modal, Msg};
use crate::cli::Options;
use crate::context::Context;
use crate::locale::Locale;
use crate::plain::{self, line};
use crate::smtp::Phase;

mod echo;
mod input;
mod verdict;
mod voice;
mod why;

use echo::Echo;
use input::{Input, Typed};
use verdict::Verdict;
use voice::Voice;
pub(super) use why::{Why, is_dumb};

/// Commands of ehlo's own that end a wait, or do not care for it.
const AT_ONCE: &[&str] = &["drop", "quit", "raw"];
/// How many lines may be typed ahead.
const AHEAD: usize = 1000;
/// How many octets of a message may be typed.
const MESSAGE: usize = 32 * 1024 * 1024;

/// Runs the dialogue. `faults` is what is wrong with the person's own files.
pub(super) fn run(
    target: Option<&str>,
    options: &Options,
    faults: Vec<String>,
    why: Why,
) -> Result<ExitCode, Error> {
    let target = super::target(target)?;
    Plan::new(&target, options)?;
    let log = Log::open(options.log.as_deref())?;
    let (ctx, look) = tui::context(options, &target, None)?;
    let ctx = aloud(ctx);
    let mut app = App::new(target, App::UNSEEN, super::timeout(options));
    for fault in faults {
        app.conversation
            .remark(Duration::ZERO, "own-file", vec![("fault", fault)]);
    }
    let mut pending = Vec::new();
    if let Some(key) = why.key() {
        pending.push(line(&ctx, "note", ctx.locale.word("plain", key)));
    }
    pending.extend(plain::opening(&ctx, &app, io::stdin().is_terminal()));
    let runtime = super::runtime()?;
    let status = runtime.block_on(async {
        let explorer = Explorer::new(ctx, app, options.clone(), (log, look));
        Ok(Box::pin(Talk::new(explorer, Signals::listen()?, pending).go_on()).await)
    });
    runtime.shutdown_background();
    status.map(ExitCode::from)
}

/// Words and signs for what is heard instead of seen.
fn aloud(ctx: Context) -> Context {
    Context {
        theme: ctx.theme.without_signs(),
        locale: ctx.locale.without_screen(),
        ..ctx
    }
}

/// The dialogue.
struct Talk {
    explorer: Explorer,
    signals: Signals,
    input: Input,
    voice: Voice,
    echo: Echo,
    /// Whether somebody types, and hears what is written.
    live: bool,
    prompts: bool,
    /// Lines that wait for the reply to the one before.
    held: VecDeque<Typed>,
    /// What is to be written.
    pending: String,
    /// How far the record has been told.
    told: usize,
    verdict: Verdict,
    /// What was asked last.
    asked: Option<&'static str>,
    /// The line that the terminal itself showed when it was typed.
    echoed: Option<String>,
    /// A prompt stands in the last line.
    prompted: bool,
    /// The wait that was told about, and how long it had lasted.
    reminded: Option<(Duration, Duration)>,
    leave: Option<u8>,
}

impl Talk {
    fn new(mut explorer: Explorer, signals: Signals, opening: Vec<String>) -> Self {
        explorer.begin();
        let live = io::stdin().is_terminal();
        let mut talk = Self {
            explorer,
            signals,
            input: Input::new(live),
            voice: Voice::new(),
            echo: Echo::default(),
            live,
            prompts: live && io::stdout().is_terminal(),
            held: VecDeque::new(),
            pending: String::new(),
            told: 0,
            verdict: Verdict::default(),
            asked: None,
            echoed: None,
            prompted: false,
            reminded: None,
            leave: None,
        };
        talk.tell(opening);
        talk
    }

    /// Until it is time to leave; the exit status.
    async fn go_on(mut self) -> u8 {
        loop {
            self.report();
            if self.leave.is_none() && self.takes_turn() {
                continue;
            }
            self.ask_for_more();
            if let Some(status) = self.leave {
                return self.end(status).await;
            }
            let free = self.pending.is_empty();
            let started = self.explorer.started();
            let due = self.due();
            let wants = self.held.len() < if self.live { AHEAD } else { 1 };
            tokio::select! {
                // A signal must not wait behind a flood, nor a line behind replies.
                biased;
                signal = self.signals.next() => self.signal(signal),
                room = self.voice.room(), if !free => match room {
                    Some(room) => drop(room.send(std::mem::take(&mut self.pending))),
                    // Who closed standard output does not want to know more.
                    None => self.leave = Some(self.verdict.status()),
                },
                typed = self.input.next(), if free && wants => self.came(typed),
                msg = self.explorer.next(), if free => self.explorer.hear(msg),
                () = tui::tick(started, due), if free => self.remind(),
            }
        }
    }

    async fn end(mut self, status: u8) -> u8 {
        self.echo.show();
        if std::mem::take(&mut self.prompted) {
            self.pending.push('\n');
        }
        self.explorer.follow();
        self.voice.end(self.pending).await;
        status
    }

    /// Writes lines, below the prompt if one stands there.
    fn tell(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            if std::mem::take(&mut self.prompted) {
                self.pending.push('\n');
            }
            self.pending.push_str(&line);
            self.pending.push('\n');
        }
    }

    /// Tells what is new: entries, what they mean, what was asked for, what is asked.
    fn report(&mut self) {
        let (ctx, app) = (self.explorer.ctx(), self.explorer.app());
        let transcript = app.conversation.transcript();
        let mut lines = Vec::new();
        let mut leads_on = false;
        for (number, entry) in transcript.from(self.told) {
            leads_on |= plain::leads_on(&entry.body);
            self.verdict.heed(&entry.body);
            let typed = self.echoed.as_ref();
            let heard = typed.is_some_and(|typed| plain::is_line(&entry.body, typed));
            lines.extend(
                plain::entry(ctx, app, number)
                    .into_iter()
                    .skip(usize::from(heard)),
            );
        }
        self.told = transcript.end();
        lines.extend(
            leads_on
                .then(|| plain::next(ctx, app))
                .into_iter()
                .flatten(),
        );
        lines.extend(plain::shown(ctx, app));
        let notice = app.notice.as_ref();
        lines.extend(notice.map(|notice| line(ctx, "note", notice)));
        let question = plain::question(ctx, app);
        let key = question.as_ref().map(|question| question.key);
        let new = question.filter(|_| key != self.asked);
        lines.extend(new.and_then(|question| question.line));
        self.asked = key;
        self.explorer.put_away();
        self.explorer.follow();
        self.tell(lines);
        self.echo.set(!self.explorer.app().is_secret());
        self.see_whether_it_is_over();
    }

    /// From a pipe the dialogue ends with the session; on a terminal when the person says so.
    fn see_whether_it_is_over(&mut self) {
        if self.explorer.leaves() {
            self.leave = Some(self.verdict.status());
        }
        let over = self.explorer.is_over() || self.verdict.ends_trust();
        if !self.live && over {
            self.leave = self.leave.or(Some(self.verdict.status()));
        }
    }

    /// The next line that waits has its turn, if there is one and nothing is awaited.
    fn takes_turn(&mut self) -> bool {
        if !self.explorer.app().takes_line() {
            return false;
        }
        let Some(typed) = self.held.pop_front() else {
            return false;
        };
        self.take(typed);
        true
    }

    /// Shows that a line can be typed.
    fn ask_for_more(&mut self) {
        let app = self.explorer.app();
        if self.prompts && !self.prompted && self.leave.is_none() && app.takes_line() {
            let prompt = plain::prompt(self.explorer.ctx(), app);
            self.pending.push_str(&prompt);
            self.prompted = true;
        }
    }

    /// Something was typed. It waits, unless it is of those that do not.
    fn came(&mut self, typed: Typed) {
        let app = self.explorer.app();
        self.echoed = None;
        if let Typed::Line(text) = &typed {
            // The terminal has shown it behind the prompt already.
            let shown = std::mem::take(&mut self.prompted);
            self.echoed = Some(text.clone()).filter(|_| shown && !app.is_secret());
        }
        let at_once = match &typed {
            Typed::Line(text) => app
                .own_line(text)
                .is_some_and(|(name, _)| AT_ONCE.contains(&name)),
            Typed::End => self.held.is_empty(),
            Typed::Gone | Typed::Unreadable(_) => true,
        };
        if self.live && at_once {
            self.held.clear();
            self.take(typed);
        } else {
            self.held.push_back(typed);
        }
    }

    fn take(&mut self, typed: Typed) {
        match typed {
            Typed::Line(text) => self.take_line(text),
            Typed::End if self.live => self.take_end(),
            Typed::End => self.take_end_of_pipe(),
            Typed::Unreadable(key) => {
                let ctx = self.explorer.ctx();
                let told = line(ctx, "note", ctx.locale.word("plain", key));
                self.tell([told]);
                if !self.live {
                    self.leave = Some(2);
                }
            }
            Typed::Gone => self.leave = Some(129),
        }
    }

    fn take_line(&mut self, text: String) {
        let (ctx, app) = (self.explorer.ctx(), self.explorer.app());
        let own = app.own_line(&text).map(|(name, _)| name);
        match own {
            Some("map") => self.tell(plain::map(ctx, app)),
            Some("more") => self.tell(plain::more(ctx, app)),
            _ if app.message.typed_octets > MESSAGE => self.give_up("message-too-long"),
            _ => self.explorer.hear(Msg::Typed(text)),
        }
    }

    /// Nothing of what has begun is sent.
    fn give_up(&mut self, why: &str) {
        let ctx = self.explorer.ctx();
        let told = line(ctx, "note", ctx.locale.word("plain", why));
        self.tell([told]);
        self.leave = Some(2);
    }

    /// Ctrl-D: the message is whole, the answer is not given, or it is time to leave.
    fn take_end(&mut self) {
        let app = self.explorer.app();
        let says = match (&app.modal, &app.prompt) {
            (Some(Modal::Quit), _) => return self.explorer.hear(Msg::TypedAll),
            (Some(_), _) | (_, Some(_)) => "",
            _ if app.is_composing() => ".",
            _ if app.is_secret() => "*",
            _ => ":quit",
        };
        self.explorer.hear(Msg::Typed(says.to_owned()));
    }

    /// What a message or a login still lacks will not come any more: then nothing of it is sent.
    fn take_end_of_pipe(&mut self) {
        let app = self.explorer.app();
        let phase = app.conversation.session().phase();
        let inside = app.is_composing() || phase == Phase::Challenge;
        if inside {
            return self.give_up("ended-inside");
        }
        self.explorer.hear(Msg::TypedAll);
    }

    fn signal(&mut self, signal: Signal) {
        match signal {
            Signal::Leave(status) => self.leave = Some(status),
            Signal::Suspend => {
                self.echo.show();
                Explorer::stop();
                self.prompted = false;
            }
        }
    }

    /// When the wait that goes on is to be told about.
    fn due(&self) -> Option<Duration> {
        let (ctx, app) = (self.explorer.ctx(), self.explorer.app());
        let (since, _) = plain::waits(ctx, app, self.explorer.now())?;
        let told = self.reminded.filter(|(known, _)| *known == since);
        let told = told.map_or(Duration::ZERO, |(_, lasted)| lasted);
        Some(since + plain::next_word(told))
    }

    fn remind(&mut self) {
        let now = self.explorer.now();
        let (ctx, app) = (self.explorer.ctx(), self.explorer.app());
        if let Some((since, words)) = plain::waits(ctx, app, now) {
            let told = line(ctx, "note", &words);
            self.tell([told]);
            self.reminded = Some((since, now.saturating_sub(since)));
        }
    }
}

/// The words of another language, for what is heard.
pub(super) fn spoken(tag: &str) -> Locale {
    Locale::load(tag).without_screen()
}
