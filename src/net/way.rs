//! How a link is to get to its far end: from which address, by which family, asking which name
//! server, through which proxy, and for whom.
//!
//! Absent on purpose: the far end itself (`route`), and doing it (`dial`).

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::header::Header;
use super::proxy::Proxy;

/// How long everything may take if nobody says otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way.
#[derive(Clone, Debug)]
pub struct Way {
    /// The near end's address; port 0 takes any.
    pub bind: Option<SocketAddr>,
    /// Only addresses of this family.
    pub family: Option<Family>,
    /// The name server, instead of the system's.
    pub dns: Option<SocketAddr>,
    /// What connects us.
    pub proxy: Option<Proxy>,
    /// What is said first, before SMTP and before TLS.
    pub header: Option<Header>,
    /// How long getting to one host may take: its name, its addresses and the proxy together.
    pub bound: Duration,
}

impl Default for Way {
    fn default() -> Self {
        Self {
            bind: None,
            family: None,
            dns: None,
            proxy: None,
            header: None,
            bound: PATIENCE,
        }
    }
}

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 32 bits.
    V4,
    /// 128 bits.
    V6,
}

impl Family {
    /// An address's family.
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }
}

impl Way {
    /// Whether an address may be tried: not one of the wrong family, and none that cannot be
    /// reached from where the link is to begin.
    pub(super) fn allows(&self, address: IpAddr) -> bool {
        let family = Family::of(address);
        let begins = self.bind.map(|bind| Family::of(bind.ip()));
        [self.family, begins]
            .into_iter()
            .flatten()
            .all(|wanted| wanted == family)
    }
}

/// An address with a port or without: `192.0.2.1`, `192.0.2.1:53`, `::1`, `[::1]`, `[::1]:53`.
/// `None` if it is none.
pub fn address(text: &str, port: u16) -> Option<SocketAddr> {
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    bare.unwrap_or(text)
        .parse::<IpAddr>()
        .map(|ip| SocketAddr::new(ip, port))
        .or_else(|_| text.parse())
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_a_port() {
        for (text, read) in [
            ("192.0.2.1", Some("192.0.2.1:53")),
            ("192.0.2.1:5353", Some("192.0.2.1:5353")),
            ("::1", Some("[::1]:53")),
            ("[::1]", Some("[::1]:53")),
            ("[::1]:5353", Some("[::1]:5353")),
            ("localhost", None),
            ("192.0.2.1:x", None),
            ("", None),
        ] {
            let found = address(text, 53).map(|address| address.to_string());
            assert_eq!(found.as_deref(), read, "{text}");
        }
    }
}
