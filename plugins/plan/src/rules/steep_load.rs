//! A week that asks for more than is advised.
//!
//! # What it finds
//!
//! A week whose TSS rises too far above the most of the three weeks before, whose CTL rises too fast for the athlete's
//! level, or that keeps TSB deep for days. One finding a week names every limit that is left; a high acute:chronic ratio
//! is added as evidence and is never the reason.
//!
//! # Why it matters
//!
//! Load that rises faster than tissue adapts ends in injury or illness.
//!
//! # Broken
//!
//! 200 TSS, and 270 in the next week: +35 %.
//!
//! # Kept
//!
//! 200 TSS, and 218 in the next week; the return to 215 after a light week of 140.
//!
//! # Limits
//!
//! The limits are those of healthy adults and stand in the pack with their sources. Weeks above `forbid` belong to
//! `plan/unsafe-load`.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::reading::Fault;
use crate::strain::{Level, weeks_at};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "steep-load", summary: "a week that asks for more than is advised", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    weeks_at(case, Level::Steep)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    /// Saturday's run of the second week grows; CTL is unknown, so that the ramp alone counts.
    fn long_run(plan: &mut Value, tss: f64) {
        plan["athlete"].as_object_mut().unwrap().remove("ctl");
        set(plan, "/weeks/1/days/3/sessions/0/tss", json!(tss));
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| long_run(plan, 130.0));
        breaks(&RULE, |plan| set(plan, "/athlete/ctl", json!(20)));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| long_run(plan, 90.0));
        keeps(&RULE, |plan| {
            // A light first week, and the load of before in the second.
            set(plan, "/weeks/0/days/3/sessions", json!([]));
        });
    }
}
