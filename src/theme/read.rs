//! Reads a theme file: every name and every value is checked, and an error says on which line
//! it is and what would be right.
//!
//! Absent on purpose: inheritance, and whether a palette has the names the styles use. Both
//! need more than one file.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_width::UnicodeWidthStr;

use super::Background;
use super::border::Lines;
use super::colour::Rgb;
use super::error::{At, ThemeError, hint};
use super::glyph::{Glyph, GlyphSet};
use super::paint::Paint;
use super::role::Role;
use super::sheet::{Entry, Ink, Sheet};
use crate::assets;

/// A word of the file, and where it stands.
type Word<'a> = Spanned<Cow<'a, str>>;

/// A value of the file, and where it stands.
type Value<'a> = Spanned<DeValue<'a>>;

/// The attributes a style may have, by their names in files.
const ATTRIBUTES: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

const COLOUR: &str =
    "a colour: a name from [palette] or of the sixteen, \"#rrggbb\", \"0\" to \"255\", or \"none\"";

/// Reads a file.
pub(super) fn read(file: &str, text: &str) -> Result<Sheet, ThemeError> {
    let source = Source { file, text };
    let table = DeTable::parse(text).map_err(|error| source.syntax(&error))?;
    let mut sheet = Sheet::default();
    for (key, value) in table.get_ref() {
        let section = source.table(key, value, "a section, as in [styles]")?;
        match key.get_ref().as_ref() {
            "theme" => source.theme(section, &mut sheet)?,
            "palette" => source.palette(section, &mut sheet)?,
            "styles" => source.styles(section, &mut sheet)?,
            "glyphs" => source.glyphs(section, &mut sheet)?,
            _ => {
                return Err(source.unknown(
                    key,
                    "section",
                    ["theme", "palette", "styles", "glyphs"].into_iter(),
                ));
            }
        }
    }
    Ok(sheet)
}

