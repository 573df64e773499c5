//! What may be chosen about TLS: each option at work, and each way it can be wrong.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what the tests of the handshake need besides")]
mod certificates;

use std::path::PathBuf;
use std::sync::Arc;

use certificates::shake::{carry, outcome, shake};
use certificates::{Authority, Server, plain};
use ehlo::link::{ClientCertificate, Event, Failure, FailureKind, TlsFacts, Verdict};
use ehlo::net::{ClientTls, Link, Tls, TlsOptions};
use tokio::io::duplex;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ALL_VERSIONS, ServerConfig};

const HOST: &str = "mx.example";

/// An authority, a server it vouches for, and a folder whose `ca.pem` says so.
struct Scene {
    authority: Authority,
    server: Server,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let authority = Authority::new("one");
        let server = authority.issue(&plain(&[HOST]));
        let folder = tempfile::tempdir().unwrap();
        let scene = Self {
            authority,
            server,
            folder,
        };
        scene.file("ca.pem", &scene.authority.pem());
        scene
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The options of somebody who trusts the authority.
    fn options(&self) -> TlsOptions {
        TlsOptions {
            ca: Some(self.folder.path().join("ca.pem")),
            ..TlsOptions::default()
        }
    }

    /// The same with a certificate for the client, in one file with its key.
    fn calling_as(&self, client: &Server) -> TlsOptions {
        let text = client.pem() + &client.key_pem();
        TlsOptions {
            cert: Some(self.file("client.pem", &text)),
            ..self.options()
        }
    }

    async fn shake(&self, options: &TlsOptions) -> Result<TlsFacts, Failure> {
        let client = ClientTls::new(HOST, options).unwrap();
        shake(client, self.server.config(ALL_VERSIONS)).await
    }
}

#[track_caller]
fn refused(options: &TlsOptions) -> String {
    ClientTls::new(HOST, options).unwrap_err().to_string()
}

// --- versions, suites, names -----------------------------------------------------------------

#[tokio::test]
async fn only_the_version_asked_for_is_offered() {
    let scene = Scene::new();
    for (version, shown) in [("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")] {
        let options = TlsOptions {
            version: Some(version.to_owned()),
            ..scene.options()
        };
        assert_eq!(scene.shake(&options).await.unwrap().version, shown);
        let client = ClientTls::new(HOST, &options).unwrap();
        let other = if version == "1.2" { &TLS13 } else { &TLS12 };
        let failure = shake(client, scene.server.config(&[other])).await;
        assert_eq!(failure.unwrap_err().kind, FailureKind::TlsVersion);
    }
}

#[tokio::test]
async fn only_the_suites_asked_for_are_offered() {
    let scene = Scene::new();
    let options = TlsOptions {
        ciphers: vec!["TLS_CHACHA20_POLY1305_SHA256".to_owned()],
        ..scene.options()
    };
    let facts = scene.shake(&options).await.unwrap();
    assert_eq!(facts.cipher, "TLS_CHACHA20_POLY1305_SHA256");
    assert_eq!(facts.group, "X25519");
}

#[tokio::test]
async fn no_name_is_sent_and_the_hosts_is_checked() {
    let scene = Scene::new();
    let options = TlsOptions {
        sni: Some("none".to_owned()),
        ..scene.options()
    };
    let facts = scene.shake(&options).await.unwrap();
    assert_eq!((facts.name.as_deref(), &*facts.checked), (None, HOST));
    assert_eq!(facts.matching(), Some(HOST));
    assert!(facts.verified());
}

// --- pins ------------------------------------------------------------------------------------

#[tokio::test]
async fn a_pin_decides_whatever_the_chain_is_like() {
    let mut scene = Scene::new();
    scene.server = Server::self_signed(&plain(&["other.example"]));
    let shown = scene.shake(&scene.options()).await.unwrap_err();
    let own = shown.tls.unwrap().chain[0].clone();
    for pin in [&own.sha256, &own.key_sha256] {
        let options = TlsOptions {
            pin: Some(pin.to_ascii_uppercase()),
            ..scene.options()
        };
        let facts = scene.shake(&options).await.unwrap();
        assert_eq!((facts.why, facts.verified()), (Verdict::Pinned, true));
        assert!(facts.enforced);
    }
}

#[tokio::test]
async fn a_good_chain_does_not_help_against_a_pin() {
    let scene = Scene::new();
    let pin = "0f".repeat(32);
    let options = TlsOptions {
        pin: Some(pin.clone()),
        ..scene.options()
    };
    let failure = scene.shake(&options).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Certificate);
    let facts = failure.tls.unwrap();
    assert_eq!((facts.why, facts.pin), (Verdict::WrongPin, Some(pin)));
}

