//! QUIT: ends the session in order (RFC 5321 §4.1.1.10).

use super::{USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// QUIT's row.
pub(super) static QUIT: Verb = Verb {
    name: "QUIT",
    syntax: "QUIT",
    phases: &[
        Phase::Hello,
        Phase::Ready,
        Phase::Sender,
        Phase::Recipients,
        Phase::Chunks,
        Phase::Refused,
    ],
    replies: &[221],
    moves: &[(Class::Success, Move::To(Phase::Over))],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, _: &Command) -> Reply {
    Reply::new(
        221,
        &[format!("2.0.0 {} says goodbye", service.scenario.hostname)],
    )
}
