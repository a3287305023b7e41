//! Finding the terms of the lexicon, in every inflected form.
//!
//! A trie of all stems is walked from every place where a word begins (in Arabic also behind an article or a particle);
//! a stem counts where what follows it, up to the end of the word, is an ending that it takes. The longest match wins.

mod disguise;
mod glyphs;
#[cfg(test)]
mod oracle;

use std::collections::BTreeMap;

use spotter_contract::{Lang, MentionKind};

use crate::lexicon::{Flag, Term};
use crate::normalise::{fold, fold_ascii, plain};
use crate::paradigm::{self, Endings, Shape, Traits};
use crate::table::Table;
use crate::tokens::is_letter;
use crate::trie::Trie;

pub(crate) use disguise::Guard;

/// A term found in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last, endings included.
    pub(crate) end: usize,
    /// Its position in the lexicon.
    pub(crate) term: usize,
    /// Whether its form means "without".
    pub(crate) is_privative: bool,
    /// Bytes of its ending: of two readings of a word the one with the longer stem is meant.
    pub(crate) ending: usize,
}

/// Finds terms.
#[derive(Debug)]
pub(crate) struct Finder {
    /// Stems that begin words.
    begins: Stems,
    /// Stems that end words: `pril`.
    tails: Stems,
    endings: Vec<Table<bool>>,
    kinds: Vec<MentionKind>,
    /// For each term the whole words that its tails do not find, in search form.
    excepts: Vec<Vec<String>>,
}

/// Stems, and what each may be.
#[derive(Debug)]
struct Stems {
    trie: Trie,
    entries: Vec<Vec<Entry>>,
}

/// One way to read a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    term: usize,
    endings: usize,
    before_vowel: bool,
    is_bound: bool,
    takes_prefix: bool,
}

impl Stems {
    fn new(stems: BTreeMap<String, Vec<Entry>>) -> Self {
        let trie = Trie::new(&stems.keys().collect::<Vec<_>>());
        Self { trie, entries: stems.into_values().collect() }
    }

    /// The node of the trie one character further.
    fn step(&self, node: u32, letter: char) -> Option<u32> {
        letter.encode_utf8(&mut [0; 4]).bytes().try_fold(node, |node, byte| self.trie.step(node, byte))
    }

    /// What the stem that ends at a node may be.
    fn at(&self, node: u32) -> Option<&[Entry]> {
        self.trie.value(node).and_then(|stem| self.entries.get(stem)).map(Vec::as_slice)
    }

    /// Every stem that begins at `start`: the byte after it, and what it may be.
    fn walk(&self, text: &str, start: usize, mut found: impl FnMut(usize, &[Entry])) {
        let mut node = Trie::ROOT;
        for (length, byte) in text.bytes().skip(start).enumerate() {
            let Some(next) = self.trie.step(node, byte) else { return };
            node = next;
            if let Some(entries) = self.at(node) {
                found(start + length + 1, entries);
            }
        }
    }
}

impl Finder {
    /// A finder for these terms.
    pub(crate) fn new(terms: &[Term]) -> Self {
        Self::of(terms, |_| true)
    }

    /// A finder for those of these terms that are wanted.
    fn of(terms: &[Term], is_wanted: impl Fn(&Term) -> bool) -> Self {
        let mut builder = Builder::default();
        for (index, term) in terms.iter().enumerate().filter(|(_, term)| is_wanted(term)) {
            for lemma in &term.lemmas {
                builder.add(index, term, lemma);
            }
        }
        Self {
            begins: Stems::new(builder.stems),
            tails: Stems::new(builder.tails),
            endings: builder.endings.into_iter().map(|endings| endings.into_iter().collect()).collect(),
            kinds: terms.iter().map(|term| term.kind).collect(),
            excepts: terms.iter().map(|term| term.senses.except.clone()).collect(),
        }
    }

    /// The terms of a folded text: leftmost, longest, and for each kind on its own.
    pub(crate) fn find(&self, text: &str) -> Vec<Hit> {
        self.longest(self.every(text))
    }

