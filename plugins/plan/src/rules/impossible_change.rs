//! A modification that cannot be done, or that contradicts the plan it changes.
//!
//! # What it finds
//!
//! A day outside of the plan, a new session with an id that is taken, a `before` that is not what the plan says, and an
//! `after` that is not `factor` times the session.
//!
//! # Why it matters
//!
//! A program that applies it fails half-way, or overwrites what the coach did not see.
//!
//! # Broken
//!
//! `{"op": "scale", "factor": 0.8, "after": {"duration_min": 50, "tss": 40}, ..}` for a session of 50 minutes.
//!
//! # Kept
//!
//! The same with `"after": {"duration_min": 40, "tss": 32.7}`.
//!
//! # Limits
//!
//! A `before` that leaves a field out does not contradict it.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::change::{Op, RefusalKind, Replayed, is_like, replay};
use crate::judge::shown;
use crate::reading::{Fault, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "impossible-change", summary: "a modification that cannot be done to the plan", check };

/// Points and minutes by which rounding moves a scaled figure.
const ROUNDING: f64 = 1.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    let Some(current) = &reading.current else { return Outcome::Skipped };
    let (_, replayed) = replay(current, &reading.changes);
    let mut faults = Vec::new();
    for one in &replayed {
        let refusal = one.refusal.iter().filter(|refusal| refusal.kind == RefusalKind::Impossible);
        faults.extend(refusal.map(|refusal| Fault::new(&refusal.at, &one.change.id.value, &refusal.message)));
        faults.extend(stale(one));
        faults.extend(misscaled(plans, one));
    }
    reading.outcome(faults)
}

/// A `before` that is not what the plan says.
fn stale(one: &Replayed) -> Option<Fault> {
    let (before, (date, session)) = (one.change.before.as_ref()?, one.session.as_ref()?);
    let is_there = before.date.as_ref().is_none_or(|said| Some(said.value) == *date);
    let message = format!("`before` is not what the plan says of {}", session.name());
    let is_stale = !is_there || !is_like(session, &before.session);
    is_stale.then(|| Fault::new(&before.at, &one.change.id.value, message))
}

/// An `after` that is not `factor` times the session.
fn misscaled(plans: &Plans, one: &Replayed) -> Vec<Fault> {
    let (Some(factor), Some(after), Some((_, session))) = (&one.change.factor, &one.change.after, &one.session) else {
        return Vec::new();
    };
    if one.change.op != Op::Scale {
        return Vec::new();
    }
    let figures = [
        ("minutes", &session.duration, &after.session.duration, plans.sum_tolerance),
        ("TSS", &session.tss, &after.session.tss, plans.tss_tolerance),
    ];
    let fault = |(what, own, new, tolerance): (&str, &Option<_>, &Option<_>, f64)| {
        let (own, new): (&crate::json::Placed<f64>, &crate::json::Placed<f64>) = (own.as_ref()?, new.as_ref()?);
        let due = own.value * factor.value;
        let is_off = (new.value - due).abs() > (due * tolerance).max(ROUNDING);
        let message =
            format!("{} {what} times {} is {}, not {}", shown(own.value), factor.value, shown(due), shown(new.value));
        is_off.then(|| Fault::new(&new.at, &one.change.id.value, message).with_fix(shown(due)))
    };
    figures.into_iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks_changes, keeps_changes};

    const REASONS: [&str; 3] =
        ["Yorgunsun, koşuyu kısalttım", "You are tired, so the run is shorter", "أنت متعب فقصّرت الجري"];

    fn scaled(minutes: f64, tss: f64) -> [Value; 3] {
        REASONS.map(|reason| {
            json!({ "op": "scale", "session_id": "w1-tue", "reason": reason, "factor": 0.8,
                "before": { "duration_min": 50 }, "after": { "duration_min": minutes, "tss": tss } })
        })
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks_changes(&RULE, &scaled(50.0, 40.8));
        breaks_changes(&RULE, &scaled(40.0, 20.0));
        let outside = |reason: &str| json!({ "op": "move", "session_id": "w1-tue", "reason": reason, "after": { "date": "2027-01-01" } });
        breaks_changes(&RULE, &REASONS.map(outside));
        let stale = |reason: &str| json!({ "op": "remove", "session_id": "w1-tue", "reason": reason, "before": { "sport": "swim" } });
        breaks_changes(&RULE, &REASONS.map(stale));
        let taken = |reason: &str| {
            json!({ "op": "add", "session_id": "w1-tue", "reason": reason, "after": { "date": "2026-03-08",
                "sport": "walk", "duration_min": 30, "intensity": { "rpe": 2 }, "tss": 8 } })
        };
        breaks_changes(&RULE, &REASONS.map(taken));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps_changes(&RULE, &scaled(40.0, 32.7));
    }
}
