//! CRAM-MD5: the server asks with a text of its own, the client answers with the name and a keyed
//! hash of it (RFC 2195 §2).

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;

use super::{Check, ClientEnd, Credentials, Doubt, First, Mechanism, Needs, ServerEnd, Users};
use crate::smtp::Secret;

/// CRAM-MD5's row.
pub(super) static CRAM_MD5: Mechanism = Mechanism {
    name: "CRAM-MD5",
    first: First::Server,
    single: false,
    needs: Needs::Password,
    reveals: false,
    bound: false,
    client: |credentials, _| Box::new(Client(Some(credentials.clone()))),
    server: |means| {
        Box::new(Server {
            challenge: format!("<{}@practice.example>", means.nonce),
            asked: false,
        })
    },
};

/// HMAC-MD5 of the challenge with the password as the key, in lower-case hex.
fn digest(password: &[u8], challenge: &[u8]) -> String {
    // HMAC takes a key of any length.
    let mac = Hmac::<Md5>::new_from_slice(password).ok();
    mac.map(|mac| HEXLOWER.encode(&mac.chain_update(challenge).finalize().into_bytes()))
        .unwrap_or_default()
}

#[derive(Debug)]
struct Client(Option<Credentials>);

impl ClientEnd for Client {
    fn answer(&mut self, challenge: &[u8]) -> Result<Secret, Doubt> {
        let credentials = self.0.take().ok_or(Doubt::Unasked)?;
        if challenge.is_empty() {
            return Err(Doubt::Unreadable);
        }
        let digest = digest(credentials.password.expose(), challenge);
        Ok(Secret::new(format!("{} {digest}", credentials.user)))
    }
}

#[derive(Debug)]
struct Server {
    challenge: String,
    asked: bool,
}

impl ServerEnd for Server {
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check {
        if !self.asked {
            self.asked = true;
            return match answer {
                [] => Check::Challenge(self.challenge.clone().into_bytes()),
                _ => Check::Malformed("CRAM-MD5 begins with the server: send AUTH alone"),
            };
        }
        let text = String::from_utf8_lossy(answer);
        let Some((name, given)) = text.rsplit_once(' ') else {
            return Check::Malformed("CRAM-MD5 takes name, space, hash");
        };
        match users.get(name) {
            Some(right) if digest(right.expose(), self.challenge.as_bytes()) == given => {
                Check::Welcome(name.to_owned())
            }
            _ => Check::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 2195 §2.
    #[test]
    fn the_rfcs_own_example() {
        let mut client = Client(Some(Credentials {
            user: "tim".to_owned(),
            password: Secret::new("tanstaaftanstaaf"),
        }));
        let answer = client.answer(b"<1896.697170952@postoffice.reston.mci.net>");
        assert_eq!(
            answer,
            Ok(Secret::new("tim b913a602c7eda7a495b4e6e7334d3890"))
        );
        assert_eq!(client.answer(b"again"), Err(Doubt::Unasked));
    }
}
