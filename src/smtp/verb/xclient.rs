//! XCLIENT and XFORWARD: a trusted client speaks for another one (Postfix `XCLIENT_README` and
//! `XFORWARD_README`). XCLIENT decides as if the other had connected; XFORWARD is for the log.

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// XCLIENT's row. Its 220 is a new greeting: everything begins again.
pub(super) static XCLIENT: Verb = Verb {
    name: "XCLIENT",
    syntax: "XCLIENT attribute=value [attribute=value]",
    argument: Argument::Required,
    phases: &[Phase::Hello, Phase::Ready],
    keyword: Some("XCLIENT"),
    replies: &[220, 502, 503, 550, 554],
    moves: &[(Class::Success, Move::Restart)],
    serve: greet_again,
    ..USUAL
};

/// XFORWARD's row.
pub(super) static XFORWARD: Verb = Verb {
    name: "XFORWARD",
    syntax: "XFORWARD attribute=value [attribute=value]",
    argument: Argument::Required,
    phases: &[Phase::Ready],
    keyword: Some("XFORWARD"),
    replies: &[250, 502, 503, 550, 554],
    serve: note,
    ..USUAL
};

fn greet_again(service: &mut Service<'_>, _: &Command) -> Reply {
    *service.user = None;
    service.delivery.clear();
    Reply::new(220, &[format!("{} ESMTP", service.scenario.hostname)])
}

fn note(_: &mut Service<'_>, _: &Command) -> Reply {
    Reply::new(250, &["2.0.0 Noted"])
}
