//! A zone that its percentage of threshold does not lie in.
//!
//! # What it finds
//!
//! An intensity, of a session or of a step, whose `ftp_percent` lies in another zone than its `zone`, by the table of the
//! pack.
//!
//! # Why it matters
//!
//! The head unit shows one of the two, and the athlete trains that.
//!
//! # Broken
//!
//! `{"zone": 2, "ftp_percent": 95}`: 95 % is zone 4.
//!
//! # Kept
//!
//! `{"zone": 2, "ftp_percent": 70}`
//!
//! # Limits
//!
//! RPE is not compared: it depends on how long the step lasts.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan, shown};
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-zone", summary: "a zone that its percentage of threshold does not lie in", check };

/// Percent by which tables of zones differ at their edges.
const EDGE: f64 = 1.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let zones = &case.plans.zones;
    let (mut seen, mut faults) = (0, Vec::new());
    for (_, session) in case.plan.sessions() {
        let steps = session.steps.iter().map(|step| &step.intensity);
        for intensity in std::iter::once(&session.intensity).chain(steps) {
            let (Some(zone), Some(ftp)) = (&intensity.zone, &intensity.ftp) else { continue };
            seen += 1;
            let (low, high) = zones.range(zone.value);
            if ftp.value < low - EDGE || ftp.value > high + EDGE {
                let due = zones.of(ftp.value);
                let message =
                    format!("{} % of threshold is zone {due}, not {}: {}", shown(ftp.value), zone.value, zones.source);
                faults.push(Fault::new(&zone.at, format!("{} {}", session.name(), zone.at.path), message));
            }
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
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/1/sessions/0/intensity/zone", json!(4)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/steps/1/intensity/zone", json!(2)));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| {
            set(plan, "/weeks/0/days/1/sessions/0/intensity", json!({ "zone": 2, "ftp_percent": 75.5 }));
        });
        keeps(&RULE, |plan| {
            set(plan, "/weeks/0/days/1/sessions/0/intensity", json!({ "zone": 7, "ftp_percent": 180 }));
        });
    }
}