    /// Every term of a folded text, also those inside others.
    pub(crate) fn every(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        let (mut word, mut letters) = (0, 0);
        for (at, letter) in text.char_indices() {
            if letters == 0 && letter > ' ' {
                word = at;
                self.begin(text, at, at, &mut hits);
                if matches!(letter, '\u{600}'..='\u{6ff}') {
                    let rest = text.get(at..).unwrap_or("");
                    for prefix in PREFIXES.iter().filter(|prefix| rest.starts_with(**prefix)) {
                        self.begin(text, at, at + prefix.len(), &mut hits);
                    }
                }
            } else if HEAD.contains(&letters) {
                self.tail(text, word, at, &mut hits);
            }
            letters = if is_word(letter) { letters + 1 } else { 0 };
        }
        hits
    }

    /// Adds the terms whose stem begins at `start`, in the word that begins at `word`.
    fn begin(&self, text: &str, word: usize, start: usize, hits: &mut Vec<Hit>) {
        self.begins.walk(text, start, |end, entries| {
            let rest = rest_of_word(text, end);
            for entry in entries.iter().filter(|entry| word == start || entry.takes_prefix) {
                if let Some(is_privative) = self.fits(*entry, rest) {
                    hits.push(Hit { start, end: end + rest.len(), term: entry.term, is_privative, ending: rest.len() });
                }
            }
        });
    }

    /// Adds the terms that end the word, beginning at `start` in it.
    fn tail(&self, text: &str, word: usize, start: usize, hits: &mut Vec<Hit>) {
        self.tails.walk(text, start, |end, entries| {
            let rest = rest_of_word(text, end);
            let whole = text.get(word..end).unwrap_or("");
            let is_excepted =
                |term: usize| self.excepts.get(term).is_some_and(|words| words.iter().any(|own| own == whole));
            for entry in entries.iter().filter(|entry| !is_excepted(entry.term)) {
                if let Some(is_privative) = self.fits(*entry, rest) {
                    hits.push(Hit {
                        start: word,
                        end: end + rest.len(),
                        term: entry.term,
                        is_privative,
                        ending: rest.len(),
                    });
                }
            }
        });
    }

    fn has_ending(&self, endings: usize, ending: &str) -> bool {
        self.endings.get(endings).is_some_and(|endings| endings.contains_key(ending))
    }

    fn fits(&self, entry: Entry, rest: &str) -> Option<bool> {
        if rest.is_empty() {
            return (!entry.is_bound).then_some(false);
        }
        let rest = rest.strip_prefix('\'').unwrap_or(rest);
        let starts_with_vowel = rest.starts_with(['a', 'e', 'i', 'o', 'u', 'ö', 'ü']);
        if entry.before_vowel && !starts_with_vowel {
            return None;
        }
        self.endings.get(entry.endings)?.get(rest).copied()
    }

    fn longest(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.ending, hit.term));
        let mut reach = [0; MentionKind::ALL.len()];
        hits.retain(|hit| {
            let Some(kind) = self.kinds.get(hit.term) else { return false };
            let reach = &mut reach[kind.code() as usize];
            let is_free = hit.start >= *reach;
            if is_free {
                *reach = hit.end;
            }
            is_free
        });
        hits
    }
}

/// What may stand before an Arabic word without a blank: the article, particles and both.
const PREFIXES: [&str; 16] =
    ["ال", "و", "ب", "ل", "ك", "ف", "وال", "بال", "لل", "كال", "فال", "ول", "وب", "ولل", "وبال", "فل"];

/// How many letters of a word may stand before a stem that ends it.
const HEAD: std::ops::Range<usize> = 3..24;

fn is_word(letter: char) -> bool {
    is_letter(letter) || letter.is_ascii_digit()
}

/// What stands between a stem and the end of its word; an apostrophe counts when letters follow.
fn rest_of_word(text: &str, end: usize) -> &str {
    let rest = text.get(end..).unwrap_or("");
    let mut length = 0;
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_apostrophe = letter == '\'' && letters.peek().is_some_and(|next| is_letter(*next));
        if !is_word(letter) && !is_apostrophe {
            break;
        }
        length += letter.len_utf8();
        if length > 64 {
            break;
        }
    }
    rest.get(..length).unwrap_or("")
}

