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

use spotter_contract::{ActKind, Document, Mention, MentionKind, Outcome, Role, Rule, Sample, Scope};

use crate::Medical;
use crate::acts::of_coach;
use crate::remark::finding;

pub(crate) const RULE: Rule<Medical> = Rule { name: "diagnosis", summary: "a coach states a diagnosis", check };

fn check(medical: &Medical, sample: &Sample, document: &Document) -> Outcome {
    if sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let acts = of_coach(ActKind::Diagnose, sample, document).filter(|act| {
        let named = |mention: &&Mention| mention.turn == act.turn && act.span.overlaps(mention.span);
        !document.mentions.iter().filter(named).any(|mention| is_known(sample, document, mention))
    });
    Outcome::of(acts.map(|act| finding(medical, RULE.name, (sample, document), act)).collect())
}

/// Whether the user said to have the condition, or the facts say so: to repeat it is no diagnosis.
fn is_known(sample: &Sample, document: &Document, condition: &Mention) -> bool {
    let by_user = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::User);
    let states =
        |mention: &Mention| by_user(mention.turn) && mention.scope == Scope::Used && mention.name == condition.name;
    condition.kind == MentionKind::Condition
        && (sample.facts.conditions.iter().any(|name| name == condition.name) || document.mentions.iter().any(states))
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
            ["Dizimden ses geliyor.", "Sende menisküs yırtığı var."],
            ["I cough after runs.", "You have asthma."],
            ["أشعر بالعطش.", "أنت مصاب بالسكري بالتأكيد."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Dizimden ses geliyor.", "Bunun birçok nedeni olabilir."],
            ["I have asthma. Can I run?", "You have asthma, so start slowly."],
            ["أشعر بالعطش.", "قد يكون لذلك أسباب كثيرة."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
