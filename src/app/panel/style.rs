//! Connecting with the other style of TLS, where what came says that this one was wrong.
//!
//! Absent on purpose: doing it by itself. Which style a port has is the server's to say and the
//! person's to choose.

use crate::app::App;
use crate::context::Context;
use crate::kb::Suggestion;
use crate::link::FailureKind;
use crate::smtp::{Finding, Protocol};
use crate::target::{Target, TlsStyle};
use crate::transcript::Body;

/// How far before the end of a link the sign of it is looked for.
const BACK: usize = 10;

/// What to send if the entry with this number tells of a wrong style.
pub(super) fn other(ctx: &Context, app: &App, entry: usize) -> Option<Suggestion> {
    let (style, key) = if app.target.tls() == TlsStyle::Implicit {
        is_in_clear(app, entry).then_some((TlsStyle::Optional, "connect-clear"))?
    } else {
        begins_with_tls(app, entry).then_some((TlsStyle::Implicit, "connect-tls"))?
    };
    Some(Suggestion {
        send: format!(":connect {}", with(&app.target, style)?),
        say: ctx.locale.word("explain", key).to_owned(),
    })
}

fn body(app: &App, entry: usize) -> Option<&Body> {
    let entry = app.conversation.transcript().get(entry)?;
    Some(&entry.body)
}

/// Whether TLS failed because the server speaks in the clear.
fn is_in_clear(app: &App, entry: usize) -> bool {
    let failure = match body(app, entry) {
        Some(Body::Closed { failure, .. }) => failure.as_ref(),
        _ => None,
    };
    failure.is_some_and(|failure| failure.kind == FailureKind::NotTls)
}

/// Whether a server that was spoken to in the clear was silent, or answered in TLS.
fn begins_with_tls(app: &App, entry: usize) -> bool {
    let tells = |entry: usize| match body(app, entry) {
        Some(Body::TimedOut { silent, .. }) => *silent,
        Some(Body::Remark { key, .. }) => *key == "ended-silent",
        Some(Body::Stray { findings, .. }) => findings.contains(&Finding::LooksLike(Protocol::Tls)),
        _ => false,
    };
    let ended = matches!(body(app, entry), Some(Body::Closed { .. }));
    let odd = |entry: &usize| {
        matches!(
            body(app, *entry),
            Some(Body::Remark { .. } | Body::Stray { .. })
        )
    };
    let mut before = (0..entry).rev().take(BACK).take_while(odd);
    tells(entry) || ended && before.any(tells)
}

/// The same target with another style of TLS, as a person writes it.
fn with(target: &Target, style: TlsStyle) -> Option<String> {
    let mut other = target.clone();
    let Target::Tcp {
        tls, lmtp: false, ..
    } = &mut other
    else {
        return None;
    };
    *tls = style;
    Some(match style {
        // Said aloud: HOST:465 alone stands for TLS first.
        TlsStyle::Optional => format!("smtp://{other}"),
        TlsStyle::Implicit | TlsStyle::Required => other.to_string(),
    })
}
