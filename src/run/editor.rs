//! The person's own editor, and messages made of files and of the time.
//!
//! Absent on purpose: giving the terminal away and taking it back (`screen`).

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::compose::{self, Letter, Stamp};

/// The largest file that is attached: as base64 it still fits the editor.
const ATTACHED: u64 = 256 * 1024;
/// The largest text that is taken back.
const TAKEN: u64 = 1024 * 1024;

/// A file only its owner may read, gone when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(text: &str) -> io::Result<Self> {
        let stamp = now();
        let name = format!(
            "ehlo-{}-{:x}-{:x}.eml",
            std::process::id(),
            stamp.seconds,
            stamp.unique
        );
        let path = std::env::temp_dir().join(name);
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        let scratch = Self(path);
        file.write_all(text.as_bytes())?;
        Ok(scratch)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is gone already need not be taken away.
        let _ = fs::remove_file(&self.0);
    }
}

/// Has a text edited by `$VISUAL`, else `$EDITOR`, else `vi`; the text as it is then.
pub(super) fn edit(text: &str) -> Result<String, String> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    edit_with(&editor, text)
}

/// The editor's name may have arguments, as `code --wait`: the shell takes it apart.
fn edit_with(editor: &str, text: &str) -> Result<String, String> {
    let told = |error: io::Error| error.to_string();
    let scratch = Scratch::new(text).map_err(told)?;
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(&scratch.0)
        .status()
        .map_err(told)?;
    if !status.success() {
        return Err(format!("{editor}: {status}"));
    }
    if fs::metadata(&scratch.0).map_err(told)?.len() > TAKEN {
        return Err(format!("{editor}: > {TAKEN} octets"));
    }
    let text = fs::read_to_string(&scratch.0).map_err(told)?;
    Ok(text.replace("\r\n", "\n"))
}

/// A template, as of now.
pub(super) fn template(name: &str, letter: &Letter) -> Result<String, String> {
    let made = compose::template(name, letter, now());
    made.map(|text| text.replace("\r\n", "\n"))
        .ok_or_else(|| name.to_owned())
}

/// A message with a file attached.
pub(super) fn attach(file: &str, message: &str) -> Result<String, String> {
    let path = super::files::path(file);
    let told = |error: io::Error| format!("{file}: {error}");
    let facts = fs::metadata(&path).map_err(told)?;
    if !facts.is_file() {
        return Err(format!("{file}: {}", io::ErrorKind::IsADirectory));
    }
    if facts.len() > ATTACHED {
        return Err(format!("{file}: {} > {ATTACHED} octets", facts.len()));
    }
    let octets = fs::read(&path).map_err(told)?;
    let name = Path::new(file).file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    Ok(compose::attach(message, &name, octets, now()))
}

/// This moment, in seconds since 1970.
pub(super) fn seconds() -> u64 {
    u64::try_from(now().seconds).unwrap_or_default()
}

fn now() -> Stamp {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Stamp {
        seconds: i64::try_from(now.as_secs()).unwrap_or(i64::MAX),
        unique: u64::from(now.subsec_nanos()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "what cannot be done is a failed test")]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_editor_gets_the_text_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let editor = format!("printf 'more\\r\\n' | tee {} >>", seen.display());
        assert_eq!(edit_with(&editor, "text\n"), Ok("text\nmore\n".to_owned()));
        assert!(seen.exists());
    }

    #[test]
    fn a_failure_is_told_and_nothing_stays() {
        assert!(edit_with("false", "x").is_err_and(|why| why.starts_with("false: ")));
        let path = {
            let scratch = Scratch::new("x").unwrap();
            let mode = fs::metadata(&scratch.0).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            scratch.0.clone()
        };
        assert!(!path.exists());
    }

    #[test]
    fn what_cannot_be_attached_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().to_str().unwrap();
        assert!(attach(folder, "").is_err());
        assert!(attach(&format!("{folder}/none"), "").is_err());
        let big = format!("{folder}/big");
        fs::write(&big, vec![0; 300_000]).unwrap();
        assert!(attach(&big, "").is_err_and(|why| why.contains("300000")));
    }
}
