//! A modification that does something else than it says.
//!
//! # What it finds
//!
//! A reason that speaks of less where the load rises, or of more where it falls; that names another day, sport, goal or
//! percentage than what is changed; and a modification that changes nothing. Of a single modification the prose around it
//! is held to its word too.
//!
//! # Why it matters
//!
//! The athlete reads the reason and agrees to it; the program applies the rest.
//!
//! # Broken
//!
//! `{"op": "scale", "session_id": "w1-tue", "factor": 1.2, "reason": "Salı koşusunu azalttım", ..}`
//!
//! # Kept
//!
//! The same with `"factor": 0.8`.
//!
//! # Limits
//!
//! Only plain claims count: a reason that speaks of more and of less claims neither, a day counts beside its session, and
//! what is not raised may fall or stay.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::change::{Change, Op, Replayed, replay};
use crate::claims::{Claim, Direction};
use crate::json::Place;
use crate::judge::shown;
use crate::reading::{Fault, Reading, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "unfaithful-change", summary: "a modification that does something else than it says", check };

/// Percent by which a named percentage may be rounded.
const ROUNDING: f64 = 2.0;

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample) else { return Outcome::Skipped };
    let Some(current) = &reading.current else { return Outcome::Skipped };
    let (_, replayed) = replay(current, &reading.changes);
    let mut faults = Vec::new();
    for one in replayed.iter().filter(|one| one.refusal.is_none()) {
        let Some((at, messages)) = unfaithful(plans, one, &reading) else { continue };
        faults.extend(messages.into_iter().map(|message| Fault::new(at, &one.change.id.value, message)));
    }
    reading.outcome(faults)
}

/// Where the claim stands, and what is wrong with it.
fn unfaithful<'c>(plans: &Plans, one: &Replayed<'c>, reading: &Reading) -> Option<(&'c Place, Vec<String>)> {
    let change: &'c Change = one.change;
    let reason = change.reason.as_ref()?;
    if !one.has_effect && (change.op != Op::Remove || one.session.is_some()) {
        return Some((&change.at, vec!["the modification leaves the plan as it is".to_owned()]));
    }
    let claim = plans.claims.read(&reason.value);
    let mut messages = contradictions(one, &claim);
    if messages.is_empty() && reading.changes.len() == 1 {
        let prose = Claim { direction: plans.claims.read(&reading.prose).direction, ..Claim::default() };
        messages = contradictions(one, &prose);
    }
    Some((&reason.at, messages))
}

fn contradictions(one: &Replayed, claim: &Claim) -> Vec<String> {
    let found = [direction(one, claim), days(one, claim), goal(one, claim), sports(one, claim), percent(one, claim)];
    found.into_iter().flatten().collect()
}

/// How far the load moves: TSS, or minutes where there is no TSS.
fn effect(one: &Replayed) -> Option<f64> {
    let (change, own) = (one.change, one.session.as_ref().map(|(_, session)| session));
    let after = change.after.as_ref().map(|after| &after.session);
    let tss = |session: &crate::model::Session| session.tss.as_ref().or(session.duration.as_ref()).map(|v| v.value);
    match change.op {
        Op::Add => after.and_then(tss),
        Op::Remove => own.and_then(tss).map(|tss| -tss),
        Op::Replace | Op::Scale => Some(after.and_then(tss)? - own.and_then(tss)?),
        Op::Move => None,
    }
}

fn direction(one: &Replayed, claim: &Claim) -> Option<String> {
    let (claimed, effect) = (claim.direction?, effect(one)?);
    match claimed {
        Direction::Down if effect > 0.0 => {
            Some(format!("the reason speaks of less, and the load rises by {}", shown(effect)))
        }
        Direction::Up if effect < 0.0 => {
            Some(format!("the reason speaks of more, and the load falls by {}", shown(-effect)))
        }
        _ => None,
    }
}

fn days(one: &Replayed, claim: &Claim) -> Option<String> {
    let before = one.session.as_ref().and_then(|(date, _)| *date);
    let after = one.change.after.as_ref().and_then(|after| after.date.as_ref()).map(|date| date.value);
    let touched: Vec<_> = [before, after].into_iter().flatten().map(crate::date::Date::weekday).collect();
    if claim.days.is_empty() || touched.is_empty() || claim.days.iter().any(|day| touched.contains(day)) {
        return None;
    }
    let names = |days: &[crate::date::Weekday]| days.iter().map(|day| day.name()).collect::<Vec<_>>().join(", ");
    Some(format!("the reason is about `{}`, and the change is about `{}`", names(&claim.days), names(&touched)))
}

