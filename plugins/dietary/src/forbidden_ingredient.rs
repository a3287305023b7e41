//! A food that the user's diet, allergy or condition forbids.
//!
//! # What it finds
//!
//! A food of a forbidden class that the answer uses.
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
//! Foods that the lexicons do not name pass. Kosher's rule against meat and milk in one dish is not checked.

use spotter_contract::{Document, Outcome, Rule, Sample, Scope};

use crate::Dietary;
use crate::constraints::{constraints, finding, foods, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "forbidden-ingredient", summary: "a food that the user's diet or allergy forbids", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let mut findings = Vec::new();
    for food in foods(sample, document, &[Scope::Used]) {
        let broken = constraints.iter().find_map(|one| one.forbids(food).map(|class| (one, class)));
        findings.extend(broken.map(|(constraint, class)| {
            let fault = format!("is {}, which {} excludes", shown(class), constraint.name);
            finding(sample, food, &fault)
        }));
    }
    Outcome::of(findings)
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
}
