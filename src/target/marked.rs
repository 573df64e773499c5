//! Hosts a person has marked as production: what goes there is real, and the screen says so.
//!
//! Absent on purpose: where the marks stand (`run/config`), and refusing anything.

use super::Target;

/// The marks: names of hosts; `*` at the beginning stands for whatever is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    patterns: Vec<String>,
}

impl Marked {
    /// These patterns. An empty one stands for the target that is named beside it.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>, named: &Target) -> Self {
        let patterns = patterns.into_iter().map(|pattern| match pattern.trim() {
            "" => place(named).unwrap_or_default(),
            pattern => pattern.to_owned(),
        });
        Self {
            patterns: patterns.filter(|pattern| !pattern.is_empty()).collect(),
        }
    }

    /// Whether a target is marked. The practice server never is.
    pub fn covers(&self, target: &Target) -> bool {
        place(target).is_some_and(|place| self.names(&place))
    }

    /// Whether a host is marked.
    pub fn names(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_lowercase();
        self.patterns.iter().any(|pattern| {
            let pattern = pattern.trim_end_matches('.').to_lowercase();
            match pattern.strip_prefix('*') {
                Some(end) => host.ends_with(end),
                None => host == pattern,
            }
        })
    }
}

/// What of a target is compared: the host; of a socket or a child all that was written.
fn place(target: &Target) -> Option<String> {
    match target {
        Target::Practice { .. } => None,
        Target::Tcp { host, .. } => Some(host.clone()),
        Target::Mx { domain, .. } => Some(domain.clone()),
        Target::Unix { .. } | Target::Exec { .. } => Some(target.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pattern: &str, target: &str) -> bool {
        let target = Target::parse(target).unwrap_or_else(|_| Target::practice());
        Marked::new([pattern], &target).covers(&target)
    }

    #[test]
    fn a_host_is_marked_by_its_name_or_by_a_star() {
        for (pattern, target, expected) in [
            ("mx1.example.com", "smtps://MX1.example.com", true),
            ("mx1.example.com.", "mx1.example.com:587", true),
            ("mx1.example.com", "mx2.example.com", false),
            ("*.example.com", "a.mx.example.com", true),
            ("*.example.com", "example.com", false),
            ("example.com", "mx:example.com", true),
            ("*", "mail.example", true),
            ("*", "practice", false),
            ("::1", "[::1]:25", true),
            ("", "unix:/run/mail.sock", true),
            ("", "practice", false),
        ] {
            assert_eq!(marked(pattern, target), expected, "{pattern} {target}");
        }
    }

    #[test]
    fn the_mark_of_one_target_is_not_that_of_another() {
        let named = Target::Mx {
            domain: "example.com".to_owned(),
            port: 25,
        };
        let marks = Marked::new([""], &named);
        assert!(marks.covers(&named) && !marks.names("example.org"));
        assert!(!Marked::default().names("example.com"));
    }
}
