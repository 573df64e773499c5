//! The greeting: a pseudo verb, because opening the link is answered like a command (RFC 5321 §4.3.1).

use super::{USUAL, Verb};
use crate::smtp::{Move, Phase};
use crate::wire::Class;

/// The row of the connection itself.
pub static CONNECT: Verb = Verb {
    name: "CONNECT",
    syntax: "",
    phases: &[],
    replies: &[220, 554, 521, 421],
    moves: &[
        (Class::Success, Move::To(Phase::Hello)),
        (Class::Transient, Move::To(Phase::Refused)),
        (Class::Permanent, Move::To(Phase::Refused)),
    ],
    ..USUAL
};
