//! A terminal to run a program in: what it draws is read by vt100, and everything waits for
//! what it wants to see, up to a deadline at which the test fails with the screen in its message.
//!
//! Absent on purpose: sleeps, and any look at the screen of a program that has ended before all
//! it wrote has been read.

#![expect(
    clippy::unwrap_used,
    reason = "a terminal that cannot be had is a failed test"
)]

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::modes::{Modes, keyboard_flags, private_modes, title};

/// Long enough for anything a test waits for, on a machine that is busy.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A program, to be started in a terminal.
pub(crate) struct Launch {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    size: (u16, u16),
}

impl Launch {
    /// The binary under test.
    pub(crate) fn ehlo() -> Self {
        Self::program(env!("CARGO_BIN_EXE_ehlo"))
    }

    /// Any program, by path.
    pub(crate) fn program(path: impl AsRef<OsStr>) -> Self {
        Self {
            program: path.as_ref().to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            size: (80, 24),
        }
    }

    /// Adds arguments.
    #[must_use]
    pub(crate) fn args<I: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = I>) -> Self {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Sets a variable. There are only `PATH`, `HOME`, the XDG folders, `LANG` and
    /// `TERM=xterm-256color` besides.
    #[must_use]
    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Sets the size of the terminal: 80 columns and 24 rows otherwise.
    #[must_use]
    pub(crate) const fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Starts the program in a home of its own, which is removed at the end.
    pub(crate) fn start(self) -> Pty {
        let home = TempDir::new().unwrap();
        let pair = native_pty_system().openpty(size(self.size)).unwrap();
        let before = Modes::of(&*pair.master);
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(at_least_1(self.size.1), at_least_1(self.size.0), 0),
                raw: Vec::new(),
                silent: false,
                status: None,
            }),
            changed: Condvar::new(),
        });
        let child = pair.slave.spawn_command(self.command(home.path())).unwrap();
        // As long as anyone here has the program's end open, reading never comes to an end.
        drop(pair.slave);
        Pty {
            pid: child
                .process_id()
                .and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?))
                .unwrap(),
            threads: vec![read(&shared, &*pair.master), wait(&shared, child)],
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            shared,
            before,
            home,
        }
    }

    fn command(&self, home: &Path) -> CommandBuilder {
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.args);
        command.env_clear();
        command.cwd(home);
        command.env("HOME", home);
        for (variable, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(variable, home.join(folder));
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command
    }
}

/// A program running in a terminal. Dropping it kills the program.
pub(crate) struct Pty {
    shared: Arc<Shared>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    threads: Vec<JoinHandle<()>>,
    pid: Pid,
    before: Modes,
    home: TempDir,
}

impl Pty {
    /// Types the text, or sends the bytes of keys: `"\r"` is Enter, `"\x1b"` Escape.
    pub(crate) fn send(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the text is somewhere on the screen, in one row.
    pub(crate) fn wait_for(&self, text: &str, within: Duration) {
        self.wait_until(&format!("{text:?}"), within, |screen| {
            screen.contents().contains(text)
        });
    }

    /// Waits until the screen is as `ready` wants it; `what` says so in words.
    pub(crate) fn wait_until(
        &self,
        what: &str,
        within: Duration,
        ready: impl Fn(&vt100::Screen) -> bool,
    ) {
        let met = |seen: &Seen| ready(seen.parser.screen());
        let seen = self.wait_while(within, |seen| !met(seen) && !seen.silent);
        let state = if seen.silent {
            "the program ended"
        } else {
            "the deadline passed"
        };
        assert!(
            met(&seen),
            "{state} without {what}; the screen:\n{}",
            framed(&seen)
        );
    }

    /// Waits for the end of the program and of all it wrote. At the deadline it is killed and
    /// the test fails.
    pub(crate) fn wait_exit(&mut self, within: Duration) -> ExitStatus {
        let ended = self.ends(within);
        self.kill();
        let killed = ended || self.ends(SOON);
        let seen = self.seen();
        let fate = if killed {
            "it was killed"
        } else {
            "something it started has the terminal"
        };
        assert!(
            ended,
            "no end before the deadline, {fate}; the screen:\n{}",
            framed(&seen)
        );
        let status = seen.status.clone();
        drop(seen);
        self.join();
        status.unwrap()
    }

    /// Changes the size of the terminal; the program gets a SIGWINCH.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        // Before the program can draw for the new size.
        self.seen()
            .parser
            .set_size(at_least_1(rows), at_least_1(columns));
        self.master.resize(size((columns, rows))).unwrap();
    }

