//! How much a week asks of the athlete.
//!
//! A week is safe when it keeps *every* limit: the rise against the weeks before, the rise of fitness for the athlete's
//! level, and the floor of form. The acute:chronic ratio is contested (Impellizzeri et al. 2020): it stands beside
//! another broken limit as evidence and is never the only one.

use crate::judge::{Case, anchor, shown};
use crate::model::{Plan, Week};
use crate::options::Limit;
use crate::reading::Fault;
use crate::series::Series;

/// How many weeks before count: a light week is no measure for the next.
const WEEKS_BEFORE: usize = 3;
/// CTL up to which the low limit on its ramp holds, and from which the high one does.
const CTL_LOW: f64 = 45.0;
const CTL_HIGH: f64 = 70.0;

/// How far a limit is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Above what is advised.
    Steep,
    /// Above what is safe.
    Unsafe,
}

/// A limit that a week leaves.
struct Broken {
    level: Level,
    message: String,
}

/// The weeks that leave a limit at this level and no higher one; none at all where nothing is known of the time before
/// and there is one week only.
pub(crate) fn weeks_at(case: &Case, level: Level) -> Option<Vec<Fault>> {
    let Case { plan, .. } = case;
    if plan.weeks.is_empty() || (plan.weeks.len() == 1 && plan.athlete.load.ctl.is_none()) {
        return None;
    }
    let series = Series::of(plan);
    let mut faults = Vec::new();
    for (index, week) in plan.weeks.iter().enumerate() {
        let broken: Vec<Broken> = [
            weekly_ramp(case, index),
            series.as_ref().and_then(|series| ctl_ramp(case, series, week)),
            series.as_ref().and_then(|series| form(case, series, week)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if broken.iter().map(|one| one.level).max() == Some(level) {
            let ratio = acute_chronic(case, index).into_iter();
            let messages: Vec<String> = broken.into_iter().map(|one| one.message).chain(ratio).collect();
            let name = week.name(index);
            faults.push(Fault::new(&anchor(week), &name, format!("{name} {}", messages.join(", and "))));
        }
    }
    Some(faults)
}

fn level(value: f64, limit: &Limit) -> Option<Level> {
    if limit.forbid.is_some_and(|forbid| value > forbid) {
        Some(Level::Unsafe)
    } else {
        (value > limit.advise).then_some(Level::Steep)
    }
}

/// The most that the weeks before came to; what keeps the athlete's CTL level stands for weeks before the plan.
fn before(plan: &Plan, index: usize) -> Option<f64> {
    let seen = plan.weeks.get(index.saturating_sub(WEEKS_BEFORE)..index)?.iter().map(Week::tss);
    let steady = plan.athlete.load.ctl.as_ref().filter(|_| index < WEEKS_BEFORE).map(|ctl| ctl.value * 7.0);
    seen.chain(steady).reduce(f64::max)
}

fn weekly_ramp(case: &Case, index: usize) -> Option<Broken> {
    let limits = &case.plans.limits;
    let (before, now) = (before(case.plan, index)?, case.plan.weeks.get(index)?.tss());
    if now - before <= limits.least_rise.advise || before <= 0.0 {
        return None;
    }
    let rise = now / before - 1.0;
    let level = level(rise, &limits.weekly_ramp)?;
    let message = format!(
        "rises to {} TSS, {} % above the most of the weeks before ({} %: {})",
        shown(now),
        shown(100.0 * rise),
        shown(100.0 * bound(&limits.weekly_ramp, level)),
        limits.weekly_ramp.source
    );
    Some(Broken { level, message })
}

fn ctl_ramp(case: &Case, series: &Series, week: &Week) -> Option<Broken> {
    let start = week.start.as_ref()?.value;
    let (from, to) = (series.at(start.plus(-1))?.ctl, series.at(start.plus(6))?.ctl);
    let limit = ctl_limit(case, from);
    let level = level(to - from, &limit)?;
    let message = format!(
        "raises CTL by {} from {} (at most {}: {})",
        shown(to - from),
        shown(from),
        shown(bound(&limit, level)),
        limit.source
    );
    Some(Broken { level, message })
}

/// The limit on the weekly rise of CTL, which grows with CTL itself.
fn ctl_limit(case: &Case, ctl: f64) -> Limit {
    let (low, high) = (&case.plans.limits.ctl_ramp_low, &case.plans.limits.ctl_ramp_high);
    let share = ((ctl - CTL_LOW) / (CTL_HIGH - CTL_LOW)).clamp(0.0, 1.0);
    let between = |low: f64, high: f64| low + share * (high - low);
    let forbid = low.forbid.zip(high.forbid).map(|(low, high)| between(low, high));
    Limit { advise: between(low.advise, high.advise), forbid, source: low.source.clone() }
}

fn form(case: &Case, series: &Series, week: &Week) -> Option<Broken> {
    let (floor, days) = (&case.plans.limits.form, &case.plans.limits.form_days);
    let start = week.start.as_ref()?.value;
    let forms: Vec<f64> = (0..7).filter_map(|day| series.at(start.plus(day))?.tsb()).collect();
    let lowest = forms.iter().copied().reduce(f64::min)?;
    let deep = forms.iter().filter(|form| **form < floor.advise).count();
    let level = if floor.forbid.is_some_and(|forbid| lowest < forbid) {
        Level::Unsafe
    } else if deep as f64 > days.advise {
        Level::Steep
    } else {
        return None;
    };
    let message = format!("takes TSB down to {} ({}: {})", shown(lowest), shown(bound(floor, level)), floor.source);
    Some(Broken { level, message })
}

/// The uncoupled acute:chronic ratio where it is high; the weeks before the plan count as steady.
fn acute_chronic(case: &Case, index: usize) -> Option<String> {
    let limit = &case.plans.limits.acwr;
    let steady = case.plan.athlete.load.ctl.as_ref().map(|ctl| ctl.value * 7.0);
    let week = |back: usize| match index.checked_sub(back) {
        Some(at) => case.plan.weeks.get(at).map(Week::tss),
        None => steady,
    };
    let chronic: Vec<f64> = (1..=4).filter_map(week).collect();
    let mean = chronic.iter().sum::<f64>() / chronic.len().max(1) as f64;
    let ratio = if mean > 0.0 { case.plan.weeks.get(index)?.tss() / mean } else { return None };
    (ratio > limit.advise).then(|| format!("its acute:chronic ratio is {} (advisory: {})", shown(ratio), limit.source))
}

fn bound(limit: &Limit, level: Level) -> f64 {
    match level {
        Level::Steep => limit.advise,
        Level::Unsafe => limit.forbid.unwrap_or(limit.advise),
    }
}