/// The file, for saying where something stands in it.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn theme(self, section: &DeTable<'_>, sheet: &mut Sheet) -> Result<(), ThemeError> {
        for (key, value) in section {
            match key.get_ref().as_ref() {
                "name" => {
                    sheet.name = Some(self.string(key, value, "a name in quotes")?.to_owned());
                }
                "background" => sheet.background = Some(self.background(key, value)?),
                "canvas" => sheet.canvas = Some(self.canvas(key, value)?),
                "inherits" => sheet.inherits = Some(self.ink(key, value, "the name of a theme")?),
                "author" | "license" => _ = self.string(key, value, "words in quotes")?,
                _ => {
                    let known = [
                        "name",
                        "background",
                        "canvas",
                        "inherits",
                        "author",
                        "license",
                    ];
                    return Err(self.unknown(key, "key of [theme]", known.into_iter()));
                }
            }
        }
        Ok(())
    }

    fn palette(self, section: &DeTable<'_>, sheet: &mut Sheet) -> Result<(), ThemeError> {
        for (key, value) in section {
            let paint = match value.get_ref() {
                DeValue::Table(depths) => self.paint(key, depths)?,
                _ => Paint::plain(self.colour(key, value)?),
            };
            sheet.palette.insert(key.get_ref().to_string(), paint);
        }
        Ok(())
    }

    fn styles(self, section: &DeTable<'_>, sheet: &mut Sheet) -> Result<(), ThemeError> {
        for (key, value) in section {
            let names = Role::ALL.iter().map(|role| role.name());
            let role =
                Role::named(key.get_ref()).ok_or_else(|| self.unknown(key, "style", names))?;
            let entry = match value.get_ref() {
                DeValue::Table(table) => self.entry(role, table)?,
                _ => Entry {
                    fg: Some(self.ink(key, value, COLOUR)?),
                    ..Entry::default()
                },
            };
            sheet.entries.insert(role, entry);
        }
        Ok(())
    }

    fn glyphs(self, section: &DeTable<'_>, sheet: &mut Sheet) -> Result<(), ThemeError> {
        for (key, value) in section {
            match key.get_ref().as_ref() {
                "set" => {
                    sheet.set = Some(self.set(key, value)?);
                    continue;
                }
                "border" => {
                    sheet.lines = Some(self.lines(key, value)?);
                    continue;
                }
                _ => {}
            }
            let names = Glyph::ALL.iter().map(|glyph| glyph.name());
            let glyph =
                Glyph::named(key.get_ref()).ok_or_else(|| self.unknown(key, "glyph", names))?;
            sheet.glyphs.insert(glyph, self.sign(key, value)?);
        }
        Ok(())
    }

    /// One style written as a table.
    fn entry(self, role: Role, table: &DeTable<'_>) -> Result<Entry, ThemeError> {
        let mut entry = Entry::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "fg" => entry.fg = Some(self.ink(key, value, COLOUR)?),
                "bg" => entry.bg = Some(self.ink(key, value, COLOUR)?),
                "mono" => entry.mono = Some(self.attributes(key, value)?),
                _ => {
                    let attribute = self
                        .attribute(key)
                        .map_err(|error| quoted(role, key, error))?;
                    let on = value.get_ref().as_bool();
                    if on.ok_or_else(|| self.wrong(key, "true or false"))? {
                        entry.on |= attribute;
                    } else {
                        entry.off |= attribute;
                    }
                }
            }
        }
        Ok(entry)
    }

    fn attributes(self, key: &Word<'_>, value: &Value<'_>) -> Result<Modifier, ThemeError> {
        let wrong = || self.wrong(key, "a list such as [\"bold\", \"dim\"]");
        let mut all = Modifier::empty();
        for item in value.get_ref().as_array().ok_or_else(wrong)? {
            let name = item.get_ref().as_str().ok_or_else(wrong)?;
            all |= self.attribute(&Spanned::new(item.span(), Cow::Borrowed(name)))?;
        }
        Ok(all)
    }

    fn attribute(self, key: &Word<'_>) -> Result<Modifier, ThemeError> {
        let found = ATTRIBUTES.iter().find(|(name, _)| name == key.get_ref());
        let known = ["fg", "bg", "mono"]
            .into_iter()
            .chain(ATTRIBUTES.iter().map(|(name, _)| *name));
        found
            .map(|(_, attribute)| *attribute)
            .ok_or_else(|| self.unknown(key, "part of a style", known))
    }

    /// One colour written out for several depths.
    fn paint(self, name: &Word<'_>, depths: &DeTable<'_>) -> Result<Paint, ThemeError> {
        let mut full = None;
        let mut paint = Paint::plain(Color::Reset);
        for (key, value) in depths {
            let colour = Some(self.colour(key, value)?);
            match key.get_ref().as_ref() {
                "rgb" => full = colour,
                "c256" => paint.c256 = colour,
                "c16" => paint.c16 = colour,
                _ => {
                    return Err(self.unknown(
                        key,
                        "depth of a colour",
                        ["rgb", "c256", "c16"].into_iter(),
                    ));
                }
            }
        }
        paint.full = full.ok_or_else(|| self.wrong(name, "a colour with at least an `rgb`"))?;
        Ok(paint)
    }

    fn colour(self, key: &Word<'_>, value: &Value<'_>) -> Result<Color, ThemeError> {
        let wrong = || {
            self.wrong(
                key,
                "\"#rrggbb\", one of the sixteen names, 0 to 255, or \"none\"",
            )
        };
        match value.get_ref() {
            DeValue::Integer(number) => number
                .as_str()
                .parse()
                .map(Color::Indexed)
                .map_err(|_| wrong()),
            other => other.as_str().and_then(literal).ok_or_else(wrong),
        }
    }

    fn canvas(self, key: &Word<'_>, value: &Value<'_>) -> Result<Rgb, ThemeError> {
        match self.colour(key, value)? {
            Color::Rgb(red, green, blue) => Ok(Rgb(red, green, blue)),
            _ => Err(self.wrong(key, "\"#rrggbb\"")),
        }
    }

    fn background(self, key: &Word<'_>, value: &Value<'_>) -> Result<Background, ThemeError> {
        match value.get_ref().as_str() {
            Some("dark") => Ok(Background::Dark),
            Some("light") => Ok(Background::Light),
            Some("any") => Ok(Background::Any),
            _ => Err(self.wrong(key, "\"dark\", \"light\" or \"any\"")),
        }
    }

    fn set(self, key: &Word<'_>, value: &Value<'_>) -> Result<GlyphSet, ThemeError> {
        let set = value.get_ref().as_str().and_then(GlyphSet::named);
        set.ok_or_else(|| self.wrong(key, "\"unicode\" or \"ascii\""))
    }

    fn lines(self, key: &Word<'_>, value: &Value<'_>) -> Result<Lines, ThemeError> {
        let lines = value.get_ref().as_str().and_then(Lines::named);
        lines.ok_or_else(|| self.wrong(key, "\"round\", \"plain\", \"thick\" or \"double\""))
    }

    fn sign(self, key: &Word<'_>, value: &Value<'_>) -> Result<String, ThemeError> {
        let wanted = "a sign one cell wide, also where ambiguous characters take two";
        let sign = self.string(key, value, wanted)?;
        let fits = sign.width() == 1 && sign.width_cjk() == 1 && !sign.contains(char::is_control);
        fits.then(|| sign.to_owned())
            .ok_or_else(|| self.wrong(key, wanted))
    }

    fn ink(
        self,
        key: &Word<'_>,
        value: &Value<'_>,
        wanted: &'static str,
    ) -> Result<Ink, ThemeError> {
        let name = self.string(key, value, wanted)?.to_owned();
        Ok(Ink {
            name,
            at: self.at(value.span().start),
        })
    }

    fn string<'v>(
        self,
        key: &Word<'_>,
        value: &'v Value<'_>,
        wanted: &'static str,
    ) -> Result<&'v str, ThemeError> {
        value
            .get_ref()
            .as_str()
            .ok_or_else(|| self.wrong(key, wanted))
    }

    fn table<'v, 'i>(
        self,
        key: &Word<'_>,
        value: &'v Value<'i>,
        wanted: &'static str,
    ) -> Result<&'v DeTable<'i>, ThemeError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong(key, wanted))
    }

    fn unknown<'k>(
        self,
        key: &Word<'_>,
        kind: &'static str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> ThemeError {
        let name = key.get_ref().to_string();
        ThemeError::Unknown {
            at: self.at(key.span().start),
            kind,
            hint: hint(&name, known),
            name,
        }
    }

    fn wrong(self, key: &Word<'_>, wanted: &'static str) -> ThemeError {
        ThemeError::Value {
            at: self.at(key.span().start),
            key: key.get_ref().to_string(),
            wanted,
        }
    }

    fn syntax(self, error: &toml::de::Error) -> ThemeError {
        let start = error.span().map_or(0, |span| span.start);
        ThemeError::Syntax {
            at: self.at(start),
            message: error.message().to_owned(),
        }
    }

    fn at(self, offset: usize) -> At {
        At {
            file: self.file.to_owned(),
            line: assets::line_at(self.text, offset),
        }
    }
}

/// A colour that needs no palette.
pub(super) fn literal(name: &str) -> Option<Color> {
    if name == "none" {
        Some(Color::Reset)
    } else {
        name.parse().ok()
    }
}

/// `text.muted = …` without quotes is, in TOML, a table `text` with a key `muted`. Says so.
fn quoted(role: Role, key: &Word<'_>, error: ThemeError) -> ThemeError {
    let whole = format!("{}.{}", role.name(), key.get_ref());
    match error {
        ThemeError::Unknown { at, kind, name, .. } if Role::named(&whole).is_some() => {
            let hint = format!("write {whole:?} with the quotes");
            ThemeError::Unknown {
                at,
                kind,
                name,
                hint,
            }
        }
        other => other,
    }
}
