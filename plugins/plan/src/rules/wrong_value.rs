//! A value that the schema does not allow.
//!
//! # What it finds
//!
//! A name that is none of the listed ones, a number outside of its range, a day that no calendar has, an empty text.
//!
//! # Why it matters
//!
//! A sport that the database does not know cannot be stored, and a session of 0 minutes is none.
//!
//! # Broken
//!
//! `{"sport": "koşu", "duration_min": 0, ..}`
//!
//! # Kept
//!
//! `{"sport": "run", "duration_min": 30, ..}`
//!
//! # Limits
//!
//! The ranges are those of any athlete; what is too much for this one is for the rules of load.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::of_schema;
use crate::schema::BreachKind;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-value", summary: "a value that the schema does not allow", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_schema(sample, BreachKind::Value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, breaks_changes, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for (pointer, value) in [
            ("/weeks/0/days/0/sessions/0/sport", json!("koşu")),
            ("/weeks/0/days/0/sessions/0/sport", json!("جري")),
            ("/weeks/0/days/0/sessions/0/duration_min", json!(0)),
            ("/weeks/0/days/1/sessions/0/intensity/zone", json!(9)),
            ("/weeks/0/days/0/date", json!("2026-02-30")),
            ("/weeks/0/days/0/weekday", json!("Monday")),
            ("/weeks", json!([])),
            ("/weeks/0/days/0/sessions/0/id", json!(" ")),
        ] {
            breaks(&RULE, |plan| set(plan, pointer, value.clone()));
        }
        let change = |op: &str| json!({ "op": op, "session_id": "w1-tue", "reason": "x" });
        breaks_changes(&RULE, &["sil", "delete", "احذف"].map(change));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/sessions/0/duration_min", json!(1)));
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/date", json!("2028-02-29")));
    }
}
