//! A modification after which the plan breaks a rule that it kept.
//!
//! # What it finds
//!
//! The plan of the conversation with all modifications applied is judged by the rules of references, arithmetic and load;
//! each fault that the plan did not have before is reported at the modification that brings it.
//!
//! # Why it matters
//!
//! A change that is sound by itself can take away the only day of rest.
//!
//! # Broken
//!
//! Moving Tuesday's run to a Wednesday that the athlete does not have.
//!
//! # Kept
//!
//! Moving it to Sunday, which the athlete has.
//!
//! # Limits
//!
//! Targets and stated loads are left out: whoever stores the plan computes them anew.

use std::collections::BTreeSet;

use spotter_contract::{Document, Outcome, Rule, Sample};

use super::INVARIANTS;
use crate::Plans;
use crate::change::{Change, replay};
use crate::judge::Case;
use crate::model::Plan;
use crate::reading::{Fault, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "harmful-change", summary: "a modification after which the plan breaks a rule that it kept", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    let Some(current) = &reading.current else { return Outcome::Skipped };
    let (after, replayed) = replay(current, &reading.changes);
    if replayed.iter().all(|one| one.refusal.is_some()) {
        return Outcome::Skipped;
    }
    let faults = |plan: &Plan| -> Vec<(usize, Fault)> {
        let case = Case { plans, facts: &sample.facts, plan };
        let found = INVARIANTS.iter().enumerate().filter_map(|(index, find)| Some((index, find(&case)?)));
        found.flat_map(|(index, faults)| faults.into_iter().map(move |fault| (index, fault))).collect()
    };
    let known: BTreeSet<(usize, String)> =
        faults(current).into_iter().map(|(index, fault)| (index, fault.subject)).collect();
    let new = faults(&after).into_iter().filter(|(index, fault)| !known.contains(&(*index, fault.subject.clone())));
    let fault = |(_, fault): (usize, Fault)| {
        let change = bringer(&reading.changes, &fault)?;
        Some(Fault::new(&change.id.at, fault.subject, format!("after this change {}", fault.message)))
    };
    reading.outcome(new.filter_map(fault).collect())
}

/// The modification that brings a fault: the last one that the fault names by id or by day, else the first.
fn bringer<'c>(changes: &'c [Change], fault: &Fault) -> Option<&'c Change> {
    let is_named = |change: &&Change| {
        let day = change.after.as_ref().and_then(|after| after.date.as_ref()).map(|date| date.value.to_string());
        fault.message.contains(&format!("`{}`", change.id.value)) || day.is_some_and(|day| fault.message.contains(&day))
    };
    changes.iter().rev().find(is_named).or(changes.first())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks_changes, keeps_changes};

    fn moved(date: &str) -> [Value; 3] {
        ["Salı toplantın var.", "You have a meeting on Tuesday.", "لديك اجتماع يوم الثلاثاء."]
            .map(|reason| json!({ "op": "move", "session_id": "w1-tue", "reason": reason, "after": { "date": date } }))
    }

    fn added(tss: f64) -> [Value; 3] {
        ["Ek sürüş.", "An extra ride.", "ركوب إضافي."].map(|reason| {
            json!({ "op": "add", "session_id": "extra", "reason": reason, "after": { "date": "2026-03-15",
                "sport": "ride", "duration_min": tss * 60.0 / 49.0, "intensity": { "zone": 2, "ftp_percent": 70 }, "tss": tss } })
        })
    }

    #[test]
    fn finds_it_in_three_languages() {
        breaks_changes(&RULE, &moved("2026-03-04"));
        breaks_changes(&RULE, &added(200.0));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps_changes(&RULE, &moved("2026-03-08"));
        keeps_changes(&RULE, &added(20.0));
    }
}
