//! Command lines of other programs.

use super::{GREETED, REFUSED, SENT, written};

#[test]
fn swaks_stops_where_the_session_did() {
    assert_eq!(
        written("swaks", "mail.example:587", REFUSED),
        "# These parameters are left out:
#   MAIL SIZE=12
# The password is not in the record. swaks asks for it (--auth-password is left out).
swaks \\
  --server mail.example \\
  --port 587 \\
  --tls \\
  --tls-verify \\
  --tls-ca-path 'my ca.pem' \\
  --ehlo me.example \\
  --auth PLAIN \\
  --auth-user alice@example.com \\
  --from \"it's@example.org\" \\
  --to nobody@example.com \\
  --quit-after RCPT
"
    );
    let greeted = written("swaks", "smtps://mail.example", GREETED);
    assert!(greeted.contains("--tls-on-connect"), "{greeted}");
    assert!(greeted.ends_with("--quit-after EHLO\n"), "{greeted}");
    let begun = format!(
        "{GREETED}C: MAIL FROM:<a@b>\nS: 250 Ok\nC: RCPT TO:<c@d>\nS: 250 Ok\nC: DATA\nS: 354 go\n"
    );
    let begun = written("swaks", "mail.example", &begun);
    assert!(begun.ends_with("--drop-after DATA\n"), "{begun}");
}

#[test]
fn swaks_sends_the_message() {
    let text = written("swaks", "mail.example", SENT);
    for part in [
        "--protocol SMTP",
        "--from '<>'",
        "--to 'a@example.com,b@example.com'",
        "\n.a line with a dot\n",
        "# swaks reads \\n and %WORDS%",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let words = shlex::split(text.split_once("\nswaks").unwrap().1).unwrap();
    let data = words.iter().position(|word| word == "--data").unwrap();
    let expected = "Subject: it's a test\n\n.a line with a dot\n$HOME `id` \\n %DATE%";
    assert_eq!(words.get(data + 1).unwrap(), expected);
}

#[test]
fn curl_takes_an_envelope_only_with_a_message() {
    let refused = written("curl", "mail.example:587", REFUSED);
    for part in [
        "curl \\\n  --verbose \\\n  --url smtp://mail.example:587/me.example \\\n  --ssl-reqd",
        "--cacert 'my ca.pem'",
        "--login-options 'AUTH=PLAIN'",
        "--user alice@example.com",
        "--request NOOP\n",
    ] {
        assert!(refused.contains(part), "{part} is not in {refused}");
    }
    assert!(!refused.contains("--mail-rcpt"), "{refused}");
    let sent = written("curl", "[::1]:2525", SENT);
    for part in [
        "printf %s \"Subject: it's a test",
        "| curl \\\n",
        "--url 'smtp://[::1]:2525/me.example'",
        "--mail-from ''",
        "--mail-rcpt a@example.com",
        "--mail-rcpt-allowfails",
        "--upload-file -\n",
    ] {
        assert!(sent.contains(part), "{part} is not in {sent}");
    }
}

#[test]
fn curl_says_what_it_cannot_reach() {
    for target in ["unix:/run/mail", "exec:exim -bs", "lmtp://mail.example"] {
        let text = written("curl", target, GREETED);
        assert!(
            text.starts_with("# ") && text.lines().count() == 1,
            "{text}"
        );
    }
}

#[test]
fn a_certificate_of_another_name_is_reached_all_the_same() {
    let text = written("curl", "192.0.2.7:25", REFUSED);
    assert!(text.contains("smtp://mail.example:25/"), "{text}");
    assert!(
        text.contains("--connect-to mail.example:25:192.0.2.7:25"),
        "{text}"
    );
    let text = written("swaks", "192.0.2.7:25", REFUSED);
    assert!(text.contains("--tls-sni mail.example"), "{text}");
}

#[test]
fn openssl_has_what_is_to_be_typed_behind_it() {
    assert_eq!(
        written("openssl", "mail.example:587", REFUSED),
        "# Then type, each line after the answer to the one before; openssl itself has said EHLO and \
         STARTTLS where they are needed:
# What was secret stands there as ********. For AUTH PLAIN: printf '\\0%s\\0%s' USER PASSWORD | base64
openssl s_client \\
  -quiet \\
  -crlf \\
  -connect mail.example:587 \\
  -starttls smtp \\
  -name me.example \\
  -servername mail.example \\
  -CAfile 'my ca.pem' \\
  -verify_hostname mail.example \\
  -verify_return_error
#   EHLO me.example
#   AUTH PLAIN ********
#   MAIL FROM:<it's@example.org> SIZE=12
#   RCPT TO:<nobody@example.com>
#   QUIT
"
    );
    let clear = written("openssl", "mail.example", SENT);
    assert!(clear.contains("nc -C"), "{clear}");
    assert!(clear.contains("#   ..a line with a dot\n"), "{clear}");
}

#[test]
fn what_options_cannot_say_is_told() {
    let odd = format!(
        "{GREETED}C: RCPT TO:<early@b.example>\nS: 503 first MAIL\nC: VRFY bob\nS: 252 no\n"
    );
    for form in ["swaks", "curl"] {
        let text = written(form, "mail.example", &odd);
        for line in ["#   RCPT TO:<early@b.example>\n", "#   VRFY bob\n"] {
            assert!(text.contains(line), "{form}: {text}");
        }
        assert!(!text.contains("--to"), "{text}");
    }
}

#[test]
fn a_shell_is_told_nothing_by_what_was_said() {
    let hostile = format!(
        "{GREETED}C: MAIL FROM:<$(id)`id`'\"\\;@x>\nS: 250 Ok\nC: RCPT TO:<-x@y>\nS: 250 Ok\nC: NOOP \x1b]0;x\x07\nS: 250 Ok\n"
    );
    for form in ["swaks", "curl", "openssl"] {
        let text = written(form, "mail.example", &hostile);
        assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'));
        let command: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let words = shlex::split(&command.join("\n")).unwrap();
        let quoted = words.iter().any(|word| word == "$(id)`id`'\"\\;@x");
        assert!(quoted || form != "swaks", "{text}");
    }
}