// --- a certificate of the client's -----------------------------------------------------------

/// All that a client hears until the link is gone.
async fn heard(options: &TlsOptions, server: Arc<ServerConfig>) -> Vec<Event> {
    let client = ClientTls::new(HOST, options).unwrap();
    let (near, far) = duplex(4096);
    let near = Link::new(near, "server", Tls::Client(client)).implicit(true);
    let far = Link::new(far, "client", Tls::Server(server)).implicit(true);
    tokio::join!(carry(near, |_| vec![]), carry(far, |_| vec![])).0
}

fn failed(events: &[Event]) -> FailureKind {
    match events.last() {
        Some(Event::Closed(Some(failure))) => failure.kind,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_asks_gets_the_certificate() {
    let scene = Scene::new();
    let client = scene.authority.issue(&plain(&["client.example"]));
    for version in [&TLS12, &TLS13] {
        let config = scene.server.config_asking(&[version], &scene.authority);
        let client = ClientTls::new(HOST, &scene.calling_as(&client)).unwrap();
        let facts = shake(client, config).await.unwrap();
        assert_eq!(facts.client, ClientCertificate::Given);
    }
}

#[tokio::test]
async fn a_server_that_asks_in_vain_is_understood() {
    let scene = Scene::new();
    let asking = |version| scene.server.config_asking(&[version], &scene.authority);
    let wanted = FailureKind::ClientCertificateWanted;
    // With TLS 1.2 the handshake fails; with 1.3 it is over for the client when the server objects.
    let events = heard(&scene.options(), asking(&TLS12)).await;
    assert_eq!(failed(&events), wanted);
    let events = heard(&scene.options(), asking(&TLS13)).await;
    let facts = outcome(&events).unwrap();
    assert_eq!(facts.client, ClientCertificate::Missing);
    assert_eq!(failed(&events), wanted);
}

#[tokio::test]
async fn a_certificate_the_server_does_not_like_is_told() {
    let scene = Scene::new();
    let rogue = Authority::new("other").issue(&plain(&["client.example"]));
    for version in [&TLS12, &TLS13] {
        let config = scene.server.config_asking(&[version], &scene.authority);
        let events = heard(&scene.calling_as(&rogue), config).await;
        assert_eq!(failed(&events), FailureKind::ClientCertificateRefused);
    }
}

#[test]
fn files_that_cannot_be_used_are_told_before_anything_is_sent() {
    let scene = Scene::new();
    let (one, other) = (&scene.server, Server::self_signed(&plain(&[HOST])));
    let certificate = scene.file("cert.pem", &one.pem());
    let folder = scene.folder.path().to_owned();
    let locked =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    let broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let told = |cert: PathBuf, key: Option<PathBuf>, part: &str| {
        let options = TlsOptions {
            cert: Some(cert),
            key,
            ..scene.options()
        };
        let words = refused(&options);
        assert!(words.contains(part), "{words}");
    };
    told(folder.join("missing"), None, "missing cannot be read");
    told(folder, None, "cannot be read");
    told(scene.file("empty", ""), None, "holds no certificate");
    told(certificate.clone(), None, "holds no private key");
    for (key, part) in [
        (locked, "openssl pkey"),
        (old, "openssl pkey"),
        (broken, "cannot be used"),
        (&*other.key_pem(), "does not fit the certificate"),
    ] {
        told(certificate.clone(), Some(scene.file("key", key)), part);
    }
}

// --- what is told ----------------------------------------------------------------------------

#[tokio::test]
async fn certificates_are_told_in_full() {
    let scene = Scene::new();
    let client = ClientTls::new(HOST, &scene.options()).unwrap();
    let facts = shake(client, scene.server.config_stapling()).await.unwrap();
    assert!(facts.stapled);
    let own = &facts.chain[0];
    assert_eq!(own.key, "EC P-256");
    assert_eq!(own.signature, "ecdsa-with-SHA256");
    assert!(own.days_left > 0 && own.days_to_begin <= 0, "{own:?}");
    assert!(!own.serial.is_empty());
    let pem = facts.pem();
    assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), facts.chain.len());
    assert!(pem.starts_with(&own.pem));
}

#[tokio::test]
async fn a_certificate_without_names_is_told_from_one_for_others() {
    let mut scene = Scene::new();
    scene.server = scene.authority.issue(&plain(&[]));
    let failure = scene.shake(&scene.options()).await.unwrap_err();
    assert_eq!(failure.tls.unwrap().why, Verdict::NoName);
}
