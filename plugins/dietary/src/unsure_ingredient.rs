//! A food that may or may not fit the user's diet.
//!
//! # What it finds
//!
//! A food that is used and only sometimes belongs to a forbidden class (cheese and rennet, marshmallows and gelatin), or
//! belongs to a class that the diet leaves to the label (oats without gluten) or keeps low (garlic on a low-FODMAP diet);
//! an item of an ingredient list that names no food the lexicons know.
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

use spotter_contract::{Document, Finding, Mention, Outcome, Role, Rule, Sample, Scope, Sentence, SentenceKind};
use spotter_text::fold;

use crate::Dietary;
use crate::constraints::{Constraint, constraints, findings, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "unsure-ingredient", summary: "a food that may not fit the user's diet", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let unsure = |food: &Mention| {
        if constraints.iter().any(|constraint| constraint.forbids(food).is_some()) {
            return None;
        }
        let doubt = |one: &Constraint| {
            Some(format!("may be {}, which {} leaves to the label", shown(one.doubts(food)?), one.name))
        };
        let limit = |one: &Constraint| Some(format!("is {}, which {} keeps low", shown(one.limits(food)?), one.name));
        constraints.iter().find_map(doubt).or_else(|| constraints.iter().find_map(limit))
    };
    let mut found = findings((dietary, &constraints), (sample, document), &[Scope::Used], unsure);
    found.extend(unknown(dietary, sample, document));
    Outcome::of(found)
}

/// The items of an ingredient list that name nothing the lexicons know: nobody checked them.
fn unknown(dietary: &Dietary, sample: &Sample, document: &Document) -> Vec<Finding> {
    let is_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    let is_named = |item: &Sentence| {
        let from = document.mentions.partition_point(|one| (one.turn, one.span.start) < (item.turn, item.span.start));
        let mut inside = document.mentions.iter().skip(from);
        inside.next().is_some_and(|one| one.turn == item.turn && one.span.start < item.span.end)
    };
    let (mut is_list, mut findings) = (false, Vec::new());
    for sentence in document.sentences.iter().filter(|sentence| is_coach(sentence.turn)) {
        if sentence.kind != SentenceKind::Item {
            let heading = fold(sentence.span.of(sample.text(sentence.turn)));
            is_list = dietary.ingredient_headings.iter().any(|start| heading.starts_with(fold(start).as_str()));
        } else if is_list && !is_named(sentence) {
            let words = sentence.span.of(sample.text(sentence.turn)).trim();
            let message = format!("`{words}` names no food that the lexicons know, so nothing vouches for it");
            findings.push(Finding::at(sentence.turn, sentence.span, message));
        }
    }
    findings
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

    #[test]
    fn an_unknown_ingredient_never_passes() {
        let facts = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
        breaks(&RULE, &facts, &[["Tarif?", "Malzemeler:\n- 100 g mercimek\n- 2 kaşık zırvana"]]);
        keeps(&RULE, &facts, &[["Recipe?", "Ingredients:\n- 100 g lentils\n- 1 onion"]]);
    }

    #[test]
    fn advice_names_what_to_keep_low() {
        let facts = Facts { conditions: vec!["low_fodmap".into()], ..Facts::default() };
        breaks(&RULE, &facts, &[["Sos?", "Sosa sarımsak ekle."], ["Sauce?", "Add garlic."], ["صلصة؟", "أضف الثوم."]]);
        keeps(&RULE, &facts, &[["Sos?", "Sosa domates ekle."], ["Sauce?", "Add tomato."], ["صلصة؟", "أضف الطماطم."]]);
    }
}
