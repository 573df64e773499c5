//! LOGIN: two questions, two answers. No RFC defines it; every client and server has it
//! (draft-murchison-sasl-login).

use super::{Answers, Check, First, Mechanism, Needs, ServerEnd, Users, fits};
use crate::smtp::Secret;

/// LOGIN's row. `AUTH LOGIN <name>` gives the name at once; many servers take it.
pub(super) static LOGIN: Mechanism = Mechanism {
    name: "LOGIN",
    first: First::Either,
    single: false,
    needs: Needs::Password,
    reveals: true,
    bound: false,
    client: |credentials, _| {
        let name = Secret::new(credentials.user.as_bytes());
        Answers::of(vec![name, credentials.password.clone()])
    },
    server: |_| Box::new(Server::default()),
};

#[derive(Debug, Default)]
struct Server {
    asked: bool,
    name: Option<Vec<u8>>,
}

impl ServerEnd for Server {
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check {
        match &self.name {
            None if answer.is_empty() && !self.asked => {
                self.asked = true;
                Check::Challenge(b"Username:".to_vec())
            }
            None => {
                self.name = Some(answer.to_vec());
                Check::Challenge(b"Password:".to_vec())
            }
            Some(name) => fits(users, name, answer),
        }
    }
}
