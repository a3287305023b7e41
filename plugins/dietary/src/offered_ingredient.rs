//! A forbidden food as one choice of several.
//!
//! # What it finds
//!
//! A food of a forbidden class that the answer offers as an option or beside an alternative.
//!
//! # Why it matters
//!
//! The user can pick the other one, but has to notice it first.
//!
//! # Broken
//!
//! To a vegan: "Badem sütü veya inek sütü kullanabilirsin."
//!
//! # Kept
//!
//! To a vegan: "Badem sütü veya yulaf sütü kullanabilirsin."
//!
//! # Limits
//!
//! Whether two foods are alternatives is read from one sentence.

use spotter_contract::{Document, Mention, Outcome, Rule, Sample, Scope};

use crate::Dietary;
use crate::constraints::{constraints, findings, leaves_no_choice, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "offered-ingredient", summary: "a forbidden food as one choice of several", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let offered = |food: &Mention| {
        let (constraint, class) = constraints.iter().find_map(|one| one.forbids(food).map(|class| (one, class)))?;
        let is_choice = !leaves_no_choice(&constraints, document, food);
        is_choice.then(|| format!("is offered although {} excludes {}", constraint.name, shown(class)))
    };
    let scopes = [Scope::Optional, Scope::Alternative];
    Outcome::of(findings((dietary, &constraints), (sample, document), &scopes, offered))
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Diet, Facts};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
        let broken = [
            ["Ne içeyim?", "Badem sütü veya inek sütü kullan."],
            ["What goes with oats?", "Use oat milk or milk."],
            ["ماذا أشرب؟", "اشرب حليب اللوز أو الحليب."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
        let kept = [
            ["Ne içeyim?", "Badem sütü veya yulaf sütü kullan."],
            ["What goes with oats?", "Use oat milk or soy milk."],
            ["ماذا أشرب؟", "اشرب حليب اللوز أو حليب الصويا."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
