//! A command line of `openssl s_client`, and what to type into it.
//!
//! `-quiet` is there because without it a line that begins with Q or R is a command of openssl's, and
//! RCPT begins with R.
//!
//! Absent on purpose: sending the lines by itself; a server may take that for abuse.

use super::Extract;
use super::shell::Shell;
use super::story::{Story, is_implicit};
use crate::link::ClientCertificate;
use crate::smtp::Utterance;
use crate::target::Target;
use crate::transcript::{Body, text};
use crate::wire::Command;
use crate::wire::text::printable;

pub(super) fn write(extract: &Extract<'_>) -> String {
    let story = Story::read(extract);
    let mut shell = Shell::new(extract, "openssl s_client");
    shell.flag("-quiet");
    shell.flag("-crlf");
    match (extract.target, story.address(extract.target)) {
        (Target::Unix { path, .. }, _) => shell.option("-unix", path),
        (_, Some((host, port))) => {
            let host_and_port = if host.contains(':') {
                format!("[{host}]:{port}")
            } else {
                format!("{host}:{port}")
            };
            shell.option("-connect", &host_and_port);
        }
        _ => {
            shell.remark("openssl-cannot", &[]);
            return shell.said();
        }
    }
    if let Target::Practice { scenario } = extract.target {
        shell.remark("practice-first", &[("scenario", scenario.clone())]);
    }
    if story.tls.is_none() {
        shell.remark("openssl-clear", &[]);
    }
    tls(&mut shell, extract, &story);
    shell.remark("openssl-type", &[]);
    if story.mechanism.is_some() {
        shell.remark("openssl-password", &[]);
    }
    let typed = typed(extract, &story);
    let typed: Vec<_> = typed.iter().map(|line| format!("#   {line}\n")).collect();
    shell.finish() + &typed.concat()
}

fn tls(shell: &mut Shell<'_>, extract: &Extract<'_>, story: &Story<'_>) {
    if !is_implicit(extract.target) {
        let protocol = if story.is_lmtp(extract.target) {
            "lmtp"
        } else {
            "smtp"
        };
        shell.option("-starttls", protocol);
        if let Some((_, name)) = &story.hello {
            shell.option("-name", name);
        }
    }
    let Some(facts) = story.tls else { return };
    if let Some(name) = &facts.name {
        shell.option("-servername", name);
    }
    if facts.verified() && !extract.target.is_practice() {
        if let Some(file) = extract.authorities {
            shell.option("-CAfile", file);
        }
        if !facts.checked.is_empty() {
            let option = if is_address(&facts.checked) {
                "-verify_ip"
            } else {
                "-verify_hostname"
            };
            shell.option(option, &facts.checked);
            shell.flag("-verify_return_error");
        }
    }
    if facts.client == ClientCertificate::Given {
        let options = "-cert FILE -key FILE".to_owned();
        shell.remark("client-certificate", &[("options", options)]);
    }
}

/// Whether it is an address and no name.
fn is_address(host: &str) -> bool {
    let of_four = |letter: char| letter.is_ascii_digit() || letter == '.';
    host.contains(':') || host.chars().all(of_four)
}

/// What is to be typed: all that was said after STARTTLS, which openssl says by itself.
fn typed(extract: &Extract<'_>, story: &Story<'_>) -> Vec<String> {
    let words = extract.locale.remarks();
    let mut typed = Vec::new();
    for entry in &extract.story {
        match &entry.body {
            Body::Said { line, said, .. } if said.secret.is_some() => {
                typed.push(printable(&line.text).into_owned());
            }
            Body::Said { line, said, .. } => {
                let command = Command::read(line);
                let is_command = said.what == Utterance::Command;
                // openssl has greeted and asked for TLS on its own.
                if is_command && command.verb == "STARTTLS" && story.tls.is_some() {
                    typed.clear();
                } else {
                    typed.push(printable(&line.text).into_owned());
                }
            }
            Body::Message { .. } => {
                let lines = text::lines(entry, &words).into_iter();
                typed.extend(lines.map(|line| line.trim_start_matches("C: ").to_owned()));
            }
            _ => {}
        }
    }
    typed
}
