//! Strings by their bytes, walked one byte at a time.
//!
//! A hash table must be asked once for every length that a prefix may have; a trie answers for all of them in one walk
//! and stops at the first byte that no string has.

/// Where no string ends.
const NONE: u32 = u32::MAX;

/// Strings with a number each.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// The children of the root, by their byte; 0 where there is none.
    roots: Vec<u32>,
    /// The byte that leads to each node; the children of a node lie side by side.
    labels: Vec<u8>,
    nodes: Vec<Node>,
}

/// A place in a [`Trie`]: the bytes that were walked so far.
#[derive(Debug, Clone, Copy)]
struct Node {
    first: u32,
    count: u32,
    value: u32,
}

impl Trie {
    /// The root, where every walk begins.
    pub(crate) const ROOT: u32 = 0;

    /// A trie of these strings, which are sorted and unlike; the number of each is its position.
    pub(crate) fn new<S: AsRef<[u8]>>(sorted: &[S]) -> Self {
        let empty = Node { first: 0, count: 0, value: NONE };
        let mut trie = Self { roots: vec![0; 256], labels: vec![0], nodes: vec![empty] };
        let mut open = std::collections::VecDeque::from([(0usize, 0..sorted.len(), 0usize)]);
        while let Some((node, range, depth)) = open.pop_front() {
            let own = sorted.get(range.clone()).unwrap_or(&[]);
            let ends_here = own.first().is_some_and(|text| text.as_ref().len() == depth);
            let first = trie.nodes.len() as u32;
            let mut at = range.start + usize::from(ends_here);
            while let Some(label) = sorted.get(at).filter(|_| at < range.end).and_then(|text| text.as_ref().get(depth))
            {
                let rest = sorted.get(at..range.end).unwrap_or(&[]);
                let same = rest.partition_point(|text| text.as_ref().get(depth) <= Some(label));
                open.push_back((trie.nodes.len(), at..at + same, depth + 1));
                trie.labels.push(*label);
                trie.nodes.push(empty);
                at += same;
            }
            let count = trie.nodes.len() as u32 - first;
            let value = if ends_here { range.start as u32 } else { NONE };
            trie.nodes[node] = Node { first, count, value };
        }
        for child in 1..=trie.nodes[0].count {
            trie.roots[usize::from(trie.labels[child as usize])] = child;
        }
        trie
    }

    /// The node one byte further.
    pub(crate) fn step(&self, node: u32, byte: u8) -> Option<u32> {
        if node == Self::ROOT {
            return self.roots.get(usize::from(byte)).copied().filter(|child| *child != 0);
        }
        let Node { first, count, .. } = *self.nodes.get(node as usize)?;
        let labels = self.labels.get(first as usize..(first + count) as usize)?;
        labels.iter().position(|label| *label == byte).map(|index| first + index as u32)
    }

    /// The number of the string that ends at a node.
    pub(crate) fn value(&self, node: u32) -> Option<usize> {
        self.nodes.get(node as usize).map(|node| node.value).filter(|value| *value != NONE).map(|value| value as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The numbers of the strings that begin `text`, in one walk.
    fn prefixes(trie: &Trie, text: &str) -> Vec<usize> {
        let mut node = Some(Trie::ROOT);
        let mut found = Vec::new();
        for byte in text.bytes().map(Some).chain([None]) {
            let Some(here) = node else { break };
            found.extend(trie.value(here));
            node = byte.and_then(|byte| trie.step(here, byte));
        }
        found
    }

    proptest! {
        #[test]
        fn a_walk_finds_every_prefix(words in prop::collection::btree_set("[abç]{0,4}", 0..30), text in "[abç]{0,6}") {
            let words: BTreeSet<String> = words;
            let sorted: Vec<&String> = words.iter().collect();
            let trie = Trie::new(&sorted);
            let wanted: Vec<usize> = (0..sorted.len()).filter(|index| text.starts_with(sorted[*index].as_str())).collect();
            prop_assert_eq!(prefixes(&trie, &text), wanted);
        }
    }
}
