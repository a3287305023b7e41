//! An id that names two sessions.
//!
//! # What it finds
//!
//! A session whose id an earlier session of the plan has.
//!
//! # Why it matters
//!
//! A modification names a session by its id; of two with one id the wrong one may be changed.
//!
//! # Broken
//!
//! Two sessions with `"id": "run-1"`.
//!
//! # Kept
//!
//! `"run-1"` and `"run-2"`.
//!
//! # Limits
//!
//! Ids that differ in case only are two ids.

use std::collections::BTreeMap;

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::reading::Fault;
use crate::schema::short;

pub(crate) const RULE: Rule<Plans> = Rule { name: "repeated-id", summary: "an id that names two sessions", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let (mut first, mut faults) = (BTreeMap::new(), Vec::new());
    for id in case.plan.sessions().filter_map(|(_, session)| session.id.as_ref()) {
        if let Some(path) = first.get(id.value.as_str()) {
            let message = format!("`{}` is the id of `{path}` too: ids are unique", short(&id.value));
            faults.push(Fault::new(&id.at, &id.value, message));
        } else {
            first.insert(id.value.as_str(), &id.at.path);
        }
    }
    (!first.is_empty()).then_some(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/2/days/1/sessions/0/id", json!("w1-tue")));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/2/days/1/sessions/0/id", json!("W1-tue")));
    }
}
