//! A theme file once it is read, and how it is laid over the one it inherits.
//!
//! Absent on purpose: what a role looks like in the end. Palette names are kept as names, so
//! that a theme of five lines may change the palette of another.

use std::collections::BTreeMap;

use ratatui::style::Modifier;

use super::Background;
use super::border::Lines;
use super::colour::Rgb;
use super::error::At;
use super::glyph::{Glyph, GlyphSet};
use super::paint::Paint;
use super::role::Role;

/// A theme file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: Option<String>,
    pub(super) background: Option<Background>,
    pub(super) canvas: Option<Rgb>,
    pub(super) inherits: Option<Ink>,
    pub(super) palette: BTreeMap<String, Paint>,
    pub(super) entries: BTreeMap<Role, Entry>,
    pub(super) set: Option<GlyphSet>,
    pub(super) lines: Option<Lines>,
    pub(super) glyphs: BTreeMap<Glyph, String>,
}

/// What a file says of one role.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) fg: Option<Ink>,
    pub(super) bg: Option<Ink>,
    /// Attributes it asks for.
    pub(super) on: Modifier,
    /// Attributes it takes away from its parent.
    pub(super) off: Modifier,
    /// Attributes where there is no colour.
    pub(super) mono: Option<Modifier>,
}

/// A name that is looked up once everything is read, with the place to complain about.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    pub(super) name: String,
    pub(super) at: At,
}

impl Sheet {
    /// Lays this file over the one it inherits.
    pub(super) fn over(mut self, mut base: Self) -> Self {
        base.palette.append(&mut self.palette);
        base.glyphs.append(&mut self.glyphs);
        for (role, entry) in self.entries {
            let below = base.entries.remove(&role).unwrap_or_default();
            base.entries.insert(role, entry.over(below));
        }
        Self {
            name: self.name,
            background: self.background.or(base.background),
            canvas: self.canvas.or(base.canvas),
            inherits: base.inherits,
            set: self.set.or(base.set),
            lines: self.lines.or(base.lines),
            ..base
        }
    }
}

impl Entry {
    fn over(self, below: Self) -> Self {
        Self {
            fg: self.fg.or(below.fg),
            bg: self.bg.or(below.bg),
            on: (below.on - self.off) | self.on,
            off: (below.off - self.on) | self.off,
            mono: self.mono.or(below.mono),
        }
    }
}
