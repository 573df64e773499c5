//! The command box: a rule with its title, what is typed, and the prediction.
//!
//! The real cursor stands where the next letter goes, so that input methods and screen readers find
//! it.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::{caret, editor, fitted, row, titled, veiled};
use crate::app::{App, LineEnd, LinkState, Pane, Prediction, Prompt, predict};
use crate::context::Context;
use crate::flow::{Row, Span, width};
use crate::kb::Kind;
use crate::smtp::auth::Needs;
use crate::smtp::{Finding, Phase, Verb};
use crate::theme::{Glyph, Role};
use crate::wire::text::printable_str;

/// Draws it; where the cursor belongs.
pub(super) fn draw(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if area.height >= 3 {
        title(ctx, app, Rect { height: 1, ..area }, buffer);
    }
    let typed = caret::typed(area);
    if typed.bottom() < area.bottom() {
        let hint = if let Some(notice) = &app.notice {
            vec![Span::new(printable_str(notice).into_owned(), Role::Warning)]
        } else {
            hint(ctx, app)
        };
        let width = area.width.saturating_sub(2);
        let hint = fitted(&ctx.theme, &hint, usize::from(width));
        let at = (area.x + 1, area.bottom() - 1);
        row(&ctx.theme, &hint, at, width, buffer);
    }
    input(ctx, app, area, buffer)
}

fn title(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    let focused = app.focus == Pane::Command;
    let (line, heading) = if focused {
        (Role::PaneBorderFocus, Role::PaneTitleFocus)
    } else {
        (Role::PaneBorder, Role::PaneTitle)
    };
    let name = match app.conversation.session().phase() {
        _ if app.prompt.is_some() => ctx.ui("login"),
        Phase::Challenge => ctx.ui("answer"),
        Phase::Chunk if app.is_composing() => ctx.ui("chunk"),
        _ if app.is_composing() || app.message.sending.is_some() => ctx.ui("message"),
        _ => ctx.ui("command"),
    };
    let rule = ctx
        .theme
        .border(focused)
        .horizontal_top
        .repeat(usize::from(area.width));
    row(
        &ctx.theme,
        &[Span::new(rule, line)],
        (area.x, area.y),
        area.width,
        buffer,
    );
    let name = titled(ctx, &format!("{name} [3]"), focused);
    let mut title = vec![Span::new(name, heading)];
    if app.ending != LineEnd::Crlf {
        let fill = [("name", app.ending.name().to_owned())];
        title.push(Span::new(
            format!("{} ", ctx.ui_with("ending-mark", &fill)),
            Role::Warning,
        ));
    }
    row(
        &ctx.theme,
        &title,
        (area.x + 1, area.y),
        area.width.saturating_sub(1),
        buffer,
    );
}

