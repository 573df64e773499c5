//! SCRAM: both ends prove that they know the password, and it never travels (RFC 5802; RFC 7677
//! for SHA-256). The names that end in -PLUS also prove that both ends are ends of one TLS link.
//!
//! `client` and `server` are the two ends, `keys` the hashing, `message` what is between the commas.
//!
//! Absent on purpose: acting as somebody else, and extensions; nobody has defined one.

use super::{First, Mechanism, Needs};

mod client;
mod keys;
mod message;
mod server;

use client::Client;
use keys::{SHA_1, SHA_256};
pub(super) use message::Attributes;
use server::Server;

/// SCRAM-SHA-1's row.
pub(super) static SCRAM_SHA_1: Mechanism = Mechanism {
    name: "SCRAM-SHA-1",
    first: First::Client,
    single: false,
    needs: Needs::Password,
    reveals: false,
    bound: false,
    client: |credentials, means| Box::new(Client::new(&SHA_1, false, credentials, means)),
    server: |means| Box::new(Server::new(&SHA_1, false, means)),
};

/// SCRAM-SHA-1-PLUS's row.
pub(super) static SCRAM_SHA_1_PLUS: Mechanism = Mechanism {
    name: "SCRAM-SHA-1-PLUS",
    first: First::Client,
    single: false,
    needs: Needs::Password,
    reveals: false,
    bound: true,
    client: |credentials, means| Box::new(Client::new(&SHA_1, true, credentials, means)),
    server: |means| Box::new(Server::new(&SHA_1, true, means)),
};

/// SCRAM-SHA-256's row.
pub(super) static SCRAM_SHA_256: Mechanism = Mechanism {
    name: "SCRAM-SHA-256",
    first: First::Client,
    single: false,
    needs: Needs::Password,
    reveals: false,
    bound: false,
    client: |credentials, means| Box::new(Client::new(&SHA_256, false, credentials, means)),
    server: |means| Box::new(Server::new(&SHA_256, false, means)),
};

/// SCRAM-SHA-256-PLUS's row.
pub(super) static SCRAM_SHA_256_PLUS: Mechanism = Mechanism {
    name: "SCRAM-SHA-256-PLUS",
    first: First::Client,
    single: false,
    needs: Needs::Password,
    reveals: false,
    bound: true,
    client: |credentials, means| Box::new(Client::new(&SHA_256, true, credentials, means)),
    server: |means| Box::new(Server::new(&SHA_256, true, means)),
};
