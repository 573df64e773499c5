//! Which theme a person asked for: one by name or file, or one for each kind of terminal.
//!
//! `nord` is that theme everywhere; `gruvbox-dark,gruvbox-light` is the first one on a dark terminal
//! and the second on a light one; `auto` is `dark,light`. As long as nobody knows which kind of
//! terminal it is, a choice of two is [`Theme::DEFAULT`], which can be read on both.
//!
//! Absent on purpose: finding out which kind it is, and opening files.

use super::{Background, Theme, ThemeError, error::hint};

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    dark: String,
    light: String,
    unknown: String,
}

impl Choice {
    /// The choice where nobody makes one.
    pub const AUTO: &'static str = "auto";

    /// Reads it. A name must be that of a theme there is; what ends in `.toml` is a file, and is not
    /// looked at here.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let text = text.trim();
        let (dark, light) = match text.split_once(',') {
            _ if text == Self::AUTO => ("dark", "light"),
            Some((dark, light)) => (dark.trim(), light.trim()),
            None => (text, text),
        };
        let unknown = if dark == light { dark } else { Theme::DEFAULT };
        Ok(Self {
            dark: known(dark)?,
            light: known(light)?,
            unknown: unknown.to_owned(),
        })
    }

    /// Whether it makes a difference what kind of terminal it is.
    pub fn depends(&self) -> bool {
        self.dark != self.light
    }

    /// The theme for this kind of terminal, or where the kind is not known.
    pub fn on(&self, background: Option<Background>) -> &str {
        match background {
            Some(Background::Dark) => &self.dark,
            Some(Background::Light) => &self.light,
            Some(Background::Any) | None => &self.unknown,
        }
    }

    /// Whether a name of a theme is the path of a file.
    pub fn is_file(name: &str) -> bool {
        std::path::Path::new(name)
            .extension()
            .is_some_and(|kind| kind == "toml")
    }
}

fn known(name: &str) -> Result<String, ThemeError> {
    if Choice::is_file(name) || Theme::names().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let names: Vec<_> = Theme::names().chain([Choice::AUTO]).collect();
    Err(ThemeError::Missing {
        name: name.to_owned(),
        hint: hint(name, names.into_iter()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_one_theme_or_one_for_each_kind_of_terminal() {
        for (text, dark, light, unknown) in [
            ("auto", "dark", "light", "default"),
            ("nord", "nord", "nord", "nord"),
            (
                "gruvbox-dark, gruvbox-light",
                "gruvbox-dark",
                "gruvbox-light",
                "default",
            ),
            ("./mine.toml,light", "./mine.toml", "light", "default"),
            ("nord,nord", "nord", "nord", "nord"),
        ] {
            let choice = Choice::parse(text);
            let names = choice.as_ref().map(|choice| {
                let on = |background| choice.on(background).to_owned();
                [
                    on(Some(Background::Dark)),
                    on(Some(Background::Light)),
                    on(None),
                ]
            });
            let expected = [dark, light, unknown].map(str::to_owned);
            assert_eq!(names, Ok(expected), "{text}");
            assert_eq!(choice.map(|choice| choice.depends()), Ok(dark != light));
        }
    }

    #[test]
    fn a_wrong_name_is_told_with_the_nearest() {
        for (text, expected) in [
            ("nrod", "there is no theme \"nrod\"; did you mean \"nord\"?"),
            (
                "dark,lihgt",
                "there is no theme \"lihgt\"; did you mean \"light\"?",
            ),
            ("outo", "there is no theme \"outo\"; did you mean \"auto\"?"),
        ] {
            let error = Choice::parse(text).map_err(|error| error.to_string());
            assert_eq!(error.err().as_deref(), Some(expected));
        }
        assert!(Choice::parse("dark,").is_err() && Choice::parse("").is_err());
    }
}
