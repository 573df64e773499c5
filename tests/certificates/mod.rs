//! Certificates good and bad, made on the spot for the tests of TLS.

pub(crate) mod shake;

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData as _,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

/// A server's certificates and key.
pub(crate) struct Server {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

impl Server {
    /// Signed by itself.
    pub(crate) fn self_signed(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let chain = vec![params.self_signed(&key).unwrap().der().clone()];
        Self { chain, key }
    }

    /// A server that speaks these versions and shows the chain, whatever it is like.
    pub(crate) fn config(
        &self,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Arc<ServerConfig> {
        let provider = Arc::new(ring::default_provider());
        let der = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let key = provider.key_provider.load_private_key(der).unwrap();
        // Not `with_single_cert`: that refuses a certificate webpki cannot read.
        let shown = SingleCertAndKey::from(CertifiedKey::new(self.chain.clone(), key));
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(shown));
        Arc::new(config)
    }

    /// The same for a server that lets nobody in without a certificate of this authority.
    pub(crate) fn config_asking(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        authority: &Authority,
    ) -> Arc<ServerConfig> {
        let provider = Arc::new(ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(authority.certificate.clone()).unwrap();
        let asking = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_client_cert_verifier(asking.build().unwrap())
            .with_single_cert(self.chain.clone(), key)
            .unwrap();
        Arc::new(config)
    }

    /// The same for a server that sends an OCSP response along.
    pub(crate) fn config_stapling(&self) -> Arc<ServerConfig> {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert_with_ocsp(self.chain.clone(), key, b"response".to_vec())
            .unwrap();
        Arc::new(config)
    }

    /// The key as a file.
    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key.serialize_der())
    }

    /// The server's own certificate as a file.
    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.chain[0])
    }
}

/// An authority that signs servers' certificates.
pub(crate) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = plain(&[]);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(params, key);
        Self {
            certificate,
            issuer,
        }
    }

    pub(crate) fn issue(&self, params: &CertificateParams) -> Server {
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &self.issuer).unwrap();
        let chain = vec![leaf.der().clone(), self.certificate.clone()];
        Server { chain, key }
    }

    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }
}

/// A certificate with nothing special about it.
pub(crate) fn plain(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
    CertificateParams::new(names).unwrap()
}

/// A version 1 certificate (RFC 5280 §4.1): no version field and no extensions. No library makes
/// them any more, so it is put together by hand. Its signature is empty; nobody gets so far.
pub(crate) fn v1() -> Server {
    let key = KeyPair::generate().unwrap();
    // ecdsa-with-SHA256
    let algorithm = der(0x30, &[b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"]);
    let common_name = der(
        0x30,
        &[b"\x06\x03\x55\x04\x03", &der(0x0c, &[b"mx.example"])],
    );
    let name = der(0x30, &[&der(0x31, &[&common_name])]);
    let from = der(0x17, &[b"200101000000Z"]);
    let to = der(0x17, &[b"491231235959Z"]);
    let validity = der(0x30, &[&from, &to]);
    let key_info = key.subject_public_key_info();
    let serial = der(0x02, &[&[1]]);
    let body = der(
        0x30,
        &[&serial, &algorithm, &name, &validity, &name, &key_info],
    );
    let whole = der(0x30, &[&body, &algorithm, &der(0x03, &[&[0]])]);
    Server {
        chain: vec![CertificateDer::from(whole)],
        key,
    }
}

/// One DER value: tag, length, and the parts one after another.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let header = match length {
        [0, low] if low < 0x80 => vec![tag, low],
        [0, low] => vec![tag, 0x81, low],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [header, content].concat()
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}
