//! The tabs of the explanation pane: what the selected line means, where the session stands, what
//! TLS settled.
//!
//! Absent on purpose: what they show; that is `panel`.

use super::{App, Effect, Pane, layout};
use crate::context::Context;
use crate::link::TlsFacts;

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What the selected line means.
    #[default]
    Explanation,
    /// What is offered, before and after TLS, and the envelope so far.
    Session,
    /// What the handshake settled: verdict and certificates.
    Tls,
    /// What differs between two sessions, and how the other one stands.
    Both,
}

impl Tab {
    /// Every tab, in the order they stand in.
    pub const ALL: [Self; 4] = [Self::Explanation, Self::Session, Self::Tls, Self::Both];

    /// The key of its name in the locale.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Explanation => "ui.explanation",
            Self::Session => "session.tab",
            Self::Tls => "tls.tab",
            Self::Both => "session.both",
        }
    }
}

impl App {
    /// The tabs there are now: that of both sessions only while there are two.
    pub fn tabs(&self) -> impl Iterator<Item = Tab> {
        let both = self.second.is_some();
        Tab::ALL
            .into_iter()
            .filter(move |tab| both || *tab != Tab::Both)
    }

    /// To the next tab; after the last one, to the first.
    pub(super) fn next_tab(&mut self) {
        let behind = self.tabs().skip_while(|tab| *tab != self.tab).nth(1);
        self.turn_to(behind.unwrap_or_default());
    }

    /// To a tab. Where its pane is not on the screen, it gets the focus, so that it is.
    pub(super) fn turn_to(&mut self, tab: Tab) {
        self.tab = tab;
        self.compared = None;
        self.scrolled = 0;
        if layout::areas(self).explanation.is_empty() {
            self.focus = Pane::Explanation;
        }
    }

    /// `:session`, `:tls`: to a tab.
    pub(super) fn show_tab(&mut self, tab: Tab) -> Vec<Effect> {
        self.turn_to(tab);
        Vec::new()
    }

    /// `:cert FILE`: the server's certificates as PEM.
    pub(super) fn save_chain(&mut self, ctx: &Context, path: &str) -> Vec<Effect> {
        let text = self.conversation.tls().map(TlsFacts::pem);
        match text.filter(|text| !text.is_empty()) {
            Some(text) => vec![Effect::Save {
                path: path.to_owned(),
                text,
            }],
            None => self.tell(ctx.locale.text("tls.no-certificate").to_owned()),
        }
    }
}
