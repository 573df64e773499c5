//! The files inside the binary: cards, locales, scenarios, themes and keys, by path. A person's own
//! files of the same path count instead.
//!
//! Absent on purpose: what the files mean. Each reader (`kb`, `theme`, `keymap` …) parses its own.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A table of files as (path, text), sorted by path.
type Table = [(&'static str, &'static str)];

/// Every embedded file.
static FILES: &Table = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The same with a person's own files laid over them, if there are any.
static OVERLAID: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

fn table() -> &'static Table {
    OVERLAID.get().map_or(FILES, Vec::as_slice)
}

/// The line of an offset in a file's text, from 1: what errors name.
pub fn line_at(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    1 + before.filter(|octet| *octet == b'\n').count()
}

/// Lays a person's own files over the embedded ones, by path. Once, before anything is read: a
/// second time changes nothing.
pub fn lay_over(own: Vec<(String, String)>) {
    if own.is_empty() {
        return;
    }
    // They live as long as the program, like the embedded ones.
    let own = own
        .into_iter()
        .map(|(path, text)| (&*path.leak(), &*text.leak()));
    let all: BTreeMap<_, _> = FILES.iter().copied().chain(own).collect();
    let _ = OVERLAID.set(all.into_iter().collect());
}

/// The text of one file, for example `cards/reply/550.toml` under `assets/`.
///
/// `path` is the path from the project's root: `assets/keymap.toml`, `themes/dark.toml`.
pub fn text(path: &str) -> Option<&'static str> {
    let table = table();
    table
        .binary_search_by(|(name, _)| (*name).cmp(path))
        .ok()
        .and_then(|index| table.get(index))
        .map(|(_, text)| *text)
}

/// All files below a folder, as (name without the folder and without `.toml`, text).
pub fn folder(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let start = table().partition_point(|(name, _)| *name < folder);
    table().iter().skip(start).map_while(move |(path, text)| {
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
            let (path, text) = table().get(at)?;
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
            let name = table().get(at)?.0.strip_prefix(&prefix)?;
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
    table().partition_point(|(name, _)| **name < *prefix)
}

/// Where what follows a folder's files begins; `0` is the sign behind `/`.
fn behind(folder: &str) -> usize {
    let next = format!("{folder}0");
    table().partition_point(|(name, _)| **name < *next)
}
