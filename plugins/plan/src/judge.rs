//! How a rule about a plan becomes an outcome.

use spotter_contract::{Facts, Outcome, Sample};

use crate::Plans;
use crate::json::Place;
use crate::model::{Plan, Week};
use crate::reading::{Fault, reading};
use crate::schema::BreachKind;

/// A plan with all that a rule needs to judge it.
#[derive(Clone, Copy)]
pub(crate) struct Case<'c> {
    pub(crate) plans: &'c Plans,
    pub(crate) facts: &'c Facts<'c>,
    pub(crate) plan: &'c Plan,
}

/// The faults of one kind in a plan; none at all where the rule has nothing to look at.
pub(crate) type Find = fn(&Case) -> Option<Vec<Fault>>;

/// What a rule says about the plan of the last answer.
pub(crate) fn of_plan(plans: &Plans, sample: &Sample, find: Find) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    let Some(plan) = &reading.plan else { return Outcome::Skipped };
    let faults = find(&Case { plans, facts: &sample.facts, plan });
    faults.map_or(Outcome::Skipped, |faults| reading.outcome(faults))
}

/// What a rule of the schema says about the documents of the last answer.
pub(crate) fn of_schema(sample: &Sample, kind: BreachKind) -> Outcome {
    let Some(reading) = reading(sample).filter(|reading| reading.has_whole) else { return Outcome::Skipped };
    let breaches = reading.breaches.iter().filter(|breach| breach.kind == kind);
    reading.outcome(breaches.map(|breach| Fault::new(&breach.at, &breach.at.path, &breach.message)).collect())
}

/// Where a remark about a whole week points: at a short value that names it.
pub(crate) fn anchor(week: &Week) -> Place {
    let start = week.start.as_ref().map(|start| &start.at);
    let number = week.number.as_ref().map(|number| &number.at);
    week.targets.tss.as_ref().map(|tss| &tss.at).or(start).or(number).unwrap_or(&week.at).clone()
}

/// A number as messages show it: at most two decimals.
pub(crate) fn shown(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
