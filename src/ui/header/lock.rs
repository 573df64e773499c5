//! How safe the link is: a sign, a word and a colour of its own for each state, so that none can be
//! taken for another.
//!
//! Absent on purpose: what TLS settled in full (`:tls` shows that).

use crate::app::{App, LinkState};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::link::{TlsFacts, Verdict};
use crate::smtp::Phase;
use crate::target::TlsStyle;
use crate::theme::{Glyph, Role};

/// The state of the link, the longest form first.
pub(super) fn lock(ctx: &Context, app: &App) -> Vec<Row> {
    let (sign, role, keys): (_, _, &[&str]) = match app.link {
        LinkState::Closed => (None, Role::TextMuted, &["header-closed"]),
        LinkState::Opening => (None, Role::TextMuted, &["header-opening"]),
        LinkState::Open if shakes_hands(app) => {
            let keys = &["lock-handshake", "lock-handshake-short"];
            (Some(Glyph::LockTurning), Role::Handshake, keys)
        }
        LinkState::Open => match settled(app) {
            Some(facts) => return encrypted(ctx, facts),
            None if app.target.is_practice() => {
                let keys = &["lock-inside", "not-encrypted"];
                (Some(Glyph::Inside), Role::TextMuted, keys)
            }
            None => (Some(Glyph::LockOpen), Role::Insecure, &["not-encrypted"]),
        },
    };
    let sign = sign.map_or(String::new(), |sign| format!("{} ", ctx.theme.glyph(sign)));
    let form = |key: &&str| vec![Span::new(format!("{sign}{}", ctx.ui(key)), role)];
    keys.iter().map(form).collect()
}

fn encrypted(ctx: &Context, facts: &TlsFacts) -> Vec<Row> {
    let fill = [
        ("version", facts.version.clone()),
        (
            "why",
            ctx.ui(&format!("why-{}", facts.why.name())).to_owned(),
        ),
    ];
    let (glyph, role, keys): (_, _, &[&str]) = match facts.why {
        Verdict::Pinned => (Glyph::LockClosed, Role::Secure, &["lock-pinned"]),
        _ if facts.verified() => (Glyph::LockClosed, Role::Secure, &["encrypted"]),
        _ => {
            let keys = &[
                "lock-unverified",
                "lock-unverified-short",
                "lock-unverified-word",
            ];
            (Glyph::LockBroken, Role::Unverified, keys)
        }
    };
    let form = |key: &&str| {
        let text = format!("{} {}", ctx.theme.glyph(glyph), ctx.ui_with(key, &fill));
        vec![Span::new(text, role)]
    };
    keys.iter().map(form).collect()
}

/// Whether a TLS handshake is under way: STARTTLS was taken, or TLS comes first and is not there yet.
fn shakes_hands(app: &App) -> bool {
    let session = app.conversation.session();
    let first = app.target.tls() == TlsStyle::Implicit && !session.secure();
    first || session.phase() == Phase::Handshake
}

/// Whether TLS is on and nobody vouches for the far end.
pub(super) fn is_unverified(app: &App) -> bool {
    app.link == LinkState::Open && settled(app).is_some_and(|facts| !facts.verified())
}

/// What the handshake of this link settled, if there was one.
pub(in crate::ui) fn settled(app: &App) -> Option<&TlsFacts> {
    let secure = app.conversation.session().secure();
    app.conversation.tls().filter(|_| secure)
}
