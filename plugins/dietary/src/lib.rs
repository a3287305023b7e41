//! The dietary rubric: what the user does not eat stays out of the answer.
//!
//! A diet, an allergy or a health condition forbids classes of food; the table is in the pack. The text layer says which
//! foods are named, which classes they belong to, and how they are treated: a food that is used is a fault, one that is
//! offered beside others a lighter one, one that is excluded, replaced or only spoken of is none.

mod constraints;
mod forbidden_ingredient;
mod forbidden_item;
mod offered_ingredient;
#[cfg(test)]
mod testing;
mod unsure_ingredient;

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Rubric, Rule};

use constraints::{Classes, Swap};

/// The options of the dietary rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dietary {
    /// What each diet forbids.
    diets: BTreeMap<String, Classes>,
    /// What each allergy forbids; an allergy that is not listed forbids the class of its name.
    allergies: BTreeMap<String, Classes>,
    /// What health conditions forbid; one that is not listed forbids nothing.
    conditions: BTreeMap<String, Classes>,
    /// The classes that are made from an item, by the item's English name.
    made_from: BTreeMap<String, Vec<String>>,
    /// What may stand in for foods, the first that fits.
    #[serde(default)]
    swaps: Vec<Swap>,
    /// Beginnings of the headings of ingredient lists, whose every item is a food.
    #[serde(default)]
    ingredient_headings: Vec<String>,
}

impl Rubric for Dietary {
    const NAME: &'static str = "dietary";
    const SUMMARY: &'static str = "what the user does not eat stays out of the answer";
    const RULES: &'static [Rule<Self>] =
        &[forbidden_ingredient::RULE, forbidden_item::RULE, offered_ingredient::RULE, unsure_ingredient::RULE];

    fn arm(options: &str) -> Result<Self, String> {
        let dietary: Self = toml::from_str(options).map_err(|error| error.to_string())?;
        constraints::every_diet_is_listed(&dietary)?;
        Ok(dietary)
    }
}

spotter_contract::export_rubric!(Dietary, "dietary");
