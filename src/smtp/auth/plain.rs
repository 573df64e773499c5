//! PLAIN: name and password in one message, parted by NUL (RFC 4616 §2).

use super::{Check, Credentials, Heard, Mechanism, Users, fits};
use crate::smtp::Secret;

/// PLAIN's row.
pub(super) static PLAIN: Mechanism = Mechanism {
    name: "PLAIN",
    client_first: true,
    answer,
    check,
};

fn answer(credentials: &Credentials, step: usize, _: &[u8]) -> Option<Secret> {
    let message = [
        b"\0",
        credentials.user.as_bytes(),
        b"\0",
        credentials.password.expose(),
    ]
    .concat();
    (step == 0).then(|| Secret::new(message))
}

fn check(users: &Users<'_>, _: &mut Heard, _: usize, answer: &[u8]) -> Check {
    let mut parts = answer.split(|octet| *octet == 0);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(name), Some(password), None) => fits(users, name, password),
        _ => Check::Malformed("PLAIN takes NUL name NUL password"),
    }
}
