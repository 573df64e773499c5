//! A config file, read as a whole: its settings, its targets, its keys, and everything that is wrong
//! with it, each with its line.
//!
//! Absent on purpose: whether what the settings say can be used (`fit`), and which of them hold.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args as _;
use clap::error::ErrorKind;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::assets;
use crate::cli::Options;
use crate::keymap::Change;
use crate::nearest::nearest;
use crate::run::{Error, unreadable};
use crate::target::Target;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Which file.
    pub path: PathBuf,
    /// What holds always.
    pub settings: Vec<Setting>,
    /// The named targets.
    pub targets: Vec<Named>,
    /// The keys.
    pub keys: Vec<Change>,
    /// What is wrong outside of targets and keys.
    pub faults: Vec<Fault>,
    /// What is wrong with the keys.
    pub key_faults: Vec<Fault>,
}

/// A setting: an option of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// The option, without its dashes.
    pub name: String,
    /// The line it stands in, from 1; 0 if it stands in no file.
    pub line: usize,
    /// The words of the command line it stands for.
    pub words: Vec<OsString>,
}

impl Setting {
    /// Its value as one text; `false` where no word of the command line says so.
    pub(super) fn value(&self) -> String {
        let Some(word) = self.words.first() else {
            return "false".to_owned();
        };
        let word = word.to_string_lossy();
        let value = word.split_once('=').map_or("true", |(_, value)| value);
        value.to_owned()
    }
}

/// A named target.
#[derive(Debug)]
pub(super) struct Named {
    /// The name behind `@`.
    pub name: String,
    /// The line it stands in.
    line: usize,
    /// What it stands for; `None` if that cannot be read.
    pub to: Option<String>,
    /// What holds with it.
    pub settings: Vec<Setting>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What it is, and what would be right.
    pub why: String,
}

impl Fault {
    /// As an error of the file.
    pub(super) fn of(&self, file: &Path) -> Error {
        Error::Config {
            file: file.display().to_string(),
            line: self.line,
            why: self.why.clone(),
        }
    }
}

/// A table of the file.
type Table<'a> = DeTable<'a>;

impl File {
    /// Reads a file.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| unreadable(path, source))?;
        Ok(Self::read(path, &text))
    }

    /// Reads its text. What is no TOML has faults and nothing else.
    pub(super) fn read(path: &Path, text: &str) -> Self {
        let mut file = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        let reader = Reader { text };
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let fault = |error: &toml::de::Error| {
                let start = error.span().map_or(0, |span| span.start);
                reader.fault(start, error.message().to_owned())
            };
            file.faults = errors.iter().map(fault).collect();
            return file;
        }
        let mut table = table.into_inner();
        if let Some(targets) = table.remove(TARGETS) {
            file.targets = reader.targets(&targets, &mut file.faults);
        }
        if let Some(keys) = table.remove(KEYS) {
            file.keys = reader.keys(&keys, &mut file.key_faults);
        }
        file.settings = reader.settings(&table, &mut file.faults);
        file
    }

    /// The line a target stands in.
    pub(super) fn line_of(&self, target: &str) -> usize {
        let mut targets = self.targets.iter();
        let found = targets.find(|named| named.name == *target);
        found.map_or(0, |named| named.line)
    }

    /// Everything that is wrong with it, in the order of its lines.
    pub(super) fn all_faults(&self) -> Vec<Fault> {
        let targets = self.targets.iter().flat_map(|target| &target.faults);
        let own = self.faults.iter().chain(&self.key_faults);
        let mut all: Vec<_> = own.chain(targets).cloned().collect();
        all.sort();
        all
    }
}

/// The tables that are no settings.
const TARGETS: &str = "target";
const KEYS: &str = "keys";

