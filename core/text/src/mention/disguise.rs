//! A second look for guarded terms: names that people disguise so that a list of words does not find them.
//!
//! The trie of the guarded terms is walked as for ordinary terms, but a step may also read an escape, a digit for a
//! letter, a letter of another script that looks the same, a letter again, or a mark or blank between two letters. What
//! remains are words with a letter too many, too few, wrong or swapped, and words backwards, in rot13, hex or base64.
//! A walk ends after two or three letters where there is no disguise, and a word of the language is never one.

use std::collections::{BTreeMap, BTreeSet};

use spotter_contract::Lang;

use super::glyphs::{glyph, looks_like, plain, stands_for};
use super::{Finder, Hit, is_word, rest_of_word};
use crate::lexicon::{Flag, Term};
use crate::normalise::{Folded, fold, fold_ascii};
use crate::tokens::{Kind, Token, is_letter};
use crate::trie::Trie;
use crate::vocabulary::is_known;

/// A term with fewer letters is too easily met by chance.
const SHORTEST: usize = 5;
/// Terms with fewer letters are not looked for with a wrong letter.
const SHORTEST_TYPO: usize = 7;
/// Terms with fewer letters are not looked for inside longer words.
const SHORTEST_GLUED: usize = 8;
/// How many characters a walk may read.
const REACH: usize = 96;
/// How many steps a walk may take, branches included.
const STEPS: usize = 400;

/// The guarded terms of a lexicon.
#[derive(Debug)]
pub(crate) struct Guard {
    finder: Finder,
    words: Vec<Word>,
    /// The lists of endings that the stems of a term take.
    endings: BTreeMap<usize, BTreeSet<usize>>,
}

/// A spelling of a guarded term, for comparison letter by letter.
#[derive(Debug)]
struct Word {
    letters: Vec<char>,
    blanks: usize,
    /// One bit for each letter.
    bits: u64,
    term: usize,
}

/// What a walk has seen.
#[derive(Debug, Clone, Copy)]
struct Walk {
    node: u32,
    at: usize,
    last: char,
    letters: usize,
    /// Letters that stood for themselves.
    own: usize,
    /// Marks and blanks in a row.
    gap: usize,
    gaps: usize,
    swaps: usize,
    repeats: usize,
    /// Whether a gap has more than one character.
    is_wide: bool,
}

/// One search from one place.
struct Search<'a> {
    guard: &'a Guard,
    text: &'a str,
    start: usize,
    steps: usize,
    /// The longest match: its end and its term.
    best: Option<(usize, usize)>,
}

impl Guard {
    /// The guarded terms among these.
    pub(crate) fn new(terms: &[Term]) -> Self {
        let finder = Finder::of(terms, |term| term.flags.contains(&Flag::Guarded));
        let mut words = Vec::new();
        for (index, term) in terms.iter().enumerate().filter(|(_, term)| term.flags.contains(&Flag::Guarded)) {
            for lemma in &term.lemmas {
                let (folded, ascii) = (fold(lemma), fold_ascii(lemma));
                let is_same = folded == ascii;
                words.push(word(&folded, index));
                if term.lang == Lang::Tr && !is_same {
                    words.push(word(&ascii, index));
                }
            }
        }
        let mut endings: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for entry in finder.begins.entries.iter().flatten() {
            endings.entry(entry.term).or_default().insert(entry.endings);
        }
        Self { finder, words, endings }
    }

