//! Text into steps, with line numbers for errors that help.
//!
//! `C: ` says, `S: ` expects, `S~ ` asks for a text within, `#` is a remark, `# pipeline` lets the
//! `C: ` lines behind it go out in one write. Nothing else is there to learn.
//!
//! Absent on purpose: what the lines mean to SMTP. Only codes are read, and the one `$AUTH`.

use super::{Step, Wanted, What};
use crate::smtp::auth::{self, Way};
use crate::transcript::MASK;
use crate::wire::{Code, Enhanced};

/// A script that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct ScriptError {
    /// The file's name, `-` for standard input.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Reads a script.
pub fn parse(file: &str, text: &str) -> Result<Vec<Step>, ScriptError> {
    let mut reader = Reader {
        steps: Vec::new(),
        group: None,
        open: false,
    };
    for (index, line) in text.lines().enumerate() {
        reader
            .line(index + 1, line)
            .map_err(|problem| ScriptError {
                file: file.to_owned(),
                line: index + 1,
                problem,
            })?;
    }
    reader.end_group();
    Ok(reader.steps)
}

struct Reader {
    steps: Vec<Step>,
    /// The pipeline that is being gathered, and the line it began in.
    group: Option<(usize, Vec<String>)>,
    /// Whether the last `S: ` line had a hyphen behind its code: the next one goes on with it.
    open: bool,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        let line = line.trim_end_matches('\r');
        let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        match mark {
            _ if line.trim().is_empty() => {}
            _ if line.starts_with('#') => self.remark(number, line),
            "C:" => self.say(number, rest)?,
            "S:" => self.expect(number, rest)?,
            "S~" if rest.trim().is_empty() => {
                return Err("`S~` needs a text the reply must contain, as in `S~ STARTTLS`".into());
            }
            "S~" => {
                self.end_group();
                self.push(number, What::Contain(rest.trim().to_owned()));
            }
            _ => {
                return Err(format!(
                    "{} a line begins with `C: `, `S: `, `S~ ` or `#`",
                    quoted(line)
                ));
            }
        }
        Ok(())
    }

    fn push(&mut self, line: usize, what: What) {
        self.open = false;
        self.steps.push(Step { line, what });
    }

    fn remark(&mut self, number: usize, line: &str) {
        if line
            .trim_start_matches('#')
            .trim_start()
            .starts_with("pipeline")
        {
            self.end_group();
            self.group = Some((number, Vec::new()));
        }
    }

    fn say(&mut self, number: usize, text: &str) -> Result<(), String> {
        if let Some(login) = login(text)? {
            self.end_group();
            self.push(number, What::Login(login));
        } else if let Some((_, lines)) = &mut self.group {
            lines.push(text.to_owned());
        } else {
            self.push(number, What::Say(vec![text.to_owned()]));
        }
        Ok(())
    }

    fn expect(&mut self, number: usize, text: &str) -> Result<(), String> {
        self.end_group();
        let wanted = wanted(text).ok_or_else(|| {
            format!(
                "{} an expectation begins with a reply code, as in `S: 250` or `S: 550 5.1.1`",
                quoted(text)
            )
        })?;
        let goes_on = text.as_bytes().get(3) == Some(&b'-');
        match self.steps.last_mut() {
            Some(Step {
                what: What::Expect(before),
                ..
            }) if self.open => {
                before.enhanced = before.enhanced.or(wanted.enhanced);
            }
            _ => self.push(number, What::Expect(wanted)),
        }
        self.open = goes_on;
        Ok(())
    }

    fn end_group(&mut self) {
        if let Some((line, lines)) = self.group.take()
            && !lines.is_empty()
        {
            self.push(line + 1, What::Say(lines));
        }
    }
}

fn wanted(text: &str) -> Option<Wanted> {
    let code = text.get(..3)?;
    let fits = code.bytes().all(|octet| octet.is_ascii_digit())
        && matches!(text.as_bytes().get(3), None | Some(b' ' | b'-'));
    let code = Code(code.parse().ok().filter(|_| fits)?);
    let enhanced = text
        .get(4..)
        .and_then(|text| Enhanced::at_start(text.as_bytes()));
    Some(Wanted { code, enhanced })
}

