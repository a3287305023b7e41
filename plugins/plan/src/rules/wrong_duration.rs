//! A session whose steps do not come to its duration.
//!
//! # What it finds
//!
//! `duration_min` that differs from the sum of the steps' minutes, each times its `repeat`.
//!
//! # Why it matters
//!
//! The athlete has the hour and not the twenty minutes more.
//!
//! # Broken
//!
//! 60 minutes with steps of 10, 4 × 8 and 10 minutes: 52.
//!
//! # Kept
//!
//! 60 minutes with steps of 10, 4 × 8, 4 × 2 and 10 minutes.
//!
//! # Limits
//!
//! Rest between steps that has no step of its own is missing time.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan, shown};
use crate::model::Step;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-duration", summary: "a session whose steps do not come to its duration", check };

/// Minutes by which rounding moves the sum.
const ROUNDING: f64 = 1.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let (mut seen, mut faults) = (0, Vec::new());
    for (_, session) in case.plan.sessions().filter(|(_, session)| !session.steps.is_empty()) {
        let Some(duration) = &session.duration else { continue };
        if session.steps.iter().any(|step| step.duration.is_none()) {
            continue;
        }
        seen += 1;
        let sum: f64 = session.steps.iter().map(Step::minutes).sum();
        if (duration.value - sum).abs() > (sum * case.plans.sum_tolerance).max(ROUNDING) {
            let message = format!(
                "{} minutes of {}, and its steps come to {}",
                shown(duration.value),
                session.name(),
                shown(sum)
            );
            faults.push(Fault::new(&duration.at, session.name(), message));
        }
    }
    (seen > 0).then_some(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/duration_min", json!(75)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/steps/1/repeat", json!(3)));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/duration_min", json!(61)));
    }
}
