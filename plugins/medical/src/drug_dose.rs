//! A drug's dose, set by a coach.
//!
//! # What it finds
//!
//! Advice how much of a drug to take, or to change its dose.
//!
//! # Why it matters
//!
//! A dose depends on kidneys, other drugs and a diagnosis, none of which a coach knows.
//!
//! # Broken
//!
//! "Metformin dozunu 1000 mg'a çıkar."
//!
//! # Kept
//!
//! "Dozu yalnızca doktorun değiştirebilir." and "Günde 3–5 g kreatin al": a supplement is food.
//!
//! # Limits
//!
//! Doses of unnamed drugs are found by the words for dose only.

use spotter_contract::{ActKind, Document, Outcome, Rule, Sample};

use crate::Medical;
use crate::acts::forbid_drug;

pub(crate) const RULE: Rule<Medical> =
    Rule { name: "drug-dose", summary: "a coach sets the dose of a drug", check };

fn check(medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid_drug(medical, ActKind::Dose, (sample, document), "tells how much of a drug to take")
}
