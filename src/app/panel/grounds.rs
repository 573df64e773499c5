//! Why this is said here: the layers that spoke, the case that was chosen, and the facts of the
//! session it was chosen by.
//!
//! Absent on purpose: finding them; `kb` does.

use super::subject::situation_of;
use crate::app::App;
use crate::context::Context;
use crate::kb::{Section, SectionKind};

/// The section; `None` for what is no reply.
pub(super) fn section(ctx: &Context, app: &App) -> Option<Section> {
    let situation = situation_of(app)?;
    let grounds = ctx.kb.grounds(&situation);
    let code = ("code", situation.reply.code().to_string());
    let fill = |key: &str, fill: &[(&'static str, String)]| {
        ctx.locale.fill(&format!("grounds.{key}"), fill)
    };
    let mut texts = Vec::new();
    if let Some(verb) = grounds.verb {
        texts.push(fill(
            "situation",
            &[code.clone(), ("verb", verb.to_owned())],
        ));
        let count = ("count", grounds.cases.to_string());
        match grounds.case {
            Some(facts) => {
                let facts = listed(ctx, facts.iter().map(String::as_str));
                texts.push(fill("case", &[count, ("facts", facts)]));
            }
            None if grounds.cases > 0 => texts.push(fill("case-none", &[count])),
            None => {}
        }
    }
    if let Some(dialect) = grounds.dialect {
        let title = ("title", dialect.words.title.clone());
        texts.push(fill(
            "dialect",
            &[("server", dialect.server.clone()), title],
        ));
    }
    if let Some(enhanced) = grounds.enhanced {
        texts.push(fill("enhanced", &[("code", enhanced)]));
    }
    let general = if grounds.code { "code" } else { "class" };
    texts.push(fill(general, &[code]));
    if !grounds.facts.is_empty() {
        let facts = listed(ctx, grounds.facts.into_iter());
        texts.push(fill("facts", &[("facts", facts)]));
    }
    Some(Section {
        kind: SectionKind::Grounds,
        texts,
    })
}

/// Facts in words. One that is no name of a fact is an enhanced code.
fn listed<'a>(ctx: &Context, facts: impl Iterator<Item = &'a str>) -> String {
    let words = facts.map(
        |fact| match ctx.locale.word("grounds", &format!("fact-{fact}")) {
            "" => ctx
                .locale
                .fill("grounds.fact-code", &[("code", fact.to_owned())]),
            words => words.to_owned(),
        },
    );
    words.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use crate::locale::Locale;
    use crate::smtp::Circumstances;

    #[test]
    fn every_fact_has_its_words() {
        for tag in ["en", "ko", "vi"] {
            let locale = Locale::load(tag);
            for fact in Circumstances::FACTS.iter().chain(&["practice", "code"]) {
                let key = format!("grounds.fact-{fact}");
                assert!(locale.has(&key), "assets/locales/{tag}/grounds.toml: {key}");
            }
        }
    }
}
