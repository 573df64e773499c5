//! A command line of curl.
//!
//! Absent on purpose: passwords; curl asks for the one that is missing. And stopping in the middle:
//! curl takes an envelope only together with a message.

use std::fmt::Write as _;

use super::Extract;
use super::shell::{LONGEST, Shell, quoted};
use super::story::{Story, is_implicit};
use crate::link::ClientCertificate;
use crate::target::Target;

pub(super) fn write(extract: &Extract<'_>) -> String {
    let story = Story::read(extract);
    let mut shell = Shell::new(extract, "curl");
    let address = story.address(extract.target);
    let (Some((host, port)), false) = (address, story.is_lmtp(extract.target)) else {
        shell.remark("curl-cannot", &[]);
        return shell.said();
    };
    shell.remark_common(&story);
    shell.flag("--verbose");
    url(&mut shell, extract, &story, (&host, port));
    tls(&mut shell, extract, &story);
    if let Some(mechanism) = &story.mechanism {
        shell.remark("curl-password", &[]);
        shell.option("--login-options", &format!("AUTH={mechanism}"));
        let user = story.user.as_deref();
        shell.option("--user", user.unwrap_or("USER"));
    }
    if story.hello.as_ref().is_some_and(|(verb, _)| verb == "HELO") {
        shell.remark("curl-ehlo", &[]);
    }
    let Some(content) = &story.content else {
        if story.sender.is_some() {
            shell.remark("curl-envelope", &[]);
        }
        // Without it curl would say HELP.
        shell.option("--request", "NOOP");
        return shell.finish();
    };
    envelope(&mut shell, &story);
    if content.len() > LONGEST {
        let file = "message.eml".to_owned();
        shell.remark("content-long", &[("file", file)]);
        shell.option("--upload-file", "message.eml");
        return shell.finish();
    }
    shell.flag("--crlf");
    shell.option("--upload-file", "-");
    // By a pipe, so that curl can still ask the terminal for a password; and not by echo: what that
    // makes of a backslash differs from shell to shell.
    shell.input(&format!("printf %s {}", quoted(content)));
    shell.finish()
}

/// `URL/NAME`: the name curl greets with. Where the certificate has another name, that one stands in
/// the URL, and the way to the host beside it.
fn url(shell: &mut Shell<'_>, extract: &Extract<'_>, story: &Story<'_>, address: (&str, u16)) {
    let (host, port) = address;
    let scheme = if is_implicit(extract.target) {
        "smtps"
    } else {
        "smtp"
    };
    let practice = extract.target.is_practice();
    let other = story.other_name(host).filter(|_| !practice);
    let named = other.unwrap_or(host);
    let mut url = format!("{scheme}://{}:{port}", bracketed(named));
    if let Some((_, name)) = &story.hello {
        url.push('/');
        url.push_str(&encoded(name));
    }
    shell.option("--url", &url);
    if other.is_some() {
        let way = format!("{}:{port}:{}:{port}", bracketed(named), bracketed(host));
        shell.option("--connect-to", &way);
    }
}

fn tls(shell: &mut Shell<'_>, extract: &Extract<'_>, story: &Story<'_>) {
    if story.starttls && !is_implicit(extract.target) {
        shell.flag("--ssl-reqd");
    }
    let Some(facts) = story.tls else { return };
    if matches!(extract.target, Target::Practice { .. }) || !facts.verified() {
        shell.flag("--insecure");
    } else if let Some(file) = extract.authorities {
        shell.option("--cacert", file);
    }
    if facts.client == ClientCertificate::Given {
        let options = "--cert FILE --key FILE".to_owned();
        shell.remark("client-certificate", &[("options", options)]);
    }
}

fn envelope(shell: &mut Shell<'_>, story: &Story<'_>) {
    shell.option("--mail-from", story.sender.as_deref().unwrap_or_default());
    for recipient in &story.recipients {
        shell.option("--mail-rcpt", recipient);
    }
    if story.refused && story.recipients.len() > 1 {
        shell.flag("--mail-rcpt-allowfails");
    }
}

/// IPv6 in a URL stands in brackets.
fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}

/// A name as a part of a URL.
fn encoded(name: &str) -> String {
    let mut text = String::new();
    for octet in name.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            text.push(char::from(octet));
        } else {
            let _ = write!(text, "%{octet:02X}");
        }
    }
    text
}