/// What will come back, what is being waited for, or what can be done.
fn hint(ctx: &Context, app: &App) -> Row {
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
    match predict(app) {
        Prediction::Own => vec![Span::new(own(ctx, app), Role::TextMuted)],
        Prediction::Reply(code, findings) => predicted(ctx, code, &findings),
        Prediction::NotOpen => vec![Span::new(idle(ctx, app), Role::Warning)],
        Prediction::None => vec![Span::new(idle(ctx, app), Role::TextMuted)],
    }
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
        [] => ctx.ui("own-hint").to_owned(),
        _ => fitting
            .iter()
            .map(|own| format!(":{}", own.name))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

pub(super) fn predicted(ctx: &Context, code: Option<u16>, findings: &[Finding]) -> Row {
    let mut spans = Row::new();
    if let Some(code) = code {
        let (role, glyph) = crate::app::panel::class_look(crate::wire::Code(code).class());
        let text = ctx.ui_with("predicted", &[("code", code.to_string())]);
        spans.push(Span::new(
            format!("{} {text}", ctx.theme.glyph(glyph)),
            role,
        ));
    }
    let mut told: Vec<&str> = Vec::new();
    for finding in findings {
        if told.contains(&finding.name()) {
            continue;
        }
        told.push(finding.name());
        let title = ctx
            .kb
            .card(Kind::Rule, finding.name())
            .map_or(finding.name(), |card| card.words.title.as_str());
        spans.push(Span::new(
            if spans.is_empty() { "" } else { "  " },
            Role::Text,
        ));
        spans.push(Span::new(
            format!("{} {title}", ctx.theme.glyph(Glyph::Warning)),
            Role::Warning,
        ));
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

/// What is typed, scrolled so that the cursor shows.
fn input(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let inside = caret::inside(app, area);
    let area = caret::typed(area);
    if area.is_empty() {
        return None;
    }
    if let Some(file) = app.message.file.as_ref().filter(|_| app.is_composing()) {
        editor::opened(ctx, file, area, buffer);
        return None;
    }
    let (cursor_row, cursor_column) = app.command.cursor();
    let prompt = [Span::new(
        format!("{} ", ctx.theme.glyph(Glyph::Prompt)),
        Role::Prompt,
    )];
    let gutter = editor::gutter(app, area.width);
    let (top, skipped) = caret::scrolled_away(ctx, app, inside);
    let mut cursor = None;
    let lines = app.command.lines().iter().enumerate().skip(top);
    for (y, (index, line)) in (area.y..area.bottom()).zip(lines) {
        if index == top {
            row(&ctx.theme, &prompt, (area.x, y), area.width, buffer);
        }
        editor::number(ctx, app, index, (area.x + 2, y, gutter), buffer);
        let skipped = if index == cursor_row { skipped } else { 0 };
        let spans = scrolled(&marked(ctx, app, line), skipped);
        row(&ctx.theme, &spans, (inside.x, y), inside.width, buffer);
        if index == cursor_row {
            let before = line.chars().take(cursor_column).collect::<String>();
            let here = width(&shown(ctx, app, &before)).saturating_sub(skipped);
            let column = u16::try_from(here).unwrap_or(u16::MAX);
            let most = area.right().saturating_sub(1);
            cursor = Some(Position::new(inside.x.saturating_add(column).min(most), y));
        }
    }
    let hints = app.command.is_empty() && !app.is_composing() && !app.is_secret();
    if hints && app.prompt.is_none() && app.link == LinkState::Open {
        ghost(ctx, app, area, buffer);
    }
    cursor
}

/// The likeliest next line, faint, while nothing is typed.
fn ghost(ctx: &Context, app: &App, area: Rect, buffer: &mut Buffer) {
    if !app.conversation.session().is_answered() || app.is_busy() {
        return;
    }
    let next = crate::app::panel::explanation(ctx, app).next;
    if let Some(suggestion) = next.iter().find(|suggestion| !suggestion.send.is_empty()) {
        let spans = [
            Span::new(suggestion.send.clone(), Role::Ghost),
            Span::new("  Alt-1", Role::TextMuted),
        ];
        let width = area.width.saturating_sub(3);
        let spans = fitted(&ctx.theme, &spans, usize::from(width));
        row(&ctx.theme, &spans, (area.x + 2, area.y), width, buffer);
    }
}

/// Text as it may be seen.
pub(super) fn shown(ctx: &Context, app: &App, text: &str) -> String {
    let secret = app.secret_in(text).filter(|_| !app.command.is_uncovered());
    veiled(&ctx.theme, text, secret)
}

/// The line with its mistakes marked.
fn marked(ctx: &Context, app: &App, line: &str) -> Row {
    let plain = if app.is_composing() {
        Role::ClientData
    } else {
        Role::Client
    };
    let Prediction::Reply(_, findings) = predict(app) else {
        return vec![Span::new(shown(ctx, app, line), plain)];
    };
    let span = findings
        .iter()
        .find_map(Finding::span)
        .filter(|span| !span.is_empty());
    // A mark within a secret would tell where something stands in it.
    let parts = span
        .filter(|_| app.secret_in(line).is_none())
        .and_then(|span| {
            Some((
                line.get(..span.start)?,
                line.get(span.clone())?,
                line.get(span.end..)?,
            ))
        });
    match parts {
        Some((before, wrong, after)) => vec![
            Span::new(printable_str(before).into_owned(), plain),
            Span::new(printable_str(wrong).into_owned(), Role::Error),
            Span::new(printable_str(after).into_owned(), plain),
        ],
        None => vec![Span::new(shown(ctx, app, line), plain)],
    }
}

/// A row without its first cells.
pub(super) fn scrolled(spans: &[Span], mut skip: usize) -> Row {
    let mut kept = Row::new();
    for span in spans {
        let mut text = String::new();
        for grapheme in span.text.graphemes(true) {
            let wide = width(grapheme);
            if skip == 0 {
                text.push_str(grapheme);
            }
            skip = skip.saturating_sub(wide);
        }
        kept.push(Span::new(text, span.role));
    }
    kept
}
