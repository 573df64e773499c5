//! What a theme file may and may not say.

use ratatui::style::{Color, Modifier, Style};

use crate::theme::{Depth, Glyph, GlyphSet, Role, Theme, ThemeError};

#[test]
fn the_default_theme_is_sound() {
    assert_eq!(Theme::builtin(Theme::DEFAULT), Ok(Theme::default()));
}

#[test]
fn an_empty_file_is_a_theme() -> Result<(), ThemeError> {
    let theme = Theme::parse("empty.toml", "")?;
    assert_eq!(theme.style(Role::Error), Style::new());
    assert_eq!(
        (theme.name(), theme.glyph(Glyph::Reply5)),
        ("empty.toml", "✗")
    );
    Ok(())
}

#[test]
fn what_is_left_out_comes_from_the_inherited_theme_and_then_from_the_parent()
-> Result<(), ThemeError> {
    let theme = Theme::parse(
        "mine.toml",
        "[theme]\ninherits = \"dark\"\n[palette]\ncoral = \"#ff0000\"\n[styles]\n\"reply.4\" = { underline = true }\n\
         [glyphs]\nset = \"ascii\"\n\"reply.5\" = \"!\"\n",
    )?;
    let dark = Theme::builtin("dark")?;
    assert_eq!(
        theme.style(Role::Reply5).fg,
        Some(Color::Rgb(255, 0, 0)),
        "the palette reaches inherited styles"
    );
    assert_eq!(
        theme.style(Role::Reply4),
        dark.style(Role::Reply4).add_modifier(Modifier::UNDERLINED)
    );
    assert_eq!(theme.style(Role::Client), dark.style(Role::Client));
    assert_eq!(
        (theme.glyph(Glyph::Reply5), theme.glyph(Glyph::Reply2)),
        ("!", "+")
    );
    let plain = Theme::parse(
        "p",
        "[styles]\n\"reply.5\" = { fg = \"red\", bold = true }\nerror = { bold = false }\n",
    )?;
    assert_eq!(
        plain.style(Role::Danger),
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)
    );
    assert_eq!(plain.style(Role::Error), Style::new().fg(Color::Red));
    Ok(())
}

#[test]
fn borders_and_signs_may_be_chosen() -> Result<(), ThemeError> {
    let thick = Theme::parse("t.toml", "[glyphs]\nborder = \"thick\"\n")?;
    let corners = |theme: &Theme| [false, true].map(|focused| theme.border(focused).top_left);
    assert_eq!(corners(&thick), ["┏", "╔"]);
    let ascii = thick.with_glyphs(GlyphSet::Ascii);
    assert_eq!(
        (corners(&ascii), ascii.glyph(Glyph::Reply2)),
        (["+", "#"], "+")
    );
    let own = Theme::parse("t.toml", "[glyphs]\nclient = \"C\"\n")?;
    assert_eq!(own.with_glyphs(GlyphSet::Unicode).glyph(Glyph::Client), "C");
    Ok(())
}

#[test]
fn a_colour_may_be_given_for_each_depth() -> Result<(), ThemeError> {
    let text = "[palette]\nsky = { rgb = \"#0b5cad\", c256 = 25, c16 = \"blue\" }\n[styles]\ntext = \"sky\"\n";
    let theme = Theme::parse("sky.toml", text)?;
    let fg = |depth| theme.at_depth(depth).style(Role::Text).fg;
    let expected = [
        None,
        Some(Color::Blue),
        Some(Color::Indexed(25)),
        Some(Color::Rgb(0x0b, 0x5c, 0xad)),
    ];
    assert_eq!(
        [Depth::Mono, Depth::Ansi16, Depth::Ansi256, Depth::Rgb].map(fg),
        expected
    );
    Ok(())
}

fn check_error(text: &str, expected: &str) {
    let error = Theme::parse("t.toml", text)
        .err()
        .map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some(expected), "{text}");
}

#[test]
fn unknown_names_are_errors_with_the_nearest_right_one() {
    for (text, expected) in [
        (
            "[styles]\ntext = \"red\"\nreply5 = \"red\"\n",
            "t.toml:3: \"reply5\" is no style; did you mean \"reply.5\"?",
        ),
        (
            "[styles]\ntext.muted = \"red\"\n",
            "t.toml:2: \"muted\" is no part of a style; write \"text.muted\" with the quotes",
        ),
        (
            "[styles]\ntext = { bald = true }\n",
            "t.toml:2: \"bald\" is no part of a style; did you mean \"bold\"?",
        ),
        (
            "[palette]\nink = \"red\"\n\n[styles]\ntext = \"inc\"\n",
            "t.toml:5: \"inc\" is no colour; did you mean \"ink\"?",
        ),
        (
            "[theme]\ninherits = \"dusk\"\n",
            "t.toml:2: \"dusk\" is no theme; did you mean \"dark\"?",
        ),
        (
            "[stiles]\n",
            "t.toml:1: \"stiles\" is no section; did you mean \"styles\"?",
        ),
        (
            "[glyphs]\nklient = \"c\"\n",
            "t.toml:2: \"klient\" is no glyph; did you mean \"client\"?",
        ),
    ] {
        check_error(text, expected);
    }
    let missing = Theme::builtin("ligth").err().map(|error| error.to_string());
    assert_eq!(
        missing.as_deref(),
        Some("there is no theme \"ligth\"; did you mean \"light\"?")
    );
}

#[test]
fn values_of_the_wrong_kind_are_errors_with_the_right_kind() {
    let narrow = "t.toml:2: \"client\" should be a sign one cell wide, also where ambiguous characters take two";
    for (text, expected) in [
        (
            "[styles]\ntext = { bold = 1 }\n",
            "t.toml:2: \"bold\" should be true or false",
        ),
        (
            "[palette]\nink = \"#fff\"\n",
            "t.toml:2: \"ink\" should be \"#rrggbb\", one of the sixteen names, 0 to 255, or \"none\"",
        ),
        ("[glyphs]\nclient = \"→\"\n", narrow),
        ("[glyphs]\nclient = \"\\u001b\"\n", narrow),
        (
            "[glyphs]\nset = \"emoji\"\n",
            "t.toml:2: \"set\" should be \"unicode\" or \"ascii\"",
        ),
        (
            "[theme]\nbackground = \"grey\"\n",
            "t.toml:2: \"background\" should be \"dark\", \"light\" or \"any\"",
        ),
        (
            "[glyphs]\nborder = \"bold\"\n",
            "t.toml:2: \"border\" should be \"round\", \"plain\", \"thick\" or \"double\"",
        ),
        (
            "styles = 1\n",
            "t.toml:1: \"styles\" should be a section, as in [styles]",
        ),
    ] {
        check_error(text, expected);
    }
    let syntax = Theme::parse("t.toml", "[theme]\nname = \n")
        .err()
        .map(|error| error.to_string());
    assert!(syntax.is_some_and(|error| error.starts_with("t.toml:2: ")));
}
