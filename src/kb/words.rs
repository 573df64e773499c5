//! What a card says, and the same in another language.
//!
//! A translated file holds words only: `next` is what is said of each step, in order, for the lines
//! to send are facts. `english` is the fingerprint of the words it was made from, so that a test
//! knows when English moved on.
//!
//! Absent on purpose: choosing a language.

use serde::Deserialize;

use super::card::{CardError, parse};

/// What a card says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// One line.
    pub title: String,
    /// What it means in any situation.
    pub meaning: String,
    /// What it means here (situations).
    pub here: String,
    /// When one sees it.
    pub when: String,
    /// What usually causes it.
    pub why: String,
    /// What to do about it, as the one who sends.
    pub fix: Vec<String>,
    /// What to do about it, as the server's admin.
    pub admin: Vec<String>,
    /// What people get wrong.
    pub mistakes: Vec<String>,
    /// The steps of a mechanism.
    pub steps: Vec<String>,
    /// What to do next in a live session.
    pub next: Vec<Step>,
    /// Other words when certain facts hold; the first whose facts all hold is used.
    pub case: Vec<Case>,
}

/// A step that can be taken next.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The line to send, with `{names}` to fill in; empty for advice.
    #[serde(default)]
    pub send: String,
    /// What it is for.
    pub say: String,
}

/// Words for when certain facts hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The facts (`smtp::Circumstances::FACTS`, and `practice`).
    #[serde(rename = "if")]
    pub facts: Vec<String>,
    /// What it means then.
    pub here: String,
    /// What to do next then; the card's own `next` if empty.
    #[serde(default)]
    pub next: Vec<Step>,
}

/// A card's words in another language, as they stand in their file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// The fingerprint of the English words it was made from.
    pub english: String,
    /// The words.
    pub words: LocalWords,
}

/// The words themselves; a field is there if the English card has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "they are the fields of Words and PairWords")]
pub struct LocalWords {
    pub title: String,
    pub meaning: String,
    pub here: String,
    pub when: String,
    pub why: String,
    pub fix: Vec<String>,
    pub admin: Vec<String>,
    pub mistakes: Vec<String>,
    pub steps: Vec<String>,
    pub next: Vec<String>,
    pub case: Vec<LocalCase>,
    pub log: String,
    pub opening: String,
    pub got_a: Vec<String>,
    pub got_b: Vec<String>,
    pub send_a: String,
    pub send_b: String,
}

/// The words of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalCase {
    /// What it means then.
    pub here: String,
    /// What is said of each step.
    #[serde(default)]
    pub next: Vec<String>,
}

impl Local {
    /// Reads a translated card's file.
    pub fn parse(file: &str, text: &str) -> Result<Self, CardError> {
        parse(file, text)
    }
}

impl Words {
    /// Says the same in another language; what is not there stays English.
    pub(super) fn say_in(&mut self, local: LocalWords) {
        for (mine, theirs) in [
            (&mut self.title, local.title),
            (&mut self.meaning, local.meaning),
            (&mut self.here, local.here),
            (&mut self.when, local.when),
            (&mut self.why, local.why),
        ] {
            replace(mine, theirs);
        }
        for (mine, theirs) in [
            (&mut self.fix, local.fix),
            (&mut self.admin, local.admin),
            (&mut self.mistakes, local.mistakes),
            (&mut self.steps, local.steps),
        ] {
            replace_all(mine, theirs);
        }
        say_steps(&mut self.next, local.next);
        for (mine, theirs) in self.case.iter_mut().zip(local.case) {
            replace(&mut mine.here, theirs.here);
            say_steps(&mut mine.next, theirs.next);
        }
    }
}

/// Takes the other language's text, if there is one.
pub(super) fn replace(mine: &mut String, theirs: String) {
    if !theirs.is_empty() {
        *mine = theirs;
    }
}

/// Takes the other language's items, if there are as many.
pub(super) fn replace_all(mine: &mut Vec<String>, theirs: Vec<String>) {
    if mine.len() == theirs.len() {
        *mine = theirs;
    }
}

fn say_steps(mine: &mut [Step], theirs: Vec<String>) {
    for (step, say) in mine.iter_mut().zip(theirs) {
        replace(&mut step.say, say);
    }
}

/// The fingerprint of a card's words: FNV-1a over the file's text from `[words]` on, trailing blanks
/// left out, in hexadecimal. It guards against forgetting, not against anybody.
pub fn fingerprint(text: &str) -> String {
    let words = text
        .find("\n[words]")
        .map_or(text, |at| text.get(at + 1..).unwrap_or_default());
    let hash = words
        .trim_end()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
            (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
