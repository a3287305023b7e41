//! A field that the schema does not know.
//!
//! # What it finds
//!
//! A name that no schema of ours has, with the one that was meant where there is a near one.
//!
//! # Why it matters
//!
//! What is not read is lost: a misspelt `durationMin` leaves the session without a duration.
//!
//! # Broken
//!
//! `{"id": "w1-tue", "durationMin": 40, ..}`
//!
//! # Kept
//!
//! `{"id": "w1-tue", "duration_min": 40, ..}`
//!
//! # Limits
//!
//! A name that is meant otherwise than it is spelt is not found out.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::of_schema;
use crate::schema::BreachKind;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unknown-field", summary: "a field that the schema does not know", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_schema(sample, BreachKind::Unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, breaks_changes, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for pointer in ["/hedef", "/athlete/goal", "/weeks/0/days/0/sessions/0/durationMin", "/weeks/0/days/0/الحمل"]
        {
            breaks(&RULE, |plan| set(plan, pointer, json!(1)));
        }
        let change = |reason: &str| {
            let after = json!({ "date": "2026-03-04", "tss": 5 });
            json!({ "op": "move", "session_id": "w1-tue", "reason": reason, "after": after })
        };
        breaks_changes(&RULE, &["seyahat", "travel", "سفر"].map(change));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/sessions/0/notes", json!("Acele etme / no hurry / لا تستعجل")));
    }
}
