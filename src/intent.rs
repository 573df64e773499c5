//! Everything a person can ask for by a key, by name.
//!
//! To add one: a variant, its name, its arm in `app/update`, its words in
//! `assets/locales/en/intent.toml`, a key in `assets/keymap.toml`. A test names what is missing.
//!
//! Absent on purpose: keys, and what happens.

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intent {
    /// One level back, at last to the command box.
    Back,
    /// The bottom of the pane.
    Bottom,
    /// Clear the input, cancel what runs; twice: leave.
    Cancel,
    /// Compare the selected reply's code with another.
    Compare,
    /// Complete the word.
    Complete,
    /// Copy the selected line.
    Copy,
    /// Copy the exchange of the selected line.
    CopyExchange,
    /// Copy or save, in one of several forms.
    CopyAs,
    /// The explanation in full, or only what the pane holds.
    Detail,
    /// One line down.
    Down,
    /// A change to what is typed.
    Edit(Edit),
    /// The message in one's own editor.
    ExternalEditor,
    /// Fold what is pointed at, or unfold it.
    Fold,
    /// Help.
    Help,
    /// The pane with the focus larger.
    Larger,
    /// The pane with the focus smaller.
    Smaller,
    /// The panes side by side, or one below the other.
    TurnPanes,
    /// The border between the panes where it was at first.
    UsualSize,
    /// The mouse for ehlo, or for the terminal's own selection.
    Mouse,
    /// The line that was sent after this one.
    HistoryNewer,
    /// The line that was sent before this one.
    HistoryOlder,
    /// A line typed before, by what is in it.
    HistorySearch,
    /// A command of ehlo's own, also in the middle of a message.
    OwnCommand,
    /// The notices so far.
    Notices,
    /// Look up what is selected, or follow what is pointed at.
    LookUp,
    /// Another look at the record.
    Look(Look),
    /// The next pane.
    NextPane,
    /// The next thing to point at in the explanation.
    NextPoint,
    /// The next reply.
    NextReply,
    /// The other session.
    OtherSession,
    /// The next tab of the explanation pane.
    NextTab,
    /// Everything there is to do, searchable.
    Palette,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To a pane by its number.
    Pane(u8),
    /// The pane before.
    PreviousPane,
    /// The thing before, to point at in the explanation.
    PreviousPoint,
    /// The reply before.
    PreviousReply,
    /// Leave.
    Quit,
    /// Leave, and leave the session in the shell.
    QuitPrinting,
    /// A range of lines begins here.
    Range,
    /// Draw everything anew.
    Redraw,
    /// Everything ehlo knows, searchable.
    Reference,
    /// Say everything up to the selected line again, over a new connection.
    Replay,
    /// Say the selected line again.
    Resend,
    /// Send the line.
    Send,
    /// Send the message.
    SendMessage,
    /// Send the numbered suggestion.
    Suggestion(u8),
    /// Back to the shell; `fg` returns.
    Suspend,
    /// What is suggested behind the cursor is taken into the line.
    TakeGhost,
    /// The top of the pane.
    Top,
    /// Show the secret that is being typed, until the next key.
    Uncover,
    /// One line up.
    Up,
    /// The session as it went over the wire, in hexadecimal too, and back.
    Wire,
    /// Only the pane with the focus.
    Zoom,
}

/// Changes to a text, as an editor has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Delete to the end of the line, for `Yank`.
    Kill,
    /// Delete to the beginning of the line, for `Yank`.
    KillBack,
    /// Delete the word behind the cursor, for `Yank`.
    KillNextWord,
    /// Delete the word before the cursor, for `Yank`.
    KillWord,
    /// What was undone is done again.
    Redo,
    /// The last change is taken back.
    Undo,
    /// To the word before.
    WordLeft,
    /// To the next word.
    WordRight,
    /// Put in what was deleted last.
    Yank,
}

/// Ways to look at the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// All exchanges, and back.
    FoldAll,
    /// Only what is of interest.
    Filter,
    /// A text that is looked for.
    Search,
    /// Its next find.
    SearchNext,
    /// The find before.
    SearchPrevious,
    /// The next thing that went wrong.
    NextError,
    /// The one before.
    PreviousError,
    /// Another time before the lines.
    Time,
    /// Lines wrapped, or cut.
    Wrap,
    /// Cut lines: to the left.
    Left,
    /// Cut lines: to the right.
    Right,
    /// A mark, with a note.
    Mark,
    /// The next mark.
    NextMark,
}

