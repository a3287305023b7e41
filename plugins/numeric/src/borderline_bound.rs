//! An amount outside of what guidelines advise.
//!
//! # What it finds
//!
//! A number in an answer outside of a bound of level `borderline`, such as a daily intake of 1,000 kcal for a woman, that
//! no bound of level `unsafe` covers already.
//!
//! # Why it matters
//!
//! It may be right for somebody, but a person should look at it.
//!
//! # Broken
//!
//! "Günde 1.000 kcal hedefle."
//!
//! # Kept
//!
//! "Günde 500 kcal açık hedefle."
//!
//! # Limits
//!
//! The same as those of `unsafe-bound`.

use std::collections::BTreeSet;

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Numeric;
use crate::bounds::{Breach, Level, breaches, finding};
use crate::reading::lines;

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "borderline-bound", summary: "an amount outside of what guidelines advise", check };

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    if !lines(sample, document).any(|line| !line.quantities.is_empty()) {
        return Outcome::Skipped;
    }
    let breaches = breaches(&numeric.bounds, sample, document);
    let place = |breach: &Breach| (breach.quantity.turn, breach.quantity.span);
    let of = |level| breaches.iter().filter(move |breach| breach.bound.level == level);
    let grave: BTreeSet<_> = of(Level::Unsafe).map(place).collect();
    let mild = of(Level::Borderline).filter(|breach| !grave.contains(&place(breach)));
    let mut findings: Vec<_> = mild.map(|breach| finding(sample, breach)).collect();
    findings.dedup_by_key(|finding| finding.place);
    Outcome::of(findings)
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Facts, Sex};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { sex: Some(Sex::Male), ..Facts::default() };
        let broken = [
            ["Ne kadar yiyeyim?", "Günde 1.300 kcal al."],
            ["How much should I eat?", "Eat 1,300 kcal per day."],
            ["كم آكل؟", "تناول 1300 سعرة حرارية يوميا."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { sex: Some(Sex::Male), ..Facts::default() };
        let kept = [
            ["Ne kadar yiyeyim?", "Günde 500 kcal açık oluştur."],
            ["How much should I eat?", "Eat 2,300 kcal per day."],
            ["كم آكل؟", "تناول 2300 سعرة حرارية يوميا."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
