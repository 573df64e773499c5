//! The state of the screen, and how it changes: `update` takes a message and gives effects.
//!
//! Laws: no waiting, no clock, no files. What has to be done outside is an [`Effect`]; its result
//! comes back as a [`Msg`].
//!
//! Absent on purpose: drawing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::compose::Letter;
use crate::context::Context;
use crate::conversation::Conversation;
use crate::keymap;
use crate::link::{Action, Event};
use crate::smtp::{Phase, Scenario};
use crate::target::Target;

mod arrival;
mod browse;
mod builder;
mod command_box;
mod completion;
mod composed;
pub mod layout;
mod login;
mod message;
mod modal;
mod names;
mod octets;
mod own;
pub mod panel;
mod parameters;
mod prediction;
mod queue;
mod reference;
mod second;
mod send;
mod sending;
mod tab;
mod update;

pub use browse::{MESSAGE_SHOWN, Place, lines_of, own_lines_of};
pub use command_box::CommandBox;
pub use composed::{Mark, Remarks};
pub use login::{Exposed, Prompt};
pub use message::{FileContent, FileFault, Message, MessageFile};
pub use octets::LineEnd;
pub use own::{OWN, OwnCommand};
pub use prediction::{Prediction, predict};
pub use reference::Reference;
pub use second::Second;
pub use sending::{Sending, amount};
pub use tab::Tab;
pub use update::update;

/// The state.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts of the screen"
)]
pub struct App {
    /// The session and its record.
    pub conversation: Conversation,
    /// Where it goes.
    pub target: Target,
    /// How the practice server behaves, if that is where it goes.
    pub scenario: Option<Arc<Scenario>>,
    /// Whether a link is being opened, is open, or is not.
    pub link: LinkState,
    /// Which link events belong to: the newest one counts.
    pub generation: u64,
    /// The newest link's number.
    generations: u64,
    /// The session that is not at the front, if there are two.
    pub second: Option<Box<Second>>,
    /// Whether the session at the front is the older of two.
    pub is_first: bool,
    /// What is being typed.
    pub command: CommandBox,
    /// A question in the box, if one is asked.
    pub prompt: Option<Prompt>,
    /// The message in the making.
    pub message: Message,
    /// What is to be said in turn.
    queue: VecDeque<queue::Turn>,
    /// What the lines that are typed are ended by.
    pub ending: LineEnd,
    /// The link over which a password may go in the clear, by its generation.
    may_expose: Option<u64>,
    /// Which pane has the focus.
    pub focus: Pane,
    /// Whether only that pane is shown.
    pub zoomed: bool,
    /// The line that is selected; `None` follows the newest.
    pub selected: Option<Place>,
    /// Which tab of the explanation pane shows.
    pub tab: Tab,
    /// How many rows of the explanation are scrolled away.
    pub scrolled: usize,
    /// Whether the explanation is shown in full, and not only what the pane holds.
    pub full: bool,
    /// Whether the session is shown as it went over the wire.
    pub wire: Wire,
    /// Two codes being compared, instead of the explanation.
    pub compared: Option<(String, String)>,
    /// What lies over the screen.
    pub modal: Option<Modal>,
    /// A short word on what just happened.
    pub notice: Option<String>,
    /// Ctrl-C was pressed and nothing else since.
    pub armed: bool,
    /// QUIT was sent in order to leave; the answer is waited for until then.
    pub leaving: Option<Duration>,
    /// The screen's size.
    pub size: Size,
    /// The time of what happened last, a tick too.
    pub now: Duration,
}

/// How it stands with the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// None.
    Closed,
    /// On its way.
    Opening,
    /// There.
    Open,
}

/// How the session is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// To be read.
    Off,
    /// With line ends, control octets and seams as signs.
    Visible,
    /// The same, and every octet in hexadecimal.
    Hex,
}

impl Wire {
    /// The next way of showing it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Visible,
            Self::Visible => Self::Hex,
            Self::Hex => Self::Off,
        }
    }
}

/// A pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The session.
    Transcript,
    /// What the selected line means.
    Explanation,
    /// The command box, and the message editor.
    Command,
}

/// What lies over the screen and takes the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modal {
    /// Help for the pane that had the focus, scrolled by so many rows.
    Help(usize),
    /// A password would go in the clear: send it?
    Exposed(Exposed),
    /// A session is open: QUIT first?
    Quit,
    /// The message is over what the server takes: send it all the same?
    Oversize,
    /// Several lines were pasted: send them?
    Paste(Vec<String>),
    /// Everything ehlo knows.
    Reference(Reference),
}

