//! NOOP: does nothing, and shows that the server is there (RFC 5321 §4.1.1.9).

use super::{Argument, USUAL, Verb};
use crate::smtp::Service;
use crate::wire::{Command, Reply};

/// NOOP's row.
pub(super) static NOOP: Verb = Verb {
    name: "NOOP",
    syntax: "NOOP [anything]",
    argument: Argument::Optional,
    serve,
    ..USUAL
};

fn serve(_: &mut Service<'_>, _: &Command) -> Reply {
    Reply::new(250, &["2.0.0 Here"])
}
