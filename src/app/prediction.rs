//! What will probably come back for the line that is being typed, and what is odd about it. It
//! never stands in the way of sending.

use std::ops::Range;

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

impl App {
    /// What of a line must not be seen while it is typed: an answer, the response behind AUTH.
    pub fn secret_in(&self, line: &str) -> Option<Range<usize>> {
        if self.is_secret() {
            return Some(0..line.len());
        }
        if self.is_composing() || self.prompt.is_some() {
            return None;
        }
        self.conversation.session().judge(&Line::new(line)).secret
    }

    /// The same for lines that are to be sent one behind the other.
    pub fn secrets_in(&self, lines: &[String]) -> Vec<Option<Range<usize>>> {
        let mut session = self.conversation.session().clone();
        lines
            .iter()
            .map(
                |line| match session.client_said(&Line::new(line.as_str())) {
                    // Whatever follows an answer may be the next one.
                    _ if self.is_secret() => Some(0..line.len()),
                    said => said.secret,
                },
            )
            .collect()
    }
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
