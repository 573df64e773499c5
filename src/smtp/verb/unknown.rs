//! What is not in the table: a verb nobody knows (RFC 5321 §4.2.4).

use super::{Argument, USUAL, Verb};
use crate::smtp::Service;
use crate::wire::{Command, Reply};

/// The row of every verb that is not in the table.
pub static UNKNOWN: Verb = Verb {
    name: "UNKNOWN",
    syntax: "",
    argument: Argument::Optional,
    replies: &[500, 502, 503, 550, 250, 220],
    serve,
    ..USUAL
};

/// What a reply that nobody asked for answers: nothing.
pub static UNASKED: Verb = Verb {
    name: "UNASKED",
    argument: Argument::Optional,
    replies: &[421],
    serve,
    ..USUAL
};

pub(super) fn serve(_: &mut Service<'_>, command: &Command) -> Reply {
    Reply::new(
        500,
        &[format!(
            "5.5.2 No such command: {}; HELP lists what there is",
            crate::smtp::server::short(&command.verb)
        )],
    )
}
