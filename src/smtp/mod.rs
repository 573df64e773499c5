//! SMTP as a conversation: where it stands, what may be said now, what is odd about what was said.
//!
//! One [`Session`] watches both sides and belongs to neither. The client's end ([`Client`]) and
//! the practice server's end ([`Server`]) are two ways of looking at it, and check each other.
//!
//! Laws: no I/O, no clock, no randomness. Nothing is refused; what is odd is a [`Finding`].
//! The phase is decided in `session` and the verbs' `moves`, nowhere else.
//!
//! Order inside: phase, finding, parameter, secret, seed → scenario, auth → service with verb → session with judge →
//! client, server.

pub mod auth;
mod circumstances;
mod client;
mod content;
mod finding;
mod judge;
mod mistake;
pub mod parameter;
mod phase;
mod scenario;
mod seed;
pub(crate) mod server;
mod service;
mod session;
mod slip;
pub mod verb;

pub use crate::secret::Secret;
pub use circumstances::Circumstances;
pub use client::{Client, Heard};
pub use content::Content;
pub use finding::{Finding, Protocol};
pub use judge::{Said, Utterance};
pub use phase::{Move, Phase};
pub use scenario::{Mailbox, Scenario, ScenarioError, Words};
pub use seed::Seed;
pub use server::Server;
pub use service::{Delivery, Service};
pub use session::{Answered, Recipient, Session};
pub use verb::Verb;
