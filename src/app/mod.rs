//! The state of the screen, and how it changes: `update` takes a message and gives effects.
//!
//! Laws: no waiting, no clock, no files. What has to be done outside is an [`Effect`]; its result
//! comes back as a [`Msg`].
//!
//! Absent on purpose: drawing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Size;

use crate::context::Context;
use crate::conversation::Conversation;
use crate::kb::SectionKind;
use crate::keymap;
use crate::smtp::{Phase, Scenario};
use crate::target::Target;

mod arguments;
mod arrival;
mod border;
mod browse;
mod builder;
mod by_line;
mod candidate;
mod command_box;
mod completion;
mod composed;
mod copy_as;
mod copying;
mod effect;
pub mod footer;
mod ghost;
mod help;
mod history;
mod kept;
pub mod layout;
mod lens;
mod login;
mod message;
mod mistake;
mod modal;
mod mouse;
mod msg;
mod names;
mod notices;
mod octets;
mod own;
mod own_values;
mod palette;
pub mod panel;
mod parameters;
mod pointing;
mod prediction;
mod production;
mod query;
mod queue;
mod range;
mod recall;
mod reference;
mod second;
mod send;
mod sending;
pub mod stations;
mod tab;
mod typed;
mod update;
mod welcome;

pub use browse::{MESSAGE_SHOWN, Place, lines_of, own_lines_of};
pub use by_line::{PLAIN_ONLY, SCREEN_ONLY};
pub use candidate::{About, Candidate};
pub use command_box::CommandBox;
pub use completion::Offered;
pub use composed::{Mark, Remarks};
pub use copy_as::CopyAs;
pub use copying::Way;
pub use effect::Effect;
pub use help::{FileInUse, Help};
pub use history::{History, Remembered};
pub use kept::Kept;
pub use lens::{Field, FieldKind, Filter, Fold, Lens, Only, Search, Sheet, Stamp, Turned};
pub use login::{Exposed, Prompt};
pub use message::{FileContent, FileFault, Message, MessageFile};
pub use mistake::{briefly, marks};
pub use modal::Modal;
pub use mouse::{Drag, Gesture, Mouse, Pointer, Spot, Stretch, Under};
pub use msg::Msg;
pub use notices::Notice;
pub use octets::LineEnd;
pub use own::{OWN, OwnCommand};
pub use palette::{Choice, Item, Palette, Section};
pub use pointing::{Point, Pointed};
pub use prediction::{Prediction, predict};
pub use query::Query;
pub use recall::Recall;
pub use reference::Reference;
pub use second::Second;
pub use sending::{Sending, amount};
pub use tab::Tab;
pub use typed::{Part, parts};
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
    /// What was typed before.
    pub history: History,
    /// A search in it, if one goes on.
    pub recall: Option<Recall>,
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
    /// Whether one of the hosts on the way is marked as production.
    reaches_marked: bool,
    /// Which pane has the focus.
    pub focus: Pane,
    /// Whether only that pane is shown.
    pub zoomed: bool,
    /// The line that is selected; `None` follows the newest.
    pub selected: Option<Place>,
    /// Where a range of lines begins that ends at the selected one.
    pub range: Option<Place>,
    /// Which tab of the explanation pane shows.
    pub tab: Tab,
    /// How many rows of the explanation are scrolled away.
    pub scrolled: usize,
    /// Whether the explanation is shown in full, and not only what the pane holds.
    pub full: bool,
    /// What is pointed at in the explanation.
    pub pointed: Option<Pointed>,
    /// The sections of explanations that are folded, until the end of this run.
    pub folded: Vec<SectionKind>,
    /// How the record is looked at.
    pub lens: Lens,
    /// How its lines are laid out.
    pub sheet: Sheet,
    /// Whether the session is shown as it went over the wire.
    pub wire: Wire,
    /// Two codes being compared, instead of the explanation.
    pub compared: Option<(String, String)>,
    /// What lies over the screen.
    pub modal: Option<Modal>,
    /// A short word on what just happened.
    pub notice: Option<String>,
    /// It says what went wrong, and stays until it is read.
    notice_stays: bool,
    /// The last of them, the oldest first.
    pub notices: VecDeque<Notice>,
    /// What was chosen from the palette, the newest first.
    recent: Vec<Choice>,
    /// Where it was connected to in this run, the newest first.
    visited: Vec<String>,
    /// What the box is to hold once this message is taken.
    to_type: Option<String>,
    /// The files in use, by what they are for: what the help names.
    pub files: Vec<FileInUse>,
    /// Ctrl-C was pressed and nothing else since.
    pub armed: bool,
    /// The mouse, if it was asked for.
    pub mouse: Mouse,
    /// What is kept for the next run.
    pub kept: Kept,
    /// The session is to be left in the shell when the screen is gone.
    pub parting: bool,
    /// Seconds from 1970 (UTC) to the moment times are counted from.
    pub began: u64,
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
            history: History::default(),
            recall: None,
            prompt: None,
            message: Message::default(),
            queue: VecDeque::new(),
            ending: LineEnd::default(),
            may_expose: None,
            reaches_marked: false,
            focus: Pane::Command,
            zoomed: false,
            selected: None,
            range: None,
            tab: Tab::default(),
            scrolled: 0,
            full: false,
            pointed: None,
            folded: Vec::new(),
            lens: Lens::default(),
            sheet: Sheet::default(),
            wire: Wire::Off,
            compared: None,
            modal: None,
            notice: None,
            notice_stays: false,
            notices: VecDeque::new(),
            recent: Vec::new(),
            visited: Vec::new(),
            to_type: None,
            files: Vec::new(),
            armed: false,
            mouse: Mouse::default(),
            kept: Kept::default(),
            parting: false,
            began: 0,
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

    /// The size of a screen that nobody sees.
    pub const UNSEEN: Size = Size::new(80, 24);

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
        self.reaches_marked = false;
        self.selected = None;
        self.range = None;
        self.prompt = None;
        self.queue.clear();
        self.message.end();
        let target = self.target.to_string();
        self.remember_target(&target);
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
