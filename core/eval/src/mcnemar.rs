//! The exact test for paired yes-or-no outcomes.
//!
//! Of the pairs that differ, each direction is equally likely when nothing has changed, so the smaller count follows a
//! binomial distribution with one half (McNemar 1947). Nothing is approximated; the sum runs in logarithms, because
//! `2^-n` leaves the range of an `f64` at `n = 1075`.

use std::f64::consts::LN_2;

/// The two-sided p-value for `broke` pairs in one direction and `fixed` in the other.
pub fn mcnemar(broke: usize, fixed: usize) -> f64 {
    let (few, all) = (broke.min(fixed), broke + fixed);
    if 2 * few >= all {
        return 1.0;
    }
    let ln_largest: f64 = (1..=few).map(|k| (((all - k + 1) as f64) / k as f64).ln()).sum();
    let mut sum = 1.0;
    let mut term = 1.0;
    // From the largest term C(n, few) down to C(n, 0), each as a share of the largest.
    for k in (1..=few).rev() {
        term *= k as f64 / (all - k + 1) as f64;
        sum += term;
    }
    (ln_largest - (all as f64 - 1.0) * LN_2 + f64::ln(sum)).exp().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word for word: exact while the binomial coefficients fit.
    fn plainly(broke: usize, fixed: usize) -> f64 {
        let (few, all) = (broke.min(fixed), broke + fixed);
        let mut coefficient = 1.0;
        let mut tail = 0.0;
        for k in 0..=few {
            tail += coefficient;
            coefficient = coefficient * (all - k) as f64 / (k + 1) as f64;
        }
        (2.0 * tail / 2f64.powi(all as i32)).min(1.0)
    }

    #[test]
    fn reproduces_rows_computed_elsewhere_on_real_data() {
        let rows = [
            (5, 80, 1.806e-18),
            (45, 123, 1.445e-09),
            (43, 0, 2.274e-13),
            (2, 123, 3.703e-34),
            (1, 0, 1.0),
            (1, 7, 0.0703),
        ];
        for (broke, fixed, p) in rows {
            let found = mcnemar(broke, fixed);
            assert!((found / p - 1.0).abs() < 5e-4, "{broke}/{fixed}: {found}");
        }
    }

    #[test]
    fn agrees_with_the_definition() {
        for broke in 0..60 {
            for fixed in 0..60 {
                let (fast, slow) = (mcnemar(broke, fixed), plainly(broke, fixed));
                assert!((fast / slow - 1.0).abs() < 1e-11, "{broke}/{fixed}: {fast} {slow}");
            }
        }
    }

    #[test]
    fn stays_finite_where_powers_of_two_do_not() {
        let p = mcnemar(1_000, 1_200);
        assert!((p - 2.17e-5).abs() < 1e-6, "{p}");
        assert_eq!(mcnemar(0, 0), 1.0);
        assert_eq!(mcnemar(7, 7), 1.0);
    }
}
