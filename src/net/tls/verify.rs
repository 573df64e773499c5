//! Judging a certificate chain: webpki decides, and this keeps what it decided and why.
//!
//! With `--insecure` nothing is enforced, but everything is still judged; a pin decides alone. The
//! server must still prove that it holds the key, wherever that can be checked at all.
//!
//! Absent on purpose: rules of our own. What webpki refuses is refused; here it only gets a name.

use std::sync::{Arc, OnceLock};

use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::client::{VerifierBuilderError, WebPkiServerVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, verify_tls13_signature_with_raw_key};
use tokio_rustls::rustls::pki_types::{
    CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use super::facts;
use crate::link::Verdict;

/// What was seen of a server, left for whoever began the handshake.
#[derive(Debug)]
pub(super) struct Seen {
    /// The chain as sent.
    pub(super) chain: Vec<CertificateDer<'static>>,
    /// What was made of it.
    pub(super) verdict: Verdict,
    /// Whether an OCSP response came along.
    pub(super) stapled: bool,
    /// When: what days are counted from.
    pub(super) at: UnixTime,
}

/// What decides whether a server is let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The chain and the name.
    Chain,
    /// The chain: there is no name to compare.
    AnyName,
    /// The SHA-256 of the certificate or of its key, lower-case hex, whatever the chain is like.
    Pin(String),
    /// Nothing: everyone is let through, and the chain is judged all the same.
    Nothing,
}

/// Judges one handshake's chain.
#[derive(Debug)]
pub(super) struct Verifier {
    webpki: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
    roots: Arc<RootCertStore>,
    rule: Rule,
    seen: Arc<OnceLock<Seen>>,
}

impl Verifier {
    pub(super) fn new(
        roots: Arc<RootCertStore>,
        provider: Arc<CryptoProvider>,
        rule: Rule,
        seen: Arc<OnceLock<Seen>>,
    ) -> Result<Self, VerifierBuilderError> {
        Ok(Self {
            webpki: WebPkiServerVerifier::builder_with_provider(roots.clone(), provider.clone())
                .build()?,
            provider,
            roots,
            rule,
            seen,
        })
    }

    /// Whether a certificate that webpki cannot read is no obstacle.
    fn reads_anything(&self, leaf: &CertificateDer<'_>) -> bool {
        matches!(self.rule, Rule::Pin(_) | Rule::Nothing)
            && ParsedCertificate::try_from(leaf).is_err()
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let outcome = self
            .webpki
            .verify_server_cert(leaf, others, name, ocsp, now);
        let verdict = match (&self.rule, &outcome) {
            (Rule::Pin(pin), _) if has_fingerprint(leaf, pin) => Verdict::Pinned,
            (Rule::Pin(_), _) => Verdict::WrongPin,
            (_, Ok(_)) => Verdict::Trusted,
            (rule, Err(error)) => match verdict(error, leaf, &self.roots) {
                // The name is compared last, so all the rest is well.
                Verdict::WrongName if *rule == Rule::AnyName => Verdict::Trusted,
                verdict => verdict,
            },
        };
        let chain = std::iter::once(leaf).chain(others);
        let _ = self.seen.set(Seen {
            chain: chain.map(|der| der.clone().into_owned()).collect(),
            verdict,
            stapled: !ocsp.is_empty(),
            at: now,
        });
        match (&self.rule, verdict) {
            (Rule::Nothing, _) | (_, Verdict::Pinned | Verdict::Trusted) => {
                Ok(ServerCertVerified::assertion())
            }
            (_, Verdict::WrongPin) => Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            )),
            _ => outcome,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // webpki reads version 3 certificates only, and TLS 1.2 has no check with the bare key:
        // the signature then goes unchecked. Whoever wanted no chain has been told the verdict.
        if self.reads_anything(leaf) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        self.webpki.verify_tls12_signature(message, leaf, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if self.reads_anything(leaf) {
            let (_, parsed) = x509_parser::parse_x509_certificate(leaf)
                .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
            return verify_tls13_signature_with_raw_key(
                message,
                &SubjectPublicKeyInfoDer::from(parsed.public_key().raw),
                signature,
                &self.provider.signature_verification_algorithms,
            );
        }
        self.webpki.verify_tls13_signature(message, leaf, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.webpki.supported_verify_schemes()
    }
}

/// The name for what webpki said. It reports the first thing it finds: form, dates and purpose
/// before the path to a root, and the path before the name.
fn verdict(error: &Error, leaf: &CertificateDer<'_>, roots: &RootCertStore) -> Verdict {
    use CertificateError as E;
    let Error::InvalidCertificate(error) = error else {
        return Verdict::Unfit;
    };
    match error {
        E::Expired | E::ExpiredContext { .. } => Verdict::Expired,
        E::NotValidYet | E::NotValidYetContext { .. } => Verdict::NotYetValid,
        E::NotValidForName | E::NotValidForNameContext { .. } if names_nobody(leaf) => {
            Verdict::NoName
        }
        E::NotValidForName | E::NotValidForNameContext { .. } => Verdict::WrongName,
        E::Revoked => Verdict::Revoked,
        E::UnknownIssuer if self_signed(leaf, |_| true) => Verdict::SelfSigned,
        E::UnknownIssuer => Verdict::UnknownIssuer,
        // `openssl req -x509` makes a self-signed *authority*. webpki stops at that, but for the
        // person it is a self-signed certificate, unless they said that they trust it.
        E::Other(_) if self_signed(leaf, |it| it.is_ca() && !trusted(it, roots)) => {
            Verdict::SelfSigned
        }
        _ => Verdict::Unfit,
    }
}

/// Whether the certificate, or its key, has this fingerprint.
fn has_fingerprint(leaf: &CertificateDer<'_>, pin: &str) -> bool {
    facts::fingerprint(leaf) == pin || facts::key_fingerprint(leaf) == pin
}

/// Whether it has no subjectAltName, where the names would be.
fn names_nobody(leaf: &CertificateDer<'_>) -> bool {
    x509_parser::parse_x509_certificate(leaf)
        .is_ok_and(|(_, parsed)| matches!(parsed.subject_alternative_name(), Ok(None)))
}

type Parsed<'a> = x509_parser::certificate::X509Certificate<'a>;

fn self_signed(leaf: &CertificateDer<'_>, and: impl FnOnce(&Parsed<'_>) -> bool) -> bool {
    x509_parser::parse_x509_certificate(leaf).is_ok_and(|(_, parsed)| {
        parsed.subject().as_raw() == parsed.issuer().as_raw() && and(&parsed)
    })
}

/// Whether its key is among those trusted. A trust anchor keeps the key without its outer header.
fn trusted(certificate: &Parsed<'_>, roots: &RootCertStore) -> bool {
    let key = certificate.public_key().raw;
    let mut anchors = roots.roots.iter();
    anchors.any(|anchor| key.ends_with(anchor.subject_public_key_info.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a handshake on loopback cannot bring about without a revocation list.
    #[test]
    fn the_rarer_errors_have_their_verdicts() {
        let leaf = CertificateDer::from(b"not a certificate".to_vec());
        let check = |error: CertificateError, expected: Verdict| {
            let error = Error::InvalidCertificate(error);
            assert_eq!(verdict(&error, &leaf, &RootCertStore::empty()), expected);
        };
        check(CertificateError::Revoked, Verdict::Revoked);
        check(CertificateError::InvalidPurpose, Verdict::Unfit);
        check(CertificateError::BadEncoding, Verdict::Unfit);
        check(CertificateError::BadSignature, Verdict::Unfit);
        check(CertificateError::UnknownIssuer, Verdict::UnknownIssuer);
    }
}
