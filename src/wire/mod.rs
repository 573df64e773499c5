//! Bytes, lines, replies, commands: what goes over the wire, read totally and without loss.
//!
//! Laws: nothing is refused, nothing is normalised away, cutting the input into other pieces
//! changes nothing, and every buffer has a hard cap. What is odd is a [`reply::Fault`] or a
//! [`path::Slip`] beside the value.
//!
//! Absent on purpose: the state of the session, and any opinion about what may be sent when.

pub mod body;
pub mod command;
pub mod line;
pub mod needle;
pub mod offers;
pub mod path;
pub mod reply;
pub mod text;

pub use command::Command;
pub use line::{Ending, Line, LineReader};
pub use needle::Needle;
pub use offers::Offers;
pub use path::{Path, PathArguments, Slip};
pub use reply::{Class, Code, Enhanced, Fault, Received, Reply, ReplyReader};
