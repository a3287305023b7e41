//! Choosing what stays: the better record of every two, and nothing is dropped without a kept witness.

use rayon::prelude::*;

use super::join::{Pair, pairs};
use super::threshold::{Threshold, jaccard};
use super::words::Words;

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fate {
    /// It stays.
    Kept,
    /// The kept record at this position says the same words in the same order.
    Exact(u32),
    /// The kept record at this position says nearly the same.
    Near(u32, f64, f64),
}

/// Decides about every record. The result does not depend on the order of the records or the number of threads.
///
/// Records are taken best first, and one stays unless a record that stays is its duplicate. A chain of near-duplicates
/// therefore loses every second link, not all links but one.
pub(crate) fn fates(words: &[Words], ids: &[&str], threshold: Threshold) -> Vec<Fate> {
    let order = order(words, ids);
    let mut fates = vec![Fate::Kept; words.len()];
    let chosen = first_of_each(words, &order, &mut fates);
    choose(&order, &pairs(words, &chosen, threshold), &mut fates, words);
    settle(&mut fates, words);
    fates
}

/// The positions of the records, best first. The text and the id decide between equals, the position never.
pub(super) fn order(words: &[Words], ids: &[&str]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..words.len() as u32).collect();
    let rank = |at: &u32| {
        let (words, id) = (&words[*at as usize], ids[*at as usize]);
        (std::cmp::Reverse(words.quality), words.content, id, *at)
    };
    order.par_sort_unstable_by_key(rank);
    order
}

/// Gives every exact duplicate its fate and returns the best record of each group, in rising order.
fn first_of_each(words: &[Words], order: &[u32], fates: &mut [Fate]) -> Vec<u32> {
    let mut same: Vec<((u64, u64), u64, u32, u32)> = Vec::with_capacity(order.len());
    for (rank, at) in order.iter().enumerate() {
        let words = &words[*at as usize];
        same.push((words.exact, words.guard, rank as u32, *at));
    }
    same.par_sort_unstable();
    let mut chosen = Vec::new();
    for group in same.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
        let (first, rest) = group.split_first().map_or((0, group), |(first, rest)| (first.3, rest));
        chosen.push(first);
        for (_, _, _, at) in rest {
            fates[*at as usize] = Fate::Exact(first);
        }
    }
    chosen.sort_unstable();
    chosen
}

/// Keeps greedily, best first; every neighbour of a kept record goes, with that record as its witness.
fn choose(order: &[u32], pairs: &[Pair], fates: &mut [Fate], words: &[Words]) {
    let mut edges: Vec<Pair> = pairs.iter().flat_map(|(one, two)| [(*one, *two), (*two, *one)]).collect();
    edges.par_sort_unstable();
    for at in order {
        if fates[*at as usize] != Fate::Kept {
            continue;
        }
        let begin = edges.partition_point(|edge| edge.0 < *at);
        for (_, near) in edges[begin..].iter().take_while(|edge| edge.0 == *at) {
            if fates[*near as usize] == Fate::Kept {
                let (kept, gone) = (&words[*at as usize], &words[*near as usize]);
                let input = jaccard(&kept.input, &gone.input);
                fates[*near as usize] = Fate::Near(*at, input, jaccard(&kept.output, &gone.output));
            }
        }
    }
}

/// An exact duplicate of a record that went has the witness of that record.
fn settle(fates: &mut [Fate], words: &[Words]) {
    for at in 0..words.len() {
        if let Fate::Exact(first) = fates[at]
            && let Fate::Near(kept, input, output) = fates[first as usize]
        {
            fates[at] = Fate::Near(kept, input, output);
        }
    }
}
