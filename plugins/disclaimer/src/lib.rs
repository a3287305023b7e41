//! The disclaimer rubric: a risk calls for the right advice to see someone, once, and in time.
//!
//! Which type is due follows from what the user says and is known to have; `due` holds that reading and the three rules
//! share it. Types are those of the lexicons: `consult`, `emergency`, `before_start`, `med_change`.

mod due;
mod excess_disclaimer;
mod late_emergency;
mod missing_disclaimer;
#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Rubric, Rule};

use due::Type;

/// The options of the disclaimer rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// Disclaimers in one answer that are not too many.
    most: usize,
    /// Sentences in which emergency advice must stand.
    first_sentences: usize,
    /// Characters from which an answer to a user with a known risk counts as advice.
    advice_chars: usize,
    /// Below this age a professional is due.
    adult_age: u32,
    /// From this age a professional is due.
    old_age: u32,
    /// What a known health condition calls for; `consult` where it is not listed.
    conditions: BTreeMap<String, Type>,
}

impl Rubric for Disclaimer {
    const NAME: &'static str = "disclaimer";
    const SUMMARY: &'static str = "a risk calls for the right advice to see someone, once and in time";
    const RULES: &'static [Rule<Self>] = &[missing_disclaimer::RULE, late_emergency::RULE, excess_disclaimer::RULE];

    fn arm(options: &str) -> Result<Self, String> {
        toml::from_str(options).map_err(|error| error.to_string())
    }
}

spotter_contract::export_rubric!(Disclaimer, "disclaimer");
