//! The wordlist rubric: rules as lists of words, for people who write no code.
//!
//! A pack lists what must not be said (`forbid`), what must be (`require`), what calls for something else (`imply`),
//! what may be said only so often (`limit`) and what is said in other words (`swap`). Words are found in every inflected
//! form of their language. Several packs may arm this rubric, each with lists of its own.

mod answer;
mod forbidden_word;
mod lint;
mod lists;
mod missing_word;
mod overused_word;
#[cfg(test)]
mod testing;
mod unmet_implication;
mod unswapped_word;

use spotter_contract::{Rubric, Rule};

pub use lists::Wordlist;

impl Rubric for Wordlist {
    const NAME: &'static str = "wordlist";
    const SUMMARY: &'static str = "lists of words that are forbidden, required, implied, limited or swapped";
    const RULES: &'static [Rule<Self>] =
        &[forbidden_word::RULE, missing_word::RULE, unmet_implication::RULE, overused_word::RULE, unswapped_word::RULE];

    fn arm(options: &str) -> Result<Self, String> {
        Wordlist::parse(options)
    }

    fn remarks(&self) -> Vec<String> {
        lint::remarks(self)
    }
}

spotter_contract::export_rubric!(Wordlist, "wordlist");