/// Collects stems and the endings that they share.
#[derive(Default)]
struct Builder {
    stems: BTreeMap<String, Vec<Entry>>,
    /// Those that end words.
    tails: BTreeMap<String, Vec<Entry>>,
    endings: Vec<Endings>,
    shapes: BTreeMap<(Option<Shape>, u8), usize>,
    /// Whether what is being added ends words.
    is_ending: bool,
}

impl Builder {
    fn add(&mut self, index: usize, term: &Term, lemma: &str) {
        let has = |flag| term.flags.contains(&flag);
        self.is_ending = has(Flag::Ending);
        if has(Flag::Exact) {
            let endings = self.shared(None, 0, Endings::new);
            self.put(fold(lemma), entry(index, endings));
        } else {
            match term.lang {
                Lang::Tr => self.turkish(index, term, lemma),
                Lang::Ar => self.arabic(index, lemma),
                _ => self.english(index, lemma),
            }
        }
        if has(Flag::Ascii) {
            let endings = self.shared(None, 1, Endings::new);
            self.put(fold_ascii(lemma), entry(index, endings));
        }
    }

    fn turkish(&mut self, index: usize, term: &Term, lemma: &str) {
        let has = |flag| term.flags.contains(&flag);
        let traits = Traits {
            softens: has(Flag::Softens),
            keeps: has(Flag::Keeps),
            drops_vowel: has(Flag::DropsVowel),
            compound: has(Flag::Compound),
            front: has(Flag::Front),
        };
        for stem in paradigm::stems(lemma, traits) {
            let endings = self.shared(Some(stem.shape), 0, || paradigm::endings(stem.shape));
            let own = Entry { before_vowel: stem.before_vowel, is_bound: stem.is_bound, ..entry(index, endings) };
            if has(Flag::Ascii) {
                let ascii = self.bare(stem.shape, endings);
                self.put(fold_ascii(&stem.text), Entry { endings: ascii, ..own });
            }
            self.put(stem.text, own);
        }
    }

    fn english(&mut self, index: usize, lemma: &str) {
        let plain = self.shared(None, 2, || of(&["s", "es"]));
        let folded = fold(lemma);
        self.put(folded.clone(), entry(index, plain));
        if folded.contains(' ') {
            self.put(folded.replace(' ', "-"), entry(index, plain));
        }
        let bound = self.shared(None, 3, || of(&["ies", "ves"]));
        let stem = folded.strip_suffix('y').or_else(|| folded.strip_suffix("fe")).or_else(|| folded.strip_suffix('f'));
        if let Some(stem) = stem {
            self.put(stem.to_owned(), Entry { is_bound: true, ..entry(index, bound) });
        }
    }

    fn arabic(&mut self, index: usize, lemma: &str) {
        const OWNERS: [&str; 8] = ["ي", "ك", "ه", "ها", "نا", "كم", "هم", "هن"];
        let folded = fold(lemma);
        let plain = self.shared(None, 4, || of(&[&OWNERS[..], &["ات", "ا", "اتك", "اته"][..]].concat()));
        let after_t = self.shared(None, 5, || of(&[&OWNERS[..], &["ين", "ان"][..]].concat()));
        // Foods take no masculine plural: `تمر` (dates) is not in `تمرين` (exercise); the shortest words take no ending.
        let none = self.shared(None, 1, Endings::new);
        let plain = if folded.chars().count() < 3 { none } else { plain };
        for variant in arabic_variants(&folded) {
            if let Some(stem) = variant.strip_suffix('ه') {
                self.put(format!("{stem}ت"), Entry { is_bound: true, takes_prefix: true, ..entry(index, after_t) });
                self.put(stem.to_owned(), Entry { is_bound: true, takes_prefix: true, ..entry(index, plain) });
            }
            self.put(variant, Entry { takes_prefix: true, ..entry(index, plain) });
        }
    }

