//! A condition that leads to nothing.
//!
//! # What it finds
//!
//! An answer whose only conditions are markers without an action: "if you are tired ..".
//!
//! # Why it matters
//!
//! It sounds careful and does not help.
//!
//! # Broken
//!
//! "Yorgunsan bu normal bir durum." in an answer without another condition.
//!
//! # Kept
//!
//! "Yorgunsan bir gün dinlen."
//!
//! # Limits
//!
//! A condition whose action stands in the next sentence counts as bare.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Conditional;
use crate::advice::{answers, conditions, has_useful};

pub(crate) const RULE: Rule<Conditional> =
    Rule { name: "bare-condition", summary: "a condition that leads to nothing", check };

fn check(conditional: &Conditional, sample: &Sample, document: &Document) -> Outcome {
    let answers = answers(conditional, sample, document);
    if answers.iter().all(|turn| conditions(document, *turn).next().is_none()) {
        return Outcome::Skipped;
    }
    let bare = answers.into_iter().filter(|turn| !has_useful(document, *turn));
    let findings = bare.flat_map(|turn| conditions(document, turn)).map(|condition| {
        Finding::at(condition.turn, condition.span, "the condition says neither what to do nor what to avoid")
    });
    Outcome::of(findings.collect())
}
