//! What the documents name exists: every option, every command of ehlo's own.
//!
//! Absent on purpose: whether the sentences around them are right.

use std::collections::BTreeSet;

use clap::CommandFactory as _;
use ehlo::app::{OWN, PLAIN_ONLY};
use ehlo::cli::Cli;

const DOCUMENTS: &[&str] = &[
    "README.md",
    "docs/COMPARED.md",
    "docs/CARDS.md",
    "docs/THEMES.md",
];

/// What stands between backticks, and the lines of code blocks.
fn code(text: &str) -> Vec<&str> {
    let mut inside = false;
    let mut pieces = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            pieces.push(line);
        } else {
            pieces.extend(line.split('`').skip(1).step_by(2));
        }
    }
    pieces
}

fn options() -> BTreeSet<String> {
    fn collect(command: &clap::Command, into: &mut BTreeSet<String>) {
        let longs = command
            .get_arguments()
            .filter_map(|option| option.get_long());
        into.extend(longs.map(|long| format!("--{long}")));
        for below in command.get_subcommands() {
            collect(below, into);
        }
    }
    let mut command = Cli::command();
    command.build();
    let mut all = BTreeSet::new();
    collect(&command, &mut all);
    all
}

#[test]
fn every_option_and_command_that_is_named_exists() -> std::io::Result<()> {
    let options = options();
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let path = format!("{}/{document}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path)?;
        // Other programs' options stand behind their names.
        let own = |piece: &&str| {
            !["cargo", "swaks", "git", "openssl"]
                .iter()
                .any(|name| piece.contains(name))
        };
        for piece in code(&text).into_iter().filter(own) {
            for word in piece.split([' ', '|', ',']) {
                let word = word.split('=').next().unwrap_or_default();
                if word.len() > 2 && word.starts_with("--") && !options.contains(word) {
                    missing.push(format!("{document}: {word} is no option"));
                }
            }
            let name = piece
                .strip_prefix(':')
                .and_then(|rest| rest.split(' ').next());
            let known = |name: &str| OWN.iter().chain(PLAIN_ONLY).any(|own| own.name == name);
            if name.is_some_and(|name| {
                name.chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-')
                    && !name.is_empty()
                    && !known(name)
            }) {
                missing.push(format!("{document}: {piece} is no command of ehlo's own"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    Ok(())
}
