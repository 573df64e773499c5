//! What eyes that lack one kind of cone see of the classes of replies.
//!
//! The simulation is that of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
//! Simulation of Color Vision Deficiency" (2009), at severity 1.0, on amounts of light; the distance
//! is that of CIE 1976 (L*a*b*) under D65.

use super::{Background, Depth, Rgb, Role, Theme, ThemeError, VGA};

type Matrix = [[f64; 3]; 3];

/// Without the cones for long waves.
const PROTANOPIA: Matrix = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];

/// Without the cones for middle waves.
const DEUTERANOPIA: Matrix = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

/// From light in sRGB to CIE XYZ, with the white of D65 as 1.
const XYZ: Matrix = [
    [0.433_953, 0.376_219, 0.189_828],
    [0.212_673, 0.715_152, 0.072_175],
    [0.017_756, 0.109_477, 0.872_766],
];

/// About ten times what is just noticeable (2.3).
const FAR: f64 = 20.0;

/// CIE L*a*b* of an amount of light.
fn lab(light: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = times(&XYZ, light).map(|part| {
        if part > 216.0 / 24389.0 {
            part.cbrt()
        } else {
            (24389.0 / 27.0 * part + 16.0) / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// How different two colours look to such eyes.
fn distance(sight: &Matrix, one: Rgb, other: Rgb) -> f64 {
    let seen = |colour: Rgb| {
        let light = times(sight, colour.linear());
        lab(light.map(|part| part.clamp(0.0, 1.0)))
    };
    let squares = seen(one).into_iter().zip(seen(other));
    squares.map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// The two colours of the classes that are the least different, and how much.
fn nearest(theme: &Theme, sight: &Matrix) -> Option<f64> {
    let roles = [
        Role::Reply2,
        Role::Reply3,
        Role::Reply4,
        Role::Reply5,
        Role::ReplyOther,
    ];
    let colours: Option<Vec<Rgb>> = roles
        .iter()
        .map(|role| Rgb::of(theme.style(*role).fg?, &VGA))
        .collect();
    let colours = colours?;
    let pairs = colours.iter().enumerate().flat_map(|(index, one)| {
        let before = colours.get(..index).unwrap_or_default();
        before
            .iter()
            .map(move |other| distance(sight, *one, *other))
    });
    pairs.min_by(f64::total_cmp)
}

#[test]
fn classes_differ_without_red_and_green() -> Result<(), ThemeError> {
    for name in ["cvd-dark", "cvd-light"] {
        let theme = Theme::builtin(name)?;
        assert_ne!(theme.background(), Background::Any);
        for depth in [Depth::Rgb, Depth::Ansi256] {
            for (sight, lack) in [(&PROTANOPIA, "protanopia"), (&DEUTERANOPIA, "deuteranopia")] {
                let least = nearest(&theme.at_depth(depth), sight);
                assert!(
                    least.is_some_and(|least| least >= FAR),
                    "{name}, {depth:?}, {lack}: {least:?}"
                );
            }
        }
    }
    Ok(())
}

/// The measure measures something: the classes of the usual theme are alike to such eyes.
#[test]
fn the_usual_theme_needs_its_signs() -> Result<(), ThemeError> {
    let dark = Theme::builtin("dark")?;
    assert!(nearest(&dark, &DEUTERANOPIA).is_some_and(|least| least < FAR));
    let far = distance(&DEUTERANOPIA, Rgb(0, 0, 0), Rgb(255, 255, 255));
    assert!((far - 100.0).abs() < 1.0, "{far}");
    Ok(())
}
