//! The numeric rubric: numbers must be there, agree with each other and with the user, and stay within safe bounds.
//!
//! Every rule works on the numbers that the text layer has already read. A number that can be read in two ways
//! (`1.500` is 1500 or 1.5) is held against an answer only when both readings contradict it, and two numbers are
//! compared only inside one sentence or one list: what stands further apart is left to the reader.

mod amount;
mod borderline_bound;
mod bounds;
mod contradicts_facts;
mod energy_mismatch;
mod formulas;
mod impossible_range;
mod macros;
mod missing_numbers;
mod motion;
mod person;
mod reading;
mod sums;
#[cfg(test)]
mod testing;
mod texts;
mod unsafe_bound;
mod wrong_equation;
mod wrong_formula;
mod wrong_per_kg;
mod wrong_percentage;
mod wrong_sum;

use serde::Deserialize;
use spotter_contract::{Rubric, Rule};

use bounds::{Bound, Bounds};

/// The numeric rubric, armed.
#[derive(Debug)]
pub struct Numeric {
    /// Share by which grams may differ from grams per kilogram times weight.
    per_kg_tolerance: f64,
    /// Share by which a stated total may differ from its items.
    sum_tolerance: f64,
    /// Share by which stated energy may differ from what the macronutrients hold.
    energy_tolerance: f64,
    /// The same in kilocalories, for small dishes.
    energy_tolerance_kcal: f64,
    /// Share by which a restated fact may differ from the fact.
    fact_tolerance: f64,
    /// Share by which a result may differ from what a formula gives.
    formula_tolerance: f64,
    /// Limits of what a coach may advise.
    bounds: Bounds,
}

/// The options of the pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    per_kg_tolerance: f64,
    sum_tolerance: f64,
    energy_tolerance: f64,
    energy_tolerance_kcal: f64,
    fact_tolerance: f64,
    formula_tolerance: f64,
    bounds: Vec<Bound>,
}

impl Rubric for Numeric {
    const NAME: &'static str = "numeric";
    const SUMMARY: &'static str = "numbers are given, agree with each other and stay within safe bounds";
    const RULES: &'static [Rule<Self>] = &[
        missing_numbers::RULE,
        wrong_equation::RULE,
        wrong_per_kg::RULE,
        wrong_sum::RULE,
        wrong_percentage::RULE,
        wrong_formula::RULE,
        impossible_range::RULE,
        energy_mismatch::RULE,
        contradicts_facts::RULE,
        unsafe_bound::RULE,
        borderline_bound::RULE,
    ];

    fn arm(options: &str) -> Result<Self, String> {
        let options: Options = toml::from_str(options).map_err(|error| error.to_string())?;
        Ok(Self {
            per_kg_tolerance: options.per_kg_tolerance,
            sum_tolerance: options.sum_tolerance,
            energy_tolerance: options.energy_tolerance,
            energy_tolerance_kcal: options.energy_tolerance_kcal,
            fact_tolerance: options.fact_tolerance,
            formula_tolerance: options.formula_tolerance,
            bounds: Bounds::new(options.bounds)?,
        })
    }
}

spotter_contract::export_rubric!(Numeric, "numeric");
