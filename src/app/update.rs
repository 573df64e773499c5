//! One message, one change: a match on what came, and a match on what was asked for.

use std::time::Duration;

use crossterm::event::{KeyEvent, KeyEventKind};

use super::{App, Effect, LinkState, Modal, Msg, Pane, Reference, Tab, layout, panel};
use crate::context::Context;
use crate::intent::Intent;
use crate::link::Action;
use crate::smtp::Phase;
use crate::transcript::Body;
use crate::wire::Line;

/// How long the goodbye may take when leaving.
const FAREWELL: Duration = Duration::from_secs(2);

/// Takes a message; what is to be done outside.
pub fn update(ctx: &Context, app: &mut App, at: Duration, msg: Msg) -> Vec<Effect> {
    let (secret, composing) = (app.is_secret(), app.is_composing());
    app.now = at;
    let mut effects = change(ctx, app, at, msg);
    app.tell_of_production(ctx, at);
    effects.extend(app.look_on(ctx));
    if composing != app.is_composing() {
        app.focus = Pane::Command;
        app.gather_typed();
        app.command.swap_draft(app.is_composing());
        if app.message.aside {
            app.command.set(":");
        }
    }
    if app.is_composing() || app.is_secret() || app.prompt.is_some() {
        app.recall = None;
    }
    if let Some(line) = app.to_type.take() {
        app.command.replace(&line);
    }
    // A secret that is half typed must not turn into a command everybody can read.
    if secret && !app.is_secret() {
        app.command.take();
    }
    effects
}

fn change(ctx: &Context, app: &mut App, at: Duration, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) if key.kind == KeyEventKind::Release => Vec::new(),
        Msg::Key(key) => app.key(ctx, at, key),
        Msg::Mouse(pointer, under) => app.pointed(ctx, at, pointer, under),
        Msg::Pasted(text) => app.pasted(&text),
        Msg::Typed(line) => app.typed(ctx, at, &line),
        Msg::TypedAll => app.typed_all(at),
        Msg::Resized(size) => {
            app.size = size;
            Vec::new()
        }
        Msg::Link(generation, event) if generation == app.generation => app.heard(ctx, at, event),
        Msg::Link(generation, event) => app.beside(generation, |app| app.heard(ctx, at, event)),
        Msg::FileOpened(name, opened) => app.opened(ctx, name, opened),
        Msg::Composed(made) => app.composed(ctx, made),
        Msg::Piece(generation, piece) if generation == app.generation => {
            app.piece_read(ctx, at, piece)
        }
        Msg::Piece(generation, piece) => {
            app.beside(generation, |app| app.piece_read(ctx, at, piece))
        }
        Msg::Tick | Msg::Continue => Vec::new(),
        Msg::Saved(file, Ok(())) => app.tell(ctx.locale.fill("remark.saved", &[("file", file)])),
        Msg::Saved(file, Err(detail)) => app.tell_error(
            ctx.locale
                .fill("remark.not-saved", &[("file", file), ("detail", detail)]),
        ),
        Msg::Taken(path, text) => app.ask_to_replace(path, text),
        Msg::Copied(octets, way) => app.copied(ctx, octets, way),
        Msg::Told(notice) => app.tell_error(notice),
        Msg::Refused(why) => {
            app.link = LinkState::Closed;
            app.tell_error(why)
        }
    }
}

impl App {
    pub(super) fn key(&mut self, ctx: &Context, at: Duration, key: KeyEvent) -> Vec<Effect> {
        // What is typed over the screen is text, whatever its letters ask for in a pane.
        let typed = self.modal.as_ref().is_some_and(|modal| modal.types(key));
        let intent = ctx.keymap.intent(self.key_context(), key);
        let intent = intent.filter(|_| !typed);
        if intent != Some(Intent::Cancel) {
            self.armed = false;
        }
        self.read_notice(key, intent);
        let uncover = intent == Some(Intent::Uncover) && !self.command.is_uncovered();
        self.command.uncover(uncover);
        if self.modal.is_some()
            && !matches!(
                intent,
                Some(Intent::Cancel | Intent::Suspend | Intent::Redraw)
            )
        {
            return self.modal_key(ctx, at, key, intent);
        }
        if self.recall.is_some() && self.recall_key(key, intent) {
            return Vec::new();
        }
        if let Some(effects) = self.field_key(ctx, key, intent) {
            return effects;
        }
        match intent {
            Some(Intent::TakeGhost) if !self.take_ghost(ctx) => {
                self.command.key(key, false);
                Vec::new()
            }
            Some(intent) => self.intend(ctx, at, intent),
            None if self.focus == Pane::Command => {
                let composing = self.is_composing();
                if composing && self.message.file.is_some() {
                    return self.tell(ctx.ui("file-instead").to_owned());
                }
                self.command.key(key, composing);
                Vec::new()
            }
            // A pane that takes no text takes no other key.
            None => Vec::new(),
        }
    }

