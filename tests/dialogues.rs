//! Dialogues: every file under `tests/dialogues/` is played against the practice server in memory.
//!
//! At the end both sessions must agree, and the record, written as a dialogue, must play again to
//! the same text. A file may say in remarks at its head:
//!
//! - `# scenario: NAME` (`friendly` without it; the others are below), `# user: NAME PASSWORD`,
//! - `# once: REASON`, where its record cannot be played again.
//!
//! What a file of text cannot say (raw octets, servers that misbehave) is in `raw.rs`.

#[path = "support/shuttle.rs"]
mod shuttle;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ehlo::conversation::Conversation;
use ehlo::link::{Action, Endpoint, Event};
use ehlo::script::{Options, Outcome, Script, parse};
use ehlo::smtp::auth::Credentials;
use ehlo::smtp::verb::VERBS;
use ehlo::smtp::{Scenario, Secret, Server, Session};
use ehlo::transcript::text;
use shuttle::Shuttle;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dialogues");

/// Scenarios for one purpose: the friendly one with a few lines changed.
const VARIANTS: &[(&str, &[(&str, &str)])] = &[
    ("friendly", &[]),
    ("lmtp", &[("hostname =", "lmtp = true\nhostname =")]),
    (
        "clear-auth",
        &[("auth-needs-tls = true", "auth-needs-tls = false")],
    ),
    (
        "small",
        &[
            ("SIZE 10485760", "SIZE 60"),
            ("size = 10485760", "size = 60"),
            ("most-recipients = 100", "most-recipients = 2"),
        ],
    ),
    (
        "rare",
        &[(
            "\"ETRN\",",
            "\"ETRN\", \"ATRN\", \"TURN\", \"SEND\", \"SOML\", \"SAML\", \"BURL imap\", \"XCLIENT NAME ADDR\", \"XFORWARD NAME ADDR\",",
        )],
    ),
    ("refused", &[("greeting = \"220", "greeting = \"554 5.3.2")]),
    ("closing", &[("greeting = \"220", "greeting = \"421 4.3.2")]),
];

/// A script with a clock: every event comes a millisecond after the one before.
struct Player {
    script: Script,
    at: Duration,
}

impl Endpoint for Player {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        self.at += Duration::from_millis(1);
        self.script.handle(self.at, event)
    }
}

/// A file as it is to be played.
#[derive(Clone, Copy)]
struct Dialogue<'a> {
    name: &'a str,
    text: &'a str,
}

impl Dialogue<'_> {
    fn head(&self, key: &str) -> Option<&str> {
        let mut head = self.text.lines().take_while(|line| line.starts_with("# "));
        head.find_map(|line| {
            line.strip_prefix("# ")?
                .strip_prefix(key)?
                .strip_prefix(": ")
        })
    }

    fn scenario(&self) -> Result<Arc<Scenario>, String> {
        let name = self.head("scenario").unwrap_or("friendly");
        let (_, changes) = VARIANTS
            .iter()
            .find(|(variant, _)| *variant == name)
            .ok_or(format!("no scenario is called {name}"))?;
        let mut text = ehlo::assets::text("assets/scenarios/friendly.toml")
            .unwrap_or_default()
            .to_owned();
        for (from, to) in *changes {
            if !text.contains(from) {
                return Err(format!("{name}: nothing to change at {from}"));
            }
            text = text.replace(from, to);
        }
        let scenario = Scenario::parse(name, &text).map_err(|error| error.to_string())?;
        Ok(Arc::new(scenario))
    }

    fn options(&self) -> Options {
        let credentials = self.head("user").and_then(|user| user.split_once(' '));
        Options {
            credentials: credentials.map(|(user, password)| Credentials {
                user: user.to_owned(),
                password: Secret::new(password),
            }),
            cleartext_auth: self.head("scenario") == Some("clear-auth"),
            ..Options::default()
        }
    }

    /// Plays a text in the manner of this file; its record as a dialogue.
    fn play(&self, text: &str, piece: usize) -> Result<String, String> {
        let steps = parse(self.name, text).map_err(|error| error.to_string())?;
        let mut player = Player {
            script: Script::new(steps, self.options()),
            at: Duration::ZERO,
        };
        let mut server = Server::new(self.scenario()?);
        Shuttle::open([&mut player, &mut server], piece);
        let script = &player.script;
        let written = dialogue(script.conversation());
        let wrong: Vec<_> = script
            .expectations()
            .iter()
            .filter(|expectation| !expectation.ok)
            .map(|one| format!("{}: wanted {}, got {:?}", one.line, one.wanted, one.got))
            .collect();
        if script.outcome() != Some(&Outcome::Passed) || !wrong.is_empty() {
            return Err(format!("{:?} {wrong:#?}\n{written}", script.outcome()));
        }
        let (ours, theirs) = (
            known(script.conversation().session()),
            known(server.session()),
        );
        if ours != theirs {
            return Err(format!("client {ours}\nserver {theirs}\n{written}"));
        }
        let odd: Vec<_> = script
            .transcript()
            .entries()
            .filter(|entry| matches!(entry.body, ehlo::transcript::Body::Heard { .. }))
            .flat_map(|entry| entry.body.findings())
            .collect();
        if !odd.is_empty() {
            return Err(format!(
                "a reply of the practice server is odd: {odd:?}\n{written}"
            ));
        }
        Ok(written)
    }

    fn check(&self) -> Result<(), String> {
        let written = self.play(self.text, usize::MAX)?;
        for piece in [1, 2, 7] {
            let other = self.play(self.text, piece)?;
            same("in other pieces", &written, &other)?;
        }
        if self.head("once").is_none() {
            same("played again", &written, &self.play(&written, usize::MAX)?)?;
        }
        Ok(())
    }
}

