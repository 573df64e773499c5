//! AUTH: a login by a SASL mechanism (RFC 4954 §4).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// AUTH's row.
pub(super) static AUTH: Verb = Verb {
    name: "AUTH",
    syntax: "AUTH mechanism [initial-response]",
    argument: Argument::Required,
    phases: &[Phase::Ready],
    keyword: Some("AUTH"),
    replies: &[235, 334, 535, 504, 503, 534, 538, 454, 432, 502, 523, 525],
    moves: &[
        (Class::Success, Move::Login),
        (Class::More, Move::To(Phase::Challenge)),
        (Class::Transient, Move::GiveUp),
        (Class::Permanent, Move::GiveUp),
    ],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    if service.user.is_some() {
        return Reply::new(503, &["5.5.1 You are logged in already"]);
    }
    let mut words = command.words();
    service.begin_auth(words.next().unwrap_or_default(), words.next())
}
