//! One text in the three languages.

use serde::Deserialize;

use crate::Lang;

/// One text in the three languages, as packs write it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// In English.
    pub en: String,
    /// In Turkish.
    pub tr: String,
    /// In Arabic.
    pub ar: String,
}

impl Localized {
    /// The text in a language; English for any that is not one of the three.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Tr => &self.tr,
            Lang::Ar => &self.ar,
            Lang::En | Lang::Mixed | Lang::Other => &self.en,
        }
    }
}
