//! The config file: settings that hold always, and named targets (`ehlo @work`).
//!
//! `~/.config/ehlo/config.toml`, or the file of `--config`. A setting is an option of the command
//! line by its name (`timeout = 5`, `insecure = true`), so there is one place that knows them all:
//! the file's settings are put before what was typed, and what stands later counts.
//!
//! ```toml
//! lang = "ko"
//!
//! [target.work]
//! to = "submission://mail.example.com"
//! user = "alice@example.com"
//! password-command = "pass show mail/work"
//! ```
//!
//! Absent on purpose: keys and themes, which have files of their own, and writing the file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args as _, Parser as _};
use toml::de::{DeTable, DeValue};

use super::{Error, folder, unreadable};
use crate::assets;
use crate::cli::{Cli, Command, Options};
use crate::nearest::nearest;

/// What was typed, with the settings of the config file before it.
#[derive(Debug)]
pub(super) struct Given {
    /// The arguments, the program's name first.
    pub arguments: Vec<OsString>,
    /// What was wrong with the file. It is not used then.
    pub faults: Vec<String>,
}

/// Reads the config file for these arguments.
pub(super) fn given(mut arguments: Vec<OsString>) -> Result<Given, Error> {
    let plain = |arguments, faults| Ok(Given { arguments, faults });
    let asked = |argument: &OsString| {
        let text = argument.to_string_lossy();
        text.starts_with('@') || text.starts_with("--config")
    };
    let usual = usual().filter(|file| file.exists());
    // Reading the command line twice takes as long as the rest of the start.
    if usual.is_none() && !arguments.iter().any(asked) {
        return plain(arguments, Vec::new());
    }
    // What clap cannot read it tells itself, later.
    let Ok(cli) = Cli::try_parse_from(&arguments) else {
        return plain(arguments, Vec::new());
    };
    let Some(place) = Place::of(&cli) else {
        return plain(arguments, Vec::new());
    };
    let file = place.file.clone().or(usual);
    let settled = match file {
        Some(file) => settle(&file, &place),
        None if place.named.is_some() => Err(Error::NoConfig),
        None => return plain(arguments, Vec::new()),
    };
    let (settings, to) = match settled {
        Ok(settled) => settled,
        // A target that was asked for by name cannot be guessed.
        Err(error) if place.named.is_some() || place.file.is_some() => return Err(error),
        Err(error) => return plain(arguments, vec![error.to_string()]),
    };
    if let (Some(named), Some(to)) = (&place.named, to) {
        let at = format!("@{named}");
        for argument in arguments.iter_mut().filter(|argument| **argument == *at) {
            *argument = OsString::from(&to);
        }
    }
    let behind = place
        .behind
        .and_then(|word| arguments.iter().position(|argument| *argument == *word));
    let at = behind.unwrap_or(0) + 1;
    arguments.splice(at..at, settings);
    plain(arguments, Vec::new())
}

/// Where settings belong among the arguments, and what was asked of the file.
struct Place {
    /// The subcommand they stand behind.
    behind: Option<&'static str>,
    /// `--config`.
    file: Option<PathBuf>,
    /// The name behind `@`.
    named: Option<String>,
    /// Only the language means something there.
    only_language: bool,
}

impl Place {
    fn of(cli: &Cli) -> Option<Self> {
        let with = |behind, options: &Options, target: &Option<String>| Self {
            behind,
            file: options.config.clone(),
            named: target
                .as_ref()
                .and_then(|text| text.strip_prefix('@'))
                .map(str::to_owned),
            only_language: false,
        };
        let words = |behind| Self {
            behind: Some(behind),
            file: None,
            named: None,
            only_language: true,
        };
        Some(match &cli.command {
            None => with(None, &cli.options, &cli.target),
            Some(Command::Run {
                options, target, ..
            }) => with(Some("run"), options, target),
            Some(Command::Explain { .. }) => words("explain"),
            Some(Command::Compare { .. }) => words("compare"),
            Some(Command::List { .. }) => words("list"),
            Some(Command::Serve { .. }) => return None,
        })
    }
}

