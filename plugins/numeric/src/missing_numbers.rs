//! An answer without a number where the question asks for one.
//!
//! # What it finds
//!
//! The last question names something that is counted (calories, protein, sets, a plan), and the answer holds no
//! quantity at all.
//!
//! # Why it matters
//!
//! "Eat enough protein" cannot be followed. A plan without amounts is left to guessing.
//!
//! # Broken
//!
//! "Günde kaç gram protein almalıyım?" answered with "Yeterince protein almaya özen göster."
//!
//! # Kept
//!
//! The same question answered with "Günde 112–154 g protein al."
//!
//! # Limits
//!
//! It sees that there is a number, not that it is the number that was asked for. Refusals and answers to a crisis are
//! left alone.

use spotter_contract::{ActKind, Document, Finding, Mention, Outcome, QuantityKind, Rule, Sample};

use crate::Numeric;
use crate::reading::{has_act, is_refusal};
use crate::texts::in_lang;

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "missing-numbers", summary: "a question that needs numbers is answered without any", check };

fn check(_numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let (Some((question, asked)), Some((answer, _))) = (sample.question(), sample.answer()) else {
        return Outcome::Skipped;
    };
    let Some(topic) = topic(document, question) else {
        return Outcome::Skipped;
    };
    if is_refusal(document, answer) || has_act(document, question, ActKind::Crisis) {
        return Outcome::Skipped;
    }
    let counts = |kind| !matches!(kind, QuantityKind::Ordinal | QuantityKind::Money);
    if document.quantities.iter().any(|quantity| quantity.turn == answer && counts(quantity.kind)) {
        return Outcome::Met;
    }
    let words = topic.span.of(asked);
    Outcome::Broken(vec![Finding::absent(in_lang(
        document.lang,
        [
            format!("the question about `{words}` is answered without a number"),
            format!("`{words}` sorusu tek bir sayı verilmeden yanıtlanmış"),
            format!("أجيب عن السؤال عن `{words}` بلا أي رقم"),
        ],
    ))])
}

/// What the question wants an amount of; what it gives the amount of itself is known.
fn topic<'d>(document: &'d Document, question: usize) -> Option<&'d Mention<'d>> {
    let given = |mention: &Mention| {
        let after =
            document.quantities.partition_point(|one| (one.turn, one.span.start) < (question, mention.span.end));
        let last = after.checked_sub(1).and_then(|at| document.quantities.get(at));
        last.is_some_and(|one| one.turn == question && one.span.overlaps(mention.span))
    };
    let mut topics = document.mentions.iter().filter(|mention| mention.turn == question);
    topics.find(|mention| mention.has_class("countable") && !given(mention))
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
            ["Günde kaç gram protein almalıyım?", "Yeterince protein al."],
            ["How many calories should I eat?", "Eat enough."],
            ["كم غراما من البروتين أحتاج؟", "تناول ما يكفيك."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Günde kaç gram protein almalıyım?", "Günde 110 g al."],
            ["I feel lazy today.", "Start with a short walk."],
            ["كم غراما من البروتين أحتاج؟", "تناول ١١٠ غرامات."],
            ["جريت 10 كم اليوم.", "أحسنت، استرح جيدا."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
