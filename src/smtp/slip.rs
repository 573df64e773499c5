//! What goes wrong most often in the answers of a login, and what is inside them.
//!
//! Absent on purpose: refusing, and keeping anything secret: only findings, and pieces that may be
//! shown, get out.

use data_encoding::BASE64;

use super::Finding;
use super::auth::inside::{self, Piece};

/// Where in an AUTH exchange an answer stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The mechanism, in upper case.
    pub(super) mechanism: String,
    /// How many answers came before it.
    pub(super) step: u32,
    /// Whether the answer before it looked like an address.
    pub(super) named: bool,
    /// The address it logs in as, once an answer said it.
    pub(super) user: Option<String>,
}

impl Place {
    /// The place behind an answer.
    pub(super) fn advance(&mut self, answer: &[u8]) {
        let decoded = BASE64.decode(answer).unwrap_or_default();
        self.named = inside::is_address(&decoded);
        let pieces = inside::answer(&self.mechanism, self.step, &decoded);
        let user = pieces.into_iter().find(|piece| piece.name == "user");
        let address = |text: &String| inside::is_address(text.as_bytes());
        if let Some(user) = user.and_then(|piece| piece.text).filter(address) {
            self.user = Some(user);
        }
        self.step += 1;
    }
}

/// What is odd about an answer as it went out, and what is inside it.
pub(super) fn judge(place: &Place, answer: &[u8]) -> (Vec<Finding>, Vec<Piece>) {
    if matches!(answer, [] | [b'*']) {
        return (Vec::new(), Vec::new());
    }
    let Ok(decoded) = BASE64.decode(answer) else {
        return (vec![Finding::BadBase64], Vec::new());
    };
    let findings = slip(place, &decoded).into_iter().collect();
    (
        findings,
        inside::answer(&place.mechanism, place.step, &decoded),
    )
}

/// The one thing that went wrong; what comes of it is not worth saying.
fn slip(place: &Place, decoded: &[u8]) -> Option<Finding> {
    if decoded == b"*" {
        return Some(Finding::EncodedCancel);
    }
    // Only these two are what a hand types; no password in them is a control character or no text.
    let by_hand = matches!(place.mechanism.as_str(), "PLAIN" | "LOGIN");
    if !by_hand || decoded.is_empty() {
        return None;
    }
    if decoded.ends_with(b"\n") {
        return Some(Finding::LineEndInside);
    }
    let text = std::str::from_utf8(decoded).ok();
    let odd = |letter: char| letter.is_control() && letter != '\0';
    if text.is_none_or(|text| text.contains(odd)) {
        return Some(Finding::NotEncoded);
    }
    if place.mechanism == "PLAIN" {
        return plain(decoded);
    }
    let swapped = place.step == 1 && !place.named && inside::is_address(decoded);
    swapped.then_some(Finding::Swapped)
}

/// PLAIN is `identity NUL name NUL password` (RFC 4616 §2).
fn plain(decoded: &[u8]) -> Option<Finding> {
    let parts: Vec<_> = decoded.split(|octet| *octet == 0).collect();
    match parts[..] {
        [identity, b"", _] if !identity.is_empty() => Some(Finding::Swapped),
        [_, name, password] if !inside::is_address(name) && inside::is_address(password) => {
            Some(Finding::Swapped)
        }
        [_, _, _] => None,
        _ => Some(Finding::MissingNul),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(mechanism: &str, step: u32, named: bool, answer: &str) -> Vec<&'static str> {
        let place = Place {
            mechanism: mechanism.to_owned(),
            step,
            named,
            user: None,
        };
        let (findings, _) = judge(&place, answer.as_bytes());
        findings.iter().map(Finding::name).collect()
    }

    #[test]
    fn typical_slips() {
        for (mechanism, step, named, octets, finding) in [
            ("PLAIN", 0, false, "\0alice\0secret", None),
            ("PLAIN", 0, false, "alice\0secret", Some("missing-nul")),
            ("PLAIN", 0, false, "\\0alice\\0secret", Some("missing-nul")),
            (
                "PLAIN",
                0,
                false,
                "alice\0\0secret",
                Some("answers-swapped"),
            ),
            (
                "PLAIN",
                0,
                false,
                "\0secret\0al@b.example",
                Some("answers-swapped"),
            ),
            (
                "PLAIN",
                0,
                false,
                "\0alice\0secret\n",
                Some("line-end-inside"),
            ),
            ("LOGIN", 0, false, "alice\n", Some("line-end-inside")),
            ("LOGIN", 0, false, "*", Some("encoded-cancel")),
            ("LOGIN", 0, false, "secret", None),
            ("LOGIN", 1, false, "al@b.example", Some("answers-swapped")),
            ("LOGIN", 1, true, "al@b.example", None),
            ("SCRAM-SHA-1", 0, false, "\n", None),
        ] {
            let encoded = BASE64.encode(octets.as_bytes());
            let expected: Vec<_> = finding.into_iter().collect();
            let found = found(mechanism, step, named, &encoded);
            assert_eq!(found, expected, "{mechanism} {octets:?}");
        }
    }

    #[test]
    fn plain_text_where_base64_belongs() {
        // What is no base64, and what happens to be.
        assert_eq!(found("LOGIN", 0, false, "alice"), ["bad-base64"]);
        assert_eq!(found("LOGIN", 1, false, "password"), ["not-encoded"]);
        assert_eq!(found("LOGIN", 0, false, "="), ["bad-base64"]);
        assert!(found("LOGIN", 0, false, "*").is_empty());
        assert!(found("XOAUTH2", 1, false, "").is_empty());
    }
}
