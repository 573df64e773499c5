//! What ehlo keeps between runs by itself, in `~/.local/state/ehlo` (`$XDG_STATE_HOME/ehlo`).
//!
//! A file that cannot be read is as good as none: nothing here is worth a complaint.
//!
//! Absent on purpose: settings (`run/config`).

use std::path::PathBuf;

use etcetera::{AppStrategy as _, app_strategy::Xdg};
use toml::Table;

use super::folder;
use crate::app::Kept;

/// The file of the screen.
const SCREEN: &str = "screen.toml";

/// Where it is kept.
pub(super) fn place() -> Option<PathBuf> {
    Xdg::new(folder::application()).ok()?.state_dir()
}

/// What was kept of the screen.
pub(super) fn kept() -> Kept {
    let text = place().and_then(|place| std::fs::read_to_string(place.join(SCREEN)).ok());
    text.map(|text| read(&text)).unwrap_or_default()
}

/// Keeps it. Where that cannot be, the next run begins as the first one.
pub(super) fn keep(kept: &Kept) {
    let Some(place) = place() else { return };
    let written = std::fs::create_dir_all(&place)
        .and_then(|()| std::fs::write(place.join(SCREEN), write(kept)));
    drop(written);
}

fn read(text: &str) -> Kept {
    let table: Table = toml::from_str(text).unwrap_or_default();
    let percent = |name: &str| {
        let percent = table.get(name)?.as_integer()?;
        u16::try_from(percent)
            .ok()
            .filter(|percent| (20..=80).contains(percent))
    };
    let whether = |name: &str| {
        let value = table.get(name).and_then(toml::Value::as_bool);
        value.unwrap_or(false)
    };
    Kept {
        welcomed: whether("welcomed"),
        beside: percent("beside"),
        below: percent("below"),
        stacked: whether("stacked"),
    }
}

fn write(kept: &Kept) -> String {
    let percent = |name: &str, percent: Option<u16>| {
        percent.map_or(String::new(), |percent| format!("{name} = {percent}\n"))
    };
    format!(
        "welcomed = {}\nstacked = {}\n{}{}",
        kept.welcomed,
        kept.stacked,
        percent("beside", kept.beside),
        percent("below", kept.below)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let kept = Kept {
            welcomed: true,
            beside: Some(40),
            below: None,
            stacked: true,
        };
        assert_eq!(read(&write(&kept)), kept);
    }

    #[test]
    fn nonsense_is_nothing() {
        for text in ["", "[", "beside = 400\nwelcomed = 1\n", "below = -3"] {
            assert_eq!(read(text), Kept::default());
        }
    }
}
