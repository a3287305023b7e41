//! The pattern language of the lexicon, and a matcher that reads a sentence once for all patterns.
//!
//! A pattern is a list of words: `word`, `word~` (begins with), `~word` (ends with), `(a|b~)`, `?word` (may be missing),
//! `*` (up to four tokens of anything), `~` (one token of anything), `#` (a number), `@food` (a mention). Every pattern hangs on its longest
//! required word, its anchor; only patterns whose anchor occurs are tried, from the anchor outwards.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use crate::Error;
use crate::normalise::{Folded, fold};
use crate::tokens::{Kind, Token, tokenise};

/// How many tokens a `*` may stand for.
const GAP: usize = 4;

/// How many tokens a mention or a number may have.
const LENGTH: usize = 16;

/// A literal of a pattern; equal literals of different patterns share a number.
type Atom = u32;

/// Short strings by a hash that is quick for them.
type Table<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// The hash of Fowler, Noll and Vo: a multiplication for each byte.
#[derive(Debug, Clone, Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

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
    whole: Table<Atom>,
    begins: Table<Atom>,
    ends: Table<Vec<(Vec<String>, Atom)>>,
    /// The longest literal with a `~`, in bytes.
    longest: usize,
    lengths: Vec<usize>,
    by_atom: Vec<Vec<usize>>,
    by_class: BTreeMap<Class, Vec<usize>>,
}

/// The atoms of each token of a text.
#[derive(Debug, Default)]
pub(crate) struct Marked {
    offsets: Vec<u32>,
    atoms: Vec<Atom>,
}

impl Marked {
    fn of(&self, token: usize) -> &[Atom] {
        let at = |index: usize| self.offsets.get(index).copied().unwrap_or(0) as usize;
        self.atoms.get(at(token)..at(token + 1)).unwrap_or(&[])
    }
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

    /// Looks up every token of a text.
    pub(crate) fn mark(&self, folded: &Folded, tokens: &[Token]) -> Marked {
        let mut marked = Marked { offsets: Vec::with_capacity(tokens.len() + 1), atoms: Vec::new() };
        for token in tokens {
            marked.offsets.push(marked.atoms.len() as u32);
            self.look_up(token.text(folded), &mut marked.atoms);
            if token.stem != token.end {
                let stem = token.stem(folded);
                marked.atoms.extend(self.whole.get(stem));
            }
        }
        marked.offsets.push(marked.atoms.len() as u32);
        marked
    }

    /// Every match inside the tokens `range`, sorted; `places` are sorted by their first tokens.
    pub(crate) fn find(&self, marked: &Marked, range: std::ops::Range<usize>, places: &[Place]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let search = Search { patterns: self, marked, range: range.clone(), places };
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

    fn look_up(&self, text: &str, atoms: &mut Vec<Atom>) {
        let from = atoms.len();
        atoms.extend(self.whole.get(text));
        let begins =
            text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take_while(|at| *at <= self.longest);
        for at in begins {
            atoms.extend(text.get(..at).and_then(|begin| self.begins.get(begin)));
        }
        for (at, _) in text.char_indices().rev().take_while(|(at, _)| text.len() - at <= self.longest) {
            let Some(ends) = text.get(at..).and_then(|end| self.ends.get(end)) else { continue };
            atoms.extend(
                ends.iter().filter(|(except, _)| !except.iter().any(|word| word == text)).map(|(_, atom)| *atom),
            );
        }
        if let Some(own) = atoms.get_mut(from..) {
            own.sort_unstable();
        }
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
                        let atoms = vec![self.atom(one, except)];
                        steps.push(Step::One(Choice { atoms, ..Choice::default() }));
                    }
                    return Ok(());
                }
                _ => return Err("brackets inside brackets are not understood"),
            }
        }
        steps.push(if is_optional { Step::Maybe(choice) } else { Step::One(choice) });
        Ok(())
    }

    fn atom(&mut self, literal: &str, except: &[String]) -> Atom {
        let next = self.by_atom.len() as Atom;
        let atom = if let Some(begin) = literal.strip_suffix('~') {
            *self.begins.entry(begin.to_owned()).or_insert(next)
        } else if let Some(end) = literal.strip_prefix('~') {
            let same = self.ends.entry(end.to_owned()).or_default();
            if let Some((_, atom)) = same.iter().find(|(own, _)| own == except) {
                *atom
            } else {
                same.push((except.to_vec(), next));
                next
            }
        } else {
            *self.whole.entry(literal.to_owned()).or_insert(next)
        };
        if atom == next {
            self.by_atom.push(Vec::new());
            self.lengths.push(literal.chars().count());
            self.longest = self.longest.max(literal.len());
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

/// One sentence being searched.
struct Search<'a> {
    patterns: &'a Patterns,
    marked: &'a Marked,
    range: std::ops::Range<usize>,
    places: &'a [Place],
}

impl Search<'_> {
    /// Tries a pattern whose anchor matched the tokens `first..after`.
    fn outwards(&self, index: usize, first: usize, after: usize, hits: &mut Vec<Hit>) {
        let Some(pattern) = self.patterns.compiled.get(index) else { return };
        let Some((left, right)) = pattern.steps.split_at_checked(pattern.anchor) else { return };
        let Some(after) = self.rightwards(right.get(1..).unwrap_or(&[]), after) else { return };
        if let Some(first) = self.leftwards(left, first) {
            hits.push(Hit { first, after, group: pattern.group });
        }
    }

    fn rightwards(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        match step {
            Step::One(choice) => self.right_of(choice, rest, at),
            Step::Maybe(choice) => self.right_of(choice, rest, at).or_else(|| self.rightwards(rest, at)),
            Step::Gap => {
                let ends = (at..=at + GAP).take_while(|next| *next <= self.range.end);
                ends.into_iter().find_map(|next| self.rightwards(rest, next))
            }
        }
    }

    fn right_of(&self, choice: &Choice, rest: &[Step], at: usize) -> Option<usize> {
        if at < self.range.end
            && (choice.is_any || self.has(at, &choice.atoms))
            && let Some(end) = self.rightwards(rest, at + 1)
        {
            return Some(end);
        }
        if choice.classes.is_empty() {
            return None;
        }
        let begin = self.places.partition_point(|place| place.first < at);
        let here = self.places.iter().skip(begin).take_while(|place| place.first == at);
        here.filter(|place| choice.classes.contains(&place.class)).find_map(|place| self.rightwards(rest, place.after))
    }

    fn leftwards(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_last() else { return Some(at) };
        match step {
            Step::One(choice) => self.left_of(choice, rest, at),
            Step::Maybe(choice) => self.left_of(choice, rest, at).or_else(|| self.leftwards(rest, at)),
            Step::Gap => {
                let starts = (0..=GAP).map_while(|gap| at.checked_sub(gap).filter(|next| *next >= self.range.start));
                starts.into_iter().find_map(|next| self.leftwards(rest, next))
            }
        }
    }

    fn left_of(&self, choice: &Choice, rest: &[Step], at: usize) -> Option<usize> {
        if at > self.range.start
            && (choice.is_any || self.has(at - 1, &choice.atoms))
            && let Some(first) = self.leftwards(rest, at - 1)
        {
            return Some(first);
        }
        if choice.classes.is_empty() {
            return None;
        }
        let begin = self.places.partition_point(|place| place.first + LENGTH < at);
        let here =
            self.places.iter().skip(begin).take_while(|place| place.first < at).filter(|place| place.after == at);
        here.filter(|place| choice.classes.contains(&place.class)).find_map(|place| self.leftwards(rest, place.first))
    }

    fn has(&self, token: usize, atoms: &[Atom]) -> bool {
        self.marked.of(token).iter().any(|own| atoms.contains(own))
    }
}

