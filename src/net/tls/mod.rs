//! TLS, both ends: the handshake, and everything a person may want to know about it.
//!
//! `verify` judges the certificate, `facts` makes it readable, `identity` is the client's own,
//! `practice` makes those of the practice server; `options` is what may be chosen, and `error` says
//! what was wrong with it. The cryptography is rustls with ring, named each time and never taken
//! from the process's default.
//!
//! Absent on purpose: when to secure a link, and resumption. Every handshake is a full one, so that
//! what is shown is what was checked.

mod binding;
mod error;
mod facts;
mod identity;
mod naming;
mod options;
mod practice;
mod verify;

use std::future::Future;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{KeyLogFile, RootCertStore, ServerConfig};
use tokio_rustls::{TlsAcceptor, TlsConnector};

pub use error::TlsError;
pub use options::TlsOptions;
pub use practice::{PracticeTls, practice_config};

use super::failure;
use super::pump::Stream;
use crate::link::{ClientCertificate, Failure, TlsFacts};
use identity::Shown;
use options::Start;
use verify::{Rule, Seen, Verifier};

/// How long a handshake may take if nobody says otherwise.
const HANDSHAKE: Duration = Duration::from_secs(30);

/// A handshake under way: it has the stream, and gives back a secured one.
pub(super) type Handshake =
    Pin<Box<dyn Future<Output = Result<(Box<dyn Stream>, Box<TlsFacts>), Failure>> + Send>>;

/// The client's end of TLS with one host, ready to begin. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ClientTls {
    name: ServerName<'static>,
    /// Whether the name is asked for (SNI).
    asks: bool,
    /// Whether the person chose the name.
    chosen: bool,
    /// `None`: the system's, loaded when a handshake begins, because that takes 25 ms.
    roots: Option<Arc<RootCertStore>>,
    rule: Rule,
    identity: Option<Arc<CertifiedKey>>,
    /// Boxed, because it is large and options are passed around.
    start: Box<Start>,
    key_log: bool,
    bound: Duration,
}

impl ClientTls {
    /// Checks the options and reads their files. Nothing is sent and no system store is opened.
    pub fn new(host: &str, options: &TlsOptions) -> Result<Self, TlsError> {
        let roots = match &options.ca {
            Some(path) => Some(Arc::new(roots_from(path)?)),
            None => None,
        };
        let named = options
            .sni
            .as_deref()
            .filter(|it| *it != TlsOptions::NO_NAME);
        let start = options.start()?;
        let unnamed = named.unwrap_or(host) == Self::NOBODY;
        Ok(Self {
            name: server_name(named.unwrap_or(host))?,
            asks: !unnamed && (options.sni.is_none() || named.is_some()),
            chosen: named.is_some(),
            roots,
            rule: match options.rule()? {
                Rule::Chain if unnamed => Rule::AnyName,
                rule => rule,
            },
            identity: identity::read(options, start.crypto_provider())?,
            start: Box::new(start),
            key_log: options.key_log,
            bound: options.handshake,
        })
    }

    /// Trusts one authority and no other: the practice server's, in the same process.
    pub fn trusting(host: &str, ca: CertificateDer<'static>) -> Result<Self, TlsError> {
        let mut roots = RootCertStore::empty();
        roots.add(ca).map_err(TlsError::Library)?;
        let tls = Self::new(host, &TlsOptions::default())?;
        Ok(Self {
            roots: Some(Arc::new(roots)),
            ..tls
        })
    }

    /// Shakes hands over an open stream.
    pub(super) fn shake(self, stream: Box<dyn Stream>, injected: usize) -> Handshake {
        Box::pin(async move {
            let (seen, asked) = <(Arc<OnceLock<Seen>>, Arc<OnceLock<()>>)>::default();
            let mut facts = self.facts(injected);
            let given = self.identity.is_some();
            let bound = self.bound;
            let since = Instant::now();
            let secured = within(bound, self.connect(stream, &seen, &asked)).await;
            facts.took = since.elapsed();
            if let Some(seen) = seen.get() {
                let certificates = seen.chain.iter();
                facts.chain = certificates
                    .map(|der| facts::certificate(der, seen.at))
                    .collect();
                facts.why = seen.verdict;
                facts.stapled = seen.stapled;
            }
            facts.client = match (asked.get(), given) {
                (None, _) => ClientCertificate::NotAsked,
                (Some(()), false) => ClientCertificate::Missing,
                (Some(()), true) => ClientCertificate::Given,
            };
            match secured {
                Ok(stream) => {
                    let link = stream.get_ref().1;
                    facts::settle(&mut facts, link);
                    let own = link.peer_certificates().and_then(<[_]>::first);
                    facts.binding = binding::of(link, own);
                    Ok((Box::new(stream) as Box<dyn Stream>, Box::new(facts)))
                }
                Err(error) => Err(failure::shaking(&error, facts)),
            }
        })
    }

    /// What is known before anything is sent.
    fn facts(&self, injected: usize) -> TlsFacts {
        TlsFacts {
            name: sent_name(&self.name).filter(|_| self.asks),
            checked: self.checked(),
            enforced: self.rule != Rule::Nothing,
            pin: match &self.rule {
                Rule::Pin(pin) => Some(pin.clone()),
                _ => None,
            },
            injected,
            ..TlsFacts::default()
        }
    }

