//! A week that asks for more than is safe without supervision.
//!
//! # What it finds
//!
//! What `plan/steep-load` finds, beyond the pack's `forbid`: half as much again as the weeks before, a rise of CTL by more
//! than 8 to 10 points, TSB below -40.
//!
//! # Why it matters
//!
//! Such weeks injure, or lead to overreaching that takes weeks to mend (Meeusen et al. 2013).
//!
//! # Broken
//!
//! 200 TSS, and 340 in the next week: +70 %.
//!
//! # Kept
//!
//! 200 TSS, and 270 in the next week, which is `plan/steep-load`.
//!
//! # Limits
//!
//! The acute:chronic ratio is never the reason: it is contested (Impellizzeri et al. 2020).

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::reading::Fault;
use crate::strain::{Level, weeks_at};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unsafe-load", summary: "a week that asks for more than is safe without supervision", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    weeks_at(case, Level::Unsafe)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/1/days/3/sessions/0/tss", json!(220)));
        breaks(&RULE, |plan| {
            set(plan, "/athlete/atl", json!(90));
            set(plan, "/athlete/tsb", json!(-60));
        });
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/1/days/3/sessions/0/tss", json!(130)));
    }
}
