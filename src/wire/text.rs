//! Any bytes into text that is safe to show: the only way from the wire to a screen, a log or an error.
//!
//! Control characters become their pictures (U+2400 block), octets that are no UTF-8 become
//! `\xNN`, and what is invisible or turns the writing direction becomes `<U+NNNN>`. The result
//! never holds a control character, a line end or a tab.
//!
//! Absent on purpose: colours, widths, cutting.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes octets printable. Borrowed when nothing had to change.
pub fn printable(octets: &[u8]) -> Cow<'_, str> {
    if is_plain_ascii(octets)
        && let Ok(text) = std::str::from_utf8(octets)
    {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(octets.len() + 16);
    for chunk in octets.utf8_chunks() {
        for character in chunk.valid().chars() {
            push(&mut shown, character);
        }
        for octet in chunk.invalid() {
            let _ = write!(shown, "\\x{octet:02X}");
        }
    }
    Cow::Owned(shown)
}

/// The same for text that is already UTF-8.
pub fn printable_str(text: &str) -> Cow<'_, str> {
    printable(text.as_bytes())
}

/// Makes every occurrence of `secret` unreadable, length kept. What is shorter than four octets
/// is no secret: it would be found everywhere.
pub fn mask(octets: &mut [u8], secret: &[u8]) {
    if secret.len() < 4 || secret.iter().all(|octet| *octet == b'*') {
        return;
    }
    let finder = memchr::memmem::Finder::new(secret);
    let mut from = 0;
    while let Some(at) = finder.find(octets.get(from..).unwrap_or_default()) {
        let at = from + at;
        if let Some(found) = octets.get_mut(at..at + secret.len()) {
            found.fill(b'*');
        }
        // What was covered may complete another occurrence with what stands before it.
        from = at.saturating_sub(secret.len() - 1);
    }
}

/// Whether every octet is printable ASCII.
pub fn is_plain_ascii(octets: &[u8]) -> bool {
    // A fold without early exit, so that the compiler looks at many octets at a time.
    octets
        .iter()
        .fold(true, |plain, octet| plain & (0x20..0x7f).contains(octet))
}

/// Whether a character would act on a terminal or hide from a reader instead of being seen.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn push(shown: &mut String, character: char) {
    match character {
        '\0'..='\x1f' => shown.extend(char::from_u32(0x2400 + u32::from(character))),
        '\x7f' => shown.push('\u{2421}'),
        hidden if is_hidden(hidden) => {
            let _ = write!(shown, "<U+{:04X}>", u32::from(hidden));
        }
        visible => shown.push(visible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_is_shown_instead() {
        for (octets, shown) in [
            (&b"250 OK"[..], "250 OK"),
            (b"\x1b[31mred\x07", "␛[31mred␇"),
            (b"a\tb\r\n\0\x7f", "a␉b␍␊␀␡"),
            ("\u{9b}2J".as_bytes(), "<U+009B>2J"),
            (b"\x9b2J\xff", "\\x9B2J\\xFF"),
            ("evil\u{202e}txt".as_bytes(), "evil<U+202E>txt"),
            ("a\u{200b}b".as_bytes(), "a<U+200B>b"),
            ("메일 thư".as_bytes(), "메일 thư"),
        ] {
            assert_eq!(printable(octets), shown);
        }
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(printable(b"250 2.1.0 Ok"), Cow::Borrowed(_)));
    }
}
