//! A session that this athlete should not be given.
//!
//! # What it finds
//!
//! A session above the caps of a group the athlete belongs to (minors, pregnancy), more hours a week than a child has
//! years, and a sport or an exercise that loads an injured area. Age and conditions come from the plan or from what the
//! user said.
//!
//! # Why it matters
//!
//! These athletes are hurt by what is harmless to others.
//!
//! # Broken
//!
//! `"injuries": ["knee"]` and a run.
//!
//! # Kept
//!
//! `"injuries": ["knee"]` and a swim.
//!
//! # Limits
//!
//! An injury counts as long as the plan lists it; whether somebody cleared the athlete is not known here.

use spotter_contract::{Document, Outcome, Rule, Sample};
use spotter_text::fold;

use crate::Plans;
use crate::json::Placed;
use crate::judge::{Case, anchor, of_plan, shown};
use crate::model::{Session, Week};
use crate::options::Group;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unsuitable-session", summary: "a session that this athlete should not be given", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let groups: Vec<&Group> = case.plans.groups.iter().filter(|group| has(case, group)).collect();
    if groups.is_empty() && case.plan.athlete.injuries.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    for group in groups {
        for (_, session) in case.plan.sessions() {
            faults.extend(over(group, session));
        }
        for (index, week) in case.plan.weeks.iter().enumerate() {
            faults.extend(hours(case, group, (index, week)));
        }
    }
    for injury in &case.plan.athlete.injuries {
        for (_, session) in case.plan.sessions() {
            faults.extend(injured(case, injury, session));
        }
    }
    Some(faults)
}

fn age(case: &Case) -> Option<f64> {
    case.plan.athlete.age.as_ref().map(|age| age.value).or(case.facts.age.map(f64::from))
}

fn has(case: &Case, group: &Group) -> bool {
    let is_young = group.under_age.is_some_and(|limit| age(case).is_some_and(|age| age < limit));
    let is_named = |condition: &String| {
        let own = case.plan.athlete.conditions.iter().map(|own| fold(&own.value));
        own.chain(case.facts.conditions.iter().map(|own| fold(own))).any(|own| own == *condition)
    };
    is_young || group.condition.as_ref().is_some_and(is_named)
}

/// A session, or a step of it, above the caps of a group.
fn over(group: &Group, session: &Session) -> Option<Fault> {
    let steps = session.steps.iter().map(|step| &step.intensity);
    for intensity in std::iter::once(&session.intensity).chain(steps) {
        let caps = [
            ("zone", &intensity.zone, group.most_zone),
            ("% of threshold", &intensity.ftp, group.most_ftp_percent),
            ("RPE", &intensity.rpe, group.most_rpe),
        ];
        for (what, value, cap) in caps {
            if let (Some(value), Some(cap)) = (value, cap)
                && value.value > cap
            {
                return Some(above(group, session, (what, value, cap)));
            }
        }
    }
    let (duration, cap) = (session.duration.as_ref()?, group.most_minutes?);
    (duration.value > cap).then(|| above(group, session, ("minutes", duration, cap)))
}

fn above(group: &Group, session: &Session, (what, value, cap): (&str, &Placed<f64>, f64)) -> Fault {
    let given = shown(value.value);
    let message =
        format!("{what} {given} of {} is above {cap}, the cap for {}: {}", session.name(), group.name, group.source);
    Fault::new(&value.at, format!("{} {}", session.name(), group.name), message)
}

fn hours(case: &Case, group: &Group, (index, week): (usize, &Week)) -> Option<Fault> {
    let cap = group.hours_for_age? * age(case)?;
    let minutes: f64 = week.sessions().filter_map(|session| session.duration.as_ref()).map(|value| value.value).sum();
    let name = week.name(index);
    let message = format!(
        "{} hours in {name} are above {cap}, the cap for {}: {}",
        shown(minutes / 60.0),
        group.name,
        group.source
    );
    (minutes / 60.0 > cap).then(|| Fault::new(&anchor(week), name, message))
}

fn injured(case: &Case, injury: &Placed<String>, session: &Session) -> Option<Fault> {
    let area = case.plans.areas.get(&injury.value)?;
    let sport = session.sport.as_ref().filter(|sport| area.sports.contains(&sport.value));
    let muscle = |muscle: &&Placed<String>| area.muscles.contains(&muscle.value);
    let muscle = || session.exercises.iter().filter_map(|exercise| exercise.muscle.as_ref()).find(muscle);
    let load = sport.or_else(muscle)?;
    let message = format!("`{}` of {} loads the injured {}: {}", load.value, session.name(), injury.value, area.source);
    Some(Fault::new(&load.at, format!("{} {}", session.name(), injury.value), message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spotter_contract::{Facts, Outcome, Role};

    use super::RULE;
    use crate::testing::{answers, breaks, keeps, outcome_with, plan, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/athlete/injuries", json!(["knee"])));
        breaks(&RULE, |plan| set(plan, "/athlete/conditions", json!(["pregnancy"])));
        breaks(&RULE, |plan| {
            set(plan, "/athlete/age", json!(14));
            set(plan, "/weeks/0/days/3/sessions/0/duration_min", json!(700));
        });
        let facts = Facts { conditions: vec!["pregnancy".into()], ..Facts::default() };
        for answer in answers(&plan()) {
            let found = outcome_with(&RULE, &facts, &[(Role::User, "?"), (Role::Coach, &answer)]);
            assert_eq!(found.name(), "broken");
        }
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/athlete/injuries", json!(["wrist"])));
        keeps(&RULE, |plan| {
            set(plan, "/athlete/age", json!(16));
            for week in 0..4 {
                set(plan, &format!("/weeks/{week}/days/2/sessions"), json!([]));
            }
        });
        let found = outcome_with(&RULE, &Facts::default(), &[(Role::Coach, &answers(&plan())[0])]);
        assert_eq!(found, Outcome::Skipped);
    }
}
