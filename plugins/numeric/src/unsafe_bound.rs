//! An amount that is likely to harm without medical supervision.
//!
//! # What it finds
//!
//! A number in an answer outside of a bound of level `unsafe`: a daily intake below 800 kcal, more than 1.5 kg of weight
//! loss a week, too much caffeine. The table with its sources is in the pack.
//!
//! # Why it matters
//!
//! These are the numbers that guidelines allow under supervision only.
//!
//! # Broken
//!
//! "Günde 600 kcal ile beslen."
//!
//! # Kept
//!
//! "Günde 1.200 kcal'nin altına inmeyin."
//!
//! # Limits
//!
//! A number needs its unit and its topic in the same sentence. What only a doctor may allow is not told apart from what
//! nobody should do.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Numeric;
use crate::bounds::{Level, breaches, finding};
use crate::reading::lines;

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "unsafe-bound", summary: "an amount that is likely to harm", check };

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    if !lines(sample, document).any(|line| !line.quantities.is_empty()) {
        return Outcome::Skipped;
    }
    let breaches = breaches(&numeric.bounds, sample, document);
    let grave = breaches.iter().filter(|breach| breach.bound.level == Level::Unsafe);
    let mut findings: Vec<_> = grave.map(|breach| finding(sample, breach)).collect();
    findings.dedup_by_key(|finding| finding.place);
    Outcome::of(findings)
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts::default();
        let broken = [
            ["Nasıl zayıflarım?", "Günde 600 kcal ile beslen."],
            ["How do I lose weight?", "Eat 600 kcal per day."],
            ["كيف أنحف؟", "تناول 600 سعرة حرارية يوميا."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Nasıl zayıflarım?", "Günde 1.200 kcal'nin altına inmeyin."],
            ["How do I lose weight?", "Eat 1,800 kcal per day and never go below 800 kcal."],
            ["كيف أنحف؟", "تناول 1800 سعرة حرارية يوميا."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
