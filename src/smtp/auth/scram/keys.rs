//! The hashing of SCRAM (RFC 5802 §2.2, §3), the same for every hash.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::smtp::Secret;

/// A hash as SCRAM uses it.
#[derive(Debug)]
pub(super) struct Hash {
    digest: fn(&[u8]) -> Vec<u8>,
    mac: fn(&[u8], &[u8]) -> Vec<u8>,
    /// `Hi`: password, salt, rounds.
    stretch: fn(&[u8], &[u8], u32) -> Vec<u8>,
}

pub(super) static SHA_1: Hash = Hash {
    digest: |octets| Sha1::digest(octets).to_vec(),
    // HMAC takes a key of any length.
    mac: |key, octets| {
        let mac = Hmac::<Sha1>::new_from_slice(key).ok();
        mac.map(|mac| mac.chain_update(octets).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    },
    stretch: |password, salt, rounds| {
        pbkdf2::pbkdf2_hmac_array::<Sha1, 20>(password, salt, rounds).to_vec()
    },
};

pub(super) static SHA_256: Hash = Hash {
    digest: |octets| Sha256::digest(octets).to_vec(),
    mac: |key, octets| {
        let mac = Hmac::<Sha256>::new_from_slice(key).ok();
        mac.map(|mac| mac.chain_update(octets).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    },
    stretch: |password, salt, rounds| {
        pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, rounds).to_vec()
    },
};

/// What both ends compute from the password, the salt and everything that was said.
#[derive(Debug)]
pub(super) struct Proofs {
    /// `ClientProof`, which the client sends.
    pub(super) client: Vec<u8>,
    /// `ServerSignature`, which the server sends.
    pub(super) server: Vec<u8>,
}

impl Hash {
    /// The proofs of both ends. `said` is the `AuthMessage` of RFC 5802 §3.
    pub(super) fn proofs(&self, password: &[u8], salt: &[u8], rounds: u32, said: &str) -> Proofs {
        let salted = Secret::new((self.stretch)(password, salt, rounds));
        let key = Secret::new((self.mac)(salted.expose(), b"Client Key"));
        let stored = Secret::new((self.digest)(key.expose()));
        let signature = (self.mac)(stored.expose(), said.as_bytes());
        let client = key
            .expose()
            .iter()
            .zip(&signature)
            .map(|(key, signature)| key ^ signature);
        let server_key = Secret::new((self.mac)(salted.expose(), b"Server Key"));
        Proofs {
            client: client.collect(),
            server: (self.mac)(server_key.expose(), said.as_bytes()),
        }
    }

    /// A salt that is always the same for a name, so that strangers cannot tell which names exist.
    pub(super) fn salt_of(&self, name: &str) -> Vec<u8> {
        let digest = (self.digest)(name.as_bytes());
        digest.into_iter().take(16).collect()
    }
}
