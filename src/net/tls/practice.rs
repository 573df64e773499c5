//! Certificates for the practice server, made fresh at each start.
//!
//! An authority and a server certificate, not one self-signed: webpki refuses an authority as a
//! server's own certificate, and so do other careful clients. The authority's key is forgotten
//! as soon as it has signed, so trusting it trusts nothing else.
//!
//! Absent on purpose: files. Whoever runs the server decides where the PEM goes.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::facts::pem;
use super::{TlsError, provider};

/// The practice server's end of TLS, and what a client needs to trust it.
#[derive(Clone, Debug)]
pub struct PracticeTls {
    /// For the server's end of each link.
    pub server: Arc<ServerConfig>,
    /// The authority's certificate, for [`ClientTls::trusting`](super::ClientTls::trusting).
    pub ca: CertificateDer<'static>,
}

impl PracticeTls {
    /// The authority's certificate as a file that other clients can be given.
    pub fn ca_pem(&self) -> String {
        pem(&self.ca)
    }
}

/// Makes an authority, and a server certificate for `hostname`, localhost and its addresses.
pub fn practice_config(hostname: &str) -> Result<PracticeTls, TlsError> {
    let made = make(hostname).map_err(|source| TlsError::Practice {
        name: hostname.to_owned(),
        source,
    })?;
    let mut server = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Library)?
        .with_no_client_auth()
        .with_single_cert(vec![made.leaf, made.ca.clone()], made.key)
        .map_err(TlsError::Library)?;
    // Nothing is ever resumed, so no tickets to clutter the first round trip.
    server.send_tls13_tickets = 0;
    Ok(PracticeTls {
        server: Arc::new(server),
        ca: made.ca,
    })
}

struct Made {
    ca: CertificateDer<'static>,
    leaf: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

fn make(hostname: &str) -> Result<Made, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("ehlo practice authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let key = KeyPair::generate()?;
    let ca = params.self_signed(&key)?.der().clone();
    let authority = Issuer::new(params, key);

    let mut names = vec![hostname.to_owned()];
    let always = ["localhost", "127.0.0.1", "::1"];
    names.extend(always.map(str::to_owned));
    names.dedup();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = named(hostname);
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    let leaf = params.signed_by(&key, &authority)?.der().clone();
    Ok(Made {
        ca,
        leaf,
        key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
    })
}

fn named(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use tokio_rustls::rustls::pki_types::pem::PemObject as _;

    use super::*;

    #[test]
    fn the_pem_is_the_certificate() {
        let made = practice_config("mx.example").unwrap();
        let pem = made.ca_pem();
        assert!(pem.lines().all(|line| line.len() <= 64));
        assert_eq!(
            CertificateDer::from_pem_slice(pem.as_bytes()).unwrap(),
            made.ca
        );
    }

    #[test]
    fn a_name_that_no_certificate_can_carry_is_an_error() {
        assert!(practice_config("예시").is_err());
        assert!(practice_config("localhost").is_ok());
    }
}
