//! `x`: what is copied or saved, and in which form.
//!
//! Absent on purpose: drawing it, and the forms (`export`).

use crossterm::event::{KeyCode, KeyEvent};

use super::{App, Effect, Modal, Query};
use crate::context::Context;
use crate::export::{FORMS, Form, Scope};
use crate::intent::Intent;

/// The choice in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyAs {
    /// How much is handed on.
    pub scope: Scope,
    /// Which row of [`FORMS`].
    pub form: usize,
    /// The name of a file, while it is asked for.
    pub name: Option<Query>,
}

impl CopyAs {
    fn chosen(&self) -> Option<&'static Form> {
        FORMS.get(self.form)
    }

    /// The scope after this one, or before it.
    fn turn(&mut self, steps: usize) {
        let here = Scope::ALL.iter().position(|scope| *scope == self.scope);
        let next = (here.unwrap_or(0) + steps) % Scope::ALL.len();
        self.scope = Scope::ALL.get(next).copied().unwrap_or(self.scope);
    }
}

impl App {
    /// Opens the menu: for the range if there is one, else for the session.
    pub(super) fn offer_forms(&mut self) -> Vec<Effect> {
        let scope = if self.range.is_some() {
            Scope::Line
        } else {
            Scope::Session
        };
        self.modal = Some(Modal::CopyAs(CopyAs {
            scope,
            form: 0,
            name: None,
        }));
        Vec::new()
    }

    pub(super) fn copy_as_key(
        &mut self,
        ctx: &Context,
        key: KeyEvent,
        intent: Option<Intent>,
        mut menu: CopyAs,
    ) -> Vec<Effect> {
        if let Some(name) = menu.name.take() {
            return self.file_name_key(ctx, key, menu, name);
        }
        let last = FORMS.len() - 1;
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => menu.form = (menu.form + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => menu.form = menu.form.saturating_sub(1),
            KeyCode::Home => menu.form = 0,
            KeyCode::End => menu.form = last,
            KeyCode::Right | KeyCode::Tab | KeyCode::Char('l') => menu.turn(1),
            KeyCode::Left | KeyCode::BackTab | KeyCode::Char('h') => {
                menu.turn(Scope::ALL.len() - 1);
            }
            KeyCode::Enter | KeyCode::Char('y') => {
                let text = self.in_form(ctx, menu.chosen(), menu.scope);
                return self.put_into_clipboard(ctx, text);
            }
            KeyCode::Char('s') => {
                let name = menu.chosen().map(|form| form.file_name(&self.target));
                menu.name = Some(Query::from(name.unwrap_or_default().as_str()));
            }
            _ if matches!(intent, Some(Intent::Back | Intent::Quit | Intent::CopyAs)) => {
                return Vec::new();
            }
            _ => {}
        }
        self.modal = Some(Modal::CopyAs(menu));
        Vec::new()
    }

    /// A name is typed; Enter saves under it, Esc leads back to the forms.
    fn file_name_key(
        &mut self,
        ctx: &Context,
        key: KeyEvent,
        mut menu: CopyAs,
        mut name: Query,
    ) -> Vec<Effect> {
        match key.code {
            KeyCode::Enter if !name.text().trim().is_empty() => {
                return vec![Effect::Save {
                    path: name.text().trim().to_owned(),
                    text: self.in_form(ctx, menu.chosen(), menu.scope),
                }];
            }
            KeyCode::Esc => {}
            _ => {
                name.key(key);
                menu.name = Some(name);
            }
        }
        self.modal = Some(Modal::CopyAs(menu));
        Vec::new()
    }
}
