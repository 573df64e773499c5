//! The mouse, where a person asked for it: clicks, the wheel, drags.
//!
//! Absent on purpose: what is under the pointer, which the picture knows (`ui::under`); asking the
//! terminal for the mouse, and giving it back (`run/screen`).

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{App, Effect, Modal, Pane, Place, Reference, Tab, layout};
use crate::context::Context;
use crate::transcript::Body;
use crate::wire::text::printable;

/// Two clicks at one place within this time are one double click.
const TWICE: Duration = Duration::from_millis(400);
/// How many lines the wheel moves at a time.
const NOTCH: usize = 3;

/// What is done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// What is done.
    pub gesture: Gesture,
    /// Where.
    pub at: Position,
}

/// What is done with the mouse; buttons but the left one mean nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The button goes down.
    Press,
    /// The pointer moves with the button down.
    Drag,
    /// The button is let go.
    Release,
    /// The wheel turns away from the person.
    WheelUp,
    /// The wheel turns towards the person.
    WheelDown,
}

impl Pointer {
    /// What a mouse event means; `None` if nothing.
    pub fn of(event: MouseEvent) -> Option<Self> {
        let gesture = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => Gesture::Press,
            MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
            MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
            MouseEventKind::ScrollUp => Gesture::WheelUp,
            MouseEventKind::ScrollDown => Gesture::WheelDown,
            _ => return None,
        };
        let at = Position::new(event.column, event.row);
        Some(Self { gesture, at })
    }
}

/// What ehlo knows of the mouse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mouse {
    /// Whether it was asked for.
    pub on: bool,
    /// What is being dragged.
    pub drag: Option<Drag>,
    /// Where the line that was clicked stands in its pane, so that it does not move away.
    pub row: Option<(Place, usize)>,
    /// The last click, and what was under it.
    clicked: Option<(Duration, Position, Under)>,
}

/// What is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drag {
    /// The border between the panes.
    Border,
    /// Text is being marked.
    Text(Stretch),
}

/// A stretch of text on the screen, within one pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The inside of the pane.
    pub within: Rect,
    /// Where it began.
    pub from: Position,
    /// Where the pointer is.
    pub to: Position,
}

/// What is under the pointer, as the picture says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Under {
    /// What a click there means.
    pub spot: Spot,
    /// The inside of the pane, in which text can be marked.
    pub within: Rect,
    /// The word there.
    pub word: String,
    /// The text that was marked, when the button is let go.
    pub text: String,
}

/// What a click means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// No more than the pane it is in.
    #[default]
    Nothing,
    /// A line of the transcript, which begins in this row of its pane.
    Line(Place, usize),
    /// A tab of the explanation.
    Tab(Tab),
    /// A numbered suggestion.
    Suggestion(u8),
    /// A card that is named, by its path.
    Card(String),
    /// A key that is hinted at, which it presses.
    Key(KeyEvent),
    /// One of the list that lies over the screen.
    Item(usize),
    /// A place in what is typed: line, and column in characters.
    Caret(u16, u16),
}

impl Stretch {
    /// Its ends in reading order.
    pub fn ends(self) -> (Position, Position) {
        let order = |at: Position| (at.y, at.x);
        if order(self.from) <= order(self.to) {
            (self.from, self.to)
        } else {
            (self.to, self.from)
        }
    }

    /// The columns of a row that belong to it: the first, and the one behind the last.
    pub fn columns(self, y: u16) -> (u16, u16) {
        let (from, to) = self.ends();
        let first = if y == from.y { from.x } else { self.within.x };
        let behind = if y == to.y {
            to.x + 1
        } else {
            self.within.right()
        };
        (first, behind)
    }
}

impl App {
    /// The mouse on or off.
    pub(super) fn turn_mouse(&mut self, ctx: &Context) -> Vec<Effect> {
        let on = !self.mouse.on;
        self.mouse = Mouse {
            on,
            ..Mouse::default()
        };
        let key = if on { "mouse-on" } else { "mouse-off" };
        self.tell(ctx.ui(key).to_owned());
        vec![Effect::Mouse(on)]
    }

