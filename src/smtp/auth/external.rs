//! EXTERNAL: the server takes what it knows from outside, most often the client's certificate
//! (RFC 4422 §A).

use super::{Answers, Check, First, Mechanism, Needs, ServerEnd, Users};
use crate::smtp::Secret;

/// EXTERNAL's row. The user, if one is given, is whom to act as.
pub(super) static EXTERNAL: Mechanism = Mechanism {
    name: "EXTERNAL",
    first: First::Client,
    single: true,
    needs: Needs::Nothing,
    reveals: false,
    bound: false,
    client: |credentials, _| Answers::of(vec![Secret::new(credentials.user.as_bytes())]),
    server: |_| Box::new(Server),
};

/// The practice server asks no client for a certificate, so it knows nobody from outside.
#[derive(Debug)]
struct Server;

impl ServerEnd for Server {
    fn check(&mut self, _: &Users<'_>, _: &[u8]) -> Check {
        Check::Refused
    }
}