fn goal(one: &Replayed, claim: &Claim) -> Option<String> {
    let after = one.change.after.as_ref().filter(|_| one.change.op == Op::Move)?;
    let day = after.date.as_ref()?.value.weekday();
    let is_other = !claim.to.is_empty() && !claim.to.contains(&day);
    let named: Vec<&str> = claim.to.iter().map(|day| day.name()).collect();
    is_other.then(|| format!("the reason moves it to `{}`, and the change to `{}`", named.join(", "), day.name()))
}

fn sports(one: &Replayed, claim: &Claim) -> Option<String> {
    let sport = |session: &crate::model::Session| session.sport.as_ref().map(|sport| sport.value.clone());
    let before = one.session.as_ref().and_then(|(_, session)| sport(session));
    let after = one.change.after.as_ref().and_then(|after| sport(&after.session));
    let is_named = |own: &Option<String>| own.as_ref().is_some_and(|own| claim.sports.contains(own));
    let mut named = claim.sports.clone();
    named.dedup();
    let is_kept = match one.change.op {
        Op::Replace if named.len() > 1 => is_named(&after),
        _ => is_named(&before) || is_named(&after),
    };
    let own: Vec<String> = [before.clone(), after.clone()].into_iter().flatten().collect();
    let is_other = !named.is_empty() && !own.is_empty() && !is_kept;
    is_other
        .then(|| format!("the reason is about `{}`, and the change is about `{}`", named.join(", "), own.join(", ")))
}

fn percent(one: &Replayed, claim: &Claim) -> Option<String> {
    let factor = one.change.factor.as_ref().filter(|_| one.change.op == Op::Scale)?.value;
    let change = 100.0 * (factor - 1.0).abs();
    let fits = |percent: &f64| (percent - change).abs() <= ROUNDING || (percent - 100.0 * factor).abs() <= ROUNDING;
    let is_other = !claim.percents.is_empty() && !claim.percents.iter().any(fits);
    let named: Vec<String> = claim.percents.iter().map(|percent| format!("{} %", shown(*percent))).collect();
    is_other
        .then(|| format!("the reason says {}, and the factor {factor} changes {} %", named.join(", "), shown(change)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::testing::{breaks_changes, keeps_changes};

    fn scale(factor: f64, reasons: [&str; 3]) -> [Value; 3] {
        reasons.map(|reason| {
            json!({ "op": "scale", "session_id": "w1-tue", "reason": reason, "factor": factor,
                "after": { "duration_min": 50.0 * factor, "tss": 40.8 * factor } })
        })
    }

    fn to_sunday(reasons: [&str; 3]) -> [Value; 3] {
        reasons.map(|reason| {
            json!({ "op": "move", "session_id": "w1-tue", "reason": reason, "after": { "date": "2026-03-08" } })
        })
    }

    const LESS: [&str; 3] = ["Salı koşusunu azalttım.", "I reduced Tuesday's run.", "خففت جري الثلاثاء."];
    const TWENTY: [&str; 3] = ["Süreyi %20 kısalttım.", "I cut the duration by 20%.", "قلّلت المدة بنسبة 20%."];

    #[test]
    fn finds_it_in_three_languages() {
        breaks_changes(&RULE, &scale(1.2, LESS));
        breaks_changes(&RULE, &scale(0.8, ["Hacmi artırdım.", "I increased the volume.", "زدت الحجم."]));
        let friday = ["Cuma koşusunu azalttım.", "I shortened Friday's run.", "خففت جري الجمعة."];
        breaks_changes(&RULE, &scale(0.8, friday));
        let swim = ["Yüzmeyi azalttım.", "I reduced the swim.", "خففت السباحة."];
        breaks_changes(&RULE, &scale(0.8, swim));
        breaks_changes(&RULE, &scale(0.5, TWENTY));
        let saturday = ["Koşuyu cumartesiye taşıdım.", "I moved the run to Saturday.", "نقلت الجري إلى السبت."];
        breaks_changes(&RULE, &to_sunday(saturday));
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps_changes(&RULE, &scale(0.8, LESS));
        keeps_changes(&RULE, &scale(0.8, TWENTY));
        let risk = [
            "Sakatlık riskini azaltmak için küçük bir ekleme.",
            "A small addition to reduce the risk of injury.",
            "إضافة صغيرة لتقليل خطر الإصابة.",
        ];
        keeps_changes(&RULE, &scale(1.1, risk));
        let race = [
            "Pazar günü yarışın var, koşuyu kısalttım.",
            "You race on Sunday, so I cut the run.",
            "لديك سباق يوم الأحد، لذلك خففت الجري.",
        ];
        keeps_changes(&RULE, &scale(0.8, race));
        let sunday =
            ["Salı koşusunu pazara taşıdım.", "I moved Tuesday's run to Sunday.", "نقلت جري الثلاثاء إلى الأحد."];
        keeps_changes(&RULE, &to_sunday(sunday));
    }
}
