//! A command line of swaks, the Swiss Army Knife for SMTP.
//!
//! Absent on purpose: passwords; swaks asks for the one that is missing.

use super::Extract;
use super::shell::{LONGEST, Shell, quoted};
use super::story::{Story, is_implicit};
use crate::link::ClientCertificate;
use crate::target::Target;

pub(super) fn write(extract: &Extract<'_>) -> String {
    let story = Story::read(extract);
    let mut shell = Shell::new(extract, "swaks");
    shell.remark_common(&story);
    connection(&mut shell, extract, &story);
    if let Some((verb, name)) = &story.hello {
        said(&mut shell, "--ehlo", name);
        match verb.as_str() {
            "HELO" => shell.option("--protocol", "SMTP"),
            "LHLO" => shell.option("--protocol", "LMTP"),
            _ => {}
        }
    }
    if let Some(mechanism) = &story.mechanism {
        shell.remark("swaks-password", &[]);
        shell.option("--auth", mechanism);
        if let Some(user) = &story.user {
            said(&mut shell, "--auth-user", user);
        }
    }
    envelope(&mut shell, &story);
    shell.finish()
}

fn connection(shell: &mut Shell<'_>, extract: &Extract<'_>, story: &Story<'_>) {
    match extract.target {
        Target::Unix { path, .. } => shell.option("--socket", path),
        Target::Exec { command, .. } => shell.option("--pipe", command),
        target => {
            if let Some((host, port)) = story.address(target) {
                shell.option("--server", &host);
                shell.option("--port", &port.to_string());
                if let Some(name) = story.other_name(&host).filter(|_| !target.is_practice()) {
                    shell.option("--tls-sni", name);
                }
            }
        }
    }
    if is_implicit(extract.target) {
        shell.flag("--tls-on-connect");
    } else if story.starttls {
        shell.flag("--tls");
    } else {
        return;
    }
    // The practice server's authority is a new one each time.
    if story.verified() && !extract.target.is_practice() {
        shell.flag("--tls-verify");
        if let Some(file) = extract.authorities {
            shell.option("--tls-ca-path", file);
        }
    }
    let client = story.tls.map(|facts| facts.client);
    if client == Some(ClientCertificate::Given) {
        let options = "--tls-cert FILE --tls-key FILE".to_owned();
        shell.remark("client-certificate", &[("options", options)]);
    }
}

/// The envelope and the message, and where to stop: nothing is sent that was not sent here.
fn envelope(shell: &mut Shell<'_>, story: &Story<'_>) {
    if let Some(sender) = &story.sender {
        said(
            shell,
            "--from",
            if sender.is_empty() { "<>" } else { sender },
        );
    }
    // A comma parts recipients.
    let (listed, apart): (Vec<_>, Vec<_>) =
        story.recipients.iter().partition(|it| !it.contains(','));
    for recipient in apart {
        shell.remark("swaks-comma", &[("address", recipient.clone())]);
    }
    if !listed.is_empty() {
        let all: Vec<_> = listed.iter().map(|it| it.as_str()).collect();
        said(shell, "--to", &all.join(","));
    }
    match &story.content {
        Some(content) if content.len() <= LONGEST => {
            if content.contains("\\n") || content.contains('%') {
                shell.remark("swaks-tokens", &[]);
            }
            // swaks ends the last line itself; but what has one line only it takes for a file's name.
            let lines = content
                .strip_suffix('\n')
                .filter(|lines| lines.contains('\n'));
            shell.option("--data", lines.unwrap_or(content));
        }
        Some(_) => {
            let file = "message.eml".to_owned();
            shell.remark("content-long", &[("file", file)]);
            shell.option("--data", "@message.eml");
        }
        None if story.data => shell.option("--drop-after", "DATA"),
        None => shell.option("--quit-after", stop(story)),
    }
}

/// An option with what was said; if that begins with a dash, it must not be read as an option.
fn said(shell: &mut Shell<'_>, option: &str, value: &str) {
    if value.starts_with('-') {
        shell.flag(&format!("{option}={}", quoted(value)));
    } else {
        shell.option(option, value);
    }
}

/// The last step that was taken, as swaks calls it.
fn stop(story: &Story<'_>) -> &'static str {
    match story {
        story if !story.recipients.is_empty() => "RCPT",
        story if story.sender.is_some() => "MAIL",
        story if story.mechanism.is_some() => "AUTH",
        story if story.hello.is_some() => "EHLO",
        story if story.starttls => "TLS",
        _ => "BANNER",
    }
}
