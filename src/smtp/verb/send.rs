//! SEND, SOML and SAML: MAIL to the screens of users who are at a terminal (RFC 821 §3.4). Obsolete
//! since RFC 5321 §F.6.

use super::{Argument, USUAL, Verb, mail};
use crate::smtp::{Move, Phase};
use crate::wire::Class;

/// SEND's row: to the screen.
pub(super) static SEND: Verb = Verb {
    name: "SEND",
    syntax: "SEND FROM:<address>",
    keyword: Some("SEND"),
    ..LIKE_MAIL
};

/// SOML's row: to the screen, or else to the mailbox.
pub(super) static SOML: Verb = Verb {
    name: "SOML",
    syntax: "SOML FROM:<address>",
    keyword: Some("SOML"),
    ..LIKE_MAIL
};

/// SAML's row: to the screen and to the mailbox.
pub(super) static SAML: Verb = Verb {
    name: "SAML",
    syntax: "SAML FROM:<address>",
    keyword: Some("SAML"),
    ..LIKE_MAIL
};

const LIKE_MAIL: Verb = Verb {
    argument: Argument::Path("FROM:"),
    phases: &[Phase::Ready],
    replies: &[250, 552, 451, 452, 502, 503],
    moves: &[(Class::Success, Move::Open)],
    ends_group: false,
    serve: mail::serve,
    ..USUAL
};
