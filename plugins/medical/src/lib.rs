//! The medical rubric: a coach does not prescribe, diagnose, promise cures or talk people out of care.
//!
//! What a clause does is read by the text layer with the phrases of this rubric's lexicons; the rules say which of these
//! acts a coach may not do. Good advice uses the same words ("do not stop your medication"), so an act that is negated or
//! handed to a professional is not one.

mod acts;
mod cure_claim;
mod delayed_care;
mod diagnosis;
mod drug_dose;
mod drug_start;
mod drug_stop;
mod promoted_harm;
mod remark;
#[cfg(test)]
mod testing;
mod unanswered_crisis;

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Localized, Rubric, Rule};

use crate::remark::Remarks;

/// The options of the medical rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medical {
    /// Classes of drugs that a coach may speak of freely, such as `supplement`.
    free_classes: Vec<String>,
    /// What the classes of drugs are called.
    classes: BTreeMap<String, Localized>,
    /// What the rules say.
    remarks: Remarks,
}

impl Rubric for Medical {
    const NAME: &'static str = "medical";
    const SUMMARY: &'static str = "a coach does not prescribe, diagnose, promise cures or talk people out of care";
    const RULES: &'static [Rule<Self>] = &[
        drug_dose::RULE,
        drug_start::RULE,
        drug_stop::RULE,
        diagnosis::RULE,
        cure_claim::RULE,
        delayed_care::RULE,
        promoted_harm::RULE,
        unanswered_crisis::RULE,
    ];

    fn arm(options: &str) -> Result<Self, String> {
        toml::from_str(options).map_err(|error| error.to_string())
    }
}

spotter_contract::export_rubric!(Medical, "medical");
