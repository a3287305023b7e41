//! A food that may or may not fit the user's diet.
//!
//! # What it finds
//!
//! A food that is used and only sometimes belongs to a forbidden class (cheese and rennet, marshmallows and gelatin), or
//! belongs to a class that the diet leaves to the label (oats without gluten).
//!
//! # Why it matters
//!
//! The user should be told to look at the label.
//!
//! # Broken
//!
//! To a vegetarian: "Üzerine parmesan rendele."
//!
//! # Kept
//!
//! To a vegetarian: "Üzerine zeytinyağı gezdir."
//!
//! # Limits
//!
//! A label that says it fits is not seen unless the words stand before the food.

use spotter_contract::{Document, Outcome, Rule, Sample, Scope};

use crate::Dietary;
use crate::constraints::{constraints, finding, foods, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "unsure-ingredient", summary: "a food that may not fit the user's diet", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let mut findings = Vec::new();
    for food in foods(sample, document, &[Scope::Used]) {
        if constraints.iter().any(|constraint| constraint.forbids(food).is_some()) {
            continue;
        }
        let unsure = constraints.iter().find_map(|one| one.doubts(food).map(|class| (one, class)));
        findings.extend(unsure.map(|(constraint, class)| {
            let fault = format!("may be {}, which {} leaves to the label", shown(class), constraint.name);
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
            ["Makarnaya ne koyayım?", "Üzerine parmesan rendele."],
            ["Pasta topping?", "Grate parmesan over it."],
            ["ماذا أضيف؟", "أضف جبن بارميزان."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { diet: Some(Diet::Vegetarian), ..Facts::default() };
        let kept = [
            ["Makarnaya ne koyayım?", "Üzerine zeytinyağı gezdir."],
            ["Pasta topping?", "Drizzle olive oil over it."],
            ["ماذا أضيف؟", "أضف زيت الزيتون."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