impl Intent {
    /// The intents without a number.
    const PLAIN: &'static [(&'static str, Self)] = &[
        ("back", Self::Back),
        ("bottom", Self::Bottom),
        ("cancel", Self::Cancel),
        ("compare", Self::Compare),
        ("complete", Self::Complete),
        ("copy", Self::Copy),
        ("copy-exchange", Self::CopyExchange),
        ("copy-as", Self::CopyAs),
        ("detail", Self::Detail),
        ("down", Self::Down),
        ("external-editor", Self::ExternalEditor),
        ("fold", Self::Fold),
        ("help", Self::Help),
        ("history-newer", Self::HistoryNewer),
        ("history-older", Self::HistoryOlder),
        ("larger", Self::Larger),
        ("smaller", Self::Smaller),
        ("turn-panes", Self::TurnPanes),
        ("usual-size", Self::UsualSize),
        ("mouse", Self::Mouse),
        ("history-search", Self::HistorySearch),
        ("own-command", Self::OwnCommand),
        ("notices", Self::Notices),
        ("look-up", Self::LookUp),
        ("next-pane", Self::NextPane),
        ("next-point", Self::NextPoint),
        ("next-reply", Self::NextReply),
        ("other-session", Self::OtherSession),
        ("next-tab", Self::NextTab),
        ("palette", Self::Palette),
        ("page-down", Self::PageDown),
        ("page-up", Self::PageUp),
        ("previous-pane", Self::PreviousPane),
        ("previous-point", Self::PreviousPoint),
        ("previous-reply", Self::PreviousReply),
        ("quit", Self::Quit),
        ("quit-printing", Self::QuitPrinting),
        ("range", Self::Range),
        ("redraw", Self::Redraw),
        ("reference", Self::Reference),
        ("replay", Self::Replay),
        ("resend", Self::Resend),
        ("send", Self::Send),
        ("send-message", Self::SendMessage),
        ("suspend", Self::Suspend),
        ("take-ghost", Self::TakeGhost),
        ("top", Self::Top),
        ("uncover", Self::Uncover),
        ("up", Self::Up),
        ("wire", Self::Wire),
        ("zoom", Self::Zoom),
        ("fold-all", Self::Look(Look::FoldAll)),
        ("filter", Self::Look(Look::Filter)),
        ("search", Self::Look(Look::Search)),
        ("search-next", Self::Look(Look::SearchNext)),
        ("search-previous", Self::Look(Look::SearchPrevious)),
        ("next-error", Self::Look(Look::NextError)),
        ("previous-error", Self::Look(Look::PreviousError)),
        ("time", Self::Look(Look::Time)),
        ("wrap", Self::Look(Look::Wrap)),
        ("scroll-left", Self::Look(Look::Left)),
        ("scroll-right", Self::Look(Look::Right)),
        ("mark", Self::Look(Look::Mark)),
        ("next-mark", Self::Look(Look::NextMark)),
        ("kill", Self::Edit(Edit::Kill)),
        ("kill-back", Self::Edit(Edit::KillBack)),
        ("kill-next-word", Self::Edit(Edit::KillNextWord)),
        ("kill-word", Self::Edit(Edit::KillWord)),
        ("redo", Self::Edit(Edit::Redo)),
        ("undo", Self::Edit(Edit::Undo)),
        ("word-left", Self::Edit(Edit::WordLeft)),
        ("word-right", Self::Edit(Edit::WordRight)),
        ("yank", Self::Edit(Edit::Yank)),
    ];

    /// An intent by its name, as the key file has it.
    pub fn named(name: &str) -> Option<Self> {
        let number = |prefix: &str| {
            name.strip_prefix(prefix)
                .and_then(|number| number.parse().ok())
        };
        Self::PLAIN
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, intent)| *intent)
            .or_else(|| {
                number("suggestion-")
                    .filter(|number| (1..=9).contains(number))
                    .map(Self::Suggestion)
            })
            .or_else(|| {
                number("pane-")
                    .filter(|number| (1..=3).contains(number))
                    .map(Self::Pane)
            })
    }

    /// Its name, as the key file has it.
    pub fn name(self) -> String {
        match self {
            Self::Suggestion(number) => format!("suggestion-{number}"),
            Self::Pane(number) => format!("pane-{number}"),
            plain => Self::PLAIN
                .iter()
                .find(|(_, intent)| *intent == plain)
                .map_or("", |(name, _)| name)
                .to_owned(),
        }
    }

    /// Every intent.
    pub fn all() -> Vec<Self> {
        let plain = Self::PLAIN.iter().map(|(_, intent)| *intent);
        plain
            .chain((1..=9).map(Self::Suggestion))
            .chain((1..=3).map(Self::Pane))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_intents_are_the_same_list() {
        for intent in Intent::all() {
            assert_eq!(Intent::named(&intent.name()), Some(intent));
        }
        assert_eq!(Intent::named("suggestion-0"), None);
    }
}
