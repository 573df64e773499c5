//! The system's errors, sorted by what a person can do about them.
//!
//! Absent on purpose: words of our own. The detail is what the system or the TLS library said,
//! so that it can be searched for; what it means is in the knowledge base.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use tokio_rustls::rustls::{self, AlertDescription};

use crate::link::{ClientCertificate, Failure, FailureKind, TlsFacts};

/// An error met while opening a TCP connection.
pub(super) fn dialing(error: &io::Error) -> Failure {
    let kind = match error.kind() {
        ErrorKind::ConnectionRefused => FailureKind::Refused,
        ErrorKind::TimedOut => FailureKind::ConnectTimeout,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => FailureKind::Reset,
        // `InvalidInput` is how Linux says that an address such as 0.0.0.0/8 has no route.
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::InvalidInput
        | ErrorKind::PermissionDenied => FailureKind::Unreachable,
        _ => FailureKind::Other,
    };
    plain(kind, error.to_string())
}

/// An error met on an open link.
pub(super) fn carrying(error: &io::Error) -> Failure {
    let kind = match error.kind() {
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::WriteZero => FailureKind::Reset,
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => FailureKind::Unreachable,
        _ => library(error).map_or(FailureKind::Other, |error| {
            said_of_client(error).unwrap_or(FailureKind::Tls)
        }),
    };
    plain(kind, words(error))
}

/// What a server says by an alert about the client's certificate. With TLS 1.3 it comes after the
/// handshake, as far as the client can tell.
const fn said_of_client(error: &rustls::Error) -> Option<FailureKind> {
    use AlertDescription as A;
    match error {
        rustls::Error::AlertReceived(A::CertificateRequired | A::NoCertificate) => {
            Some(FailureKind::ClientCertificateWanted)
        }
        rustls::Error::AlertReceived(
            A::BadCertificate
            | A::UnsupportedCertificate
            | A::CertificateRevoked
            | A::CertificateExpired
            | A::CertificateUnknown
            | A::UnknownCA
            | A::AccessDenied,
        ) => Some(FailureKind::ClientCertificateRefused),
        _ => None,
    }
}

/// The kind of a TLS error met in a handshake.
fn shaken(error: &rustls::Error, facts: &TlsFacts) -> FailureKind {
    use rustls::{Error as E, InvalidMessage, PeerIncompatible as P};
    match error {
        E::InvalidCertificate(_) => FailureKind::Certificate,
        // The first octets are no TLS record. Later ones could be anything.
        E::InvalidMessage(InvalidMessage::InvalidContentType) if facts.chain.is_empty() => {
            FailureKind::NotTls
        }
        E::AlertReceived(AlertDescription::ProtocolVersion)
        | E::PeerIncompatible(
            P::ServerDoesNotSupportTls12Or13 | P::ServerTlsVersionIsDisabledByOurConfig,
        ) => FailureKind::TlsVersion,
        // Before TLS 1.3 there was no alert of its own for this.
        E::AlertReceived(AlertDescription::HandshakeFailure)
            if facts.client == ClientCertificate::Missing =>
        {
            FailureKind::ClientCertificateWanted
        }
        other => said_of_client(other).unwrap_or(FailureKind::Tls),
    }
}

/// An error that ended a TLS handshake, with what had been settled by then.
pub(super) fn shaking(error: &io::Error, facts: TlsFacts) -> Failure {
    let kind = library(error).map_or(FailureKind::Tls, |error| shaken(error, &facts));
    Failure {
        kind,
        detail: words(error),
        tls: Some(Box::new(facts)),
    }
}

/// A failure that has nothing to do with a certificate.
pub(super) fn plain(kind: FailureKind, detail: String) -> Failure {
    Failure {
        kind,
        detail,
        tls: None,
    }
}

/// The TLS library's error inside an I/O error, if it came from there.
fn library(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// The error's own words, and those of its cause where it hides one.
fn words(error: &io::Error) -> String {
    match error.source() {
        Some(cause) if cause.to_string() != error.to_string() => format!("{error}: {cause}"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialing_errors_are_sorted() {
        let check = |from: ErrorKind, to: FailureKind| {
            assert_eq!(dialing(&io::Error::from(from)).kind, to, "{from:?}");
        };
        check(ErrorKind::ConnectionRefused, FailureKind::Refused);
        check(ErrorKind::TimedOut, FailureKind::ConnectTimeout);
        check(ErrorKind::NetworkUnreachable, FailureKind::Unreachable);
        check(ErrorKind::PermissionDenied, FailureKind::Unreachable);
        check(ErrorKind::OutOfMemory, FailureKind::Other);
    }

    #[test]
    fn alerts_about_a_client_have_their_kinds() {
        use AlertDescription as A;
        let check = |alert: A, client: ClientCertificate, to: FailureKind| {
            let error = rustls::Error::AlertReceived(alert);
            let facts = TlsFacts {
                client,
                ..TlsFacts::default()
            };
            assert_eq!(shaken(&error, &facts), to, "{alert:?}");
        };
        let (missing, given) = (ClientCertificate::Missing, ClientCertificate::Given);
        let wanted = FailureKind::ClientCertificateWanted;
        check(A::CertificateRequired, missing, wanted);
        check(A::HandshakeFailure, missing, wanted);
        check(A::HandshakeFailure, given, FailureKind::Tls);
        check(A::UnknownCA, given, FailureKind::ClientCertificateRefused);
        check(A::ProtocolVersion, given, FailureKind::TlsVersion);
    }

    #[test]
    fn errors_on_an_open_link_are_sorted() {
        let check = |from: io::Error, to: FailureKind| {
            assert_eq!(carrying(&from).kind, to, "{from:?}");
        };
        check(ErrorKind::ConnectionReset.into(), FailureKind::Reset);
        check(ErrorKind::BrokenPipe.into(), FailureKind::Reset);
        check(
            io::Error::new(ErrorKind::InvalidData, rustls::Error::DecryptError),
            FailureKind::Tls,
        );
        check(ErrorKind::InvalidData.into(), FailureKind::Other);
    }
}
