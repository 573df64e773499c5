//! Every way to a far end, and every way in which it can fail: `ehlo run` against servers, name
//! servers, proxies, sockets and children of a few lines.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "fake/dns.rs"]
mod dns;
mod fake;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use dns::{Dns, Record, SERVFAIL};
use fake::{Ran, Server, run};

const NONE: &[&str] = &[];
const HELLO: &str = "S: 220\nC: EHLO me\nS: 250\nC: QUIT\nS: 221\n";
const GOOD: &[&str] = &[
    "220 mail.test ESMTP\r\n",
    "250 mail.test\r\n",
    "221 2.0.0 bye\r\n",
];

#[track_caller]
fn passed(ran: &Ran, remarks: &[&str]) {
    assert_eq!((ran.status, &ran.err[..]), (0, ""), "{ran:#?}");
    for remark in remarks {
        assert!(ran.out.contains(remark), "no `{remark}` in {ran:#?}");
    }
}

#[track_caller]
fn failed(ran: &Ran, status: i32, parts: &[&str]) {
    assert_eq!(ran.status, status, "{ran:#?}");
    for part in parts {
        assert!(ran.err.contains(part), "no `{part}` in {ran:#?}");
    }
}

fn port(address: &str) -> &str {
    address.rsplit(':').next().unwrap()
}

/// The server's end behind a PROXY header that is a line.
fn behind_header(peer: &mut fake::Peer) {
    peer.line();
    for reply in GOOD {
        peer.say(reply);
        peer.line();
    }
}

/// A port nobody listens on.
fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port().to_string()
}

fn loopback(last: u8) -> Record {
    Record::Address([127, 0, 0, last].into())
}

// --- stages -----------------------------------------------------------------------------------

#[test]
fn the_stages_of_connecting_are_told_and_logged() {
    let server = Server::answering(GOOD);
    let dns = Dns::start(vec![("mail.test", loopback(1))]);
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log");
    let target = format!("mail.test:{}", port(&server.address));
    let ran = run(
        HELLO,
        &target,
        &["--dns", &dns.address, "--log", log.to_str().unwrap()],
    );
    passed(
        &ran,
        &[
            "# mail.test has 1 address: 127.0.0.1 (",
            &format!("# {} answered (", server.address),
            &format!("# connected to {}\nS: 220", server.address),
        ],
    );
    let log = std::fs::read_to_string(log).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<_> = lines.iter().take(3).map(|line| &line["event"]).collect();
    assert_eq!(names, ["stage", "stage", "connect"]);
    assert_eq!(lines[0]["name"], "resolved");
    assert!(lines[0]["took"].is_f64());
}

#[test]
fn a_family_without_an_address_is_said() {
    failed(
        &run(HELLO, "127.0.0.1:1", &["-6"]),
        3,
        &["-4, -6", "127.0.0.1"],
    );
    failed(
        &run(HELLO, "[::1]:1", &["-4"]),
        3,
        &["no address fits", "::1"],
    );
}

#[test]
fn the_near_end_can_be_chosen() {
    let server = Server::start(behind_header);
    let near = ["--bind", "127.0.0.2", "--proxy-protocol", "v1"];
    passed(&run(HELLO, &server.address, &near), NONE);
    assert!(
        server
            .heard()
            .starts_with("PROXY TCP4 127.0.0.2 127.0.0.1 ")
    );
    // RFC 5737 keeps 192.0.2.0/24 for documents.
    let ran = run(HELLO, "127.0.0.1:1", &["--bind", "192.0.2.1"]);
    failed(&ran, 3, &["cannot begin from this address", "--bind"]);
}

#[test]
fn wrong_options_are_said_before_anything_is_sent() {
    for (options, part) in [
        (&["-4", "-6"][..], "cannot be used with"),
        (&["--bind", "nowhere"], "`--bind nowhere` is no address"),
        (&["--bind", "::1", "-4"], "one family"),
        (&["--dns", "ns.example"], "`--dns ns.example` is no address"),
        (&["--proxy", "socks4://a:1"], "socks5://"),
        (&["--proxy-protocol", "v3"], "v1 or v2"),
    ] {
        failed(&run(HELLO, "127.0.0.1:1", options), 2, &[part]);
    }
    failed(&run(HELLO, "exec:sh -c 'oops", NONE), 2, &["quote"]);
}

// --- sockets and children ---------------------------------------------------------------------

