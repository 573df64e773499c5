//! What a record shows, line by line: what is looked for is looked for in this.
//!
//! Absent on purpose: styles, and the signs before a line.

use crate::app::{MESSAGE_SHOWN, own_lines_of};
use crate::context::Context;
use crate::kb::Kind;
use crate::transcript::{Body, Entry, text};
use crate::wire::{Line, Needle};

/// Gives the octets of every line of an entry whose print shows.
pub(super) fn each_line(ctx: &Context, entry: &Entry, mut give: impl FnMut(usize, &[u8])) {
    match &entry.body {
        Body::Said { line, .. } | Body::Stray { line, .. } => give(0, &line.text),
        Body::Heard { reply, .. } => {
            for (index, line) in reply.lines().enumerate() {
                give(index, &line.text);
            }
        }
        Body::Message { kept, .. } => {
            let lines = kept.split_inclusive(|octet| *octet == b'\n');
            for (index, line) in lines.take(MESSAGE_SHOWN).enumerate() {
                give(index, &Line::read(line).text);
            }
        }
        own => give(0, text::remark(own, &ctx.locale.remarks()).as_bytes()),
    }
    if let Some(finding) = entry.body.grave() {
        let card = ctx.kb.card(Kind::Rule, finding.name());
        let title = card.map_or(finding.name(), |card| card.words.title.as_str());
        give(own_lines_of(entry), title.as_bytes());
    }
}

/// Gives the lines of an entry that hold what is looked for. `room` is reused from call to call.
pub(super) fn lines_with(
    ctx: &Context,
    entry: &Entry,
    needle: &Needle,
    room: &mut Vec<u8>,
    mut give: impl FnMut(usize),
) {
    // Most replies hold it in none of their lines.
    if let Body::Heard { reply, .. } = &entry.body
        && entry.body.grave().is_none()
        && !needle.is_in(reply.octets(), room)
    {
        return;
    }
    each_line(ctx, entry, |line, octets| {
        if needle.is_in(octets, room) {
            give(line);
        }
    });
}

/// About how many octets there are to look through.
pub(super) fn size(entry: &Entry) -> usize {
    match &entry.body {
        Body::Said { line, .. } | Body::Stray { line, .. } => line.text.len(),
        Body::Heard { reply, .. } => reply.octets().len(),
        Body::Message { kept, .. } => kept.len(),
        // Words have to be put together first.
        _ => 512,
    }
}
