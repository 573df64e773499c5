//! What a client line is, and what is odd about it, given where the session stands.
//!
//! Judging changes nothing: the prediction under the command box asks it for lines that are not sent
//! yet, and the practice server for lines that came.
//!
//! Absent on purpose: refusing. A line with findings is sent like any other.

use std::ops::Range;

use super::auth::{self, inside::Piece};
use super::content::TEXT_LIMIT;
use super::slip::{self, Place};
use super::verb::{self, Argument, UNKNOWN};
use super::{Finding, Phase, Session, Verb, parameter};
use crate::wire::command::Chunk;
use crate::wire::{Command, Ending, Line, PathArguments, Slip};

/// What a client line is depends on the phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Utterance {
    /// An answer to a 334.
    Answer,
    /// A line of the message.
    Body,
    /// A command.
    Command,
    /// The line with the final dot.
    EndOfBody,
    /// Octets of a BDAT.
    Octets,
}

/// A client line with what the session makes of it.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is.
    pub what: Utterance,
    /// Its verb; for other lines the verb whose reply is due (`DATA-END`, `AUTH`, `BDAT`).
    pub verb: &'static Verb,
    /// The phase it was said in, if everything still pending succeeds.
    pub phase: Phase,
    /// What is odd about it.
    pub findings: Vec<Finding>,
    /// Which octets of it must not be seen.
    pub secret: Option<Range<usize>>,
    /// Whether it begins a login that does not end with it: the server asks first.
    pub asks: bool,
    /// What is inside an answer of a login, as far as it may be seen.
    pub inside: Vec<Piece>,
}

impl Said {
    /// The reply a server will most likely give, as far as one can say (RFC 5321 §4.3.2).
    pub fn likely_reply(&self) -> Option<u16> {
        let wrong = self.findings.iter().find_map(Finding::likely_reply);
        wrong.or_else(|| match self.what {
            Utterance::Command if self.asks => Some(334),
            Utterance::Command | Utterance::EndOfBody => self.verb.replies.first().copied(),
            Utterance::Answer | Utterance::Body | Utterance::Octets => None,
        })
    }
}

/// The longest command line, line end included (RFC 5321 §4.5.3.1.4).
const COMMAND_LIMIT: usize = 512;
/// The longest line in an AUTH exchange (RFC 4954 §4).
const AUTH_LIMIT: usize = 12288;

/// Judges a line against a session.
pub(super) fn judge(session: &Session, line: &Line) -> Said {
    match session.phase() {
        Phase::Body => body(session, line),
        Phase::Chunk => said(session, Utterance::Octets, verb::find("BDAT"), Vec::new()),
        Phase::Challenge if session.is_answered() => answer(session, line),
        _ => command(session, line),
    }
}

fn said(session: &Session, what: Utterance, verb: &'static Verb, findings: Vec<Finding>) -> Said {
    Said {
        what,
        verb,
        phase: session.expected_phase(),
        findings,
        secret: None,
        asks: false,
        inside: Vec::new(),
    }
}

fn body(session: &Session, line: &Line) -> Said {
    let ends = line.text == b"." && line.ending == Ending::Crlf && session.at_line_start();
    let mut findings = octet_findings(line, TEXT_LIMIT);
    if !line.text.is_ascii() && !session.offers("8BITMIME") {
        findings.push(Finding::EightBit);
    }
    let what = if ends {
        Utterance::EndOfBody
    } else {
        Utterance::Body
    };
    said(session, what, &verb::DATA_END, findings)
}

fn answer(session: &Session, line: &Line) -> Said {
    let mut findings = octet_findings(line, AUTH_LIMIT);
    // Nothing, a cancellation, or the octet 1 that takes note of an error (RFC 7628 §3.2.3).
    let plain = matches!(line.text[..], [] | [b'*']) || line.text == b"AQ==";
    let (slips, inside) = slip::judge(session.login_place(), &line.text);
    findings.extend(slips);
    if !plain && !session.secure() && reveals(&session.login_place().mechanism) {
        findings.push(Finding::SecretInClear);
    }
    let secret = (!plain).then_some(0..line.text.len());
    Said {
        secret,
        inside,
        ..said(session, Utterance::Answer, verb::find("AUTH"), findings)
    }
}

