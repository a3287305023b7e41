//! Fitness, fatigue or form that the plan's own sessions do not lead to.
//!
//! # What it finds
//!
//! `ctl`, `atl` and `tsb` of a day or at the end of a week that differ by more than the tolerance from the recurrences
//! with 42 and 7 days, begun at the athlete's own figures; and an athlete's `tsb` that is not `ctl - atl`. A day's TSB may
//! be that of the evening before (TrainingPeaks) or of the same evening, but one of the two throughout.
//!
//! # Why it matters
//!
//! Form decides when to race and when to rest.
//!
//! # Broken
//!
//! CTL 30, a week of 202 TSS, and `"ctl": 38` at its end; it is 29.9.
//!
//! # Kept
//!
//! The same with `"ctl": 30`.
//!
//! # Limits
//!
//! Without the athlete's `ctl` nothing can be computed.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::date::Date;
use crate::json::Placed;
use crate::judge::{Case, of_plan};
use crate::model::Load;
use crate::reading::Fault;
use crate::series::Series;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-load", summary: "fitness, fatigue or form that the sessions do not lead to", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

fn find(case: &Case) -> Option<Vec<Fault>> {
    let stated = stated(case);
    let series = Series::of(case.plan);
    if series.is_none() && case.plan.athlete.load.tsb.is_none() {
        return None;
    }
    let mut faults: Vec<Fault> = start(case).into_iter().collect();
    let Some(series) = series else { return Some(faults) };
    for (load, date) in &stated {
        let Some(due) = series.at(*date) else { continue };
        faults.extend(differs(case, "CTL", load.ctl.as_ref(), Some(due.ctl)));
        faults.extend(differs(case, "ATL", load.atl.as_ref(), due.atl));
    }
    let forms = |back: i64| -> Vec<Fault> {
        let form = |(load, date): &(&Load, Date)| {
            let due = series.at(date.plus(-back))?.tsb();
            differs(case, "TSB", load.tsb.as_ref(), due)
        };
        stated.iter().filter_map(form).collect()
    };
    let (same, before) = (forms(0), forms(1));
    faults.extend(if before.len() < same.len() { before } else { same });
    Some(faults)
}

/// Every stated load with its day.
fn stated<'p>(case: &Case<'p>) -> Vec<(&'p Load, Date)> {
    let plan = case.plan;
    let days = plan.days().filter_map(|(_, day)| Some((&day.load, day.date.as_ref()?.value)));
    let weeks = plan.weeks.iter().filter_map(|week| Some((&week.targets.load, week.start.as_ref()?.value.plus(6))));
    days.chain(weeks).collect()
}

/// The athlete's form before the plan.
fn start(case: &Case) -> Option<Fault> {
    let load = &case.plan.athlete.load;
    let due = load.ctl.as_ref()?.value - load.atl.as_ref()?.value;
    differs(case, "TSB", load.tsb.as_ref(), Some(due))
}

fn differs(case: &Case, name: &str, stated: Option<&Placed<f64>>, due: Option<f64>) -> Option<Fault> {
    let (stated, due) = (stated?, due?);
    let formula = match name {
        "CTL" => "TSS (1 - e^(-1/42)) + CTL of the day before × e^(-1/42)",
        "ATL" => "TSS (1 - e^(-1/7)) + ATL of the day before × e^(-1/7)",
        _ => "CTL - ATL",
    };
    let is_off = (stated.value - due).abs() > case.plans.load_tolerance;
    let message = format!("{name} {} should be {due:.2}: {formula}", stated.value);
    is_off.then(|| Fault::new(&stated.at, &stated.at.path, message).with_fix(format!("{due:.1}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/athlete/tsb", json!(8)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/targets/ctl", json!(38)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/0/load", json!({ "atl": 22 })));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/0/load", json!({ "tsb": 9 })));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/targets/ctl", json!(30)));
        // CTL 30 and ATL 28.27 in the evening of the first day, 30 and 28 the evening before.
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/load", json!({ "ctl": 30, "atl": 28.3, "tsb": 1.7 })));
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/load", json!({ "tsb": 2.1 })));
    }
}