    pub(super) fn intend(&mut self, ctx: &Context, at: Duration, intent: Intent) -> Vec<Effect> {
        match intent {
            Intent::Back => self.back(ctx),
            Intent::Cancel => return self.cancel(ctx, at),
            Intent::Compare => self.offer_comparison(),
            Intent::Complete => {
                if !self.complete(ctx) {
                    self.focus = self.pane_after(1);
                }
            }
            Intent::Copy | Intent::CopyExchange | Intent::CopyAs | Intent::Range => {
                return self.hand_on(ctx, intent);
            }
            Intent::Detail => self.turn_detail(),
            Intent::Help | Intent::Notices | Intent::Palette => self.open(ctx, intent),
            Intent::Look(look) => return self.look(ctx, look),
            Intent::Edit(edit) => self.command.edit(edit),
            Intent::ExternalEditor => return self.edit_elsewhere(ctx),
            Intent::OwnCommand => self.step_aside(),
            Intent::Larger | Intent::Smaller | Intent::UsualSize | Intent::TurnPanes => {
                return self.arrange(ctx, intent);
            }
            Intent::Mouse => return self.turn_mouse(ctx),
            Intent::HistoryNewer => self.command.newer(&self.history, &self.target.to_string()),
            Intent::HistoryOlder => self.command.older(&self.history, &self.target.to_string()),
            Intent::HistorySearch => self.search_history(),
            Intent::Fold => return self.fold_here(ctx),
            Intent::LookUp => return self.look_up(ctx, at),
            Intent::NextPoint | Intent::PreviousPoint => self.step(ctx, intent),
            Intent::NextPane => self.focus = self.pane_after(1),
            Intent::OtherSession => return self.switch(ctx),
            Intent::NextTab => self.next_tab(),
            Intent::PreviousPane => {
                if !self.complete_back(ctx) {
                    self.focus = self.pane_after(2);
                }
            }
            Intent::Pane(number) => self.focus = pane(number),
            Intent::Quit => return self.quit(),
            Intent::QuitPrinting => return self.quit_printing(),
            Intent::Redraw => return vec![Effect::Redraw],
            Intent::Replay => return self.replay(ctx, at),
            Intent::Resend => return self.resend(ctx, at),
            Intent::Reference => self.modal = Some(Modal::Reference(Reference::default())),
            Intent::Send => return self.send(ctx, at),
            Intent::SendMessage => return self.send_message(ctx, at),
            Intent::Suggestion(number) => return self.send_suggestion(ctx, at, number),
            Intent::Suspend => return vec![Effect::Suspend],
            Intent::Wire => self.wire = self.wire.next(),
            // The key alone has uncovered it, or covered it again; and what was to be taken is.
            Intent::Uncover | Intent::TakeGhost => {}
            Intent::Zoom => self.zoomed = !self.zoomed,
            Intent::Bottom
            | Intent::Down
            | Intent::NextReply
            | Intent::PageDown
            | Intent::PageUp
            | Intent::PreviousReply
            | Intent::Top
            | Intent::Up => self.travel(ctx, intent),
        }
        Vec::new()
    }

    /// Moves through the pane with the focus; from the box, through the transcript.
    fn travel(&mut self, ctx: &Context, intent: Intent) {
        let page = usize::from(layout::areas(self).transcript.height.max(3)) - 1;
        if self.focus == Pane::Explanation
            && !matches!(intent, Intent::NextReply | Intent::PreviousReply)
        {
            // Who scrolls wants to read on.
            self.full |= self.tab == Tab::Explanation;
            let most = panel::most_scrolled(ctx, self);
            self.scrolled = match intent {
                Intent::Down => self.scrolled + 1,
                Intent::PageDown => self.scrolled + page,
                Intent::Up => self.scrolled.saturating_sub(1),
                Intent::PageUp => self.scrolled.saturating_sub(page),
                Intent::Bottom => most,
                _ => 0,
            };
            self.scrolled = self.scrolled.min(most);
            return;
        }
        match intent {
            Intent::Up => self.select_previous(1),
            Intent::PageUp => self.select_previous(page),
            Intent::Down => self.select_next(1),
            Intent::PageDown => self.select_next(page),
            Intent::Top => self.select_first(),
            Intent::NextReply => self.select_reply(true),
            Intent::PreviousReply => self.select_reply(false),
            _ => {
                self.selected = None;
                self.scrolled = 0;
            }
        }
    }

