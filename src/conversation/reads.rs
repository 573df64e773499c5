//! In which pieces a link delivered what was heard: the seams between reads, as offsets into each
//! reply. Over TCP a seam is mostly the border of a segment, over TLS that of a record.
//!
//! Absent on purpose: the octets themselves.

use std::collections::VecDeque;

/// How many seams of one reply are kept.
const MOST: usize = 64;

/// The seams that no reply has taken yet.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Octets read so far.
    read: u64,
    /// Octets that replies and stray lines have taken.
    taken: u64,
    /// Where each read ended.
    ends: VecDeque<u64>,
}

impl Reads {
    /// So many octets came at once.
    pub(super) fn came(&mut self, octets: usize) {
        self.read += octets as u64;
        // A server that sends one octet at a time must not be remembered octet by octet.
        if self.ends.len() < MOST * MOST {
            self.ends.push_back(self.read);
        }
    }

    /// The next so many octets belong together: the seams within them, each as an offset.
    pub(super) fn take(&mut self, octets: u64) -> Vec<usize> {
        let start = self.taken;
        self.taken += octets;
        let mut seams = Vec::new();
        while let Some(end) = self.ends.pop_front_if(|end| *end <= self.taken) {
            let inside = end.checked_sub(start).filter(|at| (1..octets).contains(at));
            if let Some(at) = inside.and_then(|at| usize::try_from(at).ok())
                && seams.len() < MOST
            {
                seams.push(at);
            }
        }
        seams
    }

    /// What was read is not used: TLS begins.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seams_fall_into_the_reply_they_cut() {
        let mut reads = Reads::default();
        for octets in [3, 4, 10, 3] {
            reads.came(octets);
        }
        assert_eq!(reads.take(8), [3, 7]);
        assert_eq!(reads.take(9), [] as [usize; 0]);
        assert_eq!(reads.take(3), [] as [usize; 0]);
        reads.came(1);
        assert_eq!(reads.take(5), [1]);
    }
}
