//! The tabs of the explanation pane: what the selected line means, where the session stands, what
//! TLS settled.
//!
//! Absent on purpose: what they show; that is `panel`.

use super::{App, Effect, Pane, layout};
use crate::context::Context;

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
}

impl Tab {
    /// Every tab, in the order they stand in.
    pub const ALL: [Self; 3] = [Self::Explanation, Self::Session, Self::Tls];

    /// The key of its name in the locale.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Explanation => "ui.explanation",
            Self::Session => "session.tab",
            Self::Tls => "tls.tab",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Explanation => Self::Session,
            Self::Session => Self::Tls,
            Self::Tls => Self::Explanation,
        }
    }
}

impl App {
    /// To the next tab; after the last one, to the first.
    pub(super) fn next_tab(&mut self) {
        self.turn_to(self.tab.next());
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

    /// `:cert FILE`: the server's certificates as PEM.
    pub(super) fn save_chain(&mut self, ctx: &Context, path: &str) -> Vec<Effect> {
        let text = self.conversation.tls().map(|facts| facts.pem());
        match text.filter(|text| !text.is_empty()) {
            Some(text) => vec![Effect::Save {
                path: path.to_owned(),
                text,
            }],
            None => self.tell(ctx.locale.text("tls.no-certificate").to_owned()),
        }
    }
}
