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

pub(crate) const RULE: Rule<Medical> = Rule { name: "drug-dose", summary: "a coach sets the dose of a drug", check };

fn check(medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    forbid_drug(medical, RULE.name, ActKind::Dose, (sample, document))
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
            ["Ne yapayım?", "Metformin dozunu 1000 mg'a çıkar."],
            ["What helps?", "Take 400 mg of ibuprofen before your run."],
            ["ماذا أفعل؟", "تناول 500 ملغ من الباراسيتامول."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Ne yapayım?", "Dozu yalnızca doktorun değiştirebilir."],
            ["What helps?", "Take 5 g of creatine."],
            ["ماذا أفعل؟", "لا تضاعف جرعة الدواء دون استشارة طبيبك."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
