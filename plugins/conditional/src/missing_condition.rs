//! Advice without a condition that one can act on.
//!
//! # What it finds
//!
//! An answer long enough to be advice that holds no condition with an action.
//!
//! # Why it matters
//!
//! What is right for one body is wrong for another. Advice that does not say for whom and until when it holds is followed
//! past the point where it harms.
//!
//! # Broken
//!
//! "Haftada üç gün squat yap. Dört set on tekrar çalış. Her hafta 2,5 kg artır."
//!
//! # Kept
//!
//! The same with "Dizin ağrırsa ağırlığı azalt."
//!
//! # Limits
//!
//! It does not see whether the condition is the one that matters. Short answers, refusals and answers to a crisis are
//! skipped.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Conditional;
use crate::advice::{answers, has_useful};

pub(crate) const RULE: Rule<Conditional> =
    Rule { name: "missing-condition", summary: "advice without a condition that one can act on", check };

fn check(conditional: &Conditional, sample: &Sample, document: &Document) -> Outcome {
    let answers = answers(conditional, sample, document);
    if answers.is_empty() {
        return Outcome::Skipped;
    }
    // One condition serves a conversation: the later answers build on the earlier ones.
    if answers.iter().any(|turn| has_useful(document, *turn)) {
        return Outcome::Met;
    }
    Outcome::Broken(vec![Finding::absent("the advice never says when it holds and what to do otherwise")])
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
            [
                "Program?",
                "Haftada üç gün squat yap. Her antrenmanda dört set on tekrar çalış. Setler arasında iki dakika dinlen. Isınmayı on dakika tut. Antrenmandan sonra bacaklarını esnet ve bol su iç.",
            ],
            [
                "Plan?",
                "Run three times a week for 20 minutes. Keep an easy pace and breathe through your nose. Add two minutes to every run each week. Wear good shoes and drink water before and after.",
            ],
            [
                "خطة؟",
                "اركض ثلاث مرات في الأسبوع لمدة 20 دقيقة. حافظ على سرعة مريحة وتنفس بعمق. أضف دقيقتين إلى كل جولة كل أسبوع. ارتد حذاء جيدا واشرب الماء قبل الجري وبعده، ونم جيدا كل ليلة.",
            ],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            [
                "Program?",
                "Haftada üç gün squat yap. Her antrenmanda dört set on tekrar çalış. Setler arasında iki dakika dinlen. Isınmayı on dakika tut. Antrenmandan sonra bacaklarını esnet ve bol su iç. Dizin ağrırsa ağırlığı azalt.",
            ],
            [
                "Plan?",
                "Run three times a week for 20 minutes. Keep an easy pace and breathe through your nose. Add two minutes to every run each week. Wear good shoes and drink water before and after. If your knee hurts, reduce the pace.",
            ],
            [
                "خطة؟",
                "اركض ثلاث مرات في الأسبوع لمدة 20 دقيقة. حافظ على سرعة مريحة وتنفس بعمق. أضف دقيقتين إلى كل جولة كل أسبوع. ارتد حذاء جيدا واشرب الماء قبل الجري وبعده، ونم جيدا كل ليلة. إذا شعرت بالتعب فقلل المدة.",
            ],
            ["Program?", "Harika!"],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
