//! A proxy that connects us: SOCKS5 (`socks`) or HTTP's CONNECT (`tunnel`). It resolves the name.
//!
//! Absent on purpose: SOCKS4, which knows no names and no IPv6, and proxies behind proxies.

use std::fmt;
use std::io;

use tokio::io::AsyncReadExt as _;
use tokio::time::{Instant, timeout_at};

use super::failure::plain;
use super::socket::Socket;
use super::stages::Teller;
use super::way::Way;
use super::{dial, socks, tunnel};
use crate::link::{Failure, FailureKind, Step};
use crate::secret::Secret;

/// A proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    kind: Kind,
    host: String,
    port: u16,
    login: Option<Login>,
}

/// How it is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Socks5,
    Http,
}

/// Who we are to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Login {
    /// The user's name.
    pub(super) user: String,
    /// The password.
    pub(super) password: Secret,
}

/// A proxy that cannot be read. It does not say what stood there: a password may have.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "--proxy cannot be read; it is socks5://[USER:PASSWORD@]HOST:PORT or http://[USER:PASSWORD@]HOST:PORT, with %HH for what is no letter or digit in a name or a password"
)]
pub struct ProxyError;

impl Proxy {
    /// Reads `socks5://[USER:PASSWORD@]HOST:PORT` and `http://…`; `socks5h` is the same as `socks5`.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let (scheme, rest) = text.split_once("://").ok_or(ProxyError)?;
        let kind = match scheme {
            "socks5" | "socks5h" => Kind::Socks5,
            "http" => Kind::Http,
            _ => return Err(ProxyError),
        };
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(read_login(login)?), place),
            None => (None, rest),
        };
        let (host, port) = place
            .trim_end_matches('/')
            .rsplit_once(':')
            .ok_or(ProxyError)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = port.parse().ok().filter(|port| *port > 0);
        if host.is_empty() || host.contains(['/', ' ']) {
            return Err(ProxyError);
        }
        Ok(Self {
            kind,
            host: host.to_owned(),
            port: port.ok_or(ProxyError)?,
            login,
        })
    }

    /// Has itself connected to a host, and says the PROXY header if there is one.
    pub(super) async fn connect(
        &self,
        to: (&str, u16),
        way: &Way,
        end: Instant,
        tell: &Teller,
    ) -> Result<(Socket, String), Failure> {
        let gone = |failure: Failure| {
            let detail = format!("{self}: {}", failure.detail);
            let ours = matches!(failure.kind, FailureKind::Bind | FailureKind::Family);
            plain(
                if ours {
                    failure.kind
                } else {
                    FailureKind::ProxyGone
                },
                detail,
            )
        };
        let addresses = dial::resolve(&self.host, self.port, way, end, tell).await;
        let (mut socket, _) = dial::connect(&addresses.map_err(gone)?, way.bind, end, tell)
            .await
            .map_err(gone)?;
        let since = Instant::now();
        let asked = async {
            match self.kind {
                Kind::Socks5 => socks::ask(&mut socket, to, self.login.as_ref()).await,
                Kind::Http => tunnel::ask(&mut socket, to, self.login.as_ref()).await,
            }
        };
        let answer = timeout_at(end, asked).await;
        let answer = answer.unwrap_or_else(|_| Err(refused("no answer in time")));
        answer.map_err(|failure| plain(failure.kind, format!("{self}: {}", failure.detail)))?;
        let target = authority(to);
        let step = Step::Proxied {
            proxy: self.to_string(),
            target: target.clone(),
        };
        tell.took(since, step).await;
        if let Some(header) = &way.header {
            header.say(&mut socket, None, end, tell).await?;
        }
        Ok((socket, format!("{target} via {self}")))
    }
}

/// Without the login.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.kind {
            Kind::Socks5 => "socks5",
            Kind::Http => "http",
        };
        write!(f, "{scheme}://{}", authority((&self.host, self.port)))
    }
}

/// `HOST:PORT`, an IPv6 address in brackets.
pub(super) fn authority((host, port): (&str, u16)) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

/// The proxy did not do what it was asked.
pub(super) fn refused(detail: impl Into<String>) -> Failure {
    plain(FailureKind::Proxy, detail.into())
}

/// The proxy left, or something broke.
pub(super) fn broken(error: &io::Error) -> Failure {
    refused(match error.kind() {
        io::ErrorKind::UnexpectedEof => "it closed the connection".to_owned(),
        _ => error.to_string(),
    })
}

/// So many octets of its answer.
pub(super) async fn read<const COUNT: usize>(socket: &mut Socket) -> Result<[u8; COUNT], Failure> {
    let mut octets = [0; COUNT];
    let read = socket.read_exact(&mut octets).await;
    read.map(|_| octets).map_err(|error| broken(&error))
}

/// `USER:PASSWORD`, with what is no letter or digit as `%HH` (RFC 3986 §3.2.1).
fn read_login(text: &str) -> Result<Login, ProxyError> {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    let user = String::from_utf8(decoded(user)?).map_err(|_| ProxyError)?;
    Ok(Login {
        user,
        password: Secret::new(decoded(password)?),
    })
}

fn decoded(text: &str) -> Result<Vec<u8>, ProxyError> {
    let mut octets = Vec::new();
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || {
            let digit = rest.next().and_then(|digit| char::from(digit).to_digit(16));
            digit.and_then(|digit| u8::try_from(digit).ok())
        };
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(ProxyError);
        };
        octets.push(high << 4 | low);
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn proxies_are_read_and_print_themselves_without_their_login() {
        for (text, printed) in [
            ("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
            (
                "socks5h://proxy.example:1080/",
                "socks5://proxy.example:1080",
            ),
            ("socks5://me:p%40ss@[::1]:1080", "socks5://[::1]:1080"),
            (
                "http://me:a:b@proxy.example:3128",
                "http://proxy.example:3128",
            ),
        ] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!(proxy.to_string(), printed);
            assert!(!format!("{proxy:?}").contains("p@ss"));
        }
        let login = read_login("m%65:p%40s:s").unwrap();
        assert_eq!(login.user, "me");
        assert_eq!(login.password.expose(), b"p@s:s");
    }

    #[test]
    fn what_is_no_proxy_is_not_repeated() {
        for text in [
            "socks4://a:1080",
            "a:1080",
            "socks5://a",
            "http://a:0",
            "http://:80",
            "http://u:hunter2%zz@a:80",
        ] {
            let words = Proxy::parse(text).unwrap_err().to_string();
            assert!(words.contains("socks5://") && !words.contains("hunter2"));
        }
    }
}
