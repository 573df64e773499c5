//! Words of their own for two codes that people confuse.
//!
//! Absent on purpose: what can be computed from the facts; that is a comparison's own work.

use serde::Deserialize;

use super::card::{CardError, parse};
use super::shelf::Readable;
use super::words::{Local, LocalWords, replace, replace_all};

/// A pair's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Where it is defined.
    pub rfc: Vec<String>,
    /// What it says.
    pub words: PairWords,
}

/// What is said of a pair.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairWords {
    /// What the difference comes down to.
    pub opening: String,
    /// What to do if one got the smaller code.
    pub got_a: Vec<String>,
    /// What to do if one got the larger code.
    pub got_b: Vec<String>,
    /// When a server should send the smaller one.
    pub send_a: String,
    /// When a server should send the larger one.
    pub send_b: String,
}

impl Pair {
    /// Reads a pair's file.
    pub fn parse(file: &str, text: &str) -> Result<Self, CardError> {
        parse(file, text)
    }
}

impl PairWords {
    fn say_in(&mut self, local: LocalWords) {
        replace(&mut self.opening, local.opening);
        replace_all(&mut self.got_a, local.got_a);
        replace_all(&mut self.got_b, local.got_b);
        replace(&mut self.send_a, local.send_a);
        replace(&mut self.send_b, local.send_b);
    }
}

impl Readable for Pair {
    fn read(path: &str, text: &str, local: Option<&str>) -> Option<Self> {
        let mut pair = Self::parse(path, text).ok()?;
        if let Some(local) = local.and_then(|text| Local::parse(path, text).ok()) {
            pair.words.say_in(local.words);
        }
        Some(pair)
    }
}
