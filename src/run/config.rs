//! The config file: settings that hold always, keys, and named targets (`ehlo @work`).
//!
//! `~/.config/ehlo/config.toml`, or the file of `--config` or `EHLO_CONFIG`. A setting is an option
//! of the command line by its name (`timeout = 5`, `insecure = true`), so there is one place that
//! knows them all: the file's settings are put before what was typed, the environment's between, and
//! what stands later counts. `assets/config.toml` shows every one of them.
//!
//! What cannot be used is left out and said; nothing in the file keeps ehlo from starting, unless the
//! file or the target was asked for by name.
//!
//! Absent on purpose: writing the file, and the person's own cards, words and themes (`folder`).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, Parser as _};

use super::{Error, folder};
use crate::cli::{Cli, Command, Options};
use crate::keymap::Keymap;
use crate::theme::Choice;

mod effective;
mod file;
mod fit;
mod places;
mod show;

use file::{File, Setting};
pub(super) use show::run;

/// The command line with everything that holds besides.
#[derive(Debug)]
pub(super) struct Given {
    /// What is to be done.
    pub cli: Cli,
    /// The file's keys over the shipped ones, if it changes any.
    pub keymap: Option<Keymap>,
    /// Where the keys were changed.
    pub keys: Keys,
    /// What was wrong with the file and the environment, in remarks.
    pub faults: Vec<String>,
}

/// The changes of keys, and the file they stand in.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The changes.
    pub changes: Vec<crate::keymap::Change>,
    /// The file.
    pub file: PathBuf,
}

/// Reads the config file for these arguments.
pub(super) fn given(mut arguments: Vec<OsString>) -> Result<Given, Error> {
    subcommand_first(&mut arguments);
    // What clap cannot read it tells itself.
    let cli = Cli::try_parse_from(&arguments).unwrap_or_else(|error| error.exit());
    let mut given = Given {
        cli,
        keymap: None,
        keys: Keys::default(),
        faults: Vec::new(),
    };
    let Some(place) = Place::of(&given.cli) else {
        return Ok(given);
    };
    let mut settings = Vec::new();
    match in_use(place.file.as_deref()) {
        Some(used) => settings = given.heed(&used, &place, &mut arguments)?,
        None if place.named.is_some() => return Err(Error::NoConfig),
        None => {}
    }
    settings.extend(given.environment(&place));
    if !settings.is_empty() {
        given.lay_under(&place, settings, &arguments);
    }
    Ok(given)
}

impl Given {
    /// Takes what the file says; its settings.
    fn heed(
        &mut self,
        used: &Used,
        place: &Place,
        arguments: &mut [OsString],
    ) -> Result<Vec<Setting>, Error> {
        let asked = used.why == Why::Option || place.named.is_some();
        let file = match File::open(&used.path) {
            Ok(file) => file,
            Err(error) if asked => return Err(error),
            Err(error) => {
                self.faults.push(error.to_string());
                return Ok(Vec::new());
            }
        };
        let mut faults = file.faults.clone();
        let wanted = |setting: &Setting| !place.only_language || setting.name == "lang";
        let always = file.settings.iter().filter(|setting| wanted(setting));
        let (mut settings, unfit) = fit::sort(&[], always.cloned().collect());
        faults.extend(unfit);
        match fit::keys(&file) {
            Ok(keymap) => {
                self.keymap = keymap;
                self.keys.changes.clone_from(&file.keys);
                self.keys.file.clone_from(&file.path);
            }
            // Keys are not everybody's business.
            Err(wrong) if place.uses_keys || used.why == Why::Option => faults.extend(wrong),
            Err(_) => {}
        }
        if let Some(named) = &place.named {
            let (to, own) = target(&file, named, &settings)?;
            settings.extend(own);
            let at = format!("@{named}");
            for argument in arguments.iter_mut().filter(|argument| **argument == *at) {
                *argument = OsString::from(&to);
            }
        }
        if let Some(first) = faults.iter().min().filter(|_| asked) {
            return Err(first.of(&file.path));
        }
        self.faults.extend(fit::remark(&file.path, faults));
        Ok(settings)
    }

    /// What the environment says.
    fn environment(&mut self, place: &Place) -> Vec<Setting> {
        let Some(name) = variable(THEME).filter(|_| !place.only_language) else {
            return Vec::new();
        };
        if let Err(error) = Choice::parse(&name.to_string_lossy()) {
            self.faults.push(format!("{THEME}: {error}"));
            return Vec::new();
        }
        let mut word = OsString::from("--theme=");
        word.push(name);
        vec![Setting {
            name: "theme".to_owned(),
            line: 0,
            words: vec![word],
        }]
    }

    /// Reads the command line again with settings before what was typed. One that speaks against
    /// what was typed is left out.
    fn lay_under(&mut self, place: &Place, mut settings: Vec<Setting>, arguments: &[OsString]) {
        only_one_list(&mut settings, self.options());
        let read = |settings: &[Setting]| {
            let at = place.behind(arguments) + 1;
            let mut line = arguments.to_vec();
            let words = settings.iter().flat_map(|setting| setting.words.clone());
            line.splice(at..at, words);
            Cli::try_parse_from(line)
        };
        if let Ok(cli) = read(&settings) {
            self.cli = cli;
            return;
        }
        let mut held = Vec::new();
        for setting in settings {
            held.push(setting);
            match read(&held) {
                Ok(cli) => self.cli = cli,
                Err(_) => drop(held.pop()),
            }
        }
    }

