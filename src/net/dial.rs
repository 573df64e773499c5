//! From a name and a port to an open socket.
//!
//! Absent on purpose: choosing the host (`mx`), TLS, retrying. What failed is told once, in
//! full, with every address that was tried.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};

use super::failure::{dialing, plain};
use super::names::Names;
use super::socket::Socket;
use super::stages::Teller;
use super::way::Way;
use crate::link::{Failure, FailureKind, Step};

/// How long one address may take while there are others.
const EACH: Duration = Duration::from_secs(10);

/// Opens a TCP connection to a host, through the proxy if there is one, and says the PROXY header
/// if there is one. Gives the socket and the far end as it was reached. All within the way's bound.
/// Dropping the future ends the attempt.
pub(super) async fn host(
    host: &str,
    port: u16,
    way: &Way,
    tell: &Teller,
) -> Result<(Socket, String), Failure> {
    let end = Instant::now() + way.bound;
    if let Some(proxy) = &way.proxy {
        return proxy.connect((host, port), way, end, tell).await;
    }
    let addresses = resolve(host, port, way, end, tell).await?;
    addresses_of(&addresses, way, end, tell).await
}

/// The same, to the first of these addresses that answers.
pub(super) async fn addresses_of(
    addresses: &[SocketAddr],
    way: &Way,
    end: Instant,
    tell: &Teller,
) -> Result<(Socket, String), Failure> {
    let (mut socket, address) = connect(addresses, way.bind, end, tell).await?;
    if let Some(header) = &way.header {
        let ends = socket.ends();
        header.say(&mut socket, ends, end, tell).await?;
    }
    Ok((socket, address.to_string()))
}

/// The addresses of a name that may be tried. An address is its own.
pub(super) async fn resolve(
    host: &str,
    port: u16,
    way: &Way,
    end: Instant,
    tell: &Teller,
) -> Result<Vec<SocketAddr>, Failure> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return allowed(vec![SocketAddr::new(ip, port)], way);
    }
    let since = Instant::now();
    let found = match way.dns {
        Some(_) => {
            let found = Names::new(way.dns)?.addresses(host, end).await?;
            found
                .into_iter()
                .map(|ip| SocketAddr::new(ip, port))
                .collect()
        }
        None => system(host, port, end).await?,
    };
    let step = Step::Resolved {
        name: host.to_owned(),
        addresses: found.iter().map(|it| it.ip().to_string()).collect(),
    };
    tell.took(since, step).await;
    allowed(found, way)
}

/// Those the way allows, of at least one.
pub(super) fn allowed(addresses: Vec<SocketAddr>, way: &Way) -> Result<Vec<SocketAddr>, Failure> {
    let all: Vec<_> = addresses.iter().map(|it| it.ip().to_string()).collect();
    let mut left = addresses;
    left.retain(|address| way.allows(address.ip()));
    if left.is_empty() {
        return Err(plain(FailureKind::Family, all.join(", ")));
    }
    Ok(left)
}

/// As the system resolves names: its hosts file, its name servers, its order.
async fn system(host: &str, port: u16, end: Instant) -> Result<Vec<SocketAddr>, Failure> {
    let unresolved = |words: String| plain(FailureKind::Resolve, words);
    let found = match timeout_at(end, lookup_host((host, port))).await {
        Ok(found) => found.map_err(|error| unresolved(error.to_string()))?,
        Err(_) => return Err(unresolved("the resolver did not answer in time".to_owned())),
    };
    let addresses: Vec<_> = found.collect();
    if addresses.is_empty() {
        return Err(unresolved("the name has no address".to_owned()));
    }
    Ok(addresses)
}

/// TCP to the first of these that answers.
pub(super) async fn connect(
    addresses: &[SocketAddr],
    bind: Option<SocketAddr>,
    end: Instant,
    tell: &Teller,
) -> Result<(Socket, SocketAddr), Failure> {
    let mut failed: Vec<(String, Failure)> = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        let since = Instant::now();
        let left = end.saturating_duration_since(since);
        let more = index + 1 < addresses.len();
        let bound = if more { left.min(EACH) } else { left };
        let failure = match timeout(bound, one(*address, bind)).await {
            Ok(Ok(stream)) => {
                let step = Step::Reached {
                    address: address.to_string(),
                };
                tell.took(since, step).await;
                return Ok((Socket::new(stream), *address));
            }
            Ok(Err(failure)) => failure,
            Err(_) => silent(),
        };
        if more {
            let step = Step::Failed {
                address: address.to_string(),
                detail: failure.detail.clone(),
            };
            tell.took(since, step).await;
        }
        failed.push((address.to_string(), failure));
    }
    Err(together(&failed))
}

