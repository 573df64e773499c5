//! The file that is to be the message: looked through before anything is sent, then read piece by
//! piece. It is read on a thread of its own, so that a slow disk holds up no key.
//!
//! Absent on purpose: what is done with the octets.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::spawn_blocking;

use crate::app::{FileContent, FileFault, MessageFile, Msg};
use crate::smtp::{Content, Finding};

/// The longest text that is edited in the box.
const TEXT: u64 = 256 * 1024;
/// How many files are kept open.
const KEPT: usize = 4;
/// The most lines that are edited in the box.
const LINES: usize = 20_000;
/// How much is looked at in one go.
const LOOK: usize = 256 * 1024;

/// The open file, and what is under way with it.
#[derive(Debug)]
pub(super) struct Files {
    /// The newest with their numbers: each of two sessions may have its own.
    sources: VecDeque<(u64, Arc<Mutex<Source>>)>,
    /// How many were opened.
    opened: u64,
    done: UnboundedSender<Done>,
    came: UnboundedReceiver<Done>,
}

/// Something that was asked for is done.
enum Done {
    Opened(String, Result<(MessageFile, Source), FileFault>),
    Piece(u64, io::Result<Vec<u8>>),
}

/// A file that is read as content.
#[derive(Debug)]
struct Source {
    file: File,
    /// Its line ends are LF throughout and go out as CRLF.
    lf: bool,
    /// Read, and not handed out yet.
    left: Vec<u8>,
}

impl Files {
    pub(super) fn new() -> Self {
        let (done, came) = unbounded_channel();
        Self {
            sources: VecDeque::new(),
            opened: 0,
            done,
            came,
        }
    }

    /// Looks a file through and keeps it open.
    pub(super) fn open(&self, name: String) {
        let done = self.done.clone();
        spawn_blocking(move || {
            let opened = open(&name);
            // Nobody waits for it any more when ehlo ends.
            let _ = done.send(Done::Opened(name, opened));
        });
    }

    fn source(&self, number: u64) -> Option<Arc<Mutex<Source>>> {
        let mut sources = self.sources.iter();
        let found = sources.find(|(known, _)| *known == number)?;
        Some(found.1.clone())
    }

    /// From the beginning.
    pub(super) fn rewind(&self, number: u64) {
        if let Some(source) = self.source(number) {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            source.left.clear();
            // A file that cannot go back says so when it is read: too little comes.
            let _ = source.file.rewind();
        }
    }

    /// Reads on, for the link of this generation.
    pub(super) fn read(&self, generation: u64, number: u64, most: usize) {
        let source = self.source(number);
        let done = self.done.clone();
        spawn_blocking(move || {
            let piece = match source {
                Some(source) => source
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .read(most),
                None => Err(io::ErrorKind::NotFound.into()),
            };
            let _ = done.send(Done::Piece(generation, piece));
        });
    }

    /// What is done next; never, if nothing is asked for.
    pub(super) async fn next(&mut self) -> Msg {
        match self.came.recv().await {
            Some(Done::Opened(name, opened)) => {
                let opened = opened.map(|(mut file, source)| {
                    self.opened += 1;
                    file.number = self.opened;
                    self.sources
                        .push_back((file.number, Arc::new(Mutex::new(source))));
                    if self.sources.len() > KEPT {
                        self.sources.pop_front();
                    }
                    file
                });
                Msg::FileOpened(name, opened)
            }
            Some(Done::Piece(generation, piece)) => {
                Msg::Piece(generation, piece.map_err(|error| error.to_string()))
            }
            // Not so while `self.done` is here.
            None => std::future::pending().await,
        }
    }
}

impl Source {
    /// Up to so many octets of content; none at the end.
    fn read(&mut self, most: usize) -> io::Result<Vec<u8>> {
        while self.left.len() < most {
            let mut piece = Vec::with_capacity(most - self.left.len());
            let wanted = piece.capacity() as u64;
            if (&self.file).take(wanted).read_to_end(&mut piece)? == 0 {
                break;
            }
            if self.lf {
                piece = crlf(&piece);
            }
            if self.left.is_empty() {
                self.left = piece;
            } else {
                self.left.extend(piece);
            }
        }
        let rest = self.left.split_off(most.min(self.left.len()));
        Ok(std::mem::replace(&mut self.left, rest))
    }
}

/// Every LF made CRLF.
fn crlf(octets: &[u8]) -> Vec<u8> {
    let ends = memchr::memchr_iter(b'\n', octets).count();
    let mut content = Vec::with_capacity(octets.len() + ends);
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(text) => {
                content.extend_from_slice(text);
                content.extend_from_slice(b"\r\n");
            }
            None => content.extend_from_slice(line),
        }
    }
    content
}

/// `~/mail.eml` means the home, as in a shell.
pub(super) fn path(name: &str) -> PathBuf {
    match (name.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(name),
    }
}

