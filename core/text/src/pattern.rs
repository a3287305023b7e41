//! The pattern language of the lexicon, and a matcher that reads a sentence once for all patterns.
//!
//! A pattern is a list of words: `word`, `word~` (begins with), `~word` (ends with), `(a|b~)`, `?word` (may be missing),
//! `*` (up to four tokens of anything), `~` (one token of anything), `#` (a number), `@food` (a mention). Every pattern hangs on its longest
//! required word, its anchor; only patterns whose anchor occurs are tried, from the anchor outwards.

mod atoms;
mod search;
mod words;

use std::collections::BTreeMap;

use crate::Error;
use crate::normalise::{Folded, fold};
use crate::tokens::Token;
use atoms::{Atom, Atoms};
use search::Search;
use words::{alternatives, class, expand, literal_tokens, words};

/// How many tokens a `*` may stand for.
const GAP: usize = 4;

/// How many tokens a mention or a number may have.
const LENGTH: usize = 16;

/// What a mention or a number token means to patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A number.
    Number,
    /// A food.
    Food,
    /// A drug that is no supplement.
    Drug,
    /// A supplement.
    Supplement,
    /// A health condition.
    Condition,
    /// A topic.
    Topic,
}

/// A place in a sentence where a class begins, with the token after its last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// What stands there.
    pub(crate) class: Class,
}

/// A pattern that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// The number that the pattern was added under.
    pub(crate) group: usize,
}

/// One step of a pattern.
#[derive(Debug, Clone)]
enum Step {
    One(Choice),
    /// A choice that may be missing.
    Maybe(Choice),
    /// Up to four tokens of anything.
    Gap,
}

/// What may stand at one place: one of these literals, one of these classes, or any token.
#[derive(Debug, Clone, Default)]
struct Choice {
    atoms: Vec<Atom>,
    /// One bit for each atom, shared with others: a token without any of these bits has none of the atoms.
    bits: u64,
    classes: Vec<Class>,
    is_any: bool,
}

#[derive(Debug)]
struct Pattern {
    steps: Vec<Step>,
    anchor: usize,
    group: usize,
}

/// A compiled set of patterns.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    compiled: Vec<Pattern>,
    atoms: Atoms,
    lengths: Vec<usize>,
    by_atom: Vec<Vec<usize>>,
    by_class: BTreeMap<Class, Vec<usize>>,
}

/// The atoms of each token of a text.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    offsets: Vec<u32>,
    atoms: Vec<Atom>,
    /// The bits of each token's atoms.
    bits: Vec<u64>,
}

impl Marked {
    fn of(&self, token: usize) -> &[Atom] {
        let at = |index: usize| self.offsets.get(index).copied().unwrap_or(0) as usize;
        self.atoms.get(at(token)..at(token + 1)).unwrap_or(&[])
    }

    /// The atoms of some tokens together.
    fn present(&self, range: std::ops::Range<usize>) -> Present {
        let at = |index: usize| self.offsets.get(index).copied().unwrap_or(0) as usize;
        let mut present = Present([0; 32]);
        for atom in self.atoms.get(at(range.start)..at(range.end)).unwrap_or(&[]) {
            present.0[*atom as usize / 64 % 32] |= 1 << (atom % 64);
        }
        present
    }

    /// Whether a token matches one of a choice's literals.
    fn has(&self, token: usize, choice: &Choice) -> bool {
        self.bits.get(token).is_some_and(|bits| bits & choice.bits != 0)
            && self.of(token).iter().any(|own| choice.atoms.contains(own))
    }
}

/// Which atoms a sentence may have: one bit for each of 2,048, so that few share one.
struct Present([u64; 32]);

impl Present {
    fn has(&self, atom: Atom) -> bool {
        self.0[atom as usize / 64 % 32] >> (atom % 64) & 1 == 1
    }
}

/// The bit of an atom; many atoms share one.
fn bit(atom: Atom) -> u64 {
    1 << (atom.wrapping_mul(0x9e37_79b1) >> 26)
}

impl Patterns {
    /// Adds a pattern under a number; `except` are whole words that its `~` words do not match.
    pub(crate) fn add(&mut self, group: usize, pattern: &str, except: &[String], file: &str) -> Result<(), Error> {
        let broken = |reason| Error::Pattern { file: file.to_owned(), pattern: pattern.to_owned(), reason };
        let except: Vec<String> = except.iter().map(|word| fold(word)).collect();
        for plain in expand(pattern) {
            let mut steps = Vec::new();
            for word in words(&plain) {
                self.step(&word, &except, &mut steps).map_err(broken)?;
            }
            let anchor = self.anchor(&steps).ok_or_else(|| broken("it needs a word that is not optional"))?;
            let index = self.compiled.len();
            if let Some(Step::One(choice)) = steps.get(anchor) {
                choice.atoms.iter().for_each(|atom| self.by_atom[*atom as usize].push(index));
                choice.classes.iter().for_each(|class| self.by_class.entry(*class).or_default().push(index));
            }
            self.compiled.push(Pattern { steps, anchor, group });
        }
        Ok(())
    }

    /// Makes the patterns that were added ready to be looked up.
    pub(crate) fn seal(&mut self) {
        self.atoms.seal();
    }

