//! From a target to an open link: dialing, or a pipe to the practice server.
//!
//! Absent on purpose: what is said over it.

use std::sync::Arc;

use super::Error;
use crate::assets;
use crate::cli::Options;
use crate::link::{Failure, FailureKind};
use crate::net::{
    ClientTls, Family, Header, Link, Proxy, ProxyError, Route, Tls, To, Way, address, ascii,
    chance, drive, practice_config,
};
use crate::smtp::{Scenario, Seed, Server};
use crate::target::{self, Target, TargetError, TlsStyle};

/// What the pipe to the practice server holds.
const PIPE: usize = 64 * 1024;

/// Everything a target needs, checked before anything is sent: certificates read, scenario found.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// To a server.
    Real(Box<Route>),
    /// To the practice server.
    Practice(Arc<Scenario>),
}

impl Plan {
    /// Prepares a target.
    pub(super) fn new(target: &Target, options: &Options) -> Result<Self, Error> {
        let (to, name) = match target {
            Target::Practice { scenario } => {
                return Ok(Self::Practice(Arc::new(self::scenario(scenario)?)));
            }
            Target::Tcp { host, port, .. } => {
                let host = in_ascii(host)?;
                let port = *port;
                (
                    To::Host {
                        host: host.clone(),
                        port,
                    },
                    host,
                )
            }
            Target::Mx { domain, port } => {
                let domain = in_ascii(domain)?;
                let port = *port;
                (
                    To::Mx {
                        domain: domain.clone(),
                        port,
                    },
                    domain,
                )
            }
            Target::Unix { path, .. } => {
                let path = path.clone();
                (To::Unix { path }, ClientTls::NOBODY.to_owned())
            }
            Target::Exec { command, .. } => {
                let words = target::words(command)?;
                (To::Exec { words }, ClientTls::NOBODY.to_owned())
            }
        };
        let way = way(options)?;
        let wanted = super::tls::options(options, way.bound)?;
        Ok(Self::Real(Box::new(Route {
            to,
            way,
            tls: ClientTls::new(&name, &wanted)?,
            implicit: target.tls() == TlsStyle::Implicit,
        })))
    }

    /// The link; it opens when it is carried.
    pub(super) fn link(self) -> Link {
        match self {
            Self::Real(route) => route.link(),
            Self::Practice(scenario) => Link::opening(|_| async { practice(scenario) }),
        }
    }
}

/// A name as it goes over the wire. An address stays.
fn in_ascii(host: &str) -> Result<String, Error> {
    if host.is_ascii() {
        return Ok(host.to_owned());
    }
    ascii(host).ok_or_else(|| TargetError::Host(host.to_owned()).into())
}

/// The way, by the options.
fn way(options: &Options) -> Result<Way, Error> {
    let read = |option: &'static str, text: &Option<String>, port: u16| {
        let Some(text) = text else {
            return Ok(None);
        };
        let wrong = || Error::Address {
            option,
            text: text.clone(),
        };
        address(text, port).map(Some).ok_or_else(wrong)
    };
    let family = match (options.ipv4, options.ipv6) {
        (true, _) => Some(Family::V4),
        (_, true) => Some(Family::V6),
        _ => None,
    };
    let bind = read("--bind", &options.bind, 0)?;
    if let (Some(family), Some(bind)) = (family, bind)
        && family != Family::of(bind.ip())
    {
        return Err(Error::Families { bind });
    }
    let proxy = options.proxy.as_ref().map(|url| {
        let url = std::str::from_utf8(url.expose()).map_err(|_| ProxyError)?;
        Proxy::parse(url)
    });
    let header = options.proxy_protocol.as_deref().map(Header::parse);
    let unbounded = Way::default();
    Ok(Way {
        bind,
        family,
        dns: read("--dns", &options.dns, 53)?,
        proxy: proxy.transpose()?,
        header: header.transpose()?,
        bound: super::timeout(options).unwrap_or(unbounded.bound),
    })
}

/// A pipe with the practice server at its other end, driven in the background.
fn practice(scenario: Arc<Scenario>) -> Result<Link, Failure> {
    let host = scenario.hostname.clone();
    let secure = practice_config(&host)
        .and_then(|made| Ok((ClientTls::trusting(&host, made.ca.clone())?, made.server)));
    let (client, server) = secure.map_err(|error| Failure {
        kind: FailureKind::Tls,
        detail: error.to_string(),
        tls: None,
    })?;
    let seed = chance().map(Seed::new).map_err(|error| Failure {
        kind: FailureKind::Other,
        detail: error.to_string(),
        tls: None,
    })?;
    let (near, far) = tokio::io::duplex(PIPE);
    tokio::spawn(async move {
        let mut endpoint = Server::new(scenario).seeded(seed);
        drive(
            Link::new(far, "practice client", Tls::Server(server)),
            &mut endpoint,
        )
        .await;
    });
    Ok(Link::new(near, "practice", Tls::Client(client)))
}

/// A scenario by its name.
pub(super) fn scenario(name: &str) -> Result<Scenario, Error> {
    let file = format!("assets/scenarios/{name}.toml");
    let Some(text) = assets::text(&file) else {
        let known: Vec<_> = assets::folder("assets/scenarios")
            .map(|(name, _)| name)
            .collect();
        return Err(Error::NoScenario {
            name: name.to_owned(),
            known: known.join(", "),
        });
    };
    Ok(Scenario::parse(&file, text)?)
}
