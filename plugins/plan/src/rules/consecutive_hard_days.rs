//! Two hard days in a row for a novice.
//!
//! # What it finds
//!
//! A hard session on the day after a hard session, where the athlete's `level` is `novice`.
//!
//! # Why it matters
//!
//! The tissue of somebody who has just begun needs 48 hours (ACSM's Guidelines for Exercise Testing and Prescription:
//! vigorous exercise on non-consecutive days for beginners).
//!
//! # Broken
//!
//! Intervals on Thursday and a hard run on Friday.
//!
//! # Kept
//!
//! Intervals on Thursday and a hard run on Saturday; both days in a row for an advanced athlete.
//!
//! # Limits
//!
//! A hard session is what the pack's `hard` says; strength counts by its RPE alone.

use std::collections::BTreeMap;

use spotter_contract::{Document, Outcome, Rule, Sample};

use super::excess_hard_sessions::is_hard;
use crate::Plans;
use crate::date::Date;
use crate::judge::{Case, of_plan};
use crate::model::Session;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "consecutive-hard-days", summary: "two hard days in a row for a novice", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    if !case.plan.athlete.is_novice() {
        return None;
    }
    let mut hard: BTreeMap<Date, &Session> = BTreeMap::new();
    for (day, session) in case.plan.sessions().filter(|(_, session)| is_hard(&case.plans.hard, session)) {
        hard.extend(day.date.as_ref().map(|date| (date.value, session)));
    }
    let after = |(date, session): (&Date, &&Session)| {
        let before = hard.get(&date.plus(-1))?;
        let at = session.id.as_ref().map_or(&session.at, |id| &id.at);
        let message =
            format!("{} is the second hard day in a row after {}, for a novice", session.name(), before.name());
        Some(Fault::new(at, date.to_string(), message))
    };
    Some(hard.iter().filter_map(after).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    fn novice(plan: &mut Value, date: &str) {
        set(plan, "/athlete/level", json!("novice"));
        set(plan, "/weeks/0/days/3/date", json!(date));
        set(plan, "/weeks/0/days/3/sessions/0/intensity", json!({ "zone": 5 }));
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| novice(plan, "2026-03-06"));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| novice(plan, "2026-03-07"));
    }
}
