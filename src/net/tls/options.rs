//! What a person may choose about the client's end of TLS, checked before anything is sent.
//!
//! Absent on purpose: files (`identity`, and the CA file in the module above), and versions and
//! suites that rustls does not have. An error lists those it has.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{
    ALL_VERSIONS, ClientConfig, ConfigBuilder, SupportedCipherSuite, SupportedProtocolVersion,
    WantsVerifier,
};

use super::verify::Rule;
use super::{HANDSHAKE, TlsError, facts, provider};

/// What a person may choose about the client's end.
#[derive(Clone, Debug)]
pub struct TlsOptions {
    /// A PEM file: trust the certificates in it, and no others.
    pub ca: Option<PathBuf>,
    /// Go on even if the certificate is not accepted. It is still judged.
    pub insecure: bool,
    /// Ask for this server name, and check against it, instead of the host's. With
    /// [`NO_NAME`](Self::NO_NAME) no name is sent, and the host's is checked.
    pub sni: Option<String>,
    /// A PEM file with a client's certificate and, if it needs them, those between it and its root.
    pub cert: Option<PathBuf>,
    /// A PEM file with its key; without one, the key is in the file of the certificate.
    pub key: Option<PathBuf>,
    /// The only version to offer: `1.2` or `1.3`; both if nothing is said.
    pub version: Option<String>,
    /// The only suites to offer, by their standard names; all if there are none.
    pub ciphers: Vec<String>,
    /// SHA-256 of the server's certificate or of its key, in hex, with or without colons. It
    /// decides instead of the chain and the name, and instead of `insecure`.
    pub pin: Option<String>,
    /// Write the keys to the file that the variable `SSLKEYLOGFILE` names.
    pub key_log: bool,
    /// How long the handshake may take.
    pub handshake: Duration,
}

impl TlsOptions {
    /// In place of a server name: send none.
    pub const NO_NAME: &'static str = "none";

    /// What decides whether the server is let through.
    pub(super) fn rule(&self) -> Result<Rule, TlsError> {
        match &self.pin {
            Some(pin) => Ok(Rule::Pin(digits(pin)?)),
            None if self.insecure => Ok(Rule::Nothing),
            None => Ok(Rule::Chain),
        }
    }

    /// The set-up with the versions and suites that are to be offered.
    pub(super) fn start(&self) -> Result<Start, TlsError> {
        start(suites(&self.ciphers)?, versions(self.version.as_deref())?)
    }
}

impl Default for TlsOptions {
    fn default() -> Self {
        Self {
            ca: None,
            insecure: false,
            sni: None,
            cert: None,
            key: None,
            version: None,
            ciphers: Vec::new(),
            pin: None,
            key_log: false,
            handshake: HANDSHAKE,
        }
    }
}

/// A set-up that still needs to know whom to trust.
pub(super) type Start = ConfigBuilder<ClientConfig, WantsVerifier>;

type Versions = &'static [&'static SupportedProtocolVersion];

static ONLY_1_2: [&SupportedProtocolVersion; 1] = [&TLS12];
static ONLY_1_3: [&SupportedProtocolVersion; 1] = [&TLS13];

fn start(suites: Vec<SupportedCipherSuite>, versions: Versions) -> Result<Start, TlsError> {
    let provider = CryptoProvider {
        cipher_suites: suites,
        ..provider().as_ref().clone()
    };
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(versions)
        .map_err(|_| TlsError::NoSuite)
}

fn versions(asked: Option<&str>) -> Result<Versions, TlsError> {
    match asked {
        None => Ok(ALL_VERSIONS),
        Some("1.2") => Ok(&ONLY_1_2),
        Some("1.3") => Ok(&ONLY_1_3),
        Some(other) => Err(TlsError::Version {
            version: other.to_owned(),
        }),
    }
}

fn suites(asked: &[String]) -> Result<Vec<SupportedCipherSuite>, TlsError> {
    let known = ring::ALL_CIPHER_SUITES;
    if asked.is_empty() {
        return Ok(known.to_vec());
    }
    let find = |name: &String| {
        let found = known.iter().find(|suite| {
            called(suite).is_some_and(|called| called.eq_ignore_ascii_case(name.trim()))
        });
        found.copied().ok_or_else(|| TlsError::Suite {
            name: name.clone(),
            known: known
                .iter()
                .filter_map(called)
                .collect::<Vec<_>>()
                .join(", "),
        })
    };
    asked.iter().map(find).collect()
}

/// A suite's name in the registry.
fn called(suite: &SupportedCipherSuite) -> Option<String> {
    suite.suite().as_str().map(facts::registered)
}

/// A fingerprint as 64 lower-case digits.
fn digits(pin: &str) -> Result<String, TlsError> {
    let digits = pin.replace(':', "").to_ascii_lowercase();
    let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if hex && digits.len() == 64 {
        Ok(digits)
    } else {
        Err(TlsError::Pin {
            pin: pin.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn with(version: Option<&str>, ciphers: &[&str]) -> TlsOptions {
        TlsOptions {
            version: version.map(str::to_owned),
            ciphers: ciphers.iter().copied().map(str::to_owned).collect(),
            ..TlsOptions::default()
        }
    }

    #[test]
    fn versions_and_suites_are_chosen() {
        assert!(with(None, &[]).start().is_ok());
        assert!(
            with(Some("1.3"), &["tls_aes_128_gcm_sha256"])
                .start()
                .is_ok()
        );
        let both = [
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        ];
        assert!(with(None, &both).start().is_ok());
    }

    #[test]
    fn what_there_is_not_is_said() {
        for (options, part) in [
            (with(Some("1.0"), &[]), "1.2 and 1.3"),
            (with(None, &["RC4-SHA"]), "TLS_AES_256_GCM_SHA384"),
            (with(Some("1.2"), &["TLS_AES_128_GCM_SHA256"]), "no suite"),
        ] {
            let words = options.start().unwrap_err().to_string();
            assert!(words.contains(part), "{words}");
        }
    }

    #[test]
    fn a_pin_is_hex_with_or_without_colons() {
        let colons = ["AB"; 32].join(":");
        assert_eq!(digits(&colons).unwrap(), "ab".repeat(32));
        for bad in ["", "ab", "zz", &"é".repeat(32)] {
            assert!(digits(bad).unwrap_err().to_string().contains("64"));
        }
    }
}
