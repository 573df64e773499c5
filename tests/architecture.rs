//! The module table of `docs/ARCHITECTURE.md`, held against what the code names.
//!
//! Absent on purpose: understanding Rust. `crate::module` and `crate::{module, …}` outside comments
//! and outside `mod tests` count as use.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;
type Uses = BTreeMap<String, BTreeSet<String>>;

/// The rows of the table: | `module` | what it is | may use |
fn table() -> Uses {
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let module = cells.next()?.strip_suffix('`')?;
        let uses = cells.nth(1)?.trim_end_matches(" |").split(", ");
        Some((
            module.to_owned(),
            uses.filter(|name| *name != "–")
                .map(ToOwned::to_owned)
                .collect(),
        ))
    };
    include_str!("../docs/ARCHITECTURE.md")
        .lines()
        .skip_while(|line| !line.starts_with("| module |"))
        .take_while(|line| line.starts_with('|'))
        .filter_map(row)
        .collect()
}

/// What each module of `src` names.
fn code(folder: &Path, uses: &mut Uses) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if path.is_dir() && name != "tests" {
            code(&path, uses)?;
        } else if name.strip_suffix(".rs").is_some() && !matches!(name, "tests.rs" | "build.rs") {
            let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))?;
            let first = inside.iter().next().and_then(|first| first.to_str());
            let module = first.unwrap_or("").trim_end_matches(".rs");
            let named = uses.entry(module.to_owned()).or_default();
            named.extend(names(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The modules a file names.
fn names(source: &str) -> BTreeSet<String> {
    let code: String = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or("")
        .lines()
        .map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n")
        .collect();
    let word = |text: &str| {
        let end = text.find(|letter: char| letter != '_' && !letter.is_ascii_lowercase());
        text.get(..end.unwrap_or(text.len()))
            .unwrap_or("")
            .to_owned()
    };
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => {
                let group = group.split(';').next().unwrap_or("");
                found.extend(group.split([',', '\n', '{']).map(|name| word(name.trim())));
            }
            None => found.extend([word(after)]),
        }
    }
    found
}

#[test]
fn every_module_keeps_to_the_table() -> Outcome {
    let table = table();
    let mut code_uses = Uses::new();
    code(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut code_uses,
    )?;
    let modules: BTreeSet<_> = code_uses
        .keys()
        .filter(|name| !matches!(name.as_str(), "lib" | "main"))
        .cloned()
        .collect();
    assert_eq!(modules, table.keys().cloned().collect());
    for (module, named) in &code_uses {
        let Some(allowed) = table.get(module) else {
            continue;
        };
        let named = named.intersection(&modules).filter(|name| *name != module);
        for name in named.filter(|_| !allowed.contains("everything")) {
            assert!(
                allowed.contains(name),
                "{module} uses {name}, and docs/ARCHITECTURE.md does not say so"
            );
        }
    }
    Ok(())
}

#[test]
fn files_stay_readable_in_one_go() -> Outcome {
    fn longest(folder: &Path, most: usize) -> Outcome {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                longest(&path, most)?;
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let lines = fs::read_to_string(&path)?.lines().count();
                assert!(lines <= most, "{} has {lines} lines", path.display());
            }
        }
        Ok(())
    }
    longest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), 550)
}

#[test]
fn names_are_found() {
    let source = "use crate::wire::Line;\nuse crate::{app, kb::{Kb}};\n// crate::net\nlet x = crate::theme::X;\n#[cfg(test)]\nmod tests {\n use crate::run;\n}";
    for (name, there) in [
        ("wire", true),
        ("app", true),
        ("kb", true),
        ("theme", true),
        ("net", false),
        ("run", false),
    ] {
        assert_eq!(names(source).contains(name), there, "{name}");
    }
}