    /// The endings of a shape without diacritics, from those with.
    fn bare(&mut self, shape: Shape, endings: usize) -> usize {
        if let Some(known) = self.shapes.get(&(Some(shape), 1)) {
            return *known;
        }
        let bare = |ending: &String| ending.chars().map(plain).collect();
        let with = self.endings.get(endings).into_iter().flatten();
        let without = with.map(|(ending, is_privative)| (bare(ending), *is_privative)).collect();
        self.shared(Some(shape), 1, || without)
    }

    fn shared(&mut self, shape: Option<Shape>, list: u8, make: impl FnOnce() -> Endings) -> usize {
        let next = self.endings.len();
        let index = *self.shapes.entry((shape, list)).or_insert(next);
        if index == next {
            self.endings.push(make());
        }
        index
    }

    fn put(&mut self, stem: String, entry: Entry) {
        let stems = if self.is_ending { &mut self.tails } else { &mut self.stems };
        let entries = stems.entry(stem).or_default();
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
}

fn entry(term: usize, endings: usize) -> Entry {
    Entry { term, endings, before_vowel: false, is_bound: false, takes_prefix: false }
}

fn of(endings: &[&str]) -> Endings {
    endings.iter().map(|ending| ((*ending).to_owned(), false)).collect()
}

/// An Arabic name with and without articles on its later words; the article on the first is a prefix.
fn arabic_variants(folded: &str) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let bare = |word: &str| word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(word).to_owned();
    let first = words.first().map(|word| bare(word)).unwrap_or_default();
    let later: Vec<String> = words.iter().skip(1).map(|word| bare(word)).collect();
    if later.is_empty() {
        return vec![first];
    }
    let joined = |article: &str| later.iter().fold(String::new(), |text, word| text + " " + article + word.as_str());
    vec![format!("{first}{}", joined("")), format!("{first}{}", joined("ال"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn found(lang: Lang, terms: &str, text: &str) -> Vec<(String, bool)> {
        let toml = format!("[[term]]\nkind = 'food'\nname = 'x'\nterms = {terms}\n");
        let lexicon = Lexicon::parse(&[("x", lang, &toml)]).unwrap();
        let finder = Finder::new(&lexicon.terms);
        let text = fold(text);
        finder
            .find(&text)
            .iter()
            .map(|hit| (text.get(hit.start..hit.end).unwrap().to_owned(), hit.is_privative))
            .collect()
    }

    #[test]
    fn finds_inflected_forms_and_no_others() {
        let hits = found(Lang::Tr, "['tavuk', 'et', 'tavuk göğsü']", "Tavuk göğsünü, etsiz pilavı ve Ethem'i etkiledi");
        assert_eq!(hits, [("tavuk göğsünü".to_owned(), false), ("etsiz".to_owned(), true)]);
    }

    #[test]
    fn finds_english_plurals_but_no_parts_of_words() {
        let hits = found(Lang::En, "['egg', 'berry', 'ham']", "Eggs and berries; eggplant, hamstring.");
        assert_eq!(hits.len(), 2);
    }

    #[test]
    fn endings_find_whole_words_behind_three_letters() {
        let toml = "[[term]]\nkind = 'drug'\nname = 'x'\nterms = ['pril']\nflags = ['ending']\nexcept = ['mayapril']\n";
        for (lang, text, hits) in [
            (Lang::En, "Perindopril in April, mayapril, prilled", vec!["perindopril"]),
            (Lang::Tr, "Zofenoprili al, april", vec!["zofenoprili"]),
            (Lang::Ar, "ramipril", vec!["ramipril"]),
        ] {
            let lexicon = Lexicon::parse(&[("x", lang, toml)]).unwrap();
            let text = fold(text);
            let found = Finder::new(&lexicon.terms).find(&text);
            let found: Vec<_> = found.iter().map(|hit| text.get(hit.start..hit.end).unwrap()).collect();
            assert_eq!(found, hits);
        }
    }

    #[test]
    fn finds_arabic_words_behind_article_and_particle() {
        let hits = found(Lang::Ar, "['دجاج', 'صدر دجاج']", "والدجاج مع صدر الدجاج وبالدجاج");
        assert_eq!(hits.len(), 3);
    }
}
