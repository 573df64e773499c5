//! From a target to an open link: dialing, or a pipe to the practice server.
//!
//! Absent on purpose: what is said over it.

use std::sync::Arc;
use std::time::Duration;

use super::Error;
use crate::assets;
use crate::cli::Options;
use crate::link::{Failure, FailureKind};
use crate::net::{ClientTls, Link, Tls, dial, drive, practice_config};
use crate::smtp::{Scenario, Server};
use crate::target::{Target, TlsStyle};

/// How long connecting, and then a TLS handshake, may take when nothing else is said.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the pipe to the practice server holds.
const PIPE: usize = 64 * 1024;

/// Everything a target needs, checked before anything is sent: certificates read, scenario found.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// To a server over TCP.
    Tcp {
        /// Where to.
        host: String,
        /// The port.
        port: u16,
        /// How TLS is done.
        tls: ClientTls,
        /// Whether it comes first.
        implicit: bool,
        /// How long connecting may take.
        bound: Duration,
    },
    /// To the practice server.
    Practice(Arc<Scenario>),
}

impl Plan {
    /// Prepares a target.
    pub(super) fn new(target: &Target, options: &Options) -> Result<Self, Error> {
        match target {
            Target::Practice { scenario } => {
                Ok(Self::Practice(Arc::new(self::scenario(scenario)?)))
            }
            Target::Tcp {
                host, port, tls, ..
            } => {
                let bound = super::timeout(options).unwrap_or(PATIENCE);
                let wanted = super::tls::options(options, bound)?;
                Ok(Self::Tcp {
                    host: host.clone(),
                    port: *port,
                    tls: ClientTls::new(host, &wanted)?,
                    implicit: *tls == TlsStyle::Implicit,
                    bound,
                })
            }
        }
    }

    /// Opens the link. Dropping the future gives it up.
    pub(super) async fn open(self) -> Result<Link, Failure> {
        match self {
            Self::Tcp {
                host,
                port,
                tls,
                implicit,
                bound,
            } => {
                let (socket, peer) = dial::tcp(&host, port, bound).await?;
                Ok(Link::new(socket, peer, Tls::Client(tls)).implicit(implicit))
            }
            Self::Practice(scenario) => practice(scenario),
        }
    }
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
    let (near, far) = tokio::io::duplex(PIPE);
    tokio::spawn(async move {
        let mut endpoint = Server::new(scenario);
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
