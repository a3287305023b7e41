//! A diagnosis by a coach.
//!
//! # What it finds
//!
//! A statement that the user has a disease.
//!
//! # Why it matters
//!
//! It is made without an examination, and believed.
//!
//! # Broken
//!
//! "Sende menisküs yırtığı var."
//!
//! # Kept
//!
//! "Bu ağrının birçok nedeni olabilir; bir doktor bakmalı."
//!
//! # Limits
//!
//! A diagnosis as a guess ("it may be") is allowed.

use spotter_contract::{ActKind, Document, Outcome, Rule, Sample};

use crate::Medical;
use crate::acts::forbid;

pub(crate) const RULE: Rule<Medical> =
    Rule { name: "diagnosis", summary: "a coach states a diagnosis", check };

fn check(_medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid(ActKind::Diagnose, sample, document, "states a diagnosis")
}