    /// Esc: unzoom, follow again, and at last to the box. It never quits.
    fn back(&mut self, ctx: &Context) {
        if self.close_list(ctx) {
            // What is typed stays.
        } else if self.put_welcome_away() {
            // The explanation is seen again.
        } else if self.prompt.take().is_some() {
            self.command.take();
        } else if self.range.take().is_some() {
            // The selected line stays where it is.
        } else if self.point().is_some() {
            self.pointed = None;
        } else if self.compared.take().is_some() {
            self.scrolled = 0;
        } else if self.tab != Tab::Explanation {
            self.turn_to(Tab::Explanation);
        } else if self.message.aside {
            self.step_aside();
        } else if self.message.chunk.take().is_some() {
            // The text stays for the next time.
        } else if self.look_back() {
            // What is selected stays.
        } else if self.zoomed {
            self.zoomed = false;
        } else if self.selected.is_some() {
            self.selected = None;
            self.scrolled = 0;
        } else {
            self.focus = Pane::Command;
        }
    }

    /// F2: `:compare` with the selected reply's code, for the other one to be typed.
    fn offer_comparison(&mut self) {
        let selected = self
            .place()
            .and_then(|place| self.conversation.transcript().get(place.entry));
        let code = match selected.map(|entry| &entry.body) {
            Some(Body::Heard { reply, .. }) => format!("{} ", reply.code()),
            _ => String::new(),
        };
        if self.is_composing() || self.is_secret() {
            return;
        }
        self.focus = Pane::Command;
        self.command.set(&format!(":compare {code}"));
    }

    /// Ctrl-C: clears the input, then cancels what runs; twice in a row it always leaves.
    fn cancel(&mut self, ctx: &Context, at: Duration) -> Vec<Effect> {
        if self.armed {
            return vec![Effect::Quit];
        }
        self.armed = true;
        self.parting = false;
        if self.modal.is_some() {
            return self.close_modal();
        }
        if self.message.sending.is_some() {
            return self.give_up_sending(at);
        }
        if self.is_composing() && self.message.file.take().is_some() {
            return self.tell(ctx.ui("file-put-aside").to_owned());
        }
        if !self.queue.is_empty() {
            return self.stop_queue(ctx, "queue-cancelled");
        }
        let asked = self.prompt.take().is_some();
        if asked || !self.command.is_empty() && !self.is_composing() {
            self.command.take();
            return Vec::new();
        }
        self.tell(ctx.ui("again-to-leave").to_owned());
        if self.link == LinkState::Opening {
            self.hang_up(at)
        } else {
            Vec::new()
        }
    }

    /// Ctrl-Q: leaves, but asks for QUIT first while a session is open.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        self.parting = false;
        self.leave()
    }

    /// `Q`: the same, and the session stays in the shell.
    fn quit_printing(&mut self) -> Vec<Effect> {
        self.parting = true;
        self.leave()
    }

    fn leave(&mut self) -> Vec<Effect> {
        if self.is_talking() && self.conversation.session().phase() != Phase::Greeting {
            self.modal = Some(Modal::Quit);
            return Vec::new();
        }
        vec![Effect::Quit]
    }

    /// QUIT, and leave as soon as the server answered, but not later than it takes to be polite.
    pub(super) fn say_goodbye(&mut self, at: Duration) -> Vec<Effect> {
        if !self.can_say_quit() {
            return vec![Effect::Quit];
        }
        let until = at + FAREWELL;
        self.leaving = Some(until);
        let mut effects = self.say(at, &Line::new("QUIT"));
        limit(&mut effects, until.saturating_sub(at));
        effects
    }

    /// Whether QUIT would be taken for a command, and not for a line of a message or an answer.
    pub fn can_say_quit(&self) -> bool {
        let inside = matches!(
            self.conversation.session().phase(),
            Phase::Body | Phase::Chunk | Phase::Challenge
        );
        self.is_talking() && !inside
    }

    fn pane_after(&self, steps: usize) -> Pane {
        const ORDER: [Pane; 3] = [Pane::Command, Pane::Explanation, Pane::Transcript];
        let here = ORDER
            .iter()
            .position(|pane| *pane == self.focus)
            .unwrap_or(0);
        ORDER
            .get((here + steps) % ORDER.len())
            .copied()
            .unwrap_or(Pane::Command)
    }
}

/// Lets no reply be waited for longer than so.
pub(super) fn limit(effects: &mut [Effect], most: Duration) {
    for effect in effects {
        if let Effect::Link(Action::Await(patience)) = effect {
            *patience = Some(patience.map_or(most, |patience| patience.min(most)));
        }
    }
}

const fn pane(number: u8) -> Pane {
    match number {
        1 => Pane::Transcript,
        2 => Pane::Explanation,
        _ => Pane::Command,
    }
}
