//! A modification of a session that is not there.
//!
//! # What it finds
//!
//! A `session_id` that the plan of the conversation (the user's, the system prompt's, an earlier answer's) does not have,
//! at the time its modification is applied.
//!
//! # Why it matters
//!
//! The change is lost, or hits another session.
//!
//! # Broken
//!
//! `{"op": "remove", "session_id": "w9-tue", ..}` for a plan of four weeks.
//!
//! # Kept
//!
//! `{"op": "remove", "session_id": "w1-tue", ..}`
//!
//! # Limits
//!
//! Without a plan in the conversation there is nothing to resolve against.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::change::{Op, Refusal, RefusalKind, Replayed, replay};
use crate::reading::{Fault, reading};
use crate::schema::short;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unresolved-session", summary: "a modification of a session that is not there", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    let Some(current) = &reading.current else { return Outcome::Skipped };
    let (_, replayed) = replay(current, &reading.changes);
    let lost = |one: &&Replayed| {
        let is_refused = matches!(one.refusal, Some(Refusal { kind: RefusalKind::Unresolved, .. }));
        is_refused || (one.change.op == Op::Remove && one.session.is_none())
    };
    let fault = |one: &Replayed| {
        let id = &one.change.id;
        let near = current.sessions().filter_map(|(_, session)| session.id.as_ref()).take(5);
        let known: Vec<String> = near.map(|id| format!("`{}`", short(&id.value))).collect();
        let message =
            format!("no session has the id `{}`; the plan begins with {}", short(&id.value), known.join(", "));
        Fault::new(&id.at, &id.value, message)
    };
    reading.outcome(replayed.iter().filter(lost).map(fault).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spotter_contract::{Outcome, Role};

    use super::RULE;
    use crate::testing::{breaks_changes, keeps_changes, outcome};

    fn remove(id: &str, reasons: [&str; 3]) -> [Value; 3] {
        reasons.map(|reason| json!({ "op": "remove", "session_id": id, "reason": reason }))
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks_changes(&RULE, &remove("w9-tue", ["Seyahat", "You travel", "سفر"]));
        let moved = |reason: &str| json!({ "op": "move", "session_id": "x", "reason": reason, "after": { "date": "2026-03-08" } });
        breaks_changes(&RULE, &["Seyahat", "You travel", "سفر"].map(moved));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps_changes(&RULE, &remove("w1-tue", ["Seyahat", "You travel", "سفر"]));
        let alone = remove("w9-tue", ["Seyahat", "You travel", "سفر"]);
        for change in alone.map(|change| change.to_string()) {
            assert_eq!(outcome(&RULE, &[(Role::User, "?"), (Role::Coach, &change)]), Outcome::Skipped);
        }
    }
}
