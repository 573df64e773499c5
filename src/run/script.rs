//! `ehlo run SCRIPT [TARGET]`: a dialogue without a terminal. The exit status is the verdict.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::Error;
use super::connect::Plan;
use super::log::Log;
use crate::cli::Options;
use crate::link::{Action, Endpoint, Event};
use crate::locale::Locale;
use crate::net::drive;
use crate::script::{self, Script};
use crate::target::TlsStyle;
use crate::transcript::{Body, log, text};

/// What was asked for on the command line.
#[derive(Debug)]
pub(super) struct Order {
    /// The file, or `-`.
    pub script: String,
    /// Where to.
    pub target: Option<String>,
    /// JSON Lines instead of a dialogue.
    pub json: bool,
    /// Whether a login may go in the clear.
    pub cleartext_auth: bool,
    /// The rest.
    pub options: Box<Options>,
}

/// Plays a script.
pub(super) fn run(order: &Order) -> Result<ExitCode, Error> {
    let steps = script::parse(&order.script, &read(&order.script)?)?;
    let target = super::target(order.target.as_deref())?;
    let plan = Plan::new(&target, &order.options)?;
    let options = script::Options {
        credentials: super::credentials(&order.options)?,
        cleartext_auth: order.cleartext_auth,
        tls_required: target.tls() == TlsStyle::Required,
        timeout: super::timeout(&order.options),
        seed: super::seed()?,
    };
    let log = Log::open(order.options.log.as_deref())?;
    let script = Script::new(steps, options);
    let mut player = Player::new(
        script,
        target.to_string(),
        order.json,
        log,
        super::language(order.options.lang.as_deref())?,
    );
    if let Some(refusal) = player.script.refusal() {
        player.sum_up(&refusal);
        return Ok(ExitCode::from(refusal.status()));
    }
    if let Some(file) = super::tls::key_log().filter(|_| !target.is_practice()) {
        let fill = vec![("file", file.display().to_string())];
        player.script.remark(player.now(), "key-log", fill);
    }
    let runtime = super::runtime()?;
    runtime.block_on(player.play(plan));
    // A name that still resolves must not hold up the end.
    runtime.shutdown_background();
    let outcome = player
        .script
        .outcome()
        .cloned()
        .unwrap_or(script::Outcome::Lost);
    player.sum_up(&outcome);
    Ok(ExitCode::from(outcome.status()))
}

fn read(file: &str) -> Result<String, Error> {
    let octets = if file == "-" {
        let mut octets = Vec::new();
        io::stdin().read_to_end(&mut octets).map(|_| octets)
    } else {
        std::fs::read(file)
    };
    let octets = octets.map_err(|source| super::unreadable(Path::new(file), source))?;
    String::from_utf8(octets).map_err(|error| {
        let before = error
            .as_bytes()
            .get(..error.utf8_error().valid_up_to())
            .unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let problem = "this line is not UTF-8; scripts are".to_owned();
        Error::Script(script::ScriptError {
            file: file.to_owned(),
            line,
            problem,
        })
    })
}

/// A script with a clock, printing as it plays.
struct Player {
    script: Script,
    target: String,
    json: bool,
    log: Log,
    locale: Locale,
    started: Instant,
    /// How far the record and the expectations have been printed.
    printed: usize,
    judged: usize,
}

impl Player {
    fn new(script: Script, target: String, json: bool, log: Log, locale: Locale) -> Self {
        Self {
            script,
            target,
            json,
            log,
            locale,
            started: Instant::now(),
            printed: 0,
            judged: 0,
        }
    }

    async fn play(&mut self, plan: Plan) {
        drive(plan.link(), self).await;
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Prints what is new, in one write.
    fn show(&mut self) {
        self.log
            .follow(self.script.transcript(), &self.target, &self.locale);
        let mut out = String::new();
        let words = self.locale.remarks();
        let new = self
            .script
            .transcript()
            .from(self.printed)
            .map(|(_, entry)| entry);
        if self.json {
            let lines = new.filter_map(|entry| log::event(entry, &self.target, &words));
            out.extend(lines.map(|line| line + "\n"));
        } else {
            out = text::script(new, &words);
        }
        self.printed = self.script.transcript().end();
        let new = self
            .script
            .expectations()
            .get(self.judged..)
            .unwrap_or_default()
            .to_vec();
        self.judged += new.len();
        for expectation in new {
            let line = log::expectation(self.now(), &expectation).unwrap_or_default();
            self.log.line(&line);
            if self.json {
                out.push_str(&line);
                out.push('\n');
            } else if !expectation.ok {
                out.push_str(&failed(&expectation));
            }
        }
        // Who closed standard output does not want to know more; the exit status still tells.
        let _ = io::stdout().write_all(out.as_bytes());
        let _ = io::stdout().flush();
    }

    /// The verdict in a sentence, for a person.
    fn sum_up(&mut self, outcome: &script::Outcome) {
        if outcome.status() == 0 {
            return;
        }
        let sentence = self
            .locale
            .fill(&format!("outcome.{}", outcome.key()), &outcome.figures());
        let told_already = matches!(
            outcome,
            script::Outcome::NotConnected(_) | script::Outcome::Tls(_) | script::Outcome::Failed(_)
        );
        if !told_already && let Some(line) = log::error(self.now(), outcome.key(), &sentence) {
            self.log.line(&line);
            if self.json {
                let _ = io::stdout().write_all(format!("{line}\n").as_bytes());
            }
        }
        super::complain(&self.detail(outcome).unwrap_or(sentence));
    }

    /// For a failure of the link, its own words are the better sentence.
    fn detail(&self, outcome: &script::Outcome) -> Option<String> {
        if !matches!(
            outcome,
            script::Outcome::NotConnected(_) | script::Outcome::Tls(_)
        ) {
            return None;
        }
        let words = self.locale.remarks();
        let failure = match &self.script.transcript().last()?.body {
            Body::Closed { failure, .. } => failure.as_ref()?,
            _ => return None,
        };
        let what = text::failure_words(failure, &words);
        Some(format!(
            "{}: {what}. {}",
            self.target,
            text::failure_advice(failure, &words)
        ))
    }
}

fn failed(expectation: &log::Expectation) -> String {
    let got = expectation.got.as_deref().unwrap_or("nothing");
    format!(
        "# expected {} (line {}), got {got}\n",
        expectation.wanted, expectation.line
    )
}

impl Endpoint for Player {
    fn handle(&mut self, event: Event) -> Vec<Action> {
        let actions = self.script.handle(self.started.elapsed(), event);
        self.show();
        actions
    }
}
