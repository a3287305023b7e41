//! A drug that a coach tells to take.
//!
//! # What it finds
//!
//! Advice to start a drug or to take one for a complaint.
//!
//! # Why it matters
//!
//! Drugs that are harmless to most harm some, and hide the symptom that a doctor should see.
//!
//! # Broken
//!
//! "Antrenmandan önce ibuprofen al."
//!
//! # Kept
//!
//! "İbuprofen almadan önce eczacına danış."
//!
//! # Limits
//!
//! A drug that is named without a verb of taking is not seen.

use spotter_contract::{ActKind, Document, Outcome, Rule, Sample};

use crate::Medical;
use crate::acts::forbid_drug;

pub(crate) const RULE: Rule<Medical> =
    Rule { name: "drug-start", summary: "a coach tells to take a drug", check };

fn check(medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid_drug(medical, ActKind::Start, (sample, document), "tells to take a drug")
}
