//! The disclaimer rubric: a risk calls for the right advice to see someone, once, in time and in its place.
//!
//! Which type is due follows from what the user says and is known to have; `due` holds that reading and the rules share
//! it. Types are those of the lexicons: `consult`, `emergency`, `before_start`, `med_change`, `conditional_referral`.

mod due;
mod excess_disclaimer;
mod late_emergency;
mod misplaced_disclaimer;
mod missing_disclaimer;
#[cfg(test)]
mod testing;
mod words;

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Rubric, Rule};

use due::{Due, Type};
use words::Advice;

/// The options of the disclaimer rubric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// Disclaimers in one answer that are not too many.
    most: usize,
    /// Sentences in which emergency advice must stand.
    first_sentences: usize,
    /// The share of an answer at its end, in percent, where a disclaimer is in place whatever the heading.
    last_percent: usize,
    /// Characters from which an answer to a user with a known risk counts as advice.
    advice_chars: usize,
    /// Below this age a professional is due.
    adult_age: u32,
    /// From this age a professional is due.
    old_age: u32,
    /// What a known health condition calls for; `consult` where it is not listed.
    conditions: BTreeMap<String, Type>,
    /// What messages say about each type.
    types: BTreeMap<Type, Advice>,
    /// What they say where the user is in a crisis, whichever type is due.
    crisis: Advice,
}

impl Disclaimer {
    /// What messages say about a disclaimer that is due.
    fn advice(&self, due: &Due) -> &Advice {
        // Arming has made sure that the pack speaks about every type.
        let of_type = self.types.get(&due.kind).unwrap_or(&self.crisis);
        if due.is_crisis() { &self.crisis } else { of_type }
    }
}

impl Rubric for Disclaimer {
    const NAME: &'static str = "disclaimer";
    const SUMMARY: &'static str = "a risk calls for the right advice to see someone, once, in time and in its place";
    const RULES: &'static [Rule<Self>] =
        &[missing_disclaimer::RULE, late_emergency::RULE, misplaced_disclaimer::RULE, excess_disclaimer::RULE];

    fn arm(options: &str) -> Result<Self, String> {
        let disclaimer: Self = toml::from_str(options).map_err(|error| error.to_string())?;
        match Type::DUE.into_iter().find(|kind| !disclaimer.types.contains_key(kind)) {
            Some(kind) => Err(format!("`types` says nothing about `{}`", kind.name())),
            None => Ok(disclaimer),
        }
    }
}

spotter_contract::export_rubric!(Disclaimer, "disclaimer");
