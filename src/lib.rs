//! ehlo: talk SMTP by hand and understand every answer.
//!
//! The map, from the wire up. Which module may use which stands in `docs/ARCHITECTURE.md`, and
//! `tests/architecture.rs` checks it:
//!
//! - [`link`]: the one boundary with the outside, events in, actions out.
//! - [`secret`]: a value that cannot be printed.
//! - [`wire`]: bytes, lines, replies, commands.
//! - [`smtp`]: the conversation as state; the verbs; the practice server's end.
//! - [`transcript`]: the record; [`conversation`]: the client's end with its record.
//! - [`script`]: dialogues that are played; [`reading`]: the replies in whatever is pasted.
//! - [`assets`]: the files inside the binary, which hold what SMTP means and how ehlo looks.
//! - [`kb`]: the cards, composed into explanations; [`locale`]: ehlo's own words.
//! - [`compose`]: messages built, from templates and with attachments.
//! - [`anatomy`]: a reply taken apart; [`compare`]: two codes side by side.
//! - [`export`]: a session in the forms people hand on.
//! - [`theme`]: how things look; [`svg`]: the screen as a picture.
//! - [`flow`]: styled text; [`intent`] and [`keymap`]: what is asked for, and by which key.
//! - [`context`]: what is only read; [`app`]: the state of the screen; [`ui`]: its picture.
//! - [`plain`]: the same state without a screen, as lines.
//! - [`net`]: sockets and TLS.
//! - [`cli`] and [`target`]: what was asked for at the start; [`run`]: the loops, which know everything.
//!
//! Laws in short: no I/O and no clock outside `net`, `run`, `main` and `assets`; nothing is refused
//! and nothing is lost; what comes from the wire is shown only through [`wire::text`]; a secret is a
//! type that cannot be printed.

pub mod anatomy;
pub mod app;
pub mod assets;
pub mod cli;
pub mod compare;
pub mod compose;
pub mod context;
pub mod conversation;
pub mod export;
pub mod flow;
pub mod intent;
pub mod kb;
pub mod keymap;
pub mod link;
pub mod locale;
pub mod nearest;
pub mod net;
pub mod plain;
pub mod reading;
pub mod run;
pub mod script;
pub mod secret;
pub mod smtp;
pub mod svg;
pub mod target;
pub mod theme;
pub mod transcript;
pub mod ui;
pub mod wire;
