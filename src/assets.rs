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

/// The files that lie directly in a folder, not deeper, by name without `.toml`.
pub fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut at = start(folder);
    let prefix = format!("{folder}/");
    std::iter::from_fn(move || {
        loop {
            let (path, text) = FILES.get(at)?;
            let name = path.strip_prefix(&prefix)?;
            match name.split_once('/') {
                None => {
                    at += 1;
                    return Some((name.strip_suffix(".toml").unwrap_or(name), *text));
                }
                Some((deeper, _)) => at = behind(&format!("{prefix}{deeper}")),
            }
        }
    })
}

/// The names of the folders that lie directly in a folder.
pub fn folders(folder: &str) -> impl Iterator<Item = &'static str> {
    let mut at = start(folder);
    let prefix = format!("{folder}/");
    std::iter::from_fn(move || {
        loop {
            let name = FILES.get(at)?.0.strip_prefix(&prefix)?;
            let Some((deeper, _)) = name.split_once('/') else {
                at += 1;
                continue;
            };
            at = behind(&format!("{prefix}{deeper}"));
            return Some(deeper);
        }
    })
}

/// Where a folder's files begin in the table.
fn start(folder: &str) -> usize {
    let prefix = format!("{folder}/");
    FILES.partition_point(|(name, _)| **name < *prefix)
}

/// Where what follows a folder's files begins; `0` is the sign behind `/`.
fn behind(folder: &str) -> usize {
    let next = format!("{folder}0");
    FILES.partition_point(|(name, _)| **name < *next)
}
