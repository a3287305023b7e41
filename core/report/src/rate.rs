//! Hits of how many.

use std::fmt;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// Hits of how many: a share that never forgets its size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// How many had it.
    pub hits: usize,
    /// How many there were.
    pub of: usize,
}

impl Rate {
    /// `hits` of `of`.
    pub fn new(hits: usize, of: usize) -> Self {
        Self { hits, of }
    }

    /// Counts the items for which `is_hit` holds.
    pub fn count<T>(items: impl IntoIterator<Item = T>, is_hit: impl Fn(&T) -> bool) -> Self {
        let mut rate = Self::default();
        for item in items {
            rate.hits += usize::from(is_hit(&item));
            rate.of += 1;
        }
        rate
    }

    /// The share from 0 to 1, or `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Wilson's 95 % interval for the true share; of nothing, anything is possible.
    pub fn wilson(self) -> (f64, f64) {
        let Some(share) = self.share() else {
            return (0.0, 1.0);
        };
        let n = self.of as f64;
        let scale = 1.0 + Z * Z / n;
        let centre = (share + Z * Z / (2.0 * n)) / scale;
        let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let low = if self.hits == 0 { 0.0 } else { (centre - half).max(0.0) };
        let high = if self.hits == self.of { 1.0 } else { (centre + half).min(1.0) };
        (low, high)
    }
}

impl Add for Rate {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.hits + other.hits, self.of + other.of)
    }
}

impl AddAssign for Rate {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.share() {
            Some(share) => format!("{} of {} ({:.1} %)", self.hits, self.of, share * 100.0),
            None => format!("{} of {}", self.hits, self.of),
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_its_size() {
        assert_eq!(Rate::new(41, 60).to_string(), "41 of 60 (68.3 %)");
        assert_eq!(Rate::new(0, 0).to_string(), "0 of 0");
    }

    #[test]
    fn wilson_agrees_with_the_published_example() {
        // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        let rows =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (hits, of, low, high) in rows {
            let (found_low, found_high) = Rate::new(hits, of).wilson();
            assert!((found_low - low).abs() < 5e-5, "{hits} of {of}: {found_low}");
            assert!((found_high - high).abs() < 5e-5, "{hits} of {of}: {found_high}");
        }
        assert_eq!(Rate::new(0, 0).wilson(), (0.0, 1.0));
        assert_eq!(Rate::new(7, 7).wilson().1, 1.0);
    }

    #[test]
    fn adds_up() {
        let even = Rate::count(1..=10, |number| number % 2 == 0);
        assert_eq!(even + Rate::new(1, 2), Rate::new(6, 12));
    }
}
