//! One line of an entry as spans: time, direction, mark, text. Direction and origin are told by
//! shape as well as by colour.

use std::time::Duration;

use super::wire;
use crate::app::panel::class_look;
use crate::app::{App, Wire, own_lines_of};
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::kb::Kind;
use crate::smtp::Answered;
use crate::theme::{Glyph, Role};
use crate::transcript::{Body, Entry, text};
use crate::wire::text::printable;
use crate::wire::{Code, Reply};

/// A line before it is wrapped.
pub(super) struct Line {
    /// Time, direction, mark: what further rows are indented by.
    pub head: Row,
    /// What was said.
    pub text: Row,
    /// At the right end, where there is room: the phase that begins here.
    pub tail: Option<Span>,
}

/// From this width on there is room for the time.
const TIMED: usize = 46;

/// The line of an entry.
pub(super) fn line(ctx: &Context, app: &App, entry: &Entry, line: usize, width: usize) -> Line {
    let mut head = Row::new();
    if width >= TIMED {
        let time = if line == 0 {
            time(entry.at)
        } else {
            " ".repeat(9)
        };
        head.push(Span::new(time, Role::TextMuted));
    }
    if let Some(finding) = entry.body.grave().filter(|_| line == own_lines_of(entry)) {
        let title = ctx
            .kb
            .card(Kind::Rule, finding.name())
            .map_or(finding.name(), |card| card.words.title.as_str());
        head.push(Span::new(
            format!("{} ", ctx.theme.glyph(Glyph::Warning)),
            Role::Warning,
        ));
        let text = vec![Span::new(title, Role::Warning)];
        return Line {
            head,
            text,
            tail: None,
        };
    }
    let odd = !entry.body.findings().is_empty() && line == 0;
    let (sign, role, mut text, tail) = parts(ctx, &entry.body, line);
    if app.wire != Wire::Off
        && let Some(octets) = wire::row(ctx, &entry.body, line, app.wire)
    {
        text = octets;
    }
    head.push(Span::new(format!("{sign} "), role));
    if let Body::Heard { reply, .. } = &entry.body {
        head.push(class_mark(ctx, reply, line));
    }
    if odd {
        head.push(Span::new(
            format!("{} ", ctx.theme.glyph(Glyph::Warning)),
            Role::Warning,
        ));
    }
    Line { head, text, tail }
}

/// The sign of who speaks and its role, the text, and what stands at the right end.
fn parts(ctx: &Context, body: &Body, line: usize) -> (String, Role, Row, Option<Span>) {
    let plain = |glyph, role, text| (ctx.theme.glyph(glyph).to_owned(), role, text, None);
    let own = |glyph, role| plain(glyph, role, remark(ctx, body, role));
    let words = |octets: &[u8], role| vec![Span::new(printable(octets), role)];
    match body {
        Body::Said { line, .. } => {
            plain(Glyph::Client, Role::Client, words(&line.text, Role::Client))
        }
        Body::Message { kept, octets, .. } => plain(
            Glyph::Client,
            Role::ClientData,
            message(ctx, kept, *octets, line),
        ),
        Body::Heard {
            reply, answered, ..
        } => {
            let last = line + 1 == reply.line_count();
            let tail = if last { phase(ctx, answered) } else { None };
            let sign = if line == 0 {
                ctx.theme.glyph(Glyph::Server)
            } else {
                " "
            };
            (sign.to_owned(), Role::Server, reply_line(reply, line), tail)
        }
        Body::Stray { line, .. } => plain(
            Glyph::Server,
            Role::Server,
            words(&line.text, Role::ReplyOther),
        ),
        Body::Secured { facts, .. } if facts.verified() => own(Glyph::LockClosed, Role::Secure),
        Body::Secured { .. } => own(Glyph::Warning, Role::Danger),
        Body::Closed {
            failure: Some(_), ..
        }
        | Body::TimedOut { .. }
        | Body::Flooding => own(Glyph::Remark, Role::Error),
        _ => own(Glyph::Remark, Role::Remark),
    }
}

/// Minutes, seconds and hundredths, from an hour on hours, minutes and seconds; in nine cells.
pub(in crate::ui) fn time(at: Duration) -> String {
    let seconds = at.as_secs();
    if seconds >= 3600 {
        return format!(
            "{:>2}:{:02}:{:02} ",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    format!(
        "{:>2}:{:02}.{:02} ",
        seconds / 60,
        seconds % 60,
        at.subsec_millis() / 10
    )
}

fn remark(ctx: &Context, body: &Body, role: Role) -> Row {
    let words = ctx.locale.remarks();
    vec![Span::new(text::remark(body, &words), role)]
}

/// The code in its class's colour, the rest plain.
fn reply_line(reply: &Reply, line: usize) -> Row {
    let Some(raw) = reply.line(line) else {
        return Row::new();
    };
    let shown = printable(&raw.text).into_owned();
    let code = Code::of_line(&raw.text);
    let (role, _) = class_look(code.unwrap_or(reply.code()).class());
    let split = if code.is_some() { 3 } else { 0 };
    let (digits, rest) = shown.split_at_checked(split).unwrap_or(("", &shown));
    vec![Span::new(digits, role), Span::new(rest, Role::Server)]
}

/// The mark of the class, before the first line of a reply.
fn class_mark(ctx: &Context, reply: &Reply, line: usize) -> Span {
    let (role, glyph) = class_look(reply.class());
    let mark = if line == 0 {
        ctx.theme.glyph(glyph)
    } else {
        " "
    };
    Span::new(format!("{mark} "), role)
}

/// A message's first lines; behind them, how much there is.
fn message(ctx: &Context, kept: &[u8], octets: u64, line: usize) -> Row {
    let shown = kept
        .split_inclusive(|octet| *octet == b'\n')
        .nth(line)
        .filter(|_| line < crate::app::MESSAGE_SHOWN);
    match shown {
        Some(text) => {
            let text = crate::wire::Line::read(text).text;
            vec![Span::new(printable(&text).into_owned(), Role::ClientData)]
        }
        None => vec![Span::new(
            ctx.locale
                .fill("explain.octets", &[("octets", octets.to_string())]),
            Role::Remark,
        )],
    }
}

/// The phase that begins with a reply.
fn phase(ctx: &Context, answered: &Answered) -> Option<Span> {
    let shown = ctx.ui(&format!("phase-{}", answered.after.name()));
    (answered.before != answered.after).then(|| {
        Span::new(
            format!("{} {shown}", ctx.theme.glyph(Glyph::Bullet)),
            Role::PhaseRule,
        )
    })
}
