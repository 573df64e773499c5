//! What a reply means, in short and in full.
//!
//! Absent on purpose: choosing the words; `kb` does.

use super::line;
use crate::app::panel::{self, Keys, UNWRAPPED, explained, explanation};
use crate::app::{App, Place};
use crate::context::Context;
use crate::flow::Row;
use crate::kb::{Explanation, Section, SectionKind, Suggestion};
use crate::transcript::Body;
use crate::wire::Class;
use crate::wire::text::printable_str;

/// How many ways to mend it are told without being asked.
const FIXES: usize = 3;
/// How far back the last reply is looked for.
const BACK: usize = 1000;

/// A card's text without the marks of literals, and without gaps.
pub(super) fn bare(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace('`', "")
}

/// Code, name and class; what it means here; how to mend it.
pub(super) fn short(ctx: &Context, explanation: &Explanation) -> Vec<String> {
    let mut lines = vec![line(ctx, "code", &heading(ctx, explanation))];
    lines.extend(told(ctx, explanation, SectionKind::Noticed, "note"));
    lines.extend(here(ctx, explanation));
    if explanation.class != Some(Class::Success) {
        let fixes = told(ctx, explanation, SectionKind::Fix, "fix");
        lines.extend(fixes.into_iter().take(FIXES));
    }
    lines
}

/// `550 Mailbox Not Found, refused`.
pub(super) fn heading(ctx: &Context, explanation: &Explanation) -> String {
    let heading = bare(&explanation.heading);
    match explanation.class {
        Some(class) => format!("{heading}, {}", ctx.locale.word("explain", class.name())),
        None => heading,
    }
}

/// What it means here, and why in this server's words; in general where nobody said more.
pub(super) fn here(ctx: &Context, explanation: &Explanation) -> Vec<String> {
    let mut lines = told(ctx, explanation, SectionKind::Here, "meaning");
    let class = explanation.class;
    if matches!(class, Some(Class::Transient | Class::Permanent)) {
        let own = told(ctx, explanation, SectionKind::Dialect, "meaning");
        // Behind the first, the dialect tells admins where to look.
        lines.extend(own.into_iter().take(1));
    }
    if lines.is_empty() {
        lines = told(ctx, explanation, SectionKind::Meaning, "meaning");
    }
    lines
}

fn told(ctx: &Context, it: &Explanation, kind: SectionKind, label: &str) -> Vec<String> {
    let section = it.sections.iter().find(|section| section.kind == kind);
    let texts = section.map_or(&[][..], |Section { texts, .. }| texts);
    texts
        .iter()
        .map(|text| line(ctx, label, &bare(text)))
        .collect()
}

/// Everything about the last reply, and what can be sent next with what it is for.
pub fn more(ctx: &Context, app: &App) -> Vec<String> {
    let transcript = app.conversation.transcript();
    let last = transcript.from(transcript.end().saturating_sub(BACK)).rev();
    let mut replies = last.filter(|(_, entry)| matches!(entry.body, Body::Heard { .. }));
    let reply = replies
        .next()
        .and_then(|(entry, _)| explained(ctx, app, Place { entry, line: 0 }));
    let now = explanation(ctx, app);
    let mut lines = full(ctx, reply.as_ref().unwrap_or(&now));
    lines.extend(steps(ctx, &now.next));
    lines
}

/// Everything an explanation says but what to send next.
pub(super) fn full(ctx: &Context, explanation: &Explanation) -> Vec<String> {
    let rows = panel::rows(ctx, explanation, UNWRAPPED, Keys::Hidden);
    let heading = line(ctx, "code", &heading(ctx, explanation));
    let rest = rows.body.iter().skip(1).chain(&rows.rest);
    std::iter::once(heading).chain(texts(rest)).collect()
}

/// Each line that can be sent, and under it what it is for; advice by itself.
pub(super) fn steps(ctx: &Context, next: &[Suggestion]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut number = 0;
    for step in next {
        if !step.send.is_empty() {
            number += 1;
            lines.push(line(ctx, "next", &format!("{number} {}", step.send)));
        }
        lines.push(printable_str(&bare(&step.say)).into_owned());
    }
    lines
}

/// Rows as text: no gaps, no empty ones.
pub(super) fn texts<'a>(rows: impl Iterator<Item = &'a Row>) -> impl Iterator<Item = String> {
    let text = |row: &Row| {
        let text: String = row.iter().map(|span| span.text.as_str()).collect();
        printable_str(&bare(&text)).into_owned()
    };
    rows.map(text).filter(|text| !text.is_empty())
}
