//! A training stress score that its session does not come to.
//!
//! # What it finds
//!
//! `tss` that differs by more than the tolerance from `hours × IF² × 100`, where IF is the session's percent of threshold
//! (Coggan's definition). Where only the steps tell, anything between the sum of the steps and their normalised
//! intensity passes; where only a zone tells, anything that the zone allows.
//!
//! # Why it matters
//!
//! Every figure of load is a sum of these.
//!
//! # Broken
//!
//! 60 minutes at 70 % of threshold with `"tss": 80`; it comes to 49.
//!
//! # Kept
//!
//! The same with `"tss": 50`.
//!
//! # Limits
//!
//! A session with an RPE alone cannot be computed.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan, shown};
use crate::model::Session;
use crate::options::Zones;
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-tss", summary: "a training stress score that its session does not come to", check };

/// Points by which rounding moves a score.
const ROUNDING: f64 = 0.5;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let (mut seen, mut faults) = (0, Vec::new());
    for (_, session) in case.plan.sessions() {
        let (Some(tss), Some(due)) = (&session.tss, expected(&case.plans.zones, session)) else { continue };
        seen += 1;
        let slack = |value: f64| (value * case.plans.tss_tolerance).max(ROUNDING);
        if tss.value < due.low - slack(due.low) || tss.value > due.high + slack(due.high) {
            let range = if shown(due.low) == shown(due.high) {
                shown(due.low)
            } else {
                format!("{} to {}", shown(due.low), shown(due.high))
            };
            let message = format!(
                "TSS {} of {} should be {range}: hours × IF² × 100, {}, ±{} %",
                shown(tss.value),
                session.name(),
                due.why,
                shown(100.0 * case.plans.tss_tolerance)
            );
            let fault = Fault::new(&tss.at, session.name(), message);
            faults.push(if due.low == due.high { fault.with_fix(format!("{:.1}", due.low)) } else { fault });
        }
    }
    (seen > 0).then_some(faults)
}

/// What a session can come to.
struct Due {
    low: f64,
    high: f64,
    why: String,
}

fn expected(zones: &Zones, session: &Session) -> Option<Due> {
    let hours = session.duration.as_ref()?.value / 60.0;
    let score = |percent: f64| hours * (percent / 100.0).powi(2) * 100.0;
    if let Some(ftp) = &session.intensity.ftp {
        let due = score(ftp.value);
        let why = format!("{} h at IF {}", shown(hours), shown(ftp.value / 100.0));
        return Some(Due { low: due, high: due, why });
    }
    if let Some(due) = of_steps(session) {
        return Some(due);
    }
    let zone = session.intensity.zone.as_ref()?.value;
    let (low, high) = zones.range(zone);
    let why = format!("{} h in zone {zone} ({})", shown(hours), zones.source);
    Some(Due { low: score(low), high: score(high), why })
}

/// From the steps, where each of them has a percentage: parts that are added up, or normalised (fourth powers) as a
/// power meter does.
fn of_steps(session: &Session) -> Option<Due> {
    let parts: Option<Vec<(f64, f64)>> = session
        .steps
        .iter()
        .map(|step| Some((step.minutes() / 60.0, step.intensity.ftp.as_ref()?.value / 100.0)))
        .collect();
    let parts = parts.filter(|parts| !parts.is_empty())?;
    let hours: f64 = parts.iter().map(|(hours, _)| hours).sum();
    let low: f64 = parts.iter().map(|(hours, share)| hours * share * share * 100.0).sum();
    let fourth: f64 = parts.iter().map(|(hours, share)| hours * share.powi(4)).sum::<f64>() / hours.max(1e-9);
    let high = hours * fourth.sqrt() * 100.0;
    Some(Due { low, high: high.max(low), why: "from the steps".to_owned() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/1/sessions/0/tss", json!(60)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/tss", json!(90)));
        breaks(&RULE, |plan| set(plan, "/weeks/0/days/1/sessions/0/duration_min", json!(70)));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/1/sessions/0/tss", json!(42)));
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/2/sessions/0/tss", json!(64)));
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/1/sessions/0/intensity", json!({ "zone": 2 })));
        keeps(&RULE, |plan| set(plan, "/weeks/0/days/0/sessions/0/tss", json!(55)));
    }
}
