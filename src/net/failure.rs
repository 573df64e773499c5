//! The system's errors, sorted by what a person can do about them.
//!
//! Absent on purpose: words of our own. The detail is what the system or the TLS library said,
//! so that it can be searched for; what it means is in the knowledge base.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use tokio_rustls::rustls;

use crate::link::{Failure, FailureKind, TlsFacts};

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
        _ if library(error).is_some() => FailureKind::Tls,
        _ => FailureKind::Other,
    };
    plain(kind, words(error))
}

/// An error that ended a TLS handshake, with what had been settled by then.
pub(super) fn shaking(error: &io::Error, facts: TlsFacts) -> Failure {
    let kind = match library(error) {
        Some(rustls::Error::InvalidCertificate(_)) => FailureKind::Certificate,
        _ => FailureKind::Tls,
    };
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
