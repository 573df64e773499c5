//! What a handshake settled, and certificates as a person wants to see them.
//!
//! Absent on purpose: judging (`verify`). A certificate that cannot be read is shown as such, by
//! its fingerprint, because a broken certificate is exactly what somebody came to look at.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use tokio_rustls::rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{CommonState, SupportedCipherSuite};
use x509_parser::prelude::{ASN1Time, GeneralName, X509Certificate};

use crate::link::{Certificate, TlsFacts};

/// Adds what both ends agreed on.
pub(super) fn settle(facts: &mut TlsFacts, common: &CommonState) {
    let version = common.protocol_version();
    facts.version = version
        .and_then(|version| version.as_str())
        .map(|text| text.replace('_', "."))
        .unwrap_or_default();
    // rustls names its TLS 1.3 suites TLS13_…; the registry of RFC 8446 §B.4 has TLS_….
    facts.cipher = common
        .negotiated_cipher_suite()
        .and_then(|suite| suite.suite().as_str())
        .map(|text| text.replacen("TLS13_", "TLS_", 1))
        .unwrap_or_default();
}

/// One certificate, read as far as it can be.
pub(super) fn certificate(der: &CertificateDer<'_>) -> Certificate {
    let sha256 = fingerprint(der);
    match x509_parser::parse_x509_certificate(der) {
        Ok((_, parsed)) => Certificate {
            subject: parsed.subject().to_string(),
            issuer: parsed.issuer().to_string(),
            names: names(&parsed),
            not_before: moment(&parsed.validity().not_before),
            not_after: moment(&parsed.validity().not_after),
            sha256,
        },
        Err(_) => Certificate {
            subject: "(unreadable)".to_owned(),
            sha256,
            ..Certificate::default()
        },
    }
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let names = extension.value.general_names.iter();
    names
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            GeneralName::IPAddress(bytes) => address(bytes),
            _ => None,
        })
        .collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let v6 = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| v6()).ok().map(|address| address.to_string())
}

/// RFC 3339, in UTC.
fn moment(time: &ASN1Time) -> String {
    let t = time.to_datetime();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// SHA-256 from the suite that has it, so that no crate is needed for one digest.
fn fingerprint(der: &[u8]) -> String {
    match TLS13_AES_128_GCM_SHA256 {
        SupportedCipherSuite::Tls13(suite) => {
            HEXLOWER.encode(suite.common.hash_provider.hash(der).as_ref())
        }
        SupportedCipherSuite::Tls12(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};

    use super::*;

    #[test]
    fn a_certificate_is_read() {
        let names = ["mx.example", "192.0.2.7", "2001:db8::7"].map(String::from);
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "mx.example");
        params
            .distinguished_name
            .push(DnType::OrganizationName, "예시");
        params.not_before = date_time_ymd(2001, 2, 3);
        params.not_after = date_time_ymd(2096, 12, 31);
        let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let read = certificate(made.der());
        assert_eq!(read.subject, "CN=mx.example, O=예시");
        assert_eq!(read.issuer, read.subject);
        assert_eq!(read.names, ["mx.example", "192.0.2.7", "2001:db8::7"]);
        assert_eq!(read.not_before, "2001-02-03T00:00:00Z");
        assert_eq!(read.not_after, "2096-12-31T00:00:00Z");
        assert_eq!(read.sha256.len(), 64);
    }

    #[test]
    fn an_unreadable_certificate_keeps_its_fingerprint() {
        let read = certificate(&CertificateDer::from(b"abc".to_vec()));
        assert_eq!(read.subject, "(unreadable)");
        // FIPS 180-4's own example.
        assert_eq!(
            read.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
