//! Themes: what every role looks like, on every terminal.
//!
//! A theme is a file (`themes/dark.toml`) of four sections, all of which may be left out:
//!
//! ```toml
//! [theme]
//! name = "Paper"
//! background = "light"       # for which terminals it is: dark, light, any
//! canvas = "#ffffff"         # the background its contrast is measured against; never drawn
//! inherits = "light"         # what this file leaves out is taken from there
//!
//! [palette]                  # names for this file; c256 and c16 are computed if absent
//! sky = { rgb = "#0b5cad", c256 = 25, c16 = "blue" }
//! ink = "#1b1b1b"
//!
//! [styles]                   # a colour, or fg, bg, bold, dim, italic, underline, reverse
//! text = "ink"
//! "reply.5" = { fg = "red", bold = true }
//! "text.muted" = { fg = "#565656", mono = ["dim"] }   # mono: instead, where there is no colour
//!
//! [glyphs]
//! set = "ascii"
//! border = "thick"           # round, plain, thick or double; ASCII has its own
//! "reply.5" = "!"
//! ```
//!
//! What a style leaves out comes from the theme inherited, then from the role's parent
//! ([`Role::parent`]), so a missing role cannot exist; an unknown name is an error with the
//! nearest right one. The terminal's own background is used everywhere but where a style has one.
//!
//! Absent on purpose: widgets, files on disk, and the environment ([`Depth::from_env`] is told).

mod background;
mod border;
mod choice;
mod colour;
mod depth;
mod error;
mod glyph;
mod paint;
mod read;
mod role;
mod sheet;
#[cfg(test)]
mod tests;

use ratatui::style::{Modifier, Style};
use ratatui::symbols::border::Set;

use crate::assets;
use crate::nearest::nearest;

pub use background::Background;
pub use choice::Choice;
pub use colour::{Rgb, VGA, ansi_index};
pub use depth::{Depth, Reason, When};
pub use error::{At, ThemeError};
pub use glyph::{Glyph, GlyphSet};
pub use role::Role;

use border::Lines;
use error::hint;
use paint::{Look, Paint};
use read::{literal, read};
use sheet::{Entry, Ink, Sheet};

/// The looks of all roles and glyphs at one colour depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    background: Background,
    canvas: Rgb,
    depth: Depth,
    /// In the order of [`Role::ALL`], as is `styles`.
    looks: Vec<Look>,
    styles: Vec<Style>,
    set: GlyphSet,
    lines: Lines,
    /// In the order of [`Glyph::ALL`].
    glyphs: Vec<String>,
}

impl Theme {
    /// The theme that can be read on every terminal, dark or light.
    pub const DEFAULT: &'static str = "default";

    /// The names of the themes inside the binary.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        assets::folder("themes")
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// A theme from inside the binary, by name, in 24-bit colour.
    pub fn builtin(name: &str) -> Result<Self, ThemeError> {
        Self::assemble(name, inherit(shipped(name)?, vec![name.to_owned()])?)
    }

    /// A theme from the text of a file, in 24-bit colour. `file_name` is for errors, and is the
    /// theme's name where it gives itself none. It may inherit the themes inside the binary.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ThemeError> {
        Self::assemble(file_name, inherit(read(file_name, text)?, Vec::new())?)
    }

    /// The same theme without any sign, for what is read aloud.
    #[must_use]
    pub fn without_signs(mut self) -> Self {
        self.glyphs.iter_mut().for_each(String::clear);
        self
    }

    /// The same theme for a terminal with fewer or more colours.
    #[must_use]
    pub fn at_depth(&self, depth: Depth) -> Self {
        let styles = self.looks.iter().map(|look| look.style(depth)).collect();
        Self {
            depth,
            styles,
            ..self.clone()
        }
    }

    /// What text in this role looks like.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// What text in this role looks like on the selected line: it keeps its colours and gets
    /// the selection's background where it has none, or reverse video where the selection has none.
    pub fn selected(&self, role: Role) -> Style {
        let selection = self.style(Role::Selection);
        let reverse = selection.add_modifier & Modifier::REVERSED;
        let style = self.style(role);
        Style {
            bg: style.bg.or(selection.bg),
            ..style
        }
        .add_modifier(reverse)
    }

    /// The sign for `glyph`, one cell wide.
    pub fn glyph(&self, glyph: Glyph) -> &str {
        self.glyphs.get(glyph as usize).map_or("?", String::as_str)
    }

    /// The lines panes are drawn with: others where the keys go, so that no colour is needed to see
    /// it. In ASCII where the theme's glyphs are.
    pub const fn border(&self, focused: bool) -> Set<'static> {
        match (self.set, focused) {
            (GlyphSet::Unicode, true) => self.lines.focused(),
            (GlyphSet::Unicode, false) => self.lines.set(),
            (GlyphSet::Ascii, true) => border::ASCII_FOCUSED,
            (GlyphSet::Ascii, false) => border::ASCII,
        }
    }

    /// The same theme with the signs of this set; a theme that has them already keeps its own.
    #[must_use]
    pub fn with_glyphs(self, set: GlyphSet) -> Self {
        if set == self.set {
            return self;
        }
        let signs = Glyph::ALL.iter().map(|glyph| glyph.default_in(set));
        Self {
            glyphs: signs.map(str::to_owned).collect(),
            set,
            ..self
        }
    }

    /// Which signs it has.
    pub const fn glyph_set(&self) -> GlyphSet {
        self.set
    }

    /// Its name for people: `Dark`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which terminals it is for.
    pub const fn background(&self) -> Background {
        self.background
    }

    /// The depth its styles are for.
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// The background its contrast is measured against and its pictures are drawn on; the
    /// terminal keeps its own.
    pub const fn canvas(&self) -> Rgb {
        self.canvas
    }

    /// The foreground pictures use where a cell has none.
    pub fn ink(&self) -> Rgb {
        let look = self.looks.get(Role::Text as usize).and_then(|look| look.fg);
        let fallback = match self.background {
            Background::Light => Rgb(0, 0, 0),
            Background::Dark | Background::Any => Rgb(0xff, 0xff, 0xff),
        };
        look.and_then(|paint| Rgb::of(paint.full, &VGA))
            .unwrap_or(fallback)
    }

    /// Makes every role and glyph of a sheet that inherits nothing any more.
    fn assemble(name: &str, sheet: Sheet) -> Result<Self, ThemeError> {
        let background = sheet.background.unwrap_or_default();
        let set = sheet.set.unwrap_or_default();
        let glyph = |glyph: &Glyph| {
            sheet
                .glyphs
                .get(glyph)
                .cloned()
                .unwrap_or_else(|| glyph.default_in(set).to_owned())
        };
        let looks = looks(&sheet)?;
        let canvas = sheet.canvas.unwrap_or(match background {
            Background::Light => Rgb(0xff, 0xff, 0xff),
            Background::Dark | Background::Any => Rgb(0, 0, 0),
        });
        Ok(Self {
            glyphs: Glyph::ALL.iter().map(glyph).collect(),
            name: sheet.name.unwrap_or_else(|| name.to_owned()),
            background,
            canvas,
            depth: Depth::Rgb,
            styles: looks.iter().map(|look| look.style(Depth::Rgb)).collect(),
            looks,
            set,
            lines: sheet.lines.unwrap_or_default(),
        })
    }
}

