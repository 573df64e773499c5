//! OAUTHBEARER (RFC 7628) and XOAUTH2 (Google's and Microsoft's description): an access token in
//! place of a password.
//!
//! A refusal comes in two steps: a 334 with the reason as JSON, an answer that only says "go on",
//! then the 535.

use super::{
    Check, ClientEnd, Credentials, Doubt, First, Mechanism, Needs, ServerEnd, Users, fits, saslname,
};
use crate::smtp::Secret;

/// OAUTHBEARER's row.
pub(super) static OAUTHBEARER: Mechanism = Mechanism {
    name: "OAUTHBEARER",
    first: First::Client,
    single: true,
    needs: Needs::Token,
    reveals: true,
    bound: false,
    client: |credentials, _| Box::new(Client::new(&STANDARD, credentials)),
    server: |_| Box::new(Server::new(&STANDARD)),
};

/// XOAUTH2's row.
pub(super) static XOAUTH2: Mechanism = Mechanism {
    name: "XOAUTH2",
    first: First::Client,
    single: true,
    needs: Needs::Token,
    reveals: true,
    bound: false,
    client: |credentials, _| Box::new(Client::new(&GOOGLE, credentials)),
    server: |_| Box::new(Server::new(&GOOGLE)),
};

/// What the two have not in common.
#[derive(Debug)]
pub(super) struct Form {
    /// How the name is written.
    name: fn(&str) -> String,
    /// Before the name, and behind it.
    around_name: (&'static str, &'static str),
    /// What takes note of an error.
    noted: &'static [u8],
}

/// RFC 7628 §3.1: the header of RFC 5801 §4, then pairs; §3.2.3: octet 1 takes note of an error.
/// `host` and `port` are for tokens that are signed, and a bearer's is not.
pub(super) static STANDARD: Form = Form {
    name: saslname::write,
    around_name: ("n,a=", ","),
    noted: b"\x01",
};

pub(super) static GOOGLE: Form = Form {
    name: str::to_owned,
    around_name: ("user=", ""),
    noted: b"",
};

impl Form {
    fn message(&self, credentials: &Credentials) -> Secret {
        let (before, behind) = self.around_name;
        let name = (self.name)(&credentials.user);
        let begin = format!("{before}{name}{behind}\x01auth=Bearer ");
        let parts = [begin.as_bytes(), credentials.password.expose(), b"\x01\x01"];
        Secret::new(parts.concat())
    }

    /// The name, as it is written, and the token of a message.
    pub(super) fn read<'a>(&self, message: &'a str) -> Option<(&'a str, &'a str)> {
        let (before, behind) = self.around_name;
        let (name, rest) = message.strip_prefix(before)?.split_once('\x01')?;
        let mut pairs = rest.split('\x01');
        let token = pairs.find_map(|pair| pair.strip_prefix("auth=Bearer "))?;
        Some((name.strip_suffix(behind)?, token))
    }
}

#[derive(Debug)]
struct Client {
    form: &'static Form,
    /// The message, until it is said.
    message: Option<Secret>,
    noted: bool,
}

impl Client {
    fn new(form: &'static Form, credentials: &Credentials) -> Self {
        Self {
            form,
            message: Some(form.message(credentials)),
            noted: false,
        }
    }
}

impl ClientEnd for Client {
    fn answer(&mut self, _: &[u8]) -> Result<Secret, Doubt> {
        if let Some(message) = self.message.take() {
            return Ok(message);
        }
        if std::mem::replace(&mut self.noted, true) {
            return Err(Doubt::Unasked);
        }
        Ok(Secret::new(self.form.noted))
    }
}

#[derive(Debug)]
struct Server {
    form: &'static Form,
    failed: bool,
}

impl Server {
    const fn new(form: &'static Form) -> Self {
        Self {
            form,
            failed: false,
        }
    }
}

impl ServerEnd for Server {
    fn check(&mut self, users: &Users<'_>, answer: &[u8]) -> Check {
        if self.failed {
            return Check::Refused;
        }
        let Ok(message) = std::str::from_utf8(answer) else {
            return Check::Malformed("A login by token is UTF-8");
        };
        let Some((name, token)) = self.form.read(message) else {
            return Check::Malformed("Name and token are not where they belong");
        };
        let name = saslname::read(name);
        match fits(users, name.as_bytes(), token.as_bytes()) {
            Check::Refused => {
                self.failed = true;
                let reason = r#"{"status":"invalid_token","schemes":"bearer","scope":"mail"}"#;
                Check::Challenge(reason.into())
            }
            check => check,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(form: &Form, user: &str, token: &str) -> String {
        let credentials = Credentials {
            user: user.to_owned(),
            password: Secret::new(token),
        };
        data_encoding::BASE64.encode(form.message(&credentials).expose())
    }

    /// RFC 7628 §4.1 without its host and port, and the example Google gives.
    #[test]
    fn the_forms_that_are_published() {
        assert_eq!(
            message(
                &GOOGLE,
                "someuser@example.com",
                "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"
            ),
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
        );
        let standard = "n,a=user@example.com,\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
        assert_eq!(
            message(
                &STANDARD,
                "user@example.com",
                "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
            ),
            data_encoding::BASE64.encode(standard.as_bytes())
        );
        let whole =
            "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer t\x01\x01";
        assert_eq!(STANDARD.read(whole), Some(("user@example.com", "t")));
    }
}
