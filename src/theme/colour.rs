//! Colours as numbers: contrast, distance, and the nearest one a poorer terminal has.
//!
//! Absent on purpose: what a colour is used for, and how many colours a terminal has.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use ratatui::style::Color;

/// A 24-bit sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(
    /// Red.
    pub u8,
    /// Green.
    pub u8,
    /// Blue.
    pub u8,
);

/// The sixteen colours as the VGA console has them: the reference, since terminals differ.
pub const VGA: [Rgb; 16] = [
    Rgb(0x00, 0x00, 0x00),
    Rgb(0xaa, 0x00, 0x00),
    Rgb(0x00, 0xaa, 0x00),
    Rgb(0xaa, 0x55, 0x00),
    Rgb(0x00, 0x00, 0xaa),
    Rgb(0xaa, 0x00, 0xaa),
    Rgb(0x00, 0xaa, 0xaa),
    Rgb(0xaa, 0xaa, 0xaa),
    Rgb(0x55, 0x55, 0x55),
    Rgb(0xff, 0x55, 0x55),
    Rgb(0x55, 0xff, 0x55),
    Rgb(0xff, 0xff, 0x55),
    Rgb(0x55, 0x55, 0xff),
    Rgb(0xff, 0x55, 0xff),
    Rgb(0x55, 0xff, 0xff),
    Rgb(0xff, 0xff, 0xff),
];

/// The names ratatui has for the sixteen, in the order of [`VGA`].
const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Which of the sixteen a named colour is, from 0; `None` for every other colour.
pub fn ansi_index(color: Color) -> Option<u8> {
    let index = NAMED.iter().position(|name| *name == color)?;
    u8::try_from(index).ok()
}

impl Rgb {
    /// Colour `index` of the 256; the first sixteen, which every terminal sets for itself, as `ansi` has them.
    pub fn indexed(index: u8, ansi: &[Self; 16]) -> Self {
        /// The steps of the 6×6×6 cube.
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        match index {
            0..=15 => ansi[usize::from(index)],
            16..=231 => {
                let step = |divisor: u8| STEPS[usize::from((index - 16) / divisor % 6)];
                Self(step(36), step(6), step(1))
            }
            232.. => {
                let grey = 8 + 10 * (index - 232);
                Self(grey, grey, grey)
            }
        }
    }

    /// What a terminal whose sixteen colours are `ansi` shows for `color`; `None` for the default colour.
    pub fn of(color: Color, ansi: &[Self; 16]) -> Option<Self> {
        match color {
            Color::Reset => None,
            Color::Rgb(red, green, blue) => Some(Self(red, green, blue)),
            Color::Indexed(index) => Some(Self::indexed(index, ansi)),
            named => Some(ansi[usize::from(ansi_index(named)?)]),
        }
    }

    /// The WCAG 2 contrast ratio between two colours, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The WCAG 2 relative luminance, from 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The three parts as amounts of light.
    pub(super) fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Oklab coordinates, in which distance is close to how different two colours look.
    fn oklab(self) -> [f64; 3] {
        /// From light to what the three kinds of cones take up.
        const CONES: [[f64; 3]; 3] = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        /// From there, after the cube root, to lightness and the two axes of colour.
        const AXES: [[f64; 3]; 3] = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        times(&AXES, times(&CONES, self.linear()).map(f64::cbrt))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The 256 in Oklab, worked out once.
static LABS: LazyLock<Vec<[f64; 3]>> = LazyLock::new(|| {
    (0..=255)
        .map(|index| Rgb::indexed(index, &VGA).oklab())
        .collect()
});

/// The nearest of the 240 colours that are the same on every terminal with 256.
pub(super) fn to_256(color: Color) -> Color {
    let Color::Rgb(red, green, blue) = color else {
        return color;
    };
    nearest(Rgb(red, green, blue), 16..=255).map_or(color, Color::Indexed)
}

/// The nearest of the sixteen, as the VGA console has them.
pub(super) fn to_16(color: Color) -> Color {
    let Some(wanted) = Rgb::of(color, &VGA) else {
        return color;
    };
    let index = nearest(wanted, 0..=15);
    index
        .and_then(|index| NAMED.get(usize::from(index)).copied())
        .unwrap_or(color)
}

fn nearest(wanted: Rgb, among: RangeInclusive<u8>) -> Option<u8> {
    let wanted = wanted.oklab();
    let far = |index: &u8| distance(LABS[usize::from(*index)], wanted);
    among.min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// How different two colours look. Hue counts for more than lightness: a grey should stay grey.
fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let [lightness, red, blue] = [0, 1, 2].map(|axis| (a[axis] - b[axis]).powi(2));
    lightness + 4.0 * (red + blue)
}

fn times(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let black_on_white = Rgb(0, 0, 0).contrast(Rgb(255, 255, 255));
        assert!((black_on_white - 21.0).abs() < 1e-9, "{black_on_white}");
        let grey = Rgb(0x77, 0x77, 0x77).contrast(Rgb(255, 255, 255));
        assert!((grey - 4.48).abs() < 0.01, "{grey}");
    }

    #[test]
    fn poorer_terminals_get_the_nearest_colour() {
        let check = |rgb: Rgb, in_256: u8, in_16: Color| {
            let color = Color::Rgb(rgb.0, rgb.1, rgb.2);
            assert_eq!(to_256(color), Color::Indexed(in_256), "{rgb}");
            assert_eq!(to_16(color), in_16, "{rgb}");
        };
        check(Rgb(0, 0, 0), 16, Color::Black);
        check(Rgb(255, 255, 255), 231, Color::White);
        check(Rgb(0x80, 0x80, 0x80), 244, Color::Gray);
        check(Rgb(255, 0, 0), 196, Color::LightRed);
        check(Rgb(0x5f, 0x87, 0xaf), 67, Color::Cyan);
        check(Rgb(0x50, 0xfa, 0x50), 83, Color::LightGreen);
    }

    #[test]
    fn named_and_numbered_colours_stay_where_they_exist() {
        assert_eq!(to_256(Color::Red), Color::Red);
        assert_eq!(to_256(Color::Indexed(200)), Color::Indexed(200));
        assert_eq!(to_16(Color::Indexed(1)), Color::Red);
        assert_eq!(to_16(Color::Reset), Color::Reset);
    }

    #[test]
    fn the_cube_and_the_greys_are_those_of_xterm() {
        assert_eq!(Rgb::indexed(16, &VGA), Rgb(0, 0, 0));
        assert_eq!(Rgb::indexed(208, &VGA), Rgb(255, 135, 0));
        assert_eq!(Rgb::indexed(255, &VGA), Rgb(238, 238, 238));
    }
}
