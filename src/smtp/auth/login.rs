//! LOGIN: two questions, two answers. No RFC defines it; every client and server has it
//! (draft-murchison-sasl-login).

use super::{Check, Credentials, Heard, Mechanism, Users, fits};
use crate::smtp::Secret;

/// LOGIN's row.
pub(super) static LOGIN: Mechanism = Mechanism {
    name: "LOGIN",
    client_first: false,
    answer,
    check,
};

fn answer(credentials: &Credentials, step: usize, _: &[u8]) -> Option<Secret> {
    match step {
        0 => Some(Secret::new(credentials.user.as_bytes())),
        1 => Some(credentials.password.clone()),
        _ => None,
    }
}

fn check(users: &Users<'_>, heard: &mut Heard, step: usize, answer: &[u8]) -> Check {
    match (step, heard.first()) {
        // `AUTH LOGIN <name>` gives the name at once; many servers take it.
        (0, _) if answer.is_empty() => Check::Challenge(b"Username:".to_vec()),
        (_, None) => {
            heard.push(answer.to_vec());
            Check::Challenge(b"Password:".to_vec())
        }
        (_, Some(name)) => fits(users, name, answer),
    }
}
