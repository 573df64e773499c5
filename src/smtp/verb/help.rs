//! HELP: asks the server to explain itself (RFC 5321 §4.1.1.8).

use super::{Argument, USUAL, VERBS, Verb};
use crate::smtp::Service;
use crate::wire::{Command, Reply};

/// HELP's row.
pub(super) static HELP: Verb = Verb {
    name: "HELP",
    syntax: "HELP [topic]",
    argument: Argument::Optional,
    replies: &[214, 211, 250, 502, 504],
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    let topic = command.args.to_ascii_uppercase();
    if topic.is_empty() {
        return Reply::new(214, &service.help());
    }
    match VERBS.iter().find(|verb| verb.name == topic) {
        Some(verb) => Reply::new(214, &[format!("2.0.0 {}", verb.syntax)]),
        None => Reply::new(
            504,
            &[format!(
                "5.5.4 No help on {topic}; HELP alone lists what there is"
            )],
        ),
    }
}
