//! ANONYMOUS: in as a guest, with a trace if one likes (RFC 4505 §2). Without one ehlo names itself:
//! the trace may be empty, but Cyrus SASL takes an empty one for none yet and asks on.

use super::{Answers, Check, First, Mechanism, Needs, ServerEnd, Users};
use crate::smtp::Secret;

/// ANONYMOUS's row. The user, if one is given, is the trace.
pub(super) static ANONYMOUS: Mechanism = Mechanism {
    name: "ANONYMOUS",
    first: First::Client,
    single: true,
    needs: Needs::Nothing,
    reveals: false,
    bound: false,
    client: |credentials, _| {
        let trace = Some(credentials.user.as_str()).filter(|user| !user.is_empty());
        Answers::of(vec![Secret::new(trace.unwrap_or("ehlo").as_bytes())])
    },
    server: |_| Box::new(Server),
};

/// The longest trace, in characters (RFC 4505 §2).
const TRACE: usize = 255;

#[derive(Debug)]
struct Server;

impl ServerEnd for Server {
    fn check(&mut self, _: &Users<'_>, answer: &[u8]) -> Check {
        match std::str::from_utf8(answer) {
            Ok(trace) if trace.chars().count() <= TRACE => Check::Welcome("anonymous".to_owned()),
            _ => Check::Malformed("A trace is at most 255 characters of UTF-8"),
        }
    }
}
