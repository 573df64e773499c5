//! The files inside the binary: cards, locales, scenarios, themes, keys and settings, by path.
//!
//! Absent on purpose: what the files mean. Each reader (`kb`, `theme`, `keymap` …) parses its own.

/// Every embedded file as (path, text), sorted by path.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of one embedded file, for example `cards/reply/550.toml` under `assets/`.
///
/// `path` is the path from the project's root: `assets/keymap.toml`, `themes/dark.toml`.
pub fn text(path: &str) -> Option<&'static str> {
    FILES
        .binary_search_by(|(name, _)| (*name).cmp(path))
        .ok()
        .and_then(|index| FILES.get(index))
        .map(|(_, text)| *text)
}

/// All embedded files below a folder, as (name without the folder and without `.toml`, text).
pub fn folder(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let start = FILES.partition_point(|(name, _)| *name < folder);
    FILES.iter().skip(start).map_while(move |(path, text)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some((name.strip_suffix(".toml").unwrap_or(name), *text))
    })
}
