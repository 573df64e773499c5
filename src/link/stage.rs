//! The stages of opening a link: what was done on the way to the far end, and how long it took.
//!
//! Absent on purpose: the greeting, and what TLS settled, which have events of their own; words.

use std::time::Duration;

/// A step that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Which.
    pub step: Step,
    /// How long it took, where it took time.
    pub took: Option<Duration>,
}

/// The steps. Names and texts may come from name servers, proxies and children: print them through
/// `wire::text` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A name has these addresses.
    Resolved {
        /// The name.
        name: String,
        /// Its addresses, in the order they will be tried.
        addresses: Vec<String>,
    },
    /// A host that takes a domain's mail.
    Candidate {
        /// Its preference: the lowest is tried first (RFC 5321 §5.1).
        preference: u16,
        /// The host.
        host: String,
        /// Its addresses, or why it has none; empty if a proxy will look them up.
        addresses: String,
    },
    /// The domain has no MX, so its own address takes its place (RFC 5321 §5.1).
    NoMx {
        /// The domain.
        domain: String,
    },
    /// The certificate will be checked against the name of this MX host, and not of the domain.
    Checked {
        /// The host.
        host: String,
    },
    /// The certificate will be checked, but against no name: there is none.
    Unnamed,
    /// This one failed, and the next is tried.
    Failed {
        /// An address or a host.
        address: String,
        /// Why.
        detail: String,
    },
    /// TCP stands.
    Reached {
        /// With whom.
        address: String,
    },
    /// A proxy has connected us.
    Proxied {
        /// The proxy, without its login.
        proxy: String,
        /// Where to.
        target: String,
    },
    /// A PROXY header went out first.
    Header {
        /// What it says.
        header: String,
    },
    /// A child process runs.
    Started {
        /// Its program.
        program: String,
        /// Its number.
        pid: String,
    },
    /// A child process wrote a line to standard error.
    Said {
        /// The line.
        line: String,
    },
    /// A child process ended.
    Ended {
        /// Its exit status, or the signal that ended it.
        status: String,
    },
}

impl Step {
    /// The name its words are filed under: `resolved`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Resolved { .. } => "resolved",
            Self::Candidate { addresses, .. } if addresses.is_empty() => "candidate-by-name",
            Self::Candidate { .. } => "candidate",
            Self::NoMx { .. } => "no-mx",
            Self::Checked { .. } => "checked",
            Self::Unnamed => "unnamed",
            Self::Failed { .. } => "failed",
            Self::Reached { .. } => "reached",
            Self::Proxied { .. } => "proxied",
            Self::Header { .. } => "header",
            Self::Started { .. } => "started",
            Self::Said { .. } => "said",
            Self::Ended { .. } => "ended",
        }
    }

    /// What fills its words.
    pub fn fill(&self) -> Vec<(&'static str, String)> {
        match self.clone() {
            Self::Resolved { name, addresses } => vec![
                ("name", name),
                ("count", addresses.len().to_string()),
                ("addresses", addresses.join(", ")),
            ],
            Self::Candidate {
                preference,
                host,
                addresses,
            } => vec![
                ("preference", preference.to_string()),
                ("host", host),
                ("addresses", addresses),
            ],
            Self::NoMx { domain } => vec![("domain", domain)],
            Self::Checked { host } => vec![("host", host)],
            Self::Unnamed => Vec::new(),
            Self::Failed { address, detail } => vec![("address", address), ("detail", detail)],
            Self::Reached { address } => vec![("address", address)],
            Self::Proxied { proxy, target } => vec![("proxy", proxy), ("target", target)],
            Self::Header { header } => vec![("header", header)],
            Self::Started { program, pid } => vec![("program", program), ("pid", pid)],
            Self::Said { line } => vec![("line", line)],
            Self::Ended { status } => vec![("status", status)],
        }
    }

    /// One of each, for the test that every step has its words.
    pub fn samples() -> Vec<Self> {
        let text = String::new;
        vec![
            Self::Resolved {
                name: text(),
                addresses: Vec::new(),
            },
            Self::Candidate {
                preference: 10,
                host: text(),
                addresses: "192.0.2.1".to_owned(),
            },
            Self::Candidate {
                preference: 10,
                host: text(),
                addresses: text(),
            },
            Self::NoMx { domain: text() },
            Self::Checked { host: text() },
            Self::Unnamed,
            Self::Failed {
                address: text(),
                detail: text(),
            },
            Self::Reached { address: text() },
            Self::Proxied {
                proxy: text(),
                target: text(),
            },
            Self::Header { header: text() },
            Self::Started {
                program: text(),
                pid: text(),
            },
            Self::Said { line: text() },
            Self::Ended { status: text() },
        ]
    }
}