impl Default for Theme {
    /// [`Theme::DEFAULT`], which a test proves sound.
    fn default() -> Self {
        Self::builtin(Self::DEFAULT).unwrap_or_else(|_| Self {
            name: String::new(),
            background: Background::Any,
            canvas: Rgb(0, 0, 0),
            depth: Depth::Mono,
            looks: Vec::new(),
            styles: Vec::new(),
            set: GlyphSet::Ascii,
            lines: Lines::Round,
            glyphs: Vec::new(),
        })
    }
}

/// The file of a theme inside the binary.
fn shipped(name: &str) -> Result<Sheet, ThemeError> {
    let path = format!("themes/{name}.toml");
    let missing = || ThemeError::Missing {
        name: name.to_owned(),
        hint: hint(name, Theme::names()),
    };
    read(&path, assets::text(&path).ok_or_else(missing)?)
}

/// Lays a sheet over all it inherits; `behind` are the names already met.
fn inherit(mut sheet: Sheet, mut behind: Vec<String>) -> Result<Sheet, ThemeError> {
    while let Some(Ink { name, at }) = sheet.inherits.take() {
        if behind.contains(&name) {
            return Err(ThemeError::Circle { at, name });
        }
        let base = shipped(&name).map_err(|error| match error {
            ThemeError::Missing { name, hint } => ThemeError::Unknown {
                at,
                kind: "theme",
                name,
                hint,
            },
            other => other,
        })?;
        behind.push(name);
        sheet = sheet.over(base);
    }
    Ok(sheet)
}

/// The looks of all roles. Parents stand before their children, so each is there when needed.
fn looks(sheet: &Sheet) -> Result<Vec<Look>, ThemeError> {
    let mut looks: Vec<Look> = Vec::with_capacity(Role::ALL.len());
    for role in Role::ALL {
        let parent = looks
            .get(role.parent() as usize)
            .copied()
            .unwrap_or_default();
        let look = match sheet.entries.get(role) {
            Some(entry) => look(sheet, entry, parent)?,
            None => parent,
        };
        looks.push(look);
    }
    Ok(looks)
}

/// What a file says of one role, over its parent.
fn look(sheet: &Sheet, entry: &Entry, parent: Look) -> Result<Look, ThemeError> {
    let paint = |ink: &Option<Ink>| ink.as_ref().map(|ink| paint(sheet, ink)).transpose();
    let attributes = (parent.attributes - entry.off) | entry.on;
    let own = !(entry.on | entry.off).is_empty();
    Ok(Look {
        fg: paint(&entry.fg)?.or(parent.fg),
        bg: paint(&entry.bg)?.or(parent.bg),
        attributes,
        mono: entry
            .mono
            .unwrap_or(if own { attributes } else { parent.mono }),
    })
}

/// The colour of that name.
fn paint(sheet: &Sheet, ink: &Ink) -> Result<Paint, ThemeError> {
    let known = sheet.palette.get(&ink.name).copied();
    known.or_else(|| literal(&ink.name).map(Paint::plain)).ok_or_else(|| ThemeError::Unknown {
        at: ink.at.clone(),
        kind: "colour",
        name: ink.name.clone(),
        hint: match nearest(&ink.name, sheet.palette.keys().map(String::as_str)) {
            Some(name) => format!("did you mean {name:?}?"),
            None => "use a name from [palette], one of the sixteen, \"#rrggbb\", \"0\" to \"255\", or \"none\"".to_owned(),
        },
    })
}
