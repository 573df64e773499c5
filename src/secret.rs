//! A value that cannot be printed: passwords, of servers and of proxies, and AUTH payloads.
//!
//! Its memory is wiped when it is dropped. `Debug` shows nothing of it, `Display` does not exist,
//! and equality is for tests only. Whoever needs the octets says so: [`Secret::expose`].

use zeroize::Zeroizing;

/// Octets that must not be seen.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Hides octets.
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(octets.into()))
    }

    /// The octets, for the wire and for nothing else.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", Secret::new("correct-horse")),
            "Secret(hidden)"
        );
    }
}
