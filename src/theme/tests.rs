//! What every shipped theme keeps to, measured.

mod files;
mod sight;

use std::collections::BTreeSet;

use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::{Background, Depth, Glyph, GlyphSet, Rgb, Role, Theme, ThemeError, VGA};

/// Backgrounds people really have, besides a theme's own canvas.
fn backgrounds(theme: &Theme) -> Vec<Rgb> {
    let common = match theme.background() {
        Background::Dark => [Rgb(0, 0, 0), Rgb(0x28, 0x2c, 0x34)],
        Background::Light => [Rgb(0xff, 0xff, 0xff), Rgb(0xfb, 0xf1, 0xc7)],
        Background::Any => [Rgb(0, 0, 0), Rgb(0xff, 0xff, 0xff)],
    };
    common.into_iter().chain([theme.canvas()]).collect()
}

/// The least contrast a role may have: WCAG AA for text (1.4.3) and for lines (1.4.11); for text in
/// the themes that promise more, AAA (1.4.6).
fn least(theme: &Theme, role: Role) -> f64 {
    let high = theme.name().starts_with("High contrast");
    match role {
        Role::PaneBorder | Role::PaneBorderFocus if high => 4.5,
        Role::PaneBorder | Role::PaneBorderFocus => 3.0,
        _ if high => 7.0,
        _ => 4.5,
    }
}

/// The contrast of a style where the terminal's background is `behind`. A theme for every terminal
/// leaves words in the terminal's own pair, which is the person's; a ground of its own needs an ink.
fn contrast(theme: &Theme, style: Style, behind: Rgb) -> f64 {
    let seen = |color: Option<Color>| color.and_then(|color| Rgb::of(color, &VGA));
    let ink = match (seen(style.fg), theme.background()) {
        (Some(ink), _) => ink,
        (None, Background::Any) if style.bg.is_none() => return 21.0,
        (None, Background::Any) => return 1.0,
        (None, _) => theme.ink(),
    };
    ink.contrast(seen(style.bg).unwrap_or(behind))
}

/// Whether it has no colours at any depth, as `mono`.
fn is_colourless(theme: &Theme) -> bool {
    let colours = |role: &Role| theme.style(*role).fg.or(theme.style(*role).bg);
    !Role::ALL.iter().any(|role| colours(role).is_some())
}

fn shipped() -> impl Iterator<Item = Result<Theme, ThemeError>> {
    Theme::names().map(Theme::builtin)
}

/// Complains of every style whose contrast is too low, all at once.
fn check_contrast(depth: Depth, floor: impl Fn(&Theme, Role) -> f64) -> Result<(), ThemeError> {
    let mut low = Vec::new();
    for theme in shipped() {
        let theme = theme?.at_depth(depth);
        for (role, behind) in Role::ALL
            .iter()
            .flat_map(|role| backgrounds(&theme).into_iter().map(move |b| (*role, b)))
        {
            for (style, place) in [
                (theme.style(role), "plain"),
                (theme.selected(role), "selected"),
            ] {
                let ratio = contrast(&theme, style, behind);
                if ratio < floor(&theme, role) {
                    low.push(format!(
                        "{} {} {place} on {behind}: {ratio:.2}",
                        theme.name(),
                        role.name()
                    ));
                }
            }
        }
    }
    assert!(low.is_empty(), "too little contrast:\n{}", low.join("\n"));
    Ok(())
}

#[test]
fn text_is_readable_in_full_colour() -> Result<(), ThemeError> {
    check_contrast(Depth::Rgb, least)
}

#[test]
fn text_is_readable_in_256_colours() -> Result<(), ThemeError> {
    check_contrast(Depth::Ansi256, |_, _| 3.0)
}

/// Against black and white only, which is what terminals with sixteen colours have.
#[test]
fn text_is_readable_in_16_colours() -> Result<(), ThemeError> {
    for theme in shipped() {
        let theme = theme?.at_depth(Depth::Ansi16);
        let behind = match theme.background() {
            Background::Light => &[Rgb(255, 255, 255)][..],
            Background::Dark => &[Rgb(0, 0, 0)],
            Background::Any => &[Rgb(0, 0, 0), Rgb(255, 255, 255)],
        };
        for (role, behind) in Role::ALL
            .iter()
            .flat_map(|role| behind.iter().map(move |behind| (role, behind)))
        {
            for style in [theme.style(*role), theme.selected(*role)] {
                let ratio = contrast(&theme, style, *behind);
                assert!(ratio >= 3.0, "{} {}: {ratio:.2}", theme.name(), role.name());
            }
        }
    }
    Ok(())
}

#[test]
fn a_depth_has_no_colours_of_a_richer_one() -> Result<(), ThemeError> {
    for theme in shipped() {
        let theme = theme?;
        for role in Role::ALL {
            let colours = |depth| {
                let theme = theme.at_depth(depth);
                [theme.style(*role), theme.selected(*role)]
                    .into_iter()
                    .flat_map(|style| [style.fg, style.bg])
                    .flatten()
            };
            assert_eq!(colours(Depth::Mono).count(), 0, "{}", role.name());
            assert!(
                !colours(Depth::Ansi16).any(|c| matches!(c, Color::Rgb(..) | Color::Indexed(_))),
                "{}",
                role.name()
            );
            assert!(
                !colours(Depth::Ansi256).any(|c| matches!(c, Color::Rgb(..))),
                "{}",
                role.name()
            );
        }
    }
    Ok(())
}

