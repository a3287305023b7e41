//! Words with a meaning of their own for numbers, found by their spelling.

use spotter_contract::Lang;

use crate::normalise::fold;
use crate::table::Table;

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Worth {
    /// A number as a whole: `seven`, `yirmi beş` in one word, `مائتان`.
    Add(f64),
    /// Hundred.
    Hundred,
    /// Thousand, million, dozen.
    Scale(f64),
    /// A half, a quarter, `fifths`.
    Part(f64),
    /// A half on top of what stands before: `buçuk`.
    AndHalf,
    /// Third, `üçüncü`, `الثالث`; in English also the part: `one third`.
    Ordinal(f64),
    /// Minus.
    Minus,
    /// A word that joins: `and`, `ve`, `و`.
    And,
}

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NumberWord {
    /// What it does.
    pub(crate) worth: Worth,
    /// The language it is a number in.
    pub(crate) lang: Lang,
    /// Whether it is a number only beside another number or before a unit: `bir`, `one`, `yüz`, `on`.
    pub(crate) is_shy: bool,
    /// Whether it is a number only behind another number word: `altıdan` in `yirmi altıdan`.
    pub(crate) is_inside: bool,
    /// Whether `and` is part of the word: `وعشرون`.
    pub(crate) joins: bool,
    /// What it is worth as a part, where it is also a number as a whole: `خمس` is five and a fifth.
    pub(crate) part: Option<f64>,
}

impl NumberWord {
    fn new(worth: Worth, lang: Lang) -> Self {
        Self { worth, lang, is_shy: false, is_inside: false, joins: false, part: None }
    }
}

/// Number words by spelling.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Table<NumberWord>,
}

impl Words {
    /// Adds a spelling, unless it is known; a number that is known learns what it is worth as a part.
    pub(crate) fn add(&mut self, text: &str, worth: Worth, lang: Lang) -> &mut NumberWord {
        self.add_folded(fold(text), worth, lang)
    }

    /// Adds a spelling that is in its search form.
    pub(crate) fn add_folded(&mut self, text: String, worth: Worth, lang: Lang) -> &mut NumberWord {
        let own = self.words.entry(text).or_insert_with(|| NumberWord::new(worth, lang));
        if let (Worth::Add(_), Worth::Part(part), true) = (own.worth, worth, own.lang == lang) {
            own.part = Some(part);
        }
        own
    }

    /// Adds a shy spelling.
    pub(crate) fn add_shy(&mut self, text: &str, worth: Worth, lang: Lang) {
        self.add(text, worth, lang).is_shy = true;
    }

    /// Adds an Arabic spelling with the article, with `ب`, `ل` and `ف`, and with `و` before it.
    pub(crate) fn add_arabic(&mut self, text: &str, worth: Worth, is_shy: bool) {
        for (prefix, joins) in [("", false), ("ال", false), ("ب", false), ("ل", false), ("و", true), ("وال", true)]
        {
            let word = self.add(&format!("{prefix}{text}"), worth, Lang::Ar);
            (word.joins, word.is_shy) = (joins, is_shy || word.is_shy);
        }
    }

    /// The number word that a folded text spells.
    pub(crate) fn spelled(&self, text: &str) -> Option<NumberWord> {
        self.words.get(text).copied()
    }
}

/// Phrases of several words, found by the word that stands beside a number.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    by_word: Table<Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_word: Table::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; `beside` picks the word that stands beside the number.
    pub(crate) fn add(&mut self, text: &str, meaning: T, beside: fn(&[String]) -> Option<&String>) {
        let words: Vec<String> = fold(text).split(' ').map(str::to_owned).collect();
        let Some(key) = beside(&words).cloned() else { return };
        let own = self.by_word.entry(key).or_default();
        own.push((words, meaning));
        own.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    /// The longest phrase that `word` stands in beside the number and that fits; `fits` sees its words.
    pub(crate) fn find(&self, word: &str, fits: impl Fn(&[String]) -> bool) -> Option<(usize, T)> {
        let phrases = self.by_word.get(word)?;
        phrases.iter().find(|(words, _)| fits(words)).map(|(words, meaning)| (words.len(), *meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arabic_word_is_five_and_a_fifth() {
        let mut words = Words::default();
        words.add_arabic("خمس", Worth::Add(5.0), false);
        words.add_arabic("خمس", Worth::Part(0.2), false);
        let word = words.spelled(&fold("وخمس")).unwrap();
        assert_eq!((word.worth, word.part, word.joins), (Worth::Add(5.0), Some(0.2), true));
    }

    #[test]
    fn the_longest_phrase_wins() {
        let mut phrases = Phrases::default();
        phrases.add("than", 1, <[String]>::last);
        phrases.add("more than", 2, <[String]>::last);
        assert_eq!(phrases.find("than", |_| true), Some((2, 2)));
        assert_eq!(phrases.find("than", |words| words.len() == 1), Some((1, 1)));
    }
}
