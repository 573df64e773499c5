//! What the app reads and never changes: words, knowledge, keys, looks.
//!
//! Absent on purpose: state.

use std::sync::Arc;

use crate::assets;
use crate::kb::Kb;
use crate::keymap::Keymap;
use crate::locale::{Locale, filled};
use crate::smtp::auth::Credentials;
use crate::smtp::{Scenario, Seed};
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
}

impl Context {
    /// A practice scenario by its name, if its file is sound.
    pub fn scenario(name: &str) -> Option<Arc<Scenario>> {
        let file = format!("assets/scenarios/{name}.toml");
        Scenario::parse(&file, assets::text(&file)?)
            .ok()
            .map(Arc::new)
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
