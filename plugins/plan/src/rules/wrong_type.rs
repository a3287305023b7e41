//! A value of another type than the schema's.
//!
//! # What it finds
//!
//! A string where a number is due, a number where an array is due, a fraction where a whole number is due.
//!
//! # Why it matters
//!
//! A program refuses it, or turns it into something else: `"45 min"` becomes 0.
//!
//! # Broken
//!
//! `{"duration_min": "45 min", ..}`
//!
//! # Kept
//!
//! `{"duration_min": 45, ..}`
//!
//! # Limits
//!
//! A value of the right type that means something else is not found out.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::of_schema;
use crate::schema::BreachKind;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-type", summary: "a value of another type than the schema's", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_schema(sample, BreachKind::Type)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, breaks_changes, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for (pointer, value) in [
            ("/weeks/0/days/0/sessions/0/duration_min", json!("45 dk")),
            ("/weeks/0/days/0/sessions/0/intensity", json!(6)),
            ("/weeks/0/n", json!(1.5)),
            ("/athlete/days_available", json!("mon")),
            ("/weeks/2/days", json!({})),
            ("/athlete/age", json!(null)),
        ] {
            breaks(&RULE, |plan| set(plan, pointer, value.clone()));
        }
        let change = |reason: &str| json!({ "op": "remove", "session_id": 7, "reason": reason });
        breaks_changes(&RULE, &["seyahat", "travel", "سفر"].map(change));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/sessions/0/duration_min", json!(45.5)));
        keeps(&RULE, |plan| set(plan, "/weeks/0/n", json!(1.0)));
    }
}
