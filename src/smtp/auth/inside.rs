//! What is inside the base64 of a login, without what is secret: the pieces, the public ones with
//! their text, the others with their length.
//!
//! A challenge is known by its form, an answer by its mechanism as well.
//!
//! Absent on purpose: words for the pieces (the locale's `auth` section), and judging (`slip`).

use super::saslname;
use super::scram::Attributes;
use super::token::{GOOGLE, STANDARD};

/// A piece of a challenge or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is; the key of its words: `user`, `password`, `proof`.
    pub name: &'static str,
    /// What it says, if everybody may read it: at most [`Piece::LONGEST`] characters. It may come
    /// from the peer: print it through `wire::text` only.
    pub text: Option<String>,
    /// How many octets it has.
    pub octets: usize,
}

impl Piece {
    /// How much of a piece is kept, in characters.
    pub const LONGEST: usize = 300;

    /// Every name a piece may have, for the test that each has its words.
    pub const NAMES: &'static [&'static str] = &[
        "acknowledged",
        "binding",
        "binding-data",
        "binding-none",
        "binding-unoffered",
        "challenge",
        "digest",
        "echo",
        "error",
        "identity",
        "nonce",
        "password",
        "proof",
        "question",
        "reason",
        "rounds",
        "rounds-few",
        "salt",
        "server-proof",
        "token",
        "trace",
        "unknown",
        "user",
    ];

    /// Those that say everything by being there.
    pub const TELLING: &'static [&'static str] =
        &["acknowledged", "binding-none", "binding-unoffered", "echo"];

    fn shown(name: &'static str, text: &str) -> Self {
        Self {
            name,
            text: Some(text.chars().take(Self::LONGEST).collect()),
            octets: text.len(),
        }
    }

    const fn hidden(name: &'static str, octets: usize) -> Self {
        Self {
            name,
            text: None,
            octets,
        }
    }

    /// A name where a hand may have put the password: shown only if it looks like an address.
    fn name(name: &'static str, octets: &[u8]) -> Self {
        match std::str::from_utf8(octets) {
            Ok(text) if is_address(octets) => Self::shown(name, text),
            _ => Self::hidden(name, octets.len()),
        }
    }
}

/// Whether it looks like `local@domain.tld`.
pub fn is_address(octets: &[u8]) -> bool {
    let text = std::str::from_utf8(octets).unwrap_or_default();
    let odd = |letter: char| letter.is_control() || letter.is_whitespace();
    text.split_once('@').is_some_and(|(local, domain)| {
        let label = |label: &str| {
            !label.is_empty() && label.chars().all(|l| l.is_alphanumeric() || l == '-')
        };
        !local.is_empty()
            && !text.contains(odd)
            && domain.contains('.')
            && domain.split('.').all(label)
    })
}

/// The pieces of a decoded challenge; none, if its form is not known.
pub fn challenge(octets: &[u8]) -> Vec<Piece> {
    let Ok(text) = std::str::from_utf8(octets) else {
        return Vec::new();
    };
    if let Some(attributes) = Attributes::read(text) {
        return scram_challenge(&attributes);
    }
    let trimmed = text.trim();
    if trimmed.starts_with('{') && trimmed.ends_with('}') {
        return vec![Piece::shown("reason", trimmed)];
    }
    let looks_like_id = |inner: &str| !inner.contains(['<', '>', ' ']);
    let inner = trimmed
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    match inner {
        Some(inner) if looks_like_id(inner) => vec![Piece::shown("challenge", trimmed)],
        _ if trimmed.ends_with(':') => vec![Piece::shown("question", trimmed)],
        _ => Vec::new(),
    }
}

