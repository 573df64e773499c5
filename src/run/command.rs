//! The commands besides the explorer, each to its own way of running.
//!
//! Absent on purpose: what they do.

use std::process::ExitCode;

use super::{Error, compare, config, doctor, explain, keys, language, list, script, serve};
use crate::cli::Command;
use crate::keymap::Keymap;

/// Carries a command out. `changed` and `keymap` are what the person made of the keys.
pub(super) fn carry_out(
    command: Command,
    changed: &config::Keys,
    keymap: Option<Keymap>,
) -> Result<ExitCode, Error> {
    match command {
        Command::Run {
            script,
            target,
            json,
            cleartext_auth,
            options,
        } => script::run(&script::Order {
            script,
            target,
            json,
            cleartext_auth,
            options,
        }),
        Command::Explain {
            text,
            json,
            lang,
            color,
        } => language(lang.as_deref())
            .and_then(|locale| explain::run(&text, json, locale, color.as_deref())),
        Command::Compare {
            a,
            b,
            json,
            lang,
            color,
        } => language(lang.as_deref())
            .and_then(|locale| compare::run(&a, &b, json, locale, color.as_deref())),
        Command::List {
            kind,
            json,
            lang,
            color,
        } => {
            language(lang.as_deref()).map(|locale| list::run(&kind, json, locale, color.as_deref()))
        }
        Command::Config(asked) => config::run(&asked),
        Command::Keys {
            test, json, lang, ..
        } => language(lang.as_deref())
            .and_then(|locale| keys::run(changed, keymap, test, json, locale)),
        Command::Doctor { options } => doctor::run(&options),
        Command::Serve {
            listen,
            scenario,
            ca_out,
        } => serve::run(&listen, &scenario, ca_out.as_deref()),
    }
}
