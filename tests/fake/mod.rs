//! What tests of `ehlo run` need: the binary, run to its end, and servers that say what they are told.
//!
//! A server is a thread and a list of acts. Everything blocks, with a deadline: no sleeps, no retries.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

/// Longer than anything here takes, shorter than anybody waits.
const DEADLINE: Duration = Duration::from_secs(30);

/// How `ehlo run` ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `ehlo run - TARGET` with a script and more arguments.
pub(crate) fn run(script: &str, target: &str, more: &[impl AsRef<OsStr>]) -> Ran {
    ran(ehlo().args(["run", "-", target]).args(more), script)
}

/// The binary, with nothing of the environment that it would heed.
pub(crate) fn ehlo() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ehlo"));
    command.env_remove("EHLO_PASSWORD");
    command.env_remove("SSLKEYLOGFILE");
    command.env_remove("EHLO_CONFIG").env_remove("EHLO_THEME");
    command
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Runs a command with this on its standard input.
pub(crate) fn ran(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing has ended; its status tells why.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) address: String,
    thread: JoinHandle<Vec<u8>>,
}

impl Server {
    /// Takes one connection and does this with it.
    pub(crate) fn start(act: impl FnOnce(&mut Peer) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let thread = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(DEADLINE)).unwrap();
            stream.set_write_timeout(Some(DEADLINE)).unwrap();
            let mut peer = Peer {
                stream,
                heard: Vec::new(),
                taken: 0,
            };
            act(&mut peer);
            peer.heard
        });
        Self { address, thread }
    }

    /// Says the greeting, then answers each line with the next of these; then hears the client out.
    pub(crate) fn answering(replies: &'static [&'static str]) -> Self {
        Self::start(|peer| {
            for (index, reply) in replies.iter().enumerate() {
                if index > 0 {
                    peer.line();
                }
                peer.say(reply);
            }
            peer.rest();
        })
    }

    /// All that the client sent, once it is gone.
    pub(crate) fn heard(self) -> String {
        String::from_utf8(self.thread.join().unwrap()).unwrap()
    }
}

/// The client, as a server sees it.
pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    heard: Vec<u8>,
    /// How much of it the acts have looked at.
    taken: usize,
}

impl Peer {
    /// Says this; a client that is gone does not hear it. Says whether it was there.
    pub(crate) fn say(&mut self, octets: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(octets.as_ref()).is_ok()
    }

    /// The next line, without its end; empty if the client is gone.
    pub(crate) fn line(&mut self) -> String {
        loop {
            let waiting = &self.heard[self.taken..];
            if let Some(at) = waiting.iter().position(|octet| *octet == b'\n') {
                let line = String::from_utf8_lossy(&waiting[..at]).into_owned();
                self.taken += at + 1;
                return line.trim_end_matches('\r').to_owned();
            }
            if self.read() == 0 {
                return String::new();
            }
        }
    }

    /// Whatever one read gives.
    pub(crate) fn piece(&mut self) -> String {
        let before = self.heard.len();
        self.read();
        self.taken = self.heard.len();
        String::from_utf8(self.heard[before..].to_vec()).unwrap()
    }

    /// Whether the client leaves within so many milliseconds. It must not speak.
    pub(crate) fn left_within(&mut self, milliseconds: u64) -> bool {
        let bound = Duration::from_millis(milliseconds);
        self.stream.set_read_timeout(Some(bound)).unwrap();
        let left = match self.stream.read(&mut [0]) {
            Ok(0) => true,
            Ok(_) => panic!("the client spoke"),
            Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        };
        self.stream.set_read_timeout(Some(DEADLINE)).unwrap();
        left
    }

    /// Hears until the client is gone.
    pub(crate) fn rest(&mut self) {
        while self.read() > 0 {}
    }

    fn read(&mut self) -> usize {
        let mut buffer = [0; 4096];
        let count = match self.stream.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            Err(error) => panic!("the client neither spoke nor left: {error}"),
        };
        self.heard.extend_from_slice(&buffer[..count]);
        count
    }
}
