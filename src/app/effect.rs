//! What is to be done outside; its result comes back as a [`super::Msg`].
//!
//! Absent on purpose: doing it (`run/tui`).

use crate::compose::Letter;
use crate::link::Action;

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// For the link.
    Link(Action),
    /// Open a link to the target; the generation is the app's.
    Dial,
    /// Give up every link, and every opening of one, that belongs to no session any more.
    HangUp,
    /// The same for the session that is not at the front: its link has this generation.
    Beside(u64, Box<Effect>),
    /// Write a file that is not there yet; if it is, that comes back as [`super::Msg::Taken`].
    Save {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Write a file over the one that is there.
    Replace {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Make a message by name; it comes back as [`super::Msg::Composed`].
    Template {
        /// Which.
        name: String,
        /// Who writes to whom.
        letter: Letter,
    },
    /// Attach a file to a message; it comes back as [`super::Msg::Composed`].
    Attach {
        /// Which file.
        file: String,
        /// The message so far, with LF as line ends.
        message: String,
    },
    /// Have a text edited by the person's own editor; it comes back as [`super::Msg::Composed`].
    Edit(String),
    /// Look a file through that is to be the message, and keep it open.
    Open(String),
    /// The open file of this number is to be read from its beginning.
    Rewind(u64),
    /// Read on in an open file.
    Read {
        /// The file's number.
        file: u64,
        /// The link's, for which it is.
        generation: u64,
        /// How many octets at most.
        most: usize,
    },
    /// Another turn, as soon as nothing else waits: something long is being gone through. It comes
    /// back as [`super::Msg::Continue`].
    Continue,
    /// Put a text into the clipboard; how comes back as [`super::Msg::Copied`].
    Copy(String),
    /// Ask the terminal for the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Look different.
    Theme(String),
    /// Look like this theme for a while; without one, as before again.
    Preview(Option<String>),
    /// Speak another language.
    Language(String),
    /// To the shell until `fg`.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}
