//! What can be wrong with the TLS options, said to the person who gave them.
//!
//! Absent on purpose: what goes wrong on the wire. That is an event (`link::Failure`).

use std::io;

use tokio_rustls::rustls;

/// Why TLS cannot even be tried.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The CA file could not be read.
    #[error("{file} cannot be read: {source}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// The CA file has no certificate in it.
    #[error("{file} holds no certificate: a PEM file with BEGIN CERTIFICATE is needed")]
    NoCertificate {
        /// Which file.
        file: String,
    },
    /// A certificate in the CA file is broken.
    #[error("{file}: certificate {number} cannot be read: {why}")]
    Malformed {
        /// Which file.
        file: String,
        /// Which one in it, from 1.
        number: usize,
        /// What the library said.
        why: String,
    },
    /// The name cannot stand in a certificate.
    #[error("`{name}` is no name for TLS: a DNS name in ASCII or an IP address is needed")]
    Name {
        /// The name as given.
        name: String,
    },
    /// A certificate for the practice server could not be made.
    #[error("no certificate can be made for `{name}`: {source}")]
    Practice {
        /// The name it was for.
        name: String,
        /// What the library said.
        source: rcgen::Error,
    },
    /// The TLS library refused the set-up.
    #[error("TLS cannot be set up: {0}")]
    Library(#[source] rustls::Error),
}
