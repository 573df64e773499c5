//! Names and their records, as name servers tell them.
//!
//! The system's servers are asked, or the one the person named. Names are absolute: no search list
//! is added, because a mail domain has none.
//!
//! Absent on purpose: what to do with the answers (`mx`, `dial`), and DNSSEC.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError, NoRecords};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
// Not named anywhere else: its version chooses what `idna` stands on.
use idna_adapter as _;
use tokio::time::{Instant, timeout_at};

use super::failure::plain;
use crate::link::{Failure, FailureKind};

/// How long one question to one server may take; it is asked twice.
const QUESTION: Duration = Duration::from_secs(4);

/// Somebody to ask.
#[derive(Debug)]
pub(super) struct Names(TokioResolver);

impl Names {
    /// The server at this address, or those of the system.
    pub(super) fn new(server: Option<SocketAddr>) -> Result<Self, Failure> {
        let mut builder = match server {
            Some(server) => {
                let mut config = NameServerConfig::udp_and_tcp(server.ip());
                for connection in &mut config.connections {
                    connection.port = server.port();
                }
                let config = ResolverConfig::from_name_servers(vec![config]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => TokioResolver::builder_tokio().map_err(|error| failure(&error))?,
        };
        let options: &mut ResolverOpts = builder.options_mut();
        options.timeout = QUESTION;
        options.attempts = 2;
        if server.is_some() {
            options.use_hosts_file = ResolveHosts::Never;
        }
        Ok(Self(builder.build().map_err(|error| failure(&error))?))
    }

    /// A domain's mail exchangers with their preferences, the preferred first. A host that is
    /// empty is the root: the domain takes no mail (RFC 7505). None at all is no failure.
    pub(super) async fn exchangers(
        &self,
        domain: &str,
        end: Instant,
    ) -> Result<Vec<(u16, String)>, Failure> {
        let name = absolute(domain)?;
        let answer = match within(end, self.0.lookup(name, RecordType::MX)).await {
            Ok(answer) => answer,
            Err(error) if has_none(&error) => return Ok(Vec::new()),
            Err(error) => return Err(failure(&error)),
        };
        let exchange = |data: &RData| match data {
            RData::MX(mx) => Some((mx.preference, plainly(&mx.exchange))),
            _ => None,
        };
        let records = answer.answers().iter();
        let mut found: Vec<_> = records
            .filter_map(|record| exchange(&record.data))
            .collect();
        // Stable: among equals the server's order stays, which it changes each time.
        found.sort_by_key(|(preference, _)| *preference);
        Ok(found)
    }

    /// A host's addresses.
    pub(super) async fn addresses(&self, host: &str, end: Instant) -> Result<Vec<IpAddr>, Failure> {
        let name = absolute(host)?;
        let answer = within(end, self.0.lookup_ip(name)).await;
        let answer = answer.map_err(|error| failure(&error))?;
        Ok(answer.iter().collect())
    }
}

/// A name as it goes over the wire: labels beyond ASCII become A-labels (RFC 5890 §2.3.2.1), no
/// dot at the end. `None` if it is none.
pub fn ascii(name: &str) -> Option<String> {
    let name = Name::from_utf8(name).ok()?;
    Some(plainly(&name)).filter(|text| !text.is_empty())
}

fn plainly(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_owned()
}

fn absolute(name: &str) -> Result<Name, Failure> {
    let mut name = Name::from_utf8(name)
        .map_err(|error| plain(FailureKind::Resolve, format!("{name}: {error}")))?;
    name.set_fqdn(true);
    Ok(name)
}

async fn within<T>(
    end: Instant,
    question: impl Future<Output = Result<T, NetError>>,
) -> Result<T, NetError> {
    timeout_at(end, question)
        .await
        .unwrap_or(Err(NetError::Timeout))
}

fn no_records(error: &NetError) -> Option<&NoRecords> {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => Some(none),
        _ => None,
    }
}

/// Whether the name is there and only has no record of that type.
fn has_none(error: &NetError) -> bool {
    no_records(error).is_some_and(|none| none.response_code == ResponseCode::NoError)
}

/// What the name servers said, sorted by what a person can do about it.
fn failure(error: &NetError) -> Failure {
    let code = |code: ResponseCode| format!("{code:?}").to_ascii_uppercase();
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => {
            let name = plainly(none.query.name());
            match none.response_code {
                ResponseCode::NXDomain => plain(FailureKind::NoDomain, name),
                ResponseCode::NoError => plain(FailureKind::Resolve, name),
                other => plain(FailureKind::Dns, format!("{name}: {}", code(other))),
            }
        }
        NetError::Dns(DnsError::ResponseCode(other)) => plain(FailureKind::Dns, code(*other)),
        NetError::Timeout => plain(FailureKind::Dns, "no answer in time".to_owned()),
        other => plain(FailureKind::Dns, other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_a_labels() {
        for (name, sent) in [
            ("example.org", Some("example.org")),
            ("example.org.", Some("example.org")),
            ("Bücher.example", Some("xn--bcher-kva.example")),
            ("메일.example", Some("xn--h32bq4v.example")),
            (".", None),
            ("a..b", None),
        ] {
            assert_eq!(ascii(name).as_deref(), sent, "{name}");
        }
    }
}
