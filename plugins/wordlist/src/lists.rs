//! The lists of a pack.

use serde::Deserialize;
use spotter_contract::Lang;
use spotter_text::{Terms, Wanted};

use crate::answer::Said;

/// The languages of a list, in their order everywhere.
pub(crate) const LANGS: [Lang; 3] = [Lang::Tr, Lang::En, Lang::Ar];

/// The options of the wordlist rubric: five kinds of lists, each made ready to be found.
#[derive(Debug)]
pub struct Wordlist {
    pub(crate) forbid: Vec<Entry>,
    pub(crate) require: Vec<Entry>,
    pub(crate) imply: Vec<Entry>,
    pub(crate) limit: Vec<Entry>,
    pub(crate) swap: Vec<Entry>,
}

/// One list with everything that its rule needs.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What people call it.
    pub(crate) name: String,
    /// The words themselves.
    pub(crate) words: List,
    /// Words that make a forbidden word harmless in the same sentence; what an implication asks for; the words of the
    /// question that make a word due.
    pub(crate) other: List,
    /// How often a word may be said.
    pub(crate) most: usize,
    /// What is said instead, or what is added where something is missing.
    pub(crate) text: Texts,
    /// Words of the language that the lint need not name.
    pub(crate) despite: Vec<String>,
}

/// Words of three languages, ready to be found.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) words: Vec<(Lang, String)>,
    terms: Terms,
}

/// Words of three languages as a pack lists them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    tr: Vec<String>,
    en: Vec<String>,
    ar: Vec<String>,
}

/// One text in three languages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Texts {
    tr: Option<String>,
    en: Option<String>,
    ar: Option<String>,
}

impl Texts {
    /// The text of a language.
    pub(crate) fn of(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Tr => self.tr.as_deref(),
            Lang::Ar => self.ar.as_deref(),
            _ => self.en.as_deref(),
        }
    }
}

/// How the words of a list are spelled.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Forms {
    /// In every inflected form.
    #[default]
    Inflected,
    /// As they are listed.
    Exact,
    /// In every inflected form, also without Turkish diacritics.
    Ascii,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default)]
    forbid: Vec<Forbid>,
    #[serde(default)]
    require: Vec<Require>,
    #[serde(default)]
    imply: Vec<Imply>,
    #[serde(default)]
    limit: Vec<Limit>,
    #[serde(default)]
    swap: Vec<Swap>,
}

/// What every list has.
macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            name: String,
            words: Words,
            #[serde(default)]
            forms: Forms,
            #[serde(default)]
            despite: Vec<String>,
            $($(#[$field_meta])* $field: $type,)*
        }
    )+};
}

lists! {
    /// Words that must not be said.
    Forbid {
        #[serde(default)]
        unless: Words,
    }
    /// Words of which one must be said, where the question asks for it.
    Require {
        #[serde(default)]
        when: Words,
        #[serde(default)]
        add: Texts,
    }
    /// Words that call for one of others.
    Imply {
        then: Words,
        #[serde(default)]
        add: Texts,
    }
    /// Words that may be said so often.
    Limit { most: usize }
    /// Words that are said in other words.
    Swap { with: Texts }
}

impl Wordlist {
    /// Reads the options of a pack.
    pub(crate) fn parse(options: &str) -> Result<Self, String> {
        let options: Options = toml::from_str(options).map_err(|error| error.to_string())?;
        let entry = |name: String, words: Words, forms, despite| Entry::new(name, &words, forms, despite);
        let mut lists = Self { forbid: vec![], require: vec![], imply: vec![], limit: vec![], swap: vec![] };
        for one in options.forbid {
            let made = entry(one.name, one.words, one.forms, one.despite)?;
            lists.forbid.push(Entry { other: List::new(&one.unless, one.forms)?, ..made });
        }
        for one in options.require {
            let made = entry(one.name, one.words, one.forms, one.despite)?;
            lists.require.push(Entry { other: List::new(&one.when, one.forms)?, text: one.add, ..made });
        }
        for one in options.imply {
            let made = entry(one.name, one.words, one.forms, one.despite)?;
            let other = List::new(&one.then, one.forms)?;
            if other.words.is_empty() {
                return Err(format!("the list `{}` implies nothing: name words under `then`", made.name));
            }
            lists.imply.push(Entry { other, text: one.add, ..made });
        }
        for one in options.limit {
            let made = entry(one.name, one.words, one.forms, one.despite)?;
            lists.limit.push(Entry { most: one.most, ..made });
        }
        for one in options.swap {
            let made = entry(one.name, one.words, one.forms, one.despite)?;
            lists.swap.push(Entry { text: one.with, ..made });
        }
        Ok(lists)
    }

    /// Every list with the name of its kind.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &Entry)> {
        let kinds = [
            ("forbid", &self.forbid),
            ("require", &self.require),
            ("imply", &self.imply),
            ("limit", &self.limit),
            ("swap", &self.swap),
        ];
        kinds.into_iter().flat_map(|(kind, entries)| entries.iter().map(move |entry| (kind, entry)))
    }
}

impl Entry {
    fn new(name: String, words: &Words, forms: Forms, despite: Vec<String>) -> Result<Self, String> {
        let words = List::new(words, forms)?;
        if words.words.is_empty() {
            return Err(format!(
                "the list `{name}` has no words: name some under `words`, for example {{ en = [\"..\"] }}"
            ));
        }
        let other = List::new(&Words::default(), forms)?;
        Ok(Self { name, words, other, most: 0, text: Texts::default(), despite })
    }

    /// Whether the list has words of a language.
    pub(crate) fn speaks(&self, lang: Lang) -> bool {
        self.words.words.iter().any(|(own, _)| *own == lang)
    }
}

impl List {
    fn new(words: &Words, forms: Forms) -> Result<Self, String> {
        let listed = [(Lang::Tr, &words.tr), (Lang::En, &words.en), (Lang::Ar, &words.ar)];
        let words: Vec<(Lang, String)> =
            listed.iter().flat_map(|(lang, words)| words.iter().map(|word| (*lang, word.clone()))).collect();
        if let Some((lang, word)) = words.iter().find(|(_, word)| spotter_text::fold(word).trim().is_empty()) {
            return Err(format!("`{word}` ({lang}) is no word: list words of at least one letter or digit"));
        }
        let (is_exact, is_ascii) = (matches!(forms, Forms::Exact), matches!(forms, Forms::Ascii));
        let wanted: Vec<Wanted> =
            words.iter().map(|(lang, word)| Wanted { lang: *lang, word, is_exact, is_ascii }).collect();
        let terms = Terms::new(&wanted);
        Ok(Self { words, terms })
    }

    /// Where the words stand in a text, each stretch once: of words that overlap the longest.
    pub(crate) fn find<'l>(&'l self, text: &str) -> Vec<Said<'l>> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Said> = Vec::new();
        for hit in self.terms.find(text) {
            let Some((_, word)) = self.words.get(hit.term) else { continue };
            let said = Said { word, span: hit.span };
            match found.last_mut().filter(|last| last.span.overlaps(said.span)) {
                Some(last) if last.span.covers(said.span) => {}
                Some(last) if said.span.covers(last.span) => *last = said,
                _ => found.push(said),
            }
        }
        found
    }
}
