//! The settings that hold, each with where it comes from: ehlo itself, a line of the file, the
//! environment, the command line. What stands later counts.
//!
//! Absent on purpose: secrets. Of a password only that there is one, and who gives it.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args as _, CommandFactory as _};
use serde::Serialize;

use super::file::{File, Setting};
use super::{THEME, Why, fit, in_use, named, subcommand_first, target, variable};
use crate::cli::{Cli, Options};
use crate::run::{Error, hostname, language};
use crate::theme::Choice;

/// Everything that holds.
#[derive(Debug, Serialize)]
pub(super) struct Effective {
    /// The config file in use.
    file: Option<String>,
    /// Every setting.
    pub settings: Vec<Line>,
    /// What is wrong with the file, said in remarks.
    pub faults: Vec<String>,
}

/// A setting.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    /// Its name in the file.
    pub name: String,
    /// Its value; `None` if it is not set, or secret.
    pub value: Option<String>,
    /// For a secret: what gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<&'static str>,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: Source,
}

/// Where a value comes from.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub(super) enum Source {
    /// ehlo itself.
    BuiltIn,
    /// A line of the file.
    File {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
    },
    /// The environment.
    Environment {
        /// Which variable.
        variable: &'static str,
    },
    /// What was typed.
    CommandLine,
}

/// A value of a setting, and where it comes from.
type Said = (String, String, Source);

impl Effective {
    /// The language, if one was chosen.
    pub(super) fn language(&self) -> Option<&str> {
        let mut lines = self.settings.iter();
        lines.find(|line| line.name == "lang")?.value.as_deref()
    }
}

/// Finds out what holds, with a named target or without.
pub(super) fn gather(at: Option<&str>, options: &Options) -> Result<Effective, Error> {
    let used = in_use(options.config.as_deref());
    let mut faults = Vec::new();
    let file = match used.as_ref().map(|used| (File::open(&used.path), used.why)) {
        Some((Ok(file), _)) => file,
        Some((Err(error), Why::Option)) => return Err(error),
        Some((Err(error), _)) => {
            faults.push(error.to_string());
            File::default()
        }
        None => File::default(),
    };
    let (always, unfit) = fit::sort(&[], file.settings.clone());
    let mut wrong = [file.faults.clone(), unfit].concat();
    let mut said = in_file(&file.path, &always);
    let mut settings = Vec::new();
    if let Some(at) = at {
        let name = named(at).unwrap_or_else(|| at.to_owned());
        let (to, own) = target(&file, &name, &always)?;
        said.extend(in_file(&file.path, &own));
        settings.push(Line {
            name: "to".to_owned(),
            value: Some(to),
            set_by: None,
            from: Source::File {
                file: file.path.display().to_string(),
                line: file.line_of(&name),
            },
        });
    }
    said.extend(environment());
    said.extend(typed());
    let known = Options::augment_args(clap::Command::new("ehlo"));
    let known = known.get_arguments().filter_map(Arg::get_long);
    for name in known.filter(|name| *name != "config") {
        settings.push(line(name, &said)?);
    }
    settings.push(password(&said));
    match fit::keys(&file) {
        Ok(_) => settings.extend(keys(&file)),
        Err(clashes) => wrong.extend(clashes),
    }
    faults.extend(fit::remark(&file.path, wrong));
    Ok(Effective {
        file: used.map(|used| used.path.display().to_string()),
        settings,
        faults,
    })
}

fn in_file(file: &Path, settings: &[Setting]) -> Vec<Said> {
    let said = |setting: &Setting| {
        let from = Source::File {
            file: file.display().to_string(),
            line: setting.line,
        };
        (setting.name.clone(), setting.value(), from)
    };
    settings.iter().map(said).collect()
}

/// What the variables say that stand for a setting.
fn environment() -> Option<Said> {
    let name = variable(THEME)?.to_string_lossy().into_owned();
    Choice::parse(&name).is_ok().then(|| {
        let from = Source::Environment { variable: THEME };
        ("theme".to_owned(), name, from)
    })
}

