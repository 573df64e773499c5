//! The published exchanges, and servers that do not keep to them.

use super::super::keys::{SHA_1, SHA_256};
use super::*;
use crate::link::Binding;

fn client(hash: &'static Hash, nonce: &str) -> Client {
    let credentials = Credentials {
        user: "user".to_owned(),
        password: Secret::new("pencil"),
    };
    let means = Means {
        nonce: nonce.to_owned(),
        ..Means::default()
    };
    Client::new(hash, false, &credentials, &means)
}

fn said(answer: Result<Secret, Doubt>) -> Result<String, Doubt> {
    answer.map(|answer| String::from_utf8_lossy(answer.expose()).into_owned())
}

/// RFC 5802 §5.
#[test]
fn the_example_for_sha_1() {
    let mut client = client(&SHA_1, "fyko+d2lbbFgONRv9qkxdawL");
    assert_eq!(
        said(client.answer(b"")).as_deref(),
        Ok("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")
    );
    let first = b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    assert_eq!(
        said(client.answer(first)).as_deref(),
        Ok("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
    );
    assert_eq!(client.proved(), Some(false));
    assert_eq!(
        said(client.answer(b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).as_deref(),
        Ok("")
    );
    assert_eq!(client.proved(), Some(true));
    assert_eq!(client.answer(b"more"), Err(Doubt::Unasked));
}

/// RFC 7677 §3.
#[test]
fn the_example_for_sha_256() {
    let mut client = client(&SHA_256, "rOprNGfwEbeRWgbNEkqO");
    let first =
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    assert_eq!(
        said(client.answer(b"")).as_deref(),
        Ok("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
    );
    assert_eq!(
        said(client.answer(first)).as_deref(),
        Ok(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
    );
    let last = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
    assert_eq!(said(client.answer(last)).as_deref(), Ok(""));
}

#[test]
fn a_server_that_does_not_keep_to_it_is_left() {
    let doubt = |first: &str, last: &str| {
        let mut client = client(&SHA_1, "fyko");
        let begun = client.answer(b"");
        let second = begun.and_then(|_| client.answer(first.as_bytes()));
        second.and_then(|_| client.answer(last.as_bytes())).err()
    };
    let fine = "r=fyko3rfc,s=QSXCR+Q6sek8bf92,i=1";
    for (first, last, expected) in [
        ("", "", Doubt::Unreadable),
        ("\u{0}\u{1}", "", Doubt::Unreadable),
        ("r=fyko3rfc,s=!,i=1", "", Doubt::Unreadable),
        ("r=fyko3rfc,s=QQ==,i=0", "", Doubt::Unreadable),
        ("r=fyko3rfc,s=QQ==,i=99999999999", "", Doubt::Unreadable),
        ("m=x,r=fyko3rfc,s=QQ==,i=1", "", Doubt::Unreadable),
        ("r=fyko,s=QQ==,i=1", "", Doubt::OtherNonce),
        ("r=other,s=QQ==,i=1", "", Doubt::OtherNonce),
        (
            "r=fyko3,s=QQ==,i=4000000000",
            "",
            Doubt::TooManyRounds(4_000_000_000),
        ),
        (fine, "v=", Doubt::Impostor),
        (fine, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", Doubt::Impostor),
        (fine, "e=invalid-proof", Doubt::Said("invalid-proof".into())),
        (fine, "hello", Doubt::Unreadable),
    ] {
        assert_eq!(doubt(first, last), Some(expected), "{first} {last}");
    }
}

#[test]
fn the_header_tells_what_is_tied_to_the_link() {
    let binding = Binding {
        kind: "tls-exporter",
        data: vec![1, 2, 3],
    };
    for (bound, binding, plus_offered, header) in [
        (false, None, false, Ok("n,,n=")),
        (false, Some(&binding), true, Ok("n,,n=")),
        (false, Some(&binding), false, Ok("y,,n=")),
        (true, Some(&binding), true, Ok("p=tls-exporter,,n=")),
        (true, None, true, Err(Doubt::NoBinding)),
    ] {
        let mut client = client(&SHA_256, "x");
        client.bound = bound;
        client.means.binding = binding.cloned();
        client.means.plus_offered = plus_offered;
        let begun = said(client.answer(b""));
        let begun = begun.map(|text| text.split_inclusive("n=").next().unwrap_or("").to_owned());
        assert_eq!(begun.as_deref(), header.as_ref().map(|text| *text));
    }
}

#[test]
fn names_and_passwords_are_prepared() {
    let mut client = client(&SHA_1, "x");
    client.credentials.user = "I\u{ad}X,=\u{2168}".to_owned();
    assert_eq!(
        said(client.answer(b"")).as_deref(),
        Ok("n,,n=IX=2C=3DIX,r=x")
    );
    client.state = State::Begin;
    client.credentials.user = "\u{7}".to_owned();
    assert_eq!(client.answer(b""), Err(Doubt::Prohibited));
}
