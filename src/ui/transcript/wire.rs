//! A line as it went over the wire: line ends and control octets as signs, the seams between the
//! pieces it came in, and the octets in hexadecimal.

use crate::app::Wire;
use crate::context::Context;
use crate::flow::{Row, Span};
use crate::theme::{Glyph, Role};
use crate::transcript::Body;
use crate::wire::Line;
use crate::wire::text::printable;

/// The row of a line of an entry; `None` where the entry is no line of the wire, or more of a
/// message than is kept.
pub(super) fn row(ctx: &Context, body: &Body, line: usize, wire: Wire) -> Option<Row> {
    let (octets, seams, role) = octets(body, line)?;
    let mut row = Row::new();
    let mut from = 0;
    for end in seams.into_iter().chain([octets.len()]) {
        let piece = octets.get(from..end).unwrap_or_default();
        row.extend(visible(piece, role));
        if end < octets.len() {
            row.push(Span::new(ctx.theme.glyph(Glyph::Seam), Role::Warning));
        }
        from = end;
    }
    if wire == Wire::Hex {
        let hex: Vec<_> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        row.push(Span::new(format!("  {}", hex.join(" ")), Role::TextMuted));
    }
    Some(row)
}

/// The octets of a line, and the seams within them; one at its very beginning as 0.
fn octets(body: &Body, line: usize) -> Option<(Vec<u8>, Vec<usize>, Role)> {
    match body {
        Body::Said { line, .. } => Some((line.octets(), Vec::new(), Role::Client)),
        Body::Stray { line, .. } => Some((line.octets(), Vec::new(), Role::Server)),
        Body::Message { kept, .. } if line < crate::app::MESSAGE_SHOWN => {
            let octets = kept.split_inclusive(|octet| *octet == b'\n').nth(line)?;
            Some((octets.to_vec(), Vec::new(), Role::ClientData))
        }
        Body::Heard { reply, seams, .. } => {
            let before: usize = (0..line)
                .filter_map(|line| reply.line(line))
                .map(|line| line.len())
                .sum();
            let octets = reply.line(line)?.octets();
            // What begins the reply is no seam; what begins a further line of it may be one.
            let inside = before.max(1)..before + octets.len();
            let seams = seams.iter().filter(|at| inside.contains(at));
            Some((octets, seams.map(|at| at - before).collect(), Role::Server))
        }
        _ => None,
    }
}

/// Octets with their line end as signs.
fn visible(octets: &[u8], role: Role) -> Row {
    let line = Line::read(octets);
    let end: String = line
        .ending
        .octets()
        .iter()
        .filter_map(|octet| char::from_u32(0x2400 + u32::from(*octet)))
        .collect();
    vec![
        Span::new(printable(&line.text).into_owned(), role),
        Span::new(end, Role::TextMuted),
    ]
}
