//! From a name and a port to an open socket.
//!
//! Absent on purpose: choosing the host (MX lookup), TLS, retrying. What failed is told once, in
//! full, with every address that was tried.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};

use super::failure::{dialing, plain};
use super::socket::Socket;
use crate::link::{Failure, FailureKind};

/// How long one address may take while there are others.
const EACH: Duration = Duration::from_secs(10);

/// Opens a TCP connection, trying every address in the resolver's order, all within `bound`.
/// Gives the socket and the address that answered. Dropping the future ends the attempt.
pub async fn tcp(host: &str, port: u16, bound: Duration) -> Result<(Socket, String), Failure> {
    let end = Instant::now() + bound;
    let addresses = resolve(host, port, end).await?;
    connect(&addresses, end).await
}

async fn resolve(host: &str, port: u16, end: Instant) -> Result<Vec<SocketAddr>, Failure> {
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

async fn connect(addresses: &[SocketAddr], end: Instant) -> Result<(Socket, String), Failure> {
    let mut failed: Vec<(SocketAddr, Failure)> = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        let left = end.saturating_duration_since(Instant::now());
        let more = index + 1 < addresses.len();
        let bound = if more { left.min(EACH) } else { left };
        match timeout(bound, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((Socket::new(stream), address.to_string())),
            Ok(Err(error)) => failed.push((*address, dialing(&error))),
            Err(_) => failed.push((*address, silent())),
        }
    }
    Err(together(&failed))
}

fn silent() -> Failure {
    dialing(&io::Error::new(
        io::ErrorKind::TimedOut,
        "no answer in time",
    ))
}

/// One failure for all addresses: of the kind that came furthest, with the words of each. A host
/// without IPv6 fails its first address as unreachable, and that is not the news.
fn together(failed: &[(SocketAddr, Failure)]) -> Failure {
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

    #[test]
    fn the_kind_that_came_furthest_is_told() {
        let at = |text: &str| text.parse::<SocketAddr>().unwrap();
        let failure = |kind| plain(kind, format!("{kind:?}"));
        let all = together(&[
            (at("127.0.0.1:25"), failure(FailureKind::Refused)),
            (at("[::1]:25"), failure(FailureKind::Unreachable)),
        ]);
        assert_eq!(all.kind, FailureKind::Refused);
        assert_eq!(all.detail, "127.0.0.1:25: Refused; [::1]:25: Unreachable");
        let one = together(&[(at("[::1]:25"), failure(FailureKind::Unreachable))]);
        assert_eq!(one.kind, FailureKind::Unreachable);
    }

    #[tokio::test]
    async fn a_dead_address_does_not_hide_a_live_one() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let live = listener.local_addr().unwrap();
        let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let dead = gone.local_addr().unwrap();
        drop(gone);
        let end = Instant::now() + Duration::from_secs(5);
        let (socket, peer) = connect(&[dead, live], end).await.unwrap();
        assert_eq!(peer, live.to_string());
        assert!(socket.tcp().nodelay().unwrap());
    }

    #[tokio::test]
    async fn an_address_needs_no_resolver() {
        let end = Instant::now() + Duration::from_secs(5);
        let found = resolve("::1", 25, end).await.unwrap();
        assert_eq!(found, ["[::1]:25".parse().unwrap()]);
        assert_eq!(silent().kind, FailureKind::ConnectTimeout);
    }
}
