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

/// The shipped file with every commented setting uncommented, and their names.
fn uncommented() -> (String, Vec<String>) {
    let template = ran(ehlo().args(["config", "--template"]), "");
    assert_eq!((template.status, template.err.as_str()), (0, ""));
    let setting = |line: &str| {
        let bare = line.strip_prefix('#')?;
        (!bare.starts_with(' ') && !bare.is_empty()).then(|| bare.to_owned())
    };
    let lines: Vec<_> = template.out.lines().filter_map(setting).collect();
    let names = lines
        .iter()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.to_owned());
    (lines.join("\n"), names.collect())
}

#[test]
fn the_shipped_file_has_every_setting_and_changes_nothing() {
    let (text, names) = uncommented();
    let options = <ehlo::cli::Options as clap::Args>::augment_args(clap::Command::new("ehlo"));
    for name in options.get_arguments().filter_map(clap::Arg::get_long) {
        // A file that names another would never end.
        let there = names.iter().any(|known| known == name);
        assert_eq!(there, name != "config", "{name} in assets/config.toml");
    }
    for context in ehlo::keymap::Context::ALL {
        assert!(text.contains(&format!("[keys.{}]", context.name())));
    }
    assert!(text.contains("[target.work]"));
    let template = ran(ehlo().args(["config", "--template"]), "").out;
    let shipped = with(&template, &["config", "--json"], "");
    let bare = ran(ehlo().args(["config", "--json"]), "");
    let settings =
        |out: &str| serde_json::from_str::<serde_json::Value>(out).unwrap()["settings"].clone();
    assert_eq!(settings(&shipped.out), settings(&bare.out));
}

/// Only what the shipped file names and is not there, and what cannot hold together, is wrong with it.
#[test]
fn the_settings_of_the_shipped_file_are_understood() {
    let (text, _) = uncommented();
    let ran = with(&text, &["config", "--check"], "");
    let expected = ["--ipv6", "ca.pem", "--pin", "mail.pem", "--cert"];
    let said: Vec<_> = ran.err.lines().collect();
    assert_eq!(said.len(), expected.len(), "{}", ran.err);
    for (line, part) in said.iter().zip(expected) {
        assert!(line.contains(part), "{}", ran.err);
    }
}

#[test]
fn the_check_names_everything_that_is_wrong_at_once() {
    let config = "lang = \"xx\"\ntimeout = \"soon\"\ntimout = 3\ntheme = \"drak\"\nproduction = [1]\n\
        [target.work]\nuser = \"x\"\n[target.b]\nto = \"http://x\"\npin = \"zz\"\n\
        [keys.global]\nquit = [\"f1\"]\nhlep = [\"f2\"]\n[keys.pain]\nup = []\n";
    let ran = with(config, &["config", "--check"], "");
    assert_eq!(ran.status, 2, "{}", ran.out);
    let places: Vec<_> = ran.err.lines().collect();
    for (line, said) in [
        (1, "there are: en, ko, vi"),
        (2, "--timeout 5"),
        (3, "did you mean `timeout`?"),
        (4, "did you mean \"dark\"?"),
        (5, "list of texts"),
        (6, "needs `to`"),
        (9, "is no kind of target"),
        (10, "fingerprint"),
        (12, "both help and quit"),
        (13, "did you mean `help`?"),
        (14, "[keys.pain] is no context"),
    ] {
        let at = format!("config.toml:{line}: ");
        let found = places
            .iter()
            .any(|place| place.contains(&at) && place.contains(said));
        assert!(found, "{at}{said} is not in\n{}", ran.err);
    }
    assert_eq!(places.len(), 11, "{}", ran.err);
    let broken = with("a = \nb = [\n", &["config", "--check"], "");
    assert_eq!(broken.status, 2);
    assert!(broken.err.contains("config.toml:1: "), "{}", broken.err);
    let fine = with("timeout = 5\n", &["config", "--check"], "");
    assert_eq!((fine.status, fine.err.as_str()), (0, ""), "{}", fine.out);
    let missing = ran_check("/nonexistent.toml");
    assert_eq!(missing.status, 2);
    assert!(missing.err.contains("/nonexistent.toml"), "{}", missing.err);
}

fn ran_check(file: &str) -> Ran {
    ran(ehlo().args(["config", "--check", file]), "")
}

#[test]
fn every_setting_says_where_it_comes_from_and_no_secret_is_shown() {
    let config = "timeout = 5\nproxy = \"socks5://alice:open-sesame@proxy:1080\"\nlang = \"en\"\n\
        [target.work]\nto = \"mail.example\"\npassword-command = \"echo open-sesame\"\n\
        [keys.global]\nquit = [\"f10\"]\n";
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mine.toml");
    std::fs::write(&file, config).unwrap();
    let mut command = ehlo();
    command
        .args(["--timeout", "7", "config", "@work", "--json"])
        .env("EHLO_CONFIG", &file)
        .env("EHLO_THEME", "light");
    let shown = ran(&mut command, "");
    assert_eq!((shown.status, shown.err.as_str()), (0, ""), "{}", shown.out);
    assert!(!shown.out.contains("open-sesame"), "{}", shown.out);
    let json: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    let setting = |name: &str| {
        let all = json["settings"].as_array().unwrap();
        all.iter()
            .find(|line| line["name"] == name)
            .unwrap()
            .clone()
    };
    for (name, value, from) in [
        ("timeout", "7", "command-line"),
        ("theme", "light", "environment"),
        ("proxy", "socks5://***@proxy:1080", "file"),
        ("to", "mail.example", "file"),
        ("keys.global.quit", "f10", "file"),
    ] {
        assert_eq!(setting(name)["value"], value, "{name}");
        assert_eq!(setting(name)["from"], from, "{name}");
    }
    assert_eq!(setting("password")["set_by"], "password-command");
    assert_eq!(setting("password")["line"], 6);
    assert_eq!(setting("pin")["from"], "built-in");
}

