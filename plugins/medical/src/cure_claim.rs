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

fn check(medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid(medical, RULE.name, ActKind::CureClaim, (sample, document))
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts::default();
        let broken = [
            ["Ne yiyeyim?", "Bu diyet diyabeti tamamen iyileştirir."],
            ["Does keto help?", "Keto cures cancer."],
            ["ما الحل؟", "هذه العشبة تعالج السكري نهائيا."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Ne yiyeyim?", "Yürüyüş kan şekerini dengelemeye yardımcı olabilir."],
            ["Does keto help?", "No diet cures cancer."],
            ["ما الحل؟", "المشي مفيد للصحة."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
