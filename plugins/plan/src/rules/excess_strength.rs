//! Strength work that is too much, too little or too sudden.
//!
//! # What it finds
//!
//! Sets for a muscle in a week outside of the pack's `fewest_sets` and `most_sets`; an exercise whose load rises by more
//! than `load_step` above the most of the weeks before; and, for a novice, sets closer to failure than `novice_rpe`.
//!
//! # Why it matters
//!
//! Beyond some twenty sets a muscle recovers no more (Baz-Valle et al. 2022), below four it hardly grows, and a load that
//! jumps is where form breaks.
//!
//! # Broken
//!
//! Squats at 60 kg, and at 75 kg in the next week.
//!
//! # Kept
//!
//! Squats at 60 kg, and at 62.5 kg in the next week.
//!
//! # Limits
//!
//! An exercise counts for the one muscle that it names. The same exercise is known by its name alone.

use std::collections::BTreeMap;

use spotter_contract::{Document, Outcome, Rule, Sample};
use spotter_text::fold;

use crate::Plans;
use crate::judge::{Case, of_plan, shown};
use crate::model::{Exercise, Week};
use crate::reading::Fault;
use crate::schema::short;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "excess-strength", summary: "strength work that is too much, too little or too sudden", check };

/// The smallest step of usual weights, which no share of a light load forbids.
const PLATES_KG: f64 = 2.5;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let mut faults = Vec::new();
    let mut loads = BTreeMap::new();
    for (index, week) in case.plan.weeks.iter().enumerate() {
        faults.extend(sets(case, index, week));
        let mut heaviest: BTreeMap<String, f64> = BTreeMap::new();
        for exercise in exercises(week) {
            faults.extend(effort(case, exercise));
            faults.extend(step(case, exercise, &loads));
            if let (Some(name), Some(load)) = (&exercise.name, &exercise.load_kg) {
                let most = heaviest.entry(fold(&name.value)).or_default();
                *most = most.max(load.value);
            }
        }
        for (name, load) in heaviest {
            let most: &mut f64 = loads.entry(name).or_default();
            *most = most.max(load);
        }
    }
    case.plan.weeks.iter().any(|week| exercises(week).next().is_some()).then_some(faults)
}

fn exercises(week: &Week) -> impl Iterator<Item = &Exercise> {
    week.sessions().flat_map(|session| &session.exercises)
}

/// Sets of each muscle in a week.
fn sets(case: &Case, index: usize, week: &Week) -> Vec<Fault> {
    let limits = &case.plans.limits;
    let mut muscles: BTreeMap<&str, (f64, &Exercise)> = BTreeMap::new();
    for exercise in exercises(week) {
        if let (Some(muscle), Some(sets)) = (&exercise.muscle, &exercise.sets) {
            muscles.entry(&muscle.value).or_insert((0.0, exercise)).0 += sets.value;
        }
    }
    let fault = |(muscle, (sets, exercise)): (&str, (f64, &Exercise))| {
        let at = exercise.sets.as_ref().map_or(&exercise.at, |sets| &sets.at);
        let name = week.name(index);
        let report = |bound: String, source: &str| {
            let message = format!("{} sets for `{}` in {name}, {bound}: {source}", shown(sets), short(muscle));
            Some(Fault::new(at, format!("{name} {muscle}"), message))
        };
        if sets > limits.most_sets.advise {
            report(format!("at most {}", limits.most_sets.advise), &limits.most_sets.source)
        } else if sets < limits.fewest_sets.advise {
            report(format!("at least {}", limits.fewest_sets.advise), &limits.fewest_sets.source)
        } else {
            None
        }
    };
    muscles.into_iter().filter_map(fault).collect()
}

fn effort(case: &Case, exercise: &Exercise) -> Option<Fault> {
    let (limit, rpe) = (&case.plans.limits.novice_rpe, exercise.rpe.as_ref()?);
    let is_over = case.plan.athlete.is_novice() && rpe.value > limit.advise;
    let message = format!("RPE {} for a novice, at most {}: {}", shown(rpe.value), limit.advise, limit.source);
    is_over.then(|| Fault::new(&rpe.at, &rpe.at.path, message))
}

/// An exercise against the most of the weeks before.
fn step(case: &Case, exercise: &Exercise, loads: &BTreeMap<String, f64>) -> Option<Fault> {
    let (limit, load) = (&case.plans.limits.load_step, exercise.load_kg.as_ref()?);
    let name = &exercise.name.as_ref()?.value;
    let before = *loads.get(&fold(name))?;
    let most = before + (before * limit.advise).max(PLATES_KG);
    let message = format!(
        "`{}` rises from {} to {} kg, at most {} % a week: {}",
        short(name),
        shown(before),
        shown(load.value),
        shown(100.0 * limit.advise),
        limit.source
    );
    (before > 0.0 && load.value > most).then(|| Fault::new(&load.at, &load.at.path, message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        let squat = "/weeks/1/days/0/sessions/0/exercises/0";
        breaks(&RULE, |plan| set(plan, &format!("{squat}/load_kg"), json!(75)));
        breaks(&RULE, |plan| set(plan, &format!("{squat}/sets"), json!(2)));
        breaks(&RULE, |plan| {
            set(plan, &format!("{squat}/sets"), json!(16));
            set(plan, "/weeks/1/days/0/sessions/0/exercises/1/muscle", json!("quads"));
            set(plan, "/weeks/1/days/0/sessions/0/exercises/1/sets", json!(8));
        });
        breaks(&RULE, |plan| {
            set(plan, "/athlete/level", json!("novice"));
            set(plan, &format!("{squat}/rpe"), json!(10));
        });
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/1/days/0/sessions/0/exercises/0/load_kg", json!(65)));
        keeps(&RULE, |plan| set(plan, "/weeks/1/days/0/sessions/0/exercises/0/rpe", json!(10)));
    }
}
