//! A week without a day of rest.
//!
//! # What it finds
//!
//! A week in which fewer days are free of training than the pack's `rest_days`. Walking, mobility and yoga leave a day a
//! day of rest.
//!
//! # Why it matters
//!
//! Adaptation happens at rest (ACSM; AAP Council on Sports Medicine and Fitness 2007: one to two days a week off).
//!
//! # Broken
//!
//! Sessions from Monday to Sunday.
//!
//! # Kept
//!
//! Sessions from Monday to Saturday and a walk on Sunday.
//!
//! # Limits
//!
//! Seven days in a row across two weeks are not counted.

use std::collections::BTreeSet;

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, anchor, of_plan};
use crate::model::{Day, Session};
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> = Rule { name: "missing-rest-day", summary: "a week without a day of rest", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let limit = &case.plans.limits.rest_days;
    let is_work = |session: &Session| !case.plans.resting_sports.iter().any(|sport| session.is_sport(sport));
    let mut faults = Vec::new();
    for (index, week) in case.plan.weeks.iter().enumerate() {
        let worked = week.days.iter().filter(|day| day.sessions.iter().any(is_work));
        let dates: BTreeSet<_> = worked.filter_map(|day: &Day| day.date.as_ref()).map(|date| date.value).collect();
        let rest = 7_usize.saturating_sub(dates.len());
        if (rest as f64) < limit.advise {
            let name = week.name(index);
            let message = format!("{name} has {rest} days of rest, at least {} is due: {}", limit.advise, limit.source);
            faults.push(Fault::new(&anchor(week), name, message));
        }
    }
    (!case.plan.weeks.is_empty()).then_some(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    fn fill(plan: &mut Value, sport: &str) {
        let days = plan.pointer_mut("/weeks/0/days").unwrap().as_array_mut().unwrap();
        for date in ["2026-03-04", "2026-03-06", "2026-03-08"] {
            let sport = if date.ends_with("08") { sport } else { "swim" };
            days.push(json!({ "date": date, "sessions": [
                { "id": date, "sport": sport, "duration_min": 20, "intensity": { "rpe": 2 }, "tss": 5 } ] }));
        }
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| fill(plan, "swim"));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| fill(plan, "walk"));
    }
}
