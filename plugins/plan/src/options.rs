//! The options of the rubric: tolerances, limits with their sources, and the words of claims.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::claims::Claims;
use crate::schema;

/// The options of the plan rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plans {
    /// Whether an answer without a plan or a modification is a fault.
    pub(crate) required: bool,
    /// Share by which a stated TSS may differ from its formula.
    pub(crate) tss_tolerance: f64,
    /// Share by which a stated sum may differ from its parts.
    pub(crate) sum_tolerance: f64,
    /// By how much stated CTL, ATL and TSB may differ from the recurrences.
    pub(crate) load_tolerance: f64,
    pub(crate) zones: Zones,
    pub(crate) hard: Hard,
    /// Sports that leave a day a day of rest.
    pub(crate) resting_sports: Vec<String>,
    pub(crate) limits: Limits,
    pub(crate) groups: Vec<Group>,
    /// What an injured area is spared.
    pub(crate) areas: BTreeMap<String, Area>,
    pub(crate) claims: Claims,
}

/// Power zones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Zones {
    /// The upper end of each zone but the last, in percent of threshold power.
    pub(crate) upper: Vec<f64>,
    pub(crate) source: String,
}

/// What makes a session hard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hard {
    pub(crate) zone: f64,
    pub(crate) ftp_percent: f64,
    pub(crate) rpe: f64,
    /// Minutes of such steps that make the session hard.
    pub(crate) minutes: f64,
}

/// A limit: what is advised, and what is too much for anybody without supervision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) advise: f64,
    pub(crate) forbid: Option<f64>,
    pub(crate) source: String,
}

/// Every limit on load.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) weekly_ramp: Limit,
    pub(crate) least_rise: Limit,
    pub(crate) ctl_ramp_low: Limit,
    pub(crate) ctl_ramp_high: Limit,
    pub(crate) form: Limit,
    pub(crate) form_days: Limit,
    pub(crate) acwr: Limit,
    pub(crate) rest_days: Limit,
    pub(crate) hard_sessions: Limit,
    pub(crate) loading_weeks: Limit,
    pub(crate) taper_fall: Limit,
    pub(crate) long_run_share: Limit,
    pub(crate) long_run_rise: Limit,
    pub(crate) fewest_sets: Limit,
    pub(crate) most_sets: Limit,
    pub(crate) load_step: Limit,
    pub(crate) novice_rpe: Limit,
}

/// People with caps of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) under_age: Option<f64>,
    pub(crate) condition: Option<String>,
    pub(crate) most_zone: Option<f64>,
    pub(crate) most_ftp_percent: Option<f64>,
    pub(crate) most_rpe: Option<f64>,
    pub(crate) most_minutes: Option<f64>,
    /// Weekly hours for each year of age.
    pub(crate) hours_for_age: Option<f64>,
    pub(crate) source: String,
}

/// What loads an area of the body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Area {
    pub(crate) sports: Vec<String>,
    pub(crate) muscles: Vec<String>,
    pub(crate) source: String,
}

impl Plans {
    /// The options, if they cover what the schema allows.
    pub(crate) fn complete(mut self) -> Result<Self, String> {
        if let Some(area) = schema::AREAS.iter().find(|area| !self.areas.contains_key(**area)) {
            return Err(format!("no [options.areas.{area}]: say what an injury there is spared"));
        }
        if let Some(area) = self.areas.keys().find(|area| !schema::AREAS.contains(&area.as_str())) {
            return Err(format!("[options.areas.{area}] is no area of the schema"));
        }
        if self.zones.upper.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err("the upper ends of [options.zones] must rise".to_owned());
        }
        self.claims.fold();
        Ok(self)
    }
}

impl Zones {
    /// Percent of threshold from which a zone begins, and to which it goes; the last one has no end.
    pub(crate) fn range(&self, zone: f64) -> (f64, f64) {
        let index = zone.max(1.0) as usize - 1;
        let low = index.checked_sub(1).and_then(|before| self.upper.get(before)).copied().unwrap_or(0.0);
        (low, self.upper.get(index).copied().unwrap_or(f64::INFINITY))
    }

    /// The zone of a percentage of threshold.
    pub(crate) fn of(&self, ftp_percent: f64) -> usize {
        1 + self.upper.iter().filter(|upper| ftp_percent > **upper).count()
    }
}
