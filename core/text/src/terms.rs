//! Finding words that somebody lists, in their inflected forms, outside of a lexicon.

use spotter_contract::{Lang, MentionKind, Span};

use crate::lexicon::{Flag, Term};
use crate::mention::Finder;
use crate::normalise::Folded;

/// A word or a phrase to look for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Its language, which decides about its forms.
    pub lang: Lang,
    /// The word as people write it.
    pub word: &'a str,
    /// Only this very form.
    pub is_exact: bool,
    /// Also without Turkish diacritics.
    pub is_ascii: bool,
}

/// A listed word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Which of the words, by its position in the list.
    pub term: usize,
    /// Where it stands, endings included.
    pub span: Span,
    /// Whether its form means "without": `şekersiz`.
    pub is_privative: bool,
}

/// Listed words, ready to be found.
#[derive(Debug)]
pub struct Terms {
    finder: Finder,
}

impl Terms {
    /// Prepares a list of words.
    pub fn new(list: &[Wanted]) -> Self {
        let terms: Vec<Term> = list.iter().map(term).collect();
        Self { finder: Finder::new(&terms) }
    }

    /// Every listed word of a text, by position; words that overlap are all reported.
    ///
    /// ```
    /// use spotter_contract::Lang;
    /// use spotter_text::{Terms, Wanted};
    ///
    /// let wanted = Wanted { lang: Lang::Tr, word: "kitap", is_exact: false, is_ascii: false };
    /// let text = "Kitaplarını ve kitapsız günleri saydı.";
    /// let found = Terms::new(&[wanted]).find(text);
    /// assert_eq!(found[0].span.of(text), "Kitaplarını");
    /// assert!(found[1].is_privative);
    /// ```
    pub fn find(&self, text: &str) -> Vec<Found> {
        let folded = Folded::new(text);
        let mut found: Vec<Found> = self
            .finder
            .every(&folded.text)
            .into_iter()
            .map(|hit| Found {
                term: hit.term,
                span: folded.source(hit.start, hit.end),
                is_privative: hit.is_privative,
            })
            .collect();
        found.sort_by_key(|found| (found.span, found.term));
        found.dedup();
        found
    }
}

fn term(wanted: &Wanted) -> Term {
    let flags = [(wanted.is_exact, Flag::Exact), (wanted.is_ascii, Flag::Ascii)];
    Term {
        lang: wanted.lang,
        kind: MentionKind::Topic,
        name: wanted.word.to_owned(),
        classes: String::new(),
        lemmas: vec![wanted.word.to_owned()],
        flags: flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).collect(),
        senses: crate::lexicon::Senses::default(),
    }
}
