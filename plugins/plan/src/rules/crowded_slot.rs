//! Two sessions at one time.
//!
//! # What it finds
//!
//! Two sessions of a day with the same slot, and two hard sessions of a day of which one has no slot.
//!
//! # Why it matters
//!
//! Nobody trains twice at once, and two hard sessions without rest between them are one that is too long.
//!
//! # Broken
//!
//! A run and a ride on one day, both `"slot": "evening"`.
//!
//! # Kept
//!
//! A run in the morning and a ride in the evening; an easy run and strength without slots.
//!
//! # Limits
//!
//! How long a slot is does not stand in the plan.

use spotter_contract::{Document, Outcome, Rule, Sample};

use super::excess_hard_sessions::is_hard;
use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::model::{Day, Session};
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> = Rule { name: "crowded-slot", summary: "two sessions at one time", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let full: Vec<&Day> = case.plan.days().map(|(_, day)| day).filter(|day| !day.sessions.is_empty()).collect();
    let faults = full.iter().flat_map(|day| of_day(case, day)).collect();
    (!full.is_empty()).then_some(faults)
}

fn of_day(case: &Case, day: &Day) -> Vec<Fault> {
    let slot = |session: &Session| session.slot.as_ref().map(|slot| slot.value.clone());
    let mut faults = Vec::new();
    let (mut taken, mut hard): (Vec<(String, &Session)>, Option<&Session>) = (Vec::new(), None);
    for session in &day.sessions {
        let is_hard = is_hard(&case.plans.hard, session);
        let at = session.slot.as_ref().or(session.id.as_ref()).map_or(&session.at, |value| &value.at);
        let same = taken.iter().find(|(own, _)| Some(own) == slot(session).as_ref()).map(|(_, other)| *other);
        let unplaced = hard.filter(|other| is_hard && (slot(other).is_none() || slot(session).is_none()));
        if let Some(other) = same.or(unplaced) {
            let message = format!("{} and {} fall into one slot of the day", session.name(), other.name());
            faults.push(Fault::new(at, format!("{} {}", session.name(), other.name()), message));
        } else {
            taken.extend(slot(session).map(|slot| (slot, session)));
        }
        hard = if is_hard { Some(session) } else { hard };
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    fn second(slot: &Value, zone: u8) -> Value {
        let mut session =
            json!({ "id": "extra", "sport": "run", "duration_min": 20, "intensity": { "zone": zone }, "tss": 18 });
        if !slot.is_null() {
            session["slot"] = slot.clone();
        }
        session
    }

    fn put(plan: &mut Value, session: Value) {
        plan.pointer_mut("/weeks/0/days/2/sessions").unwrap().as_array_mut().unwrap().push(session);
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| put(plan, second(&json!("evening"), 2)));
        breaks(&RULE, |plan| put(plan, second(&Value::Null, 5)));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| put(plan, second(&json!("morning"), 2)));
        keeps(&RULE, |plan| put(plan, second(&Value::Null, 2)));
    }
}
