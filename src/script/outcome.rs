//! How a script ended, and the exit status that stands for it.
//!
//! Absent on purpose: the sentence a person reads; the locale has it under [`Outcome::key`].

use crate::link::{Failure, FailureKind};

/// The end of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything expected came.
    Passed,
    /// So many expectations failed.
    Failed(usize),
    /// `$AUTH` without a user or password, in this line.
    NoCredentials {
        /// The script's line.
        line: usize,
    },
    /// `$AUTH` over an unencrypted link, in this line.
    SecretInClear {
        /// The script's line.
        line: usize,
    },
    /// MAIL or AUTH before TLS where the target requires it, in this line.
    TlsRequired {
        /// The script's line.
        line: usize,
    },
    /// STARTTLS was refused where this line expects 220.
    TlsRefused {
        /// The script's line.
        line: usize,
    },
    /// The link could not be opened.
    NotConnected(FailureKind),
    /// TLS could not be set up.
    Tls(FailureKind),
    /// A reply did not come in time.
    TimedOut,
    /// No greeting came in time, in the clear.
    Silent,
    /// The link was lost before the script ended.
    Lost,
    /// The peer does not speak SMTP.
    NotSmtp,
}

impl Outcome {
    /// What a failure of the link means for a script.
    pub const fn of_failure(failure: &Failure) -> Self {
        match failure.kind {
            FailureKind::Resolve
            | FailureKind::NoDomain
            | FailureKind::NullMx
            | FailureKind::Dns
            | FailureKind::Family
            | FailureKind::Bind
            | FailureKind::NoSocket
            | FailureKind::Command
            | FailureKind::ProxyGone
            | FailureKind::ProxyLogin
            | FailureKind::Proxy
            | FailureKind::Refused
            | FailureKind::Unreachable
            | FailureKind::ConnectTimeout => Self::NotConnected(failure.kind),
            FailureKind::Tls
            | FailureKind::NotTls
            | FailureKind::TlsVersion
            | FailureKind::ClientCertificateWanted
            | FailureKind::ClientCertificateRefused
            | FailureKind::Certificate => Self::Tls(failure.kind),
            FailureKind::Reset | FailureKind::Other => Self::Lost,
        }
    }

    /// The exit status: 0 passed, 1 expectation, 2 usage, 3 no connection, 4 TLS, 5 time, 6 lost.
    pub const fn status(&self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed(_) => 1,
            Self::NoCredentials { .. } | Self::SecretInClear { .. } => 2,
            Self::NotConnected(_) => 3,
            Self::Tls(_) | Self::TlsRequired { .. } | Self::TlsRefused { .. } => 4,
            Self::TimedOut | Self::Silent => 5,
            Self::Lost | Self::NotSmtp => 6,
        }
    }

    /// The key of its words.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::NoCredentials { .. } => "no-credentials",
            Self::SecretInClear { .. } => "secret-in-clear",
            Self::TlsRequired { .. } => "tls-required",
            Self::TlsRefused { .. } => "tls-refused",
            Self::NotConnected(_) => "not-connected",
            Self::Tls(_) => "tls",
            Self::TimedOut => "timed-out",
            Self::Silent => "silent",
            Self::Lost => "lost",
            Self::NotSmtp => "not-smtp",
        }
    }

    /// Figures for its words.
    pub fn figures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Failed(count) => vec![("count", count.to_string())],
            Self::NoCredentials { line }
            | Self::SecretInClear { line }
            | Self::TlsRequired { line }
            | Self::TlsRefused { line } => {
                vec![("line", line.to_string())]
            }
            _ => Vec::new(),
        }
    }

    /// One of each, for the test that every outcome has its words.
    pub fn samples() -> Vec<Self> {
        vec![
            Self::Passed,
            Self::Failed(1),
            Self::NoCredentials { line: 1 },
            Self::SecretInClear { line: 1 },
            Self::TlsRequired { line: 1 },
            Self::TlsRefused { line: 1 },
            Self::NotConnected(FailureKind::Refused),
            Self::Tls(FailureKind::Tls),
            Self::TimedOut,
            Self::Silent,
            Self::Lost,
            Self::NotSmtp,
        ]
    }
}
