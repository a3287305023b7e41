//! What the user's turns state about the user.

use std::borrow::Cow;

use spotter_contract::{Diet, Facts, MentionKind, QuantityKind, Scope, Sex};

use crate::grammar::Measure;
use crate::lexicon::{Fact, FactKind};
use crate::quantity::Found;

/// One sentence of the user's, as far as facts are concerned.
pub(crate) struct Statement<'a> {
    /// Facts whose patterns matched.
    pub(crate) facts: Vec<&'a Fact>,
    /// Things named, with how they are treated.
    pub(crate) named: Vec<(MentionKind, &'a str, Scope)>,
    /// Quantities, by their tokens.
    pub(crate) quantities: &'a [Found<'a>],
    /// What is measured, with the tokens of the words that say so, in order.
    pub(crate) measures: Vec<(Measure, usize, usize)>,
    /// Whether the user speaks about themself.
    pub(crate) is_self: bool,
    /// Whether the user speaks about somebody else.
    pub(crate) is_other: bool,
}

/// No words that say what is measured are longer than this, in tokens.
const LONGEST: usize = 40;

/// Adds what a sentence states.
pub(crate) fn add(facts: &mut Facts<'static>, statement: &Statement) {
    for fact in &statement.facts {
        stated(facts, fact);
    }
    if statement.is_other {
        return;
    }
    if statement.is_self {
        for (kind, name, scope) in &statement.named {
            let list = match kind {
                MentionKind::Condition => &mut facts.conditions,
                MentionKind::Drug => &mut facts.drugs,
                MentionKind::Food | MentionKind::Topic => continue,
            };
            if !matches!(scope, Scope::Excluded | Scope::Replaced) {
                push(list, name);
            }
        }
    }
    // `Female, 32, 78 kg`: where a weight has its unit, a bare number is none.
    let has_weight = statement.quantities.iter().any(|one| matches!(one.unit, Some("kg" | "lb")));
    for (index, quantity) in statement.quantities.iter().enumerate() {
        if let Some(cm) = feet(statement.quantities, index).filter(|_| facts.height_cm.is_none()) {
            facts.height_cm = Some(cm);
        }
        measured(facts, quantity, statement, has_weight);
    }
}

fn stated(facts: &mut Facts<'static>, fact: &Fact) {
    match fact.kind {
        FactKind::Diet => facts.diet = facts.diet.or(Diet::from_name(&fact.value)),
        FactKind::Sex => facts.sex = facts.sex.or(Sex::from_name(&fact.value)),
        FactKind::Goal if facts.goal.is_none() => facts.goal = Some(Cow::Owned(fact.value.clone())),
        FactKind::Goal => {}
        FactKind::Allergy => push(&mut facts.allergies, &fact.value),
        FactKind::Condition => push(&mut facts.conditions, &fact.value),
        FactKind::Drug => push(&mut facts.drugs, &fact.value),
    }
}

fn push(list: &mut Vec<Cow<'static, str>>, name: &str) {
    if !list.iter().any(|own| own == name) {
        list.push(Cow::Owned(name.to_owned()));
    }
}

fn measured(facts: &mut Facts<'static>, quantity: &Found, statement: &Statement, has_weight: bool) {
    let begin = statement.measures.partition_point(|(_, first, _)| first + LONGEST < quantity.first);
    let around = statement.measures.get(begin..).unwrap_or(&[]);
    let around = around.iter().take_while(|(_, first, _)| *first <= quantity.after + 3);
    let is_near = |about: Measure| {
        let near = |(what, first, after): &(Measure, usize, usize)| {
            *what == about && *first <= quantity.after + 3 && quantity.first <= *after + 3
        };
        around.clone().any(near)
    };
    let is_wish = is_near(Measure::Wish);
    // `عمري 29 سنة`: years that follow the word for age are no duration.
    let is_led = around.clone().any(|(what, _, after)| *what == Measure::Age && *after == quantity.first);
    let is_age = quantity.kind == QuantityKind::Age
        || (is_bare(quantity) && is_near(Measure::Age) && !is_near(Measure::Weight))
        || (quantity.unit == Some("year") && is_led);
    if is_age && facts.age.is_none() && quantity.value.fract() == 0.0 && (5.0..=110.0).contains(&quantity.value) {
        facts.age = Some(quantity.value as u32);
        return;
    }
    if let Some(cm) = height(quantity, is_near(Measure::Height)).filter(|_| facts.height_cm.is_none()) {
        facts.height_cm = Some(cm);
        return;
    }
    let is_weight = statement.is_self || is_near(Measure::Weight);
    if let Some(kg) = weight(quantity, is_near(Measure::Weight) && !has_weight)
        .filter(|_| facts.weight_kg.is_none() && is_weight && !is_wish)
    {
        facts.weight_kg = Some(kg);
    }
}

/// A height in feet and inches: `5 ft 10 in`.
fn feet(quantities: &[Found], index: usize) -> Option<f64> {
    let (feet, inches) = (quantities.get(index)?, quantities.get(index + 1)?);
    let is_height = feet.unit == Some("ft") && inches.unit == Some("in") && inches.first <= feet.after + 1;
    let cm = ((feet.value * 30.48 + inches.value * 2.54) * 10.0).round() / 10.0;
    (is_height && inches.value < 12.0 && (120.0..=230.0).contains(&cm)).then_some(cm)
}

fn is_bare(quantity: &Found) -> bool {
    quantity.kind == QuantityKind::Number && quantity.unit.is_none() && quantity.high.is_none()
}

fn height(quantity: &Found, is_named: bool) -> Option<f64> {
    let cm = match quantity.unit {
        Some("cm") => quantity.value,
        Some("m") => quantity.value * 100.0,
        None if is_named && quantity.value > 3.0 => quantity.value,
        None if is_named => quantity.value * 100.0,
        _ => return None,
    };
    let cm = (cm * 10.0).round() / 10.0;
    (120.0..=230.0).contains(&cm).then_some(cm)
}

fn weight(quantity: &Found, is_named: bool) -> Option<f64> {
    let kg = match quantity.unit {
        Some("kg") => quantity.value,
        Some("lb") => (quantity.value * 4.535_923_7).round() / 10.0,
        None if is_named && is_bare(quantity) => quantity.value,
        _ => return None,
    };
    (30.0..=300.0).contains(&kg).then_some(kg)
}
