//! `--log FILE`: the session as JSON Lines, each line written when it happens, so that a crash
//! loses nothing that was shown.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use super::Error;
use crate::locale::Locale;
use crate::transcript::{Transcript, log};

/// A log that is being written.
#[derive(Debug)]
pub(super) struct Log {
    file: Option<File>,
    /// How far the record has been written.
    written: usize,
}

impl Log {
    /// Opens the file, if one is wanted.
    pub(super) fn open(file: Option<&Path>) -> Result<Self, Error> {
        let file = match file {
            None => None,
            Some(path) => Some(File::create(path).map_err(|source| Error::File {
                what: "cannot write",
                file: path.display().to_string(),
                source,
            })?),
        };
        Ok(Self { file, written: 0 })
    }

    /// Writes what has come into the record since the last time.
    pub(super) fn follow(&mut self, transcript: &Transcript, target: &str, locale: &Locale) {
        if self.file.is_some() {
            let words = locale.remarks();
            for (_, entry) in transcript.from(self.written) {
                if let Some(line) = log::event(entry, target, &words) {
                    self.line(&line);
                }
            }
        }
        self.written = transcript.end();
    }

    /// Writes one line of its own.
    pub(super) fn line(&mut self, line: &str) {
        if let Some(file) = &mut self.file {
            // A full disk must not end the session; the screen still has everything.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    }
}
