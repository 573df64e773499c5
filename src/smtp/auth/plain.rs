//! PLAIN: name and password in one message, parted by NUL (RFC 4616 §2).

use super::{Answers, Check, Credentials, First, Mechanism, Needs, ServerEnd, Users, fits};
use crate::smtp::Secret;

/// PLAIN's row.
pub(super) static PLAIN: Mechanism = Mechanism {
    name: "PLAIN",
    first: First::Client,
    single: true,
    needs: Needs::Password,
    reveals: true,
    bound: false,
    client: |credentials, _| Answers::of(vec![message(credentials)]),
    server: |_| Box::new(Server),
};

fn message(credentials: &Credentials) -> Secret {
    let parts = [
        b"\0",
        credentials.user.as_bytes(),
        b"\0",
        credentials.password.expose(),
    ];
    Secret::new(parts.concat())
}

#[derive(Debug)]
struct Server;

impl ServerEnd for Server {
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check {
        let mut parts = answer.split(|octet| *octet == 0);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(_), Some(name), Some(password), None) => fits(users, name, password),
            _ => Check::Malformed("PLAIN takes NUL name NUL password"),
        }
    }
}
