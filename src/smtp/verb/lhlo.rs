//! LHLO: the introduction of LMTP (RFC 2033 §4.1).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Service};
use crate::wire::{Class, Command, Reply};

/// LHLO's row.
pub(super) static LHLO: Verb = Verb {
    name: "LHLO",
    syntax: "LHLO your.host.name",
    argument: Argument::Required,
    replies: &[250, 504, 550, 502],
    moves: &[(Class::Success, Move::Learn)],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    if service.scenario.lmtp {
        return service.offers(&command.args);
    }
    Reply::new(
        500,
        &["5.5.1 LHLO belongs to LMTP; this server speaks SMTP: say EHLO"],
    )
}
