//! Links that are real: sockets, children, TLS and time, carried between an [`Endpoint`](crate::link::Endpoint) and the far end.
//!
//! | file | what it does |
//! |---|---|
//! | `route` | a far end of any kind, and the way to it → an open link |
//! | `way`, `stages` | what was asked for on the way; telling how far it has come |
//! | `dial` | name and port → an open socket |
//! | `names`, `mx` | name servers; a domain → the host that takes its mail |
//! | `proxy`, `socks`, `tunnel` | a proxy that connects us |
//! | `header` | the PROXY header |
//! | `child` | a command → its standard input and output as a stream |
//! | `listen` | a port → one driven endpoint per connection |
//! | `socket` | a TCP stream set up for short questions and answers |
//! | `tls` | both ends of the handshake, and what it settled |
//! | `carrier` | carries out actions, collects events: the one core of `pump` |
//! | `pump` | the carrier, joined to channels (`pump`) or to an endpoint (`drive`) |
//! | `failure` | the system's errors → [`Failure`](crate::link::Failure) |
//!
//! Absent on purpose: SMTP. Nothing here looks into the bytes it moves, so nothing here has to
//! change when the conversation does.

mod carrier;
mod child;
mod dial;
mod failure;
mod header;
mod listen;
mod mx;
mod names;
mod proxy;
mod pump;
mod route;
mod socket;
mod socks;
mod stages;
mod tls;
mod tunnel;
mod way;

pub use header::{Header, HeaderError};
pub use listen::Listener;
pub use names::ascii;
pub use proxy::{Proxy, ProxyError};
pub use pump::{Link, Stream, Tls, drive, pump};
pub use route::{Route, To};
pub use socket::Socket;
pub use stages::Teller;
pub use tls::{ClientTls, PracticeTls, TlsError, TlsOptions, chance, practice_config};
pub use way::{Family, Way, address};
