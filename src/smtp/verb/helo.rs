//! HELO: the old introduction, without offers (RFC 5321 §4.1.1.1).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Service};
use crate::wire::{Class, Command, Reply};

/// HELO's row.
pub(super) static HELO: Verb = Verb {
    name: "HELO",
    syntax: "HELO your.host.name",
    argument: Argument::Required,
    replies: &[250, 504, 550, 502],
    moves: &[(Class::Success, Move::Learn)],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    if service.scenario.lmtp {
        return Service::say_lhlo();
    }
    Reply::new(
        250,
        &[format!(
            "{} greets {}",
            service.scenario.hostname, command.args
        )],
    )
}