/// What comes in.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Pasted(String),
    /// The screen has a new size.
    Resized(Size),
    /// A second of a countdown has passed.
    Tick,
    /// The link with this generation has something to say.
    Link(u64, Event),
    /// A file was written, or why not.
    Saved(String, Result<(), String>),
    /// A file was looked through for [`Effect::Open`].
    FileOpened(String, Result<MessageFile, FileFault>),
    /// A message was made, with LF as line ends, or why not.
    Composed(Result<String, String>),
    /// What [`Effect::Read`] asked for, under its generation; nothing at the end of the file.
    Piece(u64, Result<Vec<u8>, String>),
    /// A target could not even be tried: a bad certificate file, an unknown theme.
    Refused(String),
}

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
    /// Write a file.
    Save {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Make a message by name; it comes back as [`Msg::Composed`].
    Template {
        /// Which.
        name: String,
        /// Who writes to whom.
        letter: Letter,
    },
    /// Attach a file to a message; it comes back as [`Msg::Composed`].
    Attach {
        /// Which file.
        file: String,
        /// The message so far, with LF as line ends.
        message: String,
    },
    /// Have a text edited by the person's own editor; it comes back as [`Msg::Composed`].
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
    /// Put a text into the clipboard.
    Copy(String),
    /// Look different.
    Theme(String),
    /// Speak another language.
    Language(String),
    /// To the shell until `fg`.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

impl App {
    /// A screen that has not begun, for a target. `timeout` replaces the RFC's for every reply.
    pub fn new(target: Target, size: Size, timeout: Option<Duration>) -> Self {
        Self {
            conversation: Conversation::new(timeout),
            scenario: scenario(&target),
            target,
            link: LinkState::Closed,
            generation: 0,
            generations: 0,
            second: None,
            is_first: true,
            command: CommandBox::default(),
            prompt: None,
            message: Message::default(),
            queue: VecDeque::new(),
            ending: LineEnd::default(),
            may_expose: None,
            focus: Pane::Command,
            zoomed: false,
            selected: None,
            tab: Tab::default(),
            scrolled: 0,
            full: false,
            wire: Wire::Off,
            compared: None,
            modal: None,
            notice: None,
            armed: false,
            leaving: None,
            size,
            now: Duration::ZERO,
        }
    }

    /// When the next second of a countdown is to be shown; `None` while none runs.
    pub fn next_tick(&self) -> Option<Duration> {
        let (since, _) = self.conversation.waiting()?;
        let waited = self.now.saturating_sub(since).max(Self::QUIET);
        Some(since + Duration::from_secs(waited.as_secs() + 1))
    }

    /// How long the wait for a reply has to last until its countdown is shown.
    pub const QUIET: Duration = Duration::from_secs(2);

    /// Begins: opens the link.
    pub fn begin(&mut self, at: Duration) -> Vec<Effect> {
        self.connect(at)
    }

    /// Whether what is typed is a message, or octets of a BDAT, and not a command.
    pub fn is_composing(&self) -> bool {
        self.wants_message() && self.message.sending.is_none() && !self.message.aside
    }

    /// Whether what is typed is a secret.
    pub fn is_secret(&self) -> bool {
        let password = self
            .prompt
            .as_ref()
            .is_some_and(|prompt| prompt.user.is_some());
        password || self.conversation.session().phase() == Phase::Challenge && self.prompt.is_none()
    }

    /// Where keys go.
    pub fn key_context(&self) -> keymap::Context {
        match self.focus {
            Pane::Command if self.is_composing() => keymap::Context::Message,
            Pane::Command => keymap::Context::Command,
            Pane::Transcript | Pane::Explanation => keymap::Context::Pane,
        }
    }

    /// Whether a session is open: something QUIT could end in order.
    pub fn is_talking(&self) -> bool {
        let phase = self.conversation.session().phase();
        self.link == LinkState::Open && !matches!(phase, Phase::Over | Phase::Handshake)
    }

    /// To another target.
    pub(crate) fn aim(&mut self, target: Target) {
        self.scenario = scenario(&target);
        self.target = target;
    }

    pub(crate) fn connect(&mut self, at: Duration) -> Vec<Effect> {
        self.new_generation();
        self.conversation.restart();
        self.link = LinkState::Opening;
        self.selected = None;
        self.prompt = None;
        self.queue.clear();
        self.message.end();
        let target = self.target.to_string();
        self.conversation
            .remark(at, "connecting", vec![("target", target)]);
        vec![Effect::Dial]
    }
}

fn scenario(target: &Target) -> Option<Arc<Scenario>> {
    match target {
        Target::Practice { scenario } => Context::scenario(scenario),
        _ => None,
    }
}
