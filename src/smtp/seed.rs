//! Chance, as an argument: octets from outside, from which unpredictable texts are made.
//!
//! Absent on purpose: a source of chance. The same seed gives the same texts, which is what tests
//! want; whoever runs a real session gives a new one.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Secret;

/// What unpredictable texts are made from. The default is known to everybody: for tests.
#[derive(Clone, Debug, Default)]
pub struct Seed(Secret);

impl Seed {
    /// A seed of octets nobody can predict; 32 are enough.
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(Secret::new(octets))
    }

    /// A text of 32 letters, digits, `-` and `_`, for this moment and the line with this number.
    pub fn nonce(&self, at: Duration, line: u32) -> String {
        // HMAC takes a key of any length.
        let mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).ok();
        let octets = mac.map(|mac| {
            let moment = mac.chain_update(at.as_nanos().to_be_bytes());
            moment
                .chain_update(line.to_be_bytes())
                .finalize()
                .into_bytes()
        });
        let kept = octets.as_ref().and_then(|octets| octets.get(..24));
        BASE64URL_NOPAD.encode(kept.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seed_moment_and_line_has_its_own() {
        let second = Duration::from_secs(1);
        let (one, other) = (Seed::new(*b"one"), Seed::new(*b"other"));
        let nonce = one.nonce(second, 1);
        assert_eq!(nonce.len(), 32);
        assert_eq!(one.nonce(second, 1), nonce);
        for different in [
            one.nonce(second, 2),
            one.nonce(Duration::ZERO, 1),
            other.nonce(second, 1),
        ] {
            assert_ne!(different, nonce);
        }
    }
}