    /// The pointer did something.
    pub(super) fn pointed(
        &mut self,
        ctx: &Context,
        at: Duration,
        pointer: Pointer,
        under: Under,
    ) -> Vec<Effect> {
        let here = pointer.at;
        match pointer.gesture {
            _ if !self.mouse.on => {}
            Gesture::Press => return self.press(ctx, at, here, under),
            Gesture::Drag => self.drag(here),
            Gesture::Release => return self.release(ctx, under),
            Gesture::WheelUp => return self.wheel(ctx, at, here, KeyCode::Up),
            Gesture::WheelDown => return self.wheel(ctx, at, here, KeyCode::Down),
        }
        Vec::new()
    }

    fn press(&mut self, ctx: &Context, at: Duration, here: Position, under: Under) -> Vec<Effect> {
        self.overlook_notice();
        self.armed = false;
        // What is marked is copied, so it must not be a secret.
        self.command.uncover(false);
        self.recall = None;
        let before = self.mouse.clicked.take();
        let twice = before
            .filter(|(then, place, _)| *place == here && at.saturating_sub(*then) <= TWICE)
            .map(|(_, _, under)| under);
        if let Some(under) = twice {
            self.open_under(ctx, &under);
            return Vec::new();
        }
        self.mouse.clicked = Some((at, here, under.clone()));
        if under.spot == Spot::Nothing && self.modal.is_none() && self.is_border(here) {
            self.mouse.drag = Some(Drag::Border);
            return Vec::new();
        }
        if under.within.contains(here) {
            self.mouse.drag = Some(Drag::Text(Stretch {
                within: under.within,
                from: here,
                to: here,
            }));
        }
        if self.modal.is_some() {
            return self.click_modal(ctx, at, under.spot);
        }
        if let Some(pane) = layout::areas(self).pane(here) {
            self.focus = pane;
        }
        self.click(ctx, at, under.spot)
    }

    fn click(&mut self, ctx: &Context, at: Duration, spot: Spot) -> Vec<Effect> {
        match spot {
            Spot::Line(place, row) => {
                self.selected = Some(place);
                self.scrolled = 0;
                self.mouse.row = Some((place, row));
            }
            Spot::Tab(tab) => self.turn_to(tab),
            Spot::Suggestion(number) => return self.take_suggestion(ctx, number),
            Spot::Card(path) => self.modal = Some(Modal::Reference(Reference::card(path))),
            Spot::Key(key) => return self.key(ctx, at, key),
            Spot::Caret(row, column) => self.command.jump(row, column),
            Spot::Item(_) | Spot::Nothing => {}
        }
        Vec::new()
    }

