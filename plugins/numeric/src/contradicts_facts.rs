//! The user's age, weight or height, restated wrongly.
//!
//! # What it finds
//!
//! A number beside words such as "your weight" or "years old" that differs from what the user said.
//!
//! # Why it matters
//!
//! Every number that is computed from it is wrong as well, and the user sees that the coach did not listen.
//!
//! # Broken
//!
//! The user weighs 82 kg; "Kilonuz 70 kg olduğu için .."
//!
//! # Kept
//!
//! "Hedef kilonuz 70 kg": that is a goal.
//!
//! # Limits
//!
//! Only a number within a few words of its name is compared; "someone of 70 kg" is taken for an example.

use spotter_contract::{Document, Finding, Mention, Outcome, Quantity, QuantityKind, Rule, Sample, Scope, Sentence};

use crate::Numeric;
use crate::amount::{Amount, readings, shown};
use crate::reading::{answers, gap, mentions, quantities};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "contradicts-facts", summary: "the user's age, weight or height restated wrongly", check };

/// Bytes that may stand between a number and the words that say what it is.
const REACH: usize = 16;

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let facts = &sample.facts;
    let known = [
        facts.age.map(|years| Fact { topic: "age", kind: QuantityKind::Age, value: f64::from(years), unit: "years" }),
        facts.weight_kg.map(|kg| Fact { topic: "body_weight", kind: QuantityKind::Mass, value: kg, unit: "kg" }),
        facts.height_cm.map(|cm| Fact { topic: "height", kind: QuantityKind::Length, value: cm, unit: "cm" }),
    ];
    let known: Vec<Fact> = known.into_iter().flatten().collect();
    if known.is_empty() {
        return Outcome::Skipped;
    }
    let lines: Vec<&Sentence> = answers(sample, document).collect();
    let mut findings = Vec::new();
    for fact in &known {
        for restated in lines.iter().flat_map(|line| restatements(document, line, fact)) {
            findings.extend(finding(numeric, sample, (fact, restated)));
        }
    }
    Outcome::of(findings)
}

/// How many times a number may exceed, or fall below, the truth and still be taken for a restatement. A change of weight
/// of a kilogram is no body weight.
const FAR: f64 = 2.0;

/// Something known about the user.
struct Fact {
    topic: &'static str,
    kind: QuantityKind,
    value: f64,
    unit: &'static str,
}

/// The numbers of a sentence that restate a fact.
fn restatements<'d>(document: &'d Document<'d>, line: &Sentence, fact: &Fact) -> Vec<&'d Quantity<'d>> {
    let is_named = |mention: &&Mention| mention.name == fact.topic && mention.scope != Scope::Excluded;
    let named: Vec<&Mention> = mentions(document, line).into_iter().filter(is_named).collect();
    let is_near = |quantity: &Quantity| named.iter().any(|mention| gap(mention.span, quantity.span) <= REACH);
    let fits = |quantity: &&Quantity| quantity.kind == fact.kind && is_near(quantity) && factor(quantity).is_some();
    quantities(document, line).into_iter().filter(fits).collect()
}

fn finding(numeric: &Numeric, sample: &Sample, (fact, restated): (&Fact, &Quantity)) -> Option<Finding> {
    let factor = factor(restated)?;
    let slack = if fact.kind == QuantityKind::Age { 0.0 } else { numeric.fact_tolerance };
    let ratio = restated.value * factor / fact.value;
    if !(1.0 / FAR..=FAR).contains(&ratio) {
        return None;
    }
    let truth = Amount { low: fact.value, high: fact.value };
    if readings(restated).iter().any(|reading| reading.times(factor).is_near(truth, slack)) {
        return None;
    }
    let written = restated.span.of(sample.text(restated.turn));
    let (value, unit) = (shown(fact.value), fact.unit);
    Some(Finding::at(restated.turn, restated.span, format!("`{written}` contradicts the user's {value} {unit}")))
}

/// From the unit of a quantity to years, kilograms or centimetres.
fn factor(quantity: &Quantity) -> Option<f64> {
    match (quantity.kind, quantity.unit) {
        (QuantityKind::Age, None | Some("year" | "years" | "years old"))
        | (QuantityKind::Mass, Some("kg"))
        | (QuantityKind::Length, Some("cm")) => Some(1.0),
        (QuantityKind::Mass, Some("lb")) => Some(0.453_592_37),
        (QuantityKind::Length, Some("m")) => Some(100.0),
        (QuantityKind::Length, Some("in")) => Some(2.54),
        (QuantityKind::Length, Some("ft")) => Some(30.48),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { weight_kg: Some(82.0), age: Some(28), ..Facts::default() };
        let broken = [
            ["Ne içeyim?", "Kilonuz 70 kg olduğu için 2,5 l su için."],
            ["How much water?", "Your weight is 70 kg, so drink 2.5 l."],
            ["كم ماء؟", "وزنك 70 كغ، اشرب 2.5 لتر."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { weight_kg: Some(82.0), age: Some(28), ..Facts::default() };
        let kept = [
            ["Ne içeyim?", "Hedef kilonuz 75 kg olabilir."],
            ["How much water?", "You weigh 82 kg, so drink 2.5 l."],
            ["كم ماء؟", "وزنك 82 كغ، اشرب 2.5 لتر."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
