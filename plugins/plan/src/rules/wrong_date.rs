//! A date that does not fit the calendar of the plan.
//!
//! # What it finds
//!
//! A day outside of its week, a day listed twice, a weekday that is not the date's, a week that does not begin seven days
//! after the one before, week numbers that do not count up.
//!
//! # Why it matters
//!
//! The session lands on a day that the athlete does not look at, or on two.
//!
//! # Broken
//!
//! `{"date": "2026-03-03", "weekday": "mon"}`: 3 March 2026 is a Tuesday.
//!
//! # Kept
//!
//! `{"date": "2026-03-03", "weekday": "tue"}`
//!
//! # Limits
//!
//! Weeks may begin on any weekday. Whether the plan lies in the past is not known here.

use std::collections::BTreeSet;

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::judge::{Case, of_plan};
use crate::model::{Day, Week};
use crate::reading::Fault;

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "wrong-date", summary: "a date that does not fit the calendar of the plan", check };

fn check(plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    of_plan(plans, sample, find)
}

pub(crate) fn find(case: &Case) -> Option<Vec<Fault>> {
    let weeks = &case.plan.weeks;
    let mut faults: Vec<Fault> = weeks.windows(2).flat_map(|pair| order(&pair[0], &pair[1])).collect();
    let mut seen = BTreeSet::new();
    for week in weeks {
        for day in &week.days {
            faults.extend(outside(week, day));
            faults.extend(weekday(day));
            if let Some(date) = day.date.as_ref().filter(|date| !seen.insert(date.value)) {
                let message = format!("{} is listed twice: put its sessions into one day", date.value);
                faults.push(Fault::new(&date.at, date.value.to_string(), message));
            }
        }
    }
    (!weeks.is_empty()).then_some(faults)
}

/// A week after the one before it.
fn order(before: &Week, week: &Week) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let (Some(before), Some(start)) = (&before.start, &week.start) {
        let due = before.value.plus(7);
        if start.value != due {
            let message = format!("{} does not follow the week of {}: {due} is due", start.value, before.value);
            faults.push(Fault::new(&start.at, start.value.to_string(), message).with_fix(format!("\"{due}\"")));
        }
    }
    if let (Some(before), Some(number)) = (&before.number, &week.number)
        && number.value != before.value + 1.0
    {
        let due = before.value + 1.0;
        let message = format!("week {} follows week {}: {due} is due", number.value, before.value);
        faults.push(Fault::new(&number.at, format!("number {}", number.value), message).with_fix(due.to_string()));
    }
    faults
}

fn outside(week: &Week, day: &Day) -> Option<Fault> {
    let (start, date) = (week.start.as_ref()?.value, day.date.as_ref()?);
    let end = start.plus(6);
    let is_inside = (start..=end).contains(&date.value);
    let message = format!("{} lies outside of its week, {start} to {end}", date.value);
    (!is_inside).then(|| Fault::new(&date.at, date.value.to_string(), message))
}

fn weekday(day: &Day) -> Option<Fault> {
    let (date, said) = (day.date.as_ref()?.value, day.weekday.as_ref()?);
    let is = date.weekday().name();
    let message = format!("{date} is not `{}` but `{is}`", crate::schema::short(&said.value));
    (said.value != is).then(|| Fault::new(&said.at, date.to_string(), message).with_fix(format!("\"{is}\"")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::testing::{breaks, keeps, set};

    #[test]
    fn finds_it_in_three_languages() {
        for (pointer, value) in [
            ("/weeks/1/days/0/weekday", json!("tue")),
            ("/weeks/1/days/0/date", json!("2026-03-02")),
            ("/weeks/1/days/1/date", json!("2026-03-09")),
            ("/weeks/2/start", json!("2026-03-15")),
            ("/weeks/2/n", json!(5)),
        ] {
            breaks(&RULE, |plan| set(plan, pointer, value.clone()));
        }
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |plan| {
            set(plan, "/weeks/1/days/0/date", json!("2026-03-15"));
            set(plan, "/weeks/1/days/0/weekday", json!("sun"));
        });
        keeps(&RULE, |plan| {
            for week in 0..4 {
                set(plan, &format!("/weeks/{week}/n"), json!(week + 5));
            }
        });
    }
}
