//! A field that the schema requires and the document lacks.
//!
//! # What it finds
//!
//! A required name of `rubrics/plan/plan.schema.json` or `modification.schema.json` that is not there, with what to write.
//!
//! # Why it matters
//!
//! A program that applies the plan stops there, or fills in something that nobody meant.
//!
//! # Broken
//!
//! `{"id": "w1-tue", "sport": "run", "duration_min": 40, "intensity": {"zone": 2}}`, a session without `tss`.
//!
//! # Kept
//!
//! The same with `"tss": 27`.
//!
//! # Limits
//!
//! Whether the value makes sense is for the other rules.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::of_schema;
use crate::schema::BreachKind;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "missing-field", summary: "a required field that is not there", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_schema(sample, BreachKind::Missing)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, breaks_changes, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for (pointer, name) in [
            ("", "athlete"),
            ("/athlete", "days_available"),
            ("/weeks/0", "start"),
            ("/weeks/1/days/0", "date"),
            ("/weeks/1/days/0/sessions/0", "tss"),
            ("/weeks/1/days/0/sessions/0/intensity", "rpe"),
        ] {
            breaks(&RULE, |plan| {
                plan.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name);
            });
        }
        let change = |reason: &str| json!({ "op": "move", "session_id": "w1-tue", "reason": reason });
        breaks_changes(&RULE, &["seyahat", "travel", "سفر"].map(change));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |_| {});
        keeps(&RULE, |plan| {
            plan["athlete"].as_object_mut().unwrap().remove("age");
            set(plan, "/weeks/0/days", json!([]));
        });
    }
}
