//! The lines typed before, kept between runs: `history` beside what is kept of the screen, a line
//! each, the target before it and a tab between. Nobody else may read it.
//!
//! What this run added is put behind what the file has at the end, so that two runs at once lose
//! nothing of each other.
//!
//! Absent on purpose: what may be remembered; `app` never remembers a secret or a message.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::state;
use crate::app::{History, Remembered};

/// The file.
const FILE: &str = "history";
/// A longer line is not kept.
const LONGEST: usize = 4096;
/// A longer file is not read: nobody typed it.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What was kept, and what of it cannot be read, in a sentence.
pub(super) fn kept() -> (History, Option<String>) {
    let Some(place) = state::place() else {
        return (History::default(), None);
    };
    let file = place.join(FILE);
    match load(&file) {
        Ok(text) => {
            let (lines, fault) = read(&file, &text);
            (History::kept(lines), fault)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (History::default(), None),
        Err(error) => {
            let fault = format!("{}: {error}; the history begins anew", file.display());
            (History::default(), Some(fault))
        }
    }
}

/// Keeps what was added. Where that cannot be, the next run does without.
pub(super) fn keep(history: &History) {
    if history.added().is_empty() {
        return;
    }
    let Some(place) = state::place() else { return };
    let file = place.join(FILE);
    let before = load(&file).unwrap_or_default();
    let (mut lines, _) = read(&file, &before);
    lines.extend_from_slice(history.added());
    let over = lines.len().saturating_sub(History::MOST);
    let text: String = lines.iter().skip(over).filter_map(write).collect();
    let kept = std::fs::create_dir_all(&place).and_then(|()| store(&place, &text));
    drop(kept);
}

fn load(file: &Path) -> io::Result<String> {
    let data = std::fs::metadata(file)?;
    if !data.is_file() || data.len() > LARGEST {
        return Err(io::Error::other("no file, or one that is too large"));
    }
    Ok(String::from_utf8_lossy(&std::fs::read(file)?).into_owned())
}

/// Under another name first, so that the file is always whole.
fn store(place: &Path, text: &str) -> io::Result<()> {
    let new = place.join(format!("{FILE}.{}", std::process::id()));
    let mut file: File = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(text.as_bytes())?;
    std::fs::rename(new, place.join(FILE))
}

/// The lines, and the first of them that is none.
fn read(file: &Path, text: &str) -> (Vec<Remembered>, Option<String>) {
    let mut lines = Vec::new();
    let mut fault = None;
    for (index, line) in text.lines().enumerate() {
        match line.split_once('\t') {
            Some((target, line)) if is_plain(target) && is_plain(line) => lines.push(Remembered {
                target: target.to_owned(),
                line: line.to_owned(),
            }),
            _ => {
                fault.get_or_insert_with(|| {
                    let place = format!("{}:{}", file.display(), index + 1);
                    format!(
                        "{place}: a line is TARGET, a tab and what was typed; this one is left out, \
                         the rest is used"
                    )
                });
            }
        }
    }
    (lines, fault)
}

fn write(entry: &Remembered) -> Option<String> {
    let plain = is_plain(&entry.target) && is_plain(&entry.line);
    plain.then(|| format!("{}\t{}\n", entry.target, entry.line))
}

/// What would break the file's lines, or was not typed, is not kept.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.contains(|letter: char| letter.is_control() || letter == '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: &str, line: &str) -> Remembered {
        Remembered {
            target: target.to_owned(),
            line: line.to_owned(),
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let lines = [
            entry("practice", "EHLO me"),
            entry("smtp://a:25", "NOOP  메일 "),
        ];
        let text: String = lines.iter().filter_map(write).collect();
        assert_eq!(read(Path::new("history"), &text), (lines.to_vec(), None));
    }

    #[test]
    fn what_is_no_line_is_named_and_the_rest_is_used() {
        let text = "a\tNOOP\nnonsense\n\tRSET\n\x1b[2J\tQUIT\na\tQUIT\n";
        let (lines, fault) = read(Path::new("/s/history"), text);
        assert_eq!(lines, [entry("a", "NOOP"), entry("a", "QUIT")]);
        let fault = fault.unwrap_or_default();
        assert!(fault.starts_with("/s/history:2: "), "{fault}");
    }

    #[test]
    fn what_would_break_the_file_is_not_kept() {
        let long = "x".repeat(LONGEST + 1);
        for line in ["NOOP\tx", "NOOP\u{1b}[2J", "", long.as_str()] {
            assert_eq!(write(&entry("a", line)), None);
        }
    }

    #[test]
    fn the_file_is_private_and_whole() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir()?;
        store(folder.path(), "a\tNOOP\n")?;
        let file = folder.path().join(FILE);
        assert_eq!(
            std::fs::metadata(&file)?.permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(load(&file)?, "a\tNOOP\n");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
