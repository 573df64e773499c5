//! What a handshake settled, and certificates as a person wants to see them.
//!
//! Absent on purpose: judging (`verify`). A certificate that cannot be read is shown as such, by
//! its fingerprint, because a broken certificate is exactly what somebody came to look at.

use std::net::IpAddr;

use data_encoding::{BASE64, HEXLOWER};
use tokio_rustls::rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use tokio_rustls::rustls::pki_types::{CertificateDer, UnixTime};
use tokio_rustls::rustls::{CommonState, SupportedCipherSuite};
use x509_parser::objects::{oid_registry, oid2sn};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::{ASN1Time, GeneralName, SubjectPublicKeyInfo, X509Certificate};
use x509_parser::public_key::PublicKey;

use crate::link::{Certificate, TlsFacts};

/// Adds what both ends agreed on.
pub(super) fn settle(facts: &mut TlsFacts, common: &CommonState) {
    let version = common.protocol_version();
    facts.version = version
        .and_then(|version| version.as_str())
        .map(|text| text.replace('_', "."))
        .unwrap_or_default();
    facts.cipher = common
        .negotiated_cipher_suite()
        .and_then(|suite| suite.suite().as_str())
        .map(registered)
        .unwrap_or_default();
    let group = common.negotiated_key_exchange_group();
    facts.group = group
        .and_then(|group| group.name().as_str())
        .map(str::to_owned)
        .unwrap_or_default();
}

/// A suite's name in the registry: for those of TLS 1.3 rustls has `TLS13_…`, and RFC 8446 §B.4
/// has `TLS_…`.
pub(super) fn registered(name: &str) -> String {
    name.replacen("TLS13_", "TLS_", 1)
}

/// One certificate, read as far as it can be. `now` is what days are counted from.
pub(super) fn certificate(der: &CertificateDer<'_>, now: UnixTime) -> Certificate {
    let (sha256, pem) = (fingerprint(der), pem(der));
    let Ok((_, parsed)) = x509_parser::parse_x509_certificate(der) else {
        return Certificate {
            subject: "(unreadable)".to_owned(),
            sha256,
            pem,
            ..Certificate::default()
        };
    };
    let (first, last) = (parsed.validity().not_before, parsed.validity().not_after);
    Certificate {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        names: names(&parsed),
        not_before: moment(&first),
        not_after: moment(&last),
        days_to_begin: days(now, &first),
        days_left: days(now, &last),
        key: key(parsed.public_key()),
        signature: named(&parsed.signature_algorithm.algorithm),
        serial: parsed.raw_serial_as_string(),
        sha256,
        key_sha256: fingerprint(parsed.public_key().raw),
        pem,
    }
}

/// The SHA-256 of a certificate's public key, as [`Certificate::key_sha256`] has it.
pub(super) fn key_fingerprint(der: &CertificateDer<'_>) -> String {
    x509_parser::parse_x509_certificate(der)
        .map(|(_, parsed)| fingerprint(parsed.public_key().raw))
        .unwrap_or_default()
}

/// A certificate as a PEM section: lines of 64 (RFC 7468 §2).
pub(super) fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    // Base64 is ASCII, so any place is fit for a cut.
    for line in text.as_bytes().chunks(64) {
        pem.extend(line.iter().copied().map(char::from));
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// The kind of a key with its size: the curve says it for elliptic ones.
fn key(info: &SubjectPublicKeyInfo<'_>) -> String {
    let curve = info
        .algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.as_oid().ok())
        .map(|oid| oid.to_id_string());
    match (info.parsed(), curve.as_deref()) {
        (Ok(PublicKey::RSA(key)), _) => format!("RSA {}", key.key_size()),
        (Ok(PublicKey::EC(_)), Some("1.2.840.10045.3.1.7")) => "EC P-256".to_owned(),
        (Ok(PublicKey::EC(_)), Some("1.3.132.0.34")) => "EC P-384".to_owned(),
        (Ok(PublicKey::EC(_)), Some("1.3.132.0.35")) => "EC P-521".to_owned(),
        (Ok(PublicKey::EC(key)), _) => format!("EC {}", key.key_size()),
        _ => named(&info.algorithm.algorithm),
    }
}

/// An algorithm's short name, or its number where it has none.
fn named(oid: &Oid<'_>) -> String {
    match (oid.to_id_string(), oid2sn(oid, oid_registry())) {
        // RFC 8410 §3, which the registry lacks.
        (id, _) if id == "1.3.101.112" => "Ed25519".to_owned(),
        (_, Ok(name)) => name.to_owned(),
        (id, Err(_)) => id,
    }
}

/// Whole days from one moment to another, rounded down.
fn days(from: UnixTime, to: &ASN1Time) -> i64 {
    let from = i64::try_from(from.as_secs()).unwrap_or(i64::MAX);
    to.timestamp().saturating_sub(from).div_euclid(86_400)
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
pub(super) fn fingerprint(der: &[u8]) -> String {
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

    use std::time::Duration;

    use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;

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
        let day = Duration::from_hours(24);
        // 2001-02-01T00:00:01Z
        let now = UnixTime::since_unix_epoch(day * 11_354 + Duration::from_secs(1));
        let read = certificate(made.der(), now);
        assert_eq!(read.subject, "CN=mx.example, O=예시");
        assert_eq!(read.issuer, read.subject);
        assert_eq!(read.names, ["mx.example", "192.0.2.7", "2001:db8::7"]);
        assert_eq!(read.not_before, "2001-02-03T00:00:00Z");
        assert_eq!(read.not_after, "2096-12-31T00:00:00Z");
        assert_eq!((read.days_to_begin, read.days_left), (1, 35_031));
        assert_eq!(read.key, "EC P-256");
        assert_eq!(read.signature, "ecdsa-with-SHA256");
        assert_eq!((read.sha256.len(), read.key_sha256.len()), (64, 64));
        assert_eq!(read.key_sha256, key_fingerprint(made.der()));
        assert_eq!(
            CertificateDer::from_pem_slice(read.pem.as_bytes()).unwrap(),
            *made.der()
        );
    }

    #[test]
    fn kinds_of_keys_have_their_names() {
        for (algorithm, name) in [
            (&rcgen::PKCS_ECDSA_P384_SHA384, "EC P-384"),
            (&rcgen::PKCS_ED25519, "Ed25519"),
        ] {
            let key = KeyPair::generate_for(algorithm).unwrap();
            let made = CertificateParams::default().self_signed(&key).unwrap();
            let now = UnixTime::since_unix_epoch(Duration::ZERO);
            assert_eq!(certificate(made.der(), now).key, name);
        }
    }

    #[test]
    fn an_unreadable_certificate_keeps_its_fingerprint() {
        let now = UnixTime::since_unix_epoch(Duration::ZERO);
        let read = certificate(&CertificateDer::from(b"abc".to_vec()), now);
        assert_eq!(read.subject, "(unreadable)");
        // FIPS 180-4's own example.
        assert_eq!(
            read.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
