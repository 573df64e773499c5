//! `ehlo config`: what is asked of it, and how it answers. Every setting stands with its value and
//! where that comes from; of a password only that there is one.
//!
//! Absent on purpose: changing anything, and finding out what holds (`effective`).

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use super::effective::{self, Line, Source};
use super::file::File;
use super::{fit, in_use, places, usual};
use crate::assets;
use crate::cli::Config;
use crate::context::Context;
use crate::flow::{Row, Span, width};
use crate::run::{Error, complain, language, paper};
use crate::theme::Role;
use crate::wire::text::printable_str;

/// Does what is asked.
pub(in crate::run) fn run(asked: &Config) -> Result<ExitCode, Error> {
    if asked.template {
        print(assets::text("assets/config.toml").unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = &asked.check {
        let named = Some(Path::new(file)).filter(|_| !file.is_empty());
        return check(named.or(asked.options.config.as_deref()));
    }
    let shown = effective::gather(asked.target.as_deref(), &asked.options)?;
    let ctx = paper::context(language(shown.language())?, None);
    match (asked.paths, asked.json) {
        (true, json) => places::print(&ctx, &asked.options, json),
        (false, true) => paper::json(&shown),
        (false, false) => paper::print(&ctx.theme, &rows(&ctx, &shown.settings)),
    }
    for fault in &shown.faults {
        complain(fault);
    }
    Ok(ExitCode::SUCCESS)
}

/// Who closed standard output does not want to know more.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Names everything that is wrong with a file; exit status 2 if anything is.
fn check(asked: Option<&Path>) -> Result<ExitCode, Error> {
    let Some(used) = in_use(asked) else {
        let place = usual().unwrap_or_default().display().to_string();
        let place = printable_str(&place);
        print(&format!(
            "there is no config file at {place}; `ehlo config --template` prints one to begin with\n"
        ));
        return Ok(ExitCode::SUCCESS);
    };
    let file = File::open(&used.path)?;
    let faults = fit::faults(&file);
    for fault in &faults {
        complain(&fault.of(&file.path).to_string());
    }
    if !faults.is_empty() {
        return Ok(ExitCode::from(2));
    }
    let name = used.path.display().to_string();
    print(&format!(
        "{}: all of it can be used\n",
        printable_str(&name)
    ));
    Ok(ExitCode::SUCCESS)
}

/// A row for each setting: its name, its value, where that comes from.
fn rows(ctx: &Context, lines: &[Line]) -> Vec<Row> {
    let values: Vec<_> = lines.iter().map(|line| value(ctx, line)).collect();
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(width).max().unwrap_or(0);
    let names = widest(&mut lines.iter().map(|line| &*line.name));
    // A long value does not push all the others away.
    let most = widest(&mut values.iter().map(|(text, _)| &**text)).min(32);
    let padded = |text: &str, to: usize| {
        let blanks = to.saturating_sub(width(text)) + 2;
        format!("{text}{}", " ".repeat(blanks))
    };
    let row = |(line, (text, role)): (&Line, (String, Role))| {
        vec![
            Span::new(padded(&line.name, names), Role::Literal),
            Span::new(padded(&text, most), role),
            Span::new(source(ctx, &line.from), Role::TextMuted),
        ]
    };
    lines.iter().zip(values).map(row).collect()
}

fn value(ctx: &Context, line: &Line) -> (String, Role) {
    match (&line.value, line.set_by) {
        (_, Some(by)) => {
            let text = ctx.ui_with("config-set-by", &[("by", by.to_owned())]);
            (text, Role::Secret)
        }
        (Some(value), None) => (printable_str(value).into_owned(), Role::Text),
        (None, None) => (ctx.ui("config-unset").to_owned(), Role::TextMuted),
    }
}

fn source(ctx: &Context, source: &Source) -> String {
    match source {
        Source::BuiltIn => ctx.ui("config-built-in").to_owned(),
        Source::CommandLine => ctx.ui("config-typed").to_owned(),
        Source::Environment { variable } => {
            let fill = [("variable", (*variable).to_owned())];
            ctx.ui_with("config-environment", &fill)
        }
        Source::File { file, line } => format!("{}:{line}", printable_str(file)),
    }
}
