//! A quantity as a range of values, in every way it can be read.

use spotter_contract::{Lang, Quantity};

use crate::texts;

/// The lower and the upper end of one reading; both are equal for a single number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Amount {
    /// Nothing.
    pub(crate) const ZERO: Self = Self { low: 0.0, high: 0.0 };

    /// A single number.
    pub(crate) fn one(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Whether the two overlap once `share` of slack is granted.
    pub(crate) fn is_near(self, other: Self, share: f64) -> bool {
        self.low * (1.0 - share) <= other.high && other.low * (1.0 - share) <= self.high
    }

    /// Whether the ends of two ranges lie together, or a single number lies in the other range, up to `share`.
    pub(crate) fn matches(self, other: Self, share: f64) -> bool {
        let is_close = |a: f64, b: f64| (a - b).abs() <= share * a.abs().max(b.abs());
        let is_range = |amount: Self| amount.low < amount.high;
        if is_range(self) && is_range(other) {
            return is_close(self.low, other.low) && is_close(self.high, other.high);
        }
        self.is_near(other, share)
    }

    /// Whether the two overlap once `slack` is granted.
    pub(crate) fn is_within(self, other: Self, slack: f64) -> bool {
        self.low - slack <= other.high && other.low - slack <= self.high
    }

    /// Both ends times a factor.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// End by end.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    /// The middle.
    pub(crate) fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// As people write it: `112` or `112–154`.
    pub(crate) fn shown(self, lang: Lang) -> String {
        let (low, high) = (texts::shown(self.low, lang), texts::shown(self.high, lang));
        if low == high { low } else { format!("{low}–{high}") }
    }
}

/// Every way to read a quantity; one, or two where the separator is undecided.
pub(crate) fn readings(quantity: &Quantity) -> Vec<Amount> {
    let first = likely(quantity);
    let other = quantity.other.map(|other| Amount { low: other, high: quantity.high.unwrap_or(other).max(other) });
    std::iter::once(first).chain(other).collect()
}

/// The likelier way to read a quantity.
pub(crate) fn likely(quantity: &Quantity) -> Amount {
    Amount { low: quantity.value, high: quantity.high.unwrap_or(quantity.value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_are_near() {
        let stated = Amount { low: 112.0, high: 154.0 };
        assert!(stated.is_near(Amount::one(150.0), 0.0));
        assert!(!stated.is_near(Amount::one(180.0), 0.03));
    }

    #[test]
    fn ranges_match_by_their_ends() {
        let stated = Amount { low: 112.0, high: 154.0 };
        assert!(stated.matches(Amount { low: 110.0, high: 155.0 }, 0.03));
        assert!(!stated.matches(Amount { low: 112.0, high: 180.0 }, 0.03));
        assert!(stated.matches(Amount::one(150.0), 0.03));
    }

    #[test]
    fn a_range_is_shown_with_both_ends() {
        assert_eq!(Amount { low: 1.6, high: 2.2 }.shown(Lang::Tr), "1,6–2,2");
        assert_eq!(Amount::one(112.0).shown(Lang::En), "112");
    }
}
