//! The conditional rubric: advice should say when it holds and what to do when it does not.
//!
//! The text layer grades each condition: 1 is a marker alone, 2 a condition with an action, 3 adds an alternative or a
//! threshold. A useful answer has at least one of grade 2.

mod advice;
mod bare_condition;
mod missing_condition;
#[cfg(test)]
mod testing;

use serde::Deserialize;
use spotter_contract::{Rubric, Rule};

/// The options of the conditional rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditional {
    /// Characters from which an answer counts as advice rather than a remark.
    advice_chars: usize,
}

impl Rubric for Conditional {
    const NAME: &'static str = "conditional";
    const SUMMARY: &'static str = "advice says when it holds and what to do when it does not";
    const RULES: &'static [Rule<Self>] = &[missing_condition::RULE, bare_condition::RULE];

    fn arm(options: &str) -> Result<Self, String> {
        toml::from_str(options).map_err(|error| error.to_string())
    }
}

spotter_contract::export_rubric!(Conditional, "conditional");
