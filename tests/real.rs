//! What real servers said, as scripts: Postfix 3.7, Exim 4.96, Dovecot 2.3 (submission and LMTP) and
//! aiosmtpd 1.4 in `tests/real/<server>/*.smtp`.
//!
//! Each is data twice. Offline the recorded replies are fed to the script that holds them:
//! it must pass, ask for every one of them, and say its own lines octet for octet. Against a
//! server, where `EHLO_TEST_<SERVER>` gives its address (`EHLO_TEST_DOVECOT_LMTP=127.0.0.1:2424`),
//! `ehlo run` must pass. `EHLO_TEST_CA` is the authority of its certificate, for `mail.test`; it
//! has the mailboxes the scripts name, and the user `alice@mail.test` with `correct-horse`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[expect(dead_code, reason = "here the servers are real")]
mod fake;

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ehlo::link::{Action, Event};
use ehlo::script::{Options, Outcome, Script, parse};
use ehlo::smtp::Secret;
use ehlo::smtp::auth::Credentials;

const USER: &str = "alice@mail.test";
const PASSWORD: &str = "correct-horse";

/// The folders, each with its scripts, in order.
fn servers() -> Vec<(String, Vec<PathBuf>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real");
    let sorted = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let folders = sorted(&root).into_iter();
    let named = folders.map(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        (name, sorted(&folder))
    });
    named.collect()
}

/// The replies a script holds, each whole, as octets.
fn recorded(text: &str) -> VecDeque<String> {
    let mut replies = VecDeque::new();
    let mut reply = String::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("S: ")) {
        reply.push_str(line);
        reply.push_str("\r\n");
        if line.as_bytes().get(3) != Some(&b'-') {
            replies.push_back(std::mem::take(&mut reply));
        }
    }
    replies
}

/// What a script without a login says, as octets.
fn written(text: &str) -> String {
    let lines = text.lines().filter_map(|line| line.strip_prefix("C:"));
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\r\n")
        .collect()
}

/// A script, with somebody to log in.
fn script(name: &str, text: &str) -> Script {
    let options = Options {
        credentials: Some(Credentials {
            user: USER.to_owned(),
            password: Secret::new(PASSWORD),
        }),
        // Nothing is sent anywhere here.
        cleartext_auth: true,
        ..Options::default()
    };
    Script::new(parse(name, text).unwrap(), options)
}

/// Plays a script against these replies; what it said.
fn play(script: &mut Script, replies: &mut VecDeque<String>) -> String {
    let mut said = String::new();
    let peer = "recorded".to_owned();
    let mut next = Some(Event::Opened { peer });
    while script.outcome().is_none() {
        let reply = |text: String| Event::Bytes(text.into_bytes());
        // A server that was told all it knows hangs up.
        let event = next.take().or_else(|| replies.pop_front().map(reply));
        for action in script.handle(Duration::ZERO, event.unwrap_or(Event::Closed(None))) {
            match action {
                Action::Write(octets) => said += &String::from_utf8(octets).unwrap(),
                Action::Secure => next = Some(Event::Secured(Box::default())),
                Action::Await(_)
                | Action::Report
                | Action::Pause(_)
                | Action::HalfClose
                | Action::Close => {}
            }
        }
    }
    said
}

fn against_its_own_replies(name: &str, text: &str) {
    let mut script = script(name, text);
    let mut replies = recorded(text);
    let said = play(&mut script, &mut replies);
    assert_eq!(
        script.outcome(),
        Some(&Outcome::Passed),
        "{name}: {:#?}",
        script.expectations()
    );
    assert!(replies.is_empty(), "{name} left {replies:?}");
    if text.contains("$AUTH") {
        assert!(
            said.contains("\r\nAUTH ") && !said.contains("$AUTH"),
            "{name}"
        );
    } else {
        assert_eq!(said, written(text), "{name}");
    }
}

/// SCRAM's replies fit one login and no other.
fn is_repeatable(text: &str) -> bool {
    !text.contains("AUTH SCRAM")
}

fn an_old_proof_is_found_out(name: &str, text: &str) {
    let mut script = script(name, text);
    let said = play(&mut script, &mut recorded(text));
    let failed = matches!(script.outcome(), Some(Outcome::Failed(_)));
    assert!(failed && said.contains("\r\n*\r\n"), "{name} {said}");
}

fn against_a_server(server: &str, address: &str, path: &Path) {
    let scheme = if server.ends_with("lmtp") {
        "lmtp"
    } else {
        "smtp"
    };
    let mut command = fake::ehlo();
    command
        .env("EHLO_PASSWORD", PASSWORD)
        .arg("run")
        .arg(path)
        .arg(format!("{scheme}://{address}"))
        .args(["--timeout", "20", "--sni", "mail.test", "--user", USER]);
    if let Ok(ca) = std::env::var("EHLO_TEST_CA") {
        command.args(["--ca", &ca]);
    }
    let ran = fake::ran(&mut command, "");
    assert_eq!(ran.status, 0, "{} at {address}: {ran:#?}", path.display());
}

#[test]
fn every_recorded_dialogue_passes() {
    let servers = servers();
    assert!(servers.len() >= 5, "{servers:?}");
    for (server, scripts) in servers {
        assert!(scripts.len() >= 6, "{server}");
        let variable = format!("EHLO_TEST_{}", server.to_uppercase().replace('-', "_"));
        let address = std::env::var(variable).ok();
        for path in scripts {
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("# ") && text.contains("\n\nS: "), "{name}");
            if is_repeatable(&text) {
                against_its_own_replies(&name, &text);
            } else {
                an_old_proof_is_found_out(&name, &text);
            }
            if let Some(address) = &address {
                against_a_server(&server, address, &path);
            }
        }
    }
}

#[test]
fn a_recorded_dialogue_fails_when_a_reply_differs() {
    for path in servers().into_iter().flat_map(|(_, scripts)| scripts) {
        let text = fs::read_to_string(&path).unwrap();
        if !is_repeatable(&text) {
            continue;
        }
        let name = path.display().to_string();
        let mut replies = recorded(&text);
        replies[0].replace_range(..3, "299");
        let mut script = script(&name, &text);
        play(&mut script, &mut replies);
        assert_eq!(script.outcome(), Some(&Outcome::Failed(1)), "{name}");
    }
}