    const fn options(&self) -> Option<&Options> {
        match &self.cli.command {
            None => Some(&self.cli.options),
            Some(Command::Run { options, .. }) => Some(options),
            Some(_) => None,
        }
    }
}

/// Lists of suites do not add up: the last one counts.
fn only_one_list(settings: &mut Vec<Setting>, typed: Option<&Options>) {
    let is_list = |setting: &Setting| setting.name == "cipher";
    let typed = typed.is_some_and(|options| !options.cipher.is_empty());
    let last = settings.iter().rposition(is_list).filter(|_| !typed);
    let mut at = 0;
    settings.retain(|setting| {
        at += 1;
        !is_list(setting) || Some(at - 1) == last
    });
}

/// What a named target stands for, and its settings.
fn target(file: &File, name: &str, always: &[Setting]) -> Result<(String, Vec<Setting>), Error> {
    let Some(named) = file.targets.iter().find(|named| named.name == *name) else {
        if let Some(first) = file.faults.first() {
            return Err(first.of(&file.path));
        }
        let known: Vec<_> = file.targets.iter().map(|named| &*named.name).collect();
        if known.is_empty() {
            return Err(Error::NoConfig);
        }
        return Err(Error::NoTarget {
            name: name.to_owned(),
            known: known.join(", "),
        });
    };
    let (own, unfit) = fit::sort(always, named.settings.clone());
    let mut faults = named.faults.iter().chain(&unfit);
    match (faults.next(), &named.to) {
        (None, Some(to)) => Ok((to.clone(), own)),
        (Some(fault), _) => Err(fault.of(&file.path)),
        (None, None) => Err(Error::NoConfig),
    }
}

/// `ehlo --lang ko explain 550`: options before a subcommand are meant for it.
fn subcommand_first(arguments: &mut [OsString]) {
    if !arguments.get(1).is_some_and(is_option) {
        return;
    }
    let known = Cli::command();
    let names = |word: &OsString| {
        let mut commands = known.get_subcommands();
        commands.any(|command| word == command.get_name())
    };
    let mut at = 1;
    while let Some(option) = arguments.get(at).filter(|word| is_option(word)) {
        at += 1 + usize::from(takes_value(&known, &option.to_string_lossy()));
    }
    if arguments.get(at).is_some_and(names)
        && let Some(part) = arguments.get_mut(1..=at)
    {
        part.rotate_right(1);
    }
}

fn is_option(word: &OsString) -> bool {
    word.to_string_lossy().starts_with('-')
}

/// Whether the word behind an option is its value.
fn takes_value(known: &clap::Command, word: &str) -> bool {
    let Some(name) = word.strip_prefix("--").filter(|name| !name.contains('=')) else {
        return false;
    };
    let mut options = known.get_arguments();
    let found = options.find(|option| option.get_long() == Some(name));
    found
        .is_some_and(|option| option.get_action().takes_values() && !option.is_require_equals_set())
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
    /// Keys mean something there.
    uses_keys: bool,
}

impl Place {
    fn of(cli: &Cli) -> Option<Self> {
        let with = |behind: Option<_>, options: &Options, target: &Option<String>| Self {
            behind,
            file: options.config.clone(),
            named: target.as_deref().and_then(named),
            only_language: false,
            uses_keys: behind.is_none(),
        };
        let words = |behind, file: &Option<PathBuf>| Self {
            behind: Some(behind),
            file: file.clone(),
            named: None,
            only_language: true,
            uses_keys: behind == "keys",
        };
        Some(match &cli.command {
            None => with(None, &cli.options, &cli.target),
            Some(Command::Run {
                options, target, ..
            }) => with(Some("run"), options, target),
            Some(Command::Explain { .. }) => words("explain", &None),
            Some(Command::Compare { .. }) => words("compare", &None),
            Some(Command::List { .. }) => words("list", &None),
            Some(Command::Keys { config, .. }) => words("keys", config),
            Some(Command::Doctor { options }) => with(Some("doctor"), options, &None),
            Some(Command::Serve { .. } | Command::Config(_)) => return None,
        })
    }

    /// The place of the word that settings stand behind.
    fn behind(&self, arguments: &[OsString]) -> usize {
        let place = |word: &str| arguments.iter().position(|argument| *argument == *word);
        self.behind.and_then(place).unwrap_or(0)
    }
}

/// `work` of `@work`.
fn named(target: &str) -> Option<String> {
    target.strip_prefix('@').map(str::to_owned)
}

/// Why a config file is the one in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// `--config`.
    Option,
    /// `EHLO_CONFIG`.
    Environment,
    /// It lies where it usually does.
    Usual,
}

/// The config file in use.
#[derive(Clone, Debug)]
struct Used {
    path: PathBuf,
    why: Why,
}

const CONFIG: &str = "EHLO_CONFIG";
const THEME: &str = "EHLO_THEME";

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The config file in use; the usual one only if it is there.
fn in_use(asked: Option<&Path>) -> Option<Used> {
    let used = |path, why| Some(Used { path, why });
    if let Some(path) = asked {
        return used(path.to_owned(), Why::Option);
    }
    if let Some(path) = variable(CONFIG) {
        return used(path.into(), Why::Environment);
    }
    let path = usual().filter(|path| path.exists())?;
    used(path, Why::Usual)
}

/// The person's own file.
pub(super) fn usual() -> Option<PathBuf> {
    folder::folder().map(|folder| folder.join("config.toml"))
}
