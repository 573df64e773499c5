//! What is being waited for, told now and then: after 2, 10 and 30 seconds, then each minute.
//!
//! Absent on purpose: a clock.

use std::time::Duration;

use crate::app::{App, LinkState, amount};
use crate::context::Context;
use crate::smtp::Verb;
use crate::transcript::{Body, Entry};

/// The first moments.
const MOMENTS: [u64; 3] = [2, 10, 30];
/// How far back the beginning of connecting is looked for.
const BACK: usize = 200;

/// How long after the beginning of a wait it is told again, if it was told so long after it.
pub fn next_word(told: Duration) -> Duration {
    let told = told.as_secs();
    let moment = MOMENTS.into_iter().find(|moment| *moment > told);
    Duration::from_secs(moment.unwrap_or((told / 60 + 1) * 60))
}

/// Since when something is waited for, and what to say of it at this moment.
pub fn waits(ctx: &Context, app: &App, at: Duration) -> Option<(Duration, String)> {
    let lasted = |since: Duration| at.saturating_sub(since).as_secs().to_string();
    if app.link == LinkState::Opening {
        let since = connecting_since(app)?;
        let fill = [
            ("target", app.target.to_string()),
            ("seconds", lasted(since)),
        ];
        return Some((since, ctx.locale.fill("plain.still-connecting", &fill)));
    }
    if let Some(sending) = &app.message.sending {
        let fill = [
            ("written", amount(sending.written)),
            ("total", amount(sending.total)),
        ];
        return Some((sending.since, ctx.locale.fill("plain.still-sending", &fill)));
    }
    let (since, patience) = app.conversation.waiting()?;
    let verb = app.conversation.session().awaited()?;
    let what = if app.conversation.is_silent() {
        ctx.ui("waiting-silent").to_owned()
    } else {
        awaited(ctx, verb)
    };
    let fill = [
        ("what", what),
        ("seconds", lasted(since)),
        ("limit", patience.as_secs().to_string()),
    ];
    Some((since, ctx.locale.fill("plain.still-waiting", &fill)))
}

fn awaited(ctx: &Context, verb: &Verb) -> String {
    match ctx.ui(&format!("waiting-{}", verb.name.to_ascii_lowercase())) {
        "" => ctx.ui_with("waiting", &[("verb", verb.name.to_owned())]),
        special => special.to_owned(),
    }
}

fn connecting_since(app: &App) -> Option<Duration> {
    let transcript = app.conversation.transcript();
    let begins = |entry: &Entry| {
        matches!(
            entry.body,
            Body::Remark {
                key: "connecting",
                ..
            }
        )
    };
    let newest = transcript.from(transcript.end().saturating_sub(BACK)).rev();
    let mut begun = newest.filter(|(_, entry)| begins(entry));
    begun.next().map(|(_, entry)| entry.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moments() {
        for (told, next) in [(0, 2), (2, 10), (10, 30), (30, 60), (60, 120), (125, 180)] {
            let next = Duration::from_secs(next);
            assert_eq!(next_word(Duration::from_secs(told)), next, "{told}");
        }
    }
}
