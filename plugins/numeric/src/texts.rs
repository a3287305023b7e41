//! The same text in the three languages, and numbers as each of them writes them.

use serde::Deserialize;
use spotter_contract::Lang;

/// A text that a pack gives in three languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    en: String,
    tr: String,
    ar: String,
}

impl Texts {
    /// The text in a language; English for a language that is none of the three.
    pub(crate) fn of(&self, lang: Lang) -> &str {
        in_lang(lang, [&self.en, &self.tr, &self.ar])
    }

    /// All three.
    pub(crate) fn all(&self) -> [&str; 3] {
        [&self.en, &self.tr, &self.ar]
    }
}

/// One of three texts, which stand in the order English, Turkish, Arabic.
pub(crate) fn in_lang<T>(lang: Lang, [en, tr, ar]: [T; 3]) -> T {
    match lang {
        Lang::Tr => tr,
        Lang::Ar => ar,
        Lang::En | Lang::Mixed | Lang::Other => en,
    }
}

/// A number as people write it: at most two decimals, none where none are needed, a comma in Turkish.
pub(crate) fn shown(value: f64, lang: Lang) -> String {
    let decimals = if value.abs() < 10.0 { 2 } else { 1 };
    let written = format!("{value:.decimals$}");
    let plain = written.trim_end_matches('0').trim_end_matches('.');
    if lang == Lang::Tr { plain.replace('.', ",") } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_their_language() {
        assert_eq!(shown(112.0, Lang::En), "112");
        assert_eq!(shown(100.0, Lang::Ar), "100");
        assert_eq!((shown(1.55, Lang::Tr), shown(1.55, Lang::En)), ("1,55".into(), "1.55".into()));
        assert_eq!(shown(0.0, Lang::En), "0");
    }
}
