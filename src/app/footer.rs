//! The keys that matter now, as hints in a row: which ones, and the cells of each.
//!
//! Hints stand whole or not at all: what does not fit is left out from the right, help and the
//! palette last of all. Where something lies over the screen and takes the keys, its own are named.
//!
//! Absent on purpose: the keys, which are in the key file, and drawing.

use std::ops::Range;

use crossterm::event::KeyEvent;

use super::{App, LinkState, Modal, Pane, layout};
use crate::context::Context;
use crate::flow::width;
use crate::intent::{Intent, Look};
use crate::keymap;

/// A key and what it does, and where in the row it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it asks for.
    pub intent: Intent,
    /// The key, as people write it.
    pub key: String,
    /// The same as it comes when it is pressed.
    pub press: KeyEvent,
    /// What it does here, in a word or two.
    pub label: String,
    /// Its cells, from the beginning of the row.
    pub cells: Range<u16>,
}

/// A hint before it has a place: what is asked for, and the word for it.
type Wanted = (Intent, &'static str);

/// What always stands at the end.
const ALWAYS: [Wanted; 2] = [(Intent::Help, "help"), (Intent::Palette, "commands")];
/// Blank cells between two hints, and one before the first.
const GAP: u16 = 2;

/// The hints of the footer in so many cells.
pub fn hints(ctx: &Context, app: &App, cells: u16) -> Vec<Hint> {
    let (context, wanted) = wanted(app);
    let make = |(intent, word)| hint(ctx, context, intent, word);
    let ends: Vec<Hint> = if app.modal.is_none() {
        ALWAYS.into_iter().filter_map(make).collect()
    } else {
        Vec::new()
    };
    let mut hints: Vec<Hint> = wanted.into_iter().filter_map(make).collect();
    let most = usize::from(cells).saturating_sub(1);
    while !hints.is_empty() && taken(hints.iter().chain(&ends)) > most {
        hints.pop();
    }
    hints.extend(ends);
    while taken(&hints) > most {
        hints.pop();
    }
    let mut at = 1;
    for hint in &mut hints {
        let end = at + u16::try_from(cells_of(hint)).unwrap_or(u16::MAX);
        hint.cells = at..end;
        at = end + GAP;
    }
    hints
}

fn cells_of(hint: &Hint) -> usize {
    width(&hint.key) + 1 + width(&hint.label)
}

fn taken<'a>(hints: impl IntoIterator<Item = &'a Hint>) -> usize {
    let each = hints
        .into_iter()
        .map(|hint| cells_of(hint) + usize::from(GAP));
    each.sum::<usize>().saturating_sub(usize::from(GAP))
}

/// A hint by the key table; none without a key.
fn hint(ctx: &Context, context: keymap::Context, intent: Intent, word: &str) -> Option<Hint> {
    Some(Hint {
        intent,
        key: ctx.keymap.key(context, intent)?,
        press: ctx.keymap.press(context, intent)?,
        label: ctx.ui(&format!("footer-{word}")).to_owned(),
        cells: 0..0,
    })
}

/// What matters now, the most important first, and where its keys hold.
fn wanted(app: &App) -> (keymap::Context, Vec<Wanted>) {
    if let Some(modal) = &app.modal {
        return over(modal);
    }
    let wanted = match app.key_context() {
        keymap::Context::Message => message(app),
        keymap::Context::Command | keymap::Context::Global => command(app),
        keymap::Context::Pane => pane(app),
    };
    (app.key_context(), wanted)
}

