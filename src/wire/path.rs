//! The arguments of MAIL and RCPT (RFC 5321 §4.1.2): path and parameters, with spans for pointing at mistakes.
//!
//! Reading is total: what departs from the grammar is a [`Slip`] with the octets it is about.
//!
//! Absent on purpose: whether a parameter was offered, and what it means.

use std::ops::Range;

/// What stands behind `MAIL` or `RCPT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathArguments {
    /// The path, as far as one could be made out.
    pub path: Option<Path>,
    /// The parameters behind it, in order.
    pub parameters: Vec<Parameter>,
    /// What departs from the grammar.
    pub slips: Vec<(Slip, Range<usize>)>,
}

/// An address in its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The address without brackets and source route; empty for the null path `<>`.
    pub address: String,
    /// Where the address stands in the arguments, in octets.
    pub span: Range<usize>,
}

/// One `KEYWORD=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The keyword in upper case.
    pub keyword: String,
    /// What stands behind the `=`, if one is there.
    pub value: Option<String>,
    /// Where it stands in the arguments, in octets.
    pub span: Range<usize>,
}

/// A departure from the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slip {
    /// `FROM:` or `TO:` is missing or misspelt.
    NoPrefix,
    /// A space between the colon and the path (RFC 5321 §3.3).
    SpaceAfterColon,
    /// The path does not begin with `<`.
    NoBracket,
    /// The path does not end with `>`.
    Unclosed,
    /// There is nothing where an address is needed.
    NoAddress,
    /// The address has no `@` and domain.
    NoDomain,
    /// The address holds an octet over 127, which needs SMTPUTF8 (RFC 6531 §3.4).
    EightBit,
}

impl Path {
    /// Whether it is the null path of a bounce, `<>`.
    pub fn is_null(&self) -> bool {
        self.address.is_empty()
    }

    /// The part behind the last `@`, empty if there is none.
    pub fn domain(&self) -> &str {
        self.address
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain)
    }
}

impl PathArguments {
    /// Reads the arguments of `MAIL` (`prefix` is `FROM:`) or `RCPT` (`TO:`).
    pub fn read(args: &str, prefix: &str) -> Self {
        let mut found = Self::default();
        let Some(after) = found.after_prefix(args, prefix) else {
            return found;
        };
        let rest = args.get(after..).unwrap_or_default();
        let path_at = args.len() - rest.trim_start().len();
        if path_at > after {
            found.slip(Slip::SpaceAfterColon, after..path_at);
        }
        let end = found.path(args, path_at);
        found.parameters(args, end);
        found
    }

    /// The value of a parameter, empty if it came without; `None` if it did not come.
    pub fn parameter(&self, keyword: &str) -> Option<&str> {
        let found = self
            .parameters
            .iter()
            .find(|parameter| parameter.keyword == keyword)?;
        Some(found.value.as_deref().unwrap_or_default())
    }

    fn slip(&mut self, slip: Slip, span: Range<usize>) {
        self.slips.push((slip, span));
    }

    fn after_prefix(&mut self, args: &str, prefix: &str) -> Option<usize> {
        if args
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        {
            return Some(prefix.len());
        }
        self.slip(Slip::NoPrefix, 0..args.find('<').unwrap_or(args.len()));
        args.find('<')
    }

    /// Reads the path that begins at `at`; where it ends.
    fn path(&mut self, args: &str, at: usize) -> usize {
        let rest = args.get(at..).unwrap_or_default();
        if rest.is_empty() {
            self.slip(Slip::NoAddress, at..at);
            return at;
        }
        let bracket = usize::from(rest.starts_with('<'));
        let end = path_end(rest, bracket == 1);
        let closed = rest.get(..end).is_some_and(|path| path.ends_with('>'));
        let inner = bracket..end - usize::from(closed && end > bracket);
        if bracket == 0 {
            self.slip(Slip::NoBracket, at..at + end);
        } else if !closed {
            self.slip(Slip::Unclosed, at..at + end);
        }
        let text = rest.get(inner.clone()).unwrap_or_default();
        let route = if text.starts_with('@') {
            text.find(':').map_or(0, |colon| colon + 1)
        } else {
            0
        };
        let span = at + inner.start + route..at + inner.end;
        self.judge_address(text.get(route..).unwrap_or_default(), span);
        at + end
    }

    fn judge_address(&mut self, address: &str, span: Range<usize>) {
        let path = Path {
            address: address.to_owned(),
            span: span.clone(),
        };
        if !address.is_ascii() {
            self.slip(Slip::EightBit, span.clone());
        }
        // RFC 5321 §4.1.1.3: <Postmaster> needs no domain, and <> is the null path.
        let excused = path.is_null() || address.eq_ignore_ascii_case("postmaster");
        if path.domain().is_empty() && !excused {
            self.slip(Slip::NoDomain, span);
        }
        self.path = Some(path);
    }

    fn parameters(&mut self, args: &str, from: usize) {
        let mut at = from;
        for word in args.get(from..).unwrap_or_default().split(' ') {
            if !word.is_empty() {
                let (keyword, value) = match word.split_once('=') {
                    Some((keyword, value)) => (keyword, Some(value.to_owned())),
                    None => (word, None),
                };
                let keyword = keyword.to_ascii_uppercase();
                self.parameters.push(Parameter {
                    keyword,
                    value,
                    span: at..at + word.len(),
                });
            }
            at += word.len() + 1;
        }
    }
}

/// Where a path ends: behind its `>` outside quotes (RFC 5321 §4.1.2), else before the first space.
fn path_end(rest: &str, bracketed: bool) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted && bracketed => return at + 1,
            ' ' if !quoted => return at,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &str) -> PathArguments {
        PathArguments::read(args, "FROM:")
    }

    #[test]
    fn addresses_and_parameters() {
        let found = read("FROM:<a@b.example> SIZE=12 body=8BITMIME SMTPUTF8");
        let path = found.path.clone();
        let parts = path
            .as_ref()
            .map(|path| (path.address.as_str(), path.domain()));
        assert_eq!(parts, Some(("a@b.example", "b.example")));
        assert_eq!(found.parameter("SIZE"), Some("12"));
        assert_eq!(found.parameter("BODY"), Some("8BITMIME"));
        assert_eq!(found.parameter("SMTPUTF8"), Some(""));
        assert_eq!(found.slips, []);
        assert_eq!(found.parameters[0].span, 19..26);
    }

    #[test]
    fn quoted_and_routed_paths() {
        let address = |args: &str| read(args).path.map(|path| path.address);
        assert_eq!(
            address("FROM:<\"a b> c\"@d>").as_deref(),
            Some("\"a b> c\"@d")
        );
        assert_eq!(address("FROM:<@x,@y:a@b>").as_deref(), Some("a@b"));
        assert_eq!(address("from:<>").as_deref(), Some(""));
    }

    #[test]
    fn slips_point_at_their_octets() {
        for (args, slip, span) in [
            ("FROM: <a@b>", Slip::SpaceAfterColon, 5..6),
            ("FROM:a@b", Slip::NoBracket, 5..8),
            ("FROM:<a@b SIZE=1", Slip::Unclosed, 5..9),
            ("FROM:", Slip::NoAddress, 5..5),
            ("FROM:<a>", Slip::NoDomain, 6..7),
            ("<a@b>", Slip::NoPrefix, 0..0),
            ("FROM:<ü@b>", Slip::EightBit, 6..10),
        ] {
            assert_eq!(read(args).slips, [(slip, span)], "{args}");
        }
    }
}