fn command(session: &Session, line: &Line) -> Said {
    let command = Command::read(line);
    let verb = verb::find(&command.verb);
    let mut findings = octet_findings(line, usize::MAX);
    due(session, verb, &mut findings);
    let limit = arguments(session, verb, &command, &mut findings);
    if line.len() > limit {
        findings.push(Finding::LineTooLong {
            octets: line.len(),
            limit,
        });
    }
    if !line.text.is_ascii() && !may_be_eight_bit(session, verb, &command) {
        findings.push(Finding::EightBit);
    }
    let secret = secret_span(line)
        .or_else(|| early_answer(session, verb, line))
        .or_else(|| stranded_answer(session, verb, line));
    let mechanism = match verb.name {
        "AUTH" => mechanism(&command),
        _ => session.login_place().mechanism.clone(),
    };
    if secret.is_some() && !session.secure() && reveals(&mechanism) {
        findings.push(Finding::SecretInClear);
    }
    let asks = verb.name == "AUTH" && is_asked(&command);
    let mut inside = Vec::new();
    if let Some(initial) = secret.clone().filter(|_| verb.name == "AUTH") {
        let place = Place {
            mechanism,
            ..Place::default()
        };
        let (slips, pieces) = slip::judge(&place, line.text.get(initial).unwrap_or_default());
        findings.extend(slips);
        inside = pieces;
    }
    Said {
        secret,
        asks,
        inside,
        ..said(session, Utterance::Command, verb, findings)
    }
}

/// The mechanism an AUTH names, in upper case.
pub(super) fn mechanism(auth: &Command) -> String {
    auth.words().next().unwrap_or_default().to_ascii_uppercase()
}

/// Whether an AUTH will be answered with a question: one that says everything at once is not.
fn is_asked(auth: &Command) -> bool {
    let single = auth::find(&mechanism(auth)).is_some_and(|known| known.single);
    !(single && auth.words().nth(1).is_some())
}

/// Whether whoever reads along has the password: of mechanisms ehlo does not know it is feared.
fn reveals(mechanism: &str) -> bool {
    auth::find(mechanism).is_none_or(|known| known.reveals)
}

/// Whether the verb is due, and may be sent before the replies that are still pending.
fn due(session: &Session, verb: &'static Verb, findings: &mut Vec<Finding>) {
    let phase = session.expected_phase();
    match phase {
        Phase::Over => findings.push(Finding::AfterEnd),
        _ if session.phase() == Phase::Greeting => findings.push(Finding::BeforeGreeting),
        _ if std::ptr::eq(verb, &raw const UNKNOWN) => findings.push(Finding::UnknownVerb),
        _ => {
            // After a handshake only EHLO is known to be right (RFC 3207 §4.2).
            let repeat = session.secure() && phase == Phase::Hello && !verb.phases.contains(&phase);
            if repeat {
                findings.push(Finding::EhloAgain);
            }
            let missing = verb
                .keyword
                .filter(|keyword| session.is_greeted() && !session.offers(keyword));
            if !verb.phases.contains(&phase) {
                findings.push(Finding::OutOfSequence);
            } else if let Some(keyword) = missing {
                findings.push(Finding::NotOffered(keyword));
            }
        }
    }
    let may_go_ahead = session.offers("PIPELINING") && !session.last_ends_group();
    if !session.is_answered() && session.phase() != Phase::Greeting && !may_go_ahead {
        findings.push(Finding::AheadOfReply);
    }
}

/// Looks at what stands behind the verb; how long the line may be.
fn arguments(
    session: &Session,
    verb: &Verb,
    command: &Command,
    findings: &mut Vec<Finding>,
) -> usize {
    let empty = command.args.is_empty();
    match verb.argument {
        Argument::None if !empty => findings.push(Finding::UnwantedArgument),
        Argument::Required | Argument::Path(_) if empty => findings.push(Finding::MissingArgument),
        Argument::Path(prefix) => return path_arguments(session, verb, command, prefix, findings),
        _ => {}
    }
    if verb.name == "BDAT" && !empty && Chunk::parse(&command.args).is_none() {
        findings.push(Finding::MissingArgument);
    }
    if verb.name == "AUTH" {
        AUTH_LIMIT
    } else {
        COMMAND_LIMIT
    }
}

