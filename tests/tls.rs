//! TLS in the small: handshakes between our own two ends, and every verdict on a certificate.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what the tests of the options need besides")]
mod certificates;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use certificates::shake::{carry, outcome, say, shake};
use certificates::{Authority, Server, plain, v1};
use ehlo::link::{Action, Event, FailureKind, TlsFacts, Verdict};
use ehlo::net::{ClientTls, Link, Socket, Stream, Tls, TlsOptions, practice_config};
use rcgen::date_time_ymd;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::version::{TLS12, TLS13};

/// Implicit TLS over a pipe, as both ends saw it; closed as soon as it stands.
async fn both(client: ClientTls, server: Arc<ServerConfig>) -> [TlsFacts; 2] {
    let (near, far) = duplex(4096);
    let near = Link::new(near, "server", Tls::Client(client)).implicit(true);
    let far = Link::new(far, "client", Tls::Server(server)).implicit(true);
    let leave = |event: &Event| match event {
        Event::Secured(_) => vec![Action::Close],
        _ => vec![],
    };
    let (near, far) = tokio::join!(carry(near, leave), carry(far, |_| vec![]));
    [outcome(&near).unwrap(), outcome(&far).unwrap()]
}

/// A client for `host` that trusts the authority by its PEM file.
fn client(host: &str, trusted: &str, insecure: bool) -> ClientTls {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(trusted.as_bytes()).unwrap();
    let options = TlsOptions {
        ca: Some(file.path().to_owned()),
        insecure,
        ..TlsOptions::default()
    };
    ClientTls::new(host, &options).unwrap()
}

/// Enforced, the verdict decides; insecure, it is only told.
async fn judge(host: &str, trusted: &str, server: &Server, verdict: Verdict) {
    let accepted = verdict == Verdict::Trusted;
    let config = server.config(&[&TLS13]);
    let facts = match shake(client(host, trusted, false), config.clone()).await {
        Ok(facts) => {
            assert!(accepted, "{verdict:?} was let through");
            facts
        }
        Err(failure) => {
            assert_eq!(failure.kind, FailureKind::Certificate, "{failure:?}");
            assert!(!failure.detail.is_empty());
            *failure.tls.unwrap()
        }
    };
    assert_eq!((facts.why, facts.verified()), (verdict, accepted));
    assert!(facts.enforced);
    assert_eq!(facts.chain.len(), server.chain.len());

    for (version, name) in [(&TLS12, "TLSv1.2"), (&TLS13, "TLSv1.3")] {
        let config = server.config(&[version]);
        let facts = shake(client(host, trusted, true), config).await.unwrap();
        assert_eq!((facts.why, facts.verified()), (verdict, accepted));
        assert!(!facts.enforced);
        assert_eq!(facts.version, name);
        assert_eq!(facts.chain[0].sha256.len(), 64);
    }
}

// --- verdicts --------------------------------------------------------------------------------

#[tokio::test]
async fn trusted() {
    let authority = Authority::new("one");
    let server = authority.issue(&plain(&["mx.example", "192.0.2.1"]));
    judge("mx.example", &authority.pem(), &server, Verdict::Trusted).await;
    judge("192.0.2.1", &authority.pem(), &server, Verdict::Trusted).await;
}

#[tokio::test]
async fn wrong_name() {
    let authority = Authority::new("one");
    let server = authority.issue(&plain(&["mx.example"]));
    let verdict = Verdict::WrongName;
    judge("other.example", &authority.pem(), &server, verdict).await;
    judge("192.0.2.1", &authority.pem(), &server, verdict).await;
}

#[tokio::test]
async fn expired_and_not_yet_valid() {
    let authority = Authority::new("one");
    let mut past = plain(&["mx.example"]);
    past.not_after = date_time_ymd(2001, 1, 1);
    let server = authority.issue(&past);
    judge("mx.example", &authority.pem(), &server, Verdict::Expired).await;
    let mut future = plain(&["mx.example"]);
    future.not_before = date_time_ymd(3001, 1, 1);
    let server = authority.issue(&future);
    let verdict = Verdict::NotYetValid;
    judge("mx.example", &authority.pem(), &server, verdict).await;
}

