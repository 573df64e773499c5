//! ehlo: talk SMTP by hand and understand every answer.
//!
//! The map, from the wire up. A module may use only what stands above it (`tests/architecture.rs`
//! has the exact table, and checks it):
//!
//! - [`link`]: the one boundary with the outside, events in, actions out.
//! - [`wire`]: bytes, lines, replies, commands.
//! - [`smtp`]: the conversation as state; the verbs; the practice server's end.
//! - [`transcript`]: the record; [`conversation`]: the client's end with its record.
//! - [`script`]: dialogues that are played.
//! - [`assets`]: the files inside the binary, which hold what SMTP means and how ehlo looks.
//! - [`kb`]: the cards, composed into explanations; [`locale`]: ehlo's own words.
//! - [`theme`]: how things look; [`svg`]: the screen as a picture.
//! - [`net`]: sockets and TLS.
//!
//! Laws in short: no I/O and no clock outside `net`, `run`, `main` and `assets`; nothing is refused
//! and nothing is lost; what comes from the wire is shown only through [`wire::text`]; a secret is a
//! type that cannot be printed.

pub mod app;
pub mod assets;
pub mod cli;
pub mod context;
pub mod conversation;
pub mod flow;
pub mod intent;
pub mod kb;
pub mod keymap;
pub mod link;
pub mod locale;
pub mod nearest;
pub mod net;
pub mod reading;
pub mod run;
pub mod script;
pub mod smtp;
pub mod svg;
pub mod target;
pub mod theme;
pub mod transcript;
pub mod ui;
pub mod wire;