/// The text, for saying where something stands.
struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        assets::line_at(self.text, at)
    }

    fn fault(&self, at: usize, why: String) -> Fault {
        Fault {
            line: self.line(at),
            why,
        }
    }

    /// Settings as the command line has them; those that are none are faults.
    fn settings(&self, table: &Table<'_>, faults: &mut Vec<Fault>) -> Vec<Setting> {
        if table.is_empty() {
            return Vec::new();
        }
        let options = Options::augment_args(clap::Command::new("ehlo"));
        let mut settings = Vec::new();
        for (name, value) in table {
            let at = name.span().start;
            let read = words(&options, name.get_ref(), value.get_ref());
            match read.and_then(|words| checked(&options, name.get_ref(), words)) {
                Ok(words) => settings.push(Setting {
                    name: name.get_ref().to_string(),
                    line: self.line(at),
                    words,
                }),
                Err(why) => faults.push(self.fault(at, why)),
            }
        }
        settings
    }

    fn targets(&self, targets: &Spanned<DeValue<'_>>, faults: &mut Vec<Fault>) -> Vec<Named> {
        let DeValue::Table(targets) = targets.get_ref() else {
            let why = "`target` is a table of targets, as in [target.work]".to_owned();
            faults.push(self.fault(targets.span().start, why));
            return Vec::new();
        };
        let targets = targets.iter();
        targets
            .map(|(name, value)| self.target(name.get_ref(), name.span().start, value.get_ref()))
            .collect()
    }

    fn target(&self, name: &str, at: usize, value: &DeValue<'_>) -> Named {
        let mut named = Named {
            name: name.to_owned(),
            line: self.line(at),
            to: None,
            settings: Vec::new(),
            faults: Vec::new(),
        };
        let DeValue::Table(table) = value else {
            named.faults.push(self.fault(at, needs_to(name)));
            return named;
        };
        let mut table = table.clone();
        match table.remove("to") {
            Some(to) => match to.get_ref() {
                DeValue::String(text) => {
                    let start = to.span().start;
                    let wrong = Target::parse(text).err();
                    let fault = wrong.map(|error| self.fault(start, error.to_string()));
                    named.faults.extend(fault);
                    named.to = Some(text.to_string());
                }
                _ => named.faults.push(self.fault(at, needs_to(name))),
            },
            None => named.faults.push(self.fault(at, needs_to(name))),
        }
        named.settings = self.settings(&table, &mut named.faults);
        named
    }

    fn keys(&self, keys: &Spanned<DeValue<'_>>, faults: &mut Vec<Fault>) -> Vec<Change> {
        let mut changes = Vec::new();
        let shape = "keys stand in contexts, as in [keys.global] with quit = [\"ctrl-q\", \"f10\"]";
        let DeValue::Table(contexts) = keys.get_ref() else {
            faults.push(self.fault(keys.span().start, shape.to_owned()));
            return changes;
        };
        for (context, actions) in contexts {
            let at = context.span().start;
            let known = Change::context(context.get_ref());
            let DeValue::Table(actions) = actions.get_ref() else {
                faults.push(self.fault(at, known.err().unwrap_or_else(|| shape.to_owned())));
                continue;
            };
            if let Err(why) = known {
                faults.push(self.fault(at, why));
                continue;
            }
            for (action, keys) in actions {
                let at = action.span().start;
                let name = action.get_ref();
                let read = key_names(name, keys.get_ref())
                    .and_then(|keys| Change::read(context.get_ref(), name, &keys, self.line(at)));
                match read {
                    Ok(change) => changes.push(change),
                    Err(why) => faults.push(self.fault(at, why)),
                }
            }
        }
        changes
    }
}

fn needs_to(name: &str) -> String {
    format!("target.{name} needs `to`, as in to = \"submission://mail.example.com\"")
}

/// A list of keys, or one.
fn key_names<'a>(action: &str, keys: &'a DeValue<'_>) -> Result<Vec<&'a str>, String> {
    let name = |key: &'a DeValue<'_>| match key {
        DeValue::String(name) => Some(name.as_ref()),
        _ => None,
    };
    let names = match keys {
        DeValue::Array(keys) => keys.iter().map(|key| name(key.get_ref())).collect(),
        one => name(one).map(|name| vec![name]),
    };
    names.ok_or_else(|| {
        format!("`{action}` takes a list of keys, as in {action} = [\"ctrl-q\", \"f10\"]")
    })
}

/// A setting as words of the command line.
fn words(
    options: &clap::Command,
    name: &str,
    value: &DeValue<'_>,
) -> Result<Vec<OsString>, String> {
    let option = format!("--{name}");
    let takes_list = || {
        let mut known = options.get_arguments();
        let found = known.find(|known| known.get_long() == Some(name));
        found.is_none_or(|known| known.get_value_delimiter().is_some())
    };
    let text = match value {
        DeValue::Boolean(false) => return Ok(Vec::new()),
        DeValue::Boolean(true) => return Ok(vec![option.into()]),
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Array(texts) if takes_list() => {
            let text = |one: &Spanned<DeValue<'_>>| match one.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            };
            let texts: Option<Vec<_>> = texts.iter().map(text).collect();
            let texts = texts.ok_or_else(|| format!("`{name}` takes a list of texts"))?;
            if texts.is_empty() {
                return Ok(Vec::new());
            }
            texts.join(",")
        }
        _ => return Err(format!("`{name}` takes a text, a number, true or false")),
    };
    Ok(vec![format!("{option}={text}").into()])
}

/// Whether there is such an option, and it takes this value.
fn checked(
    options: &clap::Command,
    name: &str,
    words: Vec<OsString>,
) -> Result<Vec<OsString>, String> {
    let known: Vec<_> = options
        .get_arguments()
        .filter_map(|known| known.get_long())
        // A config file that names another would never end.
        .filter(|known| *known != "config")
        .collect();
    if !known.contains(&name) {
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        return Err(format!("there is no setting `{name}`; {hint}"));
    }
    let line = std::iter::once("ehlo".into()).chain(words.iter().cloned());
    match options.clone().try_get_matches_from(line) {
        // What it needs beside it may stand elsewhere.
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => Err(said(&error)),
        _ => Ok(words),
    }
}

/// What clap has to say, in one line.
pub(super) fn said(error: &clap::Error) -> String {
    let words = error.to_string();
    let lines = words.lines().take_while(|line| !line.is_empty());
    let line = lines.map(str::trim).collect::<Vec<_>>().join(" ");
    line.trim_start_matches("error: ").to_owned()
}