#[test]
fn the_places_are_named_and_whether_they_are_there() {
    let ran = with("lang = \"ko\"\n", &["config", "--paths"], "");
    assert!(
        ran.out.contains("설정 파일: ") && ran.out.contains("config.toml  있음"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("ehlo/themes  없음"), "{}", ran.out);
}

#[test]
fn what_is_broken_is_left_out_and_the_rest_holds() {
    let config = "lang = \"ko\"\ntimout = 3\ntheme = \"drak\"\n";
    let script = with(config, &["run", "-"], GREET);
    assert_eq!(script.status, 0, "{}", script.err);
    assert_eq!(script.err.lines().count(), 1, "{}", script.err);
    assert!(
        script.err.contains("config.toml:2: ") && script.err.contains("1 more"),
        "{}",
        script.err
    );
    assert!(script.out.contains("연결"), "{}", script.out);
    // What was typed wins over a setting that speaks against it.
    let pin = "0".repeat(64);
    let against = with("insecure = true\n", &["run", "-", "--pin", &pin], GREET);
    assert_eq!(
        (against.status, against.err.as_str()),
        (0, ""),
        "{}",
        against.out
    );
    let mut command = ehlo();
    command
        .args(["run", "-"])
        .env("EHLO_THEME", "drak")
        .env("EHLO_CONFIG", "/nonexistent.toml");
    let environment = ran(&mut command, GREET);
    assert_eq!(environment.status, 0);
    assert!(
        environment.err.contains("EHLO_THEME: ") && environment.err.contains("/nonexistent.toml"),
        "{}",
        environment.err
    );
}

#[test]
fn options_before_a_subcommand_are_meant_for_it() {
    for line in [
        &["--lang", "ko", "explain", "550"][..],
        &["--lang=ko", "explain", "550"],
        &["--lang", "ko", "compare", "250", "252"],
    ] {
        let ran = ran(ehlo().args(line), "");
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{line:?}");
        assert!(ran.out.contains("서버"), "{line:?}: {}", ran.out);
    }
    let ran = ran(ehlo().args(["--timeout", "3", "explain", "550"]), "");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("'--timeout'") && ran.err.contains("ehlo explain"),
        "{}",
        ran.err
    );
}

#[test]
fn the_keys_are_listed_with_what_changed() {
    let config =
        "lang = \"vi\"\n[keys.global]\nquit = [\"ctrl-q\", \"F10\"]\n[keys.pane]\nzoom = []\n";
    let shown = with(config, &["keys"], "");
    assert_eq!((shown.status, shown.err.as_str()), (0, ""), "{}", shown.out);
    assert!(
        shown.out.contains("Ctrl-Q F10") && shown.out.contains("config.toml:3"),
        "{}",
        shown.out
    );
    let shown = with(config, &["keys", "--json"], "");
    let json: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    let rows = json.as_array().unwrap();
    let row = |action: &str| rows.iter().find(|row| row["action"] == action).unwrap();
    assert_eq!(row("quit")["keys"], serde_json::json!(["ctrl-q", "f10"]));
    assert_eq!(row("zoom")["keys"], serde_json::json!([]));
    assert!(
        row("zoom")["changed"]
            .as_str()
            .unwrap()
            .ends_with("config.toml:5")
    );
    assert_eq!(row("copy")["changed"], serde_json::Value::Null);
    let clash = with("[keys.global]\nquit = [\"f1\"]\n", &["keys"], "");
    assert_eq!(clash.status, 0);
    assert!(
        clash.err.contains("both help and quit")
            && clash.err.contains("what ehlo does by itself is used"),
        "{}",
        clash.err
    );
    assert!(clash.out.contains("Ctrl-Q "), "{}", clash.out);
}

#[test]
fn a_theme_is_that_of_the_option_then_the_variable_then_the_file() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("ehlo")).unwrap();
    std::fs::write(home.path().join("ehlo/config.toml"), "theme = \"nord\"\n").unwrap();
    for (variable, arguments, expected) in [
        ("", &["doctor"][..], "nord"),
        ("mono", &["doctor"], "mono"),
        ("mono", &["doctor", "--theme", "light"], "light"),
    ] {
        let mut command = ehlo();
        command.env("XDG_CONFIG_HOME", home.path());
        command.env("EHLO_THEME", variable).args(arguments);
        let ran = ran(&mut command, "");
        let told = ran.out.lines().find(|line| line.contains("  theme  "));
        let named = told.is_some_and(|line| line.ends_with(&format!("  {expected}")));
        assert!(named, "{}{}", ran.out, ran.err);
    }
}
