//! A long run that is too long for its week, or for the weeks before.
//!
//! # What it finds
//!
//! The longest run of a week that is more than the pack's `long_run_rise` longer than any of the three weeks before, and,
//! in weeks of five runs and more, one that is more than `long_run_share` of the week's running.
//!
//! # Why it matters
//!
//! A single run that is much longer than those of the last month is where injuries happen (Frandsen et al. 2025).
//!
//! # Broken
//!
//! A longest run of 80 minutes, and one of 110 in the next week.
//!
//! # Kept
//!
//! 80 minutes, and 86 in the next week.
//!
//! # Limits
//!
//! Minutes stand for kilometres. The first week of a plan has nothing to be compared with.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::json::Placed;
use crate::judge::{Case, of_plan, shown};
use crate::model::Week;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "overlong-run", summary: "a long run that is too long for its week or the weeks before", check };

/// From how many runs on a share of the week says something: the longest of four is a quarter at least.
const RUNS: usize = 5;
/// Weeks before that count.
const WEEKS_BEFORE: usize = 3;
/// Minutes below which no run is long.
const LONG: f64 = 40.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

fn find(case: &Case) -> Option<Vec<Fault>> {
    let limits = &case.plans.limits;
    let weeks: Vec<Vec<&Placed<f64>>> = case.plan.weeks.iter().map(runs).collect();
    let longest = |runs: &[&Placed<f64>]| runs.iter().map(|run| run.value).fold(0.0, f64::max);
    let mut faults = Vec::new();
    for (index, runs) in weeks.iter().enumerate() {
        let Some(long) = runs.iter().max_by(|a, b| a.value.total_cmp(&b.value)).filter(|run| run.value > LONG) else {
            continue;
        };
        let before = weeks.get(index.saturating_sub(WEEKS_BEFORE)..index).unwrap_or_default();
        let most = before.iter().map(|runs| longest(runs)).fold(0.0, f64::max);
        if most > 0.0 && long.value > most * (1.0 + limits.long_run_rise.advise) {
            let limit = &limits.long_run_rise;
            let (rise, most_rise) = (shown(100.0 * (long.value / most - 1.0)), shown(100.0 * limit.advise));
            let message = format!(
                "a run of {} minutes is {rise} % longer than any of the weeks before, at most {most_rise} %: {}",
                shown(long.value),
                limit.source
            );
            faults.push(Fault::new(&long.at, &long.at.path, message));
        }
        let share = long.value / runs.iter().map(|run| run.value).sum::<f64>();
        if runs.len() >= RUNS && share > limits.long_run_share.advise {
            let limit = &limits.long_run_share;
            let (share, most) = (shown(100.0 * share), shown(100.0 * limit.advise));
            let message =
                format!("the longest run is {share} % of the week's running, at most {most} %: {}", limit.source);
            faults.push(Fault::new(&long.at, format!("{} share", long.at.path), message));
        }
    }
    weeks.iter().any(|runs| !runs.is_empty()).then_some(faults)
}

/// The minutes of every run of a week.
fn runs(week: &Week) -> Vec<&Placed<f64>> {
    week.sessions().filter(|session| session.is_sport("run")).filter_map(|session| session.duration.as_ref()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    fn five_runs(plan: &mut Value, minutes: [u32; 5]) {
        let run = |(index, minutes): (usize, &u32)| {
            let run = json!({ "id": format!("r{index}"), "sport": "run", "duration_min": minutes,
                "intensity": { "zone": 2 }, "tss": 20 });
            json!({ "date": format!("2026-03-0{}", 2 + index), "sessions": [run] })
        };
        let days: Vec<Value> = minutes.iter().enumerate().map(run).collect();
        set(plan, "/weeks/0/days", json!(days));
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/1/days/3/sessions/0/duration_min", json!(110)));
        breaks(&RULE, |plan| five_runs(plan, [30, 30, 30, 30, 90]));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |_| {});
        keeps(&RULE, |plan| five_runs(plan, [50, 50, 50, 60, 85]));
    }
}
