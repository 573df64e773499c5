//! Links that are real: TCP, TLS and time, carried between an [`Endpoint`](crate::link::Endpoint) and the far end.
//!
//! | file | what it does |
//! |---|---|
//! | [`dial`] | name and port → an open socket |
//! | `listen` | a port → one driven endpoint per connection |
//! | `socket` | a TCP stream set up for short questions and answers |
//! | `tls` | both ends of the handshake, and what it settled |
//! | `carrier` | carries out actions, collects events: the one core of `pump` |
//! | `pump` | the carrier, joined to channels (`pump`) or to an endpoint (`drive`) |
//! | `failure` | the system's errors → [`Failure`](crate::link::Failure) |
//!
//! Absent on purpose: SMTP. Nothing here looks into the bytes it moves, so nothing here has to
//! change when the conversation does.

pub mod dial;

mod carrier;
mod failure;
mod listen;
mod pump;
mod socket;
mod tls;

pub use listen::Listener;
pub use pump::{Link, Stream, Tls, drive, pump};
pub use socket::Socket;
pub use tls::{ClientTls, PracticeTls, TlsError, TlsOptions, practice_config};
