//! Whether a terminal is dark or light: what a theme is for, and what a terminal says of itself.
//!
//! Absent on purpose: asking the terminal (`run`), and the environment, which is passed in.

use super::colour::Rgb;

/// Which terminals a theme is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Background {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
    /// Either.
    #[default]
    Any,
}

impl Background {
    /// Its name in theme files: `dark`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Any => "any",
        }
    }

    /// Which one a terminal with this background is: the one whose text is easier to read on it.
    pub fn of(colour: Rgb) -> Self {
        if colour.contrast(Rgb(0, 0, 0)) > colour.contrast(Rgb(0xff, 0xff, 0xff)) {
            Self::Light
        } else {
            Self::Dark
        }
    }

    /// What the variable `COLORFGBG` says: the numbers of the terminal's two colours among the
    /// sixteen, `15;0` or `0;default;15`. rxvt, Konsole and a few others set it.
    pub fn of_variable(value: &str) -> Option<Self> {
        let (_, behind) = value.rsplit_once(';')?;
        match behind.parse::<u8>().ok()? {
            0..=6 | 8 => Some(Self::Dark),
            7 | 9..=15 => Some(Self::Light),
            _ => None,
        }
    }

    /// What a terminal answers when it is asked for its background (OSC 11), in the notation of X:
    /// `rgb:1e1e/1e1e/2e2e`, each part in one to four hexadecimal digits; `rgba:` has a fourth.
    pub fn of_answer(colour: &str) -> Option<Self> {
        let (kind, parts) = colour.split_once(':')?;
        let parts: Vec<_> = parts.split('/').map(part).collect::<Option<_>>()?;
        match (kind, &parts[..]) {
            ("rgb", [red, green, blue]) | ("rgba", [red, green, blue, _]) => {
                Some(Self::of(Rgb(*red, *green, *blue)))
            }
            _ => None,
        }
    }
}

/// One to four hexadecimal digits, of which as many are the whole, as an octet.
fn part(digits: &str) -> Option<u8> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16).ok()?;
    u8::try_from(value * 0xff / most).ok()
}

#[cfg(test)]
mod tests {
    use super::Background::{self, Dark, Light};

    #[test]
    fn a_terminal_tells_by_its_answer() {
        for (answer, expected) in [
            ("rgb:0000/0000/0000", Some(Dark)),
            ("rgb:ffff/ffff/ffff", Some(Light)),
            ("rgb:fdfd/f6f6/e3e3", Some(Light)),
            ("rgb:00/2b/36", Some(Dark)),
            ("rgb:f/f/e", Some(Light)),
            ("rgba:1e1e/1e1e/2e2e/ffff", Some(Dark)),
            ("rgb:7777/7777/7777", Some(Light)),
            ("rgb:7070/7070/7070", Some(Dark)),
            ("rgb:ffff/ffff", None),
            ("rgb:fffff/0/0", None),
            ("rgb:zz/00/00", None),
            ("rgb:+f/00/00", None),
            ("cmyk:0/0/0", None),
            ("", None),
        ] {
            assert_eq!(Background::of_answer(answer), expected, "{answer}");
        }
    }

    #[test]
    fn some_terminals_tell_by_a_variable() {
        for (value, expected) in [
            ("15;0", Some(Dark)),
            ("0;15", Some(Light)),
            ("0;default;15", Some(Light)),
            ("15;default;0", Some(Dark)),
            ("0;7", Some(Light)),
            ("7;8", Some(Dark)),
            ("15;default", None),
            ("0;16", None),
            ("0", None),
            ("", None),
        ] {
            assert_eq!(Background::of_variable(value), expected, "{value}");
        }
    }
}
