//! TURN and ATRN: both ends swap their roles, and the server sends what it holds for the client's
//! domains (RFC 821 §3.8, obsolete since RFC 5321 §F.1; RFC 2645 §5.2.1).
//!
//! Absent on purpose: the swapped roles. For the client this conversation is over with the `250`.

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// TURN's row.
pub(super) static TURN: Verb = Verb {
    name: "TURN",
    syntax: "TURN",
    phases: &[Phase::Ready],
    keyword: Some("TURN"),
    replies: &[250, 502, 503],
    moves: SWAP,
    serve: nothing_waits,
    ..USUAL
};

/// ATRN's row: only behind a login.
pub(super) static ATRN: Verb = Verb {
    name: "ATRN",
    syntax: "ATRN [domain,domain]",
    argument: Argument::Optional,
    phases: &[Phase::Ready],
    keyword: Some("ATRN"),
    replies: &[250, 453, 450, 451, 530, 502, 503],
    moves: SWAP,
    patience: 600,
    serve: nothing_waits,
    ..USUAL
};

const SWAP: &[(Class, Move)] = &[(Class::Success, Move::To(Phase::Over))];

fn nothing_waits(service: &mut Service<'_>, command: &Command) -> Reply {
    if command.verb == "ATRN" && service.user.is_none() {
        return Reply::new(530, &["5.7.0 Log in first"]);
    }
    if command.verb == "TURN" {
        return Reply::new(
            502,
            &["5.7.0 Roles are not swapped without a login: see ATRN"],
        );
    }
    Reply::new(453, &["4.3.0 No mail waits for you"])
}
