//! The laws of the crate, checked against `src/`: who may use whom, where outside crates live, who
//! may read clocks, files and sockets, and how long a file may be.
//!
//! Tests inside `src` (`#[cfg(test)] mod …`, and files that only such modules declare) may use
//! anything of ours; their lines count.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// Modules and what each may use: the table of `docs/ARCHITECTURE.md`, which thereby stays true.
fn may_use() -> Vec<(&'static str, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let mut cells = line
            .strip_prefix("| `")?
            .trim_end_matches(" |")
            .split(" | ");
        let module = cells.next()?.strip_suffix('`')?;
        let uses = cells.nth(1)?.split(", ").filter(|name| *name != "–");
        Some((module, uses.collect()))
    };
    include_str!("../docs/ARCHITECTURE.md")
        .lines()
        .skip_while(|line| !line.starts_with("| module |"))
        .take_while(|line| line.starts_with('|'))
        .filter_map(row)
        .chain([("main", vec!["everything"]), ("lib", vec!["everything"])])
        .collect()
}

/// Outside crates and where they may be named.
const HOMES: &[(&str, &str)] = &[
    ("clap", "cli run"),
    ("crossterm", "keymap app run"),
    ("data_encoding", "smtp net transcript anatomy run"),
    ("etcetera", "run"),
    ("futures_util", "net run"),
    ("hickory_resolver", "net"),
    ("idna_adapter", "net"),
    ("hmac", "smtp"),
    ("mail_builder", "compose"),
    ("md5", "smtp"),
    ("md_5", "smtp"),
    ("memchr", "wire smtp run"),
    ("pbkdf2", "smtp"),
    ("ratatui", "ui theme app svg flow run"),
    ("rcgen", "net"),
    ("rustix", "net run"),
    ("rustls", "net"),
    ("rustls_native_certs", "net"),
    (
        "serde",
        "smtp kb anatomy compare transcript theme keymap locale context run",
    ),
    ("serde_json", "transcript run"),
    ("shlex", "export net target"),
    ("sha1", "smtp"),
    ("sha2", "smtp net"),
    ("stringprep", "smtp"),
    (
        "thiserror",
        "smtp script theme net target kb keymap locale context run",
    ),
    ("tokio", "net run"),
    ("tokio_rustls", "net"),
    ("toml", "smtp kb locale theme keymap context run"),
    ("tui_textarea", "app"),
    ("unicode_normalization", "kb"),
    ("unicode_segmentation", "flow ui app"),
    ("unicode_width", "theme svg flow ui app"),
    ("webpki_roots", "net"),
    ("x509_parser", "net"),
    ("zeroize", "secret net"),
];

/// What reaches outside, and who may.
const OUTSIDE: &[(&str, &str)] = &[
    ("Instant::now", "net run"),
    ("SystemTime::now", "run"),
    ("std::fs", "assets run net/tls"),
    ("std::env", "assets run"),
    ("std::net", "net target run"),
    ("tokio::net", "net"),
    ("tokio::process", "net"),
    ("std::process", "run main net/child"),
    ("std::thread", "run"),
];

const LONGEST: usize = 400;
/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[];

/// One source file.
struct Source {
    /// `smtp/session/course.rs`.
    path: String,
    text: String,
    /// The same without remarks and without `#[cfg(test)]` modules.
    code: String,
    for_tests: bool,
}

impl Source {
    /// The first part of the path: the module of the crate it belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_in(&self, places: &str) -> bool {
        places.split(' ').any(|place| {
            self.module() == place || place.contains('/') && self.path.starts_with(place)
        })
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = path.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files(Path::new(SOURCE), &mut paths);
    paths.sort();
    let sources: Vec<_> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            let path = path.strip_prefix(SOURCE).unwrap_or(path);
            let path = path.to_string_lossy().replace('\\', "/");
            let for_tests = path.split(['/', '.']).any(|part| part == "tests");
            let code = code(&text);
            Source {
                path,
                text,
                code,
                for_tests,
            }
        })
        // The build script is a program of its own.
        .filter(|source| source.path != "assets/build.rs")
        .collect();
    assert!(
        sources.len() > 50,
        "the sources are not where they should be"
    );
    sources
}

/// Rust without line remarks and without the modules that only tests see.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut skipping = false;
    let mut hidden = false;
    for line in text.lines() {
        let bare = line.trim_start();
        if skipping {
            skipping = line != "}";
        } else if hidden && bare.starts_with("mod ") {
            skipping = bare.ends_with('{');
            hidden = false;
        } else if line == "#[cfg(test)]" {
            hidden = true;
        } else if !bare.starts_with("//") {
            code.push_str(line.split(" // ").next().unwrap_or_default());
            code.push('\n');
        }
    }
    code
}

