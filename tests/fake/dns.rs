//! A name server of a few lines: it answers from a table, over UDP, until it is dropped.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What it knows of a name.
pub(crate) enum Record {
    /// An address.
    Address(IpAddr),
    /// A mail exchanger: preference and host; `.` is the root.
    Mx(u16, &'static str),
    /// Every question about the name gets this response code and no records.
    Code(u8),
    /// Questions about the name get no answer at all.
    Silence,
}

pub(crate) const SERVFAIL: u8 = 2;
const NXDOMAIN: u8 = 3;
const A: u16 = 1;
const MX: u16 = 15;
const AAAA: u16 = 28;

/// The server.
pub(crate) struct Dns {
    pub(crate) address: String,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Dns {
    /// Serves these names. A name that is not there is NXDOMAIN.
    pub(crate) fn start(table: Vec<(&'static str, Record)>) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap().to_string();
        // It looks up once in a while whether it is still wanted.
        let breath = Duration::from_millis(50);
        socket.set_read_timeout(Some(breath)).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let mut buffer = [0; 1500];
                if let Ok((count, from)) = socket.recv_from(&mut buffer) {
                    answer(&socket, from, &buffer[..count], &table);
                }
            }
        });
        Self {
            address,
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn answer(socket: &UdpSocket, from: SocketAddr, question: &[u8], table: &[(&'static str, Record)]) {
    let (name, end) = asked(question);
    let kind = u16::from_be_bytes([question[end], question[end + 1]]);
    let known: Vec<_> = table
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, record)| record)
        .collect();
    let mut code = if known.is_empty() { NXDOMAIN } else { 0 };
    let mut answers = Vec::new();
    for record in known {
        match record {
            Record::Silence => return,
            Record::Code(other) => code = *other,
            Record::Address(IpAddr::V4(ip)) if kind == A => answers.push(ip.octets().to_vec()),
            Record::Address(IpAddr::V6(ip)) if kind == AAAA => answers.push(ip.octets().to_vec()),
            Record::Mx(preference, host) if kind == MX => {
                let mut data = preference.to_be_bytes().to_vec();
                for label in host.split('.').filter(|label| !label.is_empty()) {
                    data.push(u8::try_from(label.len()).unwrap());
                    data.extend(label.bytes());
                }
                data.push(0);
                answers.push(data);
            }
            _ => {}
        }
    }
    // The same number; an answer, recursion wanted and available; one question.
    let count = u8::try_from(answers.len()).unwrap();
    let mut octets = question[..2].to_vec();
    octets.extend([0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]);
    octets.extend(&question[12..end + 4]);
    for data in answers {
        // The name of the question; its type and class; an hour.
        octets.extend([0xc0, 12]);
        octets.extend(&question[end..end + 4]);
        octets.extend([0, 0, 14, 16, 0, u8::try_from(data.len()).unwrap()]);
        octets.extend(data);
    }
    let _ = socket.send_to(&octets, from);
}

/// The name that is asked for, and where it ends.
fn asked(question: &[u8]) -> (String, usize) {
    let mut labels = Vec::new();
    let mut at = 12;
    while question[at] > 0 {
        let length = usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..at + 1 + length]).to_lowercase());
        at += 1 + length;
    }
    (labels.join("."), at + 1)
}