    async fn connect(
        self,
        stream: Box<dyn Stream>,
        seen: &Arc<OnceLock<Seen>>,
        asked: &Arc<OnceLock<()>>,
    ) -> io::Result<TlsStream<Box<dyn Stream>>> {
        let roots = match self.roots {
            Some(roots) => roots,
            None => Arc::new(tokio::task::spawn_blocking(system_roots).await?),
        };
        let provider = self.start.crypto_provider().clone();
        let verifier =
            Verifier::new(roots, provider, self.rule, seen.clone()).map_err(io::Error::other)?;
        let mut config = self
            .start
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_client_cert_resolver(Arc::new(Shown {
                key: self.identity,
                asked: asked.clone(),
            }));
        config.resumption = Resumption::disabled();
        config.enable_sni = self.asks;
        if self.key_log {
            config.key_log = Arc::new(KeyLogFile::new());
        }
        TlsConnector::from(Arc::new(config))
            .connect(self.name, stream)
            .await
    }
}

/// The server's handshake. Its facts say nothing of certificates: none is asked of a client.
pub(super) fn serve(
    config: Arc<ServerConfig>,
    stream: Box<dyn Stream>,
    injected: usize,
) -> Handshake {
    Box::pin(async move {
        let mut facts = TlsFacts {
            injected,
            ..TlsFacts::default()
        };
        match within(HANDSHAKE, TlsAcceptor::from(config).accept(stream)).await {
            Ok(stream) => {
                let link = stream.get_ref().1;
                facts::settle(&mut facts, link);
                facts.binding = binding::of(link, None);
                Ok((Box::new(stream) as Box<dyn Stream>, Box::new(facts)))
            }
            Err(error) => Err(failure::shaking(&error, facts)),
        }
    })
}

async fn within<T>(bound: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(bound, work).await.unwrap_or_else(|_| {
        let words = format!("the TLS handshake was not done within {bound:?}");
        Err(io::Error::new(ErrorKind::TimedOut, words))
    })
}

/// 32 octets nobody can predict, from where TLS has its own.
pub fn chance() -> io::Result<[u8; 32]> {
    let mut octets = [0; 32];
    let filled = provider().secure_random.fill(&mut octets);
    filled.map_err(|_| io::Error::other("the system gives no random octets"))?;
    Ok(octets)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// A name or an address, as the certificate is checked against it. The final dot of an absolute
/// name is not part of it in TLS (RFC 6066 §3).
fn server_name(text: &str) -> Result<ServerName<'static>, TlsError> {
    let name = text.strip_suffix('.').unwrap_or(text).to_owned();
    ServerName::try_from(name).map_err(|_| TlsError::Name {
        name: text.to_owned(),
    })
}

/// What is sent as SNI: a DNS name only, an address never (RFC 6066 §3).
fn sent_name(name: &ServerName<'_>) -> Option<String> {
    match name {
        ServerName::DnsName(name) => Some(name.as_ref().to_owned()),
        _ => None,
    }
}

fn roots_from(path: &Path) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for (index, certificate) in identity::certificates(path)?.into_iter().enumerate() {
        roots
            .add(certificate)
            .map_err(|error| TlsError::Malformed {
                file: path.display().to_string(),
                number: index + 1,
                why: error.to_string(),
            })?;
    }
    Ok(roots)
}

/// The system's trusted authorities, or Mozilla's where the system has none.
fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn with_ca(text: &[u8]) -> Result<ClientTls, TlsError> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        std::fs::write(&path, text).unwrap();
        let options = TlsOptions {
            ca: Some(path),
            ..TlsOptions::default()
        };
        ClientTls::new("mx.example", &options)
    }

    #[test]
    fn a_ca_file_without_certificates_is_explained() {
        let words = with_ca(b"hello").unwrap_err().to_string();
        assert!(words.contains("ca.pem holds no certificate"), "{words}");
        assert!(words.contains("BEGIN CERTIFICATE"), "{words}");
    }

    #[test]
    fn a_broken_certificate_is_counted() {
        let good = practice_config("mx.example").unwrap().ca_pem();
        let bad = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        let words = with_ca(format!("{good}{bad}").as_bytes())
            .unwrap_err()
            .to_string();
        assert!(words.contains("certificate 2"), "{words}");
        assert!(with_ca(good.as_bytes()).is_ok());
    }

    #[test]
    fn a_missing_file_is_named() {
        let options = TlsOptions {
            ca: Some("/nonexistent/ca.pem".into()),
            ..TlsOptions::default()
        };
        let words = ClientTls::new("mx.example", &options)
            .unwrap_err()
            .to_string();
        assert!(words.starts_with("/nonexistent/ca.pem"), "{words}");
    }

    #[test]
    fn names_and_addresses() {
        let sent = |text: &str| server_name(text).map(|name| sent_name(&name)).ok();
        assert_eq!(sent("mx.example"), Some(Some("mx.example".to_owned())));
        assert_eq!(sent("mx.example."), Some(Some("mx.example".to_owned())));
        assert_eq!(sent("192.0.2.1"), Some(None));
        assert_eq!(sent("2001:db8::1"), Some(None));
        assert_eq!(sent("no such name"), None);
        assert_eq!(sent(""), None);
    }
}
