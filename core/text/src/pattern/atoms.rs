//! The literals of all patterns, each with a number, and one walk that finds those that a token matches.

use std::collections::BTreeMap;

use crate::tokens::Token;
use crate::trie::Trie;

/// A literal of a pattern; equal literals of different patterns share a number.
pub(super) type Atom = u32;

/// Literals by what they ask of a token. They are collected first and sealed before a text is looked up.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    count: Atom,
    whole: BTreeMap<String, Atom>,
    begins: BTreeMap<String, Atom>,
    /// A literal that ends a word, once for each list of words that it does not match.
    ends: BTreeMap<Vec<u8>, Vec<(Vec<String>, Atom)>>,
    forwards: Trie,
    /// What the strings of `forwards` are: the atom of the beginning, the atom of the whole.
    fronts: Vec<[Option<Atom>; 2]>,
    /// The ends, from their last byte to their first.
    backwards: Trie,
    backs: Vec<Vec<(Vec<String>, Atom)>>,
}

impl Atoms {
    /// The number of a literal; `except` are words that its `~` does not match.
    pub(super) fn number(&mut self, literal: &str, except: &[String]) -> Atom {
        let next = self.count;
        let atom = if let Some(begin) = literal.strip_suffix('~') {
            *self.begins.entry(begin.to_owned()).or_insert(next)
        } else if let Some(end) = literal.strip_prefix('~') {
            let same = self.ends.entry(end.bytes().rev().collect()).or_default();
            let known = same.iter().find(|(own, _)| own == except).map(|(_, atom)| *atom);
            known.unwrap_or_else(|| {
                same.push((except.to_vec(), next));
                next
            })
        } else {
            *self.whole.entry(literal.to_owned()).or_insert(next)
        };
        self.count += Atom::from(atom == next);
        atom
    }

    /// Builds what tokens are looked up in.
    pub(super) fn seal(&mut self) {
        let mut fronts: BTreeMap<&str, [Option<Atom>; 2]> = BTreeMap::new();
        for (text, atom) in &self.begins {
            fronts.entry(text).or_default()[0] = Some(*atom);
        }
        for (text, atom) in &self.whole {
            fronts.entry(text).or_default()[1] = Some(*atom);
        }
        self.forwards = Trie::new(&fronts.keys().collect::<Vec<_>>());
        self.fronts = fronts.into_values().collect();
        self.backwards = Trie::new(&self.ends.keys().collect::<Vec<_>>());
        self.backs = self.ends.values().cloned().collect();
    }

    /// The literals that a token matches: its beginnings, its ends, the whole of it, and the whole before its apostrophe.
    pub(super) fn of(&self, token: &Token, text: &str, atoms: &mut Vec<Atom>) {
        let stem = (token.stem - token.start) as usize;
        let mut node = Trie::ROOT;
        for (index, byte) in text.bytes().enumerate() {
            let Some(next) = self.forwards.step(node, byte) else { break };
            node = next;
            let Some([begins, whole]) = self.forwards.value(node).and_then(|value| self.fronts.get(value)) else {
                continue;
            };
            let is_whole = index + 1 == stem || index + 1 == text.len();
            atoms.extend(begins.iter().chain(whole.iter().filter(|_| is_whole)));
        }
        node = Trie::ROOT;
        for byte in text.bytes().rev() {
            let Some(next) = self.backwards.step(node, byte) else { break };
            node = next;
            let ends = self.backwards.value(node).and_then(|value| self.backs.get(value));
            let live = ends.into_iter().flatten().filter(|(except, _)| !except.iter().any(|word| word == text));
            atoms.extend(live.map(|(_, atom)| *atom));
        }
    }

    /// What the slow oracle compares with: the literals that a token matches, each tried on its own.
    #[cfg(test)]
    pub(super) fn slowly_of(&self, stem: &str, text: &str) -> Vec<Atom> {
        let whole = self.whole.iter().filter(|(literal, _)| [text, stem].contains(&literal.as_str()));
        let begins = self.begins.iter().filter(|(literal, _)| text.starts_with(literal.as_str()));
        let ends = self.ends.iter().filter(|(literal, _)| {
            let literal: Vec<u8> = literal.iter().rev().copied().collect();
            text.as_bytes().ends_with(&literal)
        });
        let ends = ends.flat_map(|(_, ends)| ends).filter(|(except, _)| !except.contains(&text.to_owned()));
        let mut atoms: Vec<Atom> =
            whole.chain(begins).map(|(_, atom)| *atom).chain(ends.map(|(_, atom)| *atom)).collect();
        atoms.sort_unstable();
        atoms
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::Folded;
    use crate::tokens::tokenise;

    proptest! {
        #[test]
        fn one_walk_finds_what_trying_each_literal_finds(text in "[absğ' ]{0,12}", words in prop::collection::vec("~?[abğ]{1,3}~?", 1..12)) {
            let mut atoms = Atoms::default();
            for word in &words {
                atoms.number(word, &["ab".to_owned()]);
            }
            atoms.seal();
            let folded = Folded::new(&text);
            for token in tokenise(&folded) {
                let mut found = Vec::new();
                atoms.of(&token, token.text(&folded), &mut found);
                found.sort_unstable();
                found.dedup();
                let mut wanted = atoms.slowly_of(token.stem(&folded), token.text(&folded));
                wanted.dedup();
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