    fn click_modal(&mut self, ctx: &Context, at: Duration, spot: Spot) -> Vec<Effect> {
        match (&mut self.modal, spot) {
            (_, Spot::Key(key)) => self.key(ctx, at, key),
            (Some(Modal::Palette(palette)), Spot::Item(index)) => {
                palette.selected = index;
                self.modal_key(ctx, at, KeyCode::Enter.into(), None)
            }
            (Some(Modal::Reference(reference)), Spot::Item(index)) => {
                reference.selected = index;
                self.modal_key(ctx, at, KeyCode::Enter.into(), None)
            }
            (Some(Modal::Reference(reference)), Spot::Card(path)) => {
                reference.open.push((path, 0));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn drag(&mut self, here: Position) {
        match &mut self.mouse.drag {
            Some(Drag::Border) => self.draw_border(here),
            Some(Drag::Text(stretch)) => {
                let within = stretch.within;
                let last = |start: u16, length: u16| start + length.saturating_sub(1);
                stretch.to = Position::new(
                    here.x.clamp(within.x, last(within.x, within.width)),
                    here.y.clamp(within.y, last(within.y, within.height)),
                );
            }
            None => {}
        }
    }

    fn release(&mut self, ctx: &Context, under: Under) -> Vec<Effect> {
        let dragged = self.mouse.drag.take();
        let marked = matches!(dragged, Some(Drag::Text(stretch)) if stretch.from != stretch.to);
        if !marked || under.text.is_empty() {
            return Vec::new();
        }
        self.put_into_clipboard(ctx, under.text)
    }

    /// Scrolls what is under the pointer; what lies over the screen takes the wheel as arrow keys.
    fn wheel(&mut self, ctx: &Context, at: Duration, here: Position, way: KeyCode) -> Vec<Effect> {
        self.mouse.drag = None;
        if self.modal.is_some() {
            return (0..NOTCH)
                .flat_map(|_| self.modal_key(ctx, at, way.into(), None))
                .collect();
        }
        let areas = layout::areas(self);
        let up = way == KeyCode::Up;
        match areas.pane(here) {
            Some(Pane::Explanation) => self.scroll_explanation(ctx, if up { -1 } else { 1 }),
            Some(Pane::Transcript) => self.scroll_transcript(areas.transcript.height, up),
            Some(Pane::Command) if self.is_composing() => {
                for _ in 0..NOTCH {
                    self.command.key(KeyEvent::from(way), true);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn scroll_explanation(&mut self, ctx: &Context, way: isize) {
        // Who scrolls wants to read on.
        self.full |= self.tab == Tab::Explanation;
        let most = super::panel::most_scrolled(ctx, self);
        let moved = self.scrolled.saturating_add_signed(way * 3);
        self.scrolled = moved.min(most);
    }

    /// The selected line stands in the middle. From the end upwards the first half of the pane would
    /// be gone through without anything moving, so the wheel begins in the middle.
    fn scroll_transcript(&mut self, height: u16, up: bool) {
        let half = usize::from(height / 2);
        match (self.selected, up) {
            (None, true) => self.select_previous(half + NOTCH),
            (Some(_), true) => self.select_previous(NOTCH),
            (Some(_), false) => {
                self.select_next(half + NOTCH);
                if self.selected.is_some() {
                    self.select_previous(half);
                }
            }
            (None, false) => {}
        }
    }

    /// A click on a suggestion: its line is in the box, to be looked at and sent.
    fn take_suggestion(&mut self, ctx: &Context, number: u8) -> Vec<Effect> {
        if self.is_secret() || self.is_busy() {
            return Vec::new();
        }
        let Some(line) = self.suggestion(ctx, number) else {
            return Vec::new();
        };
        self.focus = Pane::Command;
        if self.is_composing() {
            self.command.insert(&line);
        } else {
            self.command.set(&line);
        }
        Vec::new()
    }

    /// A double click: the reference for the word, else for the line.
    fn open_under(&mut self, ctx: &Context, under: &Under) {
        let line = match under.spot {
            Spot::Line(place, _) => self.name_of(place),
            _ => None,
        };
        let names = [Some(under.word.clone()), line];
        let names: Vec<_> = names
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .collect();
        let found = names.iter().map(|name| Reference::about(ctx, name));
        let exact = found.clone().find(|reference| !reference.open.is_empty());
        let reference = exact.or_else(|| found.clone().find(|one| !one.found(ctx).is_empty()));
        if let Some(reference) = reference {
            self.modal = Some(Modal::Reference(reference));
        }
    }

    /// What the reference knows a line by: a reply's code, a command's verb.
    fn name_of(&self, place: Place) -> Option<String> {
        let entry = self.conversation.transcript().get(place.entry)?;
        match &entry.body {
            Body::Heard { reply, .. } => Some(reply.code().to_string()),
            Body::Said { line, .. } => {
                let said = printable(&line.text);
                said.split(' ').next().map(str::to_ascii_uppercase)
            }
            _ => None,
        }
    }
}
