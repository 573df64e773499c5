//! What may stand behind a command of ehlo's own.
//!
//! Absent on purpose: the names of files; a shell is better at them.

use super::candidate::About;
use super::{App, Candidate, LineEnd};
use crate::compose::TEMPLATES;
use crate::export::FORMS;
use crate::kb::Kb;
use crate::theme::Theme;

/// The kinds of targets, each as it begins.
const SCHEMES: &[&str] = &[
    "practice",
    "smtp://",
    "submission://",
    "smtps://",
    "lmtp://",
    "mx:",
    "unix:",
    "exec:",
];

impl App {
    /// The whole lines, for a command without its colon.
    pub(super) fn own_values(&self, typed: &str) -> Vec<Candidate> {
        let name = typed.split(' ').next().unwrap_or_default();
        let value = |value: &str, about| Candidate::new(format!(":{name} {value}"), about);
        let told = |of: &str, name: &str| {
            let about = About::Word(format!("ui.box-{of}-{name}"));
            value(name, about)
        };
        match name {
            "auth" => self.mechanisms(&format!(":{typed}"), ":auth "),
            "connect" | "second" => self.targets(name),
            "copy" => FORMS
                .iter()
                .map(|form| {
                    let about = About::Word(format!("export.form-{}", form.name));
                    value(form.name, about)
                })
                .collect(),
            "ending" => LineEnd::ALL
                .iter()
                .map(|(end, _)| told("ending", end))
                .collect(),
            "lang" => Kb::languages()
                .into_iter()
                .map(|tag| told("lang", tag))
                .collect(),
            "stuffing" => ["on", "off"]
                .map(|choice| told("stuffing", choice))
                .to_vec(),
            "template" => TEMPLATES
                .iter()
                .map(|one| {
                    let about = About::Word(format!("template.{}", one.name));
                    value(one.name, about)
                })
                .collect(),
            "theme" => Theme::names()
                .map(|name| value(name, About::Name))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Where one has been, and the kinds of targets there are.
    fn targets(&self, name: &str) -> Vec<Candidate> {
        let used = self.history.targets().into_iter().map(|target| {
            let about = About::Word("ui.box-used".to_owned());
            Candidate::new(format!(":{name} {target}"), about)
        });
        let kinds = SCHEMES.iter().map(|scheme| {
            let key = scheme.trim_end_matches(['/', ':']);
            let about = About::Word(format!("ui.box-target-{key}"));
            Candidate::new(format!(":{name} {scheme}"), about)
        });
        let mut targets: Vec<Candidate> = used.collect();
        for kind in kinds {
            if !targets.iter().any(|target| target.line == kind.line) {
                targets.push(kind);
            }
        }
        targets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_words() {
        let ends = LineEnd::ALL.iter().map(|(end, _)| format!("ending-{end}"));
        let languages = Kb::languages();
        let languages = languages.iter().map(|tag| format!("lang-{tag}"));
        let schemes = SCHEMES
            .iter()
            .map(|scheme| format!("target-{}", scheme.trim_end_matches(['/', ':'])));
        let choices = ["stuffing-on".to_owned(), "stuffing-off".to_owned()];
        let locale = crate::locale::Locale::load("en");
        for key in ends.chain(languages).chain(schemes).chain(choices) {
            assert!(locale.has(&format!("ui.box-{key}")), "ui.box-{key}");
        }
    }
}
