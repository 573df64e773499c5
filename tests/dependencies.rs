//! What the tree of dependencies keeps to: one of each, from one place, under known licences.
//!
//! `docs/DEPENDENCIES.md` has the reasons. It is a test and not a tool, so that `cargo test` always
//! checks it. It asks cargo for the crates of this machine's platform; cargo wants to see a few that
//! no build here takes, and fetches them the first time (`cargo fetch` does so beforehand).
//!
//! Absent on purpose: advisories, which need the network and change without the code.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::iter::Peekable;
use std::process::Command;
use std::vec::IntoIter;

type Outcome = Result<(), Box<dyn Error>>;

/// The one place crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences the program may be made of.
const LICENCES: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// Crates the program holds twice, and why.
const TWICE: &[(&str, &str)] = &[
    ("getrandom", "ring stays at 0.2, hickory's rand has 0.4"),
    (
        "syn",
        "derive macros on their way from 2 to 3; build time only",
    ),
];

/// Crates that may not come in, and why.
const BANNED: &[(&str, &str)] = &[
    ("aws-lc-sys", "TLS stands on ring"),
    ("native-tls", "TLS is rustls"),
    ("openssl-sys", "TLS is rustls"),
    ("rustls-pemfile", "unmaintained; rustls reads PEM itself"),
    (
        "tui-textarea",
        "brings a second ratatui; ratatui-textarea is its successor",
    ),
];

/// A crate of the tree.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
}

/// What gets into the program or builds it; tests' crates do not.
const SHIPPED: &str = "normal,build";
/// Tests' crates too.
const ALL: &str = "normal,build,dev";

/// The crates this platform's build really takes, but for ehlo itself.
fn tree(edges: &str) -> Result<BTreeSet<Package>, Box<dyn Error>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let ran = Command::new(cargo)
        .args(["tree", "--locked", "--prefix=none"])
        .args(["--format={p}|{l}", "--edges", edges])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    if !ran.status.success() {
        return Err(String::from_utf8_lossy(&ran.stderr).into());
    }
    let read = |line: &str| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
        let mut words = package.split(' ');
        Some(Package {
            name: words.next()?.to_owned(),
            version: words.next()?.to_owned(),
            licence: licence.to_owned(),
        })
    };
    let packages = String::from_utf8(ran.stdout)?
        .lines()
        .filter_map(read)
        .filter(|package| package.name != env!("CARGO_PKG_NAME"))
        .collect::<BTreeSet<_>>();
    assert!(packages.len() > 50, "cargo tree says something else now");
    Ok(packages)
}

fn versions(packages: &BTreeSet<Package>) -> BTreeMap<&str, Vec<&str>> {
    let mut versions = BTreeMap::<_, Vec<_>>::new();
    for package in packages {
        let of_name = versions.entry(package.name.as_str()).or_default();
        of_name.push(package.version.as_str());
    }
    versions
}

#[test]
fn the_program_holds_one_of_each_crate() -> Outcome {
    for (name, versions) in versions(&tree(SHIPPED)?) {
        let known = TWICE.iter().any(|(twice, _)| *twice == name);
        assert!(
            known || versions.len() == 1,
            "{name} {}: a crate that is there twice stands in TWICE with its reason",
            versions.join(", ")
        );
    }
    Ok(())
}

/// Two of them would be two kinds of screen and two kinds of key; tests' crates count too.
#[test]
fn there_is_one_ratatui_and_one_crossterm() -> Outcome {
    let packages = tree(ALL)?;
    for name in ["ratatui", "ratatui-core", "crossterm"] {
        let found = versions(&packages).get(name).map_or(0, Vec::len);
        assert_eq!(found, 1, "{name}");
    }
    Ok(())
}

/// On any platform, so the lock file is asked.
#[test]
fn every_crate_comes_from_the_registry_and_none_is_banned() {
    for line in include_str!("../Cargo.lock").lines() {
        if let Some(source) = value(line, "source") {
            assert_eq!(source, REGISTRY);
        }
        for (name, why) in BANNED {
            assert_ne!(value(line, "name"), Some(*name), "{why}");
        }
    }
}

/// The value of `key = "value"`.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?
        .strip_prefix(" = \"")?
        .strip_suffix('"')
}

#[test]
fn the_program_is_made_under_known_licences() -> Outcome {
    for package in tree(SHIPPED)? {
        assert!(
            allows(&package.licence),
            "{} {}: `{}` is not among the known licences",
            package.name,
            package.version,
            package.licence
        );
    }
    Ok(())
}

/// A reason for each line of the manifest.
#[test]
fn every_direct_dependency_has_its_reason() -> Outcome {
    let manifest: toml::Table = include_str!("../Cargo.toml").parse()?;
    let reasons = include_str!("../docs/DEPENDENCIES.md");
    for section in ["dependencies", "dev-dependencies"] {
        let dependencies = manifest.get(section).and_then(toml::Value::as_table);
        for (name, value) in dependencies.into_iter().flatten() {
            let package = value.get("package").and_then(toml::Value::as_str);
            let name = package.unwrap_or(name);
            assert!(
                reasons.contains(&format!("`{name}`")),
                "docs/DEPENDENCIES.md has no line for `{name}`"
            );
        }
    }
    Ok(())
}

#[test]
fn licences_are_read_as_expressions() {
    for (expression, allowed) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
        ("MIT OR GPL-3.0-only AND Zlib", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("MIT WITH surprises", false),
        ("none", false),
        ("MIT AND", false),
        ("", false),
    ] {
        assert_eq!(allows(expression), allowed, "{expression}");
    }
}

/// Whether an SPDX expression can be met with known licences; `/` is the old way to write OR.
fn allows(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut words = words.into_iter().peekable();
    either(&mut words) && words.next().is_none()
}

type Words<'a> = Peekable<IntoIter<&'a str>>;

fn either(words: &mut Words<'_>) -> bool {
    let mut met = both(words);
    while words.next_if_eq(&"OR").is_some() {
        // What stands behind OR is read in any case, so that the rest is.
        met |= both(words);
    }
    met
}

fn both(words: &mut Words<'_>) -> bool {
    let mut met = one(words);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words);
    }
    met
}

fn one(words: &mut Words<'_>) -> bool {
    let Some(word) = words.next() else {
        return false;
    };
    if word == "(" {
        return either(words) & (words.next() == Some(")"));
    }
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => LICENCES.contains(&format!("{word} WITH {exception}").as_str()),
        None => LICENCES.contains(&word),
    }
}
