//! The session without a screen (`--plain`): what happened and what it means as lines that can be
//! heard one after another, each with a label in front.
//!
//! Laws: no box, no colour, no sign that stands for a word; the most important first, nothing twice;
//! every line goes through `wire::text`, so none holds a control character.
//!
//! Absent on purpose: reading and writing (`run/plain`), and deciding anything.

use crate::app::panel::{explained, explanation};
use crate::app::{App, LinkState, Modal, Place, Prompt};
use crate::context::Context;
use crate::kb::Kind;
use crate::smtp::auth::Needs;
use crate::smtp::{Finding, Phase, Said, Utterance};
use crate::transcript::{Body, MASK, text};
use crate::wire::Line;
use crate::wire::text::{printable, printable_str};

mod meaning;
mod shown;
mod standing;
mod waiting;

pub use meaning::more;
pub use shown::shown;
pub use standing::map;
pub use waiting::{next_word, waits};

/// How many lines to send next are told without being asked.
const NEXT: usize = 4;

/// A line with the label of this key in front.
pub fn line(ctx: &Context, label: &str, text: &str) -> String {
    let label = ctx.locale.word("plain", &format!("label-{label}"));
    printable_str(&format!("{label} {text}")).into_owned()
}

/// What is said at the beginning: where this goes, and to a person how to get help.
pub fn opening(ctx: &Context, app: &App, live: bool) -> Vec<String> {
    let mut lines = vec![line(ctx, "here", &standing::place(ctx, app))];
    if ctx.insecure {
        lines.push(line(ctx, "note", ctx.ui("insecure")));
    }
    if live {
        lines.push(line(ctx, "note", ctx.locale.word("plain", "opening")));
    }
    lines
}

/// An entry of the record: its own lines, and behind a reply what it means.
pub fn entry(ctx: &Context, app: &App, number: usize) -> Vec<String> {
    let Some(entry) = app.conversation.transcript().get(number) else {
        return Vec::new();
    };
    let words = ctx.locale.remarks();
    let remark = || vec![line(ctx, "note", &text::remark(&entry.body, &words))];
    let meaning = || {
        let place = Place {
            entry: number,
            line: 0,
        };
        explained(ctx, app, place)
    };
    match &entry.body {
        Body::Said {
            line: said,
            said: judged,
            ..
        } => client(ctx, &spoken(ctx, said, judged), &judged.findings),
        Body::Message {
            octets,
            lines,
            findings,
            ..
        } => {
            let fill = [("lines", lines.to_string()), ("octets", octets.to_string())];
            let what = ctx.locale.fill("plain.message-said", &fill);
            client(ctx, &what, findings)
        }
        Body::Heard { reply, .. } => {
            let said = |said: Line| line(ctx, "server", &printable(&said.text));
            let mut lines: Vec<_> = reply.lines().map(said).collect();
            let meaning = meaning().filter(|_| !is_answered_already(app, number));
            lines.extend(meaning.iter().flat_map(|it| meaning::short(ctx, it)));
            lines
        }
        Body::Stray {
            line: said,
            findings,
        } => {
            let mut lines = vec![line(ctx, "server", &printable(&said.text))];
            let meaning = meaning().filter(|_| !findings.is_empty());
            lines.extend(meaning.iter().flat_map(|it| meaning::here(ctx, it)));
            lines
        }
        Body::Secured { findings, .. } => {
            let found = findings.iter().map(|finding| ctx.kb.finding(finding));
            let told = found.map(|finding| line(ctx, "note", &meaning::bare(&finding)));
            remark().into_iter().chain(told).collect()
        }
        Body::Closed {
            failure: Some(failure),
            ..
        } => {
            let advice = text::failure_advice(failure, &words);
            let fix = line(ctx, "fix", &meaning::bare(&advice));
            remark().into_iter().chain([fix]).collect()
        }
        _ => remark(),
    }
}

/// What the client said, and what is odd about it: each thing once and in a few words.
fn client(ctx: &Context, what: &str, findings: &[Finding]) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for finding in findings {
        if !names.contains(&finding.name()) {
            names.push(finding.name());
        }
    }
    let title = |name: &str| {
        let card = ctx.kb.card(Kind::Rule, name);
        let title = card.map_or(name, |card| card.words.title.as_str());
        line(ctx, "note", &meaning::bare(title))
    };
    let said = line(ctx, "client", what);
    let odd = names.into_iter().map(title);
    std::iter::once(said).chain(odd).collect()
}

/// A line of the client as it can be heard: a secret is a word, and so is nothing.
fn spoken(ctx: &Context, line: &Line, said: &Said) -> String {
    let word = |key: &str| ctx.locale.word("plain", key);
    let shown = printable(&line.text);
    match shown.as_ref() {
        "" => word("empty-line").to_owned(),
        shown if said.secret.is_some() => shown.replace(MASK, word("hidden")),
        shown => shown.to_owned(),
    }
}

/// Whether a challenge was answered by the login itself: then nobody has to know what it asks for.
fn is_answered_already(app: &App, number: usize) -> bool {
    let mut behind = app.conversation.transcript().from(number + 1);
    let said = behind.find_map(|(_, entry)| match &entry.body {
        Body::Remark { .. } => None,
        Body::Said { said, .. } => Some(said.what == Utterance::Answer),
        _ => Some(false),
    });
    said == Some(true)
}

/// Whether an entry is this line as it was typed.
pub fn is_line(body: &Body, typed: &str) -> bool {
    matches!(body, Body::Said { line, .. } if line.text == typed.as_bytes())
}

/// Whether something can be sent next after an entry like this.
pub const fn leads_on(body: &Body) -> bool {
    matches!(
        body,
        Body::Heard { .. }
            | Body::Stray { .. }
            | Body::Secured { .. }
            | Body::TimedOut { .. }
            | Body::Closed { .. }
    )
}

