//! What can be wrong with the TLS options, said to the person who gave them.
//!
//! Absent on purpose: what goes wrong on the wire. That is an event (`link::Failure`).

use std::io;

use tokio_rustls::rustls;

/// Why TLS cannot even be tried.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file could not be read.
    #[error("{file} cannot be read: {source}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file has no certificate in it.
    #[error("{file} holds no certificate: a PEM file with BEGIN CERTIFICATE is needed")]
    NoCertificate {
        /// Which file.
        file: String,
    },
    /// A certificate in a file is broken.
    #[error("{file}: certificate {number} cannot be read: {why}")]
    Malformed {
        /// Which file.
        file: String,
        /// Which one in it, from 1.
        number: usize,
        /// What the library said.
        why: String,
    },
    /// A file has no key in it.
    #[error(
        "{file} holds no private key: a PEM file with BEGIN PRIVATE KEY is needed; --key FILE names it if it is not in the file of --cert"
    )]
    NoKey {
        /// Which file.
        file: String,
    },
    /// The key needs a password.
    #[error(
        "the key in {file} is encrypted, and ehlo reads plain ones only: `openssl pkey -in {file} -out plain.key` takes the password off"
    )]
    LockedKey {
        /// Which file.
        file: String,
    },
    /// The key cannot be used.
    #[error("the key in {file} cannot be used: {why}")]
    BadKey {
        /// Which file.
        file: String,
        /// What the library said.
        why: String,
    },
    /// The key belongs to another certificate.
    #[error("the key in {key} does not fit the certificate in {cert}: it belongs to another one")]
    OtherKey {
        /// The file of the certificate.
        cert: String,
        /// The file of the key.
        key: String,
    },
    /// A version that rustls does not have.
    #[error(
        "`{version}` is no TLS version ehlo can speak; it has 1.2 and 1.3 only, because 1.0 and 1.1 are broken (RFC 8996)"
    )]
    Version {
        /// The version as given.
        version: String,
    },
    /// A suite that rustls does not have.
    #[error("there is no cipher suite `{name}`; there are: {known}")]
    Suite {
        /// The name as given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// The suites are all of another version.
    #[error(
        "no suite is left to offer: those of TLS 1.3 are TLS_AES_… and TLS_CHACHA20_…, those of 1.2 are TLS_ECDHE_…"
    )]
    NoSuite,
    /// A fingerprint that is none.
    #[error(
        "`{pin}` is no SHA-256 fingerprint: 64 hexadecimal digits are needed, with or without colons"
    )]
    Pin {
        /// The fingerprint as given.
        pin: String,
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
