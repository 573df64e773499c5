//! MAIL: opens a transaction and names the sender (RFC 5321 §4.1.1.2).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::PathArguments;
use crate::wire::{Class, Command, Reply};

/// MAIL's row.
pub(super) static MAIL: Verb = Verb {
    name: "MAIL",
    syntax: "MAIL FROM:<address> [parameters]",
    argument: Argument::Path("FROM:"),
    phases: &[Phase::Ready],
    replies: &[250, 552, 451, 452, 550, 553, 503, 455, 555, 554],
    moves: &[(Class::Success, Move::Open)],
    ends_group: false,
    serve,
    ..USUAL
};

pub(super) fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    let arguments = PathArguments::read(&command.args, "FROM:");
    let address = arguments.path.map(|path| path.address).unwrap_or_default();
    let reply = service.scenario.sender(&address);
    if reply.class() == Class::Success {
        service.delivery.open(&address);
    }
    reply
}
