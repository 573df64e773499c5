//! The TLS options, from the command line and the environment.
//!
//! Absent on purpose: judging them; `net` does.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Error;
use crate::cli::Options;
use crate::net::TlsOptions;

/// The file that the keys of TLS go to, if one was asked for: the variable that curl, browsers and
/// Wireshark know.
pub(super) fn key_log() -> Option<PathBuf> {
    let file = std::env::var_os("SSLKEYLOGFILE").filter(|file| !file.is_empty());
    file.map(PathBuf::from)
}

/// What was asked for. `handshake` is how long a handshake may take.
pub(super) fn options(options: &Options, handshake: Duration) -> Result<TlsOptions, Error> {
    let key_log = key_log();
    if let Some(file) = &key_log {
        writable(file)?;
    }
    Ok(TlsOptions {
        ca: options.ca.clone(),
        insecure: options.insecure,
        sni: options.sni.clone(),
        cert: options.cert.clone(),
        key: options.key.clone(),
        version: options.tls.clone(),
        ciphers: options.cipher.clone(),
        pin: options.pin.clone(),
        key_log: key_log.is_some(),
        handshake,
    })
}

/// Whether keys can be written: the TLS library would keep silent if they could not.
fn writable(file: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    // Whoever reads it reads the session.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(file);
    opened.map(|_| ()).map_err(|source| Error::File {
        what: "cannot write the keys of TLS to",
        file: file.display().to_string(),
        source,
    })
}
