//! What is under the pointer: asked of the same functions that draw it, so that what is clicked is
//! what is seen.
//!
//! Absent on purpose: what a click does (`app/mouse`).

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};

use super::{caret, explanation, footer, marked, paint, palette, reference, transcript};
use crate::app::{App, Drag, Gesture, Modal, Pane, Pointer, Spot, Under, layout};
use crate::context::Context;

/// What the app has to know of the place a mouse event is at. Only presses, and the end of a drag,
/// cost more than nothing.
pub fn under(ctx: &Context, app: &App, pointer: Pointer) -> Under {
    let at = pointer.at;
    let screen = Rect::from((Position::ORIGIN, app.size));
    match (pointer.gesture, app.mouse.drag) {
        _ if !app.mouse.on || !screen.contains(at) => Under::default(),
        (Gesture::Press, _) => {
            let (spot, within) = spot(ctx, app, at, screen);
            let columns = if within.contains(at) {
                (within.x, within.right())
            } else {
                (at.x, at.x)
            };
            let word = marked::word(&painted(ctx, app, screen), (at.x, at.y), columns);
            Under {
                spot,
                within,
                word,
                text: String::new(),
            }
        }
        (Gesture::Release, Some(Drag::Text(stretch))) => {
            let area = layout::areas(app).transcript;
            let lines = if app.modal.is_none() && area.contains(stretch.from) {
                transcript::shown(ctx, app, area)
            } else {
                Vec::new()
            };
            Under {
                text: marked::text(stretch, &painted(ctx, app, screen), &lines),
                ..Under::default()
            }
        }
        _ => Under::default(),
    }
}

/// The screen as it is drawn.
fn painted(ctx: &Context, app: &App, screen: Rect) -> Buffer {
    let mut buffer = Buffer::empty(screen);
    paint(ctx, app, &mut buffer);
    buffer
}

/// What a click means, and the inside of the pane it is in.
fn spot(ctx: &Context, app: &App, at: Position, screen: Rect) -> (Spot, Rect) {
    let footer = layout::areas(app).footer;
    let inside = layout::over(app).inner(Margin::new(2, 1));
    match &app.modal {
        Some(Modal::Reference(open)) if !footer.contains(at) => {
            return (
                reference::under(ctx, app, open, at, screen),
                reference::inside(screen),
            );
        }
        Some(Modal::Palette(open)) if inside.contains(at) => {
            return (palette::under(open, at, inside), inside);
        }
        Some(Modal::Help(_) | Modal::Notices(_)) if inside.contains(at) => {
            return (Spot::Nothing, inside);
        }
        Some(_) if footer.contains(at) => return (footer::under(ctx, app, footer, at), Rect::ZERO),
        Some(_) => return (Spot::Nothing, Rect::ZERO),
        None => {}
    }
    let areas = layout::areas(app);
    match areas.pane(at) {
        Some(Pane::Transcript) => {
            let area = areas.transcript;
            let spot = transcript::under(ctx, app, area, at);
            (spot, transcript::inside(app, area))
        }
        Some(Pane::Explanation) => {
            let area = areas.explanation;
            let spot = explanation::under(ctx, app, area, at);
            (spot, explanation::inside(app, area))
        }
        Some(Pane::Command) => {
            let area = areas.command;
            let inside = caret::inside(app, area);
            (caret::under(ctx, app, area, at), inside)
        }
        None if areas.footer.contains(at) => {
            (footer::under(ctx, app, areas.footer, at), Rect::ZERO)
        }
        None if areas.standing.contains(at) => {
            (Spot::Nothing, areas.standing.inner(Margin::new(2, 1)))
        }
        None => (Spot::Nothing, Rect::ZERO),
    }
}
