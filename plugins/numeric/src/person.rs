//! What a sentence, and what is known about the user, say about the person whom a formula is for.

use spotter_contract::{Document, Quantity, QuantityKind, Sample, Span};

use crate::amount::{Amount, readings};
use crate::formulas::Person;
use crate::reading::{Line, gap, questions};

/// Bytes that may stand between a number and its name.
const REACH: usize = 24;

/// The person of a sentence: what the sentence says, or else what is known. The number at `claim` is no input.
pub(crate) fn person(sample: &Sample, line: &Line, claim: Span, asked: &Person) -> Person {
    let facts = &sample.facts;
    let mut person = stated(line, Some(claim));
    person.sex = facts.sex;
    person.kg.extend(facts.weight_kg);
    person.cm.extend(facts.height_cm);
    person.years.extend(facts.age.map(f64::from));
    if person.lifts.is_empty() {
        person.lifts.clone_from(&asked.lifts);
    }
    if person.lean_kg.is_empty() {
        person.lean_kg.clone_from(&asked.lean_kg);
    }
    person
}

/// What the user's own sentences say beyond the facts: sets and body fat.
pub(crate) fn questions_person(sample: &Sample, document: &Document) -> Person {
    let mut person = Person::default();
    for line in questions(sample, document) {
        let own = stated(&line, None);
        person.lifts.extend(own.lifts);
        person.lean_kg.extend(own.lean_kg);
        person
            .lean_kg
            .extend(body_fat(&line).into_iter().filter_map(|fat| sample.facts.weight_kg.map(|kg| kg * (1.0 - fat))));
    }
    person
}

fn stated(line: &Line, claim: Option<Span>) -> Person {
    let mut person = Person::default();
    let inputs: Vec<&Quantity> = line.quantities.iter().filter(|one| Some(one.span) != claim).collect();
    let is_beside = |quantity: &Quantity, topic| line.named(topic).any(|one| gap(one.span, quantity.span) <= REACH);
    for quantity in &inputs {
        let values = readings(quantity).into_iter().map(Amount::middle);
        match (quantity.kind, quantity.unit) {
            (QuantityKind::Mass, Some("kg")) if is_beside(quantity, "lean_mass") => person.lean_kg.extend(values),
            (QuantityKind::Mass, Some("kg")) => person.kg.extend(values.filter(|kg| (25.0..=300.0).contains(kg))),
            (QuantityKind::Mass, Some("lb")) => person.kg.extend(values.map(|lb| lb * 0.453_592_37)),
            (QuantityKind::Length, Some("cm")) => person.cm.extend(values.filter(|cm| (100.0..=230.0).contains(cm))),
            (QuantityKind::Length, Some("m")) => {
                person.cm.extend(values.map(|m| m * 100.0).filter(|cm| (100.0..=230.0).contains(cm)));
            }
            (QuantityKind::Age, _) => person.years.extend(values),
            (QuantityKind::Time, Some("year")) if is_beside(quantity, "age") => person.years.extend(values),
            (QuantityKind::Energy, Some("kcal" | "kcal/day")) if is_beside(quantity, "bmr") => {
                person.bmr.extend(values);
            }
            (QuantityKind::Number, None) => person.activity.extend(values.filter(|one| (1.1..=2.5).contains(one))),
            _ => {}
        }
    }
    person.lifts = lifts(&inputs);
    let lean = body_fat(line).map(|fat| person.kg.iter().map(move |kg| kg * (1.0 - fat)).collect::<Vec<_>>());
    person.lean_kg.extend(lean.into_iter().flatten());
    person
}

/// The share of body fat that a sentence states.
fn body_fat(line: &Line) -> Option<f64> {
    let name = line.named("body_fat").next()?;
    let percents = line.quantities.iter().filter(|quantity| quantity.kind == QuantityKind::Percent);
    let near =
        percents.filter(|quantity| gap(quantity.span, name.span) <= REACH).min_by_key(|one| gap(one.span, name.span));
    near.map(|percent| percent.value / 100.0).filter(|share| (0.03..0.6).contains(share))
}

/// The one load and the one number of repetitions of a sentence.
fn lifts(inputs: &[&Quantity]) -> Vec<(f64, f64)> {
    let mut loads = inputs.iter().filter(|quantity| quantity.unit == Some("kg") && quantity.high.is_none());
    let mut reps = inputs.iter().filter(|quantity| quantity.unit == Some("rep") && quantity.high.is_none());
    match (loads.next(), loads.next(), reps.next(), reps.next()) {
        (Some(load), None, Some(reps), None) => vec![(load.value, reps.value)],
        _ => Vec::new(),
    }
}
