//! A session, or a part of it, in the forms people hand on: text, Markdown for a ticket, command
//! lines of other programs, a script of our own, JSON Lines.
//!
//! To add a form: a file with its function, a row in [`FORMS`], its words in
//! `assets/locales/*/export.toml`. A test names what is missing.
//!
//! What a form cannot say stands in it as a remark. Secrets are in no form: the record has none.
//!
//! Absent on purpose: files, the clipboard, and choosing what is handed on (`app`).

use crate::kb::{Kb, Names};
use crate::locale::Locale;
use crate::target::Target;
use crate::transcript::{Entry, text};

mod curl;
mod log;
mod markdown;
mod moment;
mod openssl;
mod shell;
mod story;
mod swaks;

/// What is handed on, and everything a form may want to know about it.
#[derive(Debug)]
pub struct Extract<'a> {
    /// The entries that were chosen, in order.
    pub entries: Vec<&'a Entry>,
    /// The first line of the first of them, from 0.
    pub from: usize,
    /// Behind the last line of the last of them; `None` for all its lines.
    pub until: Option<usize>,
    /// All that happened from the beginning of the session up to the last of them: what a command
    /// line has to do again to come there.
    pub story: Vec<&'a Entry>,
    /// Where the session goes.
    pub target: &'a Target,
    /// Seconds from 1970 (UTC) to the moment entries count their time from.
    pub began: u64,
    /// The person's own authorities, as the file's name was given.
    pub authorities: Option<&'a str>,
    /// What suggestions are filled with.
    pub names: Names,
    /// What SMTP means.
    pub kb: &'a Kb,
    /// The words.
    pub locale: &'a Locale,
}

/// A form.
#[derive(Debug)]
pub struct Form {
    /// Its name, as `:copy` takes it.
    pub name: &'static str,
    /// How a file's name ends that is in this form.
    pub extension: &'static str,
    /// Writes it.
    pub write: fn(&Extract<'_>) -> String,
}

/// Every form. The first with an extension is the one a file with it gets.
pub static FORMS: &[Form] = &[
    Form {
        name: "text",
        extension: "txt",
        write: plain,
    },
    Form {
        name: "markdown",
        extension: "md",
        write: markdown::write,
    },
    Form {
        name: "swaks",
        extension: "sh",
        write: swaks::write,
    },
    Form {
        name: "curl",
        extension: "sh",
        write: curl::write,
    },
    Form {
        name: "openssl",
        extension: "sh",
        write: openssl::write,
    },
    Form {
        name: "script",
        extension: "smtp",
        write: script,
    },
    Form {
        name: "jsonl",
        extension: "jsonl",
        write: log::write,
    },
];

/// How much of the record is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The selected line, or the selected range.
    Line,
    /// The exchange it belongs to.
    Exchange,
    /// The whole session it belongs to.
    Session,
}

impl Scope {
    /// Each of them, the narrowest first.
    pub const ALL: &'static [Self] = &[Self::Line, Self::Exchange, Self::Session];

    /// Its name, as `:copy` takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Exchange => "exchange",
            Self::Session => "session",
        }
    }
}

impl Form {
    /// The form of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMS.iter().find(|form| form.name == name)
    }

    /// The form a file gets by how its name ends.
    pub fn of_file(name: &str) -> Option<&'static Self> {
        let (_, extension) = name.rsplit_once('.')?;
        FORMS
            .iter()
            .find(|form| form.extension.eq_ignore_ascii_case(extension))
    }

    /// A name for a file in this form: `mail.example.md`.
    pub fn file_name(&self, target: &Target) -> String {
        let host = match target {
            Target::Tcp { host, .. } => host.as_str(),
            Target::Mx { domain, .. } => domain.as_str(),
            Target::Practice { .. } => "practice",
            Target::Unix { .. } | Target::Exec { .. } => "session",
        };
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() || ".-".contains(letter) {
                letter
            } else {
                '-'
            }
        };
        let host: String = host.chars().map(plain).collect();
        let host = host.trim_matches(['.', '-']);
        let host = if host.is_empty() { "session" } else { host };
        // Two command lines of one session are two files.
        let which = match self.extension {
            "sh" => format!("-{}", self.name),
            _ => String::new(),
        };
        format!("{host}{which}.{}", self.extension)
    }
}

impl Extract<'_> {
    /// The lines that were chosen as the RFCs print them.
    fn dialogue(&self) -> Vec<String> {
        let words = self.locale.remarks();
        let last = self.entries.len().saturating_sub(1);
        let mut all = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let lines = text::lines(entry, &words);
            let until = self.until.filter(|_| index == last).unwrap_or(lines.len());
            let from = if index == 0 { self.from } else { 0 };
            // A line that is only on the screen stands for its entry.
            let chosen = lines.get(from..until.min(lines.len()));
            let chosen = chosen.filter(|chosen| !chosen.is_empty());
            all.extend_from_slice(chosen.unwrap_or(&lines));
        }
        all
    }

    /// A text of the forms, with its gaps filled.
    fn word(&self, key: &str, fill: &[(&'static str, String)]) -> String {
        let text = self.locale.word("export", key);
        crate::locale::filled(text, fill)
    }
}

/// The dialogue as text.
fn plain(extract: &Extract<'_>) -> String {
    let lines = extract.dialogue().into_iter();
    lines.map(|line| line + "\n").collect()
}

/// What `ehlo run` plays.
fn script(extract: &Extract<'_>) -> String {
    text::script(extract.entries.iter().copied(), &extract.locale.remarks())
}

#[cfg(test)]
mod tests;
