//! Which mechanism is taken, and how AUTH begins it.
//!
//! Absent on purpose: carrying it through (`exchange`).

use super::{First, MECHANISMS, Mechanism, Needs};

/// A mechanism, and whether its first answer comes with AUTH (RFC 4954 §4).
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The mechanism.
    pub mechanism: &'static Mechanism,
    /// Whether the line that begins it has an initial response.
    pub initial: bool,
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.mechanism, other.mechanism) && self.initial == other.initial
    }
}

impl Eq for Way {}

impl Way {
    /// The usual way: whoever may speak first does.
    pub fn usual(mechanism: &'static Mechanism) -> Self {
        Self {
            mechanism,
            initial: mechanism.first == First::Client,
        }
    }

    /// Reads `PLAIN`, `plain/no-ir` or `LOGIN/ir`; `None` if ehlo cannot carry that through.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_ascii_uppercase();
        let (name, ending) = match text.split_once('/') {
            Some((name, ending)) => (name, Some(ending)),
            None => (text.as_str(), None),
        };
        let way = Self::usual(super::find(name)?);
        let initial = match ending {
            None => way.initial,
            Some("IR") if way.mechanism.first != First::Server => true,
            Some("NO-IR") => false,
            Some(_) => return None,
        };
        Some(Self { initial, ..way })
    }

    /// As it is read: `PLAIN`, `LOGIN/ir`.
    pub fn text(&self) -> String {
        let ending = match (self.initial, self.mechanism.first == First::Client) {
            (true, false) => "/ir",
            (false, true) => "/no-ir",
            _ => "",
        };
        format!("{}{ending}", self.mechanism.name)
    }
}

/// Why none is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The server offers none that ehlo can carry through with a password.
    Nothing,
    /// What there is would show the password to everybody on the path.
    NeedsTls,
}

/// The best mechanism for a password among those offered, in upper case: without TLS none that
/// reveals it, and one that is tied to the link only where there is something to tie it to.
pub fn best(
    offered: &[String],
    secure: bool,
    has_binding: bool,
) -> Result<&'static Mechanism, Unfit> {
    let common = || {
        let offered = |mechanism: &&&Mechanism| offered.iter().any(|name| name == mechanism.name);
        let fits = |mechanism: &&&Mechanism| {
            mechanism.needs == Needs::Password && (has_binding || !mechanism.bound)
        };
        MECHANISMS.iter().filter(offered).filter(fits).copied()
    };
    common()
        .find(|mechanism| secure || !mechanism.reveals)
        .ok_or(match common().next() {
            Some(_) => Unfit::NeedsTls,
            None => Unfit::Nothing,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_both_have_and_the_link_allows() {
        let name = |offers: &str, secure, bound| {
            let offers: Vec<_> = offers.split(' ').map(str::to_owned).collect();
            best(&offers, secure, bound).map(|mechanism| mechanism.name)
        };
        let all = "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2";
        assert_eq!(name(all, true, true), Ok("SCRAM-SHA-256-PLUS"));
        assert_eq!(name(all, true, false), Ok("SCRAM-SHA-256"));
        assert_eq!(name("LOGIN PLAIN CRAM-MD5", true, true), Ok("PLAIN"));
        assert_eq!(name("LOGIN PLAIN CRAM-MD5", false, false), Ok("CRAM-MD5"));
        assert_eq!(name("LOGIN PLAIN", false, false), Err(Unfit::NeedsTls));
        assert_eq!(name("GSSAPI XOAUTH2", true, true), Err(Unfit::Nothing));
    }

    #[test]
    fn ways_are_read_and_written() {
        for text in ["PLAIN", "PLAIN/no-ir", "LOGIN", "LOGIN/ir", "CRAM-MD5"] {
            assert_eq!(Way::read(text).map(|way| way.text()).as_deref(), Some(text));
        }
        for text in ["GSSAPI", "CRAM-MD5/ir", "PLAIN/x", ""] {
            assert_eq!(Way::read(text), None, "{text}");
        }
    }
}
