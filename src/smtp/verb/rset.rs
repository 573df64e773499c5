//! RSET: wipes the transaction, keeps the session (RFC 5321 §4.1.1.5).

use super::{USUAL, Verb};
use crate::smtp::{Move, Service};
use crate::wire::{Class, Command, Reply};

/// RSET's row.
pub(super) static RSET: Verb = Verb {
    name: "RSET",
    syntax: "RSET",
    moves: &[(Class::Success, Move::Back)],
    ends_group: false,
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, _: &Command) -> Reply {
    service.delivery.clear();
    Reply::new(250, &["2.0.0 Forgotten; the session goes on"])
}
