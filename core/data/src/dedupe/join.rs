//! Finding every pair of near-duplicates, and no other, without comparing all with all.
//!
//! Two near sets of words differ in few words. Cut both into more parts than there are differing words, by the words'
//! hashes, and at least one part is the same in both. So the parts are keys: records that share no key are no pair,
//! and records that share one are compared. Nothing is lost and nothing is guessed.

use std::ops::Range;

use rayon::prelude::*;

use super::threshold::{Threshold, overlap};
use super::words::Words;
use crate::hash;

/// A bucket with more records than this is divided by the parts of the other field.
const LARGE: usize = 32;
/// How many records decide which field makes the better keys.
const PROBE: usize = 20_000;

/// A key and the position of the record that has it.
type Key = (u64, u32);
/// The positions of two near-duplicates, the smaller first.
pub(crate) type Pair = (u32, u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Input,
    Output,
}

impl Field {
    fn of(self, words: &Words) -> &[u64] {
        match self {
            Self::Input => &words.input,
            Self::Output => &words.output,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Input => Self::Output,
            Self::Output => Self::Input,
        }
    }
}

/// All pairs among `chosen` whose questions and answers are both near enough, sorted.
pub(crate) fn pairs(words: &[Words], chosen: &[u32], threshold: Threshold) -> Vec<Pair> {
    let join = Join { words, threshold, classes: Classes::new(words, threshold) };
    let field = join.better_field(chosen);
    let mut keys = join.keys(chosen, field);
    keys.par_sort_unstable();
    let buckets = buckets(&keys);
    let found = buckets.into_par_iter().flat_map_iter(|bucket| join.bucket(&keys[bucket], field));
    let mut pairs: Vec<Pair> = found.collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

struct Join<'a> {
    words: &'a [Words],
    threshold: Threshold,
    classes: Classes,
}

impl Join<'_> {
    fn keys(&self, chosen: &[u32], field: Field) -> Vec<Key> {
        chosen.par_iter().flat_map_iter(|record| self.keys_of(*record, field)).collect()
    }

    /// The keys of a record: each part of it, once with the sizes below and once with the sizes above.
    fn keys_of(&self, record: u32, field: Field) -> impl Iterator<Item = Key> + use<> {
        let words = &self.words[record as usize];
        let set = field.of(words);
        let mut keys = Vec::new();
        let class = if set.is_empty() { None } else { Some(self.classes.of(set.len())) };
        for step in class.into_iter().flat_map(|class| class.saturating_sub(1)..=class) {
            let parts = self.threshold.parts(self.classes.most(step + 1));
            let seed = hash::fold(words.guard, step as u64);
            let mut sums = vec![0_u64; parts];
            for word in set {
                // The high bits choose the part and all bits its sum, so that the two do not depend on each other.
                let part = ((u128::from(*word) * parts as u128) >> 64) as usize;
                sums[part] = sums[part].wrapping_add(hash::mix(*word));
            }
            let key = |(part, sum): (usize, u64)| (hash::fold(hash::fold(seed, part as u64), sum), record);
            keys.extend(sums.into_iter().enumerate().map(key));
        }
        keys.into_iter()
    }

    /// The pairs of one bucket. A large bucket is divided once by the other field.
    fn bucket(&self, keys: &[Key], field: Field) -> Vec<Pair> {
        if keys.len() <= LARGE {
            return self.compare(keys);
        }
        let other = field.other();
        let mut finer: Vec<Key> = keys.iter().flat_map(|(_, record)| self.keys_of(*record, other)).collect();
        finer.sort_unstable();
        let mut pairs: Vec<Pair> = buckets(&finer).into_iter().flat_map(|range| self.compare(&finer[range])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn compare(&self, keys: &[Key]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (index, (_, one)) in keys.iter().enumerate() {
            for (_, two) in &keys[index + 1..] {
                let (first, second) = (*one.min(two), *one.max(two));
                if first != second && self.is_pair(first, second) {
                    pairs.push((first, second));
                }
            }
        }
        pairs
    }

    fn is_pair(&self, one: u32, two: u32) -> bool {
        is_near(&self.words[one as usize], &self.words[two as usize], self.threshold)
    }

    /// The field whose keys lead to fewer comparisons among the first records.
    fn better_field(&self, chosen: &[u32]) -> Field {
        let probe = &chosen[..chosen.len().min(PROBE)];
        let cost = |field| {
            let mut keys = self.keys(probe, field);
            keys.par_sort_unstable();
            let square = |bucket: Range<usize>| bucket.len().min(LARGE * LARGE) as u64 * bucket.len() as u64;
            keys.len() as u64 + buckets(&keys).into_iter().map(square).sum::<u64>()
        };
        if cost(Field::Output) < cost(Field::Input) { Field::Output } else { Field::Input }
    }
}

/// Whether two records are near-duplicates: both fields above the threshold, and nothing that must agree differs.
pub(crate) fn is_near(one: &Words, two: &Words, threshold: Threshold) -> bool {
    one.guard == two.guard
        && is_near_set(&one.input, &two.input, threshold)
        && is_near_set(&one.output, &two.output, threshold)
}

fn is_near_set(one: &[u64], two: &[u64], threshold: Threshold) -> bool {
    let sizes = one.len() + two.len();
    // No overlap is larger than the smaller set.
    one.len().min(two.len()) >= threshold.least_overlap(sizes) && threshold.is_met(overlap(one, two), sizes)
}

/// The ranges of equal keys that hold more than one record.
fn buckets(keys: &[Key]) -> Vec<Range<usize>> {
    let mut buckets = Vec::new();
    let mut begin = 0;
    for run in keys.chunk_by(|one, two| one.0 == two.0) {
        if run.len() > 1 {
            buckets.push(begin..begin + run.len());
        }
        begin += run.len();
    }
    buckets
}

/// Sizes in steps so wide that near sets are at most one step apart.
struct Classes {
    least: Vec<usize>,
}

impl Classes {
    fn new(words: &[Words], threshold: Threshold) -> Self {
        let longest = words.iter().map(|words| words.input.len().max(words.output.len())).max().unwrap_or(0);
        let mut least = vec![1];
        let mut next = 1;
        // Two steps beyond the longest, for the sizes above the last class.
        for _ in 0.. {
            if least.len() >= 3 && least[least.len() - 3] > longest {
                break;
            }
            next = threshold.most(next) + 1;
            least.push(next);
        }
        Self { least }
    }

    /// The class of a size of at least one.
    fn of(&self, size: usize) -> usize {
        self.least.partition_point(|least| *least <= size) - 1
    }

    /// The largest size of a class.
    fn most(&self, class: usize) -> usize {
        self.least[class + 1] - 1
    }
}
