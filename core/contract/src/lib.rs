//! The nouns of Spotter, and the boundary to its rubric plugins.
//!
//! A [`Sample`] is what is judged: turns of a conversation and facts about the user. The host reads its text once and
//! hands the reading, a [`Document`], to every rubric. A [`Rubric`] is a list of [`Rule`]s armed by a pack; each rule
//! answers with an [`Outcome`]. What an outcome costs is not said here: rubrics report, gates decide.
//!
//! ```text
//! Sample --text--> Document --rubrics--> Outcomes --gate--> Verdict
//! ```
//!
//! # Writing a rubric
//!
//! A type, `impl Rubric`, and one macro line make a plugin. No `unsafe` is needed.
//!
//! ```
//! use spotter_contract::{Document, Finding, Outcome, Rubric, Rule, Sample};
//!
//! /// Answers should not shout.
//! struct Calm;
//!
//! impl Rubric for Calm {
//!     const NAME: &'static str = "calm";
//!     const SUMMARY: &'static str = "keeps the voice down";
//!     const RULES: &'static [Rule<Self>] = &[Rule { name: "shouting", summary: "an exclamation mark", check: shouting }];
//!     fn arm(_options: &str) -> Result<Self, String> {
//!         Ok(Self)
//!     }
//! }
//!
//! fn shouting(_calm: &Calm, sample: &Sample, _document: &Document) -> Outcome {
//!     let mut findings = Vec::new();
//!     for (turn, text) in sample.answers() {
//!         for (start, mark) in text.match_indices('!') {
//!             findings.push(Finding::at(turn, start..start + mark.len(), "an exclamation mark"));
//!         }
//!     }
//!     Outcome::of(findings)
//! }
//!
//! spotter_contract::export_rubric!(Calm, "calm");
//! # fn main() {}
//! ```
//!
//! [`abi`] is the same contract as C sees it; `include/spotter_rubric.h` beside this crate is its header.

pub mod abi;
mod code;
mod document;
pub mod export;
mod facts;
mod localized;
mod outcome;
mod rubric;
mod sample;

pub use document::{
    Act, ActKind, Condition, Document, Equation, Mention, MentionKind, Quantity, QuantityKind, Scope, Sentence,
    SentenceKind,
};
pub use facts::{Diet, Facts, Sex};
pub use localized::Localized;
pub use outcome::{Finding, Outcome, Place, Span};
pub use rubric::{Rubric, Rule};
pub use sample::{Lang, Role, Sample, Turn};
