//! `ehlo keys --test`: what the terminal sends for each key that is pressed, and what ehlo does then.
//! Terminals, multiplexers and desktops keep keys to themselves; here one sees which arrive.
//!
//! Absent on purpose: doing it.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use futures_util::StreamExt as _;

use crate::context::Context;
use crate::keymap::{self, Key};
use crate::run::signals::{Signal, Signals};
use crate::run::{Error, runtime};
use crate::wire::text::printable_str;

/// The terminal in raw mode, until this is dropped: by the end, an error or a panic.
struct Raw;

impl Raw {
    fn enter() -> Result<Self, Error> {
        enable_raw_mode().map_err(refused)?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = disable_raw_mode();
    }
}

fn refused(source: io::Error) -> Error {
    Error::System {
        what: "give ehlo the terminal",
        source,
    }
}

/// Shows keys until `q q`, Ctrl-C or a signal.
pub(super) fn run(ctx: &Context) -> Result<ExitCode, Error> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Error::NoTerminal);
    }
    let runtime = runtime()?;
    let raw = Raw::enter()?;
    let ended = runtime.block_on(async { watch(ctx, Signals::listen()?).await });
    drop(raw);
    runtime.shutdown_background();
    ended.map(ExitCode::from)
}

async fn watch(ctx: &Context, mut signals: Signals) -> Result<u8, Error> {
    let mut input = EventStream::new();
    let mut last = None;
    say(ctx.ui("keys-test"))?;
    loop {
        let event = tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::Leave(status) => return Ok(status),
                Signal::Suspend => continue,
            },
            event = input.next() => event,
        };
        let key = match event {
            Some(Ok(Event::Key(key))) if key.kind != KeyEventKind::Release => key,
            Some(Ok(_)) => continue,
            // No terminal, nobody to press keys.
            Some(Err(_)) | None => return Ok(129),
        };
        say(&told(ctx, key))?;
        let leaves = key.code == KeyCode::Char('q') && key.modifiers.is_empty();
        if is_cancel(key) || leaves && last == Some(key.code) {
            return Ok(0);
        }
        last = Some(key.code);
    }
}

fn is_cancel(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL
}

/// A line, ended as raw mode wants it.
fn say(line: &str) -> Result<(), Error> {
    let mut out = io::stdout();
    let written = out.write_all(format!("{}\r\n", printable_str(line)).as_bytes());
    written.and_then(|()| out.flush()).map_err(refused)
}

/// The key by its name in the config file, and what it does in each context.
fn told(ctx: &Context, key: KeyEvent) -> String {
    let bound: Vec<_> = keymap::Context::ALL
        .iter()
        .filter_map(|context| {
            let intent = ctx.keymap.intent(*context, key)?;
            Some((*context, intent.name()))
        })
        .collect();
    let everywhere = bound
        .iter()
        .find(|(context, _)| *context == keymap::Context::Global)
        .map(|(_, name)| name.clone());
    let special = bound
        .iter()
        .filter(|(_, name)| Some(name) != everywhere.as_ref())
        .map(|(context, name)| format!("{} {name}", context.name()));
    let general = everywhere.iter().map(|name| format!("global {name}"));
    let does: Vec<_> = general.chain(special).collect();
    let does = if does.is_empty() {
        ctx.ui("keys-unbound").to_owned()
    } else {
        does.join(", ")
    };
    format!("{:16} {does}", Key::from(key).name())
}
