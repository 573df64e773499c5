//! Replies as values: built, read, taken apart, masked.

use super::*;

#[test]
fn enhanced_codes_stand_at_the_start() {
    let read = |text: &str| Enhanced::at_start(text.as_bytes()).map(|code| code.to_string());
    assert_eq!(read("5.1.1 who"), Some("5.1.1".into()));
    assert_eq!(read("2.0.0"), Some("2.0.0".into()));
    assert_eq!(read("5.7.509 Access denied"), Some("5.7.509".into()));
    for none in [
        "3.1.1 x",
        "5.1 x",
        "5.1.1.1 x",
        "5.1.1: x",
        "x 5.1.1",
        "5.1.1000 x",
        "",
    ] {
        assert_eq!(read(none), None, "{none}");
    }
}

#[test]
fn a_reply_is_built_as_it_is_read() {
    let reply = Reply::new(250, &["mail.test", "SIZE 1000", "HELP"]);
    assert_eq!(
        reply.octets(),
        b"250-mail.test\r\n250-SIZE 1000\r\n250 HELP\r\n"
    );
    assert_eq!((reply.code(), reply.line_count()), (Code(250), 3));
    assert_eq!(reply.texts().last(), Some(&b"HELP"[..]));
    assert_eq!(reply.line(1), Some(Line::new("250-SIZE 1000")));
    assert_eq!(reply.line(3), None);
}

#[test]
fn a_reply_that_was_cut_off_has_all_its_lines() {
    for (octets, lines) in [
        (&b""[..], 0),
        (b"250-a", 1),
        (b"250-a\r\n", 1),
        (b"250-a\n250", 2),
    ] {
        let reply = Reply::read(octets);
        let counts = (reply.line_count(), reply.lines().count());
        assert_eq!(counts, (lines, lines), "{octets:?}");
    }
}

#[test]
fn secrets_that_come_back_are_masked() {
    let reply = Reply::new(535, &["5.7.8 bad AGEAYg== AGEAYg=="]).masked(b"AGEAYg==");
    assert_eq!(reply.octets(), b"535 5.7.8 bad ******** ********\r\n");
    let odd = Reply::read(b"250 xx***\r\n").masked(b"x***");
    assert_eq!(odd.octets(), b"250 *****\r\n");
}
