//! More hard sessions in a week than anybody recovers from.
//!
//! # What it finds
//!
//! A week with more hard sessions than the pack's `hard_sessions` allows.
//!
//! # Why it matters
//!
//! Endurance athletes who train well spend about a fifth of their sessions above threshold (Seiler 2010); more of them
//! tire without making faster.
//!
//! # Broken
//!
//! Four sessions in zone 4 or above within a week.
//!
//! # Kept
//!
//! Two sessions in zone 4 and three in zone 2.
//!
//! # Limits
//!
//! What is hard is told by zone, percent of threshold or RPE of the session, or by minutes of such steps.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, anchor, of_plan};
use crate::model::{Intensity, Session};
use crate::options::Hard;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "excess-hard-sessions", summary: "more hard sessions in a week than anybody recovers from", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let limit = &case.plans.limits.hard_sessions;
    let mut faults = Vec::new();
    for (index, week) in case.plan.weeks.iter().enumerate() {
        let hard: Vec<String> =
            week.sessions().filter(|session| is_hard(&case.plans.hard, session)).map(Session::name).collect();
        if hard.len() as f64 > limit.advise {
            let name = week.name(index);
            let shown = hard.get(..hard.len().min(6)).unwrap_or_default().join(", ");
            let message = format!(
                "{name} has {} hard sessions ({shown}), at most {}: {}",
                hard.len(),
                limit.advise,
                limit.source
            );
            faults.push(Fault::new(&anchor(week), name, message));
        }
    }
    (!case.plan.weeks.is_empty()).then_some(faults)
}

/// Whether a session is hard, by its own intensity or by the minutes of hard steps.
pub(crate) fn is_hard(hard: &Hard, session: &Session) -> bool {
    let is_over = |intensity: &Intensity| {
        let over = |value: &Option<crate::json::Placed<f64>>, limit: f64| {
            value.as_ref().is_some_and(|value| value.value >= limit)
        };
        over(&intensity.zone, hard.zone) || over(&intensity.ftp, hard.ftp_percent) || over(&intensity.rpe, hard.rpe)
    };
    let steps = session.steps.iter().filter(|step| is_over(&step.intensity));
    is_over(&session.intensity) || steps.map(crate::model::Step::minutes).sum::<f64>() >= hard.minutes
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    fn zones(plan: &mut Value, zone: u8) {
        for day in [0, 1, 3] {
            set(plan, &format!("/weeks/1/days/{day}/sessions/0/intensity"), json!({ "zone": zone }));
        }
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| zones(plan, 4));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| zones(plan, 3));
    }
}
