//! Message content on the wire: dot-stuffing both ways (RFC 5321 §4.5.2).
//!
//! Absent on purpose: header fields, MIME, lengths. Content is octets.

/// The line that ends a message.
pub const END: &[u8] = b".\r\n";

/// Content as `DATA` sends it: every line that begins with a dot gets one more, a missing last
/// line end is added (RFC 5321 §4.1.1.4), and the final dot stands at the end.
pub fn stuff(content: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(content.len() + 64);
    for line in content.split_inclusive(|&octet| octet == b'\n') {
        if line.first() == Some(&b'.') {
            wire.push(b'.');
        }
        wire.extend_from_slice(line);
    }
    if !content.is_empty() && !content.ends_with(b"\n") {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(END);
    wire
}

/// One received line's text with its stuffed dot taken away. The final dot is the caller's to see.
pub fn unstuff(text: &[u8]) -> &[u8] {
    match text {
        [b'.', rest @ ..] => rest,
        text => text,
    }
}

/// Lines as a person typed them, with CRLF at the end of each: what an editor sends.
pub fn from_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut content = Vec::new();
    for line in lines {
        content.extend_from_slice(line.as_bytes());
        content.extend_from_slice(b"\r\n");
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_doubled_and_the_end_is_added() {
        for (content, wire) in [
            ("", ".\r\n"),
            ("hi\r\n", "hi\r\n.\r\n"),
            ("hi", "hi\r\n.\r\n"),
            (".\r\n..b\r\n", "..\r\n...b\r\n.\r\n"),
            ("a.b\r\n", "a.b\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8_lossy(&stuff(content.as_bytes())), wire);
        }
    }

    #[test]
    fn unstuffing_takes_one_dot() {
        assert_eq!(unstuff(b"..a"), b".a");
        assert_eq!(unstuff(b"a"), b"a");
    }
}