fn same(what: &str, one: &str, other: &str) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    Err(format!("{what} it is another:\n{one}\n---\n{other}"))
}

fn dialogue(conversation: &Conversation) -> String {
    let text = text::dialogue(conversation.transcript(), &|key, fill| {
        format!("{key} {fill:?}")
    });
    // A question is another one each time.
    let plain = |line: &str| {
        let question = line.starts_with("# S: 334 ");
        if question {
            "# S: 334\n".to_owned()
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(plain).collect()
}

/// What both ends must agree on.
fn known(session: &Session) -> String {
    format!(
        "{:?}, secure {}, greeted {}, lmtp {}, login {:?}, from {:?} to {:?}",
        session.phase(),
        session.secure(),
        session.is_greeted(),
        session.is_lmtp(),
        session.login(),
        session.sender(),
        session.recipients(),
    )
}

/// Every file of the folder as name and text.
fn files() -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(FOLDER)
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path())
        .map(|path| {
            (
                name(&path),
                std::fs::read_to_string(&path).unwrap_or_default(),
            )
        })
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[test]
fn every_dialogue_passes_and_plays_again() {
    let files = files();
    let failures: Vec<_> = files
        .iter()
        .filter_map(|(name, text)| {
            let problem = Dialogue { name, text }.check().err()?;
            Some(format!("== {name}: {problem}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(files.len() > VERBS.len(), "the folder is not complete");
}

#[test]
fn every_verb_and_every_address_has_its_dialogue() {
    let files = files();
    let missing: Vec<_> = VERBS
        .iter()
        .map(|verb| format!("{}.smtp", verb.name.to_lowercase()))
        .filter(|wanted| !files.iter().any(|(name, _)| name == wanted))
        .collect();
    assert!(missing.is_empty(), "write tests/dialogues/{missing:?}");

    let text = ehlo::assets::text("assets/scenarios/friendly.toml").unwrap_or_default();
    let scenario = Scenario::parse("friendly", text).map_err(|error| error.to_string());
    let mailboxes = scenario.map(|scenario| scenario.mailboxes);
    let all: String = files.into_iter().map(|(_, text)| text).collect();
    let unused: Vec<_> = mailboxes
        .iter()
        .flatten()
        .map(|mailbox| mailbox.address.as_str())
        .filter(|address| {
            !all.contains(&format!("{address}@")) && !all.contains(&format!("{address}>"))
        })
        .collect();
    assert!(mailboxes.as_ref().is_ok_and(|all| !all.is_empty()));
    assert!(unused.is_empty(), "no dialogue uses {unused:?}");
}