#[test]
fn a_unix_socket_is_spoken_to() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("mail.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = [0; 32];
        for reply in GOOD {
            stream.write_all(reply.as_bytes()).unwrap();
            let _ = stream.read(&mut heard).unwrap();
        }
    });
    let target = format!("unix:{}", path.display());
    passed(&run(HELLO, &target, NONE), &["name is not checked"]);
    server.join().unwrap();
    // Nobody listens there any more, and then there is nothing at all.
    failed(&run(HELLO, &target, NONE), 3, &["nobody listens there"]);
    std::fs::remove_file(&path).unwrap();
    failed(
        &run(HELLO, &target, NONE),
        3,
        &["no such socket", "Check the path"],
    );
}

/// A server in shell: a greeting, an answer to each line, and a last word.
const CHILD: &str = "exec:sh -c 'echo \"220 child\"; read line; echo 250; read line; echo 221; echo bye >&2; exit 7'";

#[test]
fn a_child_is_spoken_to_and_its_end_is_told() {
    let ran = run(HELLO, CHILD, NONE);
    passed(
        &ran,
        &[
            "# started sh, process ",
            "S: 220 child\n",
            "# standard error: bye\n",
            "# the command ended, exit status 7\n",
        ],
    );
}

#[test]
fn a_child_that_does_not_end_is_ended_with_all_it_started() {
    let directory = tempfile::tempdir().unwrap();
    let pipe = directory.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let since = Instant::now();
    // Reading ends when nobody is left who could write.
    let reading = pipe.clone();
    let reader = std::thread::spawn(move || std::fs::read(reading).unwrap());
    let target = format!(
        "exec:sh -c 'exec 3>{}; echo 220; sleep 60; :'",
        pipe.display()
    );
    let ran = run("S: 220\nC: NOOP\n", &target, &["--timeout", "0.2"]);
    assert_eq!(ran.status, 5, "{ran:#?}");
    reader.join().unwrap();
    assert!(since.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_child_that_never_stops_talking_does_not_outrun_the_deadline() {
    let target = "exec:sh -c 'while :; do echo still here >&2; done'";
    let ran = run("S: 220\n", target, &["--timeout", "0.2"]);
    assert_eq!(ran.status, 5, "{}", ran.err);
    assert!(ran.out.contains("# standard error: still here\n"));
}

#[test]
fn a_command_that_is_not_there_is_said() {
    let ran = run(HELLO, "exec:no-such-command-here -bs", NONE);
    failed(
        &ran,
        3,
        &["could not be started", "no-such-command-here", "PATH"],
    );
    let ran = run(HELLO, "exec:sh -c 'echo broken >&2; exit 3'", NONE);
    failed(&ran, 6, NONE);
    assert!(ran.out.contains("# standard error: broken"), "{ran:#?}");
    assert!(ran.out.contains("exit status 3"), "{ran:#?}");
}

#[test]
fn lmtp_is_spoken_over_a_child() {
    let script = "S: 220\nC: LHLO me\nS: 250\n";
    let target = "lmtp+exec:sh -c 'echo 220 lmtp; read line; echo 250 lmtp; read line'";
    passed(&run(script, target, NONE), &["S: 250 lmtp"]);
}

// --- mx: --------------------------------------------------------------------------------------

#[test]
fn the_preferred_host_is_tried_first_and_the_next_one_after_it() {
    // All of them have the port of the server; only one of them has the address.
    let server = Server::answering(GOOD);
    let dns = Dns::start(vec![
        ("test", Record::Mx(20, "second.test")),
        ("test", Record::Mx(30, "third.test")),
        ("test", Record::Mx(10, "first.test")),
        ("first.test", loopback(9)),
        ("second.test", loopback(1)),
    ]);
    let target = format!("mx:test:{}", port(&server.address));
    let ran = run(HELLO, &target, &["--dns", &dns.address]);
    passed(
        &ran,
        &[
            "# mail host first.test, preference 10: 127.0.0.9 (",
            "# mail host second.test, preference 20: 127.0.0.1 (",
            "# mail host third.test, preference 30: third.test (",
            "# first.test failed, the next one is tried: 127.0.0.9:",
            "# in TLS the certificate is checked against the name of the mail host, second.test",
        ],
    );
    let order = ["first.test,", "second.test,", "third.test,"].map(|host| ran.out.find(host));
    assert!(order.is_sorted(), "{ran:#?}");
}

#[test]
fn a_domain_without_mx_takes_its_mail_itself() {
    let server = Server::answering(GOOD);
    let dns = Dns::start(vec![("test", loopback(1))]);
    let target = format!("mx:test:{}", port(&server.address));
    let ran = run(HELLO, &target, &["--dns", &dns.address]);
    passed(&ran, &["# test has no MX record", "# test has 1 address"]);
}

#[test]
fn a_domain_beyond_ascii_is_asked_for_by_its_a_labels() {
    let server = Server::answering(GOOD);
    let dns = Dns::start(vec![
        ("xn--bcher-kva.test", Record::Mx(10, "mx.test")),
        ("mx.test", loopback(1)),
    ]);
    let target = format!("mx:Bücher.test:{}", port(&server.address));
    let ran = run(HELLO, &target, &["--dns", &dns.address]);
    passed(&ran, &["# mail host mx.test, preference 10"]);
}

#[test]
fn what_name_servers_refuse_is_told_apart() {
    let dns = Dns::start(vec![
        ("null.test", Record::Mx(0, ".")),
        ("empty.test", Record::Code(0)),
        ("broken.test", Record::Code(SERVFAIL)),
        ("silent.test", Record::Silence),
        ("lost.test", Record::Mx(10, "gone.test")),
    ]);
    for (domain, parts) in [
        (
            "null.test",
            ["null MX (RFC 7505)", "No server will take mail"],
        ),
        ("empty.test", ["has no address", "spelling"]),
        ("gone.test", ["NXDOMAIN", "spelling"]),
        ("broken.test", ["SERVFAIL", "--dns"]),
        ("silent.test", ["in time", "--dns"]),
        ("lost.test", ["gone.test", "NXDOMAIN"]),
    ] {
        let options = ["--dns", &dns.address, "--timeout", "1"];
        failed(&run(HELLO, &format!("mx:{domain}"), &options), 3, &parts);
    }
}

#[test]
fn every_host_that_failed_is_named() {
    let dns = Dns::start(vec![
        ("test", Record::Mx(10, "one.test")),
        ("test", Record::Mx(20, "two.test")),
        ("one.test", loopback(1)),
        ("two.test", loopback(2)),
    ]);
    let target = format!("mx:test:{}", closed_port());
    let ran = run(HELLO, &target, &["--dns", &dns.address]);
    failed(
        &ran,
        3,
        &[
            "one.test: 127.0.0.1:",
            "two.test: 127.0.0.2:",
            "nobody listens",
        ],
    );
}

// --- proxies ----------------------------------------------------------------------------------

/// Reads so many octets.
fn octets(stream: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut octets = vec![0; count];
    stream.read_exact(&mut octets).unwrap();
    octets
}

/// SOCKS5 up to the request, with user and password if the client offers them; the name asked for.
fn socks(stream: &mut TcpStream) -> (Option<String>, String) {
    let count = octets(stream, 2)[1];
    let methods = octets(stream, count.into());
    let login = methods.contains(&2).then(|| {
        stream.write_all(&[5, 2]).unwrap();
        let user = octets(stream, 2)[1];
        let user = octets(stream, user.into());
        let password = octets(stream, 1)[0];
        let password = octets(stream, password.into());
        format!(
            "{} {}",
            String::from_utf8(user).unwrap(),
            String::from_utf8(password).unwrap()
        )
    });
    match &login {
        Some(login) => stream
            .write_all(&[1, u8::from(login != "me p@ss")])
            .unwrap(),
        None => stream.write_all(&[5, 0]).unwrap(),
    }
    if login.as_ref().is_some_and(|login| login != "me p@ss") {
        return (login, String::new());
    }
    assert_eq!(octets(stream, 4), [5, 1, 0, 3]);
    let length = octets(stream, 1)[0];
    let name = String::from_utf8(octets(stream, length.into())).unwrap();
    let port = octets(stream, 2);
    (
        login,
        format!("{name}:{}", u16::from_be_bytes([port[0], port[1]])),
    )
}

/// The server's end behind a proxy that connected.
fn play(stream: &mut TcpStream) {
    for reply in GOOD {
        stream.write_all(reply.as_bytes()).unwrap();
        let _ = stream.read(&mut [0; 64]).unwrap();
    }
}

#[test]
fn socks_connects_by_name_and_with_a_login() {
    for (login, seen) in [("", None), ("me:p%40ss@", Some("me p@ss".to_owned()))] {
        let proxy = Server::start(move |peer| {
            assert_eq!(
                socks(&mut peer.stream),
                (seen, "hidden.test:2525".to_owned())
            );
            peer.stream
                .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
                .unwrap();
            play(&mut peer.stream);
        });
        let url = format!("socks5://{login}{}", proxy.address);
        let ran = run(HELLO, "hidden.test:2525", &["--proxy", &url]);
        let told = format!(
            "the proxy socks5://{} connected to hidden.test:2525",
            proxy.address
        );
        passed(&ran, &[&told]);
        assert!(!format!("{ran:?}").contains("p%40ss"));
        proxy.heard();
    }
}

#[test]
fn what_a_socks_proxy_refuses_is_told() {
    let refusing = Server::start(|peer| {
        socks(&mut peer.stream);
        peer.say([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
    });
    let url = format!("socks5://{}", refusing.address);
    let ran = run(HELLO, "hidden.test", &["--proxy", &url]);
    failed(
        &ran,
        3,
        &[
            "the proxy did not connect",
            "not allowed by its rules",
            "443",
        ],
    );

    let strict = Server::start(|peer| {
        socks(&mut peer.stream);
    });
    let url = format!("socks5://me:hunter2@{}", strict.address);
    let ran = run(HELLO, "hidden.test", &["--proxy", &url]);
    failed(&ran, 3, &["did not accept the login", "USER:PASSWORD"]);
    assert!(!format!("{ran:?}").contains("hunter2"));

    let other = Server::answering(GOOD);
    let url = format!("socks5://{}", other.address);
    failed(
        &run(HELLO, "hidden.test", &["--proxy", &url]),
        3,
        &["SOCKS5"],
    );

    let url = format!("socks5://127.0.0.1:{}", closed_port());
    let ran = run(HELLO, "hidden.test", &["--proxy", &url]);
    failed(
        &ran,
        3,
        &["the proxy cannot be reached", "socks5://127.0.0.1"],
    );

    let silent = Server::start(|peer| {
        peer.piece();
        assert!(peer.left_within(10_000));
    });
    let url = format!("socks5://{}", silent.address);
    let ran = run(HELLO, "hidden.test", &["--proxy", &url, "--timeout", "0.3"]);
    failed(&ran, 3, &["no answer in time"]);
}

/// The head of a request.
fn head(peer: &mut fake::Peer) -> String {
    let mut head = String::new();
    loop {
        let line = peer.line();
        if line.is_empty() {
            return head;
        }
        head += &line;
        head.push('\n');
    }
}

#[test]
fn http_connects_and_what_it_refuses_is_told() {
    let proxy = Server::start(|peer| {
        let head = head(peer);
        assert!(head.starts_with("CONNECT hidden.test:2525 HTTP/1.1\n"));
        assert!(head.contains("Proxy-Authorization: Basic bWU6cEBzcw==\n"));
        // The greeting comes right behind the answer.
        peer.say("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n220 mail.test\r\n");
        peer.line();
        peer.say("250 mail.test\r\n");
        peer.line();
        peer.say("221 bye\r\n");
    });
    let url = format!("http://me:p%40ss@{}", proxy.address);
    let ran = run(HELLO, "hidden.test:2525", &["--proxy", &url]);
    passed(&ran, &["connected to hidden.test:2525"]);
    assert!(!format!("{ran:?}").contains("bWU6"));

    for (answer, part) in [
        ("HTTP/1.1 403 Forbidden\r\n\r\n", "403 Forbidden"),
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "login",
        ),
        ("220 mail.test\r\n", "does not speak HTTP"),
        ("", "it closed the connection"),
    ] {
        let proxy = Server::start(move |peer| {
            head(peer);
            peer.say(answer);
        });
        let url = format!("http://{}", proxy.address);
        failed(&run(HELLO, "hidden.test", &["--proxy", &url]), 3, &[part]);
    }
}

// --- the PROXY header -------------------------------------------------------------------------

#[test]
fn the_proxy_header_comes_first() {
    let server = Server::start(behind_header);
    let header = "v1=192.0.2.1:4711,192.0.2.2:25";
    let ran = run(HELLO, &server.address, &["--proxy-protocol", header]);
    passed(
        &ran,
        &["# sent first: PROXY TCP4 192.0.2.1 192.0.2.2 4711 25"],
    );
    let heard = server.heard();
    assert!(heard.starts_with("PROXY TCP4 192.0.2.1 192.0.2.2 4711 25\r\nEHLO"));

    let server = Server::start(|peer| {
        let signature = octets(&mut peer.stream, 16);
        assert_eq!(signature, b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0");
        play(&mut peer.stream);
    });
    let ran = run(HELLO, &server.address, &["--proxy-protocol", "v2=local"]);
    passed(&ran, &["# sent first: v2 LOCAL"]);
}
