//! The way to the hosts that take a domain's mail (RFC 5321 §5.1).
//!
//! Absent on purpose: MTA-STS and DANE, which tell what the certificate must be.

use std::net::{IpAddr, SocketAddr};

use futures_util::future::join_all;
use tokio::time::Instant;

use super::dial;
use super::failure::plain;
use super::names::Names;
use super::pump::{Link, Tls};
use super::socket::Socket;
use super::stages::Teller;
use super::tls::ClientTls;
use super::way::Way;
use crate::link::{Failure, FailureKind, Step};

/// How many hosts are looked at. Who has more has them for show.
const MOST: usize = 16;

/// A host that takes the mail.
struct Candidate {
    host: String,
    /// None if a proxy resolves names.
    addresses: Result<Vec<IpAddr>, Failure>,
}

/// Opens a link to the first of a domain's hosts that answers. Each has the way's bound.
pub(super) async fn open(
    domain: &str,
    port: u16,
    way: &Way,
    tls: ClientTls,
    tell: &Teller,
) -> Result<Link, Failure> {
    let candidates = candidates(domain, way, tell).await?;
    let mut failed: Vec<(String, Failure)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let since = Instant::now();
        match reach(candidate, port, way, tell).await {
            Ok((socket, peer)) => {
                let host = &candidate.host;
                let chosen = tls.is_chosen();
                let tls = tls
                    .with_host(host)
                    .map_err(|error| plain(FailureKind::Tls, error.to_string()))?;
                if !chosen {
                    let host = host.clone();
                    tell.tell(Step::Checked { host }).await;
                }
                return Ok(Link::new(socket, peer, Tls::Client(tls)));
            }
            Err(failure) => {
                if index + 1 < candidates.len() {
                    let step = Step::Failed {
                        address: candidate.host.clone(),
                        detail: failure.detail.clone(),
                    };
                    tell.took(since, step).await;
                }
                failed.push((candidate.host.clone(), failure));
            }
        }
    }
    Err(dial::together(&failed))
}

async fn reach(
    candidate: &Candidate,
    port: u16,
    way: &Way,
    tell: &Teller,
) -> Result<(Socket, String), Failure> {
    if way.proxy.is_some() {
        return dial::host(&candidate.host, port, way, tell).await;
    }
    let found = candidate.addresses.clone()?;
    let addresses = found.into_iter().map(|ip| SocketAddr::new(ip, port));
    let addresses = dial::allowed(addresses.collect(), way)?;
    let end = Instant::now() + way.bound;
    dial::addresses_of(&addresses, way, end, tell).await
}

/// The hosts, the preferred first, told as they are found.
async fn candidates(domain: &str, way: &Way, tell: &Teller) -> Result<Vec<Candidate>, Failure> {
    let since = Instant::now();
    let end = since + way.bound;
    let names = Names::new(way.dns)?;
    let mut found = names.exchangers(domain, end).await?;
    // RFC 7505 §3: one record, and its host is the root.
    if let [(_, host)] = &found[..]
        && host.is_empty()
    {
        return Err(plain(FailureKind::NullMx, domain.to_owned()));
    }
    found.retain(|(_, host)| !host.is_empty());
    found.truncate(MOST);
    if found.is_empty() {
        let domain = domain.to_owned();
        let step = Step::NoMx {
            domain: domain.clone(),
        };
        tell.took(since, step).await;
        return Ok(vec![itself(domain, &names, way, end, tell).await?]);
    }
    let addresses = found.iter().map(|(_, host)| async {
        // A proxy resolves names itself.
        if way.proxy.is_some() {
            return Ok(Vec::new());
        }
        names.addresses(host, end).await
    });
    let addresses = join_all(addresses).await;
    let mut candidates = Vec::new();
    for ((preference, host), addresses) in found.into_iter().zip(addresses) {
        let step = Step::Candidate {
            preference,
            host: host.clone(),
            addresses: match &addresses {
                Ok(addresses) => listed(addresses),
                Err(failure) => failure.detail.clone(),
            },
        };
        tell.took(since, step).await;
        candidates.push(Candidate { host, addresses });
    }
    Ok(candidates)
}

/// A domain without MX takes its mail itself.
async fn itself(
    domain: String,
    names: &Names,
    way: &Way,
    end: Instant,
    tell: &Teller,
) -> Result<Candidate, Failure> {
    let mut addresses = Vec::new();
    if way.proxy.is_none() {
        let since = Instant::now();
        addresses = names.addresses(&domain, end).await?;
        let step = Step::Resolved {
            name: domain.clone(),
            addresses: addresses.iter().map(ToString::to_string).collect(),
        };
        tell.took(since, step).await;
    }
    Ok(Candidate {
        host: domain,
        addresses: Ok(addresses),
    })
}

fn listed(addresses: &[IpAddr]) -> String {
    let texts: Vec<_> = addresses.iter().map(ToString::to_string).collect();
    texts.join(", ")
}
