//! VRFY: asks whether a mailbox exists (RFC 5321 §3.5, §4.1.1.6).

use super::{Argument, USUAL, Verb};
use crate::smtp::Service;
use crate::wire::{Command, Reply};

/// VRFY's row.
pub(super) static VRFY: Verb = Verb {
    name: "VRFY",
    syntax: "VRFY mailbox",
    argument: Argument::Required,
    replies: &[252, 250, 251, 550, 551, 553, 502, 504],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    service.scenario.verify(&command.args)
}