fn class(word: &str) -> Result<Option<Class>, &'static str> {
    match word {
        "#" => Ok(Some(Class::Number)),
        "@food" => Ok(Some(Class::Food)),
        "@drug" => Ok(Some(Class::Drug)),
        "@supplement" => Ok(Some(Class::Supplement)),
        "@condition" => Ok(Some(Class::Condition)),
        "@topic" => Ok(Some(Class::Topic)),
        other if other.starts_with('@') => Err("after `@` comes food, drug, supplement, condition or topic"),
        _ => Ok(None),
    }
}

/// The words of a pattern; a bracket is one word even with blanks inside.
fn words(pattern: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut depth = 0usize;
    for letter in pattern.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if letter.is_whitespace() && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word may be missing, and what may stand at its place; a `~` outside of brackets holds for each alternative.
fn alternatives(word: &str) -> (bool, Vec<String>) {
    let (is_optional, word) = word.strip_prefix('?').map_or((false, word), |rest| (true, rest));
    let bare = word.trim_matches('~');
    let Some(inside) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return (is_optional, vec![word.to_owned()]);
    };
    let (ends, begins) = (word.starts_with('~'), word.ends_with('~'));
    let wrap = |choice: &str| {
        let choice = choice.trim();
        let is_literal = !choice.starts_with(['#', '@']);
        let before = if ends && is_literal && !choice.starts_with('~') { "~" } else { "" };
        let after = if begins && is_literal && !choice.ends_with('~') { "~" } else { "" };
        format!("{before}{choice}{after}")
    };
    (is_optional, inside.split('|').map(wrap).collect())
}

/// The pattern once for each alternative that is several words: `(a b|c|d) e` becomes `a b e` and `(c|d) e`.
fn expand(pattern: &str) -> Vec<String> {
    let mut patterns = vec![String::new()];
    for word in words(pattern) {
        let (is_optional, alternatives) = alternatives(&word);
        let is_long = |alternative: &String| literal_tokens(alternative).len() > 1;
        let mut choices: Vec<String> = vec![word.clone()];
        if alternatives.iter().any(is_long) && (alternatives.len() > 1 || is_optional) {
            let (long, short): (Vec<String>, Vec<String>) = alternatives.into_iter().partition(is_long);
            choices = long;
            choices.extend((!short.is_empty()).then(|| format!("({})", short.join("|"))));
            choices.extend(is_optional.then(String::new));
        }
        let join = |(pattern, choice): (&String, &String)| format!("{pattern} {choice}");
        patterns =
            patterns.iter().flat_map(|pattern| choices.iter().map(move |choice| join((pattern, choice)))).collect();
    }
    patterns
}

/// The tokens of a literal in search form, with its `~`.
fn literal_tokens(literal: &str) -> Vec<String> {
    let ends = literal.trim().starts_with('~');
    let begins = literal.trim().ends_with('~');
    let folded = Folded::new(literal.trim().trim_matches('~'));
    let mut tokens: Vec<String> = tokenise(&folded)
        .iter()
        .filter(|token| token.kind != Kind::Break)
        .map(|token| token.text(&folded).to_owned())
        .collect();
    if let (true, Some(first)) = (ends, tokens.first_mut()) {
        first.insert(0, '~');
    }
    if let (true, Some(last)) = (begins, tokens.last_mut()) {
        last.push('~');
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        let mut patterns = Patterns::default();
        patterns.add(0, pattern, &["borsa".to_owned()], "test").unwrap();
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
