//! Build script: embeds every file under `assets/` and `themes/` as a table sorted by path,
//! so that adding a file is all it takes to add a card, a theme, a scenario or a locale.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs");
    let mut files = Vec::new();
    for folder in ["assets", "themes"] {
        println!("cargo::rerun-if-changed={folder}");
        walk(&root.join(folder), &mut files)?;
    }
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_prefix(&root).ok())
        .map(|name| name.to_string_lossy().replace('\\', "/"))
        .collect();
    names.sort();
    fs::write(out, table(&names))
}

/// The Rust source of the table. Paths go through `CARGO_MANIFEST_DIR`, because two checkouts
/// that share a target folder would otherwise embed each other's files.
fn table(names: &[String]) -> String {
    let mut source = String::from("&[\n");
    for name in names {
        let _ = writeln!(
            source,
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{name}\"))),"
        );
    }
    source.push_str("]\n");
    source
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
