//! Grams that do not follow from grams per kilogram.
//!
//! # What it finds
//!
//! A sentence with an amount per kilogram of body weight and a total in grams, where the total is not the amount times
//! the weight. The weight is the one in the sentence, or else the user's.
//!
//! # Why it matters
//!
//! The total is what the user will eat.
//!
//! # Broken
//!
//! "70 kg için kg başına 1,6 g, yani günde 150 g protein."
//!
//! # Kept
//!
//! "70 kg için kg başına 1,6–2,2 g, yani günde 112–154 g protein."
//!
//! # Limits
//!
//! One sentence at a time. A total that is less than half or more than double of what is expected is taken for another
//! amount (a portion, a meal), unless it is the only one.

use spotter_contract::{Document, Finding, Outcome, Quantity, QuantityKind, Rule, Sample, Sentence};

use crate::Numeric;
use crate::amount::{Amount, readings, shown};
use crate::reading::{answers, gap, mentions, quantities};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-per-kg", summary: "grams that do not follow from grams per kilogram", check };

/// Kilograms that can be a person's weight.
const PERSON_KG: std::ops::RangeInclusive<f64> = 25.0..=300.0;

/// Bytes that may stand between a number and the words that make it one per kilogram.
const REACH: usize = 2;

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let claims: Vec<Claim> = answers(sample, document).filter_map(|line| claim(sample, document, line)).collect();
    if claims.is_empty() {
        return Outcome::Skipped;
    }
    let wrong = claims.iter().filter_map(|claim| finding(numeric, sample, claim));
    Outcome::of(wrong.collect())
}

/// An amount per kilogram, the weights it may be meant for, and the totals that stand beside it.
struct Claim<'d> {
    rates: Vec<&'d Quantity<'d>>,
    weights: Vec<f64>,
    totals: Vec<&'d Quantity<'d>>,
}

fn claim<'d>(sample: &Sample, document: &'d Document<'d>, line: &Sentence) -> Option<Claim<'d>> {
    let all = quantities(document, line);
    let of = |kind, unit: &'static str| {
        all.iter().copied().filter(move |quantity| quantity.kind == kind && quantity.unit == Some(unit))
    };
    // `kg başına 1,6 g` is an amount per kilogram by the words before it.
    let named: Vec<_> = mentions(document, line).into_iter().filter(|mention| mention.name == "per_kg").collect();
    let is_rate = |quantity: &&Quantity| named.iter().any(|mention| gap(mention.span, quantity.span) <= REACH);
    let (by_words, totals): (Vec<&Quantity>, Vec<&Quantity>) = of(QuantityKind::Mass, "g").partition(is_rate);
    let rates: Vec<&Quantity> = of(QuantityKind::MassPerMass, "g/kg").chain(by_words).collect();
    let own = of(QuantityKind::Mass, "kg").flat_map(readings).map(Amount::middle).filter(|kg| PERSON_KG.contains(kg));
    let mut weights: Vec<f64> = own.collect();
    if weights.is_empty() {
        weights.extend(sample.facts.weight_kg);
    }
    let is_claim = !rates.is_empty() && !weights.is_empty() && !totals.is_empty();
    is_claim.then_some(Claim { rates, weights, totals })
}

fn finding(numeric: &Numeric, sample: &Sample, claim: &Claim) -> Option<Finding> {
    let mut expected = Vec::new();
    for rate in &claim.rates {
        for reading in readings(rate) {
            expected.extend(claim.weights.iter().map(|kg| reading.times(*kg)));
        }
    }
    let fits = |total: &&&Quantity| {
        readings(total).iter().any(|total| expected.iter().any(|hoped| hoped.is_near(*total, numeric.per_kg_tolerance)))
    };
    if claim.totals.iter().any(|total| fits(&total)) {
        return None;
    }
    let hoped = *expected.first()?;
    let near = |total: &&&Quantity| (0.5..2.0).contains(&(readings(total)[0].middle() / hoped.middle()));
    let only =
        (claim.totals.len() == 1).then(|| claim.totals[0]).filter(|total| total.span.start > claim.rates[0].span.start);
    let total = claim.totals.iter().find(near).copied().or(only)?;
    let written = total.span.of(sample.text(total.turn));
    let rate = claim.rates[0].span.of(sample.text(total.turn));
    let sum = range(hoped);
    Some(Finding::at(total.turn, total.span, format!("`{written}` does not follow from `{rate}`, which gives {sum} g")))
}

fn range(amount: Amount) -> String {
    let (low, high) = (shown(amount.low), shown(amount.high));
    if low == high { low } else { format!("{low}–{high}") }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { weight_kg: Some(70.0), ..Facts::default() };
        let broken = [
            ["Ne kadar protein?", "1,6 g/kg, yani günde 150 g protein al."],
            ["How much protein?", "Aim for 1.6 g/kg, which is 150 g of protein."],
            ["كم بروتين؟", "1.6 غ/كغ أي 150 غ من البروتين."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { weight_kg: Some(70.0), ..Facts::default() };
        let kept = [
            ["Ne kadar protein?", "1,6-2,2 g/kg, yani günde 112-154 g protein al."],
            ["How much protein?", "Aim for 1.6 g/kg, which is 112 g of protein."],
            ["كم بروتين؟", "1.6 غ/كغ أي 112 غ من البروتين."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
