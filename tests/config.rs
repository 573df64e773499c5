//! The config file: settings that hold always, named targets, and what is said when it is wrong.
//!
//! Absent on purpose: what each option does; the tests of its subject have that.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is not there is a failed test"
)]

use fake::{Ran, Server, ehlo, ran};

#[expect(dead_code, reason = "these tests need few of the servers")]
mod fake;

const GREET: &str = "S: 220\nC: EHLO me\nS: 250\nC: QUIT\nS: 221\n";
const ANSWERS: &[&str] = &["220 hi\r\n", "250 hi\r\n", "221 bye\r\n"];

/// `ehlo` with this config file and these arguments.
fn with(config: &str, arguments: &[&str], input: &str) -> Ran {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("ehlo")).unwrap();
    std::fs::write(home.path().join("ehlo/config.toml"), config).unwrap();
    let mut command = ehlo();
    ran(
        command.args(arguments).env("XDG_CONFIG_HOME", home.path()),
        input,
    )
}

#[test]
fn a_named_target_is_dialed_with_its_settings() {
    let server = Server::answering(ANSWERS);
    let config = format!(
        "timeout = 20\n\n[target.work]\nto = \"{}\"\nname = \"client.example\"\n",
        server.address
    );
    let ran = with(&config, &["run", "-", "@work"], GREET);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains(&server.address), "{}", ran.out);
    assert_eq!(server.heard(), "EHLO me\r\nQUIT\r\n");
}

#[test]
fn what_is_typed_counts_before_what_the_file_says() {
    let config = "lang = \"vi\"\n";
    let ran = with(config, &["compare", "220", "250"], "");
    assert!(ran.out.contains("Sự khác biệt chính"), "{}", ran.out);
    let ran = with(config, &["compare", "220", "250", "--lang", "en"], "");
    assert!(ran.out.contains("Key differences"), "{}", ran.out);
    let script = with(
        "name = \"client.example\"\nlang = \"ko\"\n",
        &["run", "-"],
        GREET,
    );
    assert_eq!(script.status, 0, "{}", script.err);
}

#[test]
fn the_password_comes_from_a_command() {
    let config = "[target.practice]\nto = \"practice\"\nuser = \"alice@practice.example\"\npassword-command = \"echo correct-horse\"\n";
    let script = "S: 220\nC: EHLO me\nS: 250\nC: STARTTLS\nS: 220\nC: EHLO me\nS: 250\nC: AUTH PLAIN $AUTH\nS: 235\nC: QUIT\nS: 221\n";
    let ran = with(config, &["run", "-", "@practice"], script);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(!ran.out.contains("correct-horse"));
    for (command, says) in [("exit 3", "failed"), ("true", "printed nothing")] {
        let config = config.replace("echo correct-horse", command);
        let ran = with(&config, &["run", "-", "@practice"], script);
        assert_eq!(ran.status, 2, "{}", ran.out);
        assert!(
            ran.err.contains("password command") && ran.err.contains(says),
            "{}",
            ran.err
        );
    }
}

#[test]
fn mistakes_are_said_with_file_and_line_and_what_would_be_right() {
    for (config, says) in [
        (
            "lang = \"ko\"\ntimout = 3\n",
            "config.toml:2: there is no setting `timout`; did you mean `timeout`?",
        ),
        ("timeout = \"soon\"\n", "config.toml:1: "),
        ("timeout = [1]\n", "takes a text, a number, true or false"),
        ("lang = \n", "config.toml:1: "),
    ] {
        let ran = with(config, &["run", "-"], GREET);
        assert!(ran.err.contains(says), "{config}: {}", ran.err);
        // Without it everything goes on by the built-in settings.
        assert_eq!(ran.status, 0, "{config}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn a_target_that_is_not_named_is_an_error_that_lists_those_that_are() {
    let named = "[target.work]\nto = \"practice\"\n[target.home]\nto = \"practice\"\n";
    for (config, says) in [
        (named, "there are: work, home"),
        ("", "[target.NAME]"),
        ("[target.play]\nuser = \"x\"\n", "needs `to`"),
        ("[target.play]\nto = 25\n", "needs `to`"),
        (
            "[target.play]\nto = \"practice\"\nusr = \"x\"\n",
            "did you mean `user`?",
        ),
    ] {
        let ran = with(config, &["run", "-", "@play"], GREET);
        assert_eq!(ran.status, 2, "{config}: {}", ran.out);
        assert!(ran.err.contains(says), "{config}: {}", ran.err);
    }
    let missing = ran(ehlo().args(["run", "-", "@play"]), GREET);
    assert_eq!(missing.status, 2);
    assert!(missing.err.contains("config folder"), "{}", missing.err);
    let unreadable = ran(
        ehlo().args(["run", "-", "--config", "/nonexistent.toml"]),
        GREET,
    );
    assert_eq!(unreadable.status, 2);
    assert!(
        unreadable.err.contains("/nonexistent.toml"),
        "{}",
        unreadable.err
    );
}
