//! A week's total that its sessions do not come to.
//!
//! # What it finds
//!
//! `targets.tss`, `targets.duration_min` and `targets.sessions` that differ from the sum over the week's sessions.
//!
//! # Why it matters
//!
//! The athlete looks at the total, and trains the parts.
//!
//! # Broken
//!
//! Sessions of 40, 66 and 65 TSS under `"targets": {"tss": 250}`.
//!
//! # Kept
//!
//! The same under `"targets": {"tss": 171}`.
//!
//! # Limits
//!
//! A target that is a wish and no sum has no place in the schema.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan, shown};
use crate::model::Week;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-week-sum", summary: "a week's total that its sessions do not come to", check };

/// Points or minutes by which rounding moves the sum.
const ROUNDING: f64 = 1.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

fn find(case: &Case) -> Option<Vec<Fault>> {
    let (mut seen, mut faults) = (0, Vec::new());
    for (index, week) in case.plan.weeks.iter().enumerate() {
        let targets = &week.targets;
        let totals = [
            ("TSS", &targets.tss, points(week), case.plans.sum_tolerance),
            ("minutes", &targets.duration, minutes(week), case.plans.sum_tolerance),
            ("sessions", &targets.sessions, Some(week.sessions().count() as f64), 0.0),
        ];
        for (what, stated, sum, tolerance) in totals {
            let (Some(stated), Some(sum)) = (stated, sum) else { continue };
            seen += 1;
            let slack = if tolerance == 0.0 { 0.0 } else { (sum * tolerance).max(ROUNDING) };
            if (stated.value - sum).abs() > slack {
                let name = week.name(index);
                let message =
                    format!("{} {what} in {name}, and its sessions come to {}", shown(stated.value), shown(sum));
                faults.push(Fault::new(&stated.at, format!("{name} {what}"), message).with_fix(shown(sum)));
            }
        }
    }
    (seen > 0).then_some(faults)
}

/// The sum of the sessions' TSS; nothing where one of them has none.
fn points(week: &Week) -> Option<f64> {
    week.sessions().map(|session| session.tss.as_ref().map(|tss| tss.value)).sum()
}

/// The sum of the sessions' minutes; nothing where one of them has none.
fn minutes(week: &Week) -> Option<f64> {
    week.sessions().map(|session| session.duration.as_ref().map(|duration| duration.value)).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for (name, value) in [("tss", 250.0), ("duration_min", 300.0), ("sessions", 5.0)] {
            breaks(&RULE, |plan| set(plan, &format!("/weeks/1/targets/{name}"), json!(value)));
        }
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/targets/tss", json!(203)));
        keeps(&RULE, |plan| set(plan, "/weeks/0/targets/duration_min", json!(236)));
    }
}
