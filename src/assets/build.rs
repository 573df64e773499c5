//! Build script: embeds every file under `assets/` and `themes/`, sorted by path, so that adding a
//! file is all it takes to add a card, a theme, a scenario or a locale.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
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
    embed(&root, &names, &out)
}

/// Writes all texts one after another, and the source that says which is whose.
fn embed(root: &Path, names: &[String], out: &Path) -> io::Result<()> {
    let (mut texts, mut paths, mut ends) = (String::new(), String::new(), String::new());
    for name in names {
        let text = fs::read_to_string(root.join(name))
            .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        texts.push_str(&text);
        paths.push_str(name);
        let _ = writeln!(ends, "    ({}, {}),", paths.len(), texts.len());
    }
    let source = format!(
        "static PATHS: &str = {paths:?};\n\
        static TEXTS: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/embedded.txt\"));\n\
        #[expect(clippy::unreadable_literal, reason = \"written by a program\")]\n\
        static ENDS: &[(u32, u32)] = &[\n{ends}];\n"
    );
    fs::write(out.join("embedded.txt"), texts)?;
    fs::write(out.join("embedded.rs"), source)
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
