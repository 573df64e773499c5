//! EHLO: the client introduces itself and learns what the server offers (RFC 5321 §4.1.1.1).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Service};
use crate::wire::{Class, Command, Reply};

/// EHLO's row.
pub(super) static EHLO: Verb = Verb {
    name: "EHLO",
    syntax: "EHLO your.host.name",
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
    service.offers(&command.args)
}
