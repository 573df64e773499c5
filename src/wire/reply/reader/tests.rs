//! Replies in any pieces, and what is odd about them.

use super::*;

fn read(pieces: &[&[u8]]) -> Vec<Received> {
    let mut reader = ReplyReader::default();
    let mut all = Vec::new();
    for piece in pieces {
        reader.push(piece);
        all.extend(reader.by_ref());
    }
    all.extend(reader.finish());
    all
}

fn faults(octets: &[u8]) -> Vec<Fault> {
    match read(&[octets]).remove(0) {
        Received::Reply(reply) => reply.faults().to_vec(),
        _ => Vec::new(),
    }
}

#[test]
fn replies_of_one_and_of_many_lines() {
    let all = read(&[b"220 hi\r\n250-a\r\n250", b"-b\r\n250 c\r\n334 \r\n"]);
    let codes: Vec<_> = all
        .iter()
        .map(|received| match received {
            Received::Reply(reply) => (reply.code().0, reply.line_count()),
            _ => (0, 0),
        })
        .collect();
    assert_eq!(codes, [(220, 1), (250, 3), (334, 1)]);
}

#[test]
fn faults_are_named() {
    for (octets, fault) in [
        (&b"250-a\r\n550 b\r\n"[..], Fault::MixedCodes),
        (b"250_a\r\n", Fault::BadSeparator),
        (b"250 a\n", Fault::BareLf),
        (b"250\r\n", Fault::NoText),
        (b"250 \x1b[2J\r\n", Fault::ControlOctets),
        (b"250 \xff\r\n", Fault::NotUtf8),
        (b"250-a\r\nb\r\n250 c\r\n", Fault::MissingCode),
        (b"250-a\r\n250 b", Fault::CutOff),
    ] {
        assert_eq!(
            faults(octets),
            [fault],
            "{}",
            String::from_utf8_lossy(octets)
        );
    }
    assert_eq!(
        faults(format!("250 {}\r\n", "x".repeat(600)).as_bytes()),
        [Fault::LineTooLong]
    );
}

#[test]
fn lines_that_are_no_reply_are_strays() {
    for octets in [
        &b"HTTP/1.1 400 Bad Request\r\n"[..],
        b"+OK ready\r\n",
        b"2200 x\r\n",
        b"\r\n",
        b"25\r\n",
    ] {
        assert!(
            matches!(read(&[octets])[..], [Received::Stray(_)]),
            "{octets:?}"
        );
    }
}

#[test]
fn a_tls_record_is_a_stray_without_a_line_end() {
    let mut reader = ReplyReader::default();
    reader.push(b"\x15");
    assert_eq!(reader.next(), None);
    reader.push(b"\x03\x03\0\x02\x02\x28");
    assert!(matches!(reader.next(), Some(Received::Stray(_))));
    assert_eq!(reader.waiting(), 0);
}

#[test]
fn an_endless_reply_keeps_its_head_and_is_followed_to_its_end() {
    let line = b"250-more and more and more and more\r\n";
    let mut reader = ReplyReader::default();
    let mut floods = 0;
    for _ in 0..20_000 {
        reader.push(line);
        floods += reader
            .by_ref()
            .filter(|received| *received == Received::Flooding)
            .count();
        assert!(reader.waiting() <= ReplyReader::MOST + line.len());
    }
    reader.push(b"250 done\r\n220 next\r\n");
    let rest: Vec<_> = reader.by_ref().collect();
    let reply = rest
        .iter()
        .find_map(|received| match received {
            Received::Reply(reply) => Some(reply.clone()),
            _ => None,
        })
        .unwrap_or_else(|| Reply::read(b""));
    assert_eq!(
        (floods, reply.code(), reply.faults()),
        (1, Code(250), &[Fault::TooLong][..])
    );
    assert_eq!(
        reply.octets().len() as u64 + reply.dropped(),
        20_000 * line.len() as u64 + 10
    );
    assert_eq!(rest.len(), 2);
}

#[test]
fn a_line_without_end_is_followed_too() {
    let mut reader = ReplyReader::default();
    reader.push(&vec![b'A'; ReplyReader::MOST * 3]);
    assert_eq!(reader.next(), Some(Received::Flooding));
    assert_eq!(reader.next(), None);
    reader.push(b"\r\n250 ok\r\n");
    assert!(matches!(reader.next(), Some(Received::Stray(_))));
    assert!(matches!(reader.next(), Some(Received::Reply(_))));
}
