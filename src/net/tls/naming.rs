//! Which name a certificate is checked against when the host is not the target's: an MX host, or nobody.
//!
//! Absent on purpose: the check itself (`verify`).

use super::{ClientTls, TlsError, server_name};

impl ClientTls {
    /// Stands for the host of a far end that has no name, a socket or a command: unless the person
    /// chose one, only the chain is checked. RFC 6761 §6.4 keeps it free.
    pub const NOBODY: &'static str = "unnamed.invalid";

    /// Whether there is no name to check.
    pub(in crate::net) fn is_unnamed(&self) -> bool {
        self.name.to_str() == Self::NOBODY
    }

    /// Whether the person chose the name.
    pub(in crate::net) const fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// The same for another host, unless the person chose a name.
    pub(in crate::net) fn with_host(mut self, host: &str) -> Result<Self, TlsError> {
        if !self.chosen {
            self.name = server_name(host)?;
        }
        Ok(self)
    }

    /// The name that is checked; empty if there is none.
    pub(super) fn checked(&self) -> String {
        if self.is_unnamed() {
            return String::new();
        }
        self.name.to_str().into_owned()
    }
}