#[test]
fn who_speaks_is_plain_without_colour() -> Result<(), ThemeError> {
    for theme in shipped() {
        let mono = theme?.at_depth(Depth::Mono);
        let signs = [
            (
                mono.glyph(Glyph::Client),
                mono.style(Role::Client).add_modifier.bits(),
            ),
            (
                mono.glyph(Glyph::Server),
                mono.style(Role::Server).add_modifier.bits(),
            ),
            (
                mono.glyph(Glyph::Remark),
                mono.style(Role::Remark).add_modifier.bits(),
            ),
        ];
        assert_eq!(
            signs
                .iter()
                .map(|sign| sign.0)
                .collect::<BTreeSet<_>>()
                .len(),
            3,
            "{signs:?}"
        );
        assert_eq!(
            signs
                .iter()
                .map(|sign| sign.1)
                .collect::<BTreeSet<_>>()
                .len(),
            3,
            "{signs:?}"
        );
    }
    Ok(())
}

#[test]
fn what_is_selected_or_focused_is_plain_without_colour() -> Result<(), ThemeError> {
    for theme in shipped() {
        let mono = theme?.at_depth(Depth::Mono);
        assert!(
            mono.style(Role::Selection)
                .add_modifier
                .contains(Modifier::REVERSED)
        );
        for role in Role::ALL {
            assert!(
                mono.selected(*role)
                    .add_modifier
                    .contains(Modifier::REVERSED),
                "{}",
                role.name()
            );
        }
        for (one, other) in [
            (Role::PaneBorder, Role::PaneBorderFocus),
            (Role::PaneTitle, Role::PaneTitleFocus),
            (Role::SearchMatch, Role::SearchCurrent),
            (Role::MapOpen, Role::MapHere),
            (Role::Secret, Role::Text),
        ] {
            assert_ne!(
                mono.style(one),
                mono.style(other),
                "{} {}",
                one.name(),
                other.name()
            );
        }
    }
    Ok(())
}

#[test]
fn classes_of_replies_differ_in_sign_and_in_colour() -> Result<(), ThemeError> {
    let glyphs = [
        Glyph::Reply2,
        Glyph::Reply3,
        Glyph::Reply4,
        Glyph::Reply5,
        Glyph::ReplyOther,
    ];
    let roles = [
        Role::Reply2,
        Role::Reply3,
        Role::Reply4,
        Role::Reply5,
        Role::ReplyOther,
    ];
    for theme in shipped() {
        let theme = theme?;
        assert_eq!(
            glyphs
                .map(|glyph| theme.glyph(glyph))
                .into_iter()
                .collect::<BTreeSet<_>>()
                .len(),
            5
        );
        for depth in [Depth::Ansi16, Depth::Ansi256, Depth::Rgb] {
            let theme = theme.at_depth(depth);
            if is_colourless(&theme) {
                continue;
            }
            let colours = roles.map(|role| {
                let style = theme.style(role);
                format!("{:?} on {:?}", style.fg, style.bg)
            });
            assert_eq!(
                colours.iter().collect::<BTreeSet<_>>().len(),
                5,
                "{depth:?} {colours:?}"
            );
        }
    }
    Ok(())
}

/// Practice, a real server and production, and each state of the lock, never look alike.
#[test]
fn badges_and_locks_differ_at_every_depth() -> Result<(), ThemeError> {
    for theme in shipped() {
        let theme = theme?;
        for depth in Depth::ALL {
            let theme = theme.at_depth(*depth);
            let looks = |roles: &[Role]| -> Vec<Style> {
                roles.iter().map(|role| theme.style(*role)).collect()
            };
            let badges = looks(&[Role::Practice, Role::Live, Role::Production]);
            for (index, badge) in badges.iter().enumerate() {
                assert!(
                    !badges.iter().skip(index + 1).any(|other| other == badge),
                    "{} {depth:?} {badges:?}",
                    theme.name()
                );
            }
        }
        let signs = [
            Glyph::LockClosed,
            Glyph::LockOpen,
            Glyph::LockBroken,
            Glyph::LockTurning,
            Glyph::Inside,
        ];
        let signs: BTreeSet<_> = signs.iter().map(|sign| theme.glyph(*sign)).collect();
        assert_eq!(signs.len(), 5, "{}", theme.name());
    }
    Ok(())
}

/// Dim text has no contrast one could know, so colours do its work where there are colours.
#[test]
fn nothing_is_dim_in_colour() -> Result<(), ThemeError> {
    for theme in shipped() {
        let theme = theme?;
        assert!(
            !Role::ALL
                .iter()
                .any(|role| theme.style(*role).add_modifier.contains(Modifier::DIM))
        );
    }
    Ok(())
}

#[test]
fn every_glyph_is_one_cell_wide_everywhere() -> Result<(), ThemeError> {
    let narrow =
        |sign: &str| sign.width() == 1 && sign.width_cjk() == 1 && sign.chars().count() == 1;
    for glyph in Glyph::ALL {
        for set in [GlyphSet::Unicode, GlyphSet::Ascii] {
            assert!(narrow(glyph.default_in(set)), "{} in {set:?}", glyph.name());
        }
        assert!(glyph.default_in(GlyphSet::Ascii).is_ascii());
        for theme in shipped() {
            assert!(narrow(theme?.glyph(*glyph)), "{}", glyph.name());
        }
    }
    Ok(())
}

#[test]
fn parents_stand_before_children_and_names_are_unique() {
    for role in Role::ALL {
        assert!(
            role.parent() < *role || *role == Role::Text,
            "{}",
            role.name()
        );
        assert_eq!(Role::named(role.name()), Some(*role));
    }
    for glyph in Glyph::ALL {
        assert_eq!(Glyph::named(glyph.name()), Some(*glyph));
    }
}
