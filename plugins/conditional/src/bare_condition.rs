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

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_a_marker_that_leads_to_nothing() {
        let facts = Facts::default();
        let broken = [[
            "Program?",
            "Haftada üç gün squat yap. Her antrenmanda dört set on tekrar çalış. Setler arasında iki dakika dinlen. Isınmayı on dakika tut. Antrenmandan sonra bacaklarını esnet ve bol su iç. Yoruluyorsan bu gayet normal bir durum.",
        ]];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_a_condition_with_an_action() {
        let facts = Facts::default();
        let kept = [
            [
                "Program?",
                "Haftada üç gün squat yap. Her antrenmanda dört set on tekrar çalış. Setler arasında iki dakika dinlen. Isınmayı on dakika tut. Antrenmandan sonra bacaklarını esnet ve bol su iç. Yorgunsan bir gün dinlen.",
            ],
            [
                "Plan?",
                "Run three times a week for 20 minutes. Keep an easy pace and breathe through your nose. Add two minutes to every run each week. Wear good shoes and drink water before and after. If you are tired, rest for a day.",
            ],
            [
                "خطة؟",
                "اركض ثلاث مرات في الأسبوع لمدة 20 دقيقة. حافظ على سرعة مريحة وتنفس بعمق. أضف دقيقتين إلى كل جولة كل أسبوع. ارتد حذاء جيدا واشرب الماء قبل الجري وبعده، ونم جيدا كل ليلة. إذا شعرت بالتعب فقلل المدة.",
            ],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
