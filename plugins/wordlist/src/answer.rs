//! What the rules share: a word in the answer, and what is said about it in the language of the answer.

use spotter_contract::{Document, Lang, Sample, Span};

/// A listed word that stands in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'l> {
    /// As it is listed.
    pub(crate) word: &'l str,
    /// Where it stands.
    pub(crate) span: Span,
}

/// The answer that is judged: its turn, its text and its language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'s> {
    pub(crate) turn: usize,
    pub(crate) text: &'s str,
    pub(crate) lang: Lang,
}

impl<'s> Answer<'s> {
    /// The last answer of a sample, if it has one.
    pub(crate) fn of(sample: &'s Sample, document: &Document) -> Option<Self> {
        let (turn, text) = sample.answer()?;
        Some(Self { turn, text, lang: document.lang })
    }

    /// The words of a span.
    pub(crate) fn quote(self, span: Span) -> &'s str {
        span.of(self.text)
    }

    /// The one of three texts that the reader of the answer reads.
    pub(crate) fn say(self, tr: String, en: String, ar: String) -> String {
        match self.lang {
            Lang::Tr => tr,
            Lang::Ar => ar,
            _ => en,
        }
    }
}