fn scram_challenge(attributes: &Attributes<'_>) -> Vec<Piece> {
    let shown = |letter, name| attributes.get(letter).map(|text| Piece::shown(name, text));
    match attributes.letters().as_str() {
        "v" => shown('v', "server-proof").into_iter().collect(),
        "e" => shown('e', "error").into_iter().collect(),
        letters if letters.starts_with("rsi") => {
            let rounds = attributes.get('i').and_then(|rounds| rounds.parse().ok());
            // RFC 7677 §4.
            let few = rounds.is_some_and(|rounds: u32| rounds < 4096);
            let name = if few { "rounds-few" } else { "rounds" };
            [shown('r', "nonce"), shown('s', "salt"), shown('i', name)]
                .into_iter()
                .flatten()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The pieces of a decoded answer to a mechanism, its name in upper case; the first one is 0.
pub fn answer(mechanism: &str, step: u32, octets: &[u8]) -> Vec<Piece> {
    let text = std::str::from_utf8(octets).unwrap_or_default();
    let pieces = match (mechanism, step) {
        ("PLAIN", _) => plain(octets),
        ("LOGIN", 0) => Some(vec![Piece::name("user", octets)]),
        ("LOGIN", 1) => Some(vec![Piece::hidden("password", octets.len())]),
        ("CRAM-MD5", _) => text.rsplit_once(' ').map(|(user, digest)| {
            vec![
                Piece::name("user", user.as_bytes()),
                Piece::hidden("digest", digest.len()),
            ]
        }),
        ("XOAUTH2" | "OAUTHBEARER", _) => token(mechanism, text),
        ("EXTERNAL", _) => Some(vec![Piece::name("identity", octets)]),
        ("ANONYMOUS", _) => Some(vec![Piece::shown("trace", text)]),
        (name, _) if name.starts_with("SCRAM-") => scram(text),
        _ => None,
    };
    pieces.unwrap_or_else(|| vec![Piece::hidden("unknown", octets.len())])
}

fn plain(octets: &[u8]) -> Option<Vec<Piece>> {
    let mut parts = octets.splitn(3, |octet| *octet == 0);
    let (identity, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    Some(vec![
        Piece::name("identity", identity),
        Piece::name("user", user),
        Piece::hidden("password", password.len()),
    ])
}

fn token(mechanism: &str, text: &str) -> Option<Vec<Piece>> {
    if text == "\x01" {
        return Some(vec![Piece::hidden("acknowledged", 1)]);
    }
    let form = if mechanism == "XOAUTH2" {
        &GOOGLE
    } else {
        &STANDARD
    };
    let (user, token) = form.read(text)?;
    Some(vec![
        Piece::name("user", saslname::read(user).as_bytes()),
        Piece::hidden("token", token.len()),
    ])
}

fn scram(text: &str) -> Option<Vec<Piece>> {
    if text.starts_with("c=") {
        let attributes = Attributes::read(text)?;
        let proof = attributes.octets('p')?;
        let bound = attributes.octets('c')?;
        let comma = |octet: &u8| *octet == b',';
        let header = bound.iter().rposition(comma).map_or(0, |at| at + 1);
        let data = bound.len().saturating_sub(header);
        let mut pieces = vec![Piece::hidden("echo", bound.len())];
        if bound.starts_with(b"p=") {
            pieces = vec![Piece::hidden("binding-data", data)];
        }
        pieces.push(Piece::shown("nonce", attributes.get('r')?));
        pieces.push(Piece::hidden("proof", proof.len()));
        return Some(pieces);
    }
    let mut parts = text.splitn(3, ',');
    let (flag, identity, bare) = (parts.next()?, parts.next()?, parts.next()?);
    let attributes = Attributes::read(bare)?;
    let binding = match flag {
        "n" => Piece::hidden("binding-none", 1),
        "y" => Piece::hidden("binding-unoffered", 1),
        _ => Piece::shown("binding", flag.strip_prefix("p=")?),
    };
    let mut pieces = vec![binding];
    if let Some(identity) = identity.strip_prefix("a=") {
        pieces.push(Piece::name("identity", saslname::read(identity).as_bytes()));
    }
    let user = saslname::read(attributes.get('n')?);
    pieces.push(Piece::name("user", user.as_bytes()));
    pieces.push(Piece::shown("nonce", attributes.get('r')?));
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match &piece.text {
            Some(text) => format!("{}={text}", piece.name),
            None => format!("{}:{}", piece.name, piece.octets),
        };
        pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn challenges_are_known_by_their_form() {
        for (octets, pieces) in [
            ("Username:", "question=Username:"),
            (
                "<1896.6971@postoffice.example>",
                "challenge=<1896.6971@postoffice.example>",
            ),
            ("r=ab,s=QQ==,i=4096", "nonce=ab salt=QQ== rounds=4096"),
            ("r=ab,s=QQ==,i=10", "nonce=ab salt=QQ== rounds-few=10"),
            ("v=QQ==", "server-proof=QQ=="),
            ("e=other-error", "error=other-error"),
            ("{\"status\":\"401\"}", "reason={\"status\":\"401\"}"),
            ("hello", ""),
            ("", ""),
        ] {
            assert_eq!(told(&challenge(octets.as_bytes())), pieces, "{octets}");
        }
    }

    #[test]
    fn answers_are_told_without_their_secrets() {
        for (mechanism, step, octets, pieces) in [
            (
                "PLAIN",
                0,
                "\0al@b.example\0pw",
                "identity:0 user=al@b.example password:2",
            ),
            ("PLAIN", 0, "\0secret\0pw", "identity:0 user:6 password:2"),
            ("PLAIN", 0, "alice", "unknown:5"),
            ("LOGIN", 0, "al@b.example", "user=al@b.example"),
            ("LOGIN", 0, "hunter2", "user:7"),
            ("LOGIN", 1, "al@b.example", "password:12"),
            (
                "CRAM-MD5",
                0,
                "al@b.example 0123",
                "user=al@b.example digest:4",
            ),
            (
                "XOAUTH2",
                0,
                "user=al@b.example\x01auth=Bearer tok\x01\x01",
                "user=al@b.example token:3",
            ),
            ("OAUTHBEARER", 1, "\x01", "acknowledged:1"),
            (
                "SCRAM-SHA-1",
                0,
                "n,,n=al@b.example,r=xy",
                "binding-none:1 user=al@b.example nonce=xy",
            ),
            (
                "SCRAM-SHA-1-PLUS",
                0,
                "p=tls-exporter,,n=a,r=xy",
                "binding=tls-exporter user:1 nonce=xy",
            ),
            (
                "SCRAM-SHA-1",
                1,
                "c=biws,r=xyz,p=QUJD",
                "echo:3 nonce=xyz proof:3",
            ),
            (
                "SCRAM-SHA-1-PLUS",
                1,
                "c=cD14LCwxMjM=,r=xyz,p=QUJD",
                "binding-data:3 nonce=xyz proof:3",
            ),
            ("GSSAPI", 0, "abc", "unknown:3"),
        ] {
            let told = told(&answer(mechanism, step, octets.as_bytes()));
            assert_eq!(told, pieces, "{mechanism} {octets:?}");
        }
    }

    #[test]
    fn addresses_look_like_addresses() {
        for (text, is) in [
            ("a@b.example", true),
            ("hunter@2", false),
            ("p@ss word.x", false),
            ("p@s!s.x", false),
            ("", false),
        ] {
            assert_eq!(is_address(text.as_bytes()), is, "{text}");
        }
    }
}
