//! The files inside the binary: cards, locales, scenarios, themes and keys, by path. A person's own
//! files of the same path count instead.
//!
//! Absent on purpose: what the files mean. Each reader (`kb`, `theme`, `keymap` …) parses its own.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A file: its path and its text.
type File = (&'static str, &'static str);

// `PATHS` and `TEXTS`, each all files' one after another, and `ENDS`, where each of both ends; all
// sorted by path. Three values without pointers cost nothing at the start, a table of 3000 pointers
// would be gone through by the loader.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The same with a person's own files laid over them, if there are any.
static OVERLAID: OnceLock<Vec<File>> = OnceLock::new();

/// A file by its place in the order of paths.
fn at(index: usize) -> Option<File> {
    match OVERLAID.get() {
        Some(files) => files.get(index).copied(),
        None => embedded(index),
    }
}

fn embedded(index: usize) -> Option<File> {
    let end = |index: usize| {
        ENDS.get(index)
            .map(|(path, text)| (*path as usize, *text as usize))
    };
    let (path, text) = end(index)?;
    let (path_from, text_from) = index.checked_sub(1).and_then(end).unwrap_or_default();
    Some((PATHS.get(path_from..path)?, TEXTS.get(text_from..text)?))
}

/// The place of the first file whose path is not `before`.
fn first(before: impl Fn(&str) -> bool) -> usize {
    let (mut low, mut high) = (0, OVERLAID.get().map_or(ENDS.len(), Vec::len));
    while low < high {
        let middle = low.midpoint(high);
        if at(middle).is_some_and(|(path, _)| before(path)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
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
    let embedded = (0..ENDS.len()).filter_map(embedded);
    let all: BTreeMap<_, _> = embedded.chain(own).collect();
    let _ = OVERLAID.set(all.into_iter().collect());
}

/// The text of one file, for example `cards/reply/550.toml` under `assets/`.
///
/// `path` is the path from the project's root: `assets/keymap.toml`, `themes/dark.toml`.
pub fn text(path: &str) -> Option<&'static str> {
    let found = at(first(|name| name < path));
    found
        .filter(|(name, _)| *name == path)
        .map(|(_, text)| text)
}

/// All files below a folder, as (name without the folder and without `.toml`, text).
pub fn folder(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    (start(folder)..).map_while(move |index| {
        let (path, text) = at(index)?;
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some((name.strip_suffix(".toml").unwrap_or(name), text))
    })
}

/// The files that lie directly in a folder, not deeper, by name without `.toml`.
pub fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut index = start(folder);
    let prefix = format!("{folder}/");
    std::iter::from_fn(move || {
        loop {
            let (path, text) = at(index)?;
            let name = path.strip_prefix(&prefix)?;
            match name.split_once('/') {
                None => {
                    index += 1;
                    return Some((name.strip_suffix(".toml").unwrap_or(name), text));
                }
                Some((deeper, _)) => index = behind(&format!("{prefix}{deeper}")),
            }
        }
    })
}

/// The names of the folders that lie directly in a folder.
pub fn folders(folder: &str) -> impl Iterator<Item = &'static str> {
    let mut index = start(folder);
    let prefix = format!("{folder}/");
    std::iter::from_fn(move || {
        loop {
            let name = at(index)?.0.strip_prefix(&prefix)?;
            let Some((deeper, _)) = name.split_once('/') else {
                index += 1;
                continue;
            };
            index = behind(&format!("{prefix}{deeper}"));
            return Some(deeper);
        }
    })
}

/// Where a folder's files begin in the table.
fn start(folder: &str) -> usize {
    let prefix = format!("{folder}/");
    first(|name| *name < *prefix)
}

/// Where what follows a folder's files begins; `0` is the sign behind `/`.
fn behind(folder: &str) -> usize {
    let next = format!("{folder}0");
    first(|name| *name < *next)
}