async fn one(address: SocketAddr, bind: Option<SocketAddr>) -> Result<TcpStream, Failure> {
    let Some(bind) = bind else {
        return TcpStream::connect(address)
            .await
            .map_err(|error| dialing(&error));
    };
    let taken = |error: io::Error| plain(FailureKind::Bind, format!("{bind}: {error}"));
    let socket = match bind {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    };
    let socket = socket.map_err(taken)?;
    socket.bind(bind).map_err(taken)?;
    socket
        .connect(address)
        .await
        .map_err(|error| dialing(&error))
}

fn silent() -> Failure {
    dialing(&io::Error::new(
        io::ErrorKind::TimedOut,
        "no answer in time",
    ))
}

/// One failure for all that was tried: of the kind that came furthest, with the words of each. A
/// host without IPv6 fails its first address as unreachable, and that is not the news.
pub(super) fn together(failed: &[(String, Failure)]) -> Failure {
    let kinds = || failed.iter().map(|(_, failure)| failure.kind);
    let kind = kinds()
        .rev()
        .find(|kind| *kind != FailureKind::Unreachable)
        .or_else(|| kinds().next_back())
        .unwrap_or(FailureKind::Other);
    let words = failed
        .iter()
        .map(|(address, failure)| format!("{address}: {}", failure.detail));
    plain(kind, words.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn teller() -> Teller {
        Teller::new(tokio::sync::mpsc::channel(32).0)
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn the_kind_that_came_furthest_is_told() {
        let failure = |kind| plain(kind, format!("{kind:?}"));
        let all = together(&[
            ("127.0.0.1:25".to_owned(), failure(FailureKind::Refused)),
            ("[::1]:25".to_owned(), failure(FailureKind::Unreachable)),
        ]);
        assert_eq!(all.kind, FailureKind::Refused);
        assert_eq!(all.detail, "127.0.0.1:25: Refused; [::1]:25: Unreachable");
        let one = together(&[("[::1]:25".to_owned(), failure(FailureKind::Unreachable))]);
        assert_eq!(one.kind, FailureKind::Unreachable);
    }

    #[tokio::test]
    async fn a_dead_address_does_not_hide_a_live_one() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let live = listener.local_addr().unwrap();
        let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let dead = gone.local_addr().unwrap();
        drop(gone);
        let (socket, peer) = connect(&[dead, live], None, soon(), &teller())
            .await
            .unwrap();
        assert_eq!(peer, live);
        assert!(socket.tcp().nodelay().unwrap());
    }

    #[tokio::test]
    async fn an_address_needs_no_resolver() {
        let way = Way::default();
        let found = resolve("::1", 25, &way, soon(), &teller()).await.unwrap();
        assert_eq!(found, ["[::1]:25".parse().unwrap()]);
        assert_eq!(silent().kind, FailureKind::ConnectTimeout);
    }

    #[tokio::test]
    async fn an_address_of_the_other_family_is_not_tried() {
        for (family, bind) in [
            (Some(super::super::way::Family::V4), None),
            (None, Some("127.0.0.1:0".parse().unwrap())),
        ] {
            let way = Way {
                bind,
                family,
                ..Way::default()
            };
            let failure = resolve("::1", 25, &way, soon(), &teller())
                .await
                .unwrap_err();
            assert_eq!(failure.kind, FailureKind::Family);
            assert_eq!(failure.detail, "::1");
        }
    }

    #[tokio::test]
    async fn an_address_of_somebody_else_cannot_be_bound() {
        // RFC 5737 keeps 192.0.2.0/24 for documents.
        let bind = Some("192.0.2.1:0".parse().unwrap());
        let to = "127.0.0.1:9".parse().unwrap();
        let failure = connect(&[to], bind, soon(), &teller()).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Bind);
        assert!(failure.detail.contains("192.0.2.1"), "{failure:?}");
    }
}
