//! A person's own folder: cards, words, scenarios and themes that are laid over those of ehlo.
//!
//! `~/.config/ehlo` (`$XDG_CONFIG_HOME/ehlo`) may hold `cards/<kind>/<name>.toml`,
//! `locales/<tag>/…`, `scenarios/<name>.toml` and `themes/<name>.toml`, each in the form of the
//! built-in ones. What cannot be read is said with file, line and what would be right, and ehlo's
//! own is used.
//!
//! Absent on purpose: writing anything there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy as _, AppStrategyArgs, app_strategy::Xdg};

use crate::assets;
use crate::kb::{Card, Dialect, Kind, Local, Pair};
use crate::locale::Locale;
use crate::nearest::nearest;
use crate::smtp::Scenario;
use crate::theme::Theme;

/// The folders that are read.
const FOLDERS: &[&str] = &["cards", "locales", "scenarios", "themes"];
/// No card is larger; what is, was not meant.
const LARGEST: u64 = 256 * 1024;
/// Folders within folders.
const DEEPEST: usize = 6;

/// Lays the person's own files over the built-in ones; what was wrong with the others.
pub(super) fn lay_over() -> Vec<String> {
    let Some(folder) = folder().filter(|folder| folder.is_dir()) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for name in FOLDERS {
        walk(&folder.join(name), DEEPEST, &mut files);
    }
    files.sort();
    let mut own = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        match read(&folder, &file) {
            Ok(read) => own.push(read),
            Err(fault) => faults.push(fault),
        }
    }
    assets::lay_over(own);
    faults
}

/// Where the person's own files are.
pub(super) fn folder() -> Option<PathBuf> {
    Xdg::new(application())
        .ok()
        .map(|places| places.config_dir())
}

/// The name under which the system keeps a person's files.
pub(super) fn application() -> AppStrategyArgs {
    AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "ehlo".to_owned(),
    }
}

fn walk(folder: &Path, deeper: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() && deeper > 0 {
            walk(&path, deeper - 1, files);
        } else if path.extension().is_some_and(|kind| kind == "toml") {
            files.push(path);
        }
    }
}

/// A file with the path it has among the built-in ones, or what is wrong with it.
fn read(folder: &Path, file: &Path) -> Result<(String, String), String> {
    let name = file.display().to_string();
    let fault = |why: &dyn std::fmt::Display| format!("{name}: {why}; ehlo's own is used");
    let size = std::fs::metadata(file).map_or(0, |data| data.len());
    if size > LARGEST {
        return Err(fault(&format_args!(
            "{size} octets are too many, {LARGEST} at most"
        )));
    }
    let text = std::fs::read_to_string(file).map_err(|error| fault(&error))?;
    let inside = file.strip_prefix(folder).unwrap_or(file);
    let inside = inside.to_string_lossy().replace('\\', "/");
    let said = |why: String| format!("{why}; ehlo's own is used");
    check(&name, &inside, &text).map_err(said)?;
    let root = if inside.starts_with("themes/") {
        ""
    } else {
        "assets/"
    };
    Ok((format!("{root}{inside}"), text))
}

/// Whether a file can be used as what its place says it is.
fn check(name: &str, inside: &str, text: &str) -> Result<(), String> {
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let parts: Vec<_> = inside.split('/').collect();
    match parts[..] {
        ["cards", "dialect", ..] => Dialect::parse(name, text).map(drop).map_err(|e| words(&e)),
        ["cards", "pair", ..] => Pair::parse(name, text).map(drop).map_err(|e| words(&e)),
        ["cards", kind, _, ..] => {
            let kinds = Kind::ALL.iter().map(|kind| kind.folder());
            known(name, "kind of card", kind, kinds.chain(["dialect", "pair"]))?;
            Card::parse(name, text).map(drop).map_err(|e| words(&e))
        }
        ["locales", _, "cards", ..] => Local::parse(name, text).map(drop).map_err(|e| words(&e)),
        ["locales", _, section] => {
            let section = section.trim_end_matches(".toml");
            let english = format!("assets/locales/{}", Locale::ENGLISH);
            let sections = assets::files(&english);
            known(
                name,
                "section of words",
                section,
                sections.map(|(name, _)| name),
            )?;
            section_words(name, section, text)
        }
        ["scenarios", _] => Scenario::parse(name, text).map(drop).map_err(|e| words(&e)),
        ["themes", _] => Theme::parse(name, text).map(drop).map_err(|e| words(&e)),
        _ => Err(format!(
            "{name}: nothing is read from this place; docs/CARDS.md says from which"
        )),
    }
}

/// A locale's section: a text for each key, and no key that ehlo does not ask for.
fn section_words(name: &str, section: &str, text: &str) -> Result<(), String> {
    let english = assets::text(&format!(
        "assets/locales/{}/{section}.toml",
        Locale::ENGLISH
    ));
    let read = |text| toml::from_str::<BTreeMap<String, String>>(text);
    let own = read(text).map_err(|error| {
        let line = assets::line_at(text, error.span().map_or(0, |span| span.start));
        format!("{name}:{line}: {}", error.message())
    })?;
    let english = read(english.unwrap_or_default()).unwrap_or_default();
    for key in own.keys() {
        known(name, "key", key, english.keys().map(String::as_str))?;
    }
    Ok(())
}

fn known<'a>(
    file: &str,
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), String> {
    let names: Vec<_> = names.collect();
    if names.contains(&name) {
        return Ok(());
    }
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}", names.join(", ")),
    };
    Err(format!("{file}: {name} is no {what}; {hint}"))
}
