//! What a login can be tied to: data only the two ends of this TLS link have (RFC 5056).
//!
//! `tls-exporter` with TLS 1.3 (RFC 9266), `tls-server-end-point` with TLS 1.2 (RFC 5929 §4).
//!
//! Absent on purpose: `tls-unique`. rustls does not give out the Finished messages, and with
//! TLS 1.3 they may not be used.

use sha2::{Digest as _, Sha256, Sha384, Sha512};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{ConnectionCommon, ProtocolVersion};

use crate::link::Binding;

/// The label of RFC 9266 §2.
const LABEL: &[u8] = b"EXPORTER-Channel-Binding";

/// The binding of a link whose handshake is done; the server's certificate, if it is at hand.
pub(super) fn of<Side>(
    link: &ConnectionCommon<Side>,
    certificate: Option<&CertificateDer<'_>>,
) -> Option<Binding> {
    if link.protocol_version() == Some(ProtocolVersion::TLSv1_3) {
        let data = link.export_keying_material([0; 32], LABEL, Some(b""));
        return data.ok().map(|data| Binding {
            kind: "tls-exporter",
            data: data.to_vec(),
        });
    }
    certificate.and_then(end_point)
}

/// The certificate's hash, with the hash its signature was made with, but none weaker than
/// SHA-256; none where the signature names no hash (RFC 5929 §4.1).
fn end_point(certificate: &CertificateDer<'_>) -> Option<Binding> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let data = match parsed.signature_algorithm.algorithm.to_id_string().as_str() {
        // RSA with MD5, SHA-1 and SHA-256; ECDSA with SHA-1 and SHA-256.
        "1.2.840.113549.1.1.4"
        | "1.2.840.113549.1.1.5"
        | "1.2.840.113549.1.1.11"
        | "1.2.840.10045.4.1"
        | "1.2.840.10045.4.3.2" => Sha256::digest(certificate).to_vec(),
        // RSA and ECDSA with SHA-384, then SHA-512.
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Sha384::digest(certificate).to_vec(),
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Sha512::digest(certificate).to_vec(),
        _ => return None,
    };
    Some(Binding {
        kind: "tls-server-end-point",
        data,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use rcgen::{
        CertificateParams, KeyPair, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, SignatureAlgorithm,
    };

    use super::*;

    fn data(algorithm: &'static SignatureAlgorithm) -> Option<usize> {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let made = CertificateParams::new(["mx.example".to_owned()]).unwrap();
        let made = made.self_signed(&key).unwrap();
        end_point(made.der()).map(|binding| binding.data.len())
    }

    #[test]
    fn the_hash_is_the_signatures() {
        assert_eq!(data(&rcgen::PKCS_ECDSA_P256_SHA256), Some(32));
        assert_eq!(data(&PKCS_ECDSA_P384_SHA384), Some(48));
        assert_eq!(data(&PKCS_ED25519), None);
        assert!(end_point(&CertificateDer::from(&b"no certificate"[..])).is_none());
    }
}