fn path_arguments(
    session: &Session,
    verb: &Verb,
    command: &Command,
    prefix: &str,
    findings: &mut Vec<Finding>,
) -> usize {
    let arguments = PathArguments::read(&command.args, prefix);
    let shift = |span: &Range<usize>| span.start + command.args_at..span.end + command.args_at;
    for (slip, span) in &arguments.slips {
        match slip {
            Slip::SpaceAfterColon => findings.push(Finding::SpaceAfterColon(shift(span))),
            Slip::EightBit => {}
            slip => findings.push(Finding::BadPath(*slip, shift(span))),
        }
    }
    let mut limit = COMMAND_LIMIT;
    for found in &arguments.parameters {
        match parameter::find(verb.name, &found.keyword) {
            Some(known) if session.offers(known.keyword) => limit += known.extra,
            _ => findings.push(Finding::UnknownParameter(
                found.keyword.clone(),
                shift(&found.span),
            )),
        }
    }
    let announced = arguments
        .parameter("SIZE")
        .and_then(|size| size.parse().ok());
    if let (Some(octets), Some(limit)) = (announced, session.known_offers().size())
        && octets > limit
    {
        findings.push(Finding::SizeExceeded { octets, limit });
    }
    limit
}

/// RFC 6531 §3.4, §3.7.4: MAIL and RCPT with SMTPUTF8, VRFY and EXPN too.
fn may_be_eight_bit(session: &Session, verb: &Verb, command: &Command) -> bool {
    match verb.name {
        "MAIL" => super::session::names_utf8(command),
        "RCPT" => session.is_utf8(),
        "VRFY" | "EXPN" => command
            .words()
            .any(|word| word.eq_ignore_ascii_case("SMTPUTF8")),
        _ => false,
    }
}

/// The initial response of an AUTH, but for the empty one, `=` (RFC 4954 §4). Looked for in the
/// octets themselves, and behind blanks too: a line that went wrong is no less secret.
fn secret_span(line: &Line) -> Option<Range<usize>> {
    let mut at = 0;
    let mut word = || {
        let rest = line.text.get(at..).unwrap_or_default();
        let blank = |octet: &u8| matches!(octet, b' ' | b'\t');
        let start = at + rest.iter().take_while(|octet| blank(octet)).count();
        let rest = line.text.get(start..).unwrap_or_default();
        at = start + rest.iter().take_while(|octet| !blank(octet)).count();
        start..at
    };
    let (verb, _mechanism, response) = (word(), word(), word());
    let is_auth = line.text.get(verb)?.eq_ignore_ascii_case(b"AUTH");
    let shown = matches!(line.text.get(response.clone())?, [] | [b'=']);
    (is_auth && !shown).then_some(response.start..line.text.len())
}

/// What is no command and stands behind an AUTH that is not answered yet: most likely its answer.
fn early_answer(session: &Session, verb: &Verb, line: &Line) -> Option<Range<usize>> {
    let likely = std::ptr::eq(verb, &raw const UNKNOWN) && session.may_be_challenged();
    (likely && !line.text.is_empty()).then_some(0..line.text.len())
}

/// An answer to a 334 that is not due: the AUTH before it was refused, or is not answered yet. A
/// server takes it for a command, but it is a secret all the same.
fn stranded_answer(session: &Session, verb: &Verb, line: &Line) -> Option<Range<usize>> {
    let tried = session.tries_login() && std::ptr::eq(verb, &raw const UNKNOWN);
    // A verb in base64's alphabet is a word: letters of one case.
    let word = line.text.iter().all(u8::is_ascii_uppercase)
        || line.text.iter().all(u8::is_ascii_lowercase);
    let answer = tried && !word && data_encoding::BASE64.decode(&line.text).is_ok();
    answer.then_some(0..line.text.len())
}

fn octet_findings(line: &Line, limit: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    if line.ending == Ending::Lf {
        findings.push(Finding::BareLf);
    }
    if line.text.contains(&b'\r') {
        findings.push(Finding::BareCr);
    }
    if line.text.contains(&0) {
        findings.push(Finding::NulOctet);
    }
    if line.len() > limit {
        findings.push(Finding::LineTooLong {
            octets: line.len(),
            limit,
        });
    }
    findings
}
