//! Where a session goes: what a person writes as TARGET, read and printed.
//!
//! Absent on purpose: resolving and dialing. A scheme that ehlo does not know is an error that lists
//! those it does.

use std::fmt;

mod marked;

pub use marked::Marked;

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
    /// The hosts that take a domain's mail (RFC 5321 §5.1).
    Mx {
        /// The domain.
        domain: String,
        /// The port at each of them.
        port: u16,
    },
    /// A Unix socket.
    Unix {
        /// Where it lies.
        path: String,
        /// Whether it speaks LMTP.
        lmtp: bool,
    },
    /// A child process: its standard input and output.
    Exec {
        /// The program and its words, as a shell would split them. No shell runs.
        command: String,
        /// Whether it speaks LMTP.
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
        "`{0}` is no kind of target; ehlo knows HOST[:PORT], smtp://, submission://, smtps://, lmtp://, mx:DOMAIN, unix:PATH, exec:COMMAND and practice"
    )]
    Scheme(String),
    /// The port is none.
    #[error("`{0}` is no port; a port is a number from 1 to 65535, as in mail.example:587")]
    Port(String),
    /// No path.
    #[error("`{0}` names no socket; write the path of one, as in unix:/run/mail.sock")]
    Path(String),
    /// No command, or one with a quote that does not end.
    #[error(
        "`{0}` is no command; write a program and its words, as in exec:exim -bs, with every quote closed"
    )]
    Command(String),
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
        match self {
            Self::Tcp { lmtp, .. } | Self::Unix { lmtp, .. } | Self::Exec { lmtp, .. } => *lmtp,
            Self::Mx { .. } | Self::Practice { .. } => false,
        }
    }

    /// When TLS comes.
    pub const fn tls(&self) -> TlsStyle {
        match self {
            Self::Tcp { tls, .. } => *tls,
            _ => TlsStyle::Optional,
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
        if let Some(read) = local(text) {
            return read;
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
        if let Some(rest) = text.strip_prefix("mx:") {
            let (domain, port) = host_and_port(rest)?;
            let port = port.unwrap_or(25);
            return Ok(Self::Mx { domain, port });
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

/// `unix:PATH` and `exec:COMMAND`, behind `lmtp+` or not.
fn local(text: &str) -> Option<Result<Target, TargetError>> {
    let (lmtp, rest) = match text.strip_prefix("lmtp+") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if let Some(path) = rest.strip_prefix("unix:") {
        let path = path.to_owned();
        return Some(if path.is_empty() {
            Err(TargetError::Path(text.to_owned()))
        } else {
            Ok(Target::Unix { path, lmtp })
        });
    }
    let command = rest.strip_prefix("exec:")?.to_owned();
    Some(words(&command).map(|_| Target::Exec { command, lmtp }))
}

/// A command as a shell would split it into words; no shell is asked. At least one.
pub fn words(command: &str) -> Result<Vec<String>, TargetError> {
    shlex::split(command)
        .filter(|words| !words.is_empty())
        .ok_or_else(|| TargetError::Command(command.to_owned()))
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

const fn plus(lmtp: bool) -> &'static str {
    if lmtp { "lmtp+" } else { "" }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Practice { scenario } if scenario == Self::SCENARIO => f.write_str("practice"),
            Self::Practice { scenario } => write!(f, "practice:{scenario}"),
            Self::Mx { domain, port: 25 } => write!(f, "mx:{domain}"),
            Self::Mx { domain, port } => write!(f, "mx:{domain}:{port}"),
            Self::Unix { path, lmtp } => write!(f, "{}unix:{path}", plus(*lmtp)),
            Self::Exec { command, lmtp } => write!(f, "{}exec:{command}", plus(*lmtp)),
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
            ("mx:example.org", "mx:example.org"),
            ("mx:example.org:2525", "mx:example.org:2525"),
            ("unix:/run/mail.sock", "unix:/run/mail.sock"),
            ("lmtp+unix:mail sock", "lmtp+unix:mail sock"),
            ("exec:exim -bs", "exec:exim -bs"),
            ("lmtp+exec:sh -c 'nc mx 24'", "lmtp+exec:sh -c 'nc mx 24'"),
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
            ("lmtp+http://x", "ehlo knows"),
            ("unix:", "unix:/run/"),
            ("exec:", "exec:exim"),
            ("exec:sh -c 'oops", "quote"),
            ("mx:", "HOST[:PORT]"),
            ("mx:a:b", "65535"),
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