    /// Guarded terms in disguise, by position; `named` are the terms that were found as they are.
    pub(crate) fn find(&self, source: &str, folded: &Folded, tokens: &[Token], named: &[Hit]) -> Vec<Hit> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        self.walks(&folded.text, &mut hits);
        for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word) {
            self.typo(folded, tokens.get(index..).unwrap_or(&[]), &mut hits);
            self.turned(token.text(folded), token.start as usize, &mut hits);
        }
        self.encoded(source, folded, &mut hits);
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut reach = 0;
        hits.retain(|hit| {
            let known = named.partition_point(|own| own.start < hit.end);
            let near = named.get(known.saturating_sub(4)..known).unwrap_or(&[]);
            let is_named = near.iter().any(|own| own.start <= hit.start && hit.end <= own.end);
            let is_new = hit.start >= reach && !is_named;
            reach = if is_new { hit.end } else { reach };
            is_new
        });
        hits
    }

    /// Walks from every place where a word may begin.
    fn walks(&self, text: &str, hits: &mut Vec<Hit>) {
        let (mut is_inside, mut word_start) = (false, 0);
        for (at, letter) in text.char_indices() {
            let is_own = is_word(letter);
            if is_own && !is_inside {
                word_start = at;
            }
            if !is_inside && letter > ' ' {
                hits.extend(self.walk(text, at));
                self.glued(text, (at, at), hits);
                if matches!(letter, '\u{600}'..='\u{6ff}') {
                    let word = text.get(at..).unwrap_or("");
                    let starts = super::PREFIXES.iter().filter(|prefix| word.starts_with(**prefix));
                    hits.extend(starts.filter_map(|prefix| self.walk(text, at + prefix.len())));
                }
            } else if is_own && is_inside {
                self.glued(text, (word_start, at), hits);
            }
            is_inside = is_own;
        }
    }

    fn walk(&self, text: &str, start: usize) -> Option<Hit> {
        let mut search = Search { guard: self, text, start, steps: 0, best: None };
        let walk = Walk {
            node: Trie::ROOT,
            at: start,
            last: '\0',
            letters: 0,
            own: 0,
            gap: 0,
            gaps: 0,
            swaps: 0,
            repeats: 0,
            is_wide: false,
        };
        search.go(walk);
        search.best.map(|(end, term)| Hit { start, end, term, is_privative: false, ending: 0 })
    }

    /// A long term inside a longer word that is none of the language.
    fn glued(&self, text: &str, at: (usize, usize), hits: &mut Vec<Hit>) {
        let (word, start) = at;
        self.finder.begins.walk(text, start, |end, entries| {
            let Some(entry) = entries.iter().find(|entry| !entry.is_bound) else { return };
            let letters = text.get(start..end).map_or(0, |own| own.chars().count());
            if letters >= SHORTEST_GLUED {
                let whole = text.get(word..end + rest_of_word(text, end).len()).unwrap_or("");
                hits.extend((!is_known(whole)).then_some(Hit {
                    start,
                    end,
                    term: entry.term,
                    is_privative: false,
                    ending: 0,
                }));
            }
        });
    }

    /// A word with a wrong letter, in as many tokens as the term has words.
    fn typo(&self, folded: &Folded, tokens: &[Token], hits: &mut Vec<Hit>) {
        let Some(first) = tokens.first() else { return };
        let token = first.stem(folded);
        if token.len() < SHORTEST {
            return;
        }
        for word in self.words.iter().filter(|word| word.letters.first() == Some(&first.glyph)) {
            let Some(last) = tokens.get(word.blanks) else { continue };
            let text = folded.text.get(first.start as usize..last.end as usize).unwrap_or("");
            let Some(end) = word.nearly(text, |rest| self.is_ending(word.term, rest)) else { continue };
            let parts = tokens.get(..=word.blanks).unwrap_or(&[]);
            let is_plain = parts.iter().all(|part| part.kind == Kind::Word);
            if is_plain && !parts.iter().all(|part| is_known(part.text(folded))) {
                let start = first.start as usize;
                hits.push(Hit { start, end: start + end, term: word.term, is_privative: false, ending: 0 });
            }
        }
    }

    fn is_ending(&self, term: usize, rest: &str) -> bool {
        let rest = rest.strip_prefix('\'').unwrap_or(rest);
        rest.is_empty()
            || self.endings.get(&term).into_iter().flatten().any(|endings| self.finder.has_ending(*endings, rest))
    }

    /// A word backwards or in rot13.
    fn turned(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        if text.len() < SHORTEST_TYPO {
            return;
        }
        let rot = |letter: char| match letter {
            'a'..='z' => char::from((letter as u8 - b'a' + 13) % 26 + b'a'),
            other => other,
        };
        let mut spelled = self.spelled(text.chars().rev());
        if text.is_ascii() {
            spelled = spelled.or_else(|| self.spelled(text.chars().map(rot)));
        }
        let is_strange = spelled.is_some() && !is_known(text);
        hits.extend(spelled.filter(|_| is_strange).map(|term| Hit {
            start,
            end: start + text.len(),
            term,
            is_privative: false,
            ending: 0,
        }));
    }

    /// The term that these letters spell.
    fn spelled(&self, letters: impl Iterator<Item = char>) -> Option<usize> {
        let mut node = Trie::ROOT;
        for letter in letters {
            node = self.finder.begins.step(node, letter)?;
        }
        self.finder.begins.at(node)?.iter().find(|entry| !entry.is_bound).map(|entry| entry.term)
    }

    /// Terms inside long words of base64 or hex.
    fn encoded(&self, source: &str, folded: &Folded, hits: &mut Vec<Hit>) {
        let mut at = 0;
        for chunk in folded.text.split([' ', '\n']) {
            let (start, end) = (at, at + chunk.len());
            at = end + 1;
            if chunk.len() < 12 || !chunk.is_ascii() {
                continue;
            }
            let own = folded.source(start, end).of(source).trim_matches(['"', '\'', '(', ')', ',', '.', ':', ';', '`']);
            for bytes in [hex(own), base64(own)].into_iter().flatten() {
                let Ok(text) = std::str::from_utf8(&bytes) else { continue };
                let term = self.finder.every(&fold(text)).first().map(|hit| hit.term);
                hits.extend(term.map(|term| Hit { start, end, term, is_privative: false, ending: 0 }));
            }
        }
    }
}

