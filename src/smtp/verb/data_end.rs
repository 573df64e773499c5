//! The final dot: a pseudo verb, because it is answered like a command (RFC 5321 §4.1.1.4).

use super::{USUAL, Verb};
use crate::smtp::{Move, Phase};
use crate::wire::Class;

/// The row of the message's end. Whatever the reply, the transaction is over (RFC 5321 §4.1.1.4).
pub static DATA_END: Verb = Verb {
    name: "DATA-END",
    syntax: ".",
    phases: &[Phase::Body],
    replies: &[250, 552, 554, 451, 452, 450, 550],
    moves: &[
        (Class::Success, Move::Back),
        (Class::Transient, Move::Back),
        (Class::Permanent, Move::Back),
    ],
    patience: 600,
    ..USUAL
};