#[tokio::test]
async fn unknown_issuer() {
    let (one, other) = (Authority::new("one"), Authority::new("other"));
    let server = other.issue(&plain(&["mx.example"]));
    judge("mx.example", &one.pem(), &server, Verdict::UnknownIssuer).await;
}

#[tokio::test]
async fn self_signed() {
    let authority = Authority::new("one");
    let server = Server::self_signed(&plain(&["mx.example"]));
    let verdict = Verdict::SelfSigned;
    judge("mx.example", &authority.pem(), &server, verdict).await;
    // As `openssl req -x509` makes them.
    let mut params = plain(&["mx.example"]);
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let server = Server::self_signed(&params);
    judge("mx.example", &authority.pem(), &server, verdict).await;
    judge("mx.example", &server.pem(), &server, Verdict::Unfit).await;
}

#[tokio::test]
async fn a_self_signed_certificate_can_be_trusted() {
    let server = Server::self_signed(&plain(&["mx.example"]));
    judge("mx.example", &server.pem(), &server, Verdict::Trusted).await;
}

#[tokio::test]
async fn unfit() {
    let authority = Authority::new("one");
    let mut params = plain(&["mx.example"]);
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    let server = authority.issue(&params);
    judge("mx.example", &authority.pem(), &server, Verdict::Unfit).await;
    // Version 1: no webpki reads it, and old appliances still show it.
    judge("mx.example", &authority.pem(), &v1(), Verdict::Unfit).await;
}

#[tokio::test]
async fn another_name_can_be_asked_for() {
    let practice = practice_config("mx.example").unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(practice.ca_pem().as_bytes()).unwrap();
    let options = TlsOptions {
        ca: Some(file.path().to_owned()),
        sni: Some("mx.example".to_owned()),
        ..TlsOptions::default()
    };
    let client = ClientTls::new("192.0.2.99", &options).unwrap();
    let facts = shake(client, practice.server).await.unwrap();
    assert_eq!(facts.name.as_deref(), Some("mx.example"));
    assert_eq!(facts.why, Verdict::Trusted);
}

// --- handshakes ------------------------------------------------------------------------------

#[tokio::test]
async fn the_practice_server_is_trusted_by_its_names() {
    let practice = practice_config("practice.example").unwrap();
    for host in ["practice.example", "localhost", "127.0.0.1", "::1"] {
        let client = ClientTls::trusting(host, practice.ca.clone()).unwrap();
        let facts = shake(client, practice.server.clone()).await.unwrap();
        assert!(facts.verified(), "{host}: {facts:?}");
        assert_eq!(facts.version, "TLSv1.3");
        assert_eq!(facts.cipher, "TLS_AES_256_GCM_SHA384");
        assert_eq!(facts.chain[0].subject, "CN=practice.example");
        assert_eq!(facts.chain[0].issuer, facts.chain[1].subject);
        assert_eq!(facts.injected, 0);
    }
}

#[tokio::test]
async fn a_plain_link_becomes_secure_at_both_ends() {
    let practice = practice_config("mx.example").unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let far = listener.accept().unwrap().0;
    let tls = Tls::Client(ClientTls::trusting("mx.example", practice.ca).unwrap());
    let near = Link::new(socket(near), "server", tls);
    let far = Link::new(socket(far), "client", Tls::Server(practice.server));
    let client = |event: &Event| match event {
        Event::Opened { .. } => vec![say("STARTTLS\r\n")],
        Event::Bytes(bytes) if bytes == b"220 go\r\n" => vec![Action::Secure],
        Event::Secured(_) => vec![say("EHLO me\r\n")],
        Event::Bytes(_) => vec![Action::Close],
        _ => vec![],
    };
    let server = |event: &Event| match event {
        Event::Bytes(bytes) if bytes == b"STARTTLS\r\n" => vec![say("220 go\r\n"), Action::Secure],
        Event::Bytes(bytes) if bytes == b"EHLO me\r\n" => vec![say("250 hi\r\n")],
        _ => vec![],
    };
    let (client, server) = tokio::join!(carry(near, client), carry(far, server));
    assert!(outcome(&client).unwrap().verified());
    assert_eq!(outcome(&server).unwrap().version, "TLSv1.3");
    assert_eq!(client[3], Event::Bytes(b"250 hi\r\n".to_vec()));
    for events in [client, server] {
        assert_eq!(events.last(), Some(&Event::Closed(None)));
    }
}

