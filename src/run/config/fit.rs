//! Whether settings can be used: files are there, names are known, and none speaks against another.
//!
//! Absent on purpose: what clap finds wrong with one of them alone (`file`).

use std::ffi::OsString;
use std::path::Path;

use clap::{Args as _, FromArgMatches as _};

use super::file::{Fault, File, Setting, said};
use crate::cli::Options;
use crate::keymap::Keymap;
use crate::run::Error;
use crate::run::connect::Plan;
use crate::target::{Target, TlsStyle};
use crate::theme::Choice;

/// Those that can be used, with those in `before` ahead of them; the others as faults.
pub(super) fn sort(before: &[Setting], settings: Vec<Setting>) -> (Vec<Setting>, Vec<Fault>) {
    let mut fit = before.to_vec();
    fit.extend(settings.iter().cloned());
    if usable(&fit).is_ok() {
        return (settings, Vec::new());
    }
    fit.truncate(before.len());
    let mut left = settings;
    let mut faults = Vec::new();
    // Twice: one may need another that stands behind it.
    for _ in 0..2 {
        faults.clear();
        for setting in std::mem::take(&mut left) {
            fit.push(setting.clone());
            if let Err(why) = usable(&fit) {
                fit.pop();
                let line = setting.line;
                faults.push(Fault { line, why });
                left.push(setting);
            }
        }
    }
    (fit.split_off(before.len()), faults)
}

/// Whether a link could be planned, and a screen drawn, with these.
fn usable(settings: &[Setting]) -> Result<(), String> {
    let words = settings.iter().flat_map(|setting| setting.words.clone());
    let line = std::iter::once(OsString::from("ehlo")).chain(words);
    let options = Options::augment_args(clap::Command::new("ehlo"))
        .args_override_self(true)
        .try_get_matches_from(line)
        .and_then(|matches| Options::from_arg_matches(&matches))
        .map_err(|error| said(&error))?;
    let tells = |error: Error| error.to_string();
    if let Some(name) = &options.theme {
        Choice::parse(name).map_err(|error| error.to_string())?;
    }
    if options.lang.is_some() {
        crate::run::language(options.lang.as_deref()).map_err(tells)?;
    }
    if settings
        .iter()
        .any(|setting| OF_LINK.contains(&&*setting.name))
    {
        Plan::new(&somewhere(), &options).map_err(tells)?;
    }
    Ok(())
}

/// The settings that say how to connect.
const OF_LINK: &[&str] = &[
    "ca",
    "sni",
    "cert",
    "key",
    "tls",
    "cipher",
    "pin",
    "ipv4",
    "ipv6",
    "bind",
    "dns",
    "proxy",
    "proxy-protocol",
];

/// A target that needs all of them. Nobody connects to it.
fn somewhere() -> Target {
    Target::Tcp {
        host: "mail.example".to_owned(),
        port: 25,
        tls: TlsStyle::Optional,
        lmtp: false,
    }
}

/// Everything that is wrong with a file, also with what is not used now.
pub(super) fn faults(file: &File) -> Vec<Fault> {
    let mut faults = file.all_faults();
    let (always, unfit) = sort(&[], file.settings.clone());
    faults.extend(unfit);
    for target in &file.targets {
        faults.extend(sort(&always, target.settings.clone()).1);
    }
    faults.extend(keys(file).err().unwrap_or_default());
    faults.sort();
    faults.dedup();
    faults
}

/// The shipped keys with the file's over them, if it has any.
pub(super) fn keys(file: &File) -> Result<Option<Keymap>, Vec<Fault>> {
    if file.keys.is_empty() && file.key_faults.is_empty() {
        return Ok(None);
    }
    let shipped = Keymap::builtin().map_err(|error| {
        let why = error.to_string();
        vec![Fault { line: 0, why }]
    })?;
    let changed = shipped.changed(&file.keys);
    let mut faults = file.key_faults.clone();
    let clashes = changed.as_ref().err().into_iter().flatten();
    faults.extend(clashes.map(|clash| Fault {
        line: clash.line,
        why: clash.why.clone(),
    }));
    match changed {
        Ok(keymap) if faults.is_empty() => Ok(Some(keymap)),
        _ => Err(faults),
    }
}

/// One remark on everything that is wrong: the first of it, and how to see the rest.
pub(super) fn remark(file: &Path, mut faults: Vec<Fault>) -> Option<String> {
    faults.sort();
    let first = faults.first()?.of(file);
    let more = match faults.len() {
        1 => String::new(),
        all => format!(
            " (and {} more: `ehlo config --check` names them all)",
            all - 1
        ),
    };
    Some(format!(
        "{first}; what ehlo does by itself is used there{more}"
    ))
}
