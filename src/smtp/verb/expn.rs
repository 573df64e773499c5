//! EXPN: asks who is on a mailing list (RFC 5321 §3.5, §4.1.1.7).

use super::{Argument, USUAL, Verb};
use crate::smtp::Service;
use crate::wire::{Command, Reply};

/// EXPN's row.
pub(super) static EXPN: Verb = Verb {
    name: "EXPN",
    syntax: "EXPN list",
    argument: Argument::Required,
    replies: &[250, 252, 550, 502, 504, 553],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    service.scenario.expand(&command.args)
}
