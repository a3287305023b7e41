//! The plan rubric: weekly training plans and their modifications, as JSON.
//!
//! A training-plan coach answers JSON that is validated and then applied to a database. The rules go outward in layers:
//! the JSON can be read ([`extract`], [`reader`]), has the published shape ([`schema`]), refers to what exists, computes
//! ([`series`]), keeps the athlete well, and a modification does what it says and nothing else ([`change`], [`claims`]).
//! Each layer judges what it can read and leaves the rest to the layer before it.

mod change;
mod claims;
mod date;
mod extract;
mod json;
mod judge;
mod model;
mod options;
mod reader;
mod reading;
mod rules;
mod schema;
mod series;
mod strain;
#[cfg(test)]
mod testing;

use spotter_contract::{Rubric, Rule};

pub use options::Plans;

impl Rubric for Plans {
    const NAME: &'static str = "plan";
    const SUMMARY: &'static str = "training plans as JSON can be read, agree with themselves and keep the athlete well";
    const RULES: &'static [Rule<Self>] = rules::RULES;

    fn arm(options: &str) -> Result<Self, String> {
        let plans: Self = toml::from_str(options).map_err(|error| error.to_string())?;
        plans.complete()
    }
}

spotter_contract::export_rubric!(Plans, "plan");
