//! One line of an entry as spans: time, direction, mark, text. Direction and origin are told by
//! shape as well as by colour.

use std::time::Duration;

use super::wire;
use crate::app::panel::class_look;
use crate::app::{App, Place, Stamp, Wire, own_lines_of};
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
    /// The phase that begins here.
    pub phase: Option<String>,
}

/// From this width on there is room for the time, and where a person asked for it.
const TIMED: (usize, usize) = (46, 26);

/// The line of an entry.
pub(super) fn line(ctx: &Context, app: &App, entry: &Entry, place: Place, width: usize) -> Line {
    let line = place.line;
    let marked = app.note_at(place).is_some();
    let mut head = if line == 0 {
        before(ctx, app, place.entry, marked, width)
    } else {
        blank(ctx, app, marked, width)
    };
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
            phase: None,
        };
    }
    let odd = !entry.body.findings().is_empty() && line == 0;
    let (sign, role, mut text, phase) = parts(ctx, &entry.body, line);
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
    Line { head, text, phase }
}

/// What stands before the sign of who speaks, on the first line of an entry: the time, and whether a
/// person marked it.
pub(super) fn before(ctx: &Context, app: &App, entry: usize, marked: bool, width: usize) -> Row {
    let at = app.conversation.transcript().get(entry);
    let time = match app.sheet.stamp {
        Stamp::Start => at.map(|entry| time(entry.at)),
        Stamp::Before => Some(since(app.since_before(entry))),
        Stamp::Day => at.map(|entry| of_day(Duration::from_secs(app.began) + entry.at)),
        Stamp::Hidden => None,
    };
    let time = time.filter(|_| is_timed(app, width));
    let mut row: Row = time
        .map(|time| Span::new(time, Role::TextMuted))
        .into_iter()
        .collect();
    row.extend(gutter(ctx, app, marked, !row.is_empty()));
    row
}

/// Whether there is room for the time.
const fn is_timed(app: &App, width: usize) -> bool {
    let (usual, asked) = TIMED;
    width >= if app.sheet.chosen { asked } else { usual }
}

/// As much room on its further lines.
fn blank(ctx: &Context, app: &App, marked: bool, width: usize) -> Row {
    let cells = match app.sheet.stamp {
        Stamp::Hidden => 0,
        _ if !is_timed(app, width) => 0,
        Stamp::Start | Stamp::Before => 8,
        Stamp::Day => 9,
    };
    let mut row = Row::new();
    if cells > 0 {
        row.push(Span::new(" ".repeat(cells), Role::Text));
    }
    row.extend(gutter(ctx, app, marked, cells > 0));
    row
}

/// The cell behind the time; without one it is only there where there are marks.
fn gutter(ctx: &Context, app: &App, marked: bool, timed: bool) -> Option<Span> {
    let sign = if marked {
        ctx.theme.glyph(Glyph::Mark)
    } else {
        " "
    };
    (timed || app.has_marks()).then(|| Span::new(sign, Role::Heading))
}

/// The sign of who speaks and its role, the text, and the phase that begins.
pub(super) fn parts(
    ctx: &Context,
    body: &Body,
    line: usize,
) -> (String, Role, Row, Option<String>) {
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
            let phase = if last { phase(ctx, answered) } else { None };
            let sign = if line == 0 {
                ctx.theme.glyph(Glyph::Server)
            } else {
                " "
            };
            (
                sign.to_owned(),
                Role::Server,
                reply_line(reply, line),
                phase,
            )
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

/// Minutes, seconds and hundredths, from an hour on hours, minutes and seconds; in eight cells.
pub(in crate::ui) fn time(at: Duration) -> String {
    let seconds = at.as_secs();
    if seconds >= 3600 {
        return format!(
            "{:>2}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    format!(
        "{:>2}:{:02}.{:02}",
        seconds / 60,
        seconds % 60,
        at.subsec_millis() / 10
    )
}

/// A time since another: seconds, from a hundred on minutes; in eight cells.
fn since(time: Duration) -> String {
    let seconds = time.as_secs();
    let text = match seconds {
        0..100 => format!("+{:.2}", time.as_secs_f64()),
        100..3600 => format!("+{}:{:02}", seconds / 60, seconds % 60),
        _ => format!("+{}h{:02}", seconds / 3600, seconds / 60 % 60),
    };
    format!("{text:>8}")
}

/// A time of day in nine cells. It is UTC's and says so, because nothing here knows where one is.
fn of_day(since_1970: Duration) -> String {
    let seconds = since_1970.as_secs() % 86_400;
    format!(
        "{:02}:{:02}:{:02}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

fn remark(ctx: &Context, body: &Body, role: Role) -> Row {
    let words = ctx.locale.remarks();
    vec![Span::new(text::remark(body, &words), role)]
}

/// The code in its class's colour, the rest plain.
pub(super) fn reply_line(reply: &Reply, line: usize) -> Row {
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
pub(super) fn class_mark(ctx: &Context, reply: &Reply, line: usize) -> Span {
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

/// The name of the phase that begins with a reply.
fn phase(ctx: &Context, answered: &Answered) -> Option<String> {
    let begins = answered.before != answered.after;
    begins.then(|| {
        ctx.ui(&format!("phase-{}", answered.after.name()))
            .to_owned()
    })
}