fn socket(stream: std::net::TcpStream) -> Socket {
    stream.set_nonblocking(true).unwrap();
    Socket::new(TcpStream::from_std(stream).unwrap())
}

#[tokio::test]
async fn what_comes_after_the_220_in_the_clear_is_counted_and_dropped() {
    let practice = practice_config("mx.example").unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut far = listener.accept().unwrap().0;
    let injector = far.try_clone().unwrap();
    far.write_all(b"220 go\r\n").unwrap();
    let tls = Tls::Client(ClientTls::trusting("mx.example", practice.ca).unwrap());
    let near = Link::new(socket(near), "server", tls);
    let far = Link::new(socket(far), "client", Tls::Server(practice.server)).implicit(true);
    let client = |event: &Event| match event {
        Event::Bytes(_) => {
            (&injector).write_all(b"250 injected\r\n").unwrap();
            vec![Action::Secure]
        }
        Event::Secured(_) => vec![Action::Close],
        _ => vec![],
    };
    let (client, _) = tokio::join!(carry(near, client), carry(far, |_| vec![]));
    let facts = outcome(&client).unwrap();
    assert_eq!((facts.injected, facts.verified()), (14, true));
    let bytes = |event: &&Event| matches!(event, Event::Bytes(_));
    assert_eq!(client.iter().filter(bytes).count(), 1);
}

#[tokio::test]
async fn what_a_client_sends_after_starttls_in_the_clear_is_counted_too() {
    let practice = practice_config("mx.example").unwrap();
    let (near, far) = duplex(16);
    let server = |event: &Event| match event {
        Event::Bytes(_) => vec![say(&"x".repeat(40)), Action::Secure],
        _ => vec![],
    };
    let far = Link::new(far, "client", Tls::Server(practice.server));
    let tls = Tls::Client(ClientTls::trusting("mx.example", practice.ca).unwrap());
    let client = async move {
        let mut near: DuplexStream = near;
        near.write_all(b"STARTTLS\r\n").await.unwrap();
        // The answer does not fit into the pipe, so this is read while it is being written.
        let first = near.read_u8().await.unwrap();
        near.write_all(b"NOOP\r\n").await.unwrap();
        near.read_exact(&mut [0; 39]).await.unwrap();
        assert_eq!(first, b'x');
        let leave = |event: &Event| match event {
            Event::Secured(_) => vec![Action::Close],
            _ => vec![],
        };
        carry(Link::new(near, "server", tls).implicit(true), leave).await
    };
    let (_, server) = tokio::join!(client, carry(far, server));
    assert_eq!(outcome(&server).unwrap().injected, 6);
}

#[tokio::test]
async fn a_server_that_talks_smtp_where_tls_is_expected_fails_the_handshake() {
    let (near, mut far) = duplex(4096);
    far.write_all(b"220 mx.example ESMTP\r\n").await.unwrap();
    let failure = outcome(&carry(expecting_tls(near), |_| vec![]).await).unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotTls);
    assert!(failure.detail.contains("corrupt message"), "{failure:?}");
    let facts = failure.tls.unwrap();
    assert_eq!(
        (facts.why, facts.version.as_str()),
        (Verdict::NotChecked, "")
    );
}

#[tokio::test(start_paused = true)]
async fn a_handshake_is_bounded() {
    let (near, _far) = duplex(4096);
    let failure = outcome(&carry(expecting_tls(near), |_| vec![]).await).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls);
    assert!(failure.detail.contains("30s"), "{failure:?}");
}

