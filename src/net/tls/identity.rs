//! The client's own certificate and key, for servers that ask who calls (RFC 8446 §4.3.2).
//!
//! Absent on purpose: keys behind a password. There is nobody to ask for it before the screen is
//! taken, so the error says how to take the password off.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tokio_rustls::rustls::client::ResolvesClientCert;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys, SignatureScheme};

use super::{TlsError, TlsOptions};

/// The certificate and key of the options, if there are any: read, and found to fit.
pub(super) fn read(
    options: &TlsOptions,
    provider: &CryptoProvider,
) -> Result<Option<Arc<CertifiedKey>>, TlsError> {
    let Some(cert) = &options.cert else {
        return Ok(None);
    };
    let key = options.key.as_ref().unwrap_or(cert);
    let certified = CertifiedKey::from_der(certificates(cert)?, private_key(key)?, provider);
    match certified {
        Ok(certified) => Ok(Some(Arc::new(certified))),
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => Err(TlsError::OtherKey {
            cert: cert.display().to_string(),
            key: key.display().to_string(),
        }),
        Err(error) => Err(TlsError::BadKey {
            file: key.display().to_string(),
            why: error.to_string(),
        }),
    }
}

/// All certificates of a PEM file, at least one.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let file = || path.display().to_string();
    let text = text(path)?;
    let read = |(index, certificate): (usize, Result<_, pem::Error>)| {
        certificate.map_err(|error| TlsError::Malformed {
            file: file(),
            number: index + 1,
            why: error.to_string(),
        })
    };
    let certificates = CertificateDer::pem_slice_iter(&text)
        .enumerate()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    if certificates.is_empty() {
        return Err(TlsError::NoCertificate { file: file() });
    }
    Ok(certificates)
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let file = || path.display().to_string();
    let text = text(path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| {
        let shown = String::from_utf8_lossy(&text);
        // RFC 7468 §11, and the header that older files have (RFC 1421 §4.6.1.1).
        if shown.contains("BEGIN ENCRYPTED PRIVATE KEY") || shown.contains("4,ENCRYPTED") {
            return TlsError::LockedKey { file: file() };
        }
        match error {
            pem::Error::NoItemsFound => TlsError::NoKey { file: file() },
            other => TlsError::BadKey {
                file: file(),
                why: other.to_string(),
            },
        }
    })
}

fn text(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Unreadable {
        file: path.display().to_string(),
        source,
    })
}

/// Shows the certificate to a server that asks for one, and notes that it asked.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) key: Option<Arc<CertifiedKey>>,
    pub(super) asked: Arc<OnceLock<()>>,
}

impl ResolvesClientCert for Shown {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let _ = self.asked.set(());
        self.key.clone()
    }

    fn has_certs(&self) -> bool {
        self.key.is_some()
    }
}
