//! BDAT: sends counted octets of the message (RFC 3030 §2).

use super::{Argument, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::command::Chunk;
use crate::wire::{Class, Command, Reply};

/// BDAT's row.
pub(super) static BDAT: Verb = Verb {
    name: "BDAT",
    syntax: "BDAT octets [LAST]",
    argument: Argument::Required,
    phases: &[Phase::Recipients, Phase::Chunks],
    keyword: Some("CHUNKING"),
    replies: &[250, 503, 552, 554, 451, 452, 450, 550, 502],
    moves: &[(Class::Success, Move::Count)],
    ends_group: false,
    patience: 600,
    serve,
};

/// Called when the octets of a chunk that is not the last have come, or when the arguments are no
/// count.
fn serve(_: &mut Service<'_>, command: &Command) -> Reply {
    match Chunk::parse(&command.args) {
        None => Reply::new(501, &["5.5.4 Syntax: BDAT octets [LAST]"]),
        Some(Chunk { octets, .. }) => Reply::new(250, &[format!("2.0.0 {octets} octets received")]),
    }
}