fn open(name: &str) -> Result<(MessageFile, Source), FileFault> {
    let system = |error: io::Error| FileFault::System(error.to_string());
    let path = path(name);
    // Before it is opened: opening a pipe waits for whoever writes to it.
    let facts = fs::metadata(&path).map_err(system)?;
    if facts.is_dir() {
        return Err(FileFault::Directory);
    }
    if !facts.is_file() {
        return Err(FileFault::Special);
    }
    let mut file = File::open(&path).map_err(system)?;
    if facts.len() == 0 {
        return Err(FileFault::Empty);
    }
    let look = Look::through(&mut file).map_err(system)?;
    file.rewind().map_err(system)?;
    let content = if facts.len() > TEXT {
        FileContent::Octets(look.findings())
    } else {
        let mut octets = Vec::new();
        file.read_to_end(&mut octets).map_err(system)?;
        match text(octets) {
            Some(text) => FileContent::Text(text),
            None => FileContent::Octets(look.findings()),
        }
    };
    let opened = MessageFile {
        number: 0,
        name: name.to_owned(),
        octets: look.octets(),
        content,
    };
    file.rewind().map_err(system)?;
    let lf = look.is_lf();
    let left = Vec::new();
    Ok((opened, Source { file, lf, left }))
}

/// What a file is, seen once from end to end.
struct Look {
    content: Content,
    octets: u64,
    ends: u64,
    returns: u64,
}

impl Look {
    fn through(file: &mut File) -> io::Result<Self> {
        let mut look = Self {
            content: Content::new(false, false),
            octets: 0,
            ends: 0,
            returns: 0,
        };
        let mut piece = Vec::with_capacity(LOOK);
        loop {
            piece.clear();
            if (&*file).take(LOOK as u64).read_to_end(&mut piece)? == 0 {
                break;
            }
            look.content.push(&piece);
            look.octets += piece.len() as u64;
            look.ends += memchr::memchr_iter(b'\n', &piece).count() as u64;
            look.returns += memchr::memchr_iter(b'\r', &piece).count() as u64;
        }
        look.content.end();
        Ok(look)
    }

    /// A text as Unix writes it.
    const fn is_lf(&self) -> bool {
        self.returns == 0
    }

    /// Octets as content.
    const fn octets(&self) -> u64 {
        self.octets + if self.is_lf() { self.ends } else { 0 }
    }

    fn findings(&self) -> Vec<Finding> {
        let found = self.content.findings().iter();
        found
            .filter(|finding| !self.is_lf() || **finding != Finding::BareLf)
            .cloned()
            .collect()
    }
}

/// The text with LF as line ends, if an editor would give exactly these octets back: UTF-8 with line
/// ends of one kind, the last one too, and no control character but TAB.
fn text(octets: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(octets).ok()?;
    let ends = text.matches('\n').count();
    let crlf = text.matches("\r\n").count();
    let returns = text.matches('\r').count();
    let short = ends <= LINES;
    let one_kind = returns == crlf && (crlf == 0 || crlf == ends);
    let text = text.replace("\r\n", "\n");
    let control = |letter: char| letter.is_control() && !"\n\t".contains(letter);
    let blank = text.bytes().all(|octet| octet == b'\n');
    (short && one_kind && text.ends_with('\n') && !blank && !text.contains(control)).then_some(text)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        reason = "a file that is not there is a failed test"
    )]

    use super::*;

    fn opened(octets: &[u8]) -> Result<(MessageFile, Source), FileFault> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("m.eml");
        fs::write(&file, octets).unwrap();
        open(file.to_str().unwrap())
    }

    #[test]
    fn what_cannot_be_a_message_is_told_before_anything_is_sent() {
        let folder = tempfile::tempdir().unwrap();
        let name = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let fault = |name: &str| open(name).err();
        assert_eq!(fault(&name("")), Some(FileFault::Directory));
        assert_eq!(fault("/dev/null"), Some(FileFault::Special));
        assert_eq!(opened(b"").err(), Some(FileFault::Empty));
        assert!(matches!(fault(&name("none")), Some(FileFault::System(_))));
    }

    #[test]
    fn a_short_text_is_edited_and_all_else_is_kept_as_octets() {
        for (octets, wanted) in [
            (&b"a: b\n\nc\n"[..], Some("a: b\n\nc\n")),
            (b"a\r\nb\r\n", Some("a\nb\n")),
            (b"a\r\nb\n", None),
            (b"a\rb\n", None),
            (b"no end", None),
            (b"\n", None),
            (b"\xff\n", None),
            (b"a\0\n", None),
        ] {
            let (file, _) = opened(octets).unwrap();
            let text = match file.content {
                FileContent::Text(text) => Some(text),
                FileContent::Octets(_) => None,
            };
            assert_eq!(text.as_deref(), wanted, "{octets:?}");
        }
        let (file, _) = opened(&b"x\n".repeat(200_000)).unwrap();
        assert_eq!(file.octets, 600_000);
        assert_eq!(file.content, FileContent::Octets(Vec::new()));
    }

    #[test]
    fn it_is_read_in_pieces_of_any_size() {
        for (octets, wanted) in [
            (&b"ab\ncd\n\n"[..], &b"ab\r\ncd\r\n\r\n"[..]),
            (b"ab\r\ncd\n.", b"ab\r\ncd\n."),
            (b"\xff", b"\xff"),
        ] {
            for most in 1..12 {
                let (file, mut source) = opened(octets).unwrap();
                let mut read = Vec::new();
                loop {
                    let piece = source.read(most).unwrap();
                    if piece.is_empty() {
                        break;
                    }
                    assert!(piece.len() <= most);
                    read.extend(piece);
                }
                assert_eq!(read, wanted);
                assert_eq!(file.octets, wanted.len() as u64);
            }
        }
    }
}
