//! A plan or a modification that no reader can make sense of.
//!
//! # What it finds
//!
//! JSON with names of a plan that breaks off in the middle of something that is no JSON at all; and, where the pack says
//! `required = true`, an answer without a plan or a modification.
//!
//! # Why it matters
//!
//! The answer is applied by a program. What it cannot read, the athlete never gets.
//!
//! # Broken
//!
//! `{"athlete": {"age": thirty}, "weeks": []}`
//!
//! # Kept
//!
//! `{"athlete": {"age": 30,}, "weeks": []}`, which can be read after a repair (`plan/malformed-json`).
//!
//! # Limits
//!
//! Broken JSON without any name of a plan is taken for prose.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Plans;
use crate::json::Place;
use crate::reading::{Fault, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unreadable-plan", summary: "a plan or a modification that cannot be read", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    if let Some(failure) = &reading.failure {
        let text = sample.answer().map_or("", |(_, text)| text);
        let end = text.get(failure.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        // At the end of the text there is no character to point at: the bracket that opened stands for it.
        let (from, to) = if end == 0 { (failure.start, failure.start + 1) } else { (failure.at, failure.at + end) };
        let at = Place { span: (from..to).into(), path: String::new() };
        let message = format!("the JSON cannot be read on from here: {}", failure.what);
        return reading.outcome(vec![Fault::new(&at, "", message)]);
    }
    match (reading.has_document, plans.required) {
        (true, _) => Outcome::Met,
        (false, true) => Outcome::Broken(vec![Finding::absent("the answer holds no plan and no modification as JSON")]),
        (false, false) => Outcome::Skipped,
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Document, Outcome, Role, Rubric, Sample, Turn};

    use super::RULE;
    use crate::Plans;
    use crate::testing::{breaks_texts, keeps, outcome, plan};

    #[test]
    fn finds_it_in_three_languages() {
        let spoilt = plan().to_string().replacen("\"tss\":30", "\"tss\": about thirty", 1);
        let texts = ["İşte planın:", "Here is your plan:", "هذه خطتك:"].map(|talk| format!("{talk}\n{spoilt}"));
        breaks_texts(&RULE, &texts);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |_| {});
        for talk in ["Planın {hazır} [1].", "Your plan is {ready} [see below].", "خطتك {جاهزة} [1]."] {
            assert_eq!(outcome(&RULE, &[(Role::User, "?"), (Role::Coach, talk)]), Outcome::Skipped, "{talk}");
        }
    }

    #[test]
    fn an_answer_without_a_plan_is_a_fault_where_one_is_required() {
        let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rubrics/plan/rubric.toml"));
        let mut table: toml::Table = table.unwrap().parse().unwrap();
        table["options"]["required"] = toml::Value::Boolean(true);
        let strict = Plans::arm(&table["options"].as_table().unwrap().to_string()).unwrap();
        let sample = Sample { turns: vec![Turn::new(Role::Coach, "Koş.")], ..Sample::default() };
        let found = (RULE.check)(&strict, &sample, &Document::empty());
        assert_eq!(found.name(), "broken");
    }
}
