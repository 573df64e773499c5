//! The terminal: taken at the start, given back on every way out.
//!
//! One guard restores everything, whoever drops it: the end, an error, a panic, a signal, Ctrl-Z.
//! What a panic has to say is kept until the screen is the shell's again.
//!
//! The modes are set without asking whether the terminal has them: one that has not ignores them, and
//! the answer (DECRPM) would get stuck in crossterm's reader, which waits for another end of it.
//!
//! Absent on purpose: what is drawn, and the shape of the cursor, which stays the person's.

use std::io::{self, BufWriter, Stdout, Write as _};
use std::sync::Mutex;

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue, style};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// A terminal over buffered standard output: a frame is one write.
pub(super) type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Asks for presses and releases, for drags while a button is held, and for numbers without a limit.
/// Not for every move of the pointer (1003), which would wake ehlo for nothing.
const MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Leaves it to the terminal again.
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// What a frame may hold before it has to be written in two.
const FRAME: usize = 256 * 1024;

/// Keep the title the window has; give it back (XTWINOPS).
const KEEP_TITLE: &str = "\x1b[22;2t";
const OLD_TITLE: &str = "\x1b[23;2t";

/// From here on the terminal shows nothing until it may show all (mode 2026).
const HOLD: &str = "\x1b[?2026h";
const SHOW: &str = "\x1b[?2026l";

/// Panics that happened while the screen was ours.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The terminal, while it is ours.
#[derive(Debug)]
pub(super) struct Taken;

impl Taken {
    /// Takes the terminal.
    pub(super) fn take(with_mouse: bool) -> io::Result<Self> {
        // crossterm drops colours under NO_COLOR by an empty reset, which drops bold and reverse too.
        // Our own themes know NO_COLOR, so crossterm shall not.
        style::force_color_output(true);
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| match PANICS.lock() {
            Ok(mut panics) => panics.push(info.to_string()),
            Err(_) => default(info),
        }));
        let taken = Self;
        enter(with_mouse)?;
        Ok(taken)
    }
}

/// Makes a terminal to draw on.
pub(super) fn screen() -> io::Result<Screen> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(
        FRAME,
        io::stdout(),
    )))
}

/// Sets the modes ehlo needs.
pub(super) fn enter(with_mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        style::Print(KEEP_TITLE),
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        cursor::Hide
    )?;
    if with_mouse { mouse(true) } else { Ok(()) }
}

/// Asks the terminal for the mouse, or leaves it to the terminal.
pub(super) fn mouse(on: bool) -> io::Result<()> {
    execute!(
        io::stdout(),
        style::Print(if on { MOUSE } else { NO_MOUSE })
    )
}

/// Sets them back, as far as there is still a terminal.
pub(super) fn leave() {
    let _ = execute!(
        io::stdout(),
        style::Print(SHOW),
        style::Print(NO_MOUSE),
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show,
        style::ResetColor,
        style::Print(OLD_TITLE)
    );
    let _ = disable_raw_mode();
}

/// Begins a frame: it goes out with the first of what is drawn.
pub(super) fn hold() -> io::Result<()> {
    queue!(io::stdout(), style::Print(HOLD))
}

/// Ends a frame.
pub(super) fn show() -> io::Result<()> {
    execute!(io::stdout(), style::Print(SHOW))
}

/// Gives the window a title (OSC 2), with the frame that comes. There is no control character in it.
pub(super) fn entitle(title: &str) -> io::Result<()> {
    queue!(
        io::stdout(),
        style::Print(format_args!("\x1b]2;{title}\x07"))
    )
}

/// Asks for the background (OSC 11). BEL ends the question, and so the answer: one octet cannot be cut.
pub(super) fn ask_background() -> io::Result<()> {
    execute!(io::stdout(), style::Print("\x1b]11;?\x07"))
}

impl Drop for Taken {
    fn drop(&mut self) {
        leave();
        let panics = PANICS
            .lock()
            .map(|mut panics| std::mem::take(&mut *panics))
            .unwrap_or_default();
        for panic in panics {
            let shown = crate::wire::text::printable_str(&panic).into_owned();
            let _ = writeln!(
                io::stderr(),
                "ehlo: a fault of ehlo's own, please report it: {shown}"
            );
        }
    }
}
