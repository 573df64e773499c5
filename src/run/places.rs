//! The files ehlo uses on this machine, for the help to name.
//!
//! Absent on purpose: reading them.

use std::path::PathBuf;

use super::{config, state};
use crate::app::FileInUse;
use crate::cli::Options;

/// The config file, the person's own or that of `--config`, and the folder of what is kept.
pub(super) fn in_use(options: &Options) -> Vec<FileInUse> {
    let settings = options.config.clone().or_else(config::usual);
    let named = |what, place: PathBuf| FileInUse {
        what,
        exists: place.exists(),
        path: place.display().to_string(),
    };
    let settings = settings.map(|file| named("help-config", file));
    let kept = state::place().map(|folder| named("help-state", folder));
    settings.into_iter().chain(kept).collect()
}
