//! RCPT: names one recipient (RFC 5321 §4.1.1.3).

use super::{Argument, USUAL, Verb};
use crate::smtp::{Move, Phase, Service};
use crate::wire::PathArguments;
use crate::wire::{Class, Command, Reply};

/// RCPT's row.
pub(super) static RCPT: Verb = Verb {
    name: "RCPT",
    syntax: "RCPT TO:<address> [parameters]",
    argument: Argument::Path("TO:"),
    phases: &[Phase::Sender, Phase::Recipients],
    replies: &[
        250, 251, 550, 551, 552, 553, 450, 451, 452, 503, 455, 555, 556, 554,
    ],
    moves: &[
        (Class::Success, Move::Accept),
        (Class::Transient, Move::Refuse),
        (Class::Permanent, Move::Refuse),
    ],
    ends_group: false,
    serve,
    ..USUAL
};

fn serve(service: &mut Service<'_>, command: &Command) -> Reply {
    let arguments = PathArguments::read(&command.args, "TO:");
    let address = arguments.path.map(|path| path.address).unwrap_or_default();
    if address.is_empty() {
        return Reply::new(
            501,
            &["5.1.3 A recipient is needed; only a sender may be empty"],
        );
    }
    if service.delivery.recipients.len() >= service.scenario.most_recipients {
        return Reply::new(
            452,
            &["4.5.3 Too many recipients; send the rest in another transaction"],
        );
    }
    let reply = service.scenario.recipient(&address, service.user.is_some());
    if reply.class() == Class::Success {
        service.delivery.recipients.push(address);
    }
    reply
}
