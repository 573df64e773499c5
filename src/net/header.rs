//! The PROXY header: whom a proxy would say it speaks for, before anything else is said.
//!
//! Its form is that of the `proxy-protocol.txt` of `HAProxy`, §2.1 (version 1) and §2.2 (version 2).
//!
//! Absent on purpose: reading one, and the extensions (TLV) of version 2.

use std::net::SocketAddr;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};

use super::failure::{carrying, plain};
use super::stages::Teller;
use super::way::address;
use crate::link::{Failure, FailureKind, Step};

/// What version 2 begins with.
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";

/// A header to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    version: Version,
    who: Who,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

/// Which addresses it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Those of the connection itself, where it has some.
    Own,
    /// None: version 1 says UNKNOWN, version 2 LOCAL.
    Nobody,
    /// These.
    Pair(Ends),
}

/// The client's address and the server's.
type Ends = (SocketAddr, SocketAddr);

/// A header that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Neither version, or no addresses.
    #[error(
        "`{0}` is no --proxy-protocol; it is v1 or v2, and behind it =local, or =SRC:PORT,DST:PORT with the client's address and the server's: v2=192.0.2.1:4711,192.0.2.2:25"
    )]
    Form(String),
    /// One of each family.
    #[error("--proxy-protocol `{0}` mixes IPv4 and IPv6; both addresses are of one family")]
    Families(String),
}

impl Header {
    /// Reads `v1`, `v2`, `v2=local`, `v1=192.0.2.1:4711,192.0.2.2:25`.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        let wrong = || HeaderError::Form(text.to_owned());
        let (version, who) = match text.split_once('=') {
            Some((version, who)) => (version, Some(who)),
            None => (text, None),
        };
        let version = match version {
            "v1" => Version::One,
            "v2" => Version::Two,
            _ => return Err(wrong()),
        };
        let who = match who {
            None => Who::Own,
            Some("local") => Who::Nobody,
            Some(pair) => {
                let (source, destination) = pair.split_once(',').ok_or_else(wrong)?;
                let read = |text| {
                    address(text, 0)
                        .filter(|it| it.port() > 0)
                        .ok_or_else(wrong)
                };
                let (source, destination) = (read(source)?, read(destination)?);
                if source.is_ipv4() != destination.is_ipv4() {
                    return Err(HeaderError::Families(pair.to_owned()));
                }
                Who::Pair((source, destination))
            }
        };
        Ok(Self { version, who })
    }

    /// Says it. `own` are the connection's own ends, where it has some that tell something.
    pub(super) async fn say(
        &self,
        stream: &mut (impl AsyncWrite + Unpin),
        own: Option<Ends>,
        end: Instant,
        tell: &Teller,
    ) -> Result<(), Failure> {
        let late = || {
            let words = "the PROXY header could not be sent in time".to_owned();
            plain(FailureKind::ConnectTimeout, words)
        };
        let octets = self.octets(own);
        let said = timeout_at(end, stream.write_all(&octets)).await;
        said.map_err(|_| late())?
            .map_err(|error| carrying(&error))?;
        let header = self.shown(own);
        tell.tell(Step::Header { header }).await;
        Ok(())
    }

    const fn ends(&self, own: Option<Ends>) -> Option<Ends> {
        match self.who {
            Who::Own => own,
            Who::Nobody => None,
            Who::Pair(ends) => Some(ends),
        }
    }

    /// As it goes over the wire.
    fn octets(&self, own: Option<Ends>) -> Vec<u8> {
        match self.version {
            Version::One => format!("{}\r\n", line(self.ends(own))).into_bytes(),
            Version::Two => binary(self.ends(own)),
        }
    }

    /// As a person reads it: version 2 in the words of version 1.
    fn shown(&self, own: Option<Ends>) -> String {
        let ends = self.ends(own);
        match (self.version, ends) {
            (Version::One, _) => line(ends),
            (Version::Two, Some(_)) => format!("v2 {}", line(ends)),
            (Version::Two, None) => "v2 LOCAL".to_owned(),
        }
    }
}

fn line(ends: Option<Ends>) -> String {
    let Some((source, destination)) = ends else {
        return "PROXY UNKNOWN".to_owned();
    };
    let family = if source.is_ipv4() { "TCP4" } else { "TCP6" };
    format!(
        "PROXY {family} {} {} {} {}",
        source.ip(),
        destination.ip(),
        source.port(),
        destination.port()
    )
}

fn binary(ends: Option<Ends>) -> Vec<u8> {
    let mut octets = SIGNATURE.to_vec();
    match ends {
        // Version 2, LOCAL; no family, nothing behind it.
        None => octets.extend([0x20, 0x00, 0, 0]),
        Some((SocketAddr::V4(source), SocketAddr::V4(destination))) => {
            // Version 2, PROXY; TCP over IPv4; twelve octets behind it.
            octets.extend([0x21, 0x11, 0, 12]);
            octets.extend(source.ip().octets());
            octets.extend(destination.ip().octets());
            octets.extend(source.port().to_be_bytes());
            octets.extend(destination.port().to_be_bytes());
        }
        Some((source, destination)) => {
            octets.extend([0x21, 0x21, 0, 36]);
            for end in [source, destination] {
                octets.extend(match end.ip() {
                    std::net::IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
                    std::net::IpAddr::V6(ip) => ip.octets(),
                });
            }
            octets.extend(source.port().to_be_bytes());
            octets.extend(destination.port().to_be_bytes());
        }
    }
    octets
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn version_1_is_a_line() {
        for (text, said) in [
            ("v1", "PROXY TCP4 127.0.0.1 127.0.0.2 9 25\r\n"),
            ("v1=local", "PROXY UNKNOWN\r\n"),
            (
                "v1=192.0.2.1:4711,192.0.2.2:25",
                "PROXY TCP4 192.0.2.1 192.0.2.2 4711 25\r\n",
            ),
            (
                "v1=[2001:db8::1]:1,[2001:db8::2]:25",
                "PROXY TCP6 2001:db8::1 2001:db8::2 1 25\r\n",
            ),
        ] {
            let own = ("127.0.0.1:9", "127.0.0.2:25");
            let own = Some((own.0.parse().unwrap(), own.1.parse().unwrap()));
            let header = Header::parse(text).unwrap();
            assert_eq!(header.octets(own), said.as_bytes());
        }
    }

    #[test]
    fn version_2_is_binary() {
        let octets = |text: &str| Header::parse(text).unwrap().octets(None);
        assert_eq!(octets("v2"), b"\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00");
        assert_eq!(octets("v2=local"), octets("v2"));
        assert_eq!(
            octets("v2=192.0.2.1:4711,192.0.2.2:25"),
            b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x19"
        );
        let six = octets("v2=[2001:db8::1]:1,[2001:db8::2]:25");
        assert_eq!(six.len(), 16 + 36);
        assert_eq!(six.get(12..16), Some(&[0x21, 0x21, 0, 36][..]));
        assert!(six.ends_with(b"\x00\x02\x00\x01\x00\x19"));
    }

    #[test]
    fn mistakes_say_what_would_be_right() {
        for (text, part) in [
            ("v3", "v1 or v2"),
            ("v2=", "SRC:PORT"),
            ("v2=192.0.2.1,192.0.2.2:25", "SRC:PORT"),
            ("v2=192.0.2.1:1,[::1]:25", "one family"),
        ] {
            let words = Header::parse(text).unwrap_err().to_string();
            assert!(words.contains(part), "{words}");
        }
    }
}
