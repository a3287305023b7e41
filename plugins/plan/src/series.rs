//! Fitness, fatigue and form, day by day.
//!
//! `CTL_d = TSS (1 - e^(-1/42)) + CTL_(d-1) e^(-1/42)`, ATL the same with 7 days, `TSB = CTL - ATL`. The recurrences and
//! their constants are those of the performance manager chart (Coggan; GoldenCheetah's `PMCData`).

use std::collections::BTreeMap;

use crate::date::Date;
use crate::model::Plan;

/// Days over which fitness fades.
const CHRONIC_DAYS: f64 = 42.0;
/// Days over which fatigue fades.
const ACUTE_DAYS: f64 = 7.0;
/// A plan of more days than this has a wrong date somewhere.
const MOST_DAYS: i64 = 1_100;

/// The load at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Loaded {
    pub(crate) ctl: f64,
    /// None where the plan does not say what it began with.
    pub(crate) atl: Option<f64>,
}

impl Loaded {
    pub(crate) fn tsb(self) -> Option<f64> {
        self.atl.map(|atl| self.ctl - atl)
    }

    fn after(self, tss: f64) -> Self {
        let next = |load: f64, days: f64| {
            let kept = (-1.0 / days).exp();
            tss * (1.0 - kept) + load * kept
        };
        Self { ctl: next(self.ctl, CHRONIC_DAYS), atl: self.atl.map(|atl| next(atl, ACUTE_DAYS)) }
    }
}

/// The load at the end of each day of a plan, and of the day before it.
pub(crate) struct Series {
    first: Date,
    days: Vec<Loaded>,
}

impl Series {
    /// Computes from the athlete's CTL; none where it, or every date, is unknown.
    pub(crate) fn of(plan: &Plan) -> Option<Self> {
        let load = &plan.athlete.load;
        let start = Loaded { ctl: load.ctl.as_ref()?.value, atl: load.atl.as_ref().map(|atl| atl.value) };
        let mut daily: BTreeMap<Date, f64> = BTreeMap::new();
        for (_, day) in plan.days() {
            if let Some(date) = &day.date {
                *daily.entry(date.value).or_default() += day.tss();
            }
        }
        let starts = || plan.weeks.iter().filter_map(|week| week.start.as_ref()).map(|start| start.value);
        let first = starts().min().into_iter().chain(daily.keys().next().copied()).min()?;
        let ends = starts().map(|start| start.plus(6)).max();
        let last = ends.into_iter().chain(daily.keys().next_back().copied()).max()?;
        if last.0 - first.0 > MOST_DAYS {
            return None;
        }
        let mut days = vec![start];
        let mut load = start;
        for day in first.0..=last.0 {
            load = load.after(daily.get(&Date(day)).copied().unwrap_or(0.0));
            days.push(load);
        }
        Some(Self { first, days })
    }

    /// The load at the end of a day; the day before the plan has one too.
    pub(crate) fn at(&self, date: Date) -> Option<Loaded> {
        let index = usize::try_from(date.0 - self.first.0 + 1).ok()?;
        self.days.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_load_stays_where_it_is() {
        let mut load = Loaded { ctl: 60.0, atl: Some(60.0) };
        for _ in 0..100 {
            load = load.after(60.0);
        }
        assert!((load.ctl - 60.0).abs() < 1e-9 && load.tsb().unwrap().abs() < 1e-9);
    }

    #[test]
    fn one_day_moves_fitness_by_a_fortysecond_and_fatigue_by_a_seventh() {
        let load = Loaded { ctl: 50.0, atl: Some(50.0) }.after(150.0);
        assert!((load.ctl - 52.3529).abs() < 1e-3, "{load:?}");
        assert!((load.atl.unwrap() - 63.3122).abs() < 1e-3, "{load:?}");
    }
}
