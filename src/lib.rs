//! ehlo: talk SMTP by hand and understand every answer.
#![warn(missing_docs)]
pub mod assets;
pub mod link;
pub mod svg;
pub mod theme;
