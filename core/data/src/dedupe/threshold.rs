//! When two sets of words are near enough, decided in whole numbers.

use crate::Error;
use crate::dedupe::{Reading, Settings};

/// The parts of one: a threshold has four digits after the point.
const WHOLE: u64 = 10_000;

/// The Jaccard index from which two sets count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold {
    share: u64,
    reading: Reading,
}

impl Threshold {
    pub(crate) fn of(settings: &Settings) -> Result<Self, Error> {
        let share = (settings.threshold * WHOLE as f64).round();
        if !(5_000.0..=9_999.0).contains(&share) {
            let value = settings.threshold.to_string();
            return Err(Error::Setting { name: "dedupe.threshold", value, expected: "from 0.5 to 0.9999" });
        }
        Ok(Self { share: share as u64, reading: settings.reading })
    }

    /// Whether two sets of these sizes with this overlap are near enough. Empty sets are near nothing.
    pub(crate) fn is_met(self, overlap: usize, sizes: usize) -> bool {
        // o / (s - o) > t, cleared of its fractions.
        let (have, need) = ((WHOLE + self.share) * overlap as u64, self.share * sizes as u64);
        overlap > 0 && if self.reading == Reading::Above { have > need } else { have >= need }
    }

    /// The smallest overlap that is enough, one more than any set could have where none is.
    pub(crate) fn least_overlap(self, sizes: usize) -> usize {
        let exact = self.share * sizes as u64 / (WHOLE + self.share);
        let least = exact as usize;
        if self.is_met(least, sizes) { least } else { least + 1 }
    }

    /// Into how many parts sets of up to `size` words must be cut so that two near sets share a whole part.
    ///
    /// Near sets differ in at most (1 - t) / (1 + t) of their summed sizes, and each differing word spoils one part.
    pub(crate) fn parts(self, size: usize) -> usize {
        ((WHOLE - self.share) * 2 * size as u64 / (WHOLE + self.share)) as usize + 1
    }

    /// The largest size in the size class that begins at `least`: near sets are at most one class apart.
    pub(crate) fn most(self, least: usize) -> usize {
        (least as u64 * WHOLE / self.share) as usize
    }
}

/// How many numbers two sorted lists have in common.
pub(crate) fn overlap(left: &[u64], right: &[u64]) -> usize {
    let (mut at, mut other, mut common) = (0, 0, 0);
    while at < left.len() && other < right.len() {
        let (one, two) = (left[at], right[other]);
        common += usize::from(one == two);
        at += usize::from(one <= two);
        other += usize::from(two <= one);
    }
    common
}

/// The Jaccard index of two sorted lists without repetitions; two empty ones have nothing in common.
pub(crate) fn jaccard(left: &[u64], right: &[u64]) -> f64 {
    let common = overlap(left, right);
    let all = left.len() + right.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold(reading: Reading) -> Threshold {
        Threshold::of(&Settings { threshold: 0.9, reading }).unwrap()
    }

    #[test]
    fn nine_tenths_is_the_published_inequality() {
        for sizes in 0..400 {
            for overlap in 1..=sizes / 2 {
                let (above, at_least) = (threshold(Reading::Above), threshold(Reading::AtLeast));
                assert_eq!(above.is_met(overlap, sizes), 19 * overlap > 9 * sizes);
                assert_eq!(at_least.is_met(overlap, sizes), 19 * overlap >= 9 * sizes);
            }
        }
    }

    #[test]
    fn the_readings_differ_at_the_border_only() {
        // 9 of 10 words: the index is 0.9 exactly.
        assert!(!threshold(Reading::Above).is_met(9, 19));
        assert!(threshold(Reading::AtLeast).is_met(9, 19));
        assert_eq!(threshold(Reading::Above).least_overlap(19), 10);
        assert_eq!(threshold(Reading::AtLeast).least_overlap(19), 9);
    }

    #[test]
    fn a_threshold_outside_its_range_is_refused() {
        for threshold in [0.0, 0.4, 1.0, f64::NAN] {
            assert!(Threshold::of(&Settings { threshold, reading: Reading::Above }).is_err());
        }
    }
}
