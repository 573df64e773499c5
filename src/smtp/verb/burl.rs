//! BURL: names a piece of the message that the server fetches itself (RFC 4468 §3.2).

use super::{Argument, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::{Class, Command, Reply};

/// BURL's row.
pub(super) static BURL: Verb = Verb {
    name: "BURL",
    syntax: "BURL url [LAST]",
    argument: Argument::Required,
    phases: &[Phase::Recipients, Phase::Chunks],
    keyword: Some("BURL"),
    replies: &[250, 554, 503, 552, 451, 502],
    moves: &[(Class::Success, Move::Count)],
    ends_group: false,
    patience: 600,
    serve,
};

/// The practice server reaches no IMAP server.
fn serve(_: &mut Service<'_>, _: &Command) -> Reply {
    Reply::new(554, &["5.7.14 No trust with that IMAP server"])
}
