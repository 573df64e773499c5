//! Walking a record in slices: from somewhere to its end, then back to its beginning, and on with
//! whatever comes.
//!
//! Absent on purpose: what is looked for.

use std::collections::VecDeque;

use crate::transcript::Transcript;

/// Which entries have been seen: those from `low` up to `high`, all of them.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    low: usize,
    high: usize,
}

/// What may be looked at in one go: a fraction of a millisecond's worth.
#[derive(Debug)]
pub(super) struct Budget {
    entries: usize,
    octets: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            entries: 2048,
            octets: 256 * 1024,
        }
    }
}

impl Budget {
    /// Takes so much of it.
    pub(super) const fn spend(&mut self, entries: usize, octets: usize) {
        self.entries = self.entries.saturating_sub(entries);
        self.octets = self.octets.saturating_sub(octets);
    }

    const fn is_spent(&self) -> bool {
        self.entries == 0 || self.octets == 0
    }
}

impl Scan {
    /// Nothing seen yet; it begins before an entry.
    pub(super) const fn at(entry: usize) -> Self {
        Self {
            low: entry,
            high: entry,
        }
    }

    /// The next entry to look at; none when all are seen, or enough for now.
    pub(super) fn next(&mut self, transcript: &Transcript, budget: &mut Budget) -> Option<usize> {
        self.low = self.low.clamp(transcript.first(), transcript.end());
        self.high = self.high.clamp(self.low, transcript.end());
        if budget.is_spent() {
            return None;
        }
        budget.spend(1, 0);
        if self.high < transcript.end() {
            self.high += 1;
            return Some(self.high - 1);
        }
        if self.low > transcript.first() {
            self.low -= 1;
            return Some(self.low);
        }
        None
    }

    pub(super) const fn has_seen(&self, entry: usize) -> bool {
        self.low <= entry && entry < self.high
    }

    /// Whether everything from an entry on has been seen.
    pub(super) fn is_done_above(&self, transcript: &Transcript) -> bool {
        self.low <= transcript.first()
    }

    /// Whether everything up to the newest entry has been seen.
    pub(super) fn is_done_below(&self, transcript: &Transcript) -> bool {
        self.high >= transcript.end()
    }

    pub(super) fn is_done(&self, transcript: &Transcript) -> bool {
        self.is_done_above(transcript) && self.is_done_below(transcript)
    }

    /// Whether there is nothing unseen between an entry and what has been seen.
    pub(super) fn reaches(&self, entry: usize, transcript: &Transcript) -> bool {
        (self.low <= entry || self.is_done_above(transcript))
            && (entry <= self.high || self.is_done_below(transcript))
    }
}

/// Puts something where it belongs; whether it was not there yet. Near the ends, where slices put
/// nearly everything, that moves nothing else.
pub(super) fn put<T: Ord>(sorted: &mut VecDeque<T>, one: T) -> bool {
    if sorted.back().is_none_or(|last| *last < one) {
        sorted.push_back(one);
        return true;
    }
    let place = sorted.binary_search(&one);
    if let Err(place) = place {
        sorted.insert(place, one);
    }
    place.is_err()
}