/// What can be sent next: `:1` sends the first. Nothing where a line would be something else.
pub fn next(ctx: &Context, app: &App) -> Vec<String> {
    if app.is_composing() || app.is_secret() || !app.takes_line() {
        return Vec::new();
    }
    let next = explanation(ctx, app).next;
    let sendable = next.iter().filter(|it| !it.send.is_empty()).take(NEXT);
    let numbered = sendable.enumerate();
    numbered
        .map(|(index, it)| line(ctx, "next", &format!("{} {}", index + 1, it.send)))
        .collect()
}

/// Something a person has to know before the next line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about: it is told when this changes.
    pub key: &'static str,
    /// The line, if it is not said already.
    pub line: Option<String>,
}

/// What is asked, or what the next lines will be.
pub fn question(ctx: &Context, app: &App) -> Option<Question> {
    let (label, (key, text)) = match (&app.modal, &app.prompt) {
        (Some(modal), _) => ("question", doubt(ctx, app, modal)?),
        (None, Some(prompt)) => ("question", login(ctx, app, prompt)),
        (None, None) if app.is_composing() => ("note", ("compose", composing(ctx, app))),
        (None, None) if app.is_secret() && !app.conversation.is_logging_in() => {
            ("note", ("secret-hint", ctx.ui("secret-hint").to_owned()))
        }
        (None, None) => return None,
    };
    let line = (!text.is_empty()).then(|| line(ctx, label, &text));
    Some(Question { key, line })
}

/// What a screen would lay over itself.
fn doubt(ctx: &Context, app: &App, modal: &Modal) -> Option<(&'static str, String)> {
    let plain = |key: &'static str| Some((key, ctx.locale.word("plain", key).to_owned()));
    match modal {
        Modal::Exposed(exposed) => {
            let mechanism = exposed.way.mechanism;
            let fill = [
                ("mechanism", mechanism.name.to_owned()),
                ("user", exposed.credentials.user.clone()),
            ];
            let what = match mechanism.needs {
                Needs::Token => ctx.ui_with("exposed-token", &fill),
                _ => ctx.ui_with("exposed-password", &fill),
            };
            let (key, ask) = plain("ask-exposed")?;
            Some((key, format!("{what} {ask}")))
        }
        Modal::Replace { path, .. } => {
            let fill = [("file", path.clone())];
            Some(("ask-replace", ctx.locale.fill("plain.ask-replace", &fill)))
        }
        Modal::Quit if app.can_say_quit() => plain("ask-quit"),
        Modal::Quit => plain("ask-quit-inside"),
        Modal::Oversize => {
            let fill = [
                ("octets", app.composed_octets().to_string()),
                ("limit", app.oversize().unwrap_or(0).to_string()),
            ];
            Some(("ask-oversize", ctx.ui_with("ask-oversize", &fill)))
        }
        _ => None,
    }
}

/// What a login still has to know, and whether the link is fit for it.
fn login(ctx: &Context, app: &App, prompt: &Prompt) -> (&'static str, String) {
    let mechanism = prompt.way.mechanism;
    let mut fill = vec![("mechanism", mechanism.name.to_owned())];
    let safe = app.conversation.session().secure() || !mechanism.reveals;
    let key = match (&prompt.user, mechanism.needs, safe) {
        (None, ..) => "ask-user",
        (_, Needs::Token, true) => "ask-token",
        (_, Needs::Token, false) => "ask-token-in-clear",
        (_, _, true) => "ask-password",
        (_, _, false) => "ask-password-in-clear",
    };
    fill.extend(prompt.user.iter().map(|user| ("user", user.clone())));
    (key, ctx.ui_with(key, &fill))
}

/// What is there of the message when it is due, and how it ends where no 354 has said so.
fn composing(ctx: &Context, app: &App) -> String {
    if let Some(file) = &app.message.file {
        let fill = [
            ("file", file.name.clone()),
            ("octets", file.octets.to_string()),
        ];
        return ctx.ui_with("compose-file", &fill);
    }
    if !app.command.is_empty() {
        let fill = [("lines", app.command.lines().len().to_string())];
        return ctx.ui_with("compose-kept", &fill);
    }
    match app.conversation.session().phase() {
        Phase::Body => String::new(),
        Phase::Chunk => ctx.ui("compose-octets").to_owned(),
        _ => ctx.ui("compose").to_owned(),
    }
}

/// What stands before a line that is typed: the phase in a word or two.
pub fn prompt(ctx: &Context, app: &App) -> String {
    let key = match (&app.modal, &app.prompt, app.link) {
        (Some(_), ..) => "answer",
        (_, Some(prompt), _) if prompt.user.is_none() => "user",
        (_, Some(_), _) => "password",
        (.., LinkState::Closed) => "closed",
        (.., LinkState::Opening) => "opening",
        (.., LinkState::Open) if app.message.chunk.is_some() => Phase::Body.name(),
        (.., LinkState::Open) => app.conversation.session().phase().name(),
    };
    let what = ctx.locale.word("plain", &format!("prompt-{key}"));
    if ctx.insecure {
        let insecure = ctx.locale.word("plain", "prompt-insecure");
        return format!("{what}, {insecure}> ");
    }
    format!("{what}> ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    #[test]
    fn every_prompt_has_its_words_in_every_language() {
        for tag in ["en", "ko", "vi"] {
            let locale = Locale::load(tag);
            for phase in Phase::ALL {
                let key = format!("plain.prompt-{}", phase.name());
                assert!(locale.has(&key), "{tag} {key}");
            }
        }
    }
}
