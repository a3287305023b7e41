//! A session on a day that the athlete does not have.
//!
//! # What it finds
//!
//! A session on a weekday that `days_available` does not list.
//!
//! # Why it matters
//!
//! It will not be trained, and the load of the week is a fiction.
//!
//! # Broken
//!
//! `"days_available": ["mon", "thu"]` and a session on a Tuesday.
//!
//! # Kept
//!
//! A session on a Thursday.
//!
//! # Limits
//!
//! How much time the athlete has on a day is not part of the plan.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unavailable-day", summary: "a session on a day that the athlete does not have", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let days = &case.plan.athlete.days;
    if days.is_empty() {
        return None;
    }
    let names: Vec<&str> = days.iter().map(|day| day.name()).collect();
    let fault = |day: &crate::model::Day| {
        let date =
            day.date.as_ref().filter(|date| !days.contains(&date.value.weekday()) && !day.sessions.is_empty())?;
        let weekday = date.value.weekday().name();
        let message = format!("{} is a `{weekday}`, and the athlete has {}", date.value, names.join(", "));
        Some(Fault::new(&date.at, date.value.to_string(), message))
    };
    Some(case.plan.days().filter_map(|(_, day)| fault(day)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/athlete/days_available", json!(["mon", "thu", "sat"])));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/1/date", json!("2026-03-04")));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| {
            set(plan, "/weeks/0/days/1/date", json!("2026-03-04"));
            set(plan, "/weeks/0/days/1/sessions", json!([]));
        });
    }
}
