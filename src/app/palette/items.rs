//! What the palette holds: all that has a table of its own, each row with its words in every
//! language, so that it is found whatever language somebody thinks in.
//!
//! Absent on purpose: cards in other languages than the one that is spoken; they would have to be
//! read all.

use crate::app::OWN;
use crate::context::{Context, Tongues};
use crate::intent::Intent;
use crate::kb::folded;
use crate::keymap;
use crate::target::Target;
use crate::theme::Theme;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// An action.
    Intent(Intent),
    /// A command of ehlo's own, by name.
    Own(&'static str),
    /// A theme.
    Theme(String),
    /// A language, by its tag.
    Language(&'static str),
    /// Somewhere to connect to.
    Target(String),
    /// A card of the reference, by its path.
    Card(String),
}

/// A kind of choices, in the order they stand in while nothing is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What was chosen last.
    Recent,
    /// Actions.
    Actions,
    /// ehlo's own commands.
    Own,
    /// Themes.
    Themes,
    /// Languages.
    Languages,
    /// Targets.
    Targets,
    /// Reply codes.
    Codes,
    /// Enhanced codes.
    Enhanced,
    /// Verbs.
    Verbs,
    /// Every other card.
    Cards,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 10] = [
        Self::Recent,
        Self::Actions,
        Self::Own,
        Self::Themes,
        Self::Languages,
        Self::Targets,
        Self::Codes,
        Self::Enhanced,
        Self::Verbs,
        Self::Cards,
    ];

    /// The key of its heading among the words of the screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Recent => "palette-recent",
            Self::Actions => "palette-actions",
            Self::Own => "palette-own",
            Self::Themes => "palette-themes",
            Self::Languages => "palette-languages",
            Self::Targets => "palette-targets",
            Self::Codes => "palette-codes",
            Self::Enhanced => "palette-enhanced",
            Self::Verbs => "palette-verbs",
            Self::Cards => "palette-cards",
        }
    }
}

/// A row of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it does.
    pub choice: Choice,
    /// Where it stands.
    pub section: Section,
    /// Its name as it is typed elsewhere; an action has none.
    pub name: String,
    /// What it is or does, in words.
    pub label: String,
    /// What it is found by, folded.
    pub(super) texts: Vec<String>,
}

/// Everything; `visited` is where it was connected to in this run.
pub(super) fn all(ctx: &Context, visited: &[String]) -> Vec<Item> {
    let words = Words(Tongues::all());
    let mut items = actions(ctx, &words);
    items.extend(own(ctx, &words));
    items.extend(themes(&words));
    items.extend(languages(&words));
    items.extend(targets(ctx, &words, visited));
    items.extend(cards(ctx));
    items
}

/// What somebody may type, in every language there is.
struct Words(&'static Tongues);

impl Words {
    fn of(&self, section: &str, key: &str) -> Vec<String> {
        let said = self.0.word(section, key);
        said.map(|(_, word)| folded(word)).collect()
    }

    /// A name alone, and behind what its section is called: `theme dark`.
    fn under(&self, section: Section, name: &str) -> Vec<String> {
        let name = folded(name);
        let headed = self.of("ui", section.key()).into_iter();
        let headed = headed.map(|heading| format!("{heading} {name}"));
        std::iter::once(name.clone()).chain(headed).collect()
    }
}

/// In the order of the key file, which has the important ones first.
fn actions(ctx: &Context, words: &Words) -> Vec<Item> {
    let contexts = keymap::Context::ALL.iter();
    let bound = contexts.flat_map(|context| ctx.keymap.bindings(*context));
    let mut intents: Vec<Intent> = Vec::new();
    for intent in bound.map(|(intent, _)| intent).chain(Intent::all()) {
        if !intents.contains(&intent) {
            intents.push(intent);
        }
    }
    let item = |intent: Intent| {
        let name = intent.name();
        Item {
            choice: Choice::Intent(intent),
            section: Section::Actions,
            label: ctx.locale.word("intent", &name).to_owned(),
            texts: [words.of("intent", &name), vec![name.replace('-', " ")]].concat(),
            name: String::new(),
        }
    };
    intents.into_iter().map(item).collect()
}

fn own(ctx: &Context, words: &Words) -> Vec<Item> {
    let rows = OWN.iter().map(|own| Item {
        choice: Choice::Own(own.name),
        section: Section::Own,
        name: format!(":{} {}", own.name, own.argument).trim().to_owned(),
        label: ctx.locale.word("own", own.name).to_owned(),
        texts: [
            words.of("own", own.name),
            vec![own.name.to_owned(), format!(":{}", own.name)],
        ]
        .concat(),
    });
    rows.collect()
}

fn themes(words: &Words) -> Vec<Item> {
    let rows = Theme::names().map(|name| Item {
        choice: Choice::Theme(name.to_owned()),
        section: Section::Themes,
        name: name.to_owned(),
        label: String::new(),
        texts: words.under(Section::Themes, name),
    });
    rows.collect()
}

/// Each by its own name, and found by what the others call it.
fn languages(words: &Words) -> Vec<Item> {
    let named = words.0.word("ui", "palette-this-language");
    let rows = named.map(|(tag, label)| Item {
        choice: Choice::Language(tag),
        section: Section::Languages,
        name: tag.to_owned(),
        label: label.to_owned(),
        texts: [
            words.under(Section::Languages, tag),
            words.of("ui", &format!("palette-language-{tag}")),
            vec![folded(label)],
        ]
        .concat(),
    });
    rows.collect()
}

/// Where it was connected to, then the scenarios of the practice server.
fn targets(ctx: &Context, words: &Words, visited: &[String]) -> Vec<Item> {
    let scenarios = Context::scenarios().map(|scenario| {
        let scenario = scenario.to_owned();
        Target::Practice { scenario }.to_string()
    });
    let new = scenarios.filter(|target| !visited.contains(target));
    let practice = ["practice", "practice:"];
    let rows = visited.iter().cloned().chain(new).map(|target| {
        let is_practice = target == practice[0] || target.starts_with(practice[1]);
        let label = if is_practice {
            "palette-practice"
        } else {
            "palette-visited"
        };
        Item {
            section: Section::Targets,
            label: ctx.ui(label).to_owned(),
            texts: words.under(Section::Targets, &target),
            choice: Choice::Target(target.clone()),
            name: target,
        }
    });
    rows.collect()
}

fn cards(ctx: &Context) -> Vec<Item> {
    let rows = ctx.kb.all().map(|found| {
        let section = match found.path.split('/').next() {
            Some("reply") => Section::Codes,
            Some("enhanced") => Section::Enhanced,
            Some("verb") => Section::Verbs,
            _ => Section::Cards,
        };
        let known = ctx.kb.by_path(&found.path);
        let english = known.map_or("", |card| card.name.as_str());
        let mut texts: Vec<_> = [found.name, found.title.as_str(), english]
            .map(folded)
            .to_vec();
        // What holds for every class is found by each of its codes: X.1.1 by 5.1.1.
        if let Some(of_class) = found.name.strip_prefix("X.") {
            texts.extend([2, 4, 5].map(|class| format!("{class}.{of_class}")));
        }
        Item {
            choice: Choice::Card(found.path.clone()),
            section,
            name: found.name.to_owned(),
            label: found.title.clone(),
            texts,
        }
    });
    rows.collect()
}