/// What was typed.
fn typed() -> Vec<Said> {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    subcommand_first(&mut arguments);
    let Ok(matches) = Cli::command().try_get_matches_from(arguments) else {
        return Vec::new();
    };
    let Some(matches) = matches.subcommand_matches("config") else {
        return Vec::new();
    };
    let known = Options::augment_args(clap::Command::new("ehlo"));
    let said = |option: &Arg| {
        let name = option.get_long()?.to_owned();
        Some((name, typed_value(matches, option)?, Source::CommandLine))
    };
    known.get_arguments().filter_map(said).collect()
}

fn typed_value(matches: &ArgMatches, option: &Arg) -> Option<String> {
    let id = option.get_id().as_str();
    if matches.value_source(id) != Some(ValueSource::CommandLine) {
        return None;
    }
    if !option.get_action().takes_values() {
        return Some("true".to_owned());
    }
    let words = matches.get_raw(id)?.map(|word| word.to_string_lossy());
    Some(words.collect::<Vec<_>>().join(","))
}

/// A setting with the value that counts.
fn line(name: &str, said: &[Said]) -> Result<Line, Error> {
    let of_it: Vec<_> = said.iter().filter(|said| said.0 == *name).collect();
    let mut line = Line {
        name: name.to_owned(),
        value: None,
        set_by: None,
        from: Source::BuiltIn,
    };
    match of_it.last() {
        None => (line.value, line.from) = built_in(name)?,
        Some((_, value, from)) => {
            line.from = from.clone();
            line.value = Some(match name {
                // A command may have the password in it.
                "password-command" => "***".to_owned(),
                "proxy" => without_login(value),
                // Marks add up.
                "production" => {
                    let all: Vec<_> = of_it.iter().map(|said| &*said.1).collect();
                    all.join(",")
                }
                _ => value.clone(),
            });
        }
    }
    Ok(line)
}

/// What ehlo does by itself, where that has a value.
fn built_in(name: &str) -> Result<(Option<String>, Source), Error> {
    Ok(match name {
        "theme" => (Some(Choice::AUTO.to_owned()), Source::BuiltIn),
        "name" => (Some(hostname()), Source::BuiltIn),
        "lang" => {
            let tag = language(None)?.tag().to_owned();
            let said = LOCALE.iter().find(|name| variable(name).is_some());
            let from = said.map_or(Source::BuiltIn, |variable| Source::Environment { variable });
            (Some(tag), from)
        }
        _ => (None, Source::BuiltIn),
    })
}

/// The variables that name a language, the strongest first (POSIX, 8.2).
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// A proxy without user and password.
fn without_login(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://***@{host}"),
        (None, Some((_, host))) => format!("***@{host}"),
        (_, None) => url.to_owned(),
    }
}

/// Who gives the password, in the order they are asked.
fn password(said: &[Said]) -> Line {
    let from = |name: &str| {
        let found = said.iter().rev().find(|said| said.0 == *name);
        found.map(|said| said.2.clone())
    };
    let environment = variable(PASSWORD).map(|_| Source::Environment { variable: PASSWORD });
    let givers = [
        ("password-file", from("password-file")),
        (PASSWORD, environment),
        ("password-command", from("password-command")),
    ];
    let given = givers.into_iter().find_map(|(by, from)| Some((by, from?)));
    let (set_by, from) = match given {
        Some((by, from)) => (Some(by), from),
        None => (None, Source::BuiltIn),
    };
    Line {
        name: "password".to_owned(),
        value: None,
        set_by,
        from,
    }
}

/// The variable that holds a password.
const PASSWORD: &str = "EHLO_PASSWORD";

/// The keys that are changed.
fn keys(file: &File) -> Vec<Line> {
    let line = |change: &crate::keymap::Change| {
        let names: Vec<_> = change.keys.iter().map(|key| key.name()).collect();
        Line {
            name: format!("keys.{}.{}", change.context.name(), change.intent.name()),
            value: Some(names.join(",")),
            set_by: None,
            from: Source::File {
                file: file.path.display().to_string(),
                line: change.line,
            },
        }
    };
    file.keys.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_shown_without_its_login() {
        for (url, shown) in [
            ("socks5://alice:p@ss@proxy:1080", "socks5://***@proxy:1080"),
            ("http://proxy:3128", "http://proxy:3128"),
        ] {
            assert_eq!(without_login(url), shown);
        }
    }
}
