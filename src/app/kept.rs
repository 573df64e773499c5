//! What of the screen is kept from one run to the next. `run/state` reads and writes it.
//!
//! Absent on purpose: settings, which a person writes into the config file, and the history of the
//! command box, which is kept apart.

/// What is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The card for the first time was put away.
    pub welcomed: bool,
    /// How much of the width the explanation has where panes stand side by side, in percent.
    pub beside: Option<u16>,
    /// How much of the height it has where panes are stacked, in percent.
    pub below: Option<u16>,
    /// Whether the panes are stacked where they could stand side by side.
    pub stacked: bool,
}
