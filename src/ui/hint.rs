//! The row below the command box: what will come back, what is being waited for, or what can be done.
//!
//! Absent on purpose: what is typed (`typed`).

use std::time::Duration;

use super::editor;
use super::typed::Look;
use crate::app::{App, LinkState, Prediction, Prompt, briefly};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::nearest::nearest;
use crate::smtp::auth::Needs;
use crate::smtp::{Finding, Verb};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// What will come back, what is being waited for, or what can be done.
pub(super) fn hint(ctx: &Context, app: &App, look: &Look) -> Row {
    if let Some(sending) = &app.message.sending {
        return editor::progress(ctx, sending);
    }
    if app.is_composing() {
        return editor::hint(ctx, app);
    }
    if let Some(prompt) = &app.prompt {
        return asking(ctx, app, prompt);
    }
    if app.is_secret() {
        return vec![Span::new(ctx.ui("secret-hint"), Role::TextMuted)];
    }
    if app.queued() > 0 {
        let fill = [("count", app.queued().to_string())];
        return vec![Span::new(ctx.ui_with("queued", &fill), Role::Warning)];
    }
    if app.recall.is_some() {
        return vec![Span::new(ctx.ui("box-search-keys"), Role::TextMuted)];
    }
    match &look.prediction {
        Prediction::Own => vec![Span::new(own(ctx, app), Role::TextMuted)],
        Prediction::Reply(_, findings) if is_begun(app, look, findings) => {
            vec![Span::new(ctx.ui("box-begun"), Role::TextMuted)]
        }
        Prediction::Reply(code, findings) => predicted(ctx, app, *code, findings),
        Prediction::NotOpen => vec![Span::new(idle(ctx, app), Role::Warning)],
        Prediction::None => vec![Span::new(idle(ctx, app), Role::TextMuted)],
    }
}

/// Whether it is the beginning of a verb, and no mistake yet.
fn is_begun(app: &App, look: &Look, findings: &[Finding]) -> bool {
    let unknown = findings.contains(&Finding::UnknownVerb);
    let mut candidates = look.offered.candidates.iter();
    unknown && !app.command.line().contains(' ') && candidates.any(|one| one.why.is_none())
}

/// What the login still has to know, and whether the link is fit for it.
fn asking(ctx: &Context, app: &App, prompt: &Prompt) -> Row {
    let asked = prompt.way.mechanism;
    let mechanism = ("mechanism", asked.name.to_owned());
    let Some(user) = &prompt.user else {
        let words = ctx.ui_with("ask-user", &[mechanism]);
        return vec![Span::new(words, Role::TextMuted)];
    };
    let fill = [mechanism, ("user", printable_str(user).into_owned())];
    let safe = app.conversation.session().secure() || !asked.reveals;
    let (key, role) = match (asked.needs, safe) {
        (Needs::Token, true) => ("ask-token", Role::TextMuted),
        (Needs::Token, false) => ("ask-token-in-clear", Role::Danger),
        (_, true) => ("ask-password", Role::TextMuted),
        (_, false) => ("ask-password-in-clear", Role::Danger),
    };
    vec![Span::new(ctx.ui_with(key, &fill), role)]
}

fn own(ctx: &Context, app: &App) -> String {
    let typed = app
        .command
        .line()
        .trim_start_matches(':')
        .split(' ')
        .next()
        .unwrap_or_default();
    let fitting: Vec<_> = crate::app::OWN
        .iter()
        .filter(|own| own.name.starts_with(typed))
        .collect();
    match fitting[..] {
        [one] => format!(
            ":{} {}  {}",
            one.name,
            one.argument,
            ctx.locale.word("own", one.name)
        ),
        [] => match nearest(typed, crate::app::OWN.iter().map(|own| own.name)) {
            Some(name) => ctx.ui_with("box-did-you-mean", &[("name", format!(":{name}"))]),
            None => ctx.ui("own-hint").to_owned(),
        },
        _ => fitting
            .iter()
            .map(|own| format!(":{}", own.name))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The reply that will probably come, and all that is odd about the line.
fn predicted(ctx: &Context, app: &App, code: Option<u16>, findings: &[Finding]) -> Row {
    let mut spans = Row::new();
    if let Some(code) = code {
        let (role, glyph) = crate::app::panel::class_look(crate::wire::Code(code).class());
        let text = ctx.ui_with("predicted", &[("code", code.to_string())]);
        spans.push(Span::new(
            format!("{} {text}", ctx.theme.glyph(glyph)),
            role,
        ));
    }
    let line = app.command.line();
    let told = findings
        .iter()
        .map(|finding| briefly(ctx, app, line, finding));
    spans.extend(warned(ctx, told, !spans.is_empty()));
    spans
}

/// Each of them once, with its sign; `behind` other words.
pub(super) fn warned(ctx: &Context, told: impl Iterator<Item = String>, mut behind: bool) -> Row {
    let mut spans: Row = Row::new();
    for words in told {
        let text = format!("{} {words}", ctx.theme.glyph(Glyph::Warning));
        if spans.iter().all(|span| span.text != text) {
            spans.push(Span::new(if behind { "  " } else { "" }, Role::Text));
            spans.push(Span::new(text, Role::Warning));
            behind = true;
        }
    }
    spans
}

fn idle(ctx: &Context, app: &App) -> String {
    match app.link {
        LinkState::Opening => ctx.ui("connecting").to_owned(),
        LinkState::Closed => ctx.ui("not-connected").to_owned(),
        LinkState::Open => match app.conversation.session().awaited() {
            Some(verb) => waiting(ctx, app, verb),
            None => ctx.ui("empty-hint").to_owned(),
        },
    }
}

/// What is waited for, and from when on it is slow, how much of its time is left (RFC 5321
/// §4.5.3.2).
fn waiting(ctx: &Context, app: &App, verb: &Verb) -> String {
    let special = ctx.ui(&format!("waiting-{}", verb.name.to_ascii_lowercase()));
    let what = if special.is_empty() {
        ctx.ui_with("waiting", &[("verb", verb.name.to_owned())])
    } else {
        special.to_owned()
    };
    let Some((since, patience)) = app.conversation.waiting() else {
        return what;
    };
    let waited = app.now.saturating_sub(since);
    if waited < App::QUIET {
        return what;
    }
    let what = if app.conversation.is_silent() {
        ctx.ui("waiting-silent").to_owned()
    } else {
        what
    };
    let clock = |time: Duration| format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60);
    let left = patience.saturating_sub(waited);
    let fill = [
        ("what", what),
        ("left", clock(left)),
        ("limit", clock(patience)),
    ];
    ctx.ui_with("countdown", &fill)
}