/// The modules of this crate that code names, from `use crate::{a::b, c}` and from `crate::a::b`.
fn used(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(heads(group)),
            None => names.push(word(rest)),
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The first names of a group's members: `{a::b, c::{d, e}, f}` has a, c and f.
fn heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut start = Some(0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = Some(at + 1),
            _ if character.is_whitespace() => {}
            _ if depth == 0 && start.is_some_and(|start| group[start..at].trim().is_empty()) => {
                heads.push(word(&group[at..]));
                start = None;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect()
}

/// Whether code names a path: `std::fs` also in `use std::{fs, io}`.
fn names(code: &str, path: &str) -> bool {
    let before = |at: usize| {
        // A type may be named by its whole path, a root may not be part of another.
        let part = path.starts_with(char::is_lowercase);
        let edge = |last: char| last.is_alphanumeric() || last == '_' || part && last == ':';
        !code[..at].ends_with(edge)
    };
    let whole = |at: usize, text: &str| {
        let end = |next: char| next.is_alphanumeric() || next == '_';
        before(at) && !code[at + text.len()..].starts_with(end)
    };
    if code.match_indices(path).any(|(at, _)| whole(at, path)) {
        return true;
    }
    let Some((root, name)) = path.split_once("::") else {
        return false;
    };
    let group = format!("{root}::{{");
    let mut groups = code.match_indices(&group).filter(|(at, _)| before(*at));
    groups.any(|(at, _)| {
        heads(&code[at + group.len()..])
            .iter()
            .any(|head| head == name)
    })
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let table = may_use();
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        let Some((_, may)) = table.iter().find(|(name, _)| *name == source.module()) else {
            broken.push(format!(
                "{} has no row in docs/ARCHITECTURE.md",
                source.path
            ));
            continue;
        };
        let allowed = |name: &String| {
            may.contains(&"everything") || name == source.module() || may.contains(&name.as_str())
        };
        let wrong = used(&source.code).into_iter().filter(|name| !allowed(name));
        broken.extend(wrong.map(|name| format!("{} may not use {name}", source.path)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_table_has_no_circle() {
    let order: BTreeMap<_, _> = may_use().into_iter().collect();
    let mut settled: Vec<&str> = Vec::new();
    while let Some(next) = order.iter().find(|(name, uses)| {
        let below = |used: &&str| *used == "everything" || settled.contains(used);
        !settled.contains(name) && uses.iter().all(below)
    }) {
        settled.push(next.0);
    }
    let left: Vec<_> = order
        .keys()
        .filter(|name| !settled.contains(name))
        .collect();
    assert!(
        left.is_empty(),
        "these use one another, or what has no row: {left:?}"
    );
}

#[test]
fn outside_crates_stay_at_home() {
    let mut broken = Vec::new();
    let manifest = include_str!("../Cargo.toml");
    let dependencies = manifest
        .split("[dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .unwrap_or_default();
    let listed: Vec<_> = dependencies
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .map(|line| word(&line.replace('-', "_")))
        .collect();
    assert!(listed.len() > 10, "{listed:?}");
    for name in listed {
        if !HOMES.iter().any(|(known, _)| *known == name) {
            broken.push(format!("{name} has no home in HOMES"));
        }
    }
    for source in sources().iter().filter(|source| !source.for_tests) {
        for (name, homes) in HOMES {
            let named = names_crate(&source.code, name);
            if named && !source.is_in(homes) {
                broken.push(format!(
                    "{} may not use {name}: it lives in {homes}",
                    source.path
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether code names an outside crate: `name::` or `use name;`.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let edge = |last: char| last.is_alphanumeric() || last == '_' || last == ':';
        let rest = &code[at + name.len()..];
        let alone = code[..at].ends_with("use ") && rest.starts_with([';', ' ']);
        !code[..at].ends_with(edge) && (rest.starts_with("::") || alone)
    })
}

#[test]
fn clocks_files_and_sockets_are_read_where_they_may_be() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        for (path, places) in OUTSIDE {
            if names(&source.code, path) && !source.is_in(places) {
                broken.push(format!("{} may not use {path}: only {places}", source.path));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_are_short_and_begin_with_what_they_are_for() {
    let mut broken = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST && !LONGER.iter().any(|(path, _)| *path == source.path) {
            broken.push(format!("{} has {lines} lines, over {LONGEST}", source.path));
        }
        if !source.text.starts_with("//! ") {
            broken.push(format!("{} does not begin with `//! `", source.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The reader of these laws itself: it sees what it must, and nothing that is not there.
#[test]
fn imports_are_found_however_they_are_written() {
    let text = "//! use crate::remark;\nuse crate::a::b;\nuse crate::{c::{d, e}, f,\n    g as h};\n\
        fn x() { crate::i::y(); mycrate::z() } // crate::later\npub(crate) fn y(_: &crate::j::K) {}\n\
        #[cfg(test)]\nmod tests {\n    use crate::hidden;\n}\nuse crate::k;\n#[cfg(test)]\nmod more;\nuse crate::l;\n";
    assert_eq!(used(&code(text)), ["a", "c", "f", "g", "i", "j", "k", "l"]);
    for (code, path, found) in [
        ("use std::fs;", "std::fs", true),
        ("use std::{io, fs};", "std::fs", true),
        ("use std::{io::{self, fs}, net};", "std::fs", false),
        ("std::fs::read(file)", "std::fs", true),
        ("std::fsx::read(file)", "std::fs", false),
        ("mystd::fs::read(file)", "std::fs", false),
        ("std::time::Instant::now()", "Instant::now", true),
        ("MyInstant::now()", "Instant::now", false),
        ("Instant::now()", "Instant::now", true),
    ] {
        assert_eq!(names(code, path), found, "{code}");
    }
    for (code, found) in [
        ("use serde::Serialize;", true),
        ("use toml;", false),
        ("serde_json::to_string(x)", false),
        ("crate::serde::x()", false),
    ] {
        assert_eq!(names_crate(code, "serde"), found, "{code}");
    }
}