    /// Sends a signal, if the program still runs.
    pub(crate) fn signal(&self, signal: Signal) {
        // Under the lock, so that the number cannot have passed on to another process.
        let seen = self.seen();
        if seen.status.is_none() {
            let _ = kill_process(self.pid, signal);
        }
    }

    /// The program that has the terminal now: under a shell, the one in the foreground.
    pub(crate) fn foreground(&self) -> Pid {
        let leader = self.master.process_group_leader();
        leader.and_then(Pid::from_raw).unwrap()
    }

    /// The screen as text now, rows trimmed on the right.
    pub(crate) fn screen(&self) -> String {
        self.seen().parser.screen().contents()
    }

    /// Everything the program has written.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.seen().raw.clone()
    }

    /// The modes of the terminal now.
    pub(crate) fn modes(&self) -> Modes {
        Modes::of(&*self.master)
    }

    /// Every mode that is not as it was before the program started: nothing, if the terminal
    /// was given back. Private modes are named as in their sequences: `?1049`, `?25`.
    pub(crate) fn left_on(&self) -> Vec<String> {
        let seen = self.seen();
        let mut left = private_modes(&seen.raw);
        if keyboard_flags(&seen.raw) {
            left.push("keyboard flags".to_owned());
        }
        if title(&seen.raw) {
            left.push("title".to_owned());
        }
        if seen.parser.screen().application_keypad() {
            left.push("application keypad".to_owned());
        }
        if self.modes() != self.before {
            left.push("termios".to_owned());
        }
        left
    }

    /// The program's home, and the folder it started in.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Whether the program ends, and all it wrote has come, in this time.
    fn ends(&self, within: Duration) -> bool {
        let seen = self.wait_while(within, |seen| seen.status.is_none() || !seen.silent);
        seen.status.is_some() && seen.silent
    }

    fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn join(&mut self) {
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
    }

    fn wait_while(
        &self,
        within: Duration,
        waiting: impl Fn(&Seen) -> bool,
    ) -> MutexGuard<'_, Seen> {
        let result = self
            .shared
            .changed
            .wait_timeout_while(self.seen(), within, |seen| waiting(seen));
        result.unwrap_or_else(PoisonError::into_inner).0
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.shared.lock()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.kill();
        // Whoever else has the terminal may keep the reader: better a thread left than a hang.
        if self.ends(SOON) {
            for thread in self.threads.drain(..) {
                let _ = thread.join();
            }
        }
    }
}

/// What the threads and the test share.
struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// What has come from the program.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// Nobody can write to the terminal any more, and all that was written has been read.
    silent: bool,
    status: Option<ExitStatus>,
}

/// Reads what the program writes until nobody has the terminal any more.
fn read(shared: &Arc<Shared>, master: &dyn MasterPty) -> JoinHandle<()> {
    let shared = Arc::clone(shared);
    let mut reader = master.try_clone_reader().unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        // Linux reports the end as an error.
        while let Ok(length @ 1..) = reader.read(&mut bytes) {
            shared.change(|seen| {
                seen.parser.process(&bytes[..length]);
                seen.raw.extend_from_slice(&bytes[..length]);
            });
        }
        shared.change(|seen| seen.silent = true);
    })
}

/// Waits for the program's end.
fn wait(shared: &Arc<Shared>, mut child: Box<dyn Child + Send + Sync>) -> JoinHandle<()> {
    let shared = Arc::clone(shared);
    std::thread::spawn(move || {
        let status = child.wait().ok();
        shared.change(|seen| seen.status = status);
    })
}

/// The screen with its edges, for a message.
fn framed(seen: &Seen) -> String {
    let screen = seen.parser.screen();
    let columns = screen.size().1.get();
    let edge = "-".repeat(usize::from(columns));
    let rows: Vec<String> = screen
        .rows(0, columns)
        .map(|row| format!("|{row}"))
        .collect();
    format!("+{edge}\n{}\n+{edge}", rows.join("\n"))
}

const fn size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn at_least_1(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}
