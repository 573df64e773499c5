//! What will probably come back for the line that is being typed, and what is odd about it. It
//! never stands in the way of sending.

use super::{App, LinkState};
use crate::smtp::Finding;
use crate::wire::Line;

/// A prediction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// Nothing to predict.
    None,
    /// A line of ehlo's own.
    Own,
    /// There is no connection to send it over.
    NotOpen,
    /// A reply code, and the findings it rests on.
    Reply(Option<u16>, Vec<Finding>),
}

/// Predicts.
pub fn predict(app: &App) -> Prediction {
    let line = app.command.line();
    if app.is_composing() || app.is_secret() || app.prompt.is_some() {
        return Prediction::None;
    }
    if line.starts_with(':') {
        return Prediction::Own;
    }
    if line.trim().is_empty() {
        return Prediction::None;
    }
    if app.link != LinkState::Open {
        return Prediction::NotOpen;
    }
    let said = app.conversation.session().judge(&Line::new(line));
    Prediction::Reply(said.likely_reply(), said.findings)
}