impl Search<'_> {
    fn go(&mut self, walk: Walk) {
        self.steps += 1;
        if self.steps > STEPS || walk.at - self.start > REACH {
            return;
        }
        self.end(&walk);
        let Some(glyph) = self.text.get(walk.at..).and_then(glyph) else { return };
        let swaps = walk.swaps + usize::from(glyph.is_coded);
        let past = Walk { at: walk.at + glyph.length, swaps, ..walk };
        let Some(letter) = glyph.letter else { return self.go(past) };
        self.letter(&walk, Walk { own: past.own + usize::from(is_letter(letter)), ..past }, letter);
        if let Some(like) = looks_like(letter) {
            self.letter(&walk, Walk { swaps: past.swaps + 1, ..past }, like);
        } else if let Some(like) = plain(letter) {
            self.letter(&walk, Walk { swaps: past.swaps + 1, own: past.own + 1, ..past }, like);
        }
        for like in stands_for(letter).chars() {
            self.letter(&walk, Walk { swaps: past.swaps + 1, ..past }, like);
        }
        if walk.letters > 0 && !is_word(letter) && letter != '\n' && walk.gap < 3 {
            self.go(Walk { gap: walk.gap + 1, gaps: walk.gaps + 1, is_wide: walk.is_wide || walk.gap > 0, ..past });
        }
        // The blank between two words of the term is missing.
        if let Some(node) = self.guard.finder.begins.step(walk.node, ' ').filter(|_| letter != ' ') {
            self.go(Walk { node, gaps: walk.gaps + 1, last: ' ', ..walk });
        }
    }

    /// A step along a letter, or none along a letter that stands there again.
    fn letter(&mut self, from: &Walk, past: Walk, letter: char) {
        if let Some(node) = self.guard.finder.begins.step(from.node, letter) {
            let letters = from.letters + usize::from(letter != ' ');
            self.go(Walk { node, last: letter, letters, gap: 0, ..past });
        }
        if letter == from.last && from.letters > 0 && letter != ' ' {
            self.go(Walk { repeats: from.repeats + 1, gap: 0, ..past });
        }
    }

    /// Keeps a match that is a disguise, and that no word of the language explains.
    fn end(&mut self, walk: &Walk) {
        let is_disguised = walk.gaps + walk.swaps + walk.repeats > 0;
        if !is_disguised || walk.letters < SHORTEST || walk.gap > 0 || walk.own * 3 < walk.letters && walk.own < 2 {
            return;
        }
        let finder = &self.guard.finder;
        let Some(entries) = finder.begins.at(walk.node) else { return };
        let rest = rest_of_word(self.text, walk.at);
        let fits = |entry: &&super::Entry| finder.fits(**entry, rest).is_some();
        let Some(entry) = entries.iter().find(fits) else { return };
        let end = walk.at + rest.len();
        let own = self.text.get(self.start..end).unwrap_or("");
        if self.best.is_none_or(|(best, _)| best < end) && !is_language(own, walk) {
            self.best = Some((end, entry.term));
        }
    }
}