/// `AUTH MECH $AUTH`: the mechanism, if it is one ehlo carries through; `MECH/ir` and `MECH/no-ir`
/// say whether the first answer comes with AUTH.
fn login(text: &str) -> Result<Option<Way>, String> {
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    let [verb, mechanism, "$AUTH"] = words[..] else {
        return Ok(None);
    };
    if !verb.eq_ignore_ascii_case("AUTH") {
        return Ok(None);
    }
    let Some(way) = Way::read(mechanism) else {
        let known: Vec<_> = auth::MECHANISMS
            .iter()
            .map(|mechanism| mechanism.name)
            .collect();
        return Err(format!(
            "ehlo cannot carry {} through by itself; it can: {}",
            quoted(mechanism),
            known.join(", ")
        ));
    };
    Ok(Some(way))
}

/// The text for an error: safe, not long, and without what stands behind an AUTH and its mechanism.
fn quoted(text: &str) -> String {
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    let auth = words
        .iter()
        .position(|word| word.to_ascii_uppercase().ends_with("AUTH"));
    let text = match auth {
        Some(at) if words.len() > at + 2 => &format!("{} {MASK}", words[..at + 2].join(" ")),
        _ => text,
    };
    let shown: String = crate::wire::text::printable_str(text)
        .chars()
        .take(60)
        .collect();
    format!("`{shown}`:")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn steps(text: &str) -> Vec<(usize, What)> {
        parse("t", text)
            .unwrap_or_default()
            .into_iter()
            .map(|step| (step.line, step.what))
            .collect()
    }

    fn expect(code: u16, enhanced: Option<&str>) -> What {
        let enhanced = enhanced.and_then(|text| Enhanced::at_start(text.as_bytes()));
        What::Expect(Wanted {
            code: Code(code),
            enhanced,
        })
    }

    #[test]
    fn every_notation() {
        let text = "# note\nS: 220\nC: EHLO me\nS: 250-a\nS: 250 2.0.0 ok\nS~ size\n# pipeline\nC: MAIL\nC: RCPT\nS: 250\nS: 550 5.1.1 who\nC: AUTH plain $AUTH\n";
        assert_eq!(
            steps(text),
            [
                (2, expect(220, None)),
                (3, What::Say(vec!["EHLO me".into()])),
                (4, expect(250, Some("2.0.0"))),
                (6, What::Contain("size".into())),
                (8, What::Say(vec!["MAIL".into(), "RCPT".into()])),
                (10, expect(250, None)),
                (11, expect(550, Some("5.1.1"))),
                (12, What::Login(Way::read("PLAIN").unwrap())),
            ]
        );
    }

    #[test]
    fn a_dollar_elsewhere_is_literal_and_content_may_be_empty() {
        assert_eq!(steps("C: MAIL FROM:<$AUTH@b>\nC:\nC: \n").len(), 3);
    }

    #[test]
    fn errors_hold_no_login() {
        let error = parse("a", "AUTH PLAIN AGJvYgBzZWNyZXQ=\n").err();
        let words = error.map(|error| error.problem).unwrap_or_default();
        assert!(words.starts_with("`AUTH PLAIN ********`"), "{words}");
    }

    #[test]
    fn errors_name_file_line_and_cure() {
        for (text, line, part) in [
            ("S: 220\nEHLO me\n", 2, "begins with `C: `"),
            ("xé\n", 1, "begins with `C: `"),
            ("é\n", 1, "begins with `C: `"),
            ("S: 22\n", 1, "reply code"),
            ("S: 2200\n", 1, "reply code"),
            ("S~ \n", 1, "STARTTLS"),
            ("C: AUTH GSSAPI $AUTH\n", 1, "PLAIN"),
        ] {
            let error = parse("a.smtp", text)
                .err()
                .map(|error| (error.line, error.to_string()))
                .unwrap_or_default();
            assert_eq!(error.0, line, "{text}");
            assert!(
                error.1.starts_with(&format!("a.smtp:{line}: ")) && error.1.contains(part),
                "{}",
                error.1
            );
        }
    }
}
