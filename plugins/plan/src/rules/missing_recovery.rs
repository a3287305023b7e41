//! Weeks of load without a light one, and a taper that does not taper.
//!
//! # What it finds
//!
//! More weeks of load in a row than the pack's `loading_weeks`, and a week of phase `taper` that keeps more of the week
//! before than `taper_fall` allows. A week that falls by a sixth is a light one.
//!
//! # Why it matters
//!
//! Three weeks up and one down is the rhythm that most plans keep; a taper of less than 40 % in all does little
//! (Bosquet et al. 2007).
//!
//! # Broken
//!
//! 200, 215, 230, 245 and 260 TSS.
//!
//! # Kept
//!
//! 200, 215, 230, 160 and 235 TSS.
//!
//! # Limits
//!
//! Plans of up to `loading_weeks` weeks need no light week of their own: what came before is unknown.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, anchor, of_plan, shown};
use crate::model::Week;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "missing-recovery", summary: "weeks of load without a light one, or a taper without relief", check };

/// What a light week keeps of the most of the weeks of load before it.
const LIGHT: f64 = 5.0 / 6.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

fn find(case: &Case) -> Option<Vec<Fault>> {
    let weeks = &case.plan.weeks;
    let limits = &case.plans.limits;
    let (mut row, mut most, mut faults) = (0, 0.0_f64, Vec::new());
    for (index, week) in weeks.iter().enumerate() {
        let tss = week.tss();
        let is_light = tss <= most * LIGHT;
        (row, most) = if is_light { (0, 0.0) } else { (row + 1, most.max(tss)) };
        if f64::from(row) == limits.loading_weeks.advise + 1.0 {
            let limit = &limits.loading_weeks;
            let name = week.name(index);
            let message = format!("{name} is week {row} of load in a row, at most {}: {}", limit.advise, limit.source);
            faults.push(Fault::new(&anchor(week), name, message));
        }
        let before = index.checked_sub(1).and_then(|before| weeks.get(before)).map_or(0.0, Week::tss);
        let is_taper = week.phase.as_ref().is_some_and(|phase| phase.value == "taper");
        if is_taper && before > 0.0 && tss > before * (1.0 - limits.taper_fall.advise) {
            let limit = &limits.taper_fall;
            let (name, fall) = (week.name(index), shown(100.0 * (1.0 - tss / before)));
            let least = shown(100.0 * limit.advise);
            let message = format!("{name} tapers and falls by {fall} %, at least {least} %: {}", limit.source);
            faults.push(Fault::new(&anchor(week), format!("{name} taper"), message));
        }
    }
    (weeks.len() > 1).then_some(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/3/days/3/sessions/0/tss", json!(150)));
        breaks(&RULE, |plan| set(plan, "/weeks/2/phase", json!("taper")));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| {
            set(plan, "/weeks/3/phase", json!("taper"));
            set(plan, "/weeks/3/days/2/sessions/0/tss", json!(20));
        });
        keeps(&RULE, |plan| set(plan, "/weeks/3/days/2/sessions/0/tss", json!(20)));
    }
}
