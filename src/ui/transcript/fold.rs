//! A folded exchange in one row: what was said, what came of it, and how much is hidden.
//!
//! Absent on purpose: what is folded; the app says.

use super::{hits, lines};
use crate::app::{App, Fold};
use crate::context::Context;
use crate::flow::{Row, Span, row_width};
use crate::theme::{Glyph, Role};
use crate::transcript::Body;
use crate::ui::fitted;

/// The row.
pub(super) fn row(ctx: &Context, app: &App, fold: &Fold, width: usize) -> Row {
    let transcript = app.conversation.transcript();
    let Some(first) = transcript.get(fold.entries.start) else {
        return Row::new();
    };
    let marks = app
        .marks()
        .skip_while(|(place, _)| place.entry < fold.entries.start);
    let mut marks = marks.take_while(|(place, _)| place.entry < fold.entries.end);
    let number = fold.entries.start;
    let mut head = lines::before(ctx, app, number, marks.next().is_some(), width);
    let (sign, role, mut text, _) = lines::parts(ctx, &first.body, 0);
    head.push(Span::new(format!("{sign} "), role));
    let closed = ctx.theme.glyph(Glyph::FoldClosed);
    head.push(Span::new(format!("{closed} "), Role::TextStrong));
    text = hits::marked(app, fold.place(), text);
    let reply = fold.reply.and_then(|number| transcript.get(number));
    let mut answer = Row::new();
    if let Some(Body::Heard { reply, .. }) = reply.map(|entry| &entry.body) {
        answer.push(Span::new("  ", Role::Text));
        answer.push(lines::class_mark(ctx, reply, 0));
        answer.extend(lines::reply_line(reply, 0));
        answer = hits::marked(app, fold.place(), answer);
    }
    let (count, exact) = app.folded_lines(fold);
    let hidden = format!("  +{count}{}", if exact { "" } else { "+" });
    let hidden = Span::new(hidden, Role::TextMuted);
    let room = width.saturating_sub(row_width(&head) + row_width(std::slice::from_ref(&hidden)));
    // However long a line is, what came of it shows too.
    let most = room.saturating_sub(row_width(&answer).min(room / 2));
    let mut both = fitted(&ctx.theme, &text, most);
    both.extend(answer);
    let both = fitted(&ctx.theme, &both, room);
    let blank = room.saturating_sub(row_width(&both));
    head.extend(both);
    head.push(Span::new(" ".repeat(blank), Role::Text));
    head.push(hidden);
    head
}
