//! DATA: asks to send the message (RFC 5321 §4.1.1.4).

use super::{USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// DATA's row.
pub(super) static DATA: Verb = Verb {
    name: "DATA",
    syntax: "DATA",
    phases: &[Phase::Recipients],
    replies: &[354, 503, 554, 451, 450, 550, 452],
    moves: &[(Class::More, Move::To(Phase::Body))],
    patience: 120,
    serve,
    ..USUAL
};

fn serve(_: &mut Service<'_>, _: &Command) -> Reply {
    Reply::new(
        354,
        &["Send the message; end it with a line that holds one dot"],
    )
}
