//! A quantity as a range of values, in every way it can be read.

use spotter_contract::Quantity;

/// The lower and the upper end of one reading; both are equal for a single number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Amount {
    /// Whether the two overlap once `share` of slack is granted.
    pub(crate) fn is_near(self, other: Self, share: f64) -> bool {
        self.low * (1.0 - share) <= other.high && other.low * (1.0 - share) <= self.high
    }

    /// Both ends times a factor.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// The middle.
    pub(crate) fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

/// Every way to read a quantity; one, or two where the separator is undecided.
pub(crate) fn readings(quantity: &Quantity) -> Vec<Amount> {
    let first = Amount { low: quantity.value, high: quantity.high.unwrap_or(quantity.value) };
    let other = quantity.other.map(|other| Amount { low: other, high: quantity.high.unwrap_or(other).max(other) });
    std::iter::once(first).chain(other).collect()
}

/// A number as people write it: no decimals where none are needed.
pub(crate) fn shown(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_are_near() {
        let stated = Amount { low: 112.0, high: 154.0 };
        assert!(stated.is_near(Amount { low: 150.0, high: 150.0 }, 0.0));
        assert!(!stated.is_near(Amount { low: 180.0, high: 180.0 }, 0.03));
    }

    #[test]
    fn whole_numbers_are_shown_without_decimals() {
        assert_eq!((shown(112.0), shown(1.55)), ("112".into(), "1.6".into()));
    }
}
