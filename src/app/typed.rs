//! What the parts of a line are, for their colours: the verb, an address, parameters, values.
//!
//! Absent on purpose: whether they are right (`smtp/judge`), and the colours (`ui`).

use std::ops::Range;

use crate::smtp::verb::{self, Argument};
use crate::wire::{Command, PathArguments};

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The verb.
    Verb,
    /// An address.
    Address,
    /// The name of a parameter.
    Parameter,
    /// Its value.
    Value,
    /// A command of ehlo's own.
    Own,
}

/// The parts of a line that are something by themselves, in order.
pub fn parts(line: &str) -> Vec<(Range<usize>, Part)> {
    if line.starts_with(':') {
        let end = line.find(' ').unwrap_or(line.len());
        return vec![(0..end, Part::Own), (end..line.len(), Part::Value)];
    }
    let command = Command::parse(line);
    let verb = verb::find(&command.verb);
    let mut parts = vec![(0..command.verb.len(), Part::Verb)];
    let at = command.args_at;
    let Argument::Path(prefix) = verb.argument else {
        parts.push((at..line.len(), Part::Value));
        return parts;
    };
    let read = PathArguments::read(&command.args, prefix);
    if let Some(path) = read.path {
        parts.push((at + path.span.start..at + path.span.end, Part::Address));
    }
    for parameter in read.parameters {
        let start = at + parameter.span.start;
        let named = start + parameter.keyword.len();
        parts.push((start..named, Part::Parameter));
        if parameter.value.is_some() {
            parts.push((named + 1..at + parameter.span.end, Part::Value));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_parts() {
        let named = |line: &'static str| {
            let parts = parts(line).into_iter();
            let parts = parts.map(|(span, part)| (line.get(span).unwrap_or("?"), part));
            parts.collect::<Vec<_>>()
        };
        assert_eq!(
            named("mail FROM:<a@b> SIZE=5 SMTPUTF8"),
            [
                ("mail", Part::Verb),
                ("a@b", Part::Address),
                ("SIZE", Part::Parameter),
                ("5", Part::Value),
                ("SMTPUTF8", Part::Parameter),
            ]
        );
        assert_eq!(
            named("EHLO me.example"),
            [("EHLO", Part::Verb), ("me.example", Part::Value)]
        );
        assert_eq!(
            named(":theme dark"),
            [(":theme", Part::Own), (" dark", Part::Value)]
        );
    }
}
