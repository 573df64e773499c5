//! Ctrl-P: everything there is to do, to choose and to read, in one list that is searched by typing.
//!
//! What is in it is made once, when it opens: the actions with their words, ehlo's own commands,
//! themes, languages, targets and cards. Whether something means anything here is asked when its row
//! is drawn, since replies come in meanwhile. While the selection is on a theme, the screen looks
//! like it; whoever closes the palette otherwise gets the old look back.
//!
//! Absent on purpose: drawing, and what the choices do; each is done as its key or its command does.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::own::needs_argument;
use super::{App, Effect, Modal, Pane, Query, Reference, layout};
use crate::context::Context;
use crate::intent::Intent;
use crate::kb::folded;

mod applies;
mod fit;
mod items;

use fit::Way;
pub use items::{Choice, Item, Section};

/// How many choices are offered again before anything is typed.
const RECENT: usize = 5;
/// How many targets are remembered.
const TARGETS: usize = 20;

/// The list, and what of it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What was typed.
    pub query: Query,
    /// Which of the found is selected.
    pub selected: usize,
    items: Vec<Item>,
    /// What fits, by section, and its number among the items.
    found: Vec<(Section, usize)>,
    /// What was chosen last, as numbers of items.
    recent: Vec<usize>,
    /// The theme that is looked at.
    theme: Option<String>,
}

impl Palette {
    fn new(items: Vec<Item>, recent: &[Choice]) -> Self {
        let place = |choice: &Choice| items.iter().position(|item| item.choice == *choice);
        let mut palette = Self {
            query: Query::default(),
            selected: 0,
            found: Vec::new(),
            recent: recent.iter().filter_map(place).collect(),
            theme: None,
            items,
        };
        palette.search();
        palette
    }

    /// Everything in it.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What fits, section by section: the section that has the best comes first, and in it the best.
    pub fn found(&self) -> impl Iterator<Item = (Section, &Item)> {
        let found = self.found.iter();
        found.filter_map(|(section, number)| Some((*section, self.items.get(*number)?)))
    }

    /// The item that is selected.
    fn chosen(&self) -> Option<&Item> {
        let (_, number) = self.found.get(self.selected)?;
        self.items.get(*number)
    }

    fn search(&mut self) {
        self.selected = 0;
        let query = folded(self.query.text());
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut ranked = self.ranked(&words, Way::Whole);
        if ranked.is_empty() {
            ranked = self.ranked(&words, Way::Scattered);
        }
        let mut best = [usize::MAX; Section::ALL.len()];
        for (section, rank, _) in &ranked {
            if let Some(best) = best.get_mut(*section as usize) {
                *best = (*best).min(*rank);
            }
        }
        let best = |section: Section| best.get(section as usize).copied();
        ranked.sort_by_key(|(section, rank, number)| (best(*section), *section, *rank, *number));
        let recent = self.recent.iter().filter(|_| words.is_empty());
        let recent = recent.map(|number| (Section::Recent, *number));
        let found = ranked
            .iter()
            .map(|(section, _, number)| (*section, *number));
        self.found = recent.chain(found).collect();
    }

    /// What fits, how well, and its number.
    fn ranked(&self, words: &[&str], way: Way) -> Vec<(Section, usize, usize)> {
        let numbered = self.items.iter().enumerate();
        numbered
            .filter_map(|(number, item)| {
                let rank = fit::rank(&item.texts, words, way)?;
                Some((item.section, rank, number))
            })
            .collect()
    }

    fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// The screen looks like the theme that is selected, and as before where none is.
    fn preview(&mut self) -> Vec<Effect> {
        let theme = match self.chosen().map(|item| &item.choice) {
            Some(Choice::Theme(name)) => Some(name.clone()),
            _ => None,
        };
        if theme == self.theme {
            return Vec::new();
        }
        self.theme.clone_from(&theme);
        vec![Effect::Preview(theme)]
    }

    /// What makes the screen look as it did before.
    pub(super) fn looks_as_before(&self) -> Vec<Effect> {
        let effect = self.theme.as_ref().map(|_| Effect::Preview(None));
        effect.into_iter().collect()
    }
}

impl App {
    /// Opens it.
    pub(super) fn open_palette(&mut self, ctx: &Context) {
        let items = items::all(ctx, &self.visited);
        let palette = Palette::new(items, &self.recent);
        self.modal = Some(Modal::Palette(palette));
    }

    /// A key in it, but for Enter.
    pub(super) fn palette_key(
        &mut self,
        key: KeyEvent,
        mut palette: Palette,
        intent: Option<Intent>,
    ) -> Vec<Effect> {
        let page = isize::try_from(layout::over_inside(self).1).unwrap_or(1);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return palette.looks_as_before(),
            _ if intent == Some(Intent::Quit) => return palette.looks_as_before(),
            KeyCode::Up => palette.step(-1),
            KeyCode::Char('p') if control => palette.step(-1),
            KeyCode::Down => palette.step(1),
            KeyCode::Char('n') if control => palette.step(1),
            KeyCode::PageUp => palette.step(-page),
            KeyCode::PageDown => palette.step(page),
            KeyCode::Home => palette.step(isize::MIN),
            KeyCode::End => palette.step(isize::MAX),
            _ if palette.query.key(key) => palette.search(),
            _ => {}
        }
        let effects = palette.preview();
        self.modal = Some(Modal::Palette(palette));
        effects
    }

    /// Enter: does what is selected, if it means anything here.
    pub(super) fn do_chosen(
        &mut self,
        ctx: &Context,
        at: Duration,
        palette: Palette,
    ) -> Vec<Effect> {
        let Some(choice) = palette.chosen().map(|item| item.choice.clone()) else {
            self.modal = Some(Modal::Palette(palette));
            return Vec::new();
        };
        if !self.applies(ctx, &choice) {
            self.modal = Some(Modal::Palette(palette));
            return self.tell(ctx.ui("palette-not-here").to_owned());
        }
        self.recent.retain(|before| *before != choice);
        self.recent.insert(0, choice.clone());
        self.recent.truncate(RECENT);
        match choice {
            Choice::Intent(intent) => self.intend(ctx, at, intent),
            Choice::Own(name) if needs_argument(name) => self.begin_line(format!(":{name} ")),
            Choice::Own(name) => self.own(ctx, at, name),
            Choice::Theme(name) => self.own(ctx, at, &format!("theme {name}")),
            Choice::Language(tag) => self.own(ctx, at, &format!("lang {tag}")),
            Choice::Target(target) => self.own(ctx, at, &format!("connect {target}")),
            Choice::Card(path) => {
                self.modal = Some(Modal::Reference(Reference::card(path)));
                Vec::new()
            }
        }
    }

    /// Puts the beginning of a line into the box, for its argument; undo brings back what was there.
    fn begin_line(&mut self, line: String) -> Vec<Effect> {
        if self.is_composing() {
            self.step_aside();
        }
        self.focus = Pane::Command;
        self.to_type = Some(line);
        Vec::new()
    }

    /// It is connected to a target, which is thereby one to connect to again.
    pub(super) fn remember_target(&mut self, target: &str) {
        self.visited.retain(|before| before != target);
        self.visited.insert(0, target.to_owned());
        self.visited.truncate(TARGETS);
    }
}