/// The person's own file.
pub(super) fn usual() -> Option<PathBuf> {
    folder::folder().map(|folder| folder.join("config.toml"))
}

/// The settings that hold, as arguments, and what the named target stands for.
fn settle(file: &Path, place: &Place) -> Result<(Vec<OsString>, Option<String>), Error> {
    let text = std::fs::read_to_string(file).map_err(|source| unreadable(file, source))?;
    let reader = Reader { file, text: &text };
    let config = DeTable::parse(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        reader.fault(start, error.message().to_owned())
    })?;
    let mut always = config.into_inner();
    let targets = always.remove(TARGETS).map(toml::Spanned::into_inner);
    if place.only_language {
        let language = always.remove("lang");
        always.clear();
        always.extend(language.map(|tag| (toml::Spanned::new(0..0, "lang".into()), tag)));
    }
    let mut settings = reader.arguments(&always)?;
    let Some(named) = &place.named else {
        return Ok((settings, None));
    };
    let Some(DeValue::Table(mut targets)) = targets else {
        return Err(Error::NoConfig);
    };
    let known: Vec<_> = targets
        .keys()
        .map(|name| name.get_ref().to_string())
        .collect();
    let Some(target) = targets.remove(named.as_str()) else {
        return Err(Error::NoTarget {
            name: named.clone(),
            known: known.join(", "),
        });
    };
    let start = target.span().start;
    let needs = || {
        let why =
            format!("target.{named} needs `to`, as in to = \"submission://mail.example.com\"");
        reader.fault(start, why)
    };
    let DeValue::Table(mut target) = target.into_inner() else {
        return Err(needs());
    };
    let to = match target.remove("to").map(toml::Spanned::into_inner) {
        Some(DeValue::String(to)) => to.into_owned(),
        _ => return Err(needs()),
    };
    settings.extend(reader.arguments(&target)?);
    Ok((settings, Some(to)))
}

/// The key under which targets are named.
const TARGETS: &str = "target";

/// The file, for saying where something stands.
struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn fault(&self, at: usize, why: String) -> Error {
        Error::Config {
            file: self.file.display().to_string(),
            line: assets::line_at(self.text, at),
            why,
        }
    }

    /// Settings as the command line has them.
    fn arguments(&self, settings: &DeTable<'_>) -> Result<Vec<OsString>, Error> {
        let mut all = Vec::new();
        for (name, value) in settings {
            let (start, name) = (name.span().start, name.get_ref());
            let option = format!("--{name}");
            let words = match value.get_ref() {
                DeValue::Boolean(false) => Vec::new(),
                DeValue::Boolean(true) => vec![option],
                DeValue::String(text) => vec![format!("{option}={text}")],
                DeValue::Integer(number) => vec![format!("{option}={number}")],
                DeValue::Float(number) => vec![format!("{option}={number}")],
                _ => {
                    let why = format!("`{name}` takes a text, a number, true or false");
                    return Err(self.fault(start, why));
                }
            };
            self.check(name, start, &words)?;
            all.extend(words.into_iter().map(OsString::from));
        }
        Ok(all)
    }

    /// Whether there is such an option, and it takes this value.
    fn check(&self, name: &str, start: usize, words: &[String]) -> Result<(), Error> {
        let options = Options::augment_args(clap::Command::new("ehlo"));
        let known: Vec<_> = options
            .get_arguments()
            .filter_map(|known| known.get_long())
            .collect();
        if !known.contains(&name) {
            let hint = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", known.join(", ")),
            };
            return Err(self.fault(start, format!("there is no setting `{name}`; {hint}")));
        }
        let read = options
            .try_get_matches_from(std::iter::once("ehlo").chain(words.iter().map(String::as_str)));
        read.map(drop).map_err(|error| {
            let words = error.to_string();
            let first = words.lines().next().unwrap_or_default();
            self.fault(start, first.trim_start_matches("error: ").to_owned())
        })
    }
}
