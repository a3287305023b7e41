//! A promise that food or training cures a disease.
//!
//! # What it finds
//!
//! A claim that something heals a disease, replaces a drug or makes it go away.
//!
//! # Why it matters
//!
//! It leads people to give up the treatment that works.
//!
//! # Broken
//!
//! "Bu diyet diyabeti tamamen iyileştirir."
//!
//! # Kept
//!
//! "Düzenli yürüyüş kan şekerinin dengelenmesine yardımcı olabilir."
//!
//! # Limits
//!
//! A cure that is told as somebody's story counts as a claim.

use spotter_contract::{ActKind, Document, Outcome, Rule, Sample};

use crate::Medical;
use crate::acts::forbid;

pub(crate) const RULE: Rule<Medical> =
    Rule { name: "cure-claim", summary: "a promise that something cures a disease", check };

fn check(_medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid(ActKind::CureClaim, sample, document, "promises a cure")
}
