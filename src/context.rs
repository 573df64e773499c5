//! What the app reads and never changes: words, knowledge, keys, looks.
//!
//! Absent on purpose: state.

use std::sync::{Arc, OnceLock};

use crate::assets;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::locale::{Locale, filled};
use crate::smtp::auth::Credentials;
use crate::smtp::{Scenario, Seed};
use crate::target::Marked;
use crate::theme::Theme;

/// Everything that is only read.
#[derive(Debug)]
pub struct Context {
    /// How it looks.
    pub theme: Theme,
    /// What SMTP means.
    pub kb: Arc<Kb>,
    /// What keys do.
    pub keymap: Keymap,
    /// What ehlo says.
    pub locale: Locale,
    /// The name ehlo greets with.
    pub me: String,
    /// Who logs in with `:auth`, if the options say.
    pub credentials: Option<Credentials>,
    /// Chance, for the logins that need some.
    pub seed: Seed,
    /// Whether any certificate is accepted: shown in red all the time.
    pub insecure: bool,
    /// The person's own authorities, as the file's name was given: other programs need it too.
    pub authorities: Option<String>,
    /// The hosts that are marked as production.
    pub production: Marked,
}

/// ehlo's own words in every language there is.
#[derive(Debug)]
pub struct Tongues(Vec<(&'static str, Locale)>);

impl Tongues {
    /// All of them, read once.
    pub fn all() -> &'static Self {
        static ALL: OnceLock<Tongues> = OnceLock::new();
        ALL.get_or_init(|| {
            let tags = Kb::languages().into_iter();
            Self(tags.map(|tag| (tag, Locale::load(tag))).collect())
        })
    }

    /// A word by section and key, in each, with the language's tag.
    pub fn word(&self, section: &str, key: &str) -> impl Iterator<Item = (&'static str, &str)> {
        let said = self.0.iter();
        said.map(move |(tag, locale)| (*tag, locale.word(section, key)))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Context {
    /// A practice scenario by its name, if its file is sound.
    pub fn scenario(name: &str) -> Option<Arc<Scenario>> {
        let file = format!("assets/scenarios/{name}.toml");
        Scenario::parse(&file, assets::text(&file)?)
            .ok()
            .map(Arc::new)
    }

    /// The names of the practice scenarios.
    pub fn scenarios() -> impl Iterator<Item = &'static str> {
        assets::files("assets/scenarios").map(|(name, _)| name)
    }

    /// A word of the screen, by its key in the locale's `ui` section.
    pub fn ui(&self, key: &str) -> &str {
        self.locale.word("ui", key)
    }

    /// The same with `{name}`s filled in.
    pub fn ui_with(&self, key: &str, fill: &[(&'static str, String)]) -> String {
        filled(self.ui(key), fill)
    }
}
