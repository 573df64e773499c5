//! What comes in: keys, the link, and the results of effects.
//!
//! Absent on purpose: what it changes (`update`).

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use super::{FileFault, MessageFile, Pointer, Under, Way};
use crate::link::Event;

/// What comes in.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// The mouse, and what is under its pointer.
    Mouse(Pointer, Under),
    /// A whole line, where there is no screen.
    Typed(String),
    /// The end of such lines.
    TypedAll,
    /// A paste.
    Pasted(String),
    /// The screen has a new size.
    Resized(Size),
    /// Nothing else waits: on with what [`super::Effect::Continue`] was asked for.
    Continue,
    /// A second of a countdown has passed.
    Tick,
    /// The link with this generation has something to say.
    Link(u64, Event),
    /// A file was written, or why not.
    Saved(String, Result<(), String>),
    /// A file of that name was there already; what was to be written into it.
    Taken(String, String),
    /// So many octets went to the clipboard, and how; or why not.
    Copied(usize, Result<Way, String>),
    /// A file was looked through for [`super::Effect::Open`].
    FileOpened(String, Result<MessageFile, FileFault>),
    /// A message was made, with LF as line ends, or why not.
    Composed(Result<String, String>),
    /// What [`super::Effect::Read`] asked for, under its generation; nothing at the end of the file.
    Piece(u64, Result<Vec<u8>, String>),
    /// Something outside is to be told in the notice.
    Told(String),
    /// A target could not even be tried: a bad certificate file, an unknown theme.
    Refused(String),
}
