//! A command line for a shell: each option on a row of its own, every word quoted, remarks before it.
//!
//! Absent on purpose: which program it is for.

use std::borrow::Cow;

use super::Extract;
use super::story::Story;
use crate::target::Target;
use crate::wire::text::printable_str;

/// What one word of a command line may hold, in octets; Linux takes 128 KiB.
pub(super) const LONGEST: usize = 64 * 1024;

/// A command line in the making.
pub(super) struct Shell<'a> {
    extract: &'a Extract<'a>,
    remarks: Vec<String>,
    /// An option and its value, quoted.
    rows: Vec<String>,
}

impl<'a> Shell<'a> {
    pub(super) fn new(extract: &'a Extract<'a>, program: &str) -> Self {
        Self {
            extract,
            remarks: Vec::new(),
            rows: vec![program.to_owned()],
        }
    }

    /// A remark before the command, by its key.
    pub(super) fn remark(&mut self, key: &str, fill: &[(&'static str, String)]) {
        self.remarks.push(self.extract.word(key, fill));
    }

    /// An option alone.
    pub(super) fn flag(&mut self, flag: &str) {
        self.rows.push(flag.to_owned());
    }

    /// An option with its value. What was said on the wire may be anything: it is made printable,
    /// and quoted.
    pub(super) fn option(&mut self, option: &str, value: &str) {
        self.rows.push(format!("{option} {}", quoted(value)));
    }

    /// What writes the program's standard input.
    pub(super) fn input(&mut self, command: &str) {
        if let Some(program) = self.rows.first_mut() {
            *program = format!("{command} | {program}");
        }
    }

    /// The remarks and the command line.
    pub(super) fn finish(self) -> String {
        let command = self.rows.join(" \\\n  ");
        format!("{}{command}\n", self.said())
    }

    /// The remarks alone, a line each.
    pub(super) fn said(&self) -> String {
        let lines = self.remarks.iter().flat_map(|remark| remark.lines());
        let lines: Vec<_> = lines.map(|line| format!("# {line}\n")).collect();
        lines.concat()
    }

    /// What holds for every program: the practice server has to run, and what it will not say.
    pub(super) fn remark_common(&mut self, story: &Story<'_>) {
        let extract = self.extract;
        if let Target::Practice { scenario } = extract.target {
            self.remark("practice-first", &[("scenario", scenario.clone())]);
        }
        if story.transactions > 1 {
            self.remark("last-message", &[("count", story.transactions.to_string())]);
        }
        if story.content_differs {
            self.remark("content-differs", &[]);
        }
        if story.chunks {
            self.remark("chunks", &[]);
        }
        for (key, lines) in [("odd", &story.odd), ("parameters", &story.parameters)] {
            if lines.is_empty() {
                continue;
            }
            self.remark(key, &[]);
            let shown = lines
                .iter()
                .map(|line| format!("  {}", printable_str(line)));
            self.remarks.extend(shown);
        }
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let lines: Vec<_> = word.split('\n').map(tabbed).collect();
    let word = lines.join("\n");
    // Only a NUL could not be quoted, and nothing printable has one.
    shlex::try_quote(&word).map_or_else(|_| "''".to_owned(), Cow::into_owned)
}

/// Printable, with the tabs of a message left as they are.
fn tabbed(line: &str) -> String {
    let pieces: Vec<_> = line.split('\t').map(printable_str).collect();
    pieces.join("\t")
}
