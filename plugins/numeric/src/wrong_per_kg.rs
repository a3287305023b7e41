//! A total that does not follow from an amount for each kilogram.
//!
//! # What it finds
//!
//! A sentence with an amount for each kilogram (or pound) of body weight and a total, where the total is not the amount
//! times the weight: grams of protein, millilitres of water, milligrams of caffeine, kilocalories. Ranges are compared
//! end by end. The weight is the one in the sentence, or else the user's.
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

use spotter_contract::{Document, Finding, Outcome, Quantity, QuantityKind, Rule, Sample};

use crate::Numeric;
use crate::amount::{Amount, readings};
use crate::reading::{Line, comparable, gap, written};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-per-kg", summary: "a total that does not follow from an amount for each kilogram", check };

/// Kilograms that can be a person's weight.
const PERSON_KG: std::ops::RangeInclusive<f64> = 25.0..=300.0;

/// Kilograms in a pound.
const LB: f64 = 0.453_592_37;

/// Bytes that may stand between a number and the words that make it one for each kilogram.
const REACH: usize = 2;

/// Amounts for each kilogram: the joined unit, its factor to the plain one, the plain one.
const RATES: [(&str, f64, &str); 5] =
    [("g/kg", 1.0, "g"), ("g/lb", 1.0 / LB, "g"), ("mg/kg", 1.0, "mg"), ("ml/kg", 1.0, "ml"), ("kcal/kg", 1.0, "kcal")];

/// Units of a total: the unit, its factor to the plain one, the plain one.
const TOTALS: [(&str, f64, &str); 10] = [
    ("g", 1.0, "g"),
    ("g/day", 1.0, "g"),
    ("mg", 1.0, "mg"),
    ("mg/day", 1.0, "mg"),
    ("ml", 1.0, "ml"),
    ("ml/day", 1.0, "ml"),
    ("l", 1000.0, "ml"),
    ("l/day", 1000.0, "ml"),
    ("kcal", 1.0, "kcal"),
    ("kcal/day", 1.0, "kcal"),
];

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let claims: Vec<Claim> = comparable(sample, document).filter_map(|line| claim(sample, line)).collect();
    if claims.is_empty() {
        return Outcome::Skipped;
    }
    let wrong = claims.iter().filter_map(|claim| finding(numeric, sample, claim));
    Outcome::of(wrong.collect())
}

/// Amounts for each kilogram, the weights they may be meant for, and the totals that stand beside them.
struct Claim<'d> {
    line: Line<'d>,
    rates: Vec<Measured<'d>>,
    weights: Vec<f64>,
    totals: Vec<Measured<'d>>,
}

/// A number in a plain unit.
#[derive(Clone)]
struct Measured<'d> {
    quantity: &'d Quantity<'d>,
    unit: &'static str,
    amounts: Vec<Amount>,
}

fn claim<'d>(sample: &Sample, line: Line<'d>) -> Option<Claim<'d>> {
    let rates = measured(line, &RATES);
    let own = measured(line, &[("kg", 1.0, "kg"), ("lb", LB, "kg")]);
    let own = own.iter().flat_map(|own| &own.amounts).map(|amount| amount.middle());
    let mut weights: Vec<f64> = own.filter(|kg| PERSON_KG.contains(kg)).collect();
    if weights.is_empty() {
        weights.extend(sample.facts.weight_kg);
    }
    // `kg başına 1,6 g` is an amount for each kilogram by the words before it.
    let is_rate = |one: &Measured| line.named("per_kg").any(|mention| gap(mention.span, one.quantity.span) <= REACH);
    let (by_words, totals): (Vec<_>, Vec<_>) = measured(line, &TOTALS).into_iter().partition(is_rate);
    let rates: Vec<Measured> = rates.into_iter().chain(by_words).collect();
    let totals: Vec<Measured> =
        totals.into_iter().filter(|total| rates.iter().any(|rate| rate.unit == total.unit)).collect();
    let is_claim = !rates.is_empty() && !weights.is_empty() && !totals.is_empty();
    is_claim.then_some(Claim { line, rates, weights, totals })
}

fn measured<'d>(line: Line<'d>, units: &[(&str, f64, &'static str)]) -> Vec<Measured<'d>> {
    let of = |quantity: &'d Quantity<'d>| {
        let (_, factor, unit) = units.iter().find(|(name, ..)| quantity.unit == Some(name))?;
        let is_share = quantity.kind == QuantityKind::Percent;
        let amounts = readings(quantity).into_iter().map(|amount| amount.times(*factor)).collect();
        (!is_share).then_some(Measured { quantity, unit, amounts })
    };
    line.quantities.iter().filter_map(of).collect()
}

fn finding(numeric: &Numeric, sample: &Sample, claim: &Claim) -> Option<Finding> {
    let mut expected = Vec::new();
    for rate in &claim.rates {
        for amount in &rate.amounts {
            expected.extend(claim.weights.iter().map(|kg| (rate.unit, amount.times(*kg))));
        }
    }
    let fits = |total: &Measured| {
        let one = |amount: &Amount, (unit, hoped): &(&str, Amount)| {
            *unit == total.unit && hoped.matches(*amount, numeric.per_kg_tolerance)
        };
        total.amounts.iter().any(|amount| expected.iter().any(|hoped| one(amount, hoped)))
    };
    if claim.totals.iter().any(fits) {
        return None;
    }
    let (rate, (unit, hoped)) = (claim.rates.first()?, *expected.first()?);
    let near =
        |total: &&Measured| total.unit == unit && (0.5..2.0).contains(&(total.amounts[0].middle() / hoped.middle()));
    let only = match claim.totals.as_slice() {
        [total] if total.quantity.span.start > rate.quantity.span.start => Some(total),
        _ => None,
    };
    let total = claim.totals.iter().find(near).or(only)?;
    let (stated, rate) = (written(sample, total.quantity), written(sample, rate.quantity));
    let lang = claim.line.lang;
    let sum = hoped.shown(lang);
    let kg = shown(*claim.weights.first()?, lang);
    let message = in_lang(
        lang,
        [
            format!("`{stated}` does not follow from `{rate}` for each kilogram of {kg} kg, which gives {sum} {unit}"),
            format!("`{stated}`, {kg} kg ile kilogram başına `{rate}` hesabından çıkmıyor; sonuç {sum} {unit}"),
            format!("`{stated}` لا ينتج عن `{rate}` لكل كغ مع وزن {kg} كغ، والناتج {sum} {unit}"),
        ],
    );
    Some(Finding::at(total.quantity.turn, total.quantity.span, message))
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
