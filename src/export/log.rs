//! JSON Lines: what `--log` would have written.
//!
//! Absent on purpose: the fields; `transcript::log` has them.

use super::Extract;
use crate::transcript::log;

pub(super) fn write(extract: &Extract<'_>) -> String {
    let target = extract.target.to_string();
    let words = extract.locale.remarks();
    let entries = extract.entries.iter();
    let lines = entries.filter_map(|entry| log::event(entry, &target, &words));
    lines.map(|line| line + "\n").collect()
}
