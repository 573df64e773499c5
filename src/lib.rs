//! ehlo: talk SMTP by hand and understand every answer.
#![warn(missing_docs)]
pub mod assets;
pub mod conversation;
pub mod link;
pub mod script;
pub mod smtp;
pub mod transcript;
pub mod wire;
