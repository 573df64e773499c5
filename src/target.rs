//! Where a session goes: what a person writes as TARGET, read and printed.
//!
//! Absent on purpose: resolving and dialing. A scheme that ehlo does not know is an error that lists
//! those it does.

use std::fmt;

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A server over TCP.
    Tcp {
        /// A name or an address, without brackets.
        host: String,
        /// The port.
        port: u16,
        /// When TLS comes.
        tls: TlsStyle,
        /// Whether it speaks LMTP: LHLO instead of EHLO (RFC 2033).
        lmtp: bool,
    },
    /// The practice server inside the program, and its scenario.
    Practice {
        /// The scenario's name.
        scenario: String,
    },
}

/// When TLS comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsStyle {
    /// When the client asks for it, if at all.
    Optional,
    /// After STARTTLS, before anything that says who writes to whom (RFC 6409, RFC 8314 §3.3).
    Required,
    /// From the first octet (RFC 8314 §3.3).
    Implicit,
}

/// A target that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The scheme is not known.
    #[error(
        "`{0}` is no kind of target; ehlo knows HOST[:PORT], smtp://, submission://, smtps://, lmtp:// and practice"
    )]
    Scheme(String),
    /// The port is none.
    #[error("`{0}` is no port; a port is a number from 1 to 65535, as in mail.example:587")]
    Port(String),
    /// No host.
    #[error("`{0}` names no host; write HOST[:PORT], with an IPv6 address in brackets: [::1]:25")]
    Host(String),
}

/// Scheme, port, when TLS comes, LMTP.
const SCHEMES: &[(&str, u16, TlsStyle, bool)] = &[
    ("smtp", 25, TlsStyle::Optional, false),
    ("submission", 587, TlsStyle::Required, false),
    ("smtps", 465, TlsStyle::Implicit, false),
    ("lmtp", 24, TlsStyle::Optional, true),
];

impl Target {
    /// The scenario `practice` stands for.
    pub const SCENARIO: &'static str = "friendly";

    /// The practice server.
    pub fn practice() -> Self {
        Self::Practice {
            scenario: Self::SCENARIO.to_owned(),
        }
    }

    /// Whether it is the practice server.
    pub const fn is_practice(&self) -> bool {
        matches!(self, Self::Practice { .. })
    }

    /// Whether it speaks LMTP.
    pub const fn is_lmtp(&self) -> bool {
        matches!(self, Self::Tcp { lmtp: true, .. })
    }

    /// When TLS comes.
    pub const fn tls(&self) -> TlsStyle {
        match self {
            Self::Tcp { tls, .. } => *tls,
            Self::Practice { .. } => TlsStyle::Optional,
        }
    }

    /// Reads what a person wrote.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        if text == "practice" {
            return Ok(Self::practice());
        }
        if let Some(scenario) = text.strip_prefix("practice:") {
            return Ok(Self::Practice {
                scenario: scenario.to_owned(),
            });
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let row = SCHEMES
                .iter()
                .find(|row| row.0.eq_ignore_ascii_case(scheme));
            let (_, port, tls, lmtp) =
                *row.ok_or_else(|| TargetError::Scheme(scheme.to_owned()))?;
            let (host, given) = host_and_port(rest.trim_end_matches('/'))?;
            return Ok(Self::Tcp {
                host,
                port: given.unwrap_or(port),
                tls,
                lmtp,
            });
        }
        if let Some(scheme) = ["unix:", "exec:", "mx:"]
            .iter()
            .find(|scheme| text.starts_with(**scheme))
        {
            return Err(TargetError::Scheme((*scheme).to_owned()));
        }
        let (host, port) = host_and_port(text)?;
        let port = port.unwrap_or(25);
        // Port 465 is registered for implicit TLS (RFC 8314 §7.3); smtp://HOST:465 says otherwise.
        let tls = if port == 465 {
            TlsStyle::Implicit
        } else {
            TlsStyle::Optional
        };
        Ok(Self::Tcp {
            host,
            port,
            tls,
            lmtp: false,
        })
    }
}

fn host_and_port(text: &str) -> Result<(String, Option<u16>), TargetError> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest
                .split_once(']')
                .ok_or_else(|| TargetError::Host(text.to_owned()))?;
            (host, rest.strip_prefix(':'))
        }
        None if text.matches(':').count() > 1 => (text, None),
        None => text
            .split_once(':')
            .map_or((text, None), |(host, port)| (host, Some(port))),
    };
    if host.is_empty() || host.contains(['/', ' ', '@']) {
        return Err(TargetError::Host(text.to_owned()));
    }
    let port = match port {
        None => None,
        Some(port) => match port.parse() {
            Ok(number) if number > 0 => Some(number),
            _ => return Err(TargetError::Port(port.to_owned())),
        },
    };
    Ok((host.to_owned(), port))
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Practice { scenario } if scenario == Self::SCENARIO => f.write_str("practice"),
            Self::Practice { scenario } => write!(f, "practice:{scenario}"),
            Self::Tcp {
                host,
                port,
                tls,
                lmtp,
            } => {
                let scheme = SCHEMES.iter().find(|row| row.2 == *tls && row.3 == *lmtp);
                if let Some((scheme, ..)) = scheme.filter(|row| row.0 != "smtp") {
                    write!(f, "{scheme}://")?;
                }
                if host.contains(':') {
                    write!(f, "[{host}]:{port}")
                } else {
                    write!(f, "{host}:{port}")
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_prints_itself() {
        for (text, printed) in [
            ("mail.example", "mail.example:25"),
            ("mail.example:587", "mail.example:587"),
            ("mail.example:465", "smtps://mail.example:465"),
            ("smtps://mail.example", "smtps://mail.example:465"),
            ("submission://m", "submission://m:587"),
            ("lmtp://m", "lmtp://m:24"),
            ("[::1]:2525", "[::1]:2525"),
            ("::1", "[::1]:25"),
            ("practice", "practice"),
            ("practice:strict", "practice:strict"),
        ] {
            let read = Target::parse(text).map(|target| target.to_string());
            assert_eq!(read.as_deref(), Ok(printed), "{text}");
        }
    }

    #[test]
    fn mistakes_say_what_would_be_right() {
        for (text, part) in [
            ("http://a", "smtps://"),
            ("unix:/run/x", "ehlo knows"),
            ("a:b", "65535"),
            ("a:0", "65535"),
            ("", "HOST[:PORT]"),
            ("[::1", "brackets"),
        ] {
            let error = Target::parse(text)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