/// Whether words of the language explain a stretch: all of its parts are words, or one is and a gap parts it from the rest.
fn is_language(text: &str, walk: &Walk) -> bool {
    let parts = || text.split(|letter: char| !is_letter(letter) && letter != '\'').filter(|part| !part.is_empty());
    let is_spaced = walk.gaps > 0 && parts().all(|part| part.chars().count() == 1);
    if is_spaced || walk.swaps > 0 {
        return false;
    }
    let is_word = |part: &str| part.chars().count() > 2 && is_known(part);
    walk.is_wide || parts().all(is_known) || (walk.gaps > 0 && parts().any(is_word))
}

impl Word {
    /// Where a text that begins with this word, but for a typo, ends with one of the word's endings.
    fn nearly(&self, text: &str, is_ending: impl Fn(&str) -> bool) -> Option<usize> {
        let count = self.letters.len();
        let allowed = match count {
            ..SHORTEST_TYPO => return None,
            SHORTEST_TYPO..9 => 1,
            // The words of a name are common ones, so that two changes make another name.
            _ if self.blanks > 0 => 1,
            _ => 2,
        };
        let own: Vec<char> = text.chars().take(count + allowed).collect();
        let seen = own.iter().fold(0, |bits, letter| bits | letter_bit(*letter));
        if own.len() + allowed < count || (self.bits & !seen).count_ones() as usize > allowed {
            return None;
        }
        let row = distances(&self.letters, &own);
        let mut ends: Vec<(usize, usize)> =
            row.iter().enumerate().map(|(length, distance)| (*distance, length)).collect();
        ends.sort_unstable();
        ends.into_iter().take_while(|(distance, _)| *distance <= allowed).find_map(|(distance, length)| {
            let end: usize = own.iter().take(length).map(|letter| letter.len_utf8()).sum();
            (distance > 0 && is_ending(text.get(end..)?)).then_some(text.len())
        })
    }
}

fn word(text: &str, term: usize) -> Word {
    let letters: Vec<char> = text.chars().collect();
    let bits = letters.iter().fold(0, |bits, letter| bits | letter_bit(*letter));
    Word { blanks: text.matches(' ').count(), letters, bits, term }
}

fn letter_bit(letter: char) -> u64 {
    1 << (letter as u32 % 64)
}

/// The distance of a word to each beginning of a text: letters too many, too few, wrong, or two that changed places.
fn distances(word: &[char], text: &[char]) -> Vec<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (i, own) in word.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in text.iter().enumerate() {
            let change = row[j] + usize::from(own != other);
            let mut best = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && word.get(i - 1) == Some(other) && text.get(j - 1) == Some(own) {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        (before, row) = (row, next);
    }
    row
}

/// The bytes that pairs of hexadecimal digits spell.
fn hex(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let is_hex = text.len() >= 12 && text.len().is_multiple_of(2) && text.bytes().all(|byte| digit(byte).is_some());
    let pairs = || text.as_bytes().as_chunks::<2>().0.iter();
    is_hex.then(|| pairs().filter_map(|[high, low]| Some((digit(*high)? * 16 + digit(*low)?) as u8)).collect())
}

/// The bytes that a word of base64 spells.
fn base64(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    let has = |test: fn(&u8) -> bool| bare.bytes().any(|byte| test(&byte));
    if bare.len() < 11 || !(has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)) {
        return None;
    }
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(bare.len()), 0u32, 0);
    for byte in bare.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}
