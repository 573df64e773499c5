//! STARTTLS: asks for TLS on this connection (RFC 3207 §4).

use super::{USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// STARTTLS's row.
pub(super) static STARTTLS: Verb = Verb {
    name: "STARTTLS",
    syntax: "STARTTLS",
    phases: &[Phase::Ready],
    keyword: Some("STARTTLS"),
    replies: &[220, 454, 503, 502, 554],
    moves: &[(Class::Success, Move::To(Phase::Handshake))],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, _: &Command) -> Reply {
    if service.secure {
        return Reply::new(503, &["5.5.1 TLS is on already"]);
    }
    Reply::new(220, &["2.0.0 Ready to start TLS"])
}