    /// Looks up every token of a text.
    pub(crate) fn mark(&self, folded: &Folded, tokens: &[Token]) -> Marked {
        let count = tokens.len();
        let mut marked = Marked {
            offsets: Vec::with_capacity(count + 1),
            atoms: Vec::with_capacity(count * 2),
            bits: Vec::with_capacity(count),
        };
        for token in tokens {
            let from = marked.atoms.len();
            marked.offsets.push(from as u32);
            self.atoms.of(token, token.text(folded), &mut marked.atoms);
            let own = marked.atoms.get(from..).unwrap_or(&[]);
            marked.bits.push(own.iter().fold(0, |bits, atom| bits | bit(*atom)));
        }
        marked.offsets.push(marked.atoms.len() as u32);
        marked
    }

    /// Every match inside the tokens `range`, sorted; `places` are sorted by their first tokens.
    pub(crate) fn find(&self, marked: &Marked, range: std::ops::Range<usize>, places: &[Place]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let present = marked.present(range.clone());
        let search = Search { patterns: self, marked, range: range.clone(), places, present: &present };
        for token in range {
            for atom in marked.of(token) {
                for index in &self.by_atom[*atom as usize] {
                    search.outwards(*index, token, token + 1, &mut hits);
                }
            }
        }
        for place in places {
            for index in self.by_class.get(&place.class).into_iter().flatten() {
                search.outwards(*index, place.first, place.after, &mut hits);
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    fn step(&mut self, word: &str, except: &[String], steps: &mut Vec<Step>) -> Result<(), &'static str> {
        if word == "*" {
            steps.push(Step::Gap);
            return Ok(());
        }
        let mut choice = Choice::default();
        let (is_optional, alternatives) = alternatives(word);
        for alternative in &alternatives {
            if alternative == "~" {
                choice.is_any = true;
                continue;
            }
            if let Some(class) = class(alternative)? {
                choice.classes.push(class);
                continue;
            }
            let tokens = literal_tokens(alternative);
            match tokens.as_slice() {
                [] => return Err("an alternative is empty"),
                [one] => choice.atoms.push(self.atom(one, except)),
                several if alternatives.len() == 1 && !is_optional => {
                    for one in several {
                        let atom = self.atom(one, except);
                        steps.push(Step::One(Choice { atoms: vec![atom], bits: bit(atom), ..Choice::default() }));
                    }
                    return Ok(());
                }
                _ => return Err("brackets inside brackets are not understood"),
            }
        }
        choice.bits = choice.atoms.iter().fold(0, |bits, atom| bits | bit(*atom));
        steps.push(if is_optional { Step::Maybe(choice) } else { Step::One(choice) });
        Ok(())
    }

    fn atom(&mut self, literal: &str, except: &[String]) -> Atom {
        let atom = self.atoms.number(literal, except);
        if atom as usize == self.by_atom.len() {
            self.by_atom.push(Vec::new());
            self.lengths.push(literal.chars().count());
        }
        atom
    }

    /// The required step with the longest words; a class where there are no words.
    fn anchor(&self, steps: &[Step]) -> Option<usize> {
        let length = |choice: &Choice| choice.atoms.iter().map(|atom| 1 + self.lengths[*atom as usize]).min();
        let weight = |step: &Step| match step {
            Step::One(choice) if choice.is_any => None,
            Step::One(choice) if choice.classes.contains(&Class::Number) => Some(0),
            Step::One(choice) if !choice.classes.is_empty() => Some(1),
            Step::One(choice) => length(choice),
            Step::Maybe(_) | Step::Gap => None,
        };
        let weighed = steps.iter().enumerate().filter_map(|(index, step)| Some((weight(step)?, index)));
        weighed.max_by_key(|(weight, index)| (*weight, std::cmp::Reverse(*index))).map(|(_, index)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokenise;

    fn matches(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        let mut patterns = Patterns::default();
        patterns.add(0, pattern, &["borsa".to_owned()], "test").unwrap();
        patterns.seal();
        let folded = Folded::new(text);
        let tokens = tokenise(&folded);
        let marked = patterns.mark(&folded, &tokens);
        patterns.find(&marked, 0..tokens.len(), &[]).iter().map(|hit| (hit.first, hit.after)).collect()
    }

    #[test]
    fn words_prefixes_suffixes_and_gaps() {
        assert_eq!(matches("doktor~ * danış~", "Önce doktorunuza mutlaka bir danışın"), [(1, 5)]);
        assert_eq!(matches("~rsa", "Ağrı olursa borsa düşer"), [(1, 2)]);
        assert_eq!(matches("(see|talk to) ?your doctor", "talk to doctor"), [(0, 3)]);
        assert_eq!(matches("a b", "b a"), []);
        assert_eq!(matches("(doktor|hekim)~ ?over-the-counter git", "hekime over-the-counter git"), [(0, 7)]);
        assert_eq!(matches("x ~ y", "x 3 y"), [(0, 3)]);
    }

    #[test]
    fn a_gap_is_at_most_four_tokens() {
        assert_eq!(matches("a * b", "a 1 2 3 4 b").len(), 1);
        assert_eq!(matches("a * b", "a 1 2 3 4 5 b").len(), 0);
    }

    #[test]
    fn a_pattern_without_a_word_is_refused() {
        let error = Patterns::default().add(0, "* ?x", &[], "x/tr.toml").unwrap_err();
        assert!(error.to_string().contains("x/tr.toml"), "{error}");
    }
}
