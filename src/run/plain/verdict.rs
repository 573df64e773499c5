//! How the session went, as the exit status has it: that of the last connection counts.
//!
//! Absent on purpose: expectations; scripts have them.

use crate::script::Outcome;
use crate::smtp::{Finding, Phase};
use crate::transcript::{Body, Side};

/// How it went so far.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    status: u8,
    /// The server has announced the end.
    announced: bool,
}

impl Verdict {
    /// The exit status.
    pub(super) const fn status(&self) -> u8 {
        self.status
    }

    /// Whether a session that nobody watches must not go on: it is lost, late, or no SMTP.
    pub(super) const fn ends_trust(&self) -> bool {
        self.status != 0
    }

    /// Something happened.
    pub(super) fn heed(&mut self, body: &Body) {
        match body {
            Body::Opened { .. } => *self = Self::default(),
            Body::Heard { answered, .. } => {
                self.announced |= answered.after == Phase::Over;
                if answered.findings.iter().any(Finding::ends_trust) {
                    self.status = Outcome::NotSmtp.status();
                } else if self.announced {
                    self.status = 0;
                }
            }
            Body::Stray { .. } | Body::Flooding => self.status = Outcome::NotSmtp.status(),
            Body::TimedOut { .. } => self.status = Outcome::TimedOut.status(),
            Body::Closed {
                failure: Some(failure),
                ..
            } if !self.announced => self.status = Outcome::of_failure(failure).status(),
            Body::Closed {
                by: Side::Server, ..
            } if !self.announced && self.status == 0 => self.status = Outcome::Lost.status(),
            _ => {}
        }
    }
}