fn over(modal: &Modal) -> (keymap::Context, Vec<Wanted>) {
    let close = (Intent::Back, "close");
    let list = vec![(Intent::Up, "move"), close, (Intent::PageDown, "page")];
    match modal {
        Modal::Help(help) if help.typing => (
            keymap::Context::Command,
            vec![(Intent::Send, "find"), (Intent::Back, "give-up")],
        ),
        Modal::Help(_) => (keymap::Context::Pane, list),
        Modal::Notices(_) => (
            keymap::Context::Pane,
            vec![(Intent::Copy, "copy"), close, (Intent::Up, "move")],
        ),
        Modal::Palette(_) => (
            keymap::Context::Command,
            vec![
                (Intent::Send, "do"),
                close,
                (Intent::HistoryOlder, "move"),
                (Intent::PageDown, "page"),
            ],
        ),
        Modal::Reference(reference) if reference.open.is_empty() => (
            keymap::Context::Command,
            vec![(Intent::Send, "open"), close, (Intent::PageDown, "page")],
        ),
        Modal::Reference(_) => (
            keymap::Context::Pane,
            vec![
                (Intent::Back, "back"),
                (Intent::Up, "scroll"),
                (Intent::PageDown, "page"),
            ],
        ),
        Modal::CopyAs(menu) if menu.name.is_some() => (
            keymap::Context::Command,
            vec![(Intent::Send, "save"), (Intent::Back, "back")],
        ),
        Modal::CopyAs(_) => (
            keymap::Context::Command,
            vec![(Intent::Send, "copy"), close],
        ),
        Modal::Quit
        | Modal::Exposed(_)
        | Modal::Oversize
        | Modal::Paste(_)
        | Modal::Replace { .. } => (
            keymap::Context::Command,
            vec![(Intent::Send, "yes"), (Intent::Back, "no")],
        ),
    }
}

fn message(app: &App) -> Vec<Wanted> {
    let mut wanted = vec![(Intent::SendMessage, "message")];
    if app.message.file.is_some() {
        wanted.push((Intent::Cancel, "put-aside"));
    } else {
        wanted.push((Intent::ExternalEditor, "editor"));
    }
    wanted.extend([
        (Intent::OwnCommand, "own"),
        (Intent::NextPane, "panes"),
        (Intent::Quit, "quit"),
    ]);
    wanted
}

fn command(app: &App) -> Vec<Wanted> {
    let panes = (Intent::NextPane, "panes");
    let quit = (Intent::Quit, "quit");
    let cancel = |word| (Intent::Cancel, word);
    match () {
        () if app.recall.is_some() => vec![
            (Intent::Send, "take"),
            (Intent::HistorySearch, "older"),
            (Intent::Back, "give-up"),
        ],
        () if app.prompt.is_some() => vec![
            (Intent::Send, "answer"),
            (Intent::Uncover, "show"),
            (Intent::Back, "give-up"),
        ],
        () if app.message.sending.is_some() => vec![cancel("give-up"), panes, quit],
        () if app.is_secret() => vec![
            (Intent::Send, "answer"),
            (Intent::Uncover, "show"),
            cancel("clear"),
            quit,
        ],
        () if app.queued() > 0 => vec![cancel("stop"), panes, quit],
        () if app.message.aside => vec![(Intent::Send, "do"), (Intent::Back, "to-message")],
        () if app.link == LinkState::Opening => vec![cancel("give-up"), panes, quit],
        () if !app.command.is_empty() => vec![
            (Intent::Send, "send"),
            (Intent::Complete, "complete"),
            cancel("clear"),
            (Intent::HistoryOlder, "history"),
            quit,
        ],
        () if app.link == LinkState::Closed => vec![
            (Intent::Send, "again"),
            panes,
            (Intent::HistoryOlder, "history"),
            quit,
        ],
        // Where one pane shows at a time, nothing else tells that there is an explanation.
        () if layout::is_tiny(app) => vec![
            (Intent::NextPane, "meaning"),
            (Intent::Suggestion(1), "next"),
            quit,
        ],
        () => vec![
            (Intent::Suggestion(1), "next"),
            panes,
            (Intent::HistoryOlder, "history"),
            quit,
        ],
    }
}

fn pane(app: &App) -> Vec<Wanted> {
    let to_box = (Intent::Pane(3), "box");
    let whole = (Intent::Zoom, if app.zoomed { "unzoom" } else { "zoom" });
    if app.focus == Pane::Explanation {
        let detail = if app.full { "short" } else { "full" };
        return match &app.compared {
            Some(_) => vec![(Intent::Up, "scroll"), (Intent::Back, "close"), to_box],
            None => vec![
                (Intent::Up, "scroll"),
                (Intent::NextTab, "tabs"),
                (Intent::Detail, detail),
                to_box,
                whole,
            ],
        };
    }
    if app.zoomed {
        return vec![
            (Intent::Up, "move"),
            whole,
            (Intent::Copy, "copy"),
            (Intent::Wire, "wire"),
            to_box,
        ];
    }
    // That the end can be followed again is said on the border.
    vec![
        (Intent::Up, "move"),
        (Intent::PreviousReply, "replies"),
        (Intent::Look(Look::Search), "search"),
        (Intent::Copy, "copy"),
        to_box,
    ]
}
