//! ETRN: asks the server to send what it holds for a host (RFC 1985 §5).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Phase, Service};
use crate::wire::{Command, Reply};

/// ETRN's row.
pub(super) static ETRN: Verb = Verb {
    name: "ETRN",
    syntax: "ETRN domain",
    argument: Argument::Required,
    phases: &[Phase::Ready],
    keyword: Some("ETRN"),
    replies: &[250, 251, 252, 253, 458, 459, 503, 502],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    let domain = command.args.trim_start_matches(['@', '#']);
    if service.scenario.is_local(domain) {
        return Reply::new(
            251,
            &[format!("2.0.0 No messages are waiting for {domain}")],
        );
    }
    Reply::new(
        459,
        &[format!("4.7.1 {domain} may not be asked for from here")],
    )
}