fn expecting_tls(stream: impl Stream + 'static) -> Link {
    let practice = practice_config("mx.example").unwrap();
    let client = ClientTls::trusting("mx.example", practice.ca).unwrap();
    Link::new(stream, "server", Tls::Client(client)).implicit(true)
}

#[tokio::test]
async fn closing_says_so_inside_tls() {
    let practice = practice_config("mx.example").unwrap();
    let client = ClientTls::trusting("mx.example", practice.ca).unwrap();
    let (near, far) = duplex(4096);
    let near = Link::new(near, "server", Tls::Client(client)).implicit(true);
    let server = async {
        let acceptor = TlsAcceptor::from(practice.server);
        let mut stream = acceptor.accept(far).await.unwrap();
        let mut heard = Vec::new();
        // Without close_notify this would be an error.
        stream.read_to_end(&mut heard).await.unwrap();
        heard
    };
    let leave = |event: &Event| match event {
        Event::Secured(_) => vec![say("QUIT\r\n"), Action::Close],
        _ => vec![],
    };
    let (events, heard) = tokio::join!(carry(near, leave), server);
    assert_eq!(heard, b"QUIT\r\n");
    assert_eq!(events.last(), Some(&Event::Closed(None)));
}

#[tokio::test]
async fn a_server_that_just_leaves_tls_is_no_failure() {
    let practice = practice_config("mx.example").unwrap();
    let client = ClientTls::trusting("mx.example", practice.ca).unwrap();
    let (near, far) = duplex(4096);
    let near = Link::new(near, "server", Tls::Client(client)).implicit(true);
    let server = async { drop(TlsAcceptor::from(practice.server).accept(far).await) };
    let bound = Duration::from_secs(20);
    let both = async { tokio::join!(carry(near, |_| vec![]), server) };
    let (events, ()) = tokio::time::timeout(bound, both).await.unwrap();
    assert!(matches!(events[1], Event::Secured(_)));
    assert_eq!(events[2..], [Event::Closed(None)]);
}

#[tokio::test]
async fn without_a_host_name_only_the_chain_is_checked() {
    let practice = practice_config("mx.example").unwrap();
    let trusted = practice.ca_pem();
    let facts = shake(
        client(ClientTls::NOBODY, &trusted, false),
        practice.server.clone(),
    )
    .await
    .unwrap();
    assert_eq!((facts.why, facts.name), (Verdict::Trusted, None));
    assert_eq!(facts.checked, "");
    let other = practice_config("mx.example").unwrap().ca_pem();
    let failure = shake(client(ClientTls::NOBODY, &other, false), practice.server)
        .await
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Certificate);
}

// --- what a login is tied to -----------------------------------------------------------------

#[tokio::test]
async fn both_ends_of_one_link_have_the_same_to_tie_a_login_to() {
    let made = practice_config("mx.example").unwrap();
    let link = || {
        let client = ClientTls::trusting("mx.example", made.ca.clone()).unwrap();
        both(client, made.server.clone())
    };
    let [near, far] = link().await.map(|facts| facts.binding.unwrap());
    assert_eq!(near, far);
    assert_eq!((near.kind, near.data.len()), ("tls-exporter", 32));
    let [other, _] = link().await.map(|facts| facts.binding.unwrap());
    assert_ne!(near, other);
}

#[tokio::test]
async fn with_tls_1_2_a_login_is_tied_to_the_certificate() {
    let authority = Authority::new("one");
    let server = authority.issue(&plain(&["mx.example"]));
    let client = client("mx.example", &authority.pem(), false);
    let facts = shake(client, server.config(&[&TLS12])).await.unwrap();
    let binding = facts.binding.unwrap();
    assert_eq!(binding.kind, "tls-server-end-point");
    // Signed with SHA-256, so it is the fingerprint.
    assert_eq!(
        data_encoding::HEXLOWER.encode(&binding.data),
        facts.chain[0].sha256
    );
}
