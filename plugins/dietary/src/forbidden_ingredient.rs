//! A food that the user's diet, allergy or condition forbids.
//!
//! # What it finds
//!
//! A food of a forbidden class that the answer uses; one choice of several, where all of them are forbidden; foods that
//! must not meet in one dish (meat and milk for those who keep kosher).
//!
//! # Why it matters
//!
//! An allergen can kill. A forbidden food breaks a promise that the user made for reasons of their own.
//!
//! # Broken
//!
//! To a vegetarian: "Izgara tavuk göğsü, 150 g."
//!
//! # Kept
//!
//! To a vegetarian: "Tavuk yerine tofu kullan." and "Nohut, 150 g."
//!
//! # Limits
//!
//! A dish is a sentence, or the list under one heading; foods of different sentences are not taken for one dish.

use std::collections::BTreeMap;

use spotter_contract::{Document, Finding, Mention, Outcome, Rule, Sample, Scope, SentenceKind};

use crate::Dietary;
use crate::constraints::{Constraint, constraints, finding, findings, foods, leaves_no_choice, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "forbidden-ingredient", summary: "a food that the user's diet or allergy forbids", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let excluded = |food: &Mention| {
        let (constraint, class) = constraints.iter().find_map(|one| one.forbids(food).map(|class| (one, class)))?;
        let is_meant = food.scope == Scope::Used || leaves_no_choice(&constraints, document, food);
        is_meant.then(|| format!("is {}, which {} excludes", shown(class), constraint.name))
    };
    let scopes = [Scope::Used, Scope::Alternative];
    let mut found = findings((dietary, &constraints), (sample, document), &scopes, excluded);
    found.extend(mixed(&constraints, sample, document));
    Outcome::of(found)
}

/// Foods of two classes that a constraint keeps apart, in one dish.
fn mixed(constraints: &[Constraint], sample: &Sample, document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for constraint in constraints.iter().filter(|one| !one.classes.apart.is_empty()) {
        let mut dishes: BTreeMap<(usize, usize), Vec<&Mention>> = BTreeMap::new();
        for food in foods(sample, document, &[Scope::Used]) {
            dishes.entry((food.turn, dish(document, food))).or_default().push(food);
        }
        for (dish, [first, second]) in
            dishes.values().flat_map(|dish| constraint.classes.apart.iter().map(move |pair| (dish, pair)))
        {
            let one = dish.iter().find(|food| food.has_class(first));
            let other = dish.iter().find(|food| food.has_class(second));
            findings.extend(one.zip(other).map(|(one, other)| {
                let fault = format!("stands in one dish with {}, which {} keeps apart", one.name, constraint.name);
                finding(sample, other, &fault)
            }));
        }
    }
    findings
}

/// Where the dish of a food begins: its sentence, or the heading above the list that it stands in.
fn dish(document: &Document, food: &Mention) -> usize {
    let after = document.sentences.partition_point(|one| (one.turn, one.span.start) <= (food.turn, food.span.start));
    let before = document.sentences.iter().take(after).rev().take_while(|one| one.turn == food.turn);
    let mut start = food.span.start;
    for sentence in before.take(64) {
        start = sentence.span.start;
        if sentence.kind != SentenceKind::Item {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Diet, Facts};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { diet: Some(Diet::Vegetarian), ..Facts::default() };
        let broken = [
            ["Ne yiyeyim?", "Tavuğu haşla."],
            ["What can I eat?", "Grill a chicken breast."],
            ["ماذا آكل؟", "تناول صدر الدجاج المشوي."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { diet: Some(Diet::Vegetarian), ..Facts::default() };
        let kept = [
            ["Ne yiyeyim?", "Tavuk yerine tofu kullan."],
            ["Ne yiyeyim?", "Nohut ve hindistan cevizi ye."],
            ["What can I eat?", "Cook it without chicken."],
            ["ماذا آكل؟", "تناول العدس بدلا من اللحم."],
        ];
        keeps(&RULE, &facts, &kept);
    }

    #[test]
    fn no_choice_is_no_offer() {
        let facts = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
        breaks(&RULE, &facts, &[["Ne içeyim?", "Süt veya ayran iç."], ["What goes in coffee?", "Use milk or cream."]]);
        keeps(
            &RULE,
            &facts,
            &[["Ne içeyim?", "Süt veya badem sütü iç."], ["What goes in coffee?", "Use milk or oat milk."]],
        );
    }

    #[test]
    fn meat_and_milk_meet_in_a_dish() {
        let facts = Facts { diet: Some(Diet::Kosher), ..Facts::default() };
        let broken = [
            ["Akşama ne yapayım?", "Dana kıymayı yoğurtla pişir."],
            ["What is for dinner?", "Cook the beef in cream."],
            ["ماذا أطبخ؟", "اطبخ لحم البقر مع الزبادي."],
        ];
        breaks(&RULE, &facts, &broken);
        let kept = [
            ["Akşama ne yapayım?", "Dana kıymayı domatesle pişir. Sabah yoğurt ye."],
            ["What is for dinner?", "Cook the beef in coconut cream."],
            ["ماذا أطبخ؟", "اطبخ لحم البقر مع الطماطم."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
